"""One row, or one large table, as found in a source, before anything was checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from coprod.errors import Problem
from coprod.records.base import Record

__all__ = ["LARGE", "Large", "Row"]

LARGE = 5_000  # rows; fewer are read sooner one by one than an engine is loaded


@attrs.frozen(kw_only=True)
class Row:
    """
    One row as found in a source, values as text or as they are; coprod reads, checks and reports with its place.

    Attributes:
        kind: The record kind it is a row of.
        values: What stands in each column, by the name in the source; empty text and None are "not recorded".
        file: Name of the file, or of the workbook.
        row: Line of the file, or row of the sheet, counted from 1.
        sheet: Sheet of a workbook.
        letters: Letter of each column in a sheet, so that a problem can name the cell.
    """

    kind: type[Record]
    values: Mapping[str, object] = attrs.field(hash=False)
    file: str = ""
    row: int | None = None
    sheet: str = ""
    letters: Mapping[str, str] = attrs.field(factory=dict, hash=False, repr=False)

    def problem(self, expected: str, *, column: str = "", value: object = "", hint: str = "") -> Problem:
        """Return a problem at this row, and at *column* of it."""
        letter = self.letters.get(column, "")
        return Problem(
            expected,
            file=self.file,
            row=self.row,
            column=column,
            value="" if value is None else str(value),
            hint=hint,
            sheet=self.sheet,
            cell=f"{letter}{self.row}" if letter else "",
        )


@attrs.frozen(kw_only=True)
class Large:
    """
    A table as found in a source with too many rows to look at one by one; the same is asked of it as of each row.

    Attributes:
        kind: The record kind of its rows.
        raw: The cells, as `coprod.engines.reading` has them.
        names: The columns that can be used, by their names there.
        file: Name of the file.
        sheet: Name of the table in a file that holds several.
        form: What the file should be, where it turns out to be broken.
        longest: How many characters a cell may have; 0 where any may.
        skips_empty: Whether rows in which nothing stands are no rows, as in a file that people keep.
    """

    kind: type[Record]
    raw: Any = attrs.field(repr=False)
    names: Mapping[str, str] = attrs.field(hash=False)
    file: str = ""
    sheet: str = ""
    form: str = "a table"
    longest: int = 0
    skips_empty: bool = False
