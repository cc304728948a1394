"""
What can be told from what: the numbers of a table as unknowns, and the equations that hold between them.

INVARIANT: a system holds sorts of numbers and no number. What is blanked is decided from it alone, so that two tables
whose blanked numbers differ, and nothing else does, have the same blanks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from typing import TypeAlias

import attrs

from coprod.consent.disclosure.grid import NOBODY, Grid, Value

__all__ = ["Equation", "Sort", "System", "system_of"]

Equation: TypeAlias = tuple[tuple[int, int], ...]
"""Unknowns and what each is taken times; the sum is 0 for every change that nobody can see."""


class Sort(Enum):
    """What a number is to somebody who should not learn the small ones."""

    KNOWN = "known"  # to everybody: counted from rows released by name, or 0 where nobody is hidden
    HIDE = "hide"  # stands on too few, or is 0 beside others: not to be shown, nor to be told from others
    SHORT = "short"  # may be shown, but is too low to hide another
    ROOM = "room"  # may be shown, and can be as much lower as a small number may have to be higher


@attrs.frozen
class System:
    """
    The unknowns of a table: first its numbers, then the left-overs and totals that are implied.

    Attributes:
        sorts: What each unknown is.
        numbers: How many of them are numbers of the table.
        equations: What holds between them; a known total is not an unknown.
    """

    sorts: tuple[Sort, ...]
    numbers: int
    equations: tuple[Equation, ...]

    @property
    def hide(self) -> tuple[int, ...]:
        """The unknowns that have to be protected."""
        return tuple(at for at, sort in enumerate(self.sorts) if sort is Sort.HIDE)


def system_of(grid: Grid, least: int, scale: int) -> System | None:
    """
    Return the system of a table for a threshold; None where it contradicts itself.

    A total is taken as known to everybody, as such totals often are, unless it is a total of small numbers only: it
    is then as small as they are.
    """
    lefts = [_left(grid.hidden[part], grid.hidden[whole]) for part, whole in grid.parts]
    if any(value is not None and min(value) < 0 for value in lefts):
        return None
    sorts = [_sort(value, least, scale) for value in grid.hidden]
    for at in _beside_others(grid, lefts):
        sorts[at] = Sort.HIDE
    of_lefts = [
        _sort_of_left(left, grid.hidden[whole], least, scale)
        for left, (_, whole) in zip(lefts, grid.parts, strict=True)
    ]
    for at in _pointing(grid, sorts, of_lefts):
        sorts[at] = Sort.HIDE
    return _related(grid, sorts, of_lefts)


def _sort(value: Value, least: int, scale: int) -> Sort:
    if value is None or 0 < value[1] < least:
        return Sort.HIDE
    if value == NOBODY:
        return Sort.KNOWN
    return Sort.ROOM if value[1] >= least and value[0] >= least * scale else Sort.SHORT


def _left(part: Value, whole: Value) -> Value:
    return None if part is None or whole is None else (whole[0] - part[0], whole[1] - part[1])


def _sort_of_left(left: Value, whole: Value, least: int, scale: int) -> Sort:
    """Return the sort of a left-over; nobody knows on how many it stands, so that its number has to be enough."""
    if left is None or whole is None:
        return Sort.HIDE
    if not whole[1]:
        return Sort.KNOWN
    if left[0] < least * scale or 0 < left[1] < least:
        return Sort.HIDE
    return Sort.ROOM if left[1] >= least else Sort.SHORT


def _some(value: Value) -> bool:
    """Whether somebody is hidden in a number."""
    return value is None or value[1] > 0


def _beside_others(grid: Grid, lefts: Sequence[Value]) -> set[int]:
    """Return the places of zeros that say something of the people in the same line."""
    zeros = {at for at, value in enumerate(grid.hidden) if value == NOBODY and at not in grid.open}
    if not zeros:
        return zeros
    found = {at for row in grid.rows if any(_some(grid.hidden[at]) for at in row) for at in row if at in zeros}
    for (part, _), left in zip(grid.parts, lefts, strict=True):
        if part in zeros and left != NOBODY and (left is None or left[1] > 0):
            found.add(part)
    return found


def _pointing(grid: Grid, sorts: Sequence[Sort], of_lefts: Sequence[Sort]) -> set[int]:
    """Return the places of open numbers that, taken from a total, would point at the few who are not open."""
    found: set[int] = set()
    for line in grid.totals if grid.open else ():
        if _is_small(sorts[at] for at in line):
            found.update(grid.open.intersection(line))
    for (part, whole), left in zip(grid.parts, of_lefts, strict=True):
        if part in grid.open and Sort.HIDE in (left, sorts[whole]):
            found.add(part)
    return found


def _is_small(sorts: Iterable[Sort]) -> bool:
    """Whether a total is of small numbers only."""
    found = set(sorts)
    return Sort.HIDE in found and not found & {Sort.ROOM, Sort.SHORT}


def _related(grid: Grid, sorts: list[Sort], of_lefts: list[Sort]) -> System:
    """Return the system, with the equations of totals and of left-overs."""
    numbers = len(sorts)
    left_of = {part: numbers + n for n, (part, _) in enumerate(grid.parts)}
    every = [*sorts, *of_lefts]
    equations: list[Equation] = [((whole, 1), (part, -1), (left_of[part], -1)) for part, whole in grid.parts]
    for line in grid.totals:
        of_line = [left_of[at] for at in line if at in left_of]
        unknown = _is_small(every[at] for at in line)
        if unknown or (len(of_line) == len(line) and _is_small(every[at] for at in of_line)):
            continue  # the total is not known either, so the line says nothing of its numbers
        equations.append(tuple((at, 1) for at in line))
    kept = (tuple((at, times) for at, times in each if every[at] is not Sort.KNOWN) for each in equations)
    return System(tuple(every), numbers, tuple(dict.fromkeys(each for each in kept if each)))
