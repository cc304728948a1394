"""
What could be told by taking a table from one that was released before.

Somebody who withdrew, or who came later, is the difference between two tables that are each large enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from coprod.consent.disclosure.grid import CountedTable, wholes
from coprod.consent.disclosure.limits import BASE, rounded
from coprod.counts import Count, Counts
from coprod.settings import Settings

__all__ = ["as_counts", "held", "strictest"]

Numbers: TypeAlias = Mapping[tuple[str, ...], int | None]

OF_GROUPS = frozenset({"group", "other"})


def as_counts(table: CountedTable, grouping: str, base: int) -> Counts:
    """Return a table as it leaves, to be kept in the ledger."""
    return Counts(
        check=table.check,
        name=table.name,
        by=table.by,
        grouping=grouping,
        cells=tuple(Count(cell.labels, cell.number) for cell in table.cells),
        scale=table.scale,
        base=base,
    )


def strictest(settings: Settings, least: int) -> Mapping[int, int]:
    """Return the threshold for a difference, by the base of the earlier table: that of the stricter of both."""
    public = max(settings.thresholds.public, settings.thresholds.named, least)
    return {1: least, BASE: public}


def held(table: CountedTable, earlier: Iterable[Counts], least: Mapping[int, int], *, grouping: str, base: int) -> bool:
    """
    Whether a table, as it would leave, differs from an earlier one by 1 to t - 1 anywhere.

    Compared are numbers with the same labels, where the groups are the same; and, whatever the groups are, totals over
    them. Both tables, and both of the left-overs that they imply, are rounded to the coarser base first. A blank is not
    compared; a number that one of them does not have is 0. Each rounded number may be two off, so that a difference of
    rounded ones has to be larger by as much.
    """
    return any(
        0 < abs(difference) < (least.get(other.base, max(least.values())) + max(base, other.base) - 1) * table.scale
        for other in earlier
        if (other.check, other.name, other.by) == (table.check, table.name, table.by)
        for difference in _differences(table, other, grouping, max(base, other.base))
    )


def _differences(table: CountedTable, other: Counts, grouping: str, base: int) -> Iterator[int]:
    """Yield every difference that can be told, in parts of the table's scale."""
    if table.scale != other.scale:
        yield 1  # what cannot be compared is held
        return
    new, old = ({cell.labels: cell.number for cell in each.cells} for each in (table, other))
    if grouping == other.grouping or not OF_GROUPS & set(table.by):
        one, before = (_with_lefts(each, table.by, table.within) for each in (new, old))
        yield from _each(one, before, table.scale, base)
    rest = tuple(column for column in table.by if column not in OF_GROUPS)
    of_all, of_all_before = (_with_lefts(_totals(each, table.by), rest, table.within) for each in (new, old))
    yield from _each(of_all, of_all_before, table.scale, base)


def _each(new: Numbers, old: Numbers, scale: int, base: int) -> Iterator[int]:
    for labels in {**new, **old}:
        one, other = new.get(labels, 0), old.get(labels, 0)
        if one is not None and other is not None:
            yield rounded(one, scale, base) - rounded(other, scale, base) if base > 1 else one - other


def _totals(numbers: Numbers, by: tuple[str, ...]) -> Numbers:
    """Return the totals over all groups, by the labels that are left; blank where one of the numbers is."""
    found: dict[tuple[str, ...], int | None] = {}
    for labels, number in numbers.items():
        rest = tuple(label for column, label in zip(by, labels, strict=True) if column not in OF_GROUPS)
        before = found.get(rest, 0)
        found[rest] = None if number is None or before is None else before + number
    return found


def _with_lefts(numbers: Numbers, by: tuple[str, ...], within: Mapping[str, str]) -> Numbers:
    """Return numbers and the left-overs that they imply, a left-over under the labels of its part and one more."""
    found = dict(numbers)
    for part, whole in wholes(numbers, by, within).items():
        number, of = numbers[part], numbers[whole]
        if number is not None and of is not None:
            found[*part, ""] = of - number
    return found
