"""
A project as a networkx graph.

A record with an id is a node, and so is each distinct strength; one without an id is an edge between its first two
references; one with fewer than two is an entry in the attribute named by its table, on its node. All carry `record`
and the columns that are filled. Consent is never in the graph.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from coprod.records import Record, Strength
from coprod.schema import columns_of, kind_name

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["attributes_of", "ends_of", "graph_of", "strength_node"]

Rows = Iterable[Mapping[str, Any]]


def graph_of(
    tables: Mapping[type[Record], Rows],
) -> nx.MultiDiGraph[str]:
    """
    Return a new graph of rows by kind, each row a mapping of column to value.

    Args:
        tables: Rows by kind; what is None in a row is left out.
    """
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    shown = {kind: list(rows) for kind, rows in tables.items() if kind.about.in_graph}
    for kind, rows in shown.items():
        if "id" in columns_of(kind):
            graph.add_nodes_from(
                (f"{kind_name(kind)}:{row['id']}", attributes_of(kind, row)) for row in rows if row["id"]
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


def attributes_of(kind: type[Record], row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a node or an edge carries: the name of its record, and the columns that are filled."""
    filled = {name: row[name] for name in columns_of(kind) if row.get(name) not in {None, ()} and name != "id"}
    return {"record": kind_name(kind), **filled}


def ends_of(kind: type[Record], row: Mapping[str, Any], nodes: Container[str]) -> list[str]:
    """
    Return the nodes that a row without an id lies between: its first two references.

    Words about someone who is in no table are no reference, so what may be words has to be among *nodes*.
    """
    columns = [column for column in columns_of(kind).values() if column.refs and not column.many]
    sure = [c.ref(row[c.name]) for c in columns if row.get(c.name) and not c.or_words]
    perhaps = [c.ref(row[c.name]) for c in columns if row.get(c.name) and c.or_words]
    strength = [strength_node(row["strength"])] if kind is Strength and row.get("strength") else []
    return [*sure, *strength, *(ref for ref in perhaps if ref in nodes)][:2]


def _connect(graph: nx.MultiDiGraph[str], kind: type[Record], row: Mapping[str, Any]) -> None:
    ends = ends_of(kind, row, graph)
    attributes = attributes_of(kind, row)
    if len(ends) == 2:  # an edge has two ends
        if kind is Strength:
            graph.add_node(ends[1], record="strength", strength=row["strength"])
        for end in ends:
            if end not in graph:  # in a release, somebody may be named who has no row there
                graph.add_node(end, record=end.partition(":")[0])
        graph.add_edge(ends[0], ends[1], **attributes)
    elif ends and ends[0] in graph:
        graph.nodes[ends[0]].setdefault(kind.table(), []).append(attributes)
