"""Comparing: the same checks on two days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from coprod.app.arguments import named, registry_of
from coprod.project import Project

if TYPE_CHECKING:
    from coprod.equality.check import EqualityCheck
    from coprod.equality.comparison import Comparison
    from coprod.registry import Registry

__all__ = ["compare"]


def compare(
    project: Project,
    start: date,
    end: date,
    *,
    by: str = "here_as",
    only: Iterable[str | EqualityCheck] = (),
    seed: int = 0,
    registry: Registry | None = None,
) -> Comparison:
    """
    Return what the checks find on two days, and for each whether it became more even; for the project's stewards.

    For each check one measure is compared: the one that its band is about, else the first that has a value when all
    is even; of several groups the one that the sentence speaks of, else the one furthest from even. It is called more
    even or less even only where the 95 % intervals of its distance from even on the two days do not overlap. In every
    other case the answer is that we cannot tell; so it is where too little is on record on one of the days.

    Args:
        project: The project.
        start: The earlier day.
        end: The later day.
        by: The grouping: here_as, sector, kind, area, team or `characteristic:NAME`.
        only: Checks, or names of checks; by default all that are known.
        seed: Where chance starts, so that the same data give the same answers.
        registry: What is known; by default the built-ins and what the project's `[plugins]` name.

    Raises:
        ValueError: *start* is after *end*.
        NotFound: there is no such check or grouping.
    """
    from coprod.equality.comparing import compare as compare_days

    known = registry or registry_of(project.settings.plugins)
    checks = named(only, known) or [one.spec for one in known.equality_checks.values()]
    return compare_days(project, start, end, checks, by=by, seed=seed)
