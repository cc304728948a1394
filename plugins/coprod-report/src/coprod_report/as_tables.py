"""The tables of a page as CSV files for spreadsheets."""

from __future__ import annotations

import re

from coprod import Release
from coprod.formats.spec import Sink
from coprod.markup import spreadsheet
from coprod_report.content import page_of

__all__ = ["write_tables"]

BELOW_NOTHING = re.compile(r"-\d+(\.\d+)?")


def write_tables(release: Release, sink: Sink, *, easy_read: bool = False) -> None:
    """Write each table of the page of a release as a file of its own, and what the page has as lists too."""
    for table in page_of(release, easy_read=easy_read).tables():
        with sink.open(f"{table.name}.csv") as file:
            file.write(spreadsheet(table.head, (map(_cell, row) for row in table.rows)))


def _cell(text: str) -> str | float:
    """Return a number below nothing as a number: as a text it would be taken for a formula, and made harmless."""
    return float(text) if BELOW_NOTHING.fullmatch(text) else text
