"""
How things show themselves in a notebook: small tables and bars in plain HTML, with every text escaped.

A notebook is saved with what it showed and handed on, so what is shown here is chosen with that in mind. Nothing is
loaded from elsewhere, no script runs, and colours are those of the notebook, light or dark.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

__all__ = ["heading", "listed", "paragraph", "table"]

LEFT = ' style="text-align: left"'  # notebooks put the text of cells to the right
WIDTH = 120  # of a whole bar, in pixels


def heading(text: str) -> str:
    """Return a title; a notebook has larger ones of its own."""
    return f"<h3>{html.escape(text)}</h3>"


def paragraph(text: str, name: str = "") -> str:
    """
    Return a paragraph, with what it is named in front; nothing where it has no text.

    >>> paragraph("1 < 2", "Source:")
    '<p><b>Source:</b> 1 &lt; 2</p>'
    """
    front = f"<b>{html.escape(name)}</b> " if name else ""
    return f"<p>{front}{html.escape(text)}</p>" if text else ""


def listed(lines: Iterable[str]) -> str:
    """Return a list; nothing where it has no lines."""
    items = "".join(f"<li>{html.escape(line)}</li>" for line in lines)
    return f"<ul>{items}</ul>" if items else ""


def table(
    caption: str,
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    shares: Iterable[float | None] = (),
) -> str:
    """
    Return a table; nothing where it has no rows.

    Args:
        caption: What it tells.
        head: The names of the columns.
        rows: The cells; the first names the row.
        shares: For each row the part of a whole, from 0 to 1, to draw as a bar in the last cell; None for no bar.
    """
    bars = [_bar(share) for share in shares]
    cells = [[html.escape(cell) for cell in row] for row in rows]
    for row, bar in zip(cells, bars, strict=False):
        row[-1] += bar
    lines = "".join(
        f"<tr>{_cell('th', row[0], 'row')}{''.join(_cell('td', one) for one in row[1:])}</tr>" for row in cells
    )
    columns = "".join(_cell("th", html.escape(name), "col") for name in head)
    parts = f"<caption{LEFT}>{html.escape(caption)}</caption><thead><tr>{columns}</tr></thead><tbody>{lines}</tbody>"
    return f"<table>{parts}</table>" if cells else ""


def _cell(tag: str, inside: str, scope: str = "") -> str:
    of = f' scope="{scope}"' if scope else ""
    return f"<{tag}{of}{LEFT}>{inside}</{tag}>"


def _bar(share: float | None) -> str:
    """Return a bar in a frame that is the whole; the number stands beside it, so nobody has to see it."""
    if share is None:
        return ""
    frame = f'<rect x="0.5" y="0.5" width="{WIDTH - 1}" height="11" fill="none" stroke="currentColor"/>'
    filled = f'<rect width="{round(WIDTH * min(max(share, 0), 1), 1):g}" height="12" fill="currentColor"/>'
    return f' <svg width="{WIDTH}" height="12" aria-hidden="true">{frame}{filled}</svg>'
