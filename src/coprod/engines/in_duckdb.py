"""Tables in DuckDB, as relations of one connection."""

from __future__ import annotations

import atexit
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import duckdb
import narwhals as nw

from coprod.engines.frames import Frame, Types, at_the_end, joined, many_rows

if TYPE_CHECKING:
    import polars as pl

__all__ = [
    "Held",
    "beside",
    "collect",
    "connect",
    "keep",
    "lifted",
    "looked_up",
    "made",
    "numbers",
    "opened",
    "saved",
    "sealed",
    "table_to_file",
    "tables_of",
    "taken",
    "text_in",
    "to_file",
]

SQL = {str: "VARCHAR", int: "BIGINT", float: "DOUBLE", bool: "BOOLEAN", date: "DATE", datetime: "TIMESTAMPTZ"}
ROWS = 1_000  # how many rows go into one query: of ten thousand it takes minutes
BATCH = 100_000  # how many rows are handed over at once
# A query of a relation makes a view and drops it, unless the catalog has one of that name; and whatever changes the
# catalog has each step of every relation that is used later planned again.
THERE = "sqlite_master"


def connect() -> Any:
    """Return a connection in memory, its clock in UTC; what does not fit there goes where only this user can look."""
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute(f"SET temp_directory = {_literal(_aside() / uuid4().hex)}")
    return connection


@cache
def _aside() -> Path:
    """Return a folder for this user alone, which goes when Python ends; DuckDB would take one in the current folder."""
    folder = Path(mkdtemp(prefix="coprod-"))
    atexit.register(rmtree, folder, ignore_errors=True)
    return folder


def made(types: Types, rows: Sequence[Sequence[Any]], like: Any = None) -> Frame:
    """Return plain rows as a relation, on the connection of the relation *like*, or on *like* itself."""
    if all(kind is int for kind in types.values()):
        return _asked(_numbers(types, rows), like)
    if len(rows) > ROWS:
        from coprod.engines.in_polars import eager

        return _handed(eager(types, rows), like)
    nothing = _select(types, [None] * len(types)) + " WHERE false"
    return _asked(" UNION ALL ".join(_select(types, row) for row in rows) or nothing, like)


def _asked(sql: str, like: Any) -> Frame:
    """Return what a query of its own gives, on the connection of the relation *like*, or on *like* itself."""
    there = isinstance(like, duckdb.DuckDBPyRelation)
    frame: Frame = nw.from_native(like.query(THERE, sql) if there else (like or connect()).sql(sql)).lazy()
    return frame


def _numbers(types: Types, rows: Sequence[Sequence[Any]]) -> str:
    """Return a query for rows of whole numbers: a text for each column, which DuckDB reads in no time."""
    columns = zip(*rows, strict=True) if rows else ((),) * len(types)
    cells = (", ".join("NULL" if cell is None else str(cell) for cell in column) for column in columns)
    lists = (f"unnest(CAST('[{cell}]' AS BIGINT[])) AS \"{name}\"" for name, cell in zip(types, cells, strict=True))
    return "SELECT " + ", ".join(lists)


def _handed(frame: pl.DataFrame, like: Any) -> Frame:
    """Return the rows of a data frame as a relation, on the connection of the relation *like*, or on *like* itself."""
    values = frame.to_arrow()  # noqa: F841  # the query reads it by name
    sql, there = "SELECT * FROM values", isinstance(like, duckdb.DuckDBPyRelation)
    relation = like.query(THERE, sql) if there else (like or connect()).sql(sql)
    return keep(nw.from_native(relation).lazy())


def _select(types: Types, row: Sequence[Any]) -> str:
    cells = (
        f'CAST({_literal(value)} AS {SQL[kind]}) AS "{name}"'
        for value, (name, kind) in zip(row, types.items(), strict=True)
    )
    return "SELECT " + ", ".join(cells)


def _literal(value: Any) -> str:
    return "NULL" if value is None else "'" + str(value).replace("'", "''") + "'"


def keep(frame: Frame, *, many: bool = False) -> Frame:
    """
    Return the same rows, computed once, on the same connection.

    Of *many* rows a temporary table is made, which lives as long as the connection: DuckDB knows the lowest and the
    highest number in a table, and joins by such numbers ten times as fast. Where many are expected, it lives as long as
    that. Tables, other than results, are within DuckDB's limit of memory, and go to the disk where it is reached.
    """
    relation = frame.to_native()
    if many or many_rows():
        name = f"coprod_{uuid4().hex}"
        alone = relation.query(THERE, "SELECT 1 AS one").materialize()
        relation.query("coprod_rows", f"CREATE TEMP TABLE {name} AS FROM coprod_rows")
        if not many:
            at_the_end(partial(_drop, alone, name))
        return _asked(f"FROM {name}", alone)
    kept: Frame = nw.from_native(relation.materialize()).lazy()
    return kept


def _drop(alone: Any, name: str) -> None:
    """Let go of a table; where its connection is closed or broken, it is gone already."""
    with suppress(duckdb.Error):
        alone.query(THERE, f"DROP TABLE {name}")


def collect(frames: Sequence[Frame], *, many: bool = False) -> list[list[tuple[Any, ...]]]:  # noqa: ARG001  # it takes many as it takes few
    """Return the rows of several small results."""
    return [_fetch(frame) for frame in frames]


def _fetch(frame: Frame) -> list[tuple[Any, ...]]:
    if any(kind == nw.Datetime for kind in frame.collect_schema().values()):
        return list(frame.collect("polars").rows())  # DuckDB needs another package to hand out an instant
    found: list[tuple[Any, ...]] = frame.to_native().fetchall()
    return found


def beside(frame: Frame, numbered: Mapping[str, tuple[str, Frame]], missing: int) -> Frame:
    """Return a frame with numbers of texts beside it, as a table; a column without any cell is not copied."""
    schema = frame.collect_schema()
    (((*filled,),),) = collect([frame.select(*[(~nw.col(name).is_null()).max().alias(name) for name in schema])])
    empty = {name: nw.lit(None, dtype=schema[name]) for name, is_ in zip(schema, filled, strict=True) if not is_}
    named = {name: (column, known) for name, (column, known) in numbered.items() if column not in empty}
    nobody = {name: nw.lit(missing, dtype=nw.Int64) for name in numbered if name not in named}
    if not named:
        return frame.with_columns(**nobody)
    # short numbers take half the room, and are gone through faster
    short = {name: nw.col(name).cast(nw.Int32) for name in named}
    plain = {name: nw.col(name).cast(nw.Int64) for name in named}
    kept = keep(joined(frame.drop(*empty), named, missing).with_columns(**short), many=True)
    return kept.with_columns(**plain, **empty, **nobody).select(*schema, *numbered)


numbers = joined


def looked_up(frame: Frame, on: str, table: Frame) -> Frame:
    """Return a frame with what a table says of the number in a column."""
    (name,) = (name for name in table.collect_schema().names() if name != "number")
    return frame.join(table.select(nw.col("number").alias(on), name), on=on)


def to_file(frame: Frame, path: Path) -> None:
    """Write a frame as a Parquet file."""
    frame.to_native().write_parquet(str(path))


def taken(path: Path, types: Types, like: Any = None) -> Frame:
    """Return the rows of a Parquet file, held by the connection of the relation *like*, or by *like* itself."""
    columns = ", ".join(f"CAST({_quoted(name)} AS {SQL[kind]}) AS {_quoted(name)}" for name, kind in types.items())
    sql = f"SELECT {columns} FROM read_parquet({_literal(path)})"  # noqa: S608  # names of ours, and a path of ours
    return keep(_asked(sql, like))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


class Held(OSError):
    """Another process holds the file open."""


def opened(path: Path, *, read_only: bool = True) -> Any:
    """
    Return a connection to a file.

    Raises:
        Held: another process has it.
        ValueError: it is no DuckDB file, or of a version that this one does not read.
    """
    try:
        connection = duckdb.connect(str(path), read_only=read_only)
    except duckdb.Error as error:
        if "lock" in str(error).lower():
            raise Held(str(path)) from error
        raise ValueError(str(error).partition("\n")[0]) from error
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def tables_of(connection: Any) -> list[str]:
    """Return the names of the tables and views in a file."""
    found = connection.execute("SELECT table_name FROM information_schema.tables ORDER BY 1").fetchall()
    return [name for (name,) in found]


def table_to_file(connection: Any, table: str, path: Path) -> None:
    """Write one table of a file as Parquet; raise ValueError where it cannot be read."""
    try:
        connection.table(_quoted(table)).write_parquet(str(path))
    except duckdb.Error as error:
        raise ValueError(str(error).partition("\n")[0]) from error


def text_in(connection: Any, table: str) -> str:
    """Return the text in the first cell of a table; empty where there is none."""
    row = connection.execute(f"SELECT * FROM {_quoted(table)} LIMIT 1").fetchone()  # noqa: S608  # quoted
    return str(row[0]) if row and row[0] is not None else ""


def saved(path: Path, text: tuple[str, str], tables: Mapping[str, Path]) -> None:
    """Write a new file: a table that holds one *text*, and *tables* from Parquet files."""
    with duckdb.connect(str(path)) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        name, cell = text
        connection.execute(f"CREATE TABLE {_quoted(name)} (settings VARCHAR)")
        connection.execute(f"INSERT INTO {_quoted(name)} VALUES (?)", [cell])  # noqa: S608  # quoted
        for table, file in tables.items():
            source = f"read_parquet({_literal(file)})"
            connection.execute(f"CREATE TABLE {_quoted(table)} AS SELECT * FROM {source}")  # noqa: S608  # quoted


def lifted(like: Any, types: Types, columns: Mapping[str, Sequence[Any]]) -> Frame:
    """Return columns of plain values as a relation on the connection of the relation *like*."""
    from coprod.engines.in_polars import lifted as in_polars

    return _handed(in_polars(None, types, columns).to_native().collect(), like)


def sealed(frame: Frame, types: Types) -> bytes:
    """Return rows in their order as Parquet bytes; DuckDB puts them in order, on disk where memory is short."""
    from coprod.engines.parquet import parts_as_parquet

    relation = frame.select(*types).to_native()
    if not relation.limit(1).fetchall():
        return b""
    order = ", ".join(f'"{name}" ASC NULLS FIRST' for name in types)
    return parts_as_parquet(types, lambda: _parts(relation.order(order)))


def _parts(relation: Any) -> Iterator[pl.DataFrame]:
    import polars as pl

    read = relation.to_arrow_reader if hasattr(relation, "to_arrow_reader") else relation.fetch_record_batch
    for batch in read(BATCH):
        part = pl.from_arrow(batch)
        assert isinstance(part, pl.DataFrame)  # noqa: S101  # a batch has columns
        yield part
