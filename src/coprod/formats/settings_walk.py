"""One walk along the fields of the settings classes: parsed values in, typed ones and problems out."""

from __future__ import annotations

import math
import types
import typing
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeAlias, get_args, get_origin

import attrs

from coprod.cells import NOT_TEXT, Unreadable, read_date
from coprod.errors import Problem, did_you_mean
from coprod.formats.source import Place
from coprod.formats.typed_json import hints_of
from coprod.validation import nearest

__all__ = ["LAYOUT", "OwnWords", "Walk"]

LAYOUT = 1  # of the folder; what a broken `coprod` key stands for
Path: TypeAlias = tuple[str, ...]
"""The keys from the top of the file to a value."""


class OwnWords:
    """Type of `[words]` as it is written: new words as a list, or a table from a word to ours."""


PLACEHOLDERS: Mapping[Any, Any] = {str: "", int: LAYOUT, tuple: (), Mapping: types.MappingProxyType({})}
"""What stands for a required value that is missing or broken, while more problems are looked for."""


@attrs.define
class Walk:
    """
    One walk along the fields of the settings classes, gathering problems on the way.

    Attributes:
        place: Where the settings are.
        problems: What is wrong so far.
        reported: The keys that are; nothing more is said about what is in them.
    """

    place: Place
    problems: list[Problem] = attrs.field(factory=list)
    reported: set[Path] = attrs.field(factory=set)

    def wrong(self, path: Path, expected: str, value: object = "", hint: str = "") -> None:
        """Note a problem, unless one is known with the same key or with what is around it."""
        if any(path[:length] in self.reported for length in range(1, len(path) + 1)):
            return
        self.reported.add(path)
        self.problems.append(self.place.problem(path, expected, value, hint))

    def attrs_class(self, kind: type, data: object, path: Path, as_written: Mapping[str, Any] | None = None) -> Any:
        """Return an object of *kind* from a table; what is missing or broken is left as it is by default."""
        hints = {**hints_of(kind), **(as_written or {})}
        given = self.known(data, attrs.fields_dict(kind), path)
        values = {}
        for field in attrs.fields(kind):
            if field.name in given:
                at, value = given[field.name]
                values[field.name] = self.read(hints[field.name], value, at, field.default)
            elif field.default is attrs.NOTHING:
                self.wrong((*path, field.name), f"the key `{field.name}`")
                values[field.name] = _placeholder(hints[field.name])
        return kind(**values)

    def known(self, data: object, fields: Mapping[str, Any], path: Path) -> Mapping[str, tuple[Path, object]]:
        """Return values by field, each with its path; a misspelt key stands for the field that it is near."""
        if not isinstance(data, Mapping):
            self.wrong(path, "a table of keys and values", data)
            return {}
        given: dict[str, tuple[Path, object]] = {}
        for key, value in data.items():
            at = (*path, key)
            if key in fields:
                given[key] = (at, value)
                continue
            near = nearest(key, fields)
            hint = did_you_mean(near or key, fields) or f"There are: {', '.join(sorted(fields))}."
            self.wrong(at, "a key that coprod knows", key, hint)
            if near and near not in data:
                given.setdefault(near, (at, value))
        return given

    def read(self, hint: Any, value: object, path: Path, default: Any = attrs.NOTHING) -> Any:
        """Return a value of the type that *hint* says; where it is not, the default."""
        origin = get_origin(hint) or hint
        if origin in {typing.Union, types.UnionType}:
            return self.read(get_args(hint)[0], value, path, default)
        if attrs.has(origin):
            return self.attrs_class(origin, value, path)
        try:
            return READERS[origin](self, value, path, get_args(hint))
        except Unreadable as error:
            self.wrong(path, error.expected, value, error.hint)
        return _placeholder(hint) if default is attrs.NOTHING else default

    def items(self, value: object, path: Path, args: Sequence[Any]) -> tuple[Any, ...]:
        """Return a list; one text counts as a list of one."""
        if args[0] is str and isinstance(value, str):
            value = [value]
        if not isinstance(value, list | tuple):
            raise Unreadable('a list such as ["one", "two"]' if args[0] is str else "a list of tables")
        of_text = args[0] is str
        return tuple(
            self.read(args[0], one, path if of_text else (*path, str(number))) for number, one in enumerate(value, 1)
        )

    def table(self, value: object, path: Path, args: Sequence[Any]) -> Mapping[str, Any]:
        """Return a table whose keys the project chooses."""
        if not isinstance(value, Mapping):
            raise Unreadable("a table of keys and values")
        for key in value:
            if not key.strip() or NOT_TEXT.search(key):
                self.wrong((*path, key), "a key that can be read and written", key)
        found = {key: self.read(args[1], one, (*path, key)) for key, one in value.items()}
        return types.MappingProxyType(found)

    def own_words(self, value: object, path: Path, _: Sequence[Any]) -> Mapping[str, Any]:
        """Return words by `kind.column`; TOML gives a key without quotes as a table in a table."""
        if not isinstance(value, Mapping):
            raise Unreadable("a table of keys and values")
        flat: dict[str, object] = {}
        for key, own in value.items():
            nested = isinstance(own, Mapping) and "." not in key
            flat.update({f"{key}.{column}": words for column, words in own.items()} if nested else {key: own})
        lists = {column: _as_table(own) for column, own in flat.items()}
        return self.table(lists, path, (str, Mapping[str, str]))


def _as_table(own: object) -> object:
    """Return new words as the table that they are kept in: each stands for itself."""
    words = [own] if isinstance(own, str) else own
    if isinstance(words, list) and all(isinstance(word, str) for word in words):
        return {word: word for word in words}
    return own


def _placeholder(hint: Any) -> Any:
    return PLACEHOLDERS.get(get_origin(hint) or hint)


def _text(_: Walk, value: object, __: Path, ___: Sequence[Any]) -> str:
    if not isinstance(value, str):
        hint = f'Put quotes around it: "{value}".' if isinstance(value, int | float) else ""
        raise Unreadable("text", hint)
    if found := NOT_TEXT.search(value):
        raise Unreadable(f"text without the control character U+{ord(found[0]):04X}", "Delete it.")
    return value


def _yes_no(_: Walk, value: object, __: Path, ___: Sequence[Any]) -> bool:
    if not isinstance(value, bool):
        raise Unreadable("true or false")
    return value


def _whole(_: Walk, value: object, __: Path, ___: Sequence[Any]) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= 10**18:
        raise Unreadable("a whole number")
    return value


def _decimal(_: Walk, value: object, __: Path, ___: Sequence[Any]) -> float:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or abs(value) >= 10**300 or math.isnan(value):  # type: ignore[arg-type]  # just checked
        raise Unreadable("a number such as 0.8")
    return float(value)  # type: ignore[arg-type]  # just checked


def _day(_: Walk, value: object, __: Path, ___: Sequence[Any]) -> date:
    if isinstance(value, str):
        return read_date(value.strip(), "")
    if not isinstance(value, date) or isinstance(value, datetime):
        raise Unreadable("a date such as 2019-02-28")
    return value


READERS: Mapping[Any, Any] = {
    str: _text,
    bool: _yes_no,
    int: _whole,
    float: _decimal,
    date: _day,
    tuple: Walk.items,
    Mapping: Walk.table,
    OwnWords: Walk.own_words,
}
