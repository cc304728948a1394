"""What a partner answered, statement by statement, in the statements' own words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import attrs

from coprod.project import Project
from coprod.records import Consent
from coprod.records.consent import CLOSING, GRANTING
from coprod.settings import Permission, Settings

__all__ = ["HOW_OPEN", "StatementAnswered", "audience_in_words", "is_proxy", "own_cells", "statements_of"]

HOW_OPEN = {
    "share": "as it is",
    "pseudonymise": "under a made-up name",
    "count": "only as a number, with others",
    "withhold": "not at all",
}


@attrs.frozen(kw_only=True)
class StatementAnswered:
    """
    One statement, and the answer that stands.

    Attributes:
        key: Its key on the form; empty for an answer that named what it is about itself.
        says: Its words.
        answer: yes, no, or asked where nobody has said either.
        status: How the records put it, such as given or withdrawn.
        on: The day of the answer.
        until: The last day of a yes; None where none is set.
        holds: Whether it is a yes that opens something today.
        by: Who answered: you, or someone else and by what right.
        categories: What it is about; empty for everything.
        purposes: What for, in the project's words; empty for everything.
        audiences: Who gets it, in the project's words; empty for everyone.
        level: How openly, in words; empty for a no.
        conditions: What has to be met before.
        items: The records that it is about, where it is about these alone.
    """

    key: str
    says: str
    answer: str
    status: str
    on: date
    until: date | None
    holds: bool
    by: str
    categories: tuple[str, ...]
    purposes: tuple[str, ...]
    audiences: tuple[str, ...]
    level: str
    conditions: tuple[str, ...]
    items: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        plain = attrs.asdict(self)
        return plain | {"on": self.on.isoformat(), "until": self.until.isoformat() if self.until else None}


def statements_of(project: Project, who: str, today: date) -> tuple[StatementAnswered, ...]:
    """
    Return the answer that stands to each statement that somebody answered, in the order of the form.

    Args:
        project: The project.
        who: A partner or a space, as a typed reference.
        today: The day; later answers are not there yet.
    """
    answers = [one for one in project.records(Consent) if one.who == who and one.on <= today]
    found: dict[tuple[Any, ...], tuple[Consent, str]] = {}
    for consent in sorted(answers, key=_later_and_stricter):
        for key in sorted(consent.statements) or [""]:
            slot = (is_proxy(consent), key, *(_named(consent) if not key else (consent.items,)))
            found[slot] = (consent, key)
    order = {key: number for number, key in enumerate(project.settings.permission)}
    told = [_told(consent, key, answers, project.settings, today) for consent, key in found.values()]
    return tuple(sorted(told, key=lambda one: (order.get(one.key, len(order)), one.on, one.status, one.by, one.items)))


def is_proxy(consent: Consent) -> bool:
    """Whether someone else gave the answer."""
    return consent.given_by not in {None, consent.who, consent.who.partition(":")[2]}


def _later_and_stricter(consent: Consent) -> tuple[date, bool]:
    return consent.on, consent.status in CLOSING


def _named(consent: Consent) -> tuple[Any, ...]:
    """Return what an answer without a statement is about: two that are about the same are one."""
    return consent.categories, consent.purposes, consent.audiences, consent.items


def _told(consent: Consent, key: str, answers: Sequence[Consent], settings: Settings, today: date) -> StatementAnswered:
    statement = settings.permission[key] if key else own_cells(consent)
    yes = consent.status in GRANTING
    until = min(
        (day for day in (consent.until or settings.consent.until, consent.authority_until) if day), default=None
    )
    ended = any(_closes(other, consent, statement) for other in answers)
    can = is_proxy(consent) or consent.capacity != "lacks"
    return StatementAnswered(
        key=key,
        says=statement.says,
        answer="yes" if yes else "no" if consent.status in CLOSING else "asked",
        status=consent.status,
        on=consent.on,
        until=until if yes else None,
        holds=yes and can and not ended and (until is None or today <= until),
        by="you" if not is_proxy(consent) else f"someone else, as {consent.authority or 'your voice'}",
        categories=tuple(sorted(statement.categories)),
        purposes=tuple(settings.purposes.get(one) or one for one in sorted(statement.purposes)),
        audiences=tuple(audience_in_words(one, settings) for one in sorted(statement.audiences)),
        level=HOW_OPEN.get(statement.level, "") if yes else "",
        conditions=tuple(sorted({*statement.conditions, *consent.conditions})),
        items=tuple(sorted(consent.items)),
    )


def own_cells(consent: Consent) -> Permission:
    """Return the cells that an answer names itself, as a statement without words."""
    scope: dict[str, Any] = {name: tuple(getattr(consent, name)) for name in ("categories", "purposes", "audiences")}
    return Permission(says="", level=consent.level or "", explicit=bool(consent.explicit), **scope)


def _closes(other: Consent, consent: Consent, statement: Permission) -> bool:
    """Whether a later no, or one of the same day, ends all that a yes opened."""
    if other.status not in CLOSING or other.statements or other.on < consent.on:
        return False
    scopes: Iterator[tuple[Iterable[str], Iterable[str]]] = (
        (getattr(other, name), getattr(statement, name)) for name in ("categories", "purposes", "audiences")
    )
    covers = all(not named or set(opened) <= set(named) for named, opened in scopes)
    return covers and (not other.items or bool(consent.items and consent.items <= other.items))


def audience_in_words(audience: str, settings: Settings) -> str:
    """Return who is in an audience."""
    members = settings.audiences.get(audience, ())
    if settings.joins(audience):
        return "other partners who had joined by then"
    return "everyone" if audience == "public" else f"{audience} ({', '.join(members)})" if members else audience
