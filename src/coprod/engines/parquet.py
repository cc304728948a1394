"""
Tables as Parquet: small ones as bytes, where the same rows give the same bytes, and large ones as a file.

Polars is imported when it is needed: importing it sets a variable of the process.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import narwhals as nw

from coprod.engines.frames import Frame, Types

if TYPE_CHECKING:
    import polars as pl

__all__ = ["from_parquet", "parquet_file", "parquet_frame", "parts_as_parquet", "read_parquet", "write_parquet"]

ROW_GROUP = 100_000  # stated, so that the same rows give the same bytes


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


@contextmanager
def parquet_file(write: Callable[[Frame, Path], None], frame: Frame) -> Iterator[Path]:
    """Give the path of a Parquet file with the rows of a frame, for this user alone and for a moment."""
    with tempfile.TemporaryDirectory(prefix="coprod-") as folder:
        path = Path(folder) / "table.parquet"
        write(frame, path)
        yield path


def write_parquet(types: Types, rows: Iterable[Sequence[Any]]) -> bytes:
    """Return plain rows as Parquet bytes."""
    known = list(rows)
    return _written(types, known) if known else _empty(tuple(types.items()))


@lru_cache  # most tables of a small release are empty, and all that are of one kind have the same bytes
def _empty(types: tuple[tuple[str, type], ...]) -> bytes:
    return _written(dict(types), [])


def _written(types: Types, rows: list[Sequence[Any]]) -> bytes:
    from coprod.engines.in_polars import eager

    out = io.BytesIO()
    frame = eager(types, rows).rechunk()
    frame.write_parquet(out, row_group_size=ROW_GROUP, compression="zstd", statistics=False)
    return out.getvalue()


def parts_as_parquet(types: Types, parts: Callable[[], Iterator[pl.DataFrame]]) -> bytes:
    """Return the rows of several frames one after another, as `write_parquet` would; one frame is held at a time."""
    from polars.io.plugins import register_io_source

    from coprod.engines.in_polars import eager

    def given(columns: list[str] | None, _: object, __: object, ___: object) -> Iterator[pl.DataFrame]:
        for part in parts():
            yield part if columns is None else part.select(columns)

    out = io.BytesIO()
    rows = register_io_source(given, schema=eager(types, []).schema)
    rows.sink_parquet(out, row_group_size=ROW_GROUP, compression="zstd", statistics=False)
    return out.getvalue()


def parquet_frame(data: bytes) -> nw.DataFrame[Any]:
    """Return Parquet bytes as a Narwhals frame."""
    import polars as pl

    return nw.from_native(pl.read_parquet(io.BytesIO(data)), eager_only=True)
