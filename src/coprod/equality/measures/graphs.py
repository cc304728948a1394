"""
What depends on one partner? Measures of a networkx graph, such as `partner_graph` makes.

Ties of a partner with itself, repeats and weights do not count. networkx is loaded by the first that is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from coprod.equality import networks
from coprod.equality.measures.centralization import CENTRALIZATION, TOO_FEW
from coprod.equality.measures.ties import density
from coprod.equality.measures.undefined import undefined
from coprod.finding import Measure

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["articulation_points", "betweenness_centralization", "without_partner"]


def betweenness_centralization(graph: nx.Graph[str], *, of: str = "") -> Measure:
    """
    Return how far the shortest ways between partners lead over one of them, directed or not as the graph is.

    1 for a star. Undefined for fewer than three partners and without ties. It looks at all shortest ways: a moment
    for hundreds of partners, half a minute for thousands.

    Source: Freeman 1979.

    >>> import networkx as nx
    >>> betweenness_centralization(nx.star_graph(4)).value
    1.0
    """
    name, n, simple = "betweenness_centralization", len(graph), networks.simple(graph)
    if n < 3 or not simple.size():
        return undefined(name, "no ties" if n > 2 else TOO_FEW, unit=CENTRALIZATION, n=n, of=of)
    between = networks.betweenness(simple)
    most = (n - 1) ** 2 * (n - 2) / (1 if graph.is_directed() else 2)
    value = (n * max(between) - sum(between)) / most
    return Measure(name, min(1.0, max(0.0, value)), unit=CENTRALIZATION, n=n, of=of, even_at=0)


def articulation_points(graph: nx.Graph[str]) -> tuple[str, ...]:
    """
    Return the partners without whom others would no longer be connected, in the order of the graph.

    The direction of ties does not matter here. Without ties there are none, which says nothing: look at the
    number of ties first.

    Source: Hopcroft and Tarjan 1973.

    >>> import networkx as nx
    >>> articulation_points(nx.path_graph(["ana", "lib", "bo"]))
    ('lib',)
    """
    found = networks.cut_points(networks.simple(graph))
    return tuple(partner for partner in graph if partner in found)


def without_partner(graph: nx.Graph[str], partner: str) -> Mapping[str, Measure]:
    """
    Return what is left without a partner: the density, and into how many pieces the others fall.

    A partner without ties is a piece. Directions do not matter for the pieces; they do for the density, as the
    graph has them. Both measures are named `without_partner`, of `density` and of `pieces`. Undefined where
    fewer than two partners are left, and where there were no ties to begin with.

    Args:
        graph: The partners and their ties.
        partner: The one to think away, such as the one with most ties. The graph stays as it is.

    Raises:
        ValueError: there is no such partner.

    Source: Bohnett et al. 2022, on what happens to a network when one organisation leaves.

    >>> import networkx as nx
    >>> left = without_partner(nx.star_graph(["lib", "ana", "bo", "cy"]), "lib")
    >>> left["density"].value, left["pieces"].value
    (0.0, 3)
    """
    if partner not in graph:
        raise ValueError(f"there is no partner `{partner}`")
    simple = networks.simple(graph)
    why = "" if simple.size() else "no ties"
    simple.remove_node(partner)
    n, name = len(simple), "without_partner"
    why = "fewer than two partners are left" if n < 2 else why
    units = {"density": "share of possible ties", "pieces": "pieces"}
    if why:
        return {part: undefined(name, why, unit=unit, n=n, of=part) for part, unit in units.items()}
    values = {
        "density": density(simple.edges, simple.nodes, directed=graph.is_directed()).value,
        "pieces": networks.pieces(simple),
    }
    return {part: Measure(name, values[part], unit=unit, n=n, of=part) for part, unit in units.items()}
