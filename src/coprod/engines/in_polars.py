"""Tables in memory, in Polars."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import narwhals as nw
import polars as pl

from coprod.engines.frames import Frame, Types

__all__ = ["collect", "connect", "eager", "keep", "made"]

KNOWN: dict[type, Any] = {
    str: pl.String,
    int: pl.Int64,
    float: pl.Float64,
    bool: pl.Boolean,
    date: pl.Date,
    datetime: pl.Datetime("us", "UTC"),
}


def connect() -> None:
    """Return nothing: tables in memory share nothing."""


def eager(types: Types, rows: Sequence[Sequence[Any]]) -> pl.DataFrame:
    """Return plain rows as a data frame."""
    return pl.DataFrame(rows, {name: KNOWN[kind] for name, kind in types.items()}, orient="row")


def made(types: Types, rows: Sequence[Sequence[Any]], _: Any = None) -> Frame:
    """Return plain rows as a lazy frame."""
    return nw.from_native(eager(types, rows).lazy())


def keep(frame: Frame) -> Frame:
    """Return the same rows, computed once."""
    done: Frame = nw.from_native(frame.to_native().collect(engine="in-memory").lazy())
    return done


def collect(frames: Sequence[Frame]) -> list[list[tuple[Any, ...]]]:
    """Return the rows of several small results, computed together."""
    done = pl.collect_all([frame.to_native() for frame in frames], engine="in-memory")
    return [list(one.rows()) for one in done]
