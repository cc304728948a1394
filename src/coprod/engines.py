"""
Where tables live: Polars in memory, or DuckDB. All that differs between them hides here.

The rest of coprod speaks Narwhals lazy frames, and asks this module to make one, to run one, and to put the two side
by side. Only this module imports an engine.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import narwhals as nw

if TYPE_CHECKING:
    import polars as pl

__all__ = [
    "Engine",
    "Frame",
    "collect",
    "connect",
    "count",
    "day_number",
    "frame_of",
    "from_parquet",
    "keep",
    "lift",
    "plain_rows",
    "read_parquet",
    "rows",
    "stack",
    "total",
    "write_parquet",
]

Frame: TypeAlias = nw.LazyFrame[Any]
Engine: TypeAlias = Literal["polars", "duckdb"]
Types: TypeAlias = Mapping[str, type]

SQL = {str: "VARCHAR", int: "BIGINT", float: "DOUBLE", bool: "BOOLEAN", date: "DATE", datetime: "TIMESTAMPTZ"}
ROW_GROUP = 100_000  # stated, so that the same rows give the same Parquet bytes
DUCKDB_ROWS = 1_000  # how many rows go into one VALUES list


def count() -> nw.Expr:
    """Return the number of rows as a 64-bit number; engines differ in the type of a bare count."""
    return nw.len().cast(nw.Int64)


def day_number(day: nw.Expr) -> nw.Expr:
    """Return the number of a day, equal to `date.toordinal()`."""
    year = day.dt.year().cast(nw.Int64) - 1
    return year * 365 + year // 4 - year // 100 + year // 400 + day.dt.ordinal_day().cast(nw.Int64)


def total(expression: nw.Expr) -> nw.Expr:
    """Return the sum of whole numbers as a 64-bit number."""
    return expression.cast(nw.Int64).sum().cast(nw.Int64)


def connect(engine: Engine) -> Any:
    """Return what the tables of one project share: for DuckDB a connection in memory, for Polars nothing."""
    if engine != "duckdb":
        return None
    import duckdb

    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def frame_of(types: Types, rows: Iterable[Sequence[Any]], engine: Engine = "polars", connection: Any = None) -> Frame:
    """
    Return plain rows as a lazy frame.

    Args:
        types: Type of each column by name, in the order of the rows.
        rows: The rows; None is null.
        engine: Where the frame lives.
        connection: For DuckDB, the connection that it belongs to; a new one in memory if there is none.
    """
    if engine == "duckdb":
        relation: Frame = nw.from_native(_relation(types, list(rows), connection)).lazy()
        return relation
    return nw.from_native(_polars(types, list(rows)).lazy())


def lift(like: Frame, types: Types, rows: Iterable[Sequence[Any]]) -> Frame:
    """Return a few plain rows as a frame on the engine of *like*, so that they can be joined to it."""
    if like.implementation.is_duckdb():
        return frame_of(types, rows, "duckdb", like.to_native())
    return frame_of(types, rows)


def keep(frame: Frame) -> Frame:
    """Return the same rows, computed once, on the same engine: for what is used more than once."""
    if frame.implementation.is_polars():
        done: Frame = nw.from_native(frame.to_native().collect(engine="in-memory").lazy())
        return done
    relation = frame.to_native()
    run = relation.materialize if hasattr(relation, "materialize") else relation.execute  # DuckDB 2.0, and before
    kept: Frame = nw.from_native(run()).lazy()
    return kept


def rows(frame: Frame) -> list[tuple[Any, ...]]:
    """Return the rows of a small result as plain tuples, in no order."""
    return collect([frame])[0]


def collect(frames: Sequence[Frame]) -> list[list[tuple[Any, ...]]]:
    """Return the rows of several small results; on Polars they are computed together."""
    if frames and all(frame.implementation.is_polars() for frame in frames):
        import polars as pl

        done = pl.collect_all([frame.to_native() for frame in frames], engine="in-memory")
        return [list(one.rows()) for one in done]
    return [_fetch(frame) for frame in frames]


def stack(frames: Sequence[Frame]) -> Frame:
    """Return the rows of several frames under one another, by column name."""
    first = frames[0].collect_schema().names()
    return nw.concat([frame.select(first) for frame in frames], how="vertical")


def plain_rows(frame: Any) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Return the column names and plain rows of a frame that a caller brings: Polars, pandas, PyArrow or DuckDB."""
    lazy = nw.from_native(frame).lazy()
    if lazy.implementation.is_duckdb():
        return lazy.collect_schema().names(), _fetch(lazy)
    eager = lazy.collect("polars")
    return eager.columns, list(eager.rows())


def from_parquet(data: bytes) -> list[tuple[Any, ...]]:
    """Return the rows of Parquet bytes, in their order."""
    return read_parquet(data)[1]


def read_parquet(data: bytes) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Return the column names and the rows of Parquet bytes; raise ValueError where they are not Parquet."""
    import polars as pl

    try:
        frame = pl.read_parquet(io.BytesIO(data))
    except pl.exceptions.PolarsError as error:
        message = "not a Parquet file"
        raise ValueError(message) from error
    return frame.columns, frame.rows()


def write_parquet(types: Types, rows: Iterable[Sequence[Any]]) -> bytes:
    """Return plain rows as Parquet bytes."""
    return _parquet(_polars(types, list(rows)))


def parquet_frame(data: bytes) -> nw.DataFrame[Any]:
    """Return Parquet bytes as a Narwhals frame."""
    import polars as pl

    return nw.from_native(pl.read_parquet(io.BytesIO(data)), eager_only=True)


def _parquet(frame: pl.DataFrame) -> bytes:
    out = io.BytesIO()
    frame.rechunk().write_parquet(out, row_group_size=ROW_GROUP, compression="zstd", statistics=False)
    return out.getvalue()


def _polars(types: Types, rows: list[Sequence[Any]]) -> pl.DataFrame:
    import polars as pl

    known: dict[type, Any] = {
        str: pl.String,
        int: pl.Int64,
        float: pl.Float64,
        bool: pl.Boolean,
        date: pl.Date,
        datetime: pl.Datetime("us", "UTC"),
    }
    return pl.DataFrame(rows, {name: known[kind] for name, kind in types.items()}, orient="row")


def _relation(types: Types, rows: list[Sequence[Any]], like: Any) -> Any:
    """Return plain rows as a DuckDB relation, on the connection of the relation *like* where there is one."""
    import duckdb

    parts = [rows[start : start + DUCKDB_ROWS] for start in range(0, len(rows), DUCKDB_ROWS)]
    sql = (
        " UNION ALL ".join(_select(types, row) for part in parts for row in part)
        or _select(types, [None] * len(types)) + " WHERE false"
    )
    if isinstance(like, duckdb.DuckDBPyRelation):
        return like.query("coprod_anchor", sql)
    return (like or connect("duckdb")).sql(sql)


def _select(types: Types, row: Sequence[Any]) -> str:
    cells = (
        f'CAST({_literal(value)} AS {SQL[kind]}) AS "{name}"'
        for value, (name, kind) in zip(row, types.items(), strict=True)
    )
    return "SELECT " + ", ".join(cells)


def _literal(value: Any) -> str:
    return "NULL" if value is None else "'" + str(value).replace("'", "''") + "'"


def _fetch(frame: Frame) -> list[tuple[Any, ...]]:
    if frame.implementation.is_duckdb():
        schema = frame.collect_schema()
        instants = [name for name, kind in schema.items() if kind == nw.Datetime]
        if not instants:
            found: list[tuple[Any, ...]] = frame.to_native().fetchall()
            return found
    return list(frame.collect("polars").rows())
