"""
Who was forgotten: what keeps them from coming back.

A line of `.coprod/forgotten.jsonl` holds the day, and hashes of the id and of the name under the project's secret. It
tells nobody who it was. Someone who brings the same id or the same full name again can be told.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import attrs

from coprod.consent.appending import Lines
from coprod.consent.keyed import keyed
from coprod.consent.names import words_of
from coprod.errors import Problem
from coprod.records import Partner
from coprod.rows import Row
from coprod.schema import Column, columns_of

__all__ = ["Forgotten"]

NAME = "coprod-forgotten"
FULL = 2  # words that a person's name has at least, to tell them from others
SAME_ID = "`coprod forget` takes out all rows like this; someone else needs another id."
SAME_NAME = "If it is someone else of that name, write the name so that it differs, such as with an initial."


def _lines(path: Path | str) -> Lines:
    return Lines(Path(path), NAME)


@attrs.frozen
class Stone:
    """One line: keyed hashes of the id and of the name, empty where the name says too little, and the day."""

    id: str = attrs.field(validator=attrs.validators.instance_of(str))
    name: str = attrs.field(validator=attrs.validators.instance_of(str))
    on: date

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Stone:
        """Return the stone of a line."""
        return cls(plain["id"], plain["name"], date.fromisoformat(plain["on"]))


@attrs.frozen
class Forgotten:
    """
    Those who were forgotten in one project.

    Attributes:
        lines: Its file.
    """

    lines: Lines = attrs.field(alias="path", converter=_lines)
    _secret: bytes | Callable[[], bytes] = attrs.field(repr=False)

    def add(self, partner: str, name: str | None, on: date) -> None:
        """
        Remember that a partner was forgotten.

        Args:
            partner: The partner's id.
            name: Their name; None where another partner of the same name stays.
            on: The day.

        Raises:
            WriteFailed: it could not be written, so nothing may be erased yet.
        """
        hashed = self._name(name)
        self.lines.add({"id": self._id(partner), "name": hashed, "on": on.isoformat()})

    def knows(self, partner: str, name: str | None = None) -> date | None:
        """
        Return the day on which someone with this id or this full name was forgotten; None where nobody was.

        Raises:
            InvalidInput: a line cannot be read.
        """
        ids, names = self._days()
        if not ids:
            return None
        return ids.get(self._id(partner)) or (names.get(self._name(name)) if name else None)

    def barring(self) -> Callable[[Row], Problem | None] | None:
        """
        Return what finds the problem of a row that brings someone back; None where nobody was forgotten.

        Raises:
            InvalidInput: a line cannot be read.
        """
        if not self.lines.there():
            return None
        ids, names = self._days()
        seen: dict[tuple[str, str], date | None] = {}

        def day(what: str, text: str) -> date | None:
            if (what, text) not in seen:
                seen[what, text] = ids.get(self._id(text)) if what == "id" else names.get(self._name(text))
            return seen[what, text]

        return lambda row: _problem(row, day)

    def _days(self) -> tuple[Mapping[str, date], Mapping[str, date]]:
        stones = self.lines.read(Stone.from_dict)
        return {one.id: one.on for one in stones}, {one.name: one.on for one in stones if one.name}

    def _id(self, partner: str) -> str:
        return keyed(self._key(), "forgotten", "id", partner)

    def _name(self, name: str | None) -> str:
        """Return the hash of a full name, whatever its case, accents and order; empty where it says too little."""
        words = sorted(word.casefold() for word in words_of(name or ""))
        return keyed(self._key(), "forgotten", "name", *words) if len(words) >= FULL else ""

    def _key(self) -> bytes:
        return self._secret if isinstance(self._secret, bytes) else self._secret()


def _problem(row: Row, day: Callable[[str, str], date | None]) -> Problem | None:
    for column, what, text in _looked_at(row):
        if on := day(what, text):
            expected = f"nobody who was forgotten, on {on}, as they asked; take the row out"
            hint = SAME_NAME if what == "name" else SAME_ID
            return row.problem(expected, column=column, value=row.values.get(column), hint=hint)
    return None


def _looked_at(row: Row) -> Iterator[tuple[str, str, str]]:
    """Yield the column, and the id or the name, of all partners that a row speaks of."""
    for name, column in columns_of(row.kind).items():
        value = row.values.get(name)
        if value is None:
            continue
        if row.kind is Partner and name in {"id", "name"}:
            yield name, name, _clean(value)
        elif "partner" in column.refs:
            for key in (key for one in _parts(column, value) for key in _keys(_clean(one))):
                yield name, "id", key
                if not column.or_words:  # words about someone are no reference, whoever else they name
                    yield name, "name", key


def _parts(column: Column, value: object) -> Iterable[object]:
    if isinstance(value, frozenset | set | tuple | list):
        return value
    return str(value).split(";") if column.many else [value]


def _keys(value: str) -> tuple[str, ...]:
    """Return what a reference may mean: the id as it stands, and the one after `partner:`."""
    kind, _, key = value.partition(":")
    return (value, key.strip()) if kind == "partner" and key else (value,)


def _clean(value: object) -> str:
    """Return a cell as an id is kept."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # a spreadsheet keeps the id 7 as 7.0
    return unicodedata.normalize("NFC", str(value)).strip()
