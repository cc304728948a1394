"""A page as one HTML file: no script, nothing from a network, every text escaped."""

from __future__ import annotations

import base64
import hashlib
import re
from importlib.resources import files
from itertools import count

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from coprod import Release
from coprod.formats.spec import Sink
from coprod_report.charts import drawn
from coprod_report.content import page_of
from coprod_report.page import Items, Section, Table
from coprod_report.text import Words

__all__ = ["as_html", "write_html"]

TEMPLATES = files("coprod_report") / "templates"
FEW = 12  # rows of a table that stands beside its chart; a longer one stands under it
MANY = 300  # things in the lists of a section that are laid out at once
LETTERS = 80  # that a line of a table has on paper
NUMBER = re.compile(r"[<>]?[\d.,]+ ?%?|")


def as_html(release: Release, *, easy_read: bool = False) -> str:
    """Return the page of a release as HTML; the same release gives the same page."""
    style = (TEMPLATES / "style.css").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True)
    template = environment.from_string((TEMPLATES / "page.html.jinja").read_text(encoding="utf-8"))
    return template.render(
        page=page_of(release, easy_read=easy_read),
        words=Words(easy=easy_read),
        style=Markup(style),  # noqa: S704  # our own file
        digest=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        number=count(1).__next__,  # what is pointed at needs a name of its own
        drawn=_drawn,
        FEW=FEW,
        MANY=MANY,
        items_in=_items_in,
        looks_of=_looks_of,
    )


def _drawn(spec: dict[str, object]) -> Markup:
    """Return a chart; its texts were escaped by what drew it."""
    return Markup(drawn(spec))  # noqa: S704  # hostile labels are tried in the tests


def _items_in(section: Section) -> int:
    """Return how many things the lists of a section and of its parts have."""
    own = sum(len(block.items) for block in section.blocks if isinstance(block, Items))
    return own + sum(map(_items_in, section.parts))


def _looks_of(table: Table) -> list[Markup]:
    """Return for each column how its cells look: numbers end at one line, and words of no end may be broken."""
    columns = zip(*table.rows, strict=True) if table.rows else ([""] for _ in table.head)
    return [_look(cells, LETTERS // len(table.head)) for cells in map(list, columns)]


def _look(cells: list[str], longest: int) -> Markup:
    if any(cells) and all(map(NUMBER.fullmatch, cells)):
        return Markup(' class="number"')
    endless = any(len(word) > longest for cell in cells for word in cell.split())
    return Markup(' class="endless"') if endless else Markup()


def write_html(release: Release, sink: Sink, *, easy_read: bool = False) -> None:
    """Write the page of a release as one HTML file."""
    with sink.open() as file:
        file.write(as_html(release, easy_read=easy_read).encode())
