"""Text that others wrote, shown as it is whatever it holds: in Markdown, and in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

__all__ = ["BOM", "RUNS", "guarded", "markdown", "on_one_line", "spreadsheet"]

BOM = b"\xef\xbb\xbf"  # the mark by which spreadsheets know that a file is UTF-8
RUNS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "\uff1d",
    "\uff0b",
    "\uff0d",
    "\uff20",
)  # what a cell begins with that a spreadsheet runs; the last four are full-width


def on_one_line(text: str) -> str:
    r"""
    Return a text with all its spacing as single blanks.

    >>> on_one_line("A bench\n by the door ")
    'A bench by the door'
    """
    return " ".join(text.split())


def markdown(text: str) -> str:
    r"""
    Return a text on one line, shown by Markdown as it is, whatever it holds.

    >>> markdown("<b>*Now*</b>")
    '&lt;b&gt;\\*Now\\*&lt;/b&gt;'
    >>> markdown("# Now"), markdown("1. Now")
    ('\\# Now', '1\\. Now')
    """
    from html import escape  # its table of entities takes longer to load than most of coprod's modules

    escaped = re.sub(r"([\\`*_{}\[\]|~])", r"\\\1", escape(on_one_line(text), quote=False))
    return re.sub(r"^(\d*)([-+#=.)])(?=[-+#=]*(\s|$))", r"\1\\\2", escaped)  # what would begin a heading or a list


def guarded(text: str) -> str:
    """
    Return text that no spreadsheet runs.

    >>> guarded("=1+1")
    "'=1+1"
    """
    return f"'{text}" if text.startswith(RUNS) else text


def spreadsheet(header: Sequence[str], rows: Iterable[Iterable[Any]], *, guard: bool = True) -> bytes:
    """
    Return a table as CSV for spreadsheets: UTF-8 with its mark, every field in quotes.

    Args:
        header: The names of the columns.
        rows: The cells: texts, numbers, yes or no, None where there is nothing.
        guard: Whether a text that a spreadsheet would run gets a `'` before it.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_cell(value, guard=guard) for value in row] for row in rows)
    return BOM + out.getvalue().encode()


def _cell(value: Any, *, guard: bool) -> str:
    """Return the text of a cell; only what is text by type is guarded, so that -1 stays a number."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return guarded(value) if guard and isinstance(value, str) else str(value)
