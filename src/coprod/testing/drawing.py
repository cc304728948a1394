"""
One cell, and one row, drawn from what its column says about itself.

Hypothesis is asked for a few bytes a row and not for each cell: a whole project costs it some sixty choices
in place of a thousand. Each byte picks from a list whose first entry is the plainest, so that what fails
still shrinks to something plain.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeAlias, TypeVar

from coprod.records import Record
from coprod.schema import Column, columns_of, kind_name
from coprod.testing.texts import HOSTILE, NAMES, STRANGERS

__all__ = ["DAYS", "SECTORS", "TODAY", "Ids", "Picks", "filled", "made_up_ids", "value_of"]

T = TypeVar("T")

Ids: TypeAlias = Mapping[str, Sequence[str]]
"""What can be referred to: ids by the name of their kind."""


class Picks:
    """Choices made by bytes that Hypothesis drew, and a few texts that it drew too."""

    def __init__(self, data: bytes, rare: Sequence[str] = ()) -> None:
        """Take the bytes; when there are no more, the first and plainest is chosen."""
        self.data, self.rare = iter(data), tuple(rare)

    def one(self, options: Sequence[T]) -> T:
        """Return one of *options*, the first where the byte is 0."""
        return options[next(self.data, 0) % len(options)]

    def rarely(self, of: int) -> bool:
        """Return yes for one byte in *of*, never for 0."""
        return next(self.data, 0) % of == of - 1

    def some(self, options: Sequence[T]) -> frozenset[T]:
        """Return all of *options*, which is what most people tick; or a few, at least one."""
        few, bits = self.rarely(4), next(self.data, 0) * 256 + next(self.data, 0)
        chosen = [option for at, option in enumerate(options) if bits >> at % 16 & 1]
        return frozenset((chosen or options[:1]) if few else options)

    def text(self) -> str:
        """Return text, hostile or of any script."""
        return self.one((*HOSTILE, *self.rare))


TODAY = date(2020, 3, 1)
DAYS: Sequence[date] = tuple(TODAY + timedelta(days=n) for n in (-400, -60, -59, -30, -2, -1, 0, 1, 30, 400))
"""Few enough that two rows often share a day, on both sides of a today that tests can put in the middle."""

CLOCKS = (0, 1, 60 * 30, 3600 * 12 + 1, 3600 * 23 + 1801)
"""Seconds into a day; near midnight the day depends on the time zone."""

TWICE = datetime(2019, 10, 27, 1, 30, tzinfo=UTC)
"""Half past one in London, for the second time that night."""

INSTANTS: Sequence[datetime] = (
    *(datetime(d.year, d.month, d.day, tzinfo=UTC) + timedelta(seconds=s) for d in DAYS for s in CLOCKS),
    TWICE,
    TWICE - timedelta(hours=1),
    TWICE + timedelta(microseconds=1),
)

SECTORS = ("citizen", "public library", "health", "third, sector", "=1+1 and more", "قطاع الصحة")
"""No two within a slip of the pen, which validation would take for one."""

BASES: Mapping[type, Sequence[Any]] = {
    str: HOSTILE,
    int: (0, 1, 2, 3, 5, 10, 10**9),
    float: (0.0, 1.0, 0.1, -2.5, 1e300, 5e-324, 1 / 3),
    bool: (True, False),
    date: DAYS,
    datetime: INSTANTS,
    frozenset: (frozenset(), frozenset({"one"}), frozenset({"two", "three or more"})),
}

SHAPED: Mapping[str, Sequence[Any]] = {
    "partner.sector": SECTORS,
    "partner.area": ("S12000019", "the east side"),
    "partner.name": NAMES,
    "partner.people": (1, 2, 3, 12),
    "space.people": (5, 40, 0, 1, 3, 4),
    "attendance.people": (1, 0, 2, 5),
}
"""Columns whose values have to meet for something to happen: labels, small spaces, like names."""

OFTEN: Mapping[str, Sequence[Any]] = {"partner.joined": (*(DAYS[0],) * 14, *DAYS, None)}
"""Columns mostly filled: one partner without a day of joining closes the audience `partners` for everyone."""


@functools.cache
def _options(kind: str, column: Column) -> Sequence[Any]:
    """Return what a cell may hold, nothing first if it may be empty; `""` stands for a text drawn apart."""
    if often := OFTEN.get(f"{kind}.{column.name}"):
        return often
    rated = () if column.low is None or column.high is None else tuple(range(column.low, column.high + 1))
    found = SHAPED.get(f"{kind}.{column.name}") or column.words or rated or BASES[column.type]
    if column.many and column.words:
        found = (frozenset(), frozenset(column.words[:1]), frozenset(column.words))
    if found is HOSTILE:
        found = (*HOSTILE, *[""] * 4)
    return tuple(found) if column.required or column.many else (*[None] * (len(found) // 2 + 1), *found)


def filled(
    kind: type[Record], picks: Picks, ids: Ids, *, key: str = "", extras: Sequence[str] = ()
) -> dict[str, Any] | None:
    """
    Return a row as a record takes it, or None where a reference that it needs has nothing to name.

    Args:
        kind: The record kind.
        picks: What was drawn.
        ids: What can be referred to.
        key: Its id, where the kind has one.
        extras: Names of columns that coprod does not know.
    """
    values: dict[str, Any] = {}
    for column in columns_of(kind).values():
        if column.name == "id":
            values["id"] = key
        elif column.type is tuple:
            kept = extras and picks.rarely(3)
            values[column.name] = {picks.one(extras): picks.text()} if kept else {}
        else:
            values[column.name] = _named(column, picks, ids) if column.refs else value_of(kind, column, picks)
        if column.required and values[column.name] is None:
            return None
    return values


def value_of(kind: type[Record], column: Column, picks: Picks) -> Any:
    """Return what a cell that is no reference may hold, nothing where it may be empty."""
    value = picks.one(_options(kind_name(kind), column))
    return picks.one(picks.rare or HOSTILE) if value == "" else value


def _named(column: Column, picks: Picks, ids: Ids) -> Any:
    """Return a reference to something that is there, or words where they may stand in its place."""
    known: list[Any] = [f"{kind}:{key}" if column.typed else key for kind in column.refs for key in ids.get(kind, ())]
    if column.or_words:
        known += [*known, *STRANGERS[: len(known) or 1]]
    if column.many:
        return frozenset({picks.one(known)}) if known and picks.rarely(2) else frozenset()
    empty = [None] * (len(known) // 2 + 1)
    return picks.one([*empty, *known] if not column.required else known or [None])


def made_up_ids(kind: type[Record]) -> Ids:
    """Return two ids for each kind that *kind* may refer to."""
    names = {name for column in columns_of(kind).values() for name in column.refs}
    return {name: (f"{name} 1", f"{name} 2") for name in sorted(names)}
