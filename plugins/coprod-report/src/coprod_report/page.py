"""
What a page is made of, whatever it is written in: sections of paragraphs, lists, tables and pictures.

Every text is plain, on one line, and cannot turn the text around it. Who writes it, as HTML or Markdown, escapes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

import attrs

__all__ = ["Block", "Item", "Items", "Page", "Para", "Picture", "Section", "Table", "plain"]

TURNING = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))  # characters that turn what stands around


def plain(text: str) -> str:
    r"""
    Return a text on one line, without the characters that change the direction of what stands around it.

    >>> plain("A bench\n by the \u202eroad")
    'A bench by the road'
    """
    return " ".join(text.translate(TURNING).split())


def _texts(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(plain, given))


def _rows(given: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(map(_texts, given))


def _spec(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a picture shows, with its texts as plain as all others."""
    return {name: _part(value) for name, value in given.items()}


def _part(value: Any) -> Any:
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, Mapping):
        return _spec(value)
    return [_part(one) for one in value] if isinstance(value, list | tuple) else value


@attrs.frozen
class Para:
    """A paragraph."""

    text: str = attrs.field(converter=plain)


@attrs.frozen
class Item:
    """
    Something in a list.

    Attributes:
        text: What it says.
        words: Somebody's own words, which stand apart from ours.
        details: What stands under it, a line each.
    """

    text: str = attrs.field(converter=plain)
    words: str = attrs.field(default="", converter=plain)
    details: tuple[str, ...] = attrs.field(default=(), converter=_texts)


def _items(given: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(given)


@attrs.frozen
class Items:
    """A list."""

    items: tuple[Item, ...] = attrs.field(converter=_items)


@attrs.frozen
class Table:
    """
    A table; the first cell of each row names the row.

    Attributes:
        caption: What it tells.
        head: The names of the columns.
        rows: The cells.
        name: What it is called where each table is a file of its own.
    """

    caption: str = attrs.field(converter=plain)
    head: tuple[str, ...] = attrs.field(converter=_texts)
    rows: tuple[tuple[str, ...], ...] = attrs.field(converter=_rows)
    name: str

    def filled(self) -> Table:
        """Return the table without the columns in which nothing stands; the first stays."""
        kept = [at for at, _ in enumerate(self.head) if not at or any(row[at] for row in self.rows)]
        rows = [[row[at] for at in kept] for row in self.rows]
        return attrs.evolve(self, head=[self.head[at] for at in kept], rows=rows)


@attrs.frozen
class Picture:
    """
    A chart or a map.

    Attributes:
        spec: What it shows, in Vega-Lite.
        says: The same in words, for whoever does not see it.
        table: The same in numbers.
    """

    spec: dict[str, Any] = attrs.field(converter=_spec)
    says: str = attrs.field(converter=plain)
    table: Table


Block: TypeAlias = Para | Items | Table | Picture


def _blocks(given: Iterable[Block]) -> tuple[Block, ...]:
    return tuple(given)


def _sections(given: Iterable[Section]) -> tuple[Section, ...]:
    return tuple(given)


@attrs.frozen
class Section:
    """
    A part of a page.

    Attributes:
        name: What links lead to.
        title: What stands above it.
        blocks: What is in it.
        parts: Sections in it.
    """

    name: str
    title: str = attrs.field(converter=plain)
    blocks: tuple[Block, ...] = attrs.field(default=(), converter=_blocks)
    parts: tuple[Section, ...] = attrs.field(default=(), converter=_sections)

    def __bool__(self) -> bool:
        """Whether there is anything in it."""
        return bool(self.blocks or self.parts)


def _tables(given: Iterable[Table]) -> tuple[Table, ...]:
    return tuple(given)


@attrs.frozen
class Page:
    """
    A page.

    Attributes:
        title: What it is about.
        lead: What is said before all else.
        first: What is on the first screen, in order.
        rest: What comes after it.
        data: The same as tables where the page has it in other forms; only for files of tables.
        easy: Whether it is easy read: one idea a sentence, larger type.
    """

    title: str = attrs.field(converter=plain)
    lead: tuple[str, ...] = attrs.field(converter=_texts)
    first: tuple[Section, ...] = attrs.field(converter=_sections)
    rest: tuple[Section, ...] = attrs.field(converter=_sections)
    data: tuple[Table, ...] = attrs.field(default=(), converter=_tables)
    easy: bool = False

    def tables(self) -> tuple[Table, ...]:
        """Return all tables, those of pictures and those for files alone too."""
        shown = (table for section in (*self.first, *self.rest) for table in _tables_of(section))
        return (*shown, *self.data)


def _tables_of(section: Section) -> Iterator[Table]:
    for block in section.blocks:
        if isinstance(block, Table):
            yield block
        elif isinstance(block, Picture):
            yield block.table
    for part in section.parts:
        yield from _tables_of(part)
