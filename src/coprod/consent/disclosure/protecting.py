"""Between counting and judging: the same tables, and the numbers blank that may not be shown."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TypeVar

import attrs

from coprod.consent.disclosure.blanks import blanks_of, is_open
from coprod.consent.disclosure.differences import held, strictest
from coprod.consent.disclosure.grid import GROUP, CountedCell, CountedTable, Grid, Labels, grid_of
from coprod.consent.disclosure.limits import BASE, rounded, threshold
from coprod.consent.disclosure.linked import told_by_others, told_of_one_group
from coprod.consent.disclosure.nested import stays_open
from coprod.consent.disclosure.system import system_of
from coprod.counts import Counts
from coprod.request import Request
from coprod.settings import Settings

__all__ = ["protect"]

T = TypeVar("T", bound=CountedTable)


def protect(
    tables: Iterable[T],
    settings: Settings,
    request: Request,
    *,
    opened: Sequence[T] | None = None,
    earlier: Iterable[Counts] = (),
    grouping: str = "",
    people: int | None = None,
) -> list[T]:
    """
    Return the same tables in the same order; the numbers that may not be shown are blank.

    Args:
        tables: The tables, counted on the people who agreed to be counted.
        settings: The thresholds.
        request: For whom; numbers for the public are rounded to fives.
        opened: The same tables, counted on what is released by name only.
        earlier: What was released before, to any audience. A table whose difference from it would point at a few
            people is blanked whole.
        grouping: What the groups of the tables are.
        people: How many people are counted in all; by default as many as the largest table says. Where they are
            fewer than twice the threshold, the public sees no table that compares groups.
    """
    counted = list(tables)
    named = list(opened) if opened is not None else [None] * len(counted)
    if len(named) != len(counted):
        raise ValueError("what is open has to be counted in the same tables")
    least, before = threshold(settings, request), tuple(earlier)
    everyone = max(map(_people, counted), default=0) if people is None else people
    few = request.public and everyone < 2 * least
    limit, base = strictest(settings, least), BASE if request.public else 1
    shown = []
    for table, open_table in zip(counted, named, strict=True):
        one = _protected(table, open_table, least, public=request.public, few=few)
        shown.append(_all_blank(one) if held(one, before, limit, grouping=grouping, base=base) else one)
    told = told_by_others(counted, shown)
    shown = [_all_blank(table) if at in told else table for at, table in enumerate(shown)]
    gone = told_of_one_group(counted, shown, lambda at, labels: not _open(counted[at], named[at], labels, least))
    return [_all_blank(table) if at in gone else table for at, table in enumerate(shown)]


def _open(table: T, opened: T | None, told: Collection[Labels], least: int) -> bool:
    """Whether nothing small of a table can be told from some of its numbers and from all totals."""
    grid = grid_of(table, opened)
    system = system_of(grid, least, table.scale)
    if system is None:
        return False
    places = frozenset(at for at, labels in enumerate(grid.labels) if labels in told)
    if grid.totals:
        return is_open(system, places)
    numbers = {cell.labels: cell.number or 0 for cell in table.cells}
    return stays_open(grid, system.sorts, {at: numbers[grid.labels[at]] for at in places}, least * table.scale)


def _protected(table: T, opened: T | None, least: int, *, public: bool, few: bool) -> T:
    """Return one table with its blanks, and rounded where everybody may see it."""
    if not table.cells:
        return table
    if few and _compares(table):
        return _all_blank(table)
    grid = grid_of(table, opened)
    system = system_of(grid, least, table.scale)
    blanks = None if system is None else blanks_of(system)
    if blanks is None:
        return _blanked(table, grid, range(len(grid.labels)))
    if not blanks and not public:
        return table
    return _blanked(_rounded(table, grid) if public else table, grid, blanks)


def _compares(table: CountedTable) -> bool:
    """Whether a table has numbers of two groups or more."""
    at = table.by.index(GROUP) if GROUP in table.by else 0
    return len({cell.labels[at] for cell in table.cells}) > 1


def _people(table: CountedTable) -> int:
    """Return how many people a table is about, as far as it can be told: each is in one group."""
    if table.by.count(GROUP) != 1 or "other" in table.by:
        return max((cell.people or 0 for cell in table.cells), default=0)
    at, sums = table.by.index(GROUP), dict[tuple[str, ...], int]()
    for cell in table.cells:
        rest = (*cell.labels[:at], *cell.labels[at + 1 :])
        sums[rest] = sums.get(rest, 0) + (cell.people or 0)
    return max(sums.values(), default=0)


def _all_blank(table: T) -> T:
    """Return a table without its numbers, and without a word of which of them are 0."""
    grid = grid_of(table)
    return _blanked(table, grid, range(len(grid.labels)))


def _blanked(table: T, grid: Grid, blanks: Collection[int]) -> T:
    """Return a table with blanks; a number that was not there is a blank like others."""
    if not blanks:
        return table
    hidden = {grid.labels[at] for at in blanks}
    cells = [cell for cell in table.cells if cell.labels not in hidden]
    cells += [attrs.evolve(table.cells[0], labels=labels, number=None, people=None) for labels in hidden]
    return attrs.evolve(table, cells=cells)  # type: ignore[misc]  # every such table is an attrs class


def _rounded(table: T, grid: Grid) -> T:
    """Return a table with all numbers rounded but those that anybody can count."""
    exact = {grid.labels[at] for at in grid.open}
    cells = [cell if cell.labels in exact else _rounded_cell(cell, table.scale) for cell in table.cells]
    return attrs.evolve(table, cells=cells)  # type: ignore[misc]  # as above


def _rounded_cell(cell: CountedCell, scale: int) -> CountedCell:
    number = None if cell.number is None else rounded(cell.number, scale)
    people = None if cell.people is None else rounded(cell.people, 1)
    return attrs.evolve(cell, number=number, people=people)  # type: ignore[misc]  # as above
