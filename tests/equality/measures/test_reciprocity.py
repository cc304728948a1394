"""How often ties are returned: published numbers of each variant, and laws."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.equality.measures.known import KNOKI_PARTNERS, KNOKI_TIES, directed

from coprod.measures import (
    density,
    dyadic_non_null_reciprocity,
    dyadic_reciprocity,
    edgewise_reciprocity,
    garlaschelli_loffredo,
    reciprocity_of_counts,
)


def test_o12_knoki():
    """O12: ORA prints .531 for the bureaucracies, of tied pairs; 34 of 49 ties are returned; rho is .3280239."""
    assert pytest.approx(0.531, abs=5e-4) == dyadic_non_null_reciprocity(KNOKI_TIES).value
    assert pytest.approx(34 / 49) == edgewise_reciprocity(KNOKI_TIES).value
    assert reciprocity_of_counts(17, 15) == edgewise_reciprocity(KNOKI_TIES)
    assert pytest.approx(30 / 45) == dyadic_reciprocity(KNOKI_TIES, KNOKI_PARTNERS).value
    assert pytest.approx(0.3280239, abs=5e-8) == garlaschelli_loffredo(KNOKI_TIES, KNOKI_PARTNERS).value


def test_o17_networkx():
    """O17: the reciprocity of networkx's tests: there and back is 1; of three ties two are returned."""
    import networkx as nx

    two = nx.DiGraph([(1, 2), (2, 3), (3, 2)])

    assert 1 == edgewise_reciprocity([(1, 2), (2, 1)]).value
    assert nx.overall_reciprocity(two) == edgewise_reciprocity(two.edges).value == 2 / 3
    assert "no ties" == edgewise_reciprocity([]).reason, "where networkx raises an error"


@given(network=directed(2))
def test_p10_pairs_add_up(network):
    """P10: mutual, one-way and empty pairs make all pairs, and each variant follows from them."""
    ties, partners = network
    kinds = [((a, b) in ties) + ((b, a) in ties) for a, b in combinations(partners, 2)]
    mutual, one_way, empty = kinds.count(2), kinds.count(1), kinds.count(0)
    n = len(partners)
    assert n * (n - 1) // 2 == mutual + one_way + empty
    if not ties:
        return

    assert reciprocity_of_counts(mutual, one_way) == edgewise_reciprocity(ties)
    assert pytest.approx(mutual / (mutual + one_way)) == dyadic_non_null_reciprocity(ties).value
    assert pytest.approx((mutual + empty) / len(kinds)) == dyadic_reciprocity(ties, partners).value
    assert (len(ties), mutual + one_way, len(kinds)) == (
        edgewise_reciprocity(ties).n,
        dyadic_non_null_reciprocity(ties).n,
        dyadic_reciprocity(ties, partners).n,
    )


@given(network=directed(2).filter(lambda network: network[0]))
def test_p10_all_returned(network):
    """P10: where each tie is returned, every variant is 1."""
    ties, partners = network
    both = [*ties, *((b, a) for a, b in ties)]
    rho = garlaschelli_loffredo(both, partners)

    assert 1 == edgewise_reciprocity(both).value == dyadic_non_null_reciprocity(both).value
    assert 1 == dyadic_reciprocity(both, partners).value
    assert rho.value == 1 or rho.reason == "everyone is tied to everyone"


@given(network=directed(2))
def test_rho_is_the_correlation_of_there_with_back(network):
    """Garlaschelli and Loffredo's rho is Pearson's correlation of a_ij with a_ji, and (r - a) / (1 - a)."""
    ties, partners = network
    there = [(a, b) in ties for a in partners for b in partners if a != b]
    back = [(b, a) in ties for a in partners for b in partners if a != b]
    found = garlaschelli_loffredo(ties, partners)
    if found.value is None:
        assert len(set(there)) < 2
        return
    mean = sum(there) / len(there)
    variance = sum((x - mean) ** 2 for x in there)
    r, a = edgewise_reciprocity(ties).value, density(ties, partners).value

    assert (
        pytest.approx(sum((x - mean) * (y - mean) for x, y in zip(there, back, strict=True)) / variance) == found.value
    )
    assert pytest.approx((r - a) / (1 - a)) == found.value
    assert -1 <= found.value <= 1


@given(network=directed())
def test_repeats_and_ties_with_oneself_do_not_count(network):
    """A tie that is there twice counts once, and one with oneself not at all."""
    ties, partners = network
    more = [*ties, *ties, *((who, who) for who in partners)]

    assert edgewise_reciprocity(ties) == edgewise_reciprocity(more)
    assert dyadic_non_null_reciprocity(ties) == dyadic_non_null_reciprocity(more)
    assert dyadic_reciprocity(ties, partners) == dyadic_reciprocity(more, partners)
    assert garlaschelli_loffredo(ties, partners) == garlaschelli_loffredo(more, partners)


@pytest.mark.parametrize(
    ("expected", "ties", "partners"),
    [
        ("no ties", [], "abc"),
        ("no ties", [("a", "a")], "ab"),
        ("fewer than two partners", [], "a"),
        ("fewer than two partners", [], ""),
    ],
)
def test_p14_nothing_is_undefined(expected, ties, partners):
    """P14: without ties, or without two partners, no variant has a value: empty pairs are not called symmetric."""
    found = [dyadic_reciprocity(ties, partners), garlaschelli_loffredo(ties, partners)]

    assert [(None, expected)] * 2 == [(measure.value, measure.reason) for measure in found]
    assert ["no ties"] * 2 == [edgewise_reciprocity(ties).reason, dyadic_non_null_reciprocity(ties).reason]


def test_everyone_tied_to_everyone_has_no_rho():
    """Where all ties are there, chance would return them all."""
    assert "everyone is tied to everyone" == garlaschelli_loffredo([("a", "b"), ("b", "a")], "ab").reason


@pytest.mark.parametrize("measure", [dyadic_reciprocity, garlaschelli_loffredo])
def test_ties_of_strangers_are_an_error(measure):
    """Ties of someone who is not among the partners are a mistake, and nobody is named."""
    with pytest.raises(ValueError, match=r"^ties of 1 who are not among the partners$"):
        measure([("a", "zed")], "ab")


@given(counts=st.tuples(st.integers(-3, 3), st.integers(-3, 3)).filter(lambda counts: min(counts) < 0))
def test_no_number_of_pairs_is_below_nothing(counts):
    """Counts below 0 are an error."""
    with pytest.raises(ValueError, match=f"below 0: {min(counts)}"):
        reciprocity_of_counts(*counts)
