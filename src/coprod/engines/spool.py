"""
Tables on their way in, kept in a folder for a moment: what a text file holds, read once, to be looked at many times.

The folder is for this user alone, and goes when the table is read, or when nobody holds it any more.
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl

from coprod.engines.reading import Raw
from coprod.engines.typed import ROW, Unusable, run

__all__ = ["Spool", "parquet_rows", "parquet_table"]

NOWHERE = "\x00"  # parts nothing: no text that is read like this holds it
ROW_GROUP = 250_000


class Spool:
    """A folder for one table."""

    def __init__(self) -> None:
        """Make the folder."""
        self.folder = Path(tempfile.mkdtemp(prefix="coprod-"))
        self._parts = 0
        self.close = weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)

    def add(self, cells: Sequence[Sequence[str | None]], numbers: Sequence[int]) -> None:
        """Keep some rows of text, with their numbers."""
        columns = len(cells[0])
        part = pl.DataFrame(cells, {str(at): pl.String for at in range(columns)}, orient="row")
        part = part.with_columns(pl.Series(ROW, numbers, dtype=pl.Int64))
        self._parts += 1
        part.write_parquet(self.folder / f"{self._parts:06}.parquet", compression="lz4", statistics=False)

    def take(self, path: Path, separator: str, columns: int, first: int) -> None:
        """Keep the lines of a file in which each line is a row and each separator parts two cells."""
        scan = pl.scan_csv(
            path,
            has_header=False,
            separator=separator,
            quote_char=None,
            skip_lines=1,
            schema={str(at): pl.String for at in range(columns)},
            row_index_name=ROW,
            row_index_offset=first,
        )
        frame = scan.with_columns(pl.col(ROW).cast(pl.Int64))
        self._parts += 1
        to = self.folder / f"{self._parts:06}.parquet"
        try:
            frame.sink_parquet(to, compression="lz4", statistics=False, row_group_size=ROW_GROUP)
        except (pl.exceptions.PolarsError, OSError) as error:
            raise Unusable(str(error).partition("\n")[0]) from error

    def raw(self, columns: int) -> Raw:
        """Return all that was kept; the folder stays as long as it."""
        parts = sorted(self.folder.glob("*.parquet"))
        return Raw.numbered(pl.scan_parquet(parts), columns, self.closing())

    def closing(self) -> Callable[[], None]:
        """Return what takes the folder away; the folder stays as long as somebody holds it."""
        kept = self

        def close() -> None:
            kept.close()

        return close

    @property
    def empty(self) -> bool:
        """Whether nothing was kept."""
        return not self._parts


def shape_of(path: Path, separator: str) -> tuple[int, int, int, int]:
    """Return how many lines a file has, the fewest and the most separators in one, and the bytes of the longest."""
    scan = pl.scan_csv(path, has_header=False, separator=NOWHERE, quote_char=None, schema={"line": pl.String})
    parted = pl.col("line").fill_null("").str.count_matches(separator, literal=True)
    longest = pl.col("line").str.len_bytes().max().fill_null(0)
    (done,) = run([scan.select(pl.len(), parted.min().alias("low"), parted.max().alias("high"), longest)])
    lines, low, high, widest = done.row(0)
    return lines, low, high, widest


def parquet_rows(path: Path) -> int:
    """Return how many rows a Parquet file says it has; raise where it is none."""
    return int(run([pl.scan_parquet(path).select(pl.len())])[0].item())


def parquet_table(path: Path) -> tuple[list[str], Raw | None]:
    """Return the columns of a Parquet file, and its cells; None where they have to be looked at one by one."""
    frame = pl.scan_parquet(path)
    raw = Raw.of(frame)
    return frame.collect_schema().names(), raw
