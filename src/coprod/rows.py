"""One row as found in a source, before anything was checked."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from coprod.errors import Problem
from coprod.records.base import Record

__all__ = ["Row"]


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
