"""Tables in memory, in Polars."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from coprod.engines.frames import Frame, Types, few_rows, joined, many_rows
from coprod.engines.packing import packed, with_numbers
from coprod.engines.parquet import parts_as_parquet

__all__ = [
    "beside",
    "collect",
    "connect",
    "eager",
    "keep",
    "lifted",
    "looked_up",
    "made",
    "numbers",
    "sealed",
    "taken",
    "to_file",
]

PART = 500_000  # rows that are put in order together: sorting takes about twice the memory of what is sorted
SAMPLE = 20  # of how many values in each part the first column of the parts is read

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


def keep(frame: Frame, *, many: bool = False) -> Frame:
    """Return the same rows, computed once."""
    done = frame.to_native().collect(engine=_engine(many))
    small = packed(done.iter_columns(), done.schema, texts=False) if many_rows() else done.lazy()
    kept: Frame = nw.from_native(small)
    return kept


def _engine(many: bool) -> Any:  # noqa: FBT001
    """Return how Polars is to run a plan: small ones start twice as fast in memory, large ones run in pieces."""
    return "streaming" if many or many_rows() else "in-memory"


def collect(frames: Sequence[Frame], *, many: bool = False) -> list[list[tuple[Any, ...]]]:
    """Return the rows of several small results, computed together."""
    done = pl.collect_all([frame.to_native() for frame in frames], engine=_engine(many))
    return [list(one.rows()) for one in done]


def beside(frame: Frame, numbered: Mapping[str, tuple[str, Frame]], missing: int) -> Frame:
    """Return a frame with numbers of texts beside it; the columns that are there already are shared and not copied."""
    tables = {name: table.to_native().collect() for name, (_, table) in numbered.items()}
    columns = {name: column for name, (column, _) in numbered.items()}
    both = with_numbers(frame.to_native(), columns, lambda name, texts: _numbers(texts, tables[name], missing))
    done: Frame = nw.from_native(both)
    return done


def numbers(frame: Frame, numbered: Mapping[str, tuple[str, Frame]], missing: int) -> Frame:
    """Return numbers of texts: where there are many rows at once, since what they stand beside is shared."""
    return (joined if few_rows() else beside)(frame, numbered, missing)


def _numbers(texts: pl.Series, known: pl.DataFrame, missing: int) -> pl.Series:
    """
    Return the number of each text, found by hashes, which takes a quarter of the time of finding it by the text.

    No two texts that are known share a hash. Another text is taken for a known one only where two hashes of 64 bits,
    whose seeds nobody knows, are the same for both.
    """
    seed, check = secrets.randbits(64), secrets.randbits(64)
    hashed = pl.col("text").hash(seed).alias("hash")
    table = known.lazy().select(hashed).with_row_index("place").collect()
    if table["hash"].n_unique() < len(table):
        return _numbers(texts, known.unique("text", keep="first"), missing)
    rows = pl.LazyFrame({"text": texts}).with_row_index("row").drop_nulls("text").select("row", hashed)
    found = rows.join(table.lazy(), on="hash").select("row", "place").collect(engine="streaming")
    checks = known["text"].hash(check).gather(found["place"]), texts.hash(check).gather(found["row"])
    found = found.filter(checks[0] == checks[1])  # in the join it would take five times as long
    numbers = pl.repeat(missing, len(texts), dtype=pl.Int64, eager=True)
    return numbers.scatter(found["row"], known["number"].gather(found["place"]))


def looked_up(frame: Frame, on: str, table: Frame) -> Frame:
    """Return a frame with what a table says of the number in a column, found by its place."""
    (name,) = (name for name in table.collect_schema().names() if name != "number")
    known = table.to_native().sort("number").collect()
    if not known["number"].equals(pl.int_range(len(known), eager=True)):
        message = "numbers are missing, or there twice"
        raise ValueError(message)
    place = pl.col(on).cast(pl.UInt32)  # refuses what is below 0, which would be counted from the end
    found: Frame = nw.from_native(frame.to_native().with_columns(pl.lit(known[name]).gather(place).alias(name)))
    return found


def to_file(frame: Frame, path: Path) -> None:
    """Write a frame as a Parquet file."""
    frame.to_native().sink_parquet(path, compression="lz4", statistics=False)


def taken(path: Path, types: Types, _: Any = None) -> Frame:
    """Return the rows of a Parquet file, in memory."""
    typed = pl.read_parquet(path).select(pl.col(name).cast(KNOWN[kind]) for name, kind in types.items())
    return nw.from_native(typed.lazy())


def lifted(_: Any, types: Types, columns: Mapping[str, Sequence[Any]]) -> Frame:
    """Return columns of plain values as a lazy frame."""
    made: Frame = nw.from_native(pl.DataFrame(columns, {name: KNOWN[kind] for name, kind in types.items()}).lazy())
    return made


def sealed(frame: Frame, types: Types) -> bytes:
    """Return rows in their order as Parquet bytes."""
    rows = frame.to_native().select(*types).collect()
    return parts_as_parquet(types, lambda: _in_order(rows)) if rows.height else b""


def _in_order(rows: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Yield rows in the order of their values, nulls first, part by part; equal first values are in one part."""
    first = pl.col(rows.columns[0])
    bounds = _bounds(rows.get_column(rows.columns[0]))
    for low, high in zip([None, *bounds], [*bounds, None], strict=True):
        here = first.is_null() if low is None else first >= pl.lit(low)
        if low is None:
            here = here if high is None else here | (first < pl.lit(high))
        elif high is not None:
            here &= first < pl.lit(high)
        part = rows if low is None and high is None else rows.filter(here)
        yield part.sort(rows.columns, nulls_last=False)


def _bounds(first: pl.Series) -> list[Any]:
    """Return values that part the rows into parts of about the same size."""
    parts = len(first) // PART
    if not parts:
        return []
    some = first.drop_nulls().gather_every(max(1, PART // SAMPLE)).sort()
    found = [some[at * len(some) // (parts + 1)] for at in range(1, parts + 1)] if len(some) else []
    return sorted(set(found))
