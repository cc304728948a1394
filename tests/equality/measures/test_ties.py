"""The E-I index and density: published numbers, laws and edge cases."""

from collections import Counter
from itertools import combinations, permutations
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.equality.building import chance

from coprod.equality.inference import permutation_test
from coprod.measures import density, e_i_expected, e_i_index

# O13: White's kinship network (Freeman 1978), as in netseg: five women, five men, 22 ties
KINSHIP = "M-S M-SD M-BD M-F M-B M-BS M-SS S-SD S-BD S-F S-SS BW-BD SD-F BD-F BD-B F-B F-BS F-SS B-BS B-SS SH-BS SH-SS"
TIES = [tuple(tie.split("-")) for tie in KINSHIP.split()]
GROUP_OF = dict.fromkeys(("M", "S", "BW", "SD", "BD"), "f") | dict.fromkeys(("F", "B", "SH", "BS", "SS"), "m")
KNOKI = "0100101010 1011101110 0101111001 1100101000 1111001111 0010001010 0101100000 1101101010 0100101000 1110101000"


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
    rows = KNOKI.split()
    ties = [(str(i), str(j)) for i, row in enumerate(rows) for j, cell in enumerate(row) if cell == "1"]

    assert (49, pytest.approx(0.544, abs=5e-4)) == (len(ties), density(ties, range(10)).value)


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
