"""
The same numbers in two tables of one release: what one does not show, the other may not show either.

That two columns of numbers mean the same is taken from the numbers: they are the same for every group. Where it is
chance, more is blanked than had to be.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from coprod.consent.disclosure.grid import GROUP, CountedTable, Labels

__all__ = ["told_by_others"]


def told_by_others(tables: Sequence[CountedTable], shown: Sequence[CountedTable]) -> set[int]:
    """
    Return the places of tables that have to be blanked whole, with those they share numbers with.

    Args:
        tables: The tables as they were counted.
        shown: The same tables with their blanks.
    """
    places: dict[Hashable, list[tuple[int, list[Labels]]]] = {}
    if not any(cell.number is None for table in shown for cell in table.cells):
        return set()
    for at, table in enumerate(tables):
        for profile, labels in _profiles(table):
            places.setdefault(profile, []).append((at, labels))
    shared = [each for each in places.values() if len({at for at, _ in each}) > 1]
    blank = [{cell.labels for cell in table.cells if cell.number is None} for table in shown]
    found: set[int] = set()
    while new := {at for each in shared if _differ(each, blank, found) for at, _ in each} - found:
        found |= new
    return found


def _profiles(table: CountedTable) -> Iterator[tuple[Hashable, list[Labels]]]:
    """Yield what two or more groups have of one thing, and the labels of these numbers."""
    if GROUP not in table.by:
        return
    at, columns = table.by.index(GROUP), dict[Labels, list[tuple[str, int, int, Labels]]]()
    for cell in table.cells:
        rest = (*cell.labels[:at], *cell.labels[at + 1 :])
        columns.setdefault(rest, []).append((cell.labels[at], cell.number or 0, cell.people or 0, cell.labels))
    for column in columns.values():
        if len(column) > 1 and any(people for _, _, people, _ in column):
            yield (table.scale, *(each[:3] for each in sorted(column))), [labels for *_, labels in sorted(column)]


def _differ(places: list[tuple[int, list[Labels]]], blank: Sequence[set[Labels]], whole: set[int]) -> bool:
    """Whether one table shows a number that another does not."""
    masks = {tuple(at in whole or each in blank[at] for each in labels) for at, labels in places}
    return len(masks) > 1
