"""
Cells that can be read without a closer look, as Polars expressions.

An expression here is true only for a cell that `coprod.cells.read_cell` takes, and then its value is the one that
`read_cell` gives. For any other cell it is false or null, whatever the cell holds: someone else looks at that one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import attrs
import polars as pl

from coprod.cells import Reading
from coprod.schema import Column

__all__ = ["Plain", "blank", "plain"]

SEEN = r"[^\s\x1c-\x1f]"  # a character that is no blank, as `str.strip` has it
NOT_PLAIN = r"[\x00-\x08\x0b-\x1f\x7f\x{FFFE}\x{FFFF}]"  # what is refused in a text, and the line ends that are changed
ID = r"\A[!-:<-~]+\z"
WHOLE = r"\A[0-9]{1,18}\z"
DECIMAL = r"\A-?[0-9]{1,9}(?:\.[0-9]{1,6})?\z"  # few enough digits that every parser gives the same number
DAY = r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\z"
INSTANT = r"\A([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-2][0-9]:[0-5][0-9])(?::([0-5][0-9]))?(Z|[+-][0-9]{2}:[0-9]{2})?\z"
LARGEST = 10**18
EXACT = 2**53  # whole numbers up to here are floats
YEARS = (1970, 2037)  # in which all tables of time zones agree
INTEGERS = (pl.Int8, pl.Int16, pl.Int32, pl.Int64, pl.UInt8, pl.UInt16, pl.UInt32, pl.UInt64)


@attrs.frozen
class Plain:
    """Whether a cell needs no closer look, and what it holds then; no expression where each value is looked at."""

    good: pl.Expr | None = None
    value: pl.Expr | None = None


def blank(name: str, type_: Any) -> pl.Expr:
    """Return whether nothing was recorded in a cell: it is null, or blanks."""
    cell = pl.col(name)
    return ~cell.str.contains(SEEN).fill_null(value=False) if type_ == pl.String else cell.is_null()


def plain(column: Column, name: str, type_: Any, reading: Reading, *, own: bool) -> Plain:
    """
    Return the expressions for one column.

    Args:
        column: The column.
        name: Its name in the frame.
        type_: Its type there.
        reading: How the project writes its cells.
        own: Whether the project has words of its own for it.
    """
    if column.many or ((column.words or own) and column.type is str):
        return Plain()
    kind: Any = type(type_) if isinstance(type_, pl.DataType) else type_
    rule = RULES.get((column.type, kind))
    return rule(pl.col(name), column, reading) if rule else Plain()


def _text(cell: pl.Expr, column: Column, _: Reading) -> Plain:
    if column.free_text:
        return Plain(cell.str.contains(SEEN) & ~cell.str.contains(NOT_PLAIN), cell)
    return Plain(cell.str.contains(ID), cell)


def _rated(value: pl.Expr, column: Column) -> Plain:
    low = 0 if column.low is None else column.low
    high = LARGEST - 1 if column.high is None else column.high
    return Plain(value.is_between(low, high), value)


def _whole_text(cell: pl.Expr, column: Column, _: Reading) -> Plain:
    return _rated(pl.when(cell.str.contains(WHOLE)).then(cell).cast(pl.Int64, strict=False), column)


def _whole(cell: pl.Expr, column: Column, _: Reading) -> Plain:
    return _rated(cell.cast(pl.Int64, strict=False), column)


def _whole_float(cell: pl.Expr, column: Column, _: Reading) -> Plain:
    few = cell.is_finite() & (cell == cell.floor()) & (cell.abs() < EXACT)
    return _rated(pl.when(few).then(cell).cast(pl.Int64, strict=False), column)


def _decimal_text(cell: pl.Expr, _: Column, __: Reading) -> Plain:
    good = cell.str.contains(DECIMAL)
    return Plain(good, pl.when(good).then(cell).cast(pl.Float64, strict=False) + 0.0)


def _decimal(cell: pl.Expr, _: Column, __: Reading) -> Plain:
    return Plain(cell.is_finite(), cell.cast(pl.Float64) + 0.0)


def _decimal_whole(cell: pl.Expr, _: Column, __: Reading) -> Plain:
    return Plain(cell.cast(pl.Int64, strict=False).is_between(-EXACT, EXACT), cell.cast(pl.Float64) + 0.0)


def _same(cell: pl.Expr, _: Column, __: Reading) -> Plain:
    return Plain(cell.is_not_null(), cell)


def _day(cell: pl.Expr, _: Column, __: Reading) -> Plain:
    return Plain(cell.dt.year().is_between(1, 9999), cell)


def _day_text(cell: pl.Expr, _: Column, __: Reading) -> Plain:
    value = pl.when(cell.str.contains(DAY)).then(cell).str.to_date("%Y-%m-%d", strict=False)
    return Plain(value.dt.year() >= 1, value)


def _instant(cell: pl.Expr, _: Column, reading: Reading) -> Plain:
    local = cell.dt.cast_time_unit("us")
    return _in_utc(pl.when(local == cell).then(local), reading)


def _zoned(cell: pl.Expr, _: Column, __: Reading) -> Plain:
    value = cell.dt.cast_time_unit("us").dt.convert_time_zone("UTC")
    return Plain((value == cell.dt.convert_time_zone("UTC")) & value.dt.year().is_between(2, 9998), value)


def _instant_text(cell: pl.Expr, _: Column, reading: Reading) -> Plain:
    part = cell.str.extract
    text = pl.format("{} {}:{}", part(INSTANT, 1), part(INSTANT, 2), part(INSTANT, 3).fill_null("00"))
    local = text.str.to_datetime("%Y-%m-%d %H:%M:%S", time_unit="us", strict=False)
    offset = part(INSTANT, 4)
    here = _in_utc(pl.when(offset.is_null()).then(local), reading)
    there = pl.when(offset == "Z").then(local).dt.replace_time_zone("UTC")
    value = pl.coalesce(here.value, there)
    return Plain(value.dt.year().is_between(2, 9998), value)


def _in_utc(local: pl.Expr, reading: Reading) -> Plain:
    """Return instants of the project's zone; those in an hour that the clocks skip or repeat need a closer look."""
    sure = pl.when(local.dt.year().is_between(*YEARS)).then(local)
    zoned = sure.dt.replace_time_zone(reading.timezone.key, ambiguous="null", non_existent="null")
    value = zoned.dt.convert_time_zone("UTC")
    return Plain(value.is_not_null(), value)


Rule = Callable[[pl.Expr, Column, Reading], Plain]
RULES: dict[tuple[type, Any], Rule] = {
    (str, pl.String): _text,
    (int, pl.String): _whole_text,
    (float, pl.String): _decimal_text,
    (date, pl.String): _day_text,
    (datetime, pl.String): _instant_text,
    (int, pl.Float64): _whole_float,
    (int, pl.Float32): _whole_float,
    (float, pl.Float64): _decimal,
    (float, pl.Float32): _decimal,
    (bool, pl.Boolean): _same,
    (date, pl.Date): _day,
    **{(int, kind): _whole for kind in INTEGERS},
    **{(float, kind): _decimal_whole for kind in INTEGERS},
}


def instant_rule(type_: pl.Datetime) -> Rule:
    """Return the rule for a column that holds instants by type: with a zone, or in the project's."""
    return _zoned if type_.time_zone else _instant
