"""Tables with too many rows to look at one by one, as frames: what is wrong with their shape is the same."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from coprod.errors import InvalidInput, Problem
from coprod.formats.csv_tables import records_of, separator_of
from coprod.formats.grids import LONGEST_CELL, Grid, is_blank, misplaced, names_of
from coprod.records import Record
from coprod.rows import LARGE, Large

if TYPE_CHECKING:
    from coprod.engines.spool import Spool

__all__ = ["LARGE", "large_csv", "large_parquet"]

BYTES = 40  # of a row of text at least, to tell from the size of a file whether it may be large
BLOCK = 1 << 24  # bytes
BATCH = 50_000  # rows


def large_parquet(
    path: Path, kind: type[Record], *, file: str = "", sheet: str = "", close: Callable[[], None] | None = None
) -> Iterator[Large | Problem] | None:
    """
    Return a large Parquet file as a frame, with the problems of its shape; None where it is to be read by rows.

    Args:
        path: The file.
        kind: The record kind that it holds.
        file: What problems call it; by default its name.
        sheet: Name of the table in *file*, where that holds several.
        close: Takes the Parquet file away, where it was made to be read once.
    """
    from coprod.engines.spool import parquet_rows, parquet_table
    from coprod.engines.typed import Unusable

    if not path.is_file():
        return None
    try:
        if parquet_rows(path) <= LARGE:
            return None
        header, raw = parquet_table(path)
    except Unusable:
        return None  # whoever reads it by rows says what is wrong
    if raw is None:
        return None
    raw.close = close or raw.close
    grid = Grid(kind=kind, header=header, lines=(), file=file or path.name, sheet=sheet)
    return _large(grid, raw, "a DuckDB file" if sheet else "a Parquet file")


def _large(grid: Grid, raw: Any, form: str) -> Iterator[Large | Problem]:
    names, problems = names_of(grid)
    yield from problems
    usable = {str(at): name for at, name in names.items()}
    large = Large(
        kind=grid.kind,
        raw=raw,
        names=usable,
        file=grid.file,
        sheet=grid.sheet,
        form=form,
        longest=LONGEST_CELL,
        skips_empty=True,
    )
    yield from _unnamed(grid, large)
    yield large


def _unnamed(grid: Grid, large: Large) -> Iterator[Problem]:
    """Yield values that stand under no column name."""
    from coprod.bulk import Found

    found = Found(large)
    for at, cell in enumerate(grid.header):
        if is_blank(cell):
            expected = f"a name for column {at + 1} in the header"
            places = large.raw.where_filled(str(at))
            found.add(at, places, lambda row, rest, expected=expected: row.problem(expected, value=rest[0]))  # type: ignore[misc]
    yield from found.take()


@attrs.frozen
class Text:
    """
    What the bytes of a text file say before it is parsed.

    Attributes:
        lines: How many lines it has.
        plain: Whether a line is a row: no quotes, no line ends but those of lines.
    """

    lines: int
    plain: bool


def large_csv(path: Path, kind: type[Record]) -> Iterator[Large | Problem] | None:
    """Return a large CSV file as a frame, with the problems of its shape; None where it is to be read by rows."""
    if not path.is_file() or path.stat().st_size <= LARGE * BYTES:
        return None
    text = _looked_through(path)
    return None if text is None else _csv(path, kind, text)


def _looked_through(path: Path) -> Text | None:
    """Return what the bytes say; None where they are no UTF-8 text, or nothing."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines, plain, before = 0, True, b""
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                if not block.isascii() or decoder.getstate()[0]:
                    decoder.decode(block)
                lines += block.count(b"\n")
                plain = plain and _plain(before[-1:] + block)
                before = block
            decoder.decode(b"", final=True)
    except (OSError, UnicodeDecodeError):
        return None
    return Text(lines + (not before.endswith(b"\n")), plain and not before.endswith(b"\r")) if before else None


def _plain(block: bytes) -> bool:
    """Whether bytes hold no quotes, nothing invisible, and only line feeds, alone or after a return, end its lines."""
    returns = block.removesuffix(b"\r").count(b"\r")
    return returns == block.count(b"\r\n") and b'"' not in block and b"\0" not in block


def _csv(path: Path, kind: type[Record], text: Text) -> Iterator[Large | Problem]:
    from coprod.engines.typed import Unusable

    with path.open(encoding="utf-8-sig", newline="") as file:
        first = file.readline(LONGEST_CELL)
    separator = separator_of(first, kind)
    header = first.rstrip("\r\n").split(separator)
    try:
        if text.plain and _one_line_one_row(path, text, separator, len(header)) and first.strip():
            yield from _by_lines(path, kind, separator, header)
            return
    except Unusable:
        pass  # the reader below tells what is wrong
    yield from _by_records(path, kind, separator)


def _one_line_one_row(path: Path, text: Text, separator: str, columns: int) -> bool:
    """Whether each line has as many cells as the header."""
    from coprod.engines.spool import shape_of

    lines, low, high, widest = shape_of(path, separator)
    return lines == text.lines and low == high == columns - 1 and widest <= LONGEST_CELL


def _by_lines(path: Path, kind: type[Record], separator: str, header: Sequence[str]) -> Iterator[Large | Problem]:
    from coprod.engines.spool import Spool

    spool = Spool()
    spool.take(path, separator, len(header), 2)
    grid = Grid(kind=kind, header=header, lines=(), file=path.name)
    yield from _large(grid, spool.raw(len(header)), "a CSV file")


def _by_records(path: Path, kind: type[Record], separator: str) -> Iterator[Large | Problem]:
    """Read record by record, which knows quotes; keep the rows in batches, and tell what is wrong with their shape."""
    from coprod.engines.spool import Spool

    spool = Spool()
    lines = records_of(lambda: path.open(encoding="utf-8-sig", newline=""), separator, path.name)
    try:
        number, header = next(((n, cells) for n, cells in lines if any(map(str.strip, cells))), (0, []))
    except InvalidInput as error:
        yield from error.problems
        return
    if not header:
        yield Problem("a first line with the names of the columns", file=path.name, value="blank lines only")
        return
    grid = Grid(kind=kind, header=header, lines=(), file=path.name, row=number)
    yield from _kept(spool, grid, lines)
    if spool.empty:
        spool.add([[None] * len(header)], [number])
    yield from _large(grid, spool.raw(len(header)), "a CSV file")


def _kept(spool: Spool, grid: Grid, lines: Iterator[tuple[int, list[str]]]) -> Iterator[Problem]:
    names, _ = names_of(grid)
    width = len(grid.header)
    rows: list[list[str | None]] = []
    numbers: list[int] = []
    try:
        for number, cells in lines:
            if not any(map(str.strip, cells)):
                continue
            if len(cells) != width:
                yield from misplaced(grid, number, cells, names, unnamed=False)  # those are told of the whole table
            rows.append([*cells[:width], *[None] * (width - len(cells))])
            numbers.append(number)
            if len(rows) >= BATCH:
                spool.add(rows, numbers)
                rows, numbers = [], []
    except InvalidInput as error:
        yield from error.problems
    if rows:
        spool.add(rows, numbers)
