"""
Disclosure control: what numbers may leave.

As plain as it can be: a table in which some number stands on fewer people than the threshold leaves as blanks, all of
it, so that nothing can be told by taking its numbers from one another. For the public, numbers are rounded to fives.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol, TypeVar

import attrs

from coprod.request import Request
from coprod.settings import Settings

__all__ = ["BASE", "protect", "threshold"]

BASE = 5  # what numbers for the public are rounded to


class CountedCell(Protocol):
    """A number and how many people it stands on."""

    @property
    def number(self) -> int | None: ...
    @property
    def people(self) -> int | None: ...


class CountedTable(Protocol):
    """A table of such numbers, in parts of which *scale* make one."""

    @property
    def cells(self) -> Sequence[Any]: ...
    @property
    def scale(self) -> int: ...


T = TypeVar("T", bound=CountedTable)


def threshold(settings: Settings, request: Request) -> int:
    """Return how many people a number stands for at least, for the widest of the audiences."""
    return max(settings.thresholds.public, settings.thresholds.named) if request.public else settings.thresholds.named


def protect(tables: Iterable[T], settings: Settings, request: Request) -> list[T]:
    """Return the same tables in the same order; those that may not be shown with all their numbers blank."""
    least = threshold(settings, request)
    return [_protected(table, least, rounded=request.public) for table in tables]


def _protected(table: T, least: int, *, rounded: bool) -> T:
    small = any(cell.people is None or 0 < cell.people < least for cell in table.cells)
    if small:
        cells = [attrs.evolve(cell, number=None, people=None) for cell in table.cells]
    elif rounded:
        cells = [
            attrs.evolve(cell, number=_round(cell.number, table.scale), people=_round(cell.people, 1))
            for cell in table.cells
        ]
    else:
        return table
    return attrs.evolve(table, cells=cells)  # type: ignore[misc]  # every such table is an attrs class


def _round(number: int | None, scale: int) -> int | None:
    """Return *number* rounded to the nearest five wholes, halves up, the same each time."""
    return None if number is None else (2 * number + BASE * scale) // (2 * BASE * scale) * BASE * scale
