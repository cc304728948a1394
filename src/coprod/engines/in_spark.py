"""
Tables in Spark, as data frames of one session.

A session that a caller brings stays as it is, whatever its time zone and whether it is strict (ANSI) or not. What is
computed once is cached; it is let go some time after nobody holds it any more.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import weakref
from collections import deque
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import narwhals as nw
import pyarrow as pa
from pyspark import SparkConf, SparkContext
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from coprod.engines.frames import Frame, Types, joined
from coprod.errors import CoprodError, InvalidInput, Problem

if TYPE_CHECKING:
    import polars as pl
    from pyspark.sql import DataFrame

__all__ = [
    "beside",
    "brought",
    "collect",
    "connect",
    "in_polars",
    "keep",
    "lifted",
    "looked_up",
    "made",
    "numbers",
    "sealed",
    "taken",
    "to_file",
]

KNOWN: dict[type, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    date: pa.date32(),
    datetime: pa.timestamp("us", "UTC"),
}
OWN = {  # of a session that nobody brought
    "spark.master": "local[*]",
    "spark.app.name": "coprod",
    "spark.driver.host": "127.0.0.1",  # nobody on the network can ask it for anything
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "8",  # 200 of them take longer to start than small tables take to compute
    "spark.ui.enabled": "false",  # a page that anybody on this machine could read
    "spark.ui.showConsoleProgress": "false",
}
FEW = 20_000  # rows; below this, a table is part of the plan: Spark then knows how large it is, and need not be asked
LAUNCHED = ("PYSPARK_GATEWAY_PORT", "SPARK_REMOTE")  # set where somebody chose a cluster before this process began
NO_JAVA = "Spark did not start. It needs Java 17 or later: install it, or set JAVA_HOME to where it is"

_let_go: deque[DataFrame] = deque()  # cached frames that nobody holds any more


def connect() -> SparkSession:
    """
    Return the session of the caller, else a new one on this machine, whose clock is in UTC.

    Raises:
        CoprodError: Spark does not start.
    """
    session: SparkSession | None = SparkSession.getActiveSession()
    try:
        return session or _new()
    except PySparkException as error:
        raise CoprodError(NO_JAVA) from error


def _new() -> SparkSession:
    if not any(name in os.environ for name in LAUNCHED):
        context = SparkContext.getOrCreate(SparkConf().setAll(list(OWN.items())))  # one that is there stays as it is
        if context.appName == OWN["spark.app.name"]:
            context.setLogLevel("ERROR")
    session: SparkSession = SparkSession.builder.getOrCreate()
    return session


def made(types: Types, rows: Sequence[Sequence[Any]], like: Any = None) -> Frame:
    """Return plain rows as a data frame of the session of *like*, or of the session *like* itself."""
    session = like.sparkSession if hasattr(like, "sparkSession") else (like or connect())
    if len(rows) > FEW and _here(session):
        return _from(session.read.parquet(_written(types, rows)))
    return _from(session.createDataFrame(_arrow(types, rows)))


def _from(native: DataFrame) -> Frame:
    frame: Frame = nw.from_native(native)
    return frame


def _arrow(types: Types, rows: Sequence[Sequence[Any]]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(types)
    cells = [pa.array(column, KNOWN[kind]) for column, kind in zip(columns, types.values(), strict=True)]
    return pa.Table.from_arrays(cells, names=list(types))


def _here(session: SparkSession) -> bool:
    """Whether all of Spark runs on this machine, and so can read its files."""
    return str(session.conf.get("spark.master", "")).startswith("local")


def _written(types: Types, rows: Sequence[Sequence[Any]]) -> str:
    """Write rows to a Parquet file, which only this user may read and which is gone with the process."""
    from coprod.engines.parquet import write_parquet

    file = _own_file()
    file.write_bytes(write_parquet(types, rows))
    return file.as_uri()


def _own_file() -> Path:
    """Return where a Parquet file may be that only this user may read, and that is gone with the process."""
    folder = tempfile.mkdtemp(prefix="coprod-spark-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder) / "table.parquet"


def lifted(like: Any, types: Types, columns: Mapping[str, Sequence[Any]]) -> Frame:
    """Return columns of plain values as a data frame of the session of *like*."""
    return made(types, list(zip(*(columns[name] for name in types), strict=True)), like)


def taken(path: Path, types: Types, like: Any = None) -> Frame:
    """Return the rows of a Parquet file, as a data frame of the session of *like*, or of the session *like* itself."""
    session = like.sparkSession if hasattr(like, "sparkSession") else (like or connect())
    if not _here(session):
        import polars as pl

        return _from(session.createDataFrame(pl.read_parquet(path, columns=list(types)).to_arrow()))
    file = _own_file()
    shutil.copyfile(path, file)  # what is read is gone soon, and Spark looks again at each query
    return _from(session.read.parquet(file.as_uri()).select(*(f"`{name}`" for name in types)))


def to_file(frame: Frame, path: Path) -> None:
    """Write a frame as a Parquet file."""
    in_polars(frame).write_parquet(path, compression="lz4", statistics=False)


def in_polars(frame: Frame) -> pl.DataFrame:
    """Return the rows of a frame in memory, instants in UTC whatever the time zone of the session."""
    import polars as pl

    found = pl.from_arrow(_told_apart(frame).toArrow())
    assert isinstance(found, pl.DataFrame)  # noqa: S101  # a table has columns
    return found.with_columns(pl.col(pl.Datetime).dt.convert_time_zone("UTC").dt.cast_time_unit("us"))


def sealed(frame: Frame, types: Types) -> bytes:
    """Return rows in their order as Parquet bytes: Spark makes them, and hands them over to be put in order here."""
    from coprod.engines.in_polars import sealed as in_order

    return in_order(nw.from_native(in_polars(frame.select(*types)).lazy()), types)


def beside(frame: Frame, numbered: Mapping[str, tuple[str, Frame]], missing: int) -> Frame:
    """Return a frame with numbers of texts beside it."""
    return keep(joined(frame, numbered, missing), many=True)


numbers = joined


def looked_up(frame: Frame, on: str, table: Frame) -> Frame:
    """Return a frame with what a table says of the number in a column."""
    (name,) = (name for name in table.collect_schema().names() if name != "number")
    return frame.join(table.select(nw.col("number").alias(on), name), on=on)


def keep(frame: Frame, *, many: bool = False) -> Frame:  # noqa: ARG001  # Spark is asked how many there are
    """Return the same rows, computed once, on the same session; they are in the plan itself where they are few."""
    while _let_go:
        _let_go.popleft().unpersist()
    cached = frame.to_native().persist()
    first = cached.limit(FEW + 1).toArrow()
    if first.num_rows <= FEW:
        cached.unpersist()
        return _from(cached.sparkSession.createDataFrame(first, cached.schema))
    view = cached.select("*")
    weakref.finalize(view, _let_go.append, cached).atexit = False  # never talk to Java while garbage is collected
    return _from(view)


def collect(frames: Sequence[Frame], *, many: bool = False) -> list[list[tuple[Any, ...]]]:  # noqa: ARG001  # as above
    """Return the rows of several small results."""
    return [_fetch(frame.to_native()) for frame in frames]


def _fetch(native: DataFrame) -> list[tuple[Any, ...]]:
    table = native.toArrow()
    return list(zip(*map(_plain, table.columns), strict=True))


def _plain(column: pa.ChunkedArray) -> list[Any]:
    """Return a column as plain values, instants in UTC whatever the time zone of the session."""
    if not pa.types.is_timestamp(column.type) or column.type.tz is None:
        return list(column.to_pylist())
    micros = column.cast(pa.timestamp("us", "UTC")).to_pylist()
    return [None if at is None else at.astimezone(UTC) for at in micros]


def brought(frame: Frame) -> list[tuple[Any, ...]]:
    """
    Return the rows of a frame that a caller brings.

    Raises:
        InvalidInput: an instant has no time zone: Spark would take it for one of the session's, or of the process's.
    """
    return _fetch(_told_apart(frame))


def _told_apart(frame: Frame) -> DataFrame:
    """Return the frame of the engine, where each instant in it has a time zone."""
    native: DataFrame = frame.to_native()
    wall = [field.name for field in native.schema.fields if field.dataType.typeName() == "timestamp_ntz"]
    if wall:
        hint = "Cast it to `timestamp` where the session's time zone is the one that was meant."
        raise InvalidInput([Problem("instants that have a time zone", column=name, hint=hint) for name in wall])
    return native
