"""Freeman's centralization: published numbers, its ends and its edge cases."""

from collections import Counter

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.equality.measures.known import KNOKI_PARTNERS, KNOKI_TIES, LETTERS, directed, undirected

from coprod.measures import (
    centralization_of_degrees,
    degree_centralization,
    density,
    in_degree_centralization,
    out_degree_centralization,
)

EVERY = [in_degree_centralization, out_degree_centralization, degree_centralization]


def test_o9_hipmc():
    """O9: one hub tied to all 40 others; 242 to 250 ties make the 30 % and the 73 to 74 % that the paper prints."""
    for ties, expected in ((242, 0.741), (250, 0.731)):
        # the rest of the ties as even as they can be: it does not matter how
        degrees = [40, *(1 + (2 * (ties - 40) + k) // 40 for k in range(40))]
        found = centralization_of_degrees(degrees).value

        assert sum(degrees) == 2 * ties
        assert pytest.approx(expected, abs=5e-4) == found
        d = ties / (41 * 40 / 2)
        assert pytest.approx(41 * (1 - d) / 39) == found, "the identity where a hub is tied to all"


def test_o11_karate_club():
    """O11: Zachary's karate club, 422 of 1056; 422 of 1122 is what igraph's default makes of it."""
    club = nx.karate_club_graph()
    found = degree_centralization(club.edges, club.nodes)

    assert pytest.approx(0.3996212, abs=5e-8) == found.value
    assert 34 == found.n
    assert pytest.approx(0.3761141, abs=5e-8) == found.value * 1056 / 1122


def test_o11_star_and_florence():
    """O11: a star of ten is 1, and not .8; Florentine marriages .2747253; 12 is the most for five partners."""
    star, florence = nx.star_graph(9), nx.florentine_families_graph()

    assert 1 == degree_centralization(star.edges, star.nodes).value
    assert pytest.approx(0.2747253, abs=5e-8) == degree_centralization(florence.edges, florence.nodes).value
    assert pytest.approx(5 / 12) == centralization_of_degrees([3, 2, 2, 2, 1]).value


def test_o12_knoki():
    """O12: ORA prints .431 by all ties of the bureaucracies; by ties out 31/81, by ties in 41/81."""
    ends = Counter(end for tie in KNOKI_TIES for end in tie)
    total = centralization_of_degrees(ends.values(), kind="total")

    assert pytest.approx(0.431, abs=5e-4) == total.value
    assert "total_degree_centralization" == total.name
    assert pytest.approx(31 / 81) == out_degree_centralization(KNOKI_TIES, KNOKI_PARTNERS).value
    assert pytest.approx(41 / 81) == in_degree_centralization(KNOKI_TIES, KNOKI_PARTNERS).value


@pytest.mark.parametrize("measure", EVERY)
@given(network=directed())
def test_p9_between_0_and_1(measure, network):
    """P9: from 0 to 1; undefined, with the reason, for too few partners and without ties."""
    ties, partners = network
    found = measure(ties, partners)
    if len(partners) < 3 or not ties:
        expected = "fewer than three partners" if len(partners) < 3 else "no ties"
        assert (None, expected) == (found.value, found.reason)
        return

    assert 0 <= found.value <= 1
    assert (len(partners), measure.__name__) == (found.n, found.name)


@given(n=st.integers(3, 40))
def test_p9_star(n):
    """P9: a star is 1, all to one and one to all; seen from the leaves it is next to nothing."""
    leaves = [("hub", leaf) for leaf in range(n - 1)]
    partners = ["hub", *range(n - 1)]

    assert 1 == degree_centralization(leaves, partners).value
    assert 1 == out_degree_centralization(leaves, partners).value
    assert 1 == in_degree_centralization([(b, a) for a, b in leaves], partners).value
    assert pytest.approx(1 / (n - 1) ** 2) == in_degree_centralization(leaves, partners).value


@given(n=st.integers(3, 12), steps=st.sets(st.integers(1, 5), min_size=1))
def test_p9_regular(n, steps):
    """P9: where all have as many ties, it is 0 in every direction."""
    steps = steps | {1}
    ties = [(i, (i + step) % n) for i in range(n) for step in steps if step % n]
    found = [measure(ties, range(n)).value for measure in EVERY]

    assert [0, 0, 0] == found


@given(network=undirected(3).filter(lambda network: network[0]))
def test_short_form(network):
    """(n d_max - 2m) / ((n - 1)(n - 2)), whichever way a tie was written down, twice or not."""
    ties, partners = network
    n, highest = len(partners), max(Counter(end for tie in ties for end in tie).values())
    found = degree_centralization(ties, partners)

    assert pytest.approx((n * highest - 2 * len(ties)) / ((n - 1) * (n - 2))) == found.value
    assert found == degree_centralization([*((b, a) for a, b in ties), *ties, ("a", "a")], partners)
    if highest == n - 1:
        d = density(ties, partners, directed=False).value
        assert pytest.approx(n * (1 - d) / (n - 2)) == found.value


@pytest.mark.parametrize("kind", ["in", "out", "total", "undirected"])
@given(degrees=st.lists(st.integers(-1, 9), max_size=6))
def test_p14_degrees_that_cannot_be_are_an_error(kind, degrees):
    """Degrees either are those of a network, and then the value is 0 to 1 or undefined, or an error says so."""
    try:
        found = centralization_of_degrees(degrees, kind=kind)
    except ValueError as error:
        assert f"no network of {len(degrees)} partners has such numbers of ties" in str(error)  # noqa: PT017
        return

    assert found.value is None or 0 <= found.value <= 1
    assert (found.value is None) == (len(degrees) < 3 or not sum(degrees))


@pytest.mark.parametrize(
    ("kind", "degrees"),
    [("in", [3, 0, 0]), ("out", [-1, 1, 1]), ("undirected", [2, 1, 0]), ("total", [4, 1, 1]), ("total", [5, 5, 5])],
)
def test_impossible_degrees(kind, degrees):
    """More ties than there are others, fewer than none, and ties without another end."""
    with pytest.raises(ValueError, match="such numbers of ties"):
        centralization_of_degrees(degrees, kind=kind)


def test_unknown_kind():
    """A kind that there is not says which there are."""
    with pytest.raises(ValueError, match="no kind of degree `both`: in, out, undirected, total"):
        centralization_of_degrees([1, 1, 2], kind="both")


@pytest.mark.parametrize("measure", EVERY)
def test_ties_of_strangers_are_an_error(measure):
    """A tie to someone who is not among the partners would make numbers that cannot be."""
    with pytest.raises(ValueError, match="not among the partners"):
        measure([("a", "zed")], LETTERS)
