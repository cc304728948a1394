"""The E-I index, assortativity and density: published numbers, laws and edge cases."""

from collections import Counter
from itertools import combinations, permutations
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.equality.building import chance
from tests.equality.measures.known import (
    KINSHIP_GROUPS,
    KINSHIP_TIES,
    KNOKI_PARTNERS,
    KNOKI_TIES,
    directed,
    labelled,
    undirected,
)

from coprod.equality.inference import permutation_test
from coprod.measures import assortativity, density, e_i_expected, e_i_index

TIES, GROUP_OF = KINSHIP_TIES, KINSHIP_GROUPS


@st.composite
def networks(draw):
    """A simple undirected network of up to six partners in up to three groups."""
    people = "abcdef"[: draw(st.integers(2, 6))]
    ties = draw(st.sets(st.sampled_from(list(combinations(people, 2)))))
    return sorted(ties), {who: draw(st.sampled_from("xyz")) for who in people}


def test_o13_kinship():
    """O13: nine ties across and thirteen inside make -4/22, where 5/45 is expected."""
    assert pytest.approx(-4 / 22) == e_i_index(TIES, GROUP_OF).value
    assert pytest.approx(5 / 45) == e_i_expected(GROUP_OF).value


def test_o13_all_relabelings():
    """O13: of the 252 ways to hand out the labels, 8 are as low: p = .0317."""
    people = sorted(GROUP_OF)

    def inside(labels):
        return -e_i_index(TIES, dict(zip(people, labels, strict=True))).value

    found = permutation_test([GROUP_OF[who] for who in people], inside, random=chance())

    assert (252, pytest.approx(8 / 252)) == (found.ways, found.p_value)


def test_o12_knoki_density():
    """O12: the Knoke and Kuklinski bureaucracies have 49 ties and density .544 (ORA/CASOS report)."""
    found = density(KNOKI_TIES, KNOKI_PARTNERS).value

    assert (49, pytest.approx(0.544, abs=5e-4)) == (len(KNOKI_TIES), found)


@given(network=networks())
def test_p8_expected_is_the_mean_over_all_labelings(network):
    """P8: the index is in -1 to 1, and its mean over all labelings is the expected value."""
    ties, group_of = network
    found = e_i_index(ties, group_of)
    if not ties:
        assert found.value is None
        return
    every = [
        e_i_index(ties, dict(zip(group_of, labels, strict=True))).value for labels in permutations(group_of.values())
    ]

    assert -1 <= found.value <= 1
    assert pytest.approx(e_i_expected(group_of).value) == fmean(every)


@given(network=networks())
def test_p8_names_of_groups_do_not_matter(network):
    """P8: with other names for the groups it is the same."""
    ties, group_of = network
    renamed = {who: {"x": "q", "y": "x", "z": "k"}[group] for who, group in group_of.items()}

    assert e_i_index(ties, group_of) == e_i_index(ties, renamed)


def test_a_tie_with_oneself_and_a_repeat_do_not_count():
    """Ties with oneself are left out, and a tie that is there twice is one."""
    group_of = {"a": "x", "b": "y"}

    assert 1 == e_i_index([("a", "a"), ("a", "b"), ("a", "b")], group_of).n
    assert 0.5 == density([("a", "a"), ("a", "b"), ("a", "b")], group_of).value


def test_edges_of_a_graph():
    """The edges of a networkx graph are ties."""
    import networkx as nx

    star = nx.star_graph(3)

    assert 0.5 == density(star.edges, star.nodes, directed=False).value
    assert 1 == e_i_index(star.edges, {0: "hub", 1: "leaf", 2: "leaf", 3: "leaf"}).value


def test_p14_nothing_is_undefined():
    """P14: without ties there is no index; one partner has no expected value and no density."""
    assert "no ties" == e_i_index([], {}).reason
    assert ["fewer than two partners"] * 2 == [e_i_expected({"a": "x"}).reason, density([], ["a"]).reason]


def test_one_group():
    """In one group all ties are inside, and that is expected."""
    group_of = dict.fromkeys("abc", "x")

    assert (-1, -1) == (e_i_index([("a", "b")], group_of).value, e_i_expected(group_of).value)
    assert 3 == Counter(group_of.values())["x"]


def test_o13_assortativity_of_kinship():
    """O13: netseg gives White's kinship network an assortativity of .180124."""
    assert pytest.approx(0.180124, abs=5e-7) == assortativity(TIES, GROUP_OF, directed=False).value


def test_o14_newman_s_mixing_matrix():
    """O14: Newman 2003 prints r = .621 for the couples of the AMEN study; E-I of the same matrix is -.4759960."""
    matrix = [(506, 32, 69, 26), (23, 308, 114, 38), (26, 46, 599, 68), (10, 14, 47, 32)]
    cells = {(i, j): number for i, row in enumerate(matrix) for j, number in enumerate(row)}
    couples = [(f"from {i} {j} {n}", f"to {i} {j} {n}") for (i, j), number in cells.items() for n in range(number)]
    group_of = {who: who.split()[1 if who.startswith("from") else 2] for couple in couples for who in couple}

    assert pytest.approx(0.6214459, abs=5e-8) == assortativity(couples, group_of).value
    assert pytest.approx(-0.4759960, abs=1e-7) == e_i_index(couples, group_of).value


@pytest.mark.parametrize("kind", ["directed", "undirected"])
@given(data=st.data())
def test_assortativity_as_networkx(kind, data):
    """The same labels make the same in networkx; where it divides 0 by 0, ours is undefined."""
    import networkx as nx

    ties, group_of = data.draw(labelled(directed() if kind == "directed" else undirected()))
    graph = nx.DiGraph(ties) if kind == "directed" else nx.Graph(ties)
    nx.set_node_attributes(graph, group_of, "group")
    found = assortativity(ties, group_of, directed=kind == "directed")
    if found.value is None:
        assert found.reason == ("only one group has ties" if ties else "no ties")
        assert len({group_of[end] for tie in ties for end in tie}) < 2
        return

    assert pytest.approx(nx.attribute_assortativity_coefficient(graph, "group")) == found.value
    assert -1 <= found.value <= 1


@given(network=labelled(directed()))
def test_assortativity_is_the_same_with_other_names(network):
    """Other names for the groups, a tie twice and ties with oneself change nothing."""
    ties, group_of = network
    renamed = {who: {"x": "q", "y": "x", "z": "k"}[group] for who, group in group_of.items()}

    assert assortativity(ties, group_of) == assortativity([*ties, *ties, *((w, w) for w in group_of)], renamed)


def test_assortativity_of_one_group_is_undefined():
    """P14: with ties in one group alone there is no other to mix with; n says on how many ties it stands."""
    found = assortativity([("a", "b"), ("b", "a")], {"a": "x", "b": "x", "c": "y"}, directed=False)

    assert (None, "only one group has ties", 1) == (found.value, found.reason, found.n)
