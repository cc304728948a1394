"""What every file of a project has in common when it is written: which columns, and what stands in them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import attrs

from coprod.errors import InvalidInput, Problem
from coprod.formats.grids import EXTRAS, LONGEST_CELL
from coprod.formats.settings import settings_from, settings_to
from coprod.project import Project
from coprod.records import Record
from coprod.schema import Column, columns_of
from coprod.tables import Stored, from_stored
from coprod.validation import header_problems

__all__ = ["Sheet", "sheets_of"]


@attrs.frozen(kw_only=True)
class Sheet:
    """
    One table to write.

    Attributes:
        kind: The record kind.
        columns: Its columns, in order.
        extras: Names of the columns that coprod does not know, which follow them.
        rows: Values of the columns, and text of the extras, of each row.
    """

    kind: type[Record]
    columns: Sequence[Column]
    extras: Sequence[str]
    rows: Sequence[tuple[Any, ...]]

    @property
    def name(self) -> str:
        """Name of the table."""
        return self.kind.table()

    @property
    def header(self) -> Sequence[str]:
        """Names of all columns."""
        return (*(column.name for column in self.columns), *self.extras)


def sheets_of(project: Project, *, longest: int = LONGEST_CELL, but: Collection[type[Record]] = ()) -> Sequence[Sheet]:
    """
    Return the tables that a project uses.

    Args:
        project: The project.
        longest: How many characters a cell may have.
        but: Kinds to leave out.

    Raises:
        InvalidInput: something in it could not be read again: settings, a column name, a text too long.
    """
    settings_from(settings_to(project.name, project.settings), file="settings", kinds=project.kinds)
    sheets = [_sheet(project, kind) for kind in project.kinds if kind not in but and project.count(kind)]
    problems = [problem for sheet in sheets for problem in _unreadable(sheet, project, longest)]
    if problems:
        raise InvalidInput(problems)
    return sheets


def _sheet(project: Project, kind: type[Record]) -> Sheet:
    rows, zone = project.stored(kind), project.settings.zone
    at = list(columns_of(kind)).index(EXTRAS)
    own = [column for column in columns_of(kind).values() if column.name != EXTRAS]
    more = [_more(row, at) for row in rows]
    names = sorted({name for found in more for name in found})
    values = [
        (
            *(from_stored(c, v, zone) for c, v in zip(own, _without(row, at), strict=True)),
            *map(found.get, names),
        )
        for row, found in zip(rows, more, strict=True)
    ]
    return Sheet(kind=kind, columns=own, extras=names, rows=values)


def _more(row: Stored, at: int) -> Mapping[str, str]:
    found: Mapping[str, str] = json.loads(row[at]) if row[at] else {}
    return found


def _without(row: Stored, at: int) -> Stored:
    return (*row[:at], *row[at + 1 :])


def _unreadable(sheet: Sheet, project: Project, longest: int) -> Iterator[Problem]:
    for name in sheet.extras:
        if not name.strip() or name != name.strip() or name in columns_of(sheet.kind):
            hint = "It must not be empty, have blanks around it, or be a column of coprod."
            yield Problem("another name for a column", file=sheet.name, column=name, value=name, hint=hint)
    yield from header_problems(sheet.kind, sheet.header, project.settings, file=sheet.name)
    for number, row in enumerate(sheet.rows, 1):
        for name, value in zip(sheet.header, row, strict=True):
            if isinstance(value, str) and len(value) > longest:
                expected = f"a text of at most {longest} characters, which is what a cell can hold"
                yield Problem(expected, file=sheet.name, row=number, column=name, value=value[:100])
