"""What is wrong with a large table, put in the order in which one would come upon it row by row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs

from coprod.errors import Problem
from coprod.rows import Large, Row

__all__ = ["Found"]


@attrs.define
class Found:
    """
    Problems of one table with their rows, and how many more of each are not told.

    Attributes:
        large: The table.
    """

    large: Large
    _problems: list[tuple[int, int, Problem]] = attrs.field(factory=list, init=False)
    _more: list[Problem] = attrs.field(factory=list, init=False)

    def row(self, number: int | None) -> Row:
        """Return a row of the table, to make problems of."""
        return Row(kind=self.large.kind, values={}, file=self.large.file, sheet=self.large.sheet, row=number)

    def at(self, problem: Problem, row: Row) -> Problem:
        """Return a problem that was found for a combination of cells, at one of the rows that hold it."""
        return attrs.evolve(problem, row=row.row)

    def add(self, order: int, places: Any, problem_of: Callable[[Row, tuple[Any, ...]], Problem]) -> None:
        """Add a problem for each of the places, and the number of those not listed; *order* is that in a row."""
        for number, *rest in places.rows:
            self._problems.append((number, order, problem_of(self.row(number), tuple(rest))))
        if places.more and self._problems:
            last = self._problems[-1][2]
            self._more.append(attrs.evolve(last, row=None, value="", hint="", more=places.more))

    def take(self) -> list[Problem]:
        """Return what was found since this was asked last, in the order of the rows."""
        found = [problem for *_, problem in sorted(self._problems, key=lambda one: one[:2])] + self._more
        self._problems, self._more = [], []
        return found
