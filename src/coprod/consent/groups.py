"""
Cell groups: what is decided together.

A cell group is the columns of one row with the same category, special mark and subjects. The group that holds the key
decides whether the row is there; another group that is not allowed leaves its cells empty.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import attrs

from coprod.records import Consent, Record
from coprod.schema import Column, columns_of

__all__ = [
    "IDENTITY",
    "Group",
    "Pair",
    "groups_of",
    "pairs_of",
    "partner_columns",
    "record_columns",
    "subject_columns",
]

Pair: TypeAlias = tuple[str, bool]
"""What a person's answer is asked for: a category, and whether it is special-category data."""

IDENTITY: Pair = ("identity", False)


@attrs.frozen
class Group:
    """
    Columns of a kind that are decided together.

    Attributes:
        pair: Their category and special mark.
        cell: The column whose partner is a subject of this group alone, or empty.
        columns: Their names.
        key: Whether the key is among them.
    """

    pair: Pair
    cell: str
    columns: tuple[str, ...]
    key: bool


def groups_of(kind: type[Record]) -> tuple[Group, ...]:
    """Return the cell groups of a kind, in the order of their first columns."""
    if kind not in _GROUPS:  # asked for at every row
        _GROUPS[kind] = _groups(kind)
    return _GROUPS[kind]


_GROUPS: dict[type[Record], tuple[Group, ...]] = {}


def _groups(kind: type[Record]) -> tuple[Group, ...]:
    found: dict[tuple[Pair, str], list[Column]] = {}
    for column in columns_of(kind).values():
        cell = column.name if column.subject_of_cell else ""
        found.setdefault(((column.category, column.special), cell), []).append(column)
    keyless = not any(column.key for column in columns_of(kind).values())
    return tuple(
        Group(
            pair,
            cell,
            tuple(c.name for c in columns),
            key=any(c.key for c in columns) or (keyless and not number),
        )
        for number, ((pair, cell), columns) in enumerate(found.items())
    )


def pairs_of(kinds: Iterable[type[Record]]) -> tuple[Pair, ...]:
    """Return every pair of category and special mark that these kinds ask for, with identity, in order."""
    return tuple(
        sorted({IDENTITY, *(group.pair for kind in kinds for group in groups_of(kind) if kind is not Consent)})
    )


def partner_columns(kind: type[Record]) -> list[Column]:
    """Return the columns of *kind* that refer to a partner, and to nothing else; in a partner's own row, its id."""
    columns = columns_of(kind)
    own = [column for column in columns.values() if column.subject and not column.refs]
    return own + [column for column in columns.values() if column.refs == ("partner",) and not column.many]


def subject_columns(kind: type[Record]) -> list[Column]:
    """Return the columns whose partner is a subject of the whole row: those marked so, and those the row needs."""
    return [column for column in partner_columns(kind) if column.subject or column.required]


def record_columns(kind: type[Record]) -> list[Column]:
    """Return the columns of *kind* that refer to records other than partners."""
    return [c for c in columns_of(kind).values() if c.refs and c.refs != ("partner",) and not c.many]
