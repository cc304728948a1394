"""
One strict reader and one writer for tables in CSV.

Spreadsheets write commas, semicolons or tabs; the header tells which. The line of every problem is the real
one, also after a cell that holds line breaks.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager

from coprod.errors import InvalidInput, Problem
from coprod.formats.files import BOM, decoded
from coprod.formats.grids import LONGEST_CELL, Grid, rows_of
from coprod.records import Record
from coprod.rows import Row
from coprod.schema import columns_of
from coprod.settings import Settings

__all__ = ["broken", "header_of", "lines_of", "read_csv", "records_of", "separator_of", "write_csv"]

SEPARATORS = (",", ";", "\t")

SAID = {
    "unexpected end of data": ("a quote that ends this cell", 'A quote inside a cell is written twice: "".'),
    "field limit": (f"a cell of at most {LONGEST_CELL} characters", "Is a quote missing?"),
    "expected after": (
        "a comma after a cell that ends with a quote",
        'A quote inside a cell is written twice: "".',
    ),
}
"""What the csv module says, and what it means."""


def read_csv(data: bytes, kind: type[Record], settings: Settings, *, file: str) -> Iterator[Row | Problem]:
    """
    Yield the rows of a table, and every problem with its shape.

    Where a quote is left open, or the bytes are no text, nothing after it can be told, and reading stops.

    Args:
        data: The file.
        kind: The record kind that it holds.
        settings: Which unknown columns the project keeps.
        file: Name of the file.
    """
    try:
        text = decoded(data, file)
        lines = lines_of(text, separator_of(text, kind), file)
        number, header = next(((n, cells) for n, cells in lines if any(map(str.strip, cells))), (0, []))
        if not header:
            yield Problem("a first line with the names of the columns", file=file, value=_nothing(text))
            return
        yield from rows_of(Grid(kind=kind, header=header, lines=lines, file=file, row=number), settings)
    except InvalidInput as error:
        yield from error.problems


def header_of(data: bytes, kind: type[Record], file: str) -> list[str]:
    """
    Return the names of the columns of a table, in their order.

    Raises:
        InvalidInput: it cannot be read.
    """
    text = decoded(data, file)
    lines = (cells for _, cells in lines_of(text, separator_of(text, kind), file))
    return [name.strip() for name in next(filter(any, lines), []) if name.strip()]


def write_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """
    Return a table as CSV, with the mark by which spreadsheets know that it is UTF-8.

    Nothing is escaped but quotes: this is for the project's own stewards, and must read back as it was.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return BOM + out.getvalue().encode()


def _nothing(text: str) -> str:
    return "an empty file" if not text else "blank lines only"


def separator_of(text: str, kind: type[Record]) -> str:
    """Return what parts the columns: whatever gives the header the most columns that we know."""
    header = text.lstrip("\r\n \ufeff").partition("\n")[0]
    known = columns_of(kind)

    def columns(separator: str) -> tuple[int, int]:
        names = [name.strip().strip('"') for name in header.split(separator)]
        return sum(name in known for name in names), len(names)

    return max(SEPARATORS, key=columns)


def lines_of(text: str, separator: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the first line and the cells of each record."""
    return records_of(lambda: io.StringIO(text, newline=""), separator, file)


def records_of(
    opened: Callable[[], AbstractContextManager[Iterable[str]]], separator: str, file: str
) -> Iterator[tuple[int, list[str]]]:
    """Yield the same of lines that can be *opened* again: what is wrong with one is looked for from the start."""
    with opened() as lines:
        reader = csv.reader(lines, delimiter=separator, strict=True)
        while True:
            number = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                with opened() as again:
                    raise InvalidInput([broken(error, number, again, file)]) from error
            yield number, cells


def broken(error: csv.Error, number: int, lines: Iterable[str], file: str) -> Problem:
    """Return the problem of a line that is no CSV, given all *lines*."""
    said = str(error)
    expected, hint = next((means for part, means in SAID.items() if part in said), ("a line of CSV", said))
    line = next((line for at, line in enumerate(lines, 1) if at == number), "")
    return Problem(expected, file=file, row=number, value=line.strip()[:100], hint=hint)
