"""A page as Markdown, safe whatever the words in it hold."""

from __future__ import annotations

from collections.abc import Iterator

from coprod import Release
from coprod.formats.spec import Sink
from coprod.markup import markdown
from coprod_report.content import page_of
from coprod_report.page import Block, Items, Para, Picture, Section, Table

__all__ = ["as_markdown", "write_markdown"]


def as_markdown(release: Release, *, easy_read: bool = False) -> str:
    """Return the page of a release as Markdown."""
    page = page_of(release, easy_read=easy_read)
    parts = [f"# {markdown(page.title)}", *map(markdown, page.lead)]
    for section in (*page.first, *page.rest):
        parts += _section(section, 2)
    return "\n\n".join(parts) + "\n"


def _section(section: Section, level: int) -> Iterator[str]:
    yield f"{'#' * level} {markdown(section.title)}"
    for block in section.blocks:
        yield from _block(block)
    for part in section.parts:
        yield from _section(part, level + 1)


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Para):
        yield markdown(block.text)
    elif isinstance(block, Items):
        yield "\n".join(_items(block))
    elif isinstance(block, Picture):
        yield markdown(block.says)
        yield _table(block.table)
    else:
        yield _table(block)


def _items(block: Items) -> Iterator[str]:
    for item in block.items:
        words = f" “{markdown(item.words)}”" if item.words else ""
        yield f"- {markdown(item.text)}{words}"
        yield from (f"    - {markdown(detail)}" for detail in item.details)


def _table(table: Table) -> str:
    head, line = " | ".join(map(markdown, table.head)), "|".join("---" for _ in table.head)
    rows = (f"| {' | '.join(map(markdown, row))} |" for row in table.rows)
    return "\n".join([f"*{markdown(table.caption)}*", "", f"| {head} |", f"|{line}|", *rows])


def write_markdown(release: Release, sink: Sink, *, easy_read: bool = False) -> None:
    """Write the page of a release as Markdown."""
    with sink.open() as file:
        file.write(as_markdown(release, easy_read=easy_read).encode())
