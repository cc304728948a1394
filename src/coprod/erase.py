"""A project without one partner."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from coprod.records import Consent, Record
from coprod.rows import Row
from coprod.schema import columns_of, kind_name

if TYPE_CHECKING:
    from coprod.project import Project

__all__ = ["ERASED", "without"]

ERASED = "someone who was erased"


def without(project: Project, partner: str) -> Iterator[Row]:
    """
    Yield the rows that are left when *partner* is erased, and all that is about them.

    A row goes when it is the partner's own, when they are a subject of it, or when a reference that it needs names
    something that goes. Another reference to what goes is emptied.
    """
    gone = _gone(project, partner)
    for kind in project.kinds:
        for record in project.records(kind):
            if record.ref not in gone and not _needs(record, gone):
                yield Row(kind=kind, values=_values(record, gone), file=record.ref)


def _gone(project: Project, partner: str) -> set[str]:
    """Return the typed references of records with an id that go, following required references to the end."""
    gone = {f"partner:{partner}"}
    nodes = [r for kind in project.kinds if "id" in columns_of(kind) for r in project.records(kind)]
    added = {record.values[0] for record in _speaking_of(project, partner)}
    gone |= {node.ref for node in nodes if node.ref in added}
    while more := {node.ref for node in nodes if node.ref not in gone and _needs(node, gone)}:
        gone |= more
    return gone


def _speaking_of(project: Project, partner: str) -> Iterator[Any]:
    """Yield the rows that make *partner* a subject of another record, such as mentions in views."""
    for kind in project.kinds:
        for name, column in columns_of(kind).items():
            if column.adds_subject_to and column.adds_subject_to[0] == next(iter(columns_of(kind))):
                yield from (
                    r
                    for r in project.records(kind)
                    if getattr(r, name) == partner and not _about_nobody(project, r, column.adds_subject_to)
                )


def _about_nobody(project: Project, record: Record, adds: tuple[str, ...]) -> bool:
    """Whether the mention does not take its item along: an exception, or an item that is about nobody by itself."""
    item, column, word = adds
    by_name = {kind_name(kind): kind for kind in project.kinds}
    kind = by_name[getattr(record, item).partition(":")[0]]
    return bool(column and getattr(record, column) == word) or kind.about.nobody


def _needs(record: Record, gone: set[str]) -> bool:
    """Whether a row cannot stay: its subject or something that it needs is gone."""
    for name, column in columns_of(type(record)).items():
        value = getattr(record, name)
        if not column.refs or column.many or value is None:
            continue
        if column.ref(value) in gone and (column.required or column.subject):
            return True
    return isinstance(record, Consent) and bool(record.items) and record.items <= gone  # else it were about everything


def _values(record: Record, gone: set[str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, column in columns_of(type(record)).items():
        value = getattr(record, name)
        if column.many and column.refs:
            value = frozenset(one for one in value if one not in gone)
        elif column.refs and value is not None and column.ref(value) in gone:
            value = ERASED if column.or_words else None  # an answer that someone else gave stays one
        values[name] = value
    return values
