"""
What a column says about itself.

A record kind is one `@attrs.frozen(kw_only=True)` class on `coprod.Record`. Its annotations carry the marks of this
module, and everything else is derived from them: columns and their types in files, validation, what is known at a
date, the graph, what consent asks.

    partner: Annotated[str, key, subject, to("Partner")] = attrs.field(kw_only=False)

Nothing here knows a record kind, and nothing here reads a value: `coprod.cells` does that.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeAlias, get_args, get_origin

import attrs

__all__ = [
    "About",
    "Column",
    "Mark",
    "Value",
    "adds_subject_to",
    "category",
    "columns_of",
    "end",
    "key",
    "kind_name",
    "known_with",
    "label",
    "later",
    "moment",
    "or_words",
    "quotable",
    "rating",
    "start",
    "subject",
    "subject_of_cell",
    "table_name",
    "to",
    "words",
]

Value: TypeAlias = str | int | float | bool | date | datetime | None
Words: TypeAlias = frozenset[str]


@attrs.frozen
class Mark:
    """One thing that a column says about itself; put it in `Annotated[...]`."""

    name: str
    values: tuple[Any, ...] = ()


key = Mark("key")
"""Part of the key: two rows with equal keys are a duplicate."""
subject = Mark("subject")
"""The partner in this column is a subject of the whole row: the row leaves only as far as they allow."""
subject_of_cell = Mark("subject_of_cell")
"""The partner in this column is a subject of this cell only."""
start = Mark("start")
"""The day or instant from which the row holds; before it the row was not there."""
end = Mark("end")
"""The last day on which the row holds."""
moment = Mark("moment")
"""When the row happened; before it the row was not there."""
later = Mark("later")
"""A day or instant that becomes known only when it comes; before it the cell was empty."""
label = Mark("label")
"""A short word that sorts rows, such as a topic; it is no free text, though any word may stand there."""
quotable = Mark("quotable")
"""Leaves with a quote that nobody's name stands under."""
or_words = Mark("or_words")
"""A reference, or words about someone who is not in the project."""


def to(*kinds: str | type) -> Mark:
    """Refer to a record of one of these kinds, by id where it is one kind, by `kind:id` where there are several."""
    return Mark("to", tuple(kind_name(kind) for kind in kinds))


def category(name: str, *, special: bool = False) -> Mark:
    """Put this column in a category of its own; *special* asks for explicit consent."""
    return Mark("category", (name, special))


def known_with(column: str) -> Mark:
    """Say that this cell was not known before the day in *column*."""
    return Mark("known_with", (column,))


def rating(low: int, high: int) -> Mark:
    """Allow whole numbers from *low* to *high*."""
    return Mark("rating", (low, high))


def words(*allowed: str) -> Mark:
    """Allow these words, and those that a project adds to them in `[words]`."""
    return Mark("words", allowed)


def adds_subject_to(column: str, *, unless: tuple[str, str] | None = None) -> Mark:
    """Make the partner here a subject of the record that *column* refers to, *unless* a column holds a word."""
    return Mark("adds_subject_to", (column, *(unless or ("", ""))))


@attrs.frozen(kw_only=True)
class About:
    """
    What a record kind says about itself as a whole.

    Attributes:
        category: Category of the columns that name none of their own.
        special: Whether those columns are special-category data, which need explicit consent.
        nobody: Whether its rows have no subject: facts about the project, not about a person.
        table: Name of its table, file and sheet; by default the plural of the class name.
        in_graph: Whether its rows are in the graph of the project.
        notice: A reference to a space, whose notice in the room is the permission for rows that nobody signed.
        repeats: A column that, left empty, lets equal rows repeat: a slip without a name may be like another.
    """

    category: str = attrs.field(kw_only=False)
    special: bool = False
    nobody: bool = False
    table: str = ""
    in_graph: bool = True
    notice: str = ""
    repeats: str = ""


@attrs.frozen(kw_only=True)
class Column:
    """
    One column, as its annotation says.

    Attributes:
        name: Name in files, frames and objects.
        type: One of str, int, float, bool, date, datetime; frozenset for several words in one cell.
        required: Whether every row fills it.
        key: Whether it is part of the key.
        refs: Kinds it may refer to, in lower case; empty where it is no reference.
        or_words: Whether words may stand in place of the reference.
        subject: Whether its partner is a subject of the whole row.
        subject_of_cell: Whether its partner is a subject of this cell alone.
        category: What consent asks for.
        special: Whether that consent must be explicit.
        time: `start`, `end`, `moment`, `later`, or empty.
        known_with: Column whose day this cell became known with, or empty.
        low, high: Range of a rating.
        words: Words allowed; empty means any.
        adds_subject_to: Column of the record that gets this partner as a subject, with an exception.
        label: Whether it holds a short word that sorts rows, and leaves with rows under a pseudonym.
        quotable: Whether it leaves with a quote that nobody's name stands under.
        default: What an object has when it is left out.
    """

    name: str
    type: type
    required: bool
    key: bool = False
    refs: tuple[str, ...] = ()
    or_words: bool = False
    subject: bool = False
    subject_of_cell: bool = False
    category: str = ""
    special: bool = False
    time: str = ""
    known_with: str = ""
    low: int | None = None
    high: int | None = None
    words: tuple[str, ...] = ()
    adds_subject_to: tuple[str, ...] = ()
    label: bool = False
    quotable: bool = False
    default: object = None

    @property
    def typed(self) -> bool:
        """Whether a reference is written `kind:id`: it may be of several kinds."""
        return len(self.refs) > 1

    def ref(self, value: str) -> str:
        """Return a reference in this column with its kind, `view:v12`, as the graph and consent write it."""
        return value if self.typed else f"{self.refs[0]}:{value}"

    @property
    def free_text(self) -> bool:
        """Whether people write here what they like: no reference, no key of the record, no list of words."""
        return self.type is str and not self.words and self.name != "id" and (not self.refs or self.or_words)

    @property
    def many(self) -> bool:
        """Whether a cell may hold several words."""
        return self.type is frozenset


def kind_name(kind: str | type) -> str:
    """
    Return the name of a record kind as references write it: its class name in lower case.

    >>> kind_name("View")
    'view'
    """
    return (kind if isinstance(kind, str) else kind.__name__).lower()


def table_name(kind: type) -> str:
    """Return the name of a kind's table, file and sheet: the plural of its class name unless it says otherwise."""
    about: About = kind.about  # type: ignore[attr-defined]  # every Record has it; Record is defined above this module
    if about.table:
        return about.table
    name = kind_name(kind)
    return name[:-1] + "ies" if name.endswith("y") else name + "s"


def columns_of(kind: type) -> Mapping[str, Column]:
    """
    Return the columns of a record kind by name, in the order of its fields.

    Types are resolved here, on first use, so that kinds may refer to each other in any order.
    """
    if kind not in _COLUMNS:
        _COLUMNS[kind] = _columns(kind)
    return _COLUMNS[kind]


_COLUMNS: dict[type, Mapping[str, Column]] = {}


def _columns(kind: type) -> Mapping[str, Column]:
    hints = typing.get_type_hints(kind, include_extras=True)
    fields: tuple[attrs.Attribute[Any], ...] = attrs.fields(kind)
    own = [field for field in fields if field.name not in INHERITED]
    inherited = [field for field in fields if field.name in INHERITED]
    return types.MappingProxyType({f.name: _column(kind, f, hints[f.name]) for f in (*own, *inherited)})


INHERITED = ("note", "extras")  # fields of every record; they come last


def _column(kind: type, field: attrs.Attribute[Any], hint: Any) -> Column:
    about: About = kind.about  # type: ignore[attr-defined]  # as in table_name
    marks = {mark.name: mark.values for mark in getattr(hint, "__metadata__", ()) if isinstance(mark, Mark)}
    name, special = marks.pop("category", (about.category, about.special))
    low, high = marks.pop("rating", (None, None))
    time = next((marks_name for marks_name in ("start", "end", "moment", "later") if marks_name in marks), "")
    return Column(
        name=field.name,
        type=_plain(hint),
        required=field.default is attrs.NOTHING,
        key="key" in marks,
        refs=marks.get("to", ()),
        or_words="or_words" in marks,
        subject="subject" in marks,
        subject_of_cell="subject_of_cell" in marks,
        category=name,
        special=special,
        time=time,
        known_with=next(iter(marks.get("known_with", ())), ""),
        low=low,
        high=high,
        words=marks.get("words", ()),
        adds_subject_to=marks.get("adds_subject_to", ()),
        label="label" in marks,
        quotable="quotable" in marks,
        default=None if field.default is attrs.NOTHING else field.default,
    )


PLAIN: Mapping[type, type] = {str: str, int: int, float: float, bool: bool, date: date, datetime: datetime}


def _plain(hint: Any) -> type:
    """Return the type that a cell has, whatever `Annotated`, `| None` and `Literal` stand around it."""
    if get_origin(hint) is typing.Annotated:
        return _plain(get_args(hint)[0])
    if get_origin(hint) in {typing.Union, types.UnionType}:
        return next(_plain(part) for part in get_args(hint) if part is not type(None))
    if get_origin(hint) in {frozenset, tuple}:
        return frozenset if get_origin(hint) is frozenset else tuple
    if hint in PLAIN:
        return PLAIN[hint]
    message = f"a column cannot hold {hint!r}: use str, int, float, bool, date, datetime or frozenset[str]"
    raise TypeError(message)
