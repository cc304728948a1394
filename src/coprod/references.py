"""
What a reference names.

Where one kind is allowed, a reference is kept as the bare id; where several are, as `kind:id`. In a source, a
reference to a partner may also be the exact name, where one row only has it, and a bare id is read wherever exactly
one allowed kind has it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Self

import attrs

from coprod.cells import Unreadable, clean_id
from coprod.errors import MANY, did_you_mean
from coprod.schema import Column

__all__ = ["Names", "resolve", "split"]


@attrs.frozen
class Names:
    """
    What can be referred to.

    Attributes:
        ids: Ids by kind.
        called: Partner ids by name.
        counts: How many ids a kind has, where only those are here that some texts may mean.
    """

    ids: Mapping[str, frozenset[str]]
    called: Mapping[str, tuple[str, ...]]
    counts: Mapping[str, int] = attrs.field(factory=dict)

    @classmethod
    def of(cls, rows: Iterable[tuple[str, Mapping[str, Any]]]) -> Self:
        """Collect ids and names from rows, each with the name of its kind."""
        ids: dict[str, set[str]] = defaultdict(set)
        called: dict[str, list[str]] = defaultdict(list)
        for kind, cells in rows:
            if cells.get("id"):
                ids[kind].add(cells["id"])
                if kind == "partner" and (name := _name(cells.get("name"))):
                    called[name].append(cells["id"])
        return cls(
            {kind: frozenset(found) for kind, found in ids.items()},
            {n: tuple(sorted(set(i))) for n, i in called.items()},
        )

    def number(self, kind: str) -> int:
        """Return how many ids there are of a kind."""
        return self.counts.get(kind, 0) or len(self.ids.get(kind, ()))

    def find(self, kind: str, text: str) -> tuple[str, ...]:
        """Return the ids of *kind* that *text* may mean: the one with this id, else those with this name."""
        if text in self.ids.get(kind, ()):
            return (text,)
        return self.called.get(text, ()) if kind == "partner" else ()


def _name(text: str | None) -> str:
    """Return a name as a reference may give it; empty where none can, since it holds what parts references."""
    try:
        return clean_id(text.replace("\n", " ")) if text else ""
    except Unreadable:
        return ""


def split(ref: str) -> tuple[str, str]:
    """
    Return the kind and the id of a typed reference.

    >>> split("view:v12")
    ('view', 'v12')
    """
    kind, _, key = ref.partition(":")
    return kind, key


def resolve(column: Column, text: str, names: Names) -> str:
    """
    Return the reference as it is kept.

    Raises:
        Unreadable: it names nothing, or more than one thing.
    """
    try:
        found = _candidates(column, clean_id(text), names)
    except Unreadable:
        if column.or_words:
            return text
        raise
    if len(found) == 1:
        kind, key = found[0]
        return f"{kind}:{key}" if column.typed else key
    if column.or_words and not found:
        return text
    raise _wrong(column, text, names, found)


def _candidates(column: Column, text: str, names: Names) -> list[tuple[str, str]]:
    if not column.typed and text in names.ids.get(column.refs[0], ()):
        return [(column.refs[0], text)]
    kind, key = split(text)
    if kind in column.refs and (exact := names.find(kind, key)):
        return [(kind, one) for one in exact]
    return [(kind, one) for kind in column.refs for one in names.find(kind, text)]


def _wrong(column: Column, text: str, names: Names, found: list[tuple[str, str]]) -> Unreadable:
    if found:
        meant = ", ".join(f"{kind}:{key}" if column.typed else key for kind, key in found)
        return Unreadable(f"one record, and this may mean {meant}", "Write which one you mean.")
    many = sum(map(names.number, column.refs)) > MANY
    known = {key for kind in column.refs for key in names.ids.get(kind, ()) if not many} | (
        set(names.called) if "partner" in column.refs and not many else set()
    )
    kinds = " or ".join(column.refs)
    how = f"the {kinds} id of a row that exists" + (", such as " + f"{column.refs[0]}:ID" if column.typed else "")
    return Unreadable(how, did_you_mean(split(text)[1] or text, known) or f"No {kinds} has this id.")
