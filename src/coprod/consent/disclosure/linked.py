"""
The same numbers in two tables of one release: what one does not show, the other may not show either.

That two columns of numbers mean the same is taken from the numbers: they are the same for every group. Where it is
chance, more is blanked than had to be.

Where all are one group, the same number in two tables is no reason by itself, since chance makes many. There it is
looked at whether the numbers that are shown anywhere tell a small one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence

from coprod.consent.disclosure.grid import GROUP, CountedTable, Labels

__all__ = ["told_by_others", "told_of_one_group"]


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


def told_of_one_group(
    tables: Sequence[CountedTable], shown: Sequence[CountedTable], tells: Callable[[int, Collection[Labels]], bool]
) -> set[int]:
    """
    Return the places of tables of one group to blank whole, since together they tell what is blank in one of them.

    A table that shows something itself goes first; the others only where they tell of it still.

    Args:
        tables: The tables as they were counted.
        shown: The same tables with their blanks.
        tells: Whether the numbers with these labels tell a small one of the table at this place.
    """
    numbers = {at: _of_one_group(table) for at, table in enumerate(tables)}
    there = [{cell.labels for cell in table.cells if cell.number is not None} for table in shown]
    found: set[int] = set()
    while new := set(_telling(numbers, there, tells)) - found:
        found |= new
        there = [set() if at in found else labels for at, labels in enumerate(there)]
    return found


def _telling(
    numbers: Mapping[int, Mapping[Labels, Hashable]],
    there: Sequence[Collection[Labels]],
    tells: Callable[[int, Collection[Labels]], bool],
) -> Iterator[int]:
    """Yield the tables to blank: those with a small number that others tell, or, where they are blank, these others."""
    tellers: dict[Hashable, set[int]] = defaultdict(set)
    for at, known in numbers.items():
        for labels in known.keys() & set(there[at]):
            tellers[known[labels]].add(at)
    for at, known in numbers.items():
        others = {labels: tellers[number] - {at} for labels, number in known.items() if tellers[number] - {at}}
        if others.keys() - set(there[at]) and tells(at, {*others, *there[at]}):
            yield from [at] if there[at] else set().union(*others.values())


def _of_one_group(table: CountedTable) -> dict[Labels, Hashable]:
    """Return what stands for each number of a table of one group, the same for the same number of as many people."""
    at = table.by.index(GROUP) if GROUP in table.by else None
    if at is None or len({cell.labels[at] for cell in table.cells}) != 1:
        return {}
    return {c.labels: (c.labels[at], table.scale, c.number, c.people) for c in table.cells if c.number is not None}


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
