"""
A release as bytes, and back: how it reaches a process of its own.

A line that says what it is, a header in JSON, the sealed tables in Parquet, each after its length, and at the end
the SHA-256 of all that stands before it. Nothing is pickled. What `from_bytes` takes is exactly what `to_bytes`
writes: bytes that were cut, changed or put together by others are refused as a whole.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from coprod.errors import InvalidInput, Problem
from coprod.formats.typed_json import hints_of, plain, typed
from coprod.records import Record
from coprod.release import Release, released_types
from coprod.schema import kind_name

__all__ = ["from_bytes", "to_bytes"]

OPENING = b"coprod-sealed/1\n"
LENGTH = 8  # bytes of a length
DIGEST = 32  # bytes of a SHA-256
APART = ("kinds", "_sealed")  # attributes of a release that are not in the header as they are
TYPES = {str: "String", int: "Int64", float: "Float64", bool: "Boolean"}  # of columns


def to_bytes(release: Release) -> bytes:
    """
    Return a release as bytes; the same release gives the same bytes.

    Raises:
        TypeError: it holds a value that could not be read back.
    """
    tables = {kind.table(): release._sealed.get(kind.table()) for kind in release.kinds}  # noqa: SLF001  # as they are
    there = {name: data for name, data in tables.items() if data is not None}
    header = {field.name: plain(getattr(release, field.name)) for field in _fields()}
    header |= {"kinds": [kind_name(kind) for kind in release.kinds], "tables": list(there)}
    text = json.dumps(header, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()
    body = OPENING + b"".join(map(_with_length, (text, *there.values())))
    return body + hashlib.sha256(body).digest()


def from_bytes(data: bytes, kinds: Iterable[type[Record]]) -> Release:
    """
    Return the release that `to_bytes` wrote.

    Args:
        data: The bytes.
        kinds: The record kinds that are known, such as those of a registry.

    Raises:
        InvalidInput: these are not the bytes of a release, or it has a kind that is not among *kinds*.
    """
    known = {kind_name(kind): kind for kind in kinds}
    header, *tables = _parts(data)
    try:
        release = _release(json.loads(header), tables, known)
        same = to_bytes(release) == data
    except (ValueError, TypeError, RecursionError) as error:
        raise error if isinstance(error, InvalidInput) else _invalid("a header that says what is released") from error
    if not same:
        raise _invalid("a release as coprod writes it")
    return release


def _fields() -> list[Any]:
    return [field for field in attrs.fields(Release) if field.name not in APART]


def _with_length(part: bytes) -> bytes:
    return len(part).to_bytes(LENGTH, "big") + part


def _parts(data: bytes) -> list[bytes]:
    """Return the header and the tables of bytes that are whole."""
    if not data.startswith(OPENING):
        raise _invalid(f"`{OPENING.decode().strip()}`", "Another version of coprod may have written it.")
    body, digest = data[:-DIGEST], data[-DIGEST:]
    if len(body) < len(OPENING) or hashlib.sha256(body).digest() != digest:
        raise _invalid("a release that is whole", "It was cut short, or changed.")
    parts = list(_cut(body[len(OPENING) :]))
    if not parts:
        raise _invalid("a header")
    return parts


def _cut(body: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(body):
        start = at + LENGTH
        at = start + int.from_bytes(body[at:start], "big")
        if start > len(body) or at > len(body):
            raise _invalid("as many bytes as it says")
        yield body[start:at]


def _release(header: Any, tables: list[bytes], known: dict[str, type[Record]]) -> Release:
    if not isinstance(header, dict) or set(header) != {"kinds", "tables", *(field.name for field in _fields())}:
        raise _invalid("a header with the attributes of a release")
    names = typed(tuple[str, ...], header.pop("kinds"))
    strange = [name for name in names if name not in known]
    if strange:
        raise _invalid(f"only kinds that are known, found `{strange[0]}`", "Name the plugin that brings it.")
    if len(set(names)) != len(names):
        raise _invalid("each kind once")
    kinds = tuple(known[name] for name in names)
    sealed = dict(zip(typed(tuple[str, ...], header.pop("tables")), tables, strict=True))
    for kind in kinds:
        _check(kind, sealed.get(kind.table()))
    hints = hints_of(Release)
    given = {field.alias: typed(hints[field.name], header[field.name]) for field in _fields()}
    return Release(**given, kinds=kinds, sealed=sealed)


def _check(kind: type[Record], table: bytes | None) -> None:
    """Hold that a table has the columns of its kind, each of its type."""
    from coprod.engines import parquet_frame

    if table is None:
        return
    wanted = {name: TYPES[column] for name, column in released_types(kind).items()}
    try:
        found = {name: str(column) for name, column in parquet_frame(table).schema.items()}
    except Exception as error:  # each engine has errors of its own
        raise _invalid(f"the table {kind.table()} in Parquet") from error
    if list(found.items()) != list(wanted.items()):
        raise _invalid(f"the columns of {kind.table()}")


def _invalid(expected: str, hint: str = "") -> InvalidInput:
    return InvalidInput([Problem(expected, file="a release in bytes", hint=hint)])
