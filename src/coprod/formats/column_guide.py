"""`COLUMNS.md`: what each column is for, told from the record kinds themselves."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from coprod.records import Record
from coprod.schema import Column, columns_of

__all__ = ["column_guide"]

OPENING = """\
# What each column is for

One sheet for each kind of thing. The first line names the columns. You may leave out columns that you do not
need, change their order, and add your own. An empty cell means: not recorded.

- **Dates** are written 2019-02-28, or as `dates` in coprod.toml says. **Times** are written 2019-02-28 13:30.
- **Ids** are short names of your own, such as `ana` or `v12`. Do not change one, or use it for two things.
- Where a column wants **another row**, write its id. Where it may be of several kinds, write `view:v12`.
- Where a cell may hold **several words**, put `;` between them.
- **Sensitive** means special-category data: it leaves only if the person said yes to that in so many words.
"""

ATTRIBUTE = re.compile(r"^    (?P<names>\w+(?:, \w+)*): (?P<text>.+?)(?=^    \w|\Z)", re.MULTILINE | re.DOTALL)
FORMS: Mapping[type, str] = {
    int: "a whole number",
    float: "a number",
    bool: "yes or no",
    date: "a date",
    datetime: "a date and time",
    frozenset: "words, with `;` between them",
}
EVERYWHERE: Mapping[str, str] = {"note": "What you want to remember."}


def column_guide(kinds: Iterable[type[Record]]) -> str:
    """Return the guide to the columns of these record kinds, in Markdown."""
    return "\n".join([OPENING, *(line for kind in kinds for line in _section(kind))]).rstrip() + "\n"


def _section(kind: type[Record]) -> Iterator[str]:
    text = inspect.getdoc(kind) or ""
    about, _, attributes = text.partition("Attributes:\n")
    said = {**EVERYWHERE, **_attributes(attributes)}
    yield f"## {kind.table()}\n"
    yield f"{about.strip()}\n"
    yield "| column | what | write |"
    yield "|---|---|---|"
    for column in columns_of(kind).values():
        if column.type is not tuple:
            required = " (always)" if column.required else ""
            what = said.get(column.name, "") + (" Sensitive." if column.special else "")
            yield f"| `{column.name}`{required} | {_cell(what)} | {_cell(_form(column))} |"
    yield ""


def _attributes(text: str) -> Mapping[str, str]:
    """Return what a docstring says of each attribute; several may share one line."""
    return {
        name: " ".join(found["text"].split())
        for found in ATTRIBUTE.finditer(text)
        for name in found["names"].split(", ")
    }


def _form(column: Column) -> str:
    if column.refs:
        form = " or ".join(f"`{kind}:ID`" if column.typed else f"the id of a {kind}" for kind in column.refs)
        return f"{form}, or words" if column.or_words else form
    if column.low is not None:
        return f"{column.low} to {column.high}"
    if column.words:
        return ", ".join(column.words)
    return "an id" if column.name == "id" else FORMS.get(column.type, "text")


def _cell(text: str) -> str:
    """Return text that does not end a cell of the table."""
    return text.replace("|", "\\|").strip()
