"""Rows as JSON, word for word as Python's `json` writes them, a table at a time and a part of it in memory."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from coprod.engines.text import Cell, Part, Style
from coprod.schema import kind_name

__all__ = ["IN_JSON", "as_json", "attribute_parts", "row_parts"]


def as_json(value: Any) -> str:
    """Return a value as JSON, letters as they are; a number that is none is refused."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


SIGNS = ('"', "\\", *map(chr, range(0x20)))
IN_JSON = Style({sign: as_json(sign)[1:-1] for sign in SIGNS}, words=("false", "true"), decimal=as_json)


def row_parts(types: Iterable[tuple[str, type]]) -> Iterator[Part]:
    """Yield what a row is as an object with every column, null where nothing is."""
    before = "{"
    for name, kept in types:
        before += f"{as_json(name)}: "
        yield _cell(name, kept, before, before + "null")
        before = ", "
    yield "}" if before == ", " else "{}"


def attribute_parts(kind: type, types: Iterable[tuple[str, type]]) -> Iterator[Part]:
    """Yield what a row is as an object with the name of its kind and the columns that are filled."""
    record = f'{{"record": {as_json(kind_name(kind))}'
    yield record
    for name, kept in types:
        yield _cell(name, kept, f", {as_json(name)}: ", "")
    yield "}"


def _cell(name: str, kept: type, before: str, absent: str) -> Cell:
    quote = '"' if kept is str else ""
    return Cell(name, IN_JSON, before + quote, quote, absent)
