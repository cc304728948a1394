"""What references may name, where the ids are too many to hold in Python."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import attrs

from coprod.bulk.table import LargeTable
from coprod.cells import Unreadable, clean_id
from coprod.errors import MANY
from coprod.references import Names, split
from coprod.schema import Column

__all__ = ["KnownIds"]


@attrs.frozen
class KnownIds:
    """
    The ids of small tables, as names, and of large ones, as they are.

    Attributes:
        small: Ids and names of the tables that were read row by row.
        tables: The large tables.
    """

    small: Names
    tables: Sequence[LargeTable]

    def plain(self, column: Column) -> list[tuple[str, Any]]:
        """Return the ids that a column may hold as they are, after a prefix."""
        from coprod.engines.typed import texts

        found = []
        for kind in column.refs:
            prefix = f"{kind}:" if column.typed else ""
            found += [(prefix, texts(self.small.ids[kind]))] if self.small.ids.get(kind) else []
            found += [(prefix, table.ids()) for table in self.tables if table.kind == kind and table.ids() is not None]
        return found

    def names(self, asked: Iterable[str]) -> Names:
        """Return the ids and names that these texts may mean; all of a kind where they are few."""
        from coprod.engines.typed import called, ids_among

        wanted = _meant(asked)
        ids: dict[str, set[str]] = defaultdict(set, {kind: set(found) for kind, found in self.small.ids.items()})
        names: dict[str, set[str]] = defaultdict(set, {name: set(found) for name, found in self.small.called.items()})
        counts = {}
        for table in self.tables:
            series = table.ids()
            if series is None:
                continue
            counts[table.kind] = len(series)
            some = None if len(series) <= MANY else wanted
            ids[table.kind].update(ids_among(series, some))
            for name, key in called(table.typed, some) if table.kind == "partner" and some != set() else ():
                names[name].add(key)
        return Names(
            {kind: frozenset(found) for kind, found in ids.items()},
            {name: tuple(sorted(found)) for name, found in names.items()},
            {kind: count for kind, count in counts.items() if count > MANY},
        )


def _meant(asked: Iterable[str]) -> set[str]:
    """Return the ids and names that texts may mean: each as it stands, and what follows its first colon."""
    found = set()
    for one in (part for text in asked for part in text.split(";")):
        try:
            text = clean_id(one)
        except Unreadable:
            continue
        found |= {text, split(text)[1]}
    return found - {""}
