"""
All numbers of a table: those that are there, those that are 0 of nobody, and the totals and left-overs they imply.

A number that is not there is a number, too: that no pair of two groups is listed says that none is tied.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any, Protocol, TypeAlias

import attrs

__all__ = ["GROUP", "CountedCell", "CountedTable", "Grid", "Labels", "Value", "grid_of", "wholes"]

Labels: TypeAlias = tuple[str, ...]
Value: TypeAlias = tuple[int, int] | None
"""A number and how many people it stands on; None where that is not known."""

GROUP, PAIR = "group", ("group", "other")
NOBODY = (0, 0)


class CountedCell(Protocol):
    """A number and how many people it stands on; None where that may not be shown."""

    @property
    def labels(self) -> Labels: ...  # noqa: D102  # as the field of the table's cells says
    @property
    def number(self) -> int | None: ...  # noqa: D102
    @property
    def people(self) -> int | None: ...  # noqa: D102


class CountedTable(Protocol):
    """A group table of a check: numbers by labels, in parts of which *scale* make a whole."""

    @property
    def check(self) -> str: ...  # noqa: D102  # as the fields of a group table say
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def by(self) -> Labels: ...  # noqa: D102
    @property
    def cells(self) -> Sequence[Any]: ...  # noqa: D102
    @property
    def scale(self) -> int: ...  # noqa: D102
    @property
    def within(self) -> Mapping[str, str]: ...  # noqa: D102


@attrs.frozen
class Grid:
    """
    The numbers of a table by place, less what recipients can count themselves.

    Attributes:
        labels: The labels of each place, in order.
        hidden: What of each number recipients cannot count from what is released by name.
        open: Places of numbers above 0 that they can count as a whole.
        rows: Places that run along one column, for each line of the table.
        totals: Places that sum up to a total, for each total of the table, rows included.
        parts: Pairs of places of which the first counts a part of what the second counts.
    """

    labels: tuple[Labels, ...]
    hidden: tuple[Value, ...]
    open: frozenset[int]
    rows: tuple[tuple[int, ...], ...]
    totals: tuple[tuple[int, ...], ...]
    parts: tuple[tuple[int, int], ...]


def grid_of(table: CountedTable, opened: CountedTable | None = None) -> Grid:
    """Return the grid of a table, and of what of it can be counted from rows released by name."""
    known = {cell.labels: (cell.number, cell.people) for cell in table.cells}
    named = {cell.labels: (cell.number, cell.people) for cell in opened.cells} if opened else {}
    pairs = _pairs_only(table)
    labels = _pairs(known) if pairs else _product(table.by, known)
    values = [_less(known.get(each, NOBODY), named.get(each, NOBODY)) for each in labels]
    place = {each: at for at, each in enumerate(labels)}
    rows, totals = _pair_lines(labels) if pairs else _lines(labels, len(table.by) - bool(table.within))
    return Grid(
        labels=labels,
        hidden=tuple(values),
        open=frozenset(at for at, value in enumerate(values) if value == NOBODY and known.get(labels[at], NOBODY)[0]),
        rows=rows,
        totals=totals,
        parts=tuple((place[part], place[whole]) for part, whole in wholes(place, table.by, table.within).items()),
    )


def _pairs_only(table: CountedTable) -> bool:
    """Whether each cell is about two groups that have no order, so that each pair is there once."""
    return table.by == PAIR and all(one <= other for one, other in (cell.labels for cell in table.cells))


def _pairs(known: Iterable[Labels]) -> tuple[Labels, ...]:
    groups = sorted({group for pair in known for group in pair})
    return tuple((one, other) for at, one in enumerate(groups) for other in groups[at:])


def _product(by: Sequence[str], known: Iterable[Labels]) -> tuple[Labels, ...]:
    """Return each group with each combination of the other labels that some group has; others mean nothing."""
    at = by.index(GROUP) if GROUP in by else 0
    kept = list(known)
    others = {(each[:at], each[at + 1 :]) for each in kept}
    return tuple(sorted((*front, group, *back) for group in {each[at] for each in kept} for front, back in others))


def _less(value: tuple[int | None, int | None], named: tuple[int | None, int | None]) -> Value:
    """Return what is hidden of a number; all of it, where what is named does not fit."""
    number, people = value
    if number is None or people is None:
        return None
    left = (number - (named[0] or 0), people - (named[1] or 0))
    odd = min(left) < 0 or (left[0] == 0) != (left[1] == 0)
    return (number, people) if odd else left


def _lines(labels: tuple[Labels, ...], columns: int) -> tuple[tuple[tuple[int, ...], ...], tuple[tuple[int, ...], ...]]:
    """Return the lines along each of the first *columns*, and all that sums up over one or more of them."""
    rows = _summed(labels, ((column,) for column in range(columns)))
    more = _summed(labels, (some for n in range(2, columns + 1) for some in combinations(range(columns), n)))
    return rows, tuple(dict.fromkeys((*rows, *more)))


def _summed(labels: tuple[Labels, ...], over: Iterable[tuple[int, ...]]) -> tuple[tuple[int, ...], ...]:
    found: dict[tuple[int, ...], None] = {}
    for columns in over:
        lines: dict[Labels, list[int]] = {}
        for at, each in enumerate(labels):
            lines.setdefault(tuple(x for n, x in enumerate(each) if n not in columns), []).append(at)
        found.update((tuple(line), None) for line in lines.values() if len(line) > 1)
    return tuple(found)


def _pair_lines(labels: tuple[Labels, ...]) -> tuple[tuple[tuple[int, ...], ...], tuple[tuple[int, ...], ...]]:
    groups = dict.fromkeys(group for pair in labels for group in pair)
    rows = tuple(tuple(at for at, pair in enumerate(labels) if group in pair) for group in groups)
    long = tuple(row for row in rows if len(row) > 1)
    return long, (*long, tuple(range(len(labels)))) if len(labels) > 1 else ()


def wholes(labels: Collection[Labels], by: Sequence[str], within: Mapping[str, str]) -> dict[Labels, Labels]:
    """
    Return the labels of each part with those of its whole.

    A whole has the other labels of its part; or it is the only one of its group, as slips are for every question.
    """
    at = by.index(GROUP) if GROUP in by else None
    of_group: dict[tuple[str, str], list[Labels]] = {}
    for each in labels if within else ():
        if each:
            of_group.setdefault(("" if at is None else each[at], each[-1]), []).append(each)
    found = {}
    for each in labels if within else ():
        if each and each[-1] in within:
            mine = (*each[:-1], within[each[-1]])
            alone = of_group.get(("" if at is None else each[at], within[each[-1]]), [])
            if mine in labels or len(alone) == 1:
                found[each] = mine if mine in labels else alone[0]
    return found
