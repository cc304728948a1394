"""Large frames that a caller brings, from whichever library: copied on the way in."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import polars as pl

from coprod.engines.frames import Frame
from coprod.engines.reading import Raw
from coprod.engines.typed import run

__all__ = ["brought"]


def brought(lazy: Frame, rows: int) -> tuple[list[str], Raw] | None:
    """Return the column names and cells; None where there are not so many rows, or a type has no expressions."""
    ((number,),) = lazy.select(nw.len().alias("number")).collect("polars").rows()
    if number <= rows:
        return None
    frame = _in_polars(lazy)
    raw = Raw.of(frame.lazy())
    return None if raw is None else (frame.columns, raw)


def _in_polars(lazy: Frame) -> pl.DataFrame:
    """Return the rows in memory; a later change of what was brought does not reach them."""
    native: Any = lazy.to_native()
    if isinstance(native, pl.LazyFrame):
        return run([native])[0]
    found: pl.DataFrame = lazy.collect("polars").to_native()
    return found
