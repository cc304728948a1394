"""How a trace is told: sections of entries, for a terminal, as Markdown and as HTML."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator

import attrs

from coprod.markup import markdown

__all__ = ["Entry", "Section", "as_html", "as_markdown"]


@attrs.frozen
class Entry:
    """
    One record in a list.

    Attributes:
        head: Its day, its reference and its kind.
        words: Its words, its title or its name; empty where there are none.
        details: A line for each link and each fact.
        who: Typed references of who said it; told only to stewards who ask.
    """

    head: str
    words: str
    details: tuple[str, ...] = ()
    who: tuple[str, ...] = ()


@attrs.frozen
class Section:
    """
    A list under a title.

    Attributes:
        title: What the list is of; empty for the item itself.
        entries: What is in it.
        nothing: What to say where nothing is.
    """

    title: str
    entries: tuple[Entry, ...]
    nothing: str = ""


def as_markdown(title: str, answer: str, sections: Iterable[Section]) -> str:
    """Return sections as Markdown, safe whatever the words hold."""
    parts = [f"# {markdown(title)}", markdown(answer)]
    for section in sections:
        parts += [f"## {markdown(section.title)}"] if section.title else []
        parts.append("\n".join(_list_md(section)))
    return "\n\n".join(parts) + "\n"


def _list_md(section: Section) -> Iterator[str]:
    if not section.entries:
        yield markdown(section.nothing)
    for entry in section.entries:
        yield f"- {markdown(entry.head)}{f': {markdown(entry.words)}' if entry.words else ''}"
        yield from (f"    - {markdown(detail)}" for detail in entry.details)


def as_html(title: str, answer: str, sections: Iterable[Section]) -> str:
    """Return sections as HTML, with every text escaped."""
    return f"<h3>{html.escape(title)}</h3><p>{html.escape(answer)}</p>" + "".join(map(_section_html, sections))


def _section_html(section: Section) -> str:
    title = f"<h4>{html.escape(section.title)}</h4>" if section.title else ""
    if not section.entries:
        return f"{title}<p>{html.escape(section.nothing)}</p>"
    return f"{title}<ul>{''.join(map(_entry_html, section.entries))}</ul>"


def _entry_html(entry: Entry) -> str:
    words = f": {html.escape(entry.words)}" if entry.words else ""
    details = "".join(f"<li>{html.escape(detail)}</li>" for detail in entry.details)
    return f"<li>{html.escape(entry.head)}{words}{f'<ul>{details}</ul>' if details else ''}</li>"
