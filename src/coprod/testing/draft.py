"""
A project taken apart, so that what may not leave of it can be changed.

Each row stands here with what was decided of it. What a withheld row decides about others (who came to a small space,
whom a mention names) is asked of the draft before the row is changed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from coprod.consent.answers import Asked
from coprod.consent.decide import decide
from coprod.consent.groups import groups_of, partner_columns
from coprod.consent.ranked import Ranked
from coprod.level import Level
from coprod.project import Project
from coprod.records import Attendance, Characteristic, Consent, Partner, Record, Space
from coprod.rows import Row
from coprod.schema import Column, columns_of, kind_name

__all__ = ["Draft", "Item", "unlike"]

SHARE, PSEUDONYMISE, COUNT, WITHHOLD = (level.rank for level in Level)
FEW = 5  # a space that fewer came to is about each of them
CANARY = "quillzeb"
LOAD = ("kind", "people", "sector", "here_as", "area")  # of a partner: public facts, labels, groups hang on these


@attrs.define(eq=False)
class Item:
    """A row with what was decided of it; a new one is withheld."""

    kind: type[Record]
    cells: dict[str, Any]
    there: int = WITHHOLD
    ranks: dict[str, int] = attrs.field(factory=dict)
    identity: dict[str, int] = attrs.field(factory=dict)

    @classmethod
    def of(cls, record: Record, ranked: Ranked) -> Item:
        """Return a record with what was decided of it."""
        kind = type(record)
        ranks = {n: max(rank, ranked.there) for g, rank in _zip(groups_of(kind), ranked.groups) for n in g.columns}
        identity = {column.name: rank for column, rank in _zip(partner_columns(kind), ranked.identity)}
        return cls(kind, {name: getattr(record, name) for name in columns_of(kind)}, ranked.there, ranks, identity)

    @property
    def ref(self) -> str:
        """The typed reference of a row with an id, or nothing."""
        return f"{kind_name(self.kind)}:{self.cells['id']}" if "id" in self.cells else ""

    @property
    def key(self) -> tuple[Any, ...] | None:
        """The key of the row; None where rows of its kind may be alike."""
        names = [column.name for column in columns_of(self.kind).values() if column.key]
        repeats = self.kind.about.repeats
        alike = not names or (repeats and self.cells[repeats] is None)
        return None if alike else tuple(self.cells[name] for name in names)

    def rank(self, name: str) -> int:
        """Return the rank of a cell."""
        return self.ranks.get(name, WITHHOLD)

    def points(self) -> Iterator[tuple[Column, str]]:
        """Yield every reference with its kind, and the column it is in; none of words, none of several."""
        for column in columns_of(self.kind).values():
            value = self.cells[column.name]
            if column.refs and not column.many and value is not None:
                yield column, column.ref(value)


def _zip(one: Iterable[Any], other: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    return zip(one, other, strict=True)


@attrs.define(eq=False)
class Draft:
    """
    A project that can be changed where nobody may look.

    Attributes:
        project: What it was taken from.
        asked: What it was decided for.
        numbers: Whether checks are asked, which may count anything that may be counted.
        items: The rows, without answers.
        consents: The answers.
        renamed: New ids of records that nothing seen names, to the old ones.
        canaries: Words that stand where nobody may look, and nowhere else.
    """

    project: Project
    asked: Asked
    numbers: bool
    items: list[Item]
    consents: list[dict[str, Any]]
    renamed: dict[str, str] = attrs.field(factory=dict)
    canaries: list[str] = attrs.field(factory=list)

    @classmethod
    def of(cls, project: Project, asked: Asked, *, numbers: bool = False) -> Draft:
        """Take a project apart."""
        decided = decide(project, asked)
        items = [Item.of(*both) for kind, found in decided.items() for both in _zip(project.records(kind), found)]
        consents = [{n: getattr(one, n) for n in columns_of(Consent)} for one in project.records(Consent)]
        return cls(project, asked, numbers, items, consents)

    def whole(self, *, order: int = 1) -> Project:
        """Return the project that the rows make, put together in this order."""
        rows = [Row(kind=item.kind, values=item.cells) for item in self.items]
        rows += [Row(kind=Consent, values=cells) for cells in self.consents]
        project = self.project
        return Project.from_source(project.name, rows[::order], settings=project.settings, kinds=project.kinds)

    def canary(self) -> str:
        """Return a word that stands nowhere yet."""
        self.canaries.append(f"{CANARY}{len(self.canaries)}")
        return self.canaries[-1]

    # what can be asked before something is changed

    @property
    def dated(self) -> bool:
        """Whether days decide what is there, so that no day may change."""
        return self.asked.request.as_of is not None

    @property
    def joins(self) -> bool:
        """Whether it is for the partners themselves, so that it matters when each of them joined."""
        return any(map(self.project.settings.joins, self.asked.request.audiences))

    def gets(self, item: Item) -> bool:
        """Whether a partner is among those who would get it, so that it matters when they joined."""
        return self.joins and not (item.cells["left"] and item.cells["left"] < self.asked.today)

    def of_kind(self, kind: type[Record]) -> list[Item]:
        """Return the rows of a kind."""
        return [item for item in self.items if item.kind is kind]

    def ids(self) -> dict[str, list[str]]:
        """Return what can be referred to, ids by the name of their kind."""
        found: dict[str, list[str]] = {}
        for item in self.items:
            if "id" in item.cells:
                found.setdefault(kind_name(item.kind), []).append(item.cells["id"])
        return found

    def pointing(self, ref: str) -> list[tuple[Item, Column]]:
        """Return the rows that refer to a record, and in which column."""
        return [(item, column) for item in self.items for column, to in item.points() if to == ref]

    def seen(self, ref: str) -> bool:
        """Whether a record is there for those who ask; a reference to any other is emptied."""
        return any(item.ref == ref and item.there < WITHHOLD for item in self.items)

    def settled(self, item: Item) -> bool:
        """Whether nobody becomes a subject of a space by this row: they did not come, or many did."""
        return item.kind is not Attendance or item.cells["came"] in {"could not", "not asked"} or self.many(item)

    def many(self, item: Item) -> bool:
        """Whether heads were counted where somebody came or not, and not few, so that it matters little who did."""
        space = next(one for one in self.of_kind(Space) if one.cells["id"] == item.cells["space"])
        people = space.cells["people"]
        return people is not None and not 0 < people < FEW

    def loose(self, item: Item) -> bool:
        """Whether a row can be there without a word about what is seen: nobody becomes a subject of that by it."""
        named = item.kind is Characteristic and item.cells["characteristic"] in self.asked.named
        return self.settled(item) and not named and not any(map(self.seen, _subject_of(item)))

    def alone(self, item: Item) -> bool:
        """Whether nobody is a subject of another row by this one, seen or not."""
        return self.loose(item) and not list(_subject_of(item))

    def speaks(self, partner: str) -> bool:
        """Whether a partner speaks for a community."""
        return any(label.partner == partner for label in self.project.settings.labels)

    def silent(self, item: Item) -> bool:
        """Whether a partner allowed nothing ever, and nothing about them is public."""
        public = item.cells["kind"] in self.project.settings.public_facts
        return not public and not any(one["who"] == item.ref for one in self.consents)

    def covers(self, name: str) -> bool:
        """Whether some community is told by this column."""
        return any(name in {*label.covers, "here_as"} for label in self.project.settings.labels)

    def heard(self, *texts: str | None) -> bool:
        """Whether a word of these texts stands in something that is seen, where names are looked for."""
        seen = [text for item in self.items if item.there <= PSEUDONYMISE for text in _texts(item)]
        words = {word for text in seen for word in unlike(text)}
        return any(text in one or (unlike(text) & words) for text in texts if text for one in [*seen, ""])

    def fixed(self, item: Item, column: Column) -> bool:
        """Whether others hang on this cell, so that it stays as it is."""
        name = column.name
        if name == "id" or column.refs or column.adds_subject_to:
            return True
        if self.dated and (column.time or column.known_with):
            return True
        return _load_bearing(self, item, name)


def _subject_of(item: Item) -> Iterator[str]:
    """Yield the record that someone becomes a subject of by this row."""
    for column in columns_of(item.kind).values():
        if column.adds_subject_to:
            about, unless, word = (*column.adds_subject_to, "", "")[:3]
            if not unless or item.cells[unless] != word:
                yield item.cells[about]


def _load_bearing(draft: Draft, item: Item, name: str) -> bool:
    if item.kind is Partner:
        if name in LOAD or draft.covers(name):
            return not draft.silent(item) or name == "kind"
        return name == "name" or (draft.joins and name in {"joined", "left"})
    if item.kind is Attendance:
        return name in {"came", "people"} and not draft.many(item)
    if item.kind is Characteristic:
        return item.cells["characteristic"] in draft.asked.named
    unless = [column.adds_subject_to[1:2] for column in columns_of(item.kind).values() if column.adds_subject_to]
    return (name,) in unless or (item.kind is Space and name == "people")


def _texts(item: Item) -> Iterator[str]:
    """Yield the words of a row that leaves, as far as they may be seen."""
    for name, value in item.cells.items():
        if item.rank(name) <= PSEUDONYMISE or name == "id":
            parts = value if isinstance(value, frozenset | tuple) else [value]
            yield from (str(part) for part in parts if part is not None)


def unlike(text: str | None) -> frozenset[str]:
    """
    Return the words of a text, so that two texts without a common one can hold no common name.

    >>> sorted(unlike("Siobhán, and her sister"))
    ['and', 'her', 'siobhan', 'sister']
    """
    spread = unicodedata.normalize("NFKD", text or "")
    kept = "".join(sign for sign in spread if unicodedata.category(sign) not in {"Mn", "Cf"})
    return frozenset(word.casefold() for word in re.findall(r"[^\W_]+", kept))
