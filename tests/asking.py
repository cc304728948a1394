"""The oracle, asked of all there is: every cell group of every row of a project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from tests.oracle_of_more import OracleOfMore

from coprod.level import Level
from coprod.project import Project
from coprod.records import Consent, Record
from coprod.request import Request
from coprod.schema import columns_of


class Group(NamedTuple):
    """What the columns of a cell group share; *cell* is the column whose partner is a subject of it alone."""

    category: str
    special: bool
    cell: str = ""


def groups(kind: type[Record]) -> Mapping[Group, tuple[str, ...]]:
    """Return the columns of a kind by cell group, in order."""
    found: dict[Group, tuple[str, ...]] = {}
    for name, column in columns_of(kind).items():
        group = Group(column.category, column.special, name if column.subject_of_cell else "")
        found[group] = (*found.get(group, ()), name)
    return found


def levels(
    project: Project, *, purpose: str, audiences: Any, now: datetime
) -> Iterator[tuple[type[Record], Record, Group, Level]]:
    """Yield every cell group of every row, and its level; answers themselves are for nobody."""
    oracle = OracleOfMore(project, Request(purpose, audiences), now.astimezone(project.settings.zone).date())
    for kind in project.kinds:
        for row in project.records(kind):
            for group, columns in groups(kind).items():
                shown = Level.WITHHOLD if kind is Consent else oracle.level(row, columns_of(kind)[columns[0]])
                yield kind, row, group, shown
