"""What may leave, as its own serialised copy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs

from coprod.counts import Counts, groups_and_ties
from coprod.errors import NotFound, did_you_mean
from coprod.finding import Findings
from coprod.imprint import Imprint
from coprod.records import Record
from coprod.request import Request

if TYPE_CHECKING:
    import narwhals as nw
    import networkx as nx

__all__ = ["Release", "released_types"]


def released_types(kind: type[Record]) -> Mapping[str, type]:
    """Return the type of each column as it is released: days and instants are ISO text, as coarse as allowed."""
    from coprod.tables import stored_types

    plain = (str, int, float, bool)
    return {name: kept if kept in plain else str for name, kept in stored_types(kind).items()}


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Release:
    """
    What may leave, sealed: it holds bytes of its own, and no way back to the project.

    Every call decodes a fresh copy, so nothing that one reader does reaches another.

    Attributes:
        id: Drawn fresh for each release; it and the project's secret give the pseudonyms.
        project: Name of the project.
        request: What was asked for.
        as_of: The day the data is of; None for all of it.
        kinds: The record kinds that have a table, whether or not anything of them may leave.
        findings: What the checks say of the people who agreed to be counted.
        counts: Numbers by group, of the people who agreed to be counted, as far as they may be shown.
        about: What the project says of itself, whom this is for, and who answers for it.
    """

    id: str
    project: str
    request: Request
    as_of: date | None
    kinds: tuple[type[Record], ...]
    findings: Findings
    counts: tuple[Counts, ...] = ()
    about: Imprint = attrs.field(factory=Imprint)
    _sealed: Mapping[str, bytes] = attrs.field(factory=dict)

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of the tables."""
        return tuple(kind.table() for kind in self.kinds)

    @property
    def size(self) -> int:
        """How many bytes the sealed tables have."""
        return sum(map(len, self._sealed.values()))

    def columns(self, table: str | type[Record]) -> Mapping[str, type]:
        """Return the columns of a table and their types, known from the schema and not from the rows."""
        return released_types(self._kind(table))

    def rows(self, table: str | type[Record]) -> tuple[dict[str, Any], ...]:
        """
        Return the rows of a table as plain dictionaries, sorted by their released values.

        Every row has every column; what may not leave is None, as if it was never recorded.
        """
        kind = self._kind(table)
        names = list(released_types(kind))
        if kind.table() not in self._sealed:
            return ()
        from coprod.engines import from_parquet

        return tuple(dict(zip(names, row, strict=True)) for row in from_parquet(self._sealed[kind.table()]))

    def frame(self, table: str | type[Record]) -> nw.DataFrame[Any]:
        """Return a table as a Narwhals frame."""
        from coprod.engines import parquet_frame

        return parquet_frame(self.parquet(table))

    def height(self, table: str | type[Record]) -> int:
        """Return how many rows a table has; none of them is decoded for it."""
        name = self._kind(table).table()
        if name not in self._heights:
            from coprod.engines.text import height_of

            sealed = self._sealed.get(name)
            self._heights[name] = 0 if sealed is None else height_of(sealed)
        return self._heights[name]

    @cached_property
    def _heights(self) -> dict[str, int]:
        return {}  # what was asked once: a sealed table cannot change

    def batches(self, table: str | type[Record], rows: int | None = None) -> Iterator[nw.DataFrame[Any]]:
        """
        Yield a table in parts, in its order, as Narwhals frames: no more than one of them is in memory.

        Args:
            table: The table, by its name or its kind; one without rows has no part.
            rows: How many rows a part has at most; by default as many as can be decoded together.
        """
        from coprod.engines.text import BATCH, batches_of

        kind = self._kind(table)
        sealed = self._sealed.get(kind.table())
        names = list(released_types(kind))
        for part in batches_of(sealed, rows or BATCH) if sealed is not None else ():
            yield part.select(names)

    def parquet(self, table: str | type[Record]) -> bytes:
        """Return a table as Parquet, as it is sealed: without rows it has its columns still."""
        from coprod.engines import write_parquet

        kind = self._kind(table)
        return self._sealed.get(kind.table()) or write_parquet(released_types(kind), [])

    def graph(self) -> nx.MultiDiGraph[str]:
        """
        Return the released rows as a new networkx graph; nodes are typed references such as `view:v12`.

        People who are not in it by name are in it by group, such as `group:volunteer`, where groups are large enough.
        """
        from coprod.graph import graph_of

        graph = graph_of({kind: self.rows(kind) for kind in self.kinds})
        nodes, edges = groups_and_ties(self.counts)
        graph.add_nodes_from(nodes.items())
        for source, target, attributes in edges:
            graph.add_edge(source, target, **attributes)
        return graph

    def _kind(self, table: str | type[Record]) -> type[Record]:
        for kind in self.kinds:
            if table in {kind, kind.table()}:
                return kind
        name = table if isinstance(table, str) else table.table()
        message = f"a release has no table `{name}`. {did_you_mean(name, self.tables)}".strip()
        raise NotFound(message)

    def _repr_html_(self) -> str:
        """
        Return for whom it is and how much is in it, as HTML for a notebook.

        No row is shown: it is meant for one audience, and a notebook soon has another.
        """
        from coprod.notebook import heading, paragraph, table

        whom = f"To {', '.join(self.request.audiences)}, for {self.request.purpose}."
        day = f" As of {self.as_of}." if self.as_of else ""
        heights = [(kind.table(), self.height(kind)) for kind in self.kinds]
        rows = [(name, str(number)) for name, number in heights if number]
        shown = table("What may leave", ("table", "rows"), rows) or paragraph("Nothing may leave.")
        return heading(self.project) + paragraph(whom + day) + shown

    def __repr__(self) -> str:
        """Return for whom and for what it is."""
        return f"<Release of {self.project!r} to {', '.join(self.request.audiences)} for {self.request.purpose}>"
