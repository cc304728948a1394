"""What people may ask: stewards why something leaves or stays, a partner what is held about them, and for a receipt."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from coprod.app.arguments import declared, registry_of, today_of
from coprod.errors import NotFound, did_you_mean
from coprod.project import Project
from coprod.records import Partner
from coprod.request import Request

if TYPE_CHECKING:
    from coprod.consent.explanation import Explanation
    from coprod.consent.held import HeldAbout
    from coprod.consent.ledger import Ledger
    from coprod.consent.receipts import Receipt
    from coprod.consent.rule import ConsentRule
    from coprod.registry import Registry

__all__ = ["explain", "held_about", "receipt"]


def explain(
    project: Project,
    request: Request,
    *,
    partner: str | None = None,
    about: str | None = None,
    now: datetime | None = None,
    registry: Registry | None = None,
    honours: Iterable[str] = (),
) -> Explanation:
    """
    Say why what may leave, and what may not, for the stewards: every reason, and no content.

    Args:
        project: The project.
        request: What it would be wanted for.
        partner: Explain the rows that are about this partner or refer to them, by the partner's id.
        about: Explain one row: a typed reference such as `view:v12`; for a kind without ids its name and the ids that
            it refers to, such as `attendance:ana|s1`. With neither, everything is summed up by kind and category.
        now: The instant that consent is judged at, aware; by default this one.
        registry: What is known; by default the built-ins and what the project's `[plugins]` name.
        honours: Conditions that are met, such as show_me_first.

    Raises:
        NotFound: the project has no such partner or record, or declares no such purpose or audience.
        ValueError: both a partner and a record are given.
    """
    from coprod.consent.decide import asked_of
    from coprod.consent.explaining import explained
    from coprod.consent.explanation import Explanation, tallied

    if partner is not None and about is not None:
        raise ValueError("explain one partner or one record, and not both")
    declared(project, request)
    if partner is not None:
        project.get(Partner, partner)
    today = today_of(project, now)
    asked = asked_of(project, request, today=today, rules=_rules(project, registry), honours=honours)
    names: list[str] = []
    rows = tuple(explained(project, asked, wanted=_wanted(partner, about, names), day=request.as_of))
    if about is not None and not rows:
        raise NotFound(f"nothing here is called `{about}`. {did_you_mean(about, names)}".strip())
    return Explanation(
        project=project.name,
        request=request,
        today=today,
        about=f"partner:{partner}" if partner is not None else about or "",
        rows=rows if partner is not None or about is not None else (),
        summary=tallied(rows),
        failed=tuple(sorted(asked.failed)),
        keep_until=project.settings.held.keep_until,
    )


def _wanted(partner: str | None, about: str | None, names: list[str]) -> Callable[[Any], bool]:
    """Return which rows are explained, and take down the names of those that are not."""

    def wanted(row: Any) -> bool:
        if about is not None:
            names.append(row.name)
            return bool(row.name == about)
        return partner is None or f"partner:{partner}" in row.about()

    return wanted


def held_about(
    project: Project,
    partner: str,
    *,
    ledger: Ledger | None = None,
    now: datetime | None = None,
    registry: Registry | None = None,
) -> HeldAbout:
    """
    Return everything that is held about a partner: for that partner, and for nobody else.

    It begins with what they said and what became of it, then who may see what, then how to stop.

    Args:
        project: The project.
        partner: The partner's id.
        ledger: What was released, to list every release that they are in; None leaves that out, and says so.
        now: The instant, aware; by default this one.
        registry: What is known; by default the built-ins and what the project's `[plugins]` name.

    Raises:
        NotFound: no partner has this id.
    """
    from coprod.consent.holding import gathered

    project.get(Partner, partner)
    rules = _rules(project, registry)
    return gathered(project, partner, today=today_of(project, now), ledger=ledger, rules=rules)


def receipt(project: Project, partner: str, *, now: datetime | None = None) -> Receipt:
    """
    Return a receipt of what a partner answered, with the fields of ISO/IEC TS 27560: for that partner, and nobody else.

    Args:
        project: The project.
        partner: The partner's id.
        now: The instant, aware; by default this one. The same answers give the same receipt all day.

    Raises:
        NotFound: no partner has this id.
    """
    from coprod.consent.receipts import receipt_of

    project.get(Partner, partner)
    return receipt_of(project, partner, today_of(project, now))


def _rules(project: Project, registry: Registry | None) -> list[ConsentRule]:
    known = registry or registry_of(project.settings.plugins)
    return [one.spec for one in known.consent_rules.values()]
