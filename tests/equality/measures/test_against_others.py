"""
The same numbers from software that others wrote: igraph for networks, PySAL's `inequality` for unevenness.

Where their answer to an edge case is not ours, the test says so. igraph for Python has no centralization, so that
is made of its degrees and its betweenness.
"""

import math

import igraph
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from inequality.atkinson import Atkinson
from inequality.gini import Gini
from inequality.theil import Theil, TheilD
from tests.equality.measures.known import directed, labelled, undirected

from coprod.measures import (
    articulation_points,
    assortativity,
    atkinson,
    betweenness_centralization,
    constraint,
    degree_centralization,
    density,
    dyadic_non_null_reciprocity,
    dyadic_reciprocity,
    edgewise_reciprocity,
    gini,
    in_degree_centralization,
    out_degree_centralization,
    theil_between,
    theil_t,
    theil_within,
    without_partner,
)

some = st.lists(st.integers(1, 1000), min_size=1, max_size=30)
any_amounts = st.lists(st.integers(0, 1000), min_size=1, max_size=30).filter(any)
grouped = st.lists(st.tuples(st.integers(0, 1000), st.sampled_from("abcd")), min_size=1, max_size=30).filter(
    lambda rows: any(value for value, _ in rows)
)
either = (
    st.sampled_from([True, False])
    .flatmap(
        lambda is_directed: st.tuples(st.just(is_directed), labelled((directed if is_directed else undirected)(3)))
    )
    .filter(lambda drawn: drawn[1][0])
)


def in_igraph(ties, partners, *, is_directed):
    """The network in igraph."""
    number = {who: n for n, who in enumerate(partners)}
    return igraph.Graph(len(number), [(number[a], number[b]) for a, b in ties], directed=is_directed)


def in_networkx(ties, partners, *, is_directed):
    """The network in networkx."""
    import networkx as nx

    graph = nx.DiGraph() if is_directed else nx.Graph()
    graph.add_nodes_from(partners)
    graph.add_edges_from(ties)
    return graph


def freeman(numbers, most):
    """Freeman's formula as it is written."""
    return sum(max(numbers) - number for number in numbers) / most


@given(network=directed(2).filter(lambda network: network[0]))
def test_reciprocity_as_igraph(network):
    """The default of igraph is of ties, its `ratio` of tied pairs; its census of pairs gives the third."""
    graph = in_igraph(*network, is_directed=True)
    census = graph.dyad_census()

    assert pytest.approx(graph.reciprocity()) == edgewise_reciprocity(network[0]).value
    assert pytest.approx(graph.reciprocity(mode="ratio")) == dyadic_non_null_reciprocity(network[0]).value
    assert pytest.approx((census.mutual + census.null) / sum(census)) == dyadic_reciprocity(*network).value


def test_igraph_has_no_reciprocity_without_ties():
    """Where there are no ties igraph says nan; ours says why."""
    assert math.isnan(igraph.Graph(3, directed=True).reciprocity())
    assert "no ties" == edgewise_reciprocity([]).reason


@given(network=directed(3).filter(lambda network: network[0]))
def test_centralization_from_igraph_with_directions(network):
    """Ties in, ties out and shortest ways as igraph counts them, by Freeman's formula without loops."""
    ties, partners = network
    n, graph = len(partners), in_igraph(*network, is_directed=True)
    found = betweenness_centralization(in_networkx(*network, is_directed=True)).value

    assert pytest.approx(freeman(graph.indegree(), (n - 1) ** 2)) == in_degree_centralization(ties, partners).value
    assert pytest.approx(freeman(graph.outdegree(), (n - 1) ** 2)) == out_degree_centralization(ties, partners).value
    assert pytest.approx(freeman(graph.betweenness(), (n - 1) ** 2 * (n - 2))) == found


@given(network=undirected(3).filter(lambda network: network[0]))
def test_centralization_from_igraph_without_directions(network):
    """So it is for ties and shortest ways without directions."""
    ties, partners = network
    n, graph = len(partners), in_igraph(*network, is_directed=False)
    found = betweenness_centralization(in_networkx(*network, is_directed=False)).value

    assert pytest.approx(freeman(graph.degree(), (n - 1) * (n - 2))) == degree_centralization(ties, partners).value
    assert pytest.approx(freeman(graph.betweenness(), (n - 1) ** 2 * (n - 2) / 2)) == found


@given(drawn=either)
def test_groups_holes_and_density_as_igraph(drawn):
    """Assortativity, constraint, articulation points, pieces and density are those of igraph."""
    is_directed, (ties, group_of) = drawn
    partners = list(group_of)
    graph = in_igraph(ties, partners, is_directed=is_directed)
    mixing = assortativity(ties, group_of, directed=is_directed)
    labels = [ord(group) - ord("x") for group in group_of.values()]
    held = [measure.value for measure in constraint(ties, partners).values()]
    in_nx = in_networkx(ties, partners, is_directed=is_directed)

    assert pytest.approx(graph.density()) == density(ties, partners, directed=is_directed).value
    expected = graph.assortativity_nominal(labels, directed=is_directed)
    assert (math.isnan(expected) and mixing.value is None) or pytest.approx(expected) == mixing.value
    assert pytest.approx(graph.constraint(), nan_ok=True) == [math.nan if value is None else value for value in held]
    assert {partners[n] for n in graph.articulation_points()} == set(articulation_points(in_nx))
    graph.delete_vertices(0)
    left = without_partner(in_nx, partners[0])
    assert (pytest.approx(graph.density()), len(graph.connected_components("weak"))) == (
        left["density"].value,
        left["pieces"].value,
    )


@given(values=any_amounts)
def test_gini_and_theil_as_pysal(values):
    """PySAL's Gini and Theil's T; it adds a tiny number to zeros, so the limit is the same."""
    array = np.array(values, dtype=float)

    assert pytest.approx(float(Gini(array).g), abs=1e-12) == gini(values).value
    assert pytest.approx(float(Theil(array).T), abs=1e-12) == theil_t(values).value


@given(rows=grouped)
def test_theil_split_as_pysal(rows):
    """PySAL's split of Theil's T by group."""
    values, groups = zip(*rows, strict=True)
    split = TheilD(np.array(values, dtype=float), np.array(groups))

    assert pytest.approx(float(np.squeeze(split.bg)), abs=1e-12) == theil_between(values, groups).value
    assert pytest.approx(float(np.squeeze(split.wg)), abs=1e-12) == theil_within(values, groups).value


@given(values=some, aversion=st.sampled_from([0, 0.25, 0.5, 1, 1.5, 3]))
def test_atkinson_as_pysal(values, aversion):
    """PySAL's Atkinson index, where all have some: it raises an error for zeros, and ours has the limit."""
    assert pytest.approx(float(Atkinson(np.array(values, dtype=float), aversion).A), abs=1e-12) == (
        atkinson(values, aversion).value
    )


def test_o6_pysal_has_the_same_mexico():
    """O6: PySAL itself, on the 1940 values that the reference lists: T and both its parts."""
    from tests.equality.measures.test_inequality import MEXICO

    values, groups = zip(*((int(v), g) for v, g in (row.split("/") for row in MEXICO.split())), strict=True)
    split = TheilD(np.array(values, dtype=float), np.array(groups))

    assert pytest.approx([0.20894344, 0.0345889, 0.17435454], abs=5e-8) == [
        float(np.squeeze(part)) for part in (split.T, split.bg, split.wg)
    ]
    assert pytest.approx(float(split.T), abs=1e-14) == theil_t(values).value
