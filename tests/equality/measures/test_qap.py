"""Do two sorts of tie run between the same partners?"""

import itertools
import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.equality.building import chance

from coprod.measures import graph_correlation, qap

ADVICE = [("ana", "bo"), ("bo", "cy"), ("cy", "di"), ("di", "ana"), ("ana", "cy")]
PARTNERS = ["ana", "bo", "cy", "di"]
PAIRS = list(itertools.permutations("abcde", 2))


def relations(values):
    """A relation of five partners: a value for each pair."""
    return st.lists(values, min_size=len(PAIRS), max_size=len(PAIRS)).map(lambda v: dict(zip(PAIRS, v, strict=True)))


def matrix(relation, order):
    """The values of a relation off the diagonal, with partners in some order."""
    return np.array([relation[a, b] for a, b in itertools.permutations(order, 2)], dtype=float)


def test_the_same_ties():
    """A relation goes fully with itself; four partners can change places in 24 ways, of which one keeps these ties."""
    correlation, found = qap(ADVICE, ADVICE, PARTNERS, random=chance())

    assert ("graph_correlation", 1.0, 4) == (correlation.name, correlation.value, correlation.n)
    assert (24, 1 / 24, 1 / 24) == (found.ways, found.p_value, found.smallest_p)


def test_a_small_p_can_be_out_of_reach():
    """`sna` on qaptest: where partners can change places unseen, p is never below |Aut| / n!: a ring of four has 4."""
    ring = [("ana", "bo"), ("bo", "cy"), ("cy", "di"), ("di", "ana")]
    _, found = qap(ring, ring, PARTNERS, random=chance())

    assert (4 / 24, 4 / 24) == (found.p_value, found.smallest_p)


@pytest.mark.parametrize(
    ("first", "second", "partners", "why"),
    [
        ([], ADVICE, PARTNERS, "all pairs are alike"),
        (ADVICE, dict.fromkeys(itertools.permutations(PARTNERS, 2), 0.1), PARTNERS, "all pairs are alike"),
        (ADVICE, ADVICE, ["ana"], "fewer than two partners"),
        ([], [], [], "fewer than two partners"),
    ],
)
def test_nothing_to_go_together(first, second, partners, why):
    """Where one relation has all pairs alike there is no correlation, and nothing is tested."""
    correlation, found = qap(first, second, partners, random=chance(), of="advice")

    assert (None, why, "advice", None) == (correlation.value, correlation.reason, correlation.of, found)


def test_own_ties_and_strangers_are_left_out():
    """A tie of a partner with itself, or with someone who is not among the partners, changes nothing."""
    more = [*ADVICE, ("ana", "ana"), ("ana", "stranger")]

    assert qap(ADVICE, ADVICE[:2], PARTNERS, random=chance()) == qap(more, more[:2], PARTNERS, random=chance())


@given(first=relations(st.floats(-9, 9, width=16)), second=relations(st.integers(0, 4)))
def test_correlation_as_numpy_has_it(first, second):
    """It is Pearson's correlation of what stands off the diagonal."""
    a, b = matrix(first, "abcde"), matrix(second, "abcde")
    assume(a.std() > 1e-6)
    assume(b.std() > 0)

    assert pytest.approx(np.corrcoef(a, b)[0, 1], abs=1e-9) == graph_correlation(first, second, "abcde").value


@settings(max_examples=25)
@given(first=relations(st.integers(0, 2)), second=relations(st.sampled_from([0, 0.5, 1])))
def test_p_by_trying_all(first, second):
    """With five partners, p is the share of the 120 ways to change places that correlate as well."""
    correlation, found = qap(first, second, "abcde", random=chance())
    assume(found is not None)
    b = matrix(second, "abcde")
    every = [np.corrcoef(matrix(first, order), b)[0, 1] for order in itertools.permutations("abcde")]

    assert math.factorial(5) == found.ways
    assert pytest.approx(np.mean([r >= correlation.value - 1e-9 for r in every])) == found.p_value
    assert pytest.approx(np.mean([r >= max(every) - 1e-9 for r in every])) == found.smallest_p


@given(first=relations(st.integers(0, 1)), second=relations(st.integers(0, 1)), order=st.permutations("abcde"))
def test_order_does_not_matter(first, second, order):
    """Ties and partners in another order give the same answer from the same seed, drawn as well."""
    turned = dict(reversed(first.items()))

    expected = qap(first, second, "abcde", random=chance(), listed=0, sampled=19)
    assert expected == qap(turned, second, order, random=chance(), listed=0, sampled=19)


def test_eight_partners_are_drawn():
    """More than seven partners can change places in too many ways: p is then never 0, and the same each time."""
    partners = [f"p{n}" for n in range(12)]
    line = [*itertools.pairwise(partners), ("p0", "p5"), ("p3", "p9")]
    _, found = qap(line, line, partners, random=chance())

    assert (1 / 2000, 1 / 2000, 1999) == (found.p_value, found.smallest_p, found.ways)
    assert (_, found) == qap(line, line, partners, random=chance())


def test_drawn_agrees_with_all():
    """A sample comes near to what all ways give, and stops early where p is large."""
    advice, trust = ADVICE, [("ana", "bo"), ("bo", "cy"), ("cy", "ana")]
    _, listed = qap(advice, trust, PARTNERS, random=chance())
    _, sampled = qap(advice, trust, PARTNERS, random=chance(), listed=0, sampled=9_999, enough=2_000)

    assert pytest.approx(listed.p_value, abs=0.03) == sampled.p_value
    assert sampled.ways < 9_999
