"""
Values of attrs classes as plain JSON, and back by what their annotations say.

Nothing here knows a class by name: a field that a class gains is written and read like the others. A type that is
not known raises at once, so that none can be lost on the way.
"""

from __future__ import annotations

import math
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, get_args, get_origin

import attrs

__all__ = ["hints_of", "plain", "typed"]

PLAIN = (str, int, bool, types.NoneType)
NO_NUMBER = ("inf", "-inf", "nan")  # JSON has no word for these


@cache
def hints_of(kind: type) -> Mapping[str, Any]:
    """Return the type of each attribute of an attrs class."""
    return typing.get_type_hints(kind)


def plain(value: Any) -> Any:
    """
    Return a value as JSON can hold it.

    Raises:
        TypeError: it is of a type that could not be read back.

    >>> plain(date(2019, 5, 14))
    '2019-05-14'
    """
    if attrs.has(type(value)):
        return {field.name: plain(getattr(value, field.name)) for field in attrs.fields(type(value))}
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else str(float(value))
    if isinstance(value, tuple | frozenset | Mapping):
        return _several(value)
    if isinstance(value, Enum):
        return value.value
    if type(value) is date:
        return value.isoformat()
    if type(value) in PLAIN:
        return value
    raise TypeError(f"a {type(value).__name__} could not be read back")


def _several(values: tuple[Any, ...] | frozenset[Any] | Mapping[Any, Any]) -> list[Any]:
    if isinstance(values, Mapping):
        return [[plain(key), plain(value)] for key, value in values.items()]  # pairs: their order is kept
    items = [plain(value) for value in values]
    return sorted(items) if isinstance(values, frozenset) else items


def typed(kind: Any, value: Any) -> Any:
    """
    Return what `plain` was given, by the type that it has to be.

    Raises:
        ValueError: the value is not of this type.
        TypeError: nothing is known of the type.

    >>> typed(date | None, "2019-05-14")
    datetime.date(2019, 5, 14)
    """
    origin = get_origin(kind)
    if origin is not None:
        return READERS[_known(origin)](get_args(kind), value)
    if attrs.has(kind):
        return _made(kind, value)
    if issubclass(kind, Enum):
        return kind(_of(str, value))
    if kind is date:
        return date.fromisoformat(_of(str, value))
    if kind is float:
        return _number(value)
    if kind in PLAIN:
        return _of(kind, value)
    raise TypeError(f"nothing is known of the type {kind}")


def _known(origin: Any) -> Any:
    if origin not in READERS:
        raise TypeError(f"nothing is known of the type {origin}")
    return origin


def _of(kind: type, value: Any) -> Any:
    if type(value) is not kind:
        raise ValueError(f"expected {kind.__name__}")
    return value


def _number(value: Any) -> float:
    if type(value) in {int, float}:
        number: float = value  # a whole number stays one: it is written without a point
        return number
    if value in NO_NUMBER:
        return float(value)
    raise ValueError("expected a number")


def _made(kind: type, value: Any) -> Any:
    fields = attrs.fields(kind)
    if not isinstance(value, dict) or set(value) != {field.name for field in fields}:
        raise ValueError(f"expected the attributes of {kind.__name__}")
    hints = hints_of(kind)
    given = {field.alias: typed(hints[field.name], value[field.name]) for field in fields}
    return kind(**given)


def _one_of(kinds: tuple[Any, ...], value: Any) -> Any:
    for kind in kinds:
        try:
            return typed(kind, value)
        except ValueError:
            continue
    raise ValueError("expected another type")


def _word(words: tuple[Any, ...], value: Any) -> Any:
    if _of(str, value) not in words:
        raise ValueError("expected another word")
    return value


def _items(kinds: tuple[Any, ...], value: Any) -> tuple[Any, ...]:
    if len(kinds) != 2 or kinds[1] is not Ellipsis:
        raise TypeError("only a tuple of any length can be read back")
    return tuple(typed(kinds[0], item) for item in _of(list, value))


def _set(kinds: tuple[Any, ...], value: Any) -> frozenset[Any]:
    return frozenset(typed(kinds[0], item) for item in _of(list, value))


def _pairs(kinds: tuple[Any, ...], value: Any) -> dict[Any, Any]:
    pairs = [_of(list, pair) for pair in _of(list, value)]
    return {typed(kinds[0], key): typed(kinds[1], item) for key, item in pairs}


READERS: Mapping[Any, Callable[[tuple[Any, ...], Any], Any]] = {
    typing.Union: _one_of,
    types.UnionType: _one_of,
    typing.Literal: _word,
    tuple: _items,
    frozenset: _set,
    Mapping: _pairs,
}
