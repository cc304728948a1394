"""
Where tables live: Polars in memory, DuckDB, or Spark. All that differs between them hides here.

The rest of coprod speaks Narwhals lazy frames, and asks this package to make one, to run one, and to put the two side
by side. Only the modules in it import an engine, each its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import narwhals as nw

from coprod.engines.frames import (
    Engine,
    Frame,
    Types,
    count,
    day_number,
    day_order,
    distinct,
    expecting,
    one,
    stack,
    total,
)
from coprod.engines.parquet import from_parquet, parquet_frame, read_parquet, write_parquet
from coprod.errors import CoprodError

__all__ = [
    "Engine",
    "Frame",
    "Types",
    "beside",
    "collect",
    "connect",
    "count",
    "day_number",
    "day_order",
    "distinct",
    "engine_of",
    "expecting",
    "frame_of",
    "from_parquet",
    "handed_over",
    "keep",
    "large_frame",
    "lift",
    "lift_columns",
    "looked_up",
    "numbers",
    "one",
    "parquet_frame",
    "plain_rows",
    "read_parquet",
    "rows",
    "sealed",
    "session_of",
    "side_by_side",
    "stack",
    "to_parquet",
    "total",
    "write_parquet",
]


def engine_of(frame: Frame) -> Engine:
    """Return the name of the engine that a frame lives on."""
    if frame.implementation.is_duckdb():
        return "duckdb"
    return "spark" if frame.implementation.is_spark_like() else "polars"


def _module(engine: Engine) -> Any:
    """Return the module that knows an engine; importing it is what imports the engine."""
    try:
        return import_module(f"coprod.engines.in_{engine}")
    except ImportError as error:
        raise CoprodError(f'{engine} needs more packages: pip install "coprod[{engine}]"') from error


def connect(engine: Engine) -> Any:
    """
    Return what the tables of one project share: in DuckDB a connection, in Spark a session, in Polars nothing.

    Raises:
        CoprodError: the engine is not installed, or does not start.
    """
    return _module(engine).connect()


def frame_of(types: Types, rows: Iterable[Sequence[Any]], engine: Engine = "polars", connection: Any = None) -> Frame:
    """
    Return plain rows as a lazy frame.

    Args:
        types: Type of each column by name, in the order of the rows.
        rows: The rows; None is null.
        engine: Where the frame lives.
        connection: The DuckDB connection or Spark session that it belongs to, or a frame of that; by default as
            `connect` gives it.
    """
    made: Frame = _module(engine).made(types, list(rows), connection)
    return made


def lift(like: Frame, types: Types, rows: Iterable[Sequence[Any]]) -> Frame:
    """Return a few plain rows as a frame on the engine of *like*, so that they can be joined to it."""
    return frame_of(types, rows, engine_of(like), like.to_native())


def lift_columns(like: Frame, types: Types, columns: Mapping[str, Sequence[Any]]) -> Frame:
    """Return many values, column by column, as a frame on the engine of *like*, so that they can be joined to it."""
    lifted: Frame = _module(engine_of(like)).lifted(like.to_native(), types, columns)
    return lifted


def sealed(frame: Frame, types: Types) -> bytes:
    """
    Return rows as Parquet bytes, in the order of their values, nulls first; no bytes where there are no rows.

    The same rows give the bytes that `write_parquet` gives for them, whatever the engine, and they are written part by
    part: beside the bytes, the engine holds what it needs to put rows in order.

    Args:
        frame: The rows.
        types: Type of each column by name, in their order; plain types alone, no dates.
    """
    written: bytes = _module(engine_of(frame)).sealed(frame, types)
    return written


def handed_over(frame: Frame, types: Types, engine: Engine, connection: Any = None) -> Frame:
    """
    Return the rows of a large frame on an engine, by way of a Parquet file where it is another one.

    Args:
        frame: The frame.
        types: Type of each column.
        engine: Where the rows should be.
        connection: For DuckDB, the connection that they should belong to; a new one in memory if there is none.
    """
    from coprod.engines.parquet import parquet_file

    with parquet_file(_module(engine_of(frame)).to_file, frame) as path:
        taken: Frame = _module(engine).taken(path, types, connection)
        return taken


def keep(frame: Frame, *, many: bool = False) -> Frame:
    """Return the same rows, computed once, on the same engine: for what is used more than once, *many* rows or few."""
    kept: Frame = _module(engine_of(frame)).keep(frame, many=many)
    return kept


def side_by_side(frame: Frame, column: str) -> Frame:
    """Return the same rows; where it is quicker to group them so, those of one value in a column are neighbours."""
    return frame.sort(column) if engine_of(frame) == "duckdb" else frame


def beside(frame: Frame, numbered: Mapping[str, tuple[str, Frame]], missing: int) -> Frame:
    """
    Return a frame with numbers of texts beside it, computed once.

    Args:
        frame: The rows.
        numbered: By the name of each new column: the column of texts, and a frame of `text`, each once, and `number`.
        missing: What stands for a text that has no number.
    """
    done: Frame = _module(engine_of(frame)).beside(frame, numbered, missing)
    return done


def numbers(
    frame: Frame, numbered: Mapping[str, tuple[str, Frame]], missing: int, *, also: Sequence[str] = ()
) -> Frame:
    """
    Return numbers in place of texts, for one use: on DuckDB and Spark they are worked out when they are asked for.

    Args:
        frame: The rows.
        numbered: By the name of each new column: the column of texts, and a frame of `text`, each once, and `number`.
        missing: What stands for a text that has no number.
        also: Columns of the frame that are wanted as they are.
    """
    done: Frame = _module(engine_of(frame)).numbers(frame, numbered, missing)
    return done.select(*numbered, *also)


def looked_up(frame: Frame, on: str, table: Frame) -> Frame:
    """
    Return a frame with what a table says of the number in a column: `number`, and one column more.

    The table, best one that `keep` made of many rows, has every number from 0 up, each once. So a value can be found by
    its place, which takes a fraction of the time of a join. A number that is not there raises on Polars; elsewhere its
    row is left out.

    Raises:
        ValueError: the table has a gap, so that a place is not a number; only Polars looks.
    """
    found: Frame = _module(engine_of(frame)).looked_up(frame, on, table)
    return found


def rows(frame: Frame, *, many: bool = False) -> list[tuple[Any, ...]]:
    """Return the rows of a small result as plain tuples, in no order; it may be computed from *many* rows."""
    return collect([frame], many=many)[0]


def collect(frames: Sequence[Frame], *, many: bool = False) -> list[list[tuple[Any, ...]]]:
    """
    Return the rows of several small results, all of one engine; on Polars they are computed together.

    Where there are *many* rows to go through, it takes them part by part, which is quicker and needs less memory.
    """
    if not frames:
        return []
    found: list[list[tuple[Any, ...]]] = _module(engine_of(frames[0])).collect(frames, many=many)
    return found


def session_of(frames: Iterable[Any]) -> Any:
    """Return the Spark session of the first Spark frame that a caller brings, or None."""
    lazy = (nw.from_native(frame).lazy() for frame in frames)
    return next((one.to_native().sparkSession for one in lazy if one.implementation.is_spark_like()), None)


def to_parquet(frame: Frame, path: Path) -> None:
    """Write a frame as a Parquet file, by its own engine."""
    _module(engine_of(frame)).to_file(frame, path)


def plain_rows(frame: Any) -> tuple[list[str], list[tuple[Any, ...]]]:
    """
    Return the column names and plain rows of a frame that a caller brings: Polars, pandas, PyArrow, DuckDB or Spark.

    Raises:
        InvalidInput: an instant of a Spark frame has no time zone.
    """
    lazy = nw.from_native(frame).lazy()
    if lazy.implementation.is_duckdb():
        return lazy.collect_schema().names(), rows(lazy)
    if lazy.implementation.is_spark_like():
        return lazy.collect_schema().names(), _module("spark").brought(lazy)
    eager = lazy.collect("polars")
    return eager.columns, list(eager.rows())


def large_frame(frame: Any, rows: int) -> tuple[list[str], Any] | None:
    """
    Return the column names and the cells of a frame that a caller brings, copied, where it has more than *rows* rows.

    None where it has fewer, or a column is of a type whose cells have to be looked at one by one.
    """
    from coprod.engines.bringing import brought

    lazy = nw.from_native(frame).lazy()
    if lazy.implementation.is_spark_like():
        lazy = nw.from_native(_module("spark").in_polars(lazy).lazy())
    return brought(lazy, rows)
