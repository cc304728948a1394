"""Partners and their relationships as a networkx graph. The only module of the checks that knows networkx."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coprod.records import Relationship

if TYPE_CHECKING:
    import networkx as nx

    from coprod.equality.study import Study

__all__ = ["partner_graph"]


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
