"""Tables in Parquet, which keeps the type of each column."""

from __future__ import annotations

from collections.abc import Iterator

from coprod.errors import Problem
from coprod.formats.grids import Grid, rows_of
from coprod.formats.sheets import Sheet
from coprod.project import Project
from coprod.records import Record
from coprod.rows import Row
from coprod.settings import Settings
from coprod.tables import stored_types, to_stored

__all__ = ["read_table", "write_table"]


def read_table(
    data: bytes, kind: type[Record], settings: Settings, *, file: str, sheet: str = ""
) -> Iterator[Row | Problem]:
    """Yield the rows of a table and every problem with its shape; rows are counted from 1."""
    from coprod.engines import read_parquet

    try:
        header, rows = read_parquet(data)
    except ValueError as error:
        yield Problem("a Parquet file", file=file, sheet=sheet, hint=f"{error}.")
        return
    yield from rows_of(Grid(kind=kind, header=header, lines=enumerate(rows, 1), file=file, sheet=sheet), settings)


def write_table(sheet: Sheet, _: Project) -> bytes:
    """Return a table as Parquet: instants in UTC, several words in a cell as one text parted by `;`."""
    from coprod.engines import write_parquet

    types = stored_types(sheet.kind)
    named = {column.name: types[column.name] for column in sheet.columns} | dict.fromkeys(sheet.extras, str)
    known = len(sheet.columns)
    rows = (
        (*(to_stored(column, value) for column, value in zip(sheet.columns, row, strict=False)), *row[known:])
        for row in sheet.rows
    )
    return write_parquet(named, rows)
