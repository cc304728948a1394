"""Burt's constraint and effective size: networkx's worked tests, and networkx itself."""

import networkx as nx
import pytest
from hypothesis import given
from tests.equality.measures.known import directed, undirected

from coprod.measures import constraint, effective_size

# O16: the network that networkx tests with, checked there against UCINET and igraph
BURT = [tuple(tie) for tie in ("AB", "AF", "AG", "AE", "EG", "FG", "BG", "BD", "DG", "GC")]
BURT_PARTNERS = "ABCDEFG"
ARROWS = [(0, 1), (0, 2), (1, 0), (2, 1)]


def values(measures):
    """The value by partner."""
    return {who: measure.value for who, measure in measures.items()}


def test_o16_undirected():
    """O16: effective size 4.67, 2.50 and 1 of G, A and C; constraint .400, .595 and 1."""
    size, held = values(effective_size(BURT, BURT_PARTNERS)), values(constraint(BURT, BURT_PARTNERS))

    assert pytest.approx([4.67, 2.50, 1], abs=5e-3) == [size[who] for who in "GAC"]
    assert pytest.approx([0.400, 0.595, 1], abs=1e-3) == [held[who] for who in "GAC"]


def test_o16_directed():
    """O16: 1.003, 1.003 and 1.389 with directions; effective size 1.167, 1.167 and 1."""
    assert pytest.approx([1.003, 1.003, 1.389], abs=1e-3) == list(values(constraint(ARROWS, range(3))).values())
    assert pytest.approx([1.167, 1.167, 1], abs=1e-3) == list(values(effective_size(ARROWS, range(3))).values())


def test_triangle_is_above_one():
    """Constraint has no end at 1: 1.125 for each of three who all know each other."""
    assert [1.125] * 3 == list(values(constraint([("a", "b"), ("b", "c"), ("c", "a")], "abc")).values())


@given(network=undirected())
def test_as_networkx_without_directions(network):
    """The same as in networkx; where it says nan, ours is undefined. Borgatti's short form holds."""
    ties, partners = network
    graph = nx.Graph(ties)
    graph.add_nodes_from(partners)
    size, held = effective_size(ties, partners), constraint(ties, partners)
    for who in partners:
        contacts = set(graph[who])
        if not contacts:
            assert ("no ties", "no ties") == (size[who].reason, held[who].reason)
            continue
        d, t = len(contacts), graph.subgraph(contacts).size()

        assert pytest.approx(nx.constraint(graph, [who])[who]) == held[who].value
        assert pytest.approx(nx.effective_size(graph, [who])[who]) == size[who].value == pytest.approx(d - 2 * t / d)
        assert d == size[who].n == held[who].n


@given(network=directed())
def test_as_networkx_with_directions(network):
    """So it does with directions, for all who have ties of their own; those with ties in alone have values too."""
    ties, partners = network
    graph = nx.DiGraph(ties)
    graph.add_nodes_from(partners)
    size, held = values(effective_size(ties, partners)), values(constraint(ties, partners))
    for who in partners:
        assert (size[who] is None) == (held[who] is None) == (graph.degree(who) == 0)
        if graph.out_degree(who):
            assert pytest.approx(nx.constraint(graph, [who])[who]) == held[who]
            assert pytest.approx(nx.effective_size(graph, [who])[who]) == size[who]
            assert 1 - 1e-12 <= size[who] <= len(set(nx.all_neighbors(graph, who)))
        elif graph.in_degree(who):
            local = sum(nx.local_constraint(graph, who, other) for other in graph.predecessors(who))
            assert pytest.approx(local) == held[who]


def test_only_a_tie_with_oneself():
    """A tie with oneself is no tie: undefined, whereas networkx gives 4 where it is asked for that one."""
    assert ("no ties", "no ties") == (
        constraint([("a", "a")], "a")["a"].reason,
        effective_size([("a", "a")], "a")["a"].reason,
    )


def test_nobody_and_strangers():
    """P14: nobody has no measures; a tie of a stranger is an error."""
    assert ({}, {}) == (constraint([], ""), effective_size([], ""))
    with pytest.raises(ValueError, match="not among the partners"):
        constraint([("a", "zed")], "a")
