"""
A project as a networkx graph.

A record with an id is a node, and so is each distinct strength; one without an id is an edge between its first two
references; one with fewer than two is an entry in the attribute named by its table, on its node. All carry `record`
and the columns that are filled. Consent is never in the graph.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from coprod.records import Record, Strength
from coprod.schema import Column, columns_of, kind_name

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["graph_of", "strength_node"]

Rows = Iterable[Mapping[str, Any]]


def graph_of(
    tables: Mapping[type[Record], Rows], *, exists: Callable[[str], bool] | None = None
) -> nx.MultiDiGraph[str]:
    """
    Return a new graph of rows by kind, each row a mapping of column to value.

    Args:
        tables: Rows by kind; what is None in a row is left out.
        exists: Whether a typed reference may become a node; by default every one may.
    """
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    shown = {kind: list(rows) for kind, rows in tables.items() if kind.about.in_graph}
    for kind, rows in shown.items():
        if "id" in columns_of(kind):
            graph.add_nodes_from(
                (f"{kind_name(kind)}:{row['id']}", _attributes(kind, row)) for row in rows if row["id"]
            )
    for kind, rows in shown.items():
        if "id" not in columns_of(kind):
            for row in rows:
                _connect(graph, kind, row)
    return graph


def strength_node(words: str) -> str:
    """
    Return the node of a strength: the same words are the same strength, whatever their case and spacing.

    >>> strength_node("Speaks  Polish")
    'strength:speaks polish'
    """
    return "strength:" + " ".join(words.casefold().split())


def _attributes(kind: type[Record], row: Mapping[str, Any]) -> dict[str, Any]:
    filled = {
        name: row[name] for name in columns_of(kind) if row.get(name) not in {None, ()} and name != "id"
    }
    return {"record": kind_name(kind), **filled}


def _ends(kind: type[Record], row: Mapping[str, Any]) -> list[str]:
    """Return the nodes that a row without an id lies between, in the order of its columns."""
    columns: Sequence[Column] = [
        column for column in columns_of(kind).values() if column.refs and not column.or_words
    ]
    ends = [
        row[c.name] if c.typed else f"{c.refs[0]}:{row[c.name]}"
        for c in columns
        if row.get(c.name) and not c.many
    ]
    words = [
        f"{c.refs[0]}:{row[c.name]}"
        for c in columns_of(kind).values()
        if c.refs and c.or_words and row.get(c.name)
    ]
    if kind is Strength and row.get("strength"):
        ends.append(strength_node(row["strength"]))
    return (ends + words)[:2]


def _connect(graph: nx.MultiDiGraph[str], kind: type[Record], row: Mapping[str, Any]) -> None:
    ends = _ends(kind, row)
    attributes = _attributes(kind, row)
    if len(ends) == 2:  # noqa: PLR2004  # an edge has two ends
        if kind is Strength:
            graph.add_node(ends[1], record="strength", strength=row["strength"])
        graph.add_edge(ends[0], ends[1], **attributes)
    elif ends and ends[0] in graph:
        graph.nodes[ends[0]].setdefault(kind.table(), []).append(attributes)
