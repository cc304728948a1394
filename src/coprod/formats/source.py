"""What reading a project's files gives, before its rows are checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

import attrs

from coprod.errors import InvalidInput, Problem, shown
from coprod.project import Project
from coprod.records import Record
from coprod.rows import Large, Row
from coprod.settings import Settings

__all__ = ["Draft", "LineOf", "Place", "Source"]

LineOf: TypeAlias = Callable[[Sequence[str]], int | None]
"""The line of a key, given by its path."""


def _no_line(_: Sequence[str]) -> int | None:
    return None


HOW_CELLS_ARE_READ = frozenset({"timezone", "dates", "words", "extras"})


@attrs.frozen
class Place:
    """
    Where settings are.

    Attributes:
        file: Name of the file.
        sheet: Sheet of a workbook, whose rows are lines of TOML in column A.
        line_of: Gives the line of a key.
    """

    file: str = "coprod.toml"
    sheet: str = ""
    line_of: LineOf = attrs.field(default=_no_line, repr=False)

    def problem(self, path: Sequence[str], expected: str, value: object = "", hint: str = "") -> Problem:
        """Return a problem with the key at *path*."""
        row = self.line_of(path)
        return Problem(
            expected,
            file=self.file,
            sheet=self.sheet,
            row=row,
            cell=f"A{row}" if self.sheet and row else "",
            column=shown(".".join(path)),
            value="" if value is None else str(value),
            hint=hint,
        )


@attrs.frozen
class Draft:
    """
    Settings as far as they could be read.

    Attributes:
        name: Name of the project.
        settings: What is broken is at its default, or read as the key that was probably meant. Where there
            are problems, this is good enough to look for more, and for nothing else.
        problems: What is wrong.
        known: Whether there are settings at all.
        place: File and sheet, and what gives the line of a key in it.
    """

    name: str
    settings: Settings
    problems: tuple[Problem, ...] = ()
    known: bool = True
    place: Place = attrs.field(default=Place(), eq=False)

    @property
    def tells_how_to_read(self) -> bool:
        """Whether cells can be checked: not where all of them would be wrong for one wrong setting."""
        broken = {problem.column.partition(".")[0] for problem in self.problems}
        return self.known and not broken & HOW_CELLS_ARE_READ


@attrs.frozen
class Source:
    """
    A project as found in files.

    Attributes:
        draft: Its settings.
        rows: Rows of all tables with their places, and problems.
    """

    draft: Draft
    rows: Iterable[Row | Large | Problem]

    def project(self, kinds: Sequence[type[Record]]) -> Project:
        """
        Return the project.

        Raises:
            InvalidInput: with every problem of settings and tables.
        """
        draft = self.draft
        found: Iterable[Row | Large | Problem] = self.rows
        if not draft.tells_how_to_read:
            found = (one for one in self.rows if isinstance(one, Problem))
        if draft.problems:
            raise InvalidInput([*draft.problems, *self._more(found, kinds)])
        return Project.from_source(draft.name, found, settings=draft.settings, kinds=kinds)

    def _more(self, found: Iterable[Row | Large | Problem], kinds: Sequence[type[Record]]) -> Sequence[Problem]:
        """Return what is wrong with the tables, given settings that are wrong themselves."""
        if not self.draft.tells_how_to_read:
            return [one for one in found if isinstance(one, Problem)]
        try:
            Project.from_source(self.draft.name, found, settings=self.draft.settings, kinds=kinds)
        except InvalidInput as error:
            return error.problems
        return ()
