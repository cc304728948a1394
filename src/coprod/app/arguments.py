"""What several verbs need: the registry, checks by name, today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from coprod.errors import NotFound, did_you_mean
from coprod.project import Project
from coprod.statements import PUBLIC

if TYPE_CHECKING:
    from coprod.equality.check import EqualityCheck
    from coprod.registry import Registry
    from coprod.request import Request

__all__ = ["declared", "named", "registry_of", "today_of"]


def registry_of(plugins: Iterable[str] = ()) -> Registry:
    """Return the built-ins with these plugins."""
    from coprod.registry import Registry

    return Registry.load(*plugins)


def named(checks: Iterable[str | EqualityCheck], known: Registry) -> Sequence[EqualityCheck]:
    """Return checks by name or as given."""
    return [known.equality_check(one) if isinstance(one, str) else one for one in checks]


def today_of(project: Project, now: datetime | None) -> date:
    """Return the day of *now* in the project's time zone."""
    if now is not None and now.tzinfo is None:
        raise ValueError("`now` has to be aware: give it a time zone")
    return (now or datetime.now(UTC)).astimezone(project.settings.zone).date()


def declared(project: Project, request: Request) -> None:
    """Hold that the project declares the purpose and the audiences; nothing is taken for something else."""
    audiences = {*project.settings.audiences, PUBLIC}
    asked = [("purpose", request.purpose, set(project.settings.purposes))]
    asked += [("audience", audience, audiences) for audience in request.audiences]
    for what, word, known in asked:
        if word not in known:
            hint = did_you_mean(word, known) or f"It declares: {', '.join(sorted(known)) or 'none'}."
            raise NotFound(f"this project declares no {what} `{word}`. {hint}")
