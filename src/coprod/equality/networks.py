"""Partners and their relationships as a networkx graph. The only module of the checks that knows networkx."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from coprod.records import Relationship

if TYPE_CHECKING:
    import networkx as nx

    from coprod.equality.study import Study

__all__ = ["betweenness", "cut_points", "in_use", "partner_graph", "pieces", "simple"]


def partner_graph(study: Study, kind: str | None = None) -> nx.DiGraph[str]:
    """
    Return a new graph: every partner is a node with its `group`, every relationship an edge.

    Rows between the same two partners are folded into one edge, whose `rows` says how many there were; ties
    of a partner with itself are left out.
    """
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from((partner, {"group": group}) for partner, group in study.group_of.items())
    for tie in study.project.records(Relationship):
        if tie.source == tie.target or (kind is not None and tie.kind != kind):
            continue
        if graph.has_edge(tie.source, tie.target):
            graph.edges[tie.source, tie.target]["rows"] += 1
        else:
            graph.add_edge(tie.source, tie.target, rows=1)
    return graph


def in_use() -> str:
    """Return which networkx this is, and the backends that it is set to ask first: `networkx 3.6, backend parallel`."""
    import networkx as nx

    first = ", ".join(nx.config.backend_priority.algos)
    return f"networkx {nx.__version__}" + (f", backend {first}" if first else "")


def simple(graph: nx.Graph[str]) -> nx.Graph[str]:
    """Return a new graph with the same partners, and each tie between two of them once, directed as it was."""
    import networkx as nx

    plain: nx.Graph[str] = nx.DiGraph() if graph.is_directed() else nx.Graph()
    plain.add_nodes_from(graph)
    plain.add_edges_from((a, b) for a, b in graph.edges() if a != b)
    return plain


def betweenness(graph: nx.Graph[str]) -> Sequence[float]:
    """Return over how many shortest ways each partner stands; pairs count once where there are no directions."""
    import networkx as nx

    return list(nx.betweenness_centrality(graph, normalized=False).values())


def cut_points(graph: nx.Graph[str]) -> frozenset[str]:
    """Return the partners without whom a piece of the graph would fall apart, whatever the directions."""
    import networkx as nx

    return frozenset(nx.articulation_points(graph.to_undirected()))


def pieces(graph: nx.Graph[str]) -> int:
    """Return into how many pieces without a tie between them the graph falls, whatever the directions."""
    import networkx as nx

    return int(nx.number_connected_components(graph.to_undirected()))
