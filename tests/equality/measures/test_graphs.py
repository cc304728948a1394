"""What depends on one partner: betweenness, articulation points, and the network without one."""

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.equality.measures.known import KNOKI_PARTNERS, KNOKI_TIES, directed, undirected

from coprod.measures import articulation_points, betweenness_centralization, density, without_partner


def graph_of(network, kind=nx.Graph):
    """A networkx graph of ties and partners."""
    ties, partners = network
    graph = kind()
    graph.add_nodes_from(partners)
    graph.add_edges_from(ties)
    return graph


networks = st.one_of(directed().map(lambda network: graph_of(network, nx.DiGraph)), undirected().map(graph_of))


def test_o11_betweenness():
    """O11: the karate club has .4055572; Florentine marriages .437, as in Wasserman and Faust; a star 1."""
    found = [
        betweenness_centralization(graph).value
        for graph in (nx.karate_club_graph(), nx.florentine_families_graph(), nx.star_graph(9))
    ]

    assert pytest.approx([0.4055572, 0.4368132, 1], abs=5e-8) == found


def test_o12_knoki():
    """O12: ORA prints .201 for the bureaucracies, which have directions."""
    graph = graph_of((KNOKI_TIES, KNOKI_PARTNERS), nx.DiGraph)

    assert pytest.approx(0.201, abs=5e-4) == betweenness_centralization(graph).value


@given(graph=networks)
def test_p9_between_0_and_1(graph):
    """P9: from 0 to 1; undefined, with the reason, for too few partners and without ties."""
    found = betweenness_centralization(graph, of="trusts")
    assert (len(graph), "trusts") == (found.n, found.of)
    if len(graph) < 3 or not graph.size():
        expected = "fewer than three partners" if len(graph) < 3 else "no ties"
        assert (None, expected) == (found.value, found.reason)
        return

    assert 0 <= found.value <= 1


@given(n=st.integers(3, 12), both=st.booleans())
def test_p9_star_and_ring(n, both):
    """P9: a star is 1, with directions too if told both ways; a ring and a complete graph are 0."""
    star = nx.star_graph(n - 1).to_directed() if both else nx.star_graph(n - 1)

    assert 1 == betweenness_centralization(star).value
    assert pytest.approx([0, 0], abs=1e-12) == [
        betweenness_centralization(graph).value for graph in (nx.cycle_graph(n), nx.complete_graph(n))
    ]


@given(graph=networks)
def test_repeats_and_ties_with_oneself_do_not_count(graph):
    """Parallel rows and ties with oneself change nothing, and the graph stays as it is."""
    more = (nx.MultiDiGraph if graph.is_directed() else nx.MultiGraph)(graph)
    more.add_edges_from([*graph.edges, *((who, who) for who in graph)])
    size = more.size()

    assert betweenness_centralization(graph) == betweenness_centralization(more)
    assert articulation_points(graph) == articulation_points(more)
    assert all(without_partner(graph, who) == without_partner(more, who) for who in graph)
    assert size == more.size()


@given(graph=networks)
def test_articulation_points_are_those_that_make_more_pieces(graph):
    """A partner is one exactly where the others fall into more pieces without them, a lone one aside."""
    whole = nx.number_connected_components(graph.to_undirected()) if graph else 0
    expected = tuple(
        who for who in graph if (left := without_partner(graph, who)["pieces"]).value is not None and left.value > whole
    )

    assert expected == articulation_points(graph)


@given(graph=networks.filter(len), data=st.data())
def test_what_is_left(graph, data):
    """Density and pieces of what is left, as networkx counts them."""
    who = data.draw(st.sampled_from(sorted(graph)))
    left = graph.subgraph(set(graph) - {who})
    found = without_partner(graph, who)
    if len(left) < 2 or not graph.size():
        expected = "fewer than two partners are left" if len(left) < 2 else "no ties"
        assert [(None, expected)] * 2 == [(measure.value, measure.reason) for measure in found.values()]
        return

    assert pytest.approx(nx.density(left)) == found["density"].value
    assert density(left.edges, left.nodes, directed=graph.is_directed()).value == found["density"].value
    assert nx.number_connected_components(left.to_undirected()) == found["pieces"].value
    assert ("without_partner", "density", len(left)) == (found["density"].name, found["density"].of, found["density"].n)


def test_without_the_hub():
    """Without its hub nothing is left of a star, and that is known."""
    left = without_partner(nx.star_graph(["lib", "ana", "bo"]), "lib")

    assert (0, 2) == (left["density"].value, left["pieces"].value)


def test_without_a_stranger():
    """Someone who is not there cannot be thought away."""
    with pytest.raises(ValueError, match="there is no partner `zed`"):
        without_partner(nx.Graph(), "zed")


def test_p14_nothing_is_undefined():
    """P14: an empty graph, a lone partner and partners without ties have no value; no partner holds them together."""
    for graph in (nx.Graph(), nx.empty_graph(1), nx.empty_graph(5, nx.DiGraph)):
        assert betweenness_centralization(graph).value is None
        assert () == articulation_points(graph)
