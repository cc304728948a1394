"""What is the same on every engine: a lazy frame, and expressions whose results are plain numbers everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Literal, TypeAlias

import narwhals as nw

__all__ = [
    "Engine",
    "Frame",
    "Types",
    "at_the_end",
    "count",
    "day_number",
    "day_order",
    "distinct",
    "expecting",
    "few_rows",
    "joined",
    "many_rows",
    "one",
    "stack",
    "total",
]

Frame: TypeAlias = nw.LazyFrame[Any]
Engine: TypeAlias = Literal["polars", "duckdb", "spark"]
Types: TypeAlias = Mapping[str, type]

MANY = 200_000  # rows from which on it pays to run a plan in pieces
EXPECTED: ContextVar[int] = ContextVar("expected", default=0)
LET_GO: ContextVar[list[Callable[[], None]]] = ContextVar("let_go")


@contextmanager
def expecting(rows: int) -> Iterator[None]:
    """
    Say how many rows the largest table has that is read inside, so that an engine can choose how to run plans.

    Whatever is kept of many rows inside may be gone after it.
    """
    calls: list[Callable[[], None]] = []
    tokens = EXPECTED.set(rows), LET_GO.set(calls)
    try:
        yield
    finally:
        EXPECTED.reset(tokens[0])
        LET_GO.reset(tokens[1])
        for call in calls:
            call()


def at_the_end(call: Callable[[], None]) -> None:
    """Have something called at the end of the innermost `expecting`."""
    LET_GO.get().append(call)


def many_rows() -> bool:
    """Return whether the tables that are read now are known to be large."""
    return EXPECTED.get() >= MANY


def few_rows() -> bool:
    """Return whether the tables that are read now are known to be small."""
    return 0 < EXPECTED.get() < MANY


def count() -> nw.Expr:
    """Return the number of rows as a 64-bit number; engines differ in the type of a bare count."""
    return nw.len().cast(nw.Int64)


def day_number(day: nw.Expr) -> nw.Expr:
    """Return the number of a day, equal to `date.toordinal()`."""
    year = day.dt.year().cast(nw.Int64) - 1
    return year * 365 + year // 4 - year // 100 + year // 400 + day.dt.ordinal_day().cast(nw.Int64)


def day_order(day: nw.Expr) -> nw.Expr:
    """Return a number that is larger for a later day: for what comes last, not for how many days lie between."""
    return day.dt.year().cast(nw.Int64) * 366 + day.dt.ordinal_day().cast(nw.Int64)


def one(condition: nw.Expr) -> nw.Expr:
    """Return 1 where a condition holds and 0 where it does not, or is not known, as a 64-bit number."""
    return condition.fill_null(value=False).cast(nw.Int64)


def total(expression: nw.Expr) -> nw.Expr:
    """Return the sum of whole numbers as a 64-bit number."""
    return expression.cast(nw.Int64).sum().cast(nw.Int64)


def joined(frame: Frame, numbered: Mapping[str, tuple[str, Frame]], missing: int) -> Frame:
    """Return a frame with numbers of texts beside it, found by joins, none of which is made yet."""
    for name, (column, known) in numbered.items():
        right = known.select(nw.col("text").alias(column), nw.col("number").alias(name))
        frame = frame.join(right, on=column, how="left").with_columns(nw.col(name).fill_null(missing))
    return frame


def distinct(frame: Frame) -> Frame:
    """Return each row once; on DuckDB `unique` numbers the rows that are alike, which takes ten times as long."""
    return frame.group_by(*frame.collect_schema().names()).agg() if frame.implementation.is_duckdb() else frame.unique()


def stack(frames: Sequence[Frame]) -> Frame:
    """Return the rows of several frames under one another, by column name."""
    first = frames[0].collect_schema().names()
    return nw.concat([frame.select(first) for frame in frames], how="vertical")
