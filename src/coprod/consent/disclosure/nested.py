"""
What can be told of a table without totals, as one of one group, from those of its numbers that other tables show.

Nothing holds between its numbers but that a part is not more than its whole. So each is at least what is known of its
parts, and at most what is known of its wholes, and may be all between. The bounds come from numbers that are shown,
never from those that are not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from coprod.consent.disclosure.grid import Grid
from coprod.consent.disclosure.system import Sort

__all__ = ["stays_open"]


def stays_open(grid: Grid, sorts: Sequence[Sort], told: Mapping[int, int], enough: int) -> bool:
    """
    Whether each small number, and each small left-over, may still be anything from nothing to *enough*.

    Args:
        grid: The numbers, of which none has a total.
        sorts: What each of them is, and after them each left-over.
        told: The numbers that are shown elsewhere, by place.
        enough: From which number on it is not small, in parts of the table's scale.
    """
    low, high = _at_least(grid, told), _at_most(grid, told)
    numbers = len(grid.labels)
    small = (at for at in range(numbers) if sorts[at] is Sort.HIDE)
    lefts = (pair for n, pair in enumerate(grid.parts) if sorts[numbers + n] is Sort.HIDE)
    return all(low[at] <= 0 and high[at] >= enough for at in small) and all(
        low[whole] <= high[part] and high[whole] - low[part] >= enough for part, whole in lefts
    )


def _at_least(grid: Grid, told: Mapping[int, int]) -> list[float]:
    found = [float(told.get(at, 0)) for at in range(len(grid.labels))]
    for part, whole in _again(grid):
        if whole not in told:
            found[whole] = max(found[whole], found[part])
    return found


def _at_most(grid: Grid, told: Mapping[int, int]) -> list[float]:
    found = [float(told.get(at, "inf")) for at in range(len(grid.labels))]
    for part, whole in _again(grid):
        if part not in told:
            found[part] = min(found[part], found[whole])
    return found


def _again(grid: Grid) -> Iterator[tuple[int, int]]:
    """Yield each pair of a part and its whole as often as there are pairs: a part may itself be a whole."""
    for _ in grid.parts:
        yield from grid.parts
