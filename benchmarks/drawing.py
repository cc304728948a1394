"""Drawn tables: each cell is a hash of its row number, so that the same size gives the same rows anywhere."""

# ruff: noqa: S608  # the names in the queries are our own

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zlib import crc32

import narwhals as nw
import polars as pl

from coprod.engines.packing import packed
from coprod.tables import Table, stored_types

SEED = 20190601
EXTRAS = "extras"  # in a file each extra column stands under a name of its own, and there are none here
ROW = pl.col("row")
TYPES: Mapping[type, Any] = {
    str: pl.String,
    int: pl.Int64,
    float: pl.Float64,
    bool: pl.Boolean,
    date: pl.Date,
    datetime: pl.Datetime("us", "UTC"),
}


def numbered(size: int) -> pl.LazyFrame:
    """Return rows that hold nothing but their number."""
    return pl.LazyFrame({"row": pl.int_range(size, eager=True)})


def draw(what: int | str, row: pl.Expr = ROW) -> pl.Expr:
    """Return a number from 0 up to 1 for each row, the same at each run; draws for another *what* are other ones."""
    number = what if isinstance(what, int) else crc32(what.encode())
    return row.hash(SEED + number).cast(pl.Float64) / 2**64


def whole(what: int | str, size: int, row: pl.Expr = ROW, *, skew: float = 1) -> pl.Expr:
    """Return a whole number from 0 up to *size*; with a *skew* above 1 low numbers come far more often."""
    return (draw(what, row) ** skew * size).floor().cast(pl.Int64)


def pick(what: int | str, words: Sequence[str | None], row: pl.Expr = ROW) -> pl.Expr:
    """Return one of the *words*; one that is listed twice comes twice as often."""
    found = pl.lit(None, dtype=pl.String)
    at = whole(what, len(words), row)
    for word in dict.fromkeys(words):
        places = [place for place, other in enumerate(words) if other == word]
        if word is not None:
            found = pl.when(at.is_in(places)).then(pl.lit(word)).otherwise(found)
    return found


def gaps(what: str, filled: pl.Expr, share: float = 0.05, row: pl.Expr = ROW) -> pl.Expr:
    """Return a column in which a *share* of the cells was left empty."""
    return pl.when(draw(f"{what}: gap", row) >= share).then(filled)


def ids(numbers: pl.Expr, letter: str = "p", digits: int = 7) -> pl.Expr:
    """Return numbers as text ids."""
    return pl.lit(letter) + numbers.cast(pl.String).str.zfill(digits)


def write(frame: pl.LazyFrame, kind: Any, folder: Path) -> None:
    """Write the rows of one kind as a file that `coprod.read` takes: with all columns of the kind."""
    there = frame.collect_schema().names()
    columns = [
        pl.col(name) if name in there else pl.lit(None, dtype=TYPES[type_]).alias(name)
        for name, type_ in stored_types(kind).items()
        if name != EXTRAS
    ]
    frame.select(columns).sink_parquet(folder / f"{kind.table()}.parquet")


def loaded(folder: Path, kind: Any, connection: Any = None) -> Table:
    """Return a written table as a project holds it: in memory in Polars, or in DuckDB where there is a connection."""
    name = kind.table()
    if connection is None:
        there = scan(folder, name)
        columns = (there.select(column).collect().to_series() for column in there.collect_schema().names())
        types = {column: TYPES[type_] for column, type_ in stored_types(kind).items()}
        return Table(kind, frame=nw.from_native(packed(columns, types)))
    connection.execute(
        f"CREATE TABLE {name} AS SELECT *, CAST(NULL AS VARCHAR) AS {EXTRAS} FROM '{folder / name}.parquet'"
    )
    return Table(kind, frame=nw.from_native(connection.table(name)).lazy())


def scan(folder: Path, name: str) -> pl.LazyFrame:
    """Return a written table, to be read."""
    return pl.scan_parquet(folder / f"{name}.parquet")


def size(folder: Path, name: str) -> int:
    """Return the number of rows of a table."""
    return int(scan(folder, name).select(pl.len()).collect().item())
