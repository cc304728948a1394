"""TOML as text: parsed, with the line of each key, since the parser does not tell where it found one."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from coprod.errors import InvalidInput, Problem
from coprod.formats.source import LineOf, Place

__all__ = ["lines_of", "parsed"]

PART = r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)"""
KEY = rf"{PART}(?:\s*\.\s*{PART})*"
HEADER = re.compile(rf"\s*(?P<open>\[\[?)\s*(?P<key>{KEY})\s*\]")
PAIR = re.compile(rf"\s*(?P<key>{KEY})\s*=")
LINE = re.compile(r" \(at line (\d+), column \d+\)")
CURLY = re.compile("[\u2018\u2019\u201c\u201d]")


def parsed(text: str, place: Place) -> Mapping[str, Any]:
    """
    Return what a TOML text says.

    Raises:
        InvalidInput: it is not TOML; the problem has the line.
    """
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidInput([_not_toml(text, error, place)]) from error


def _not_toml(text: str, error: Exception, place: Place) -> Problem:
    said = str(error)
    found = LINE.search(said)
    row = int(found[1]) if found else None
    lines = text.split("\n")
    line = lines[row - 1].strip() if row and row <= len(lines) else ""
    said = f"The TOML parser says: {LINE.sub('', said)}."
    hint = 'Use straight quotes: `"`.' if CURLY.search(line) else said
    return Problem(
        'lines such as `key = "text"`',
        file=place.file,
        sheet=place.sheet,
        row=row,
        cell=f"A{row}" if place.sheet and row else "",
        value=line,
        hint=hint,
    )


def lines_of(text: str) -> LineOf:
    r"""
    Return a function that gives the line of a key, or of the nearest table around it.

    >>> lines_of('[held]\ncontact = "Rowan"')(["held", "contact"])
    2
    """
    lines = _lines(text)

    def line_of(path: Sequence[str]) -> int | None:
        around = (tuple(path[:length]) for length in range(len(path), 0, -1))
        return next((lines[part] for part in around if part in lines), None)

    return line_of


def _lines(text: str) -> Mapping[tuple[str, ...], int]:
    lines: dict[tuple[str, ...], int] = {}
    seen: Counter[tuple[str, ...]] = Counter()
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.split("\n"), 1):
        if header := HEADER.match(line):
            table = _parts(header["key"])
            if header["open"] == "[[":
                seen[table] += 1
                table = (*table, str(seen[table]))
            for length in range(1, len(table) + 1):  # a table that is only implied is where its first part is
                lines.setdefault(table[:length], number)
        elif pair := PAIR.match(line):
            lines.setdefault((*table, *_parts(pair["key"])), number)
    return lines


def _parts(key: str) -> tuple[str, ...]:
    return tuple(part[1:-1] if part[0] in "\"'" else part for part in re.findall(PART, key))
