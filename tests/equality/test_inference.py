"""How often would chance alone do this?"""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.equality.building import chance

from coprod.equality.inference import LARGE, adjusted, between_groups, permutation_test


def first_sum(values):
    """A statistic: what those with the label b have."""
    return lambda labels: sum(v for v, label in zip(values, labels, strict=True) if label == "b")


def test_worked_example():
    """measures.md 3.11: of the 70 ways to part these eight, 4 reach the observed difference of means of 3."""
    found = permutation_test("aaaabbbb", first_sum([3, 1, 4, 0, 2, 6, 5, 7]), random=chance())

    assert (70, pytest.approx(4 / 70)) == (found.ways, found.p_value)


@pytest.mark.parametrize(
    ("a", "b", "p"), [(3, 3, 0.05), (4, 4, 0.0143), (3, 5, 0.0179), (5, 5, 0.0040), (4, 8, 0.0020)]
)
def test_smallest_p(a, b, p):
    """measures.md 3.11: the smallest one-sided p that so few people can give."""
    values = range(a + b)
    found = permutation_test("a" * a + "b" * b, first_sum(values), random=chance())

    assert (p, p) == (pytest.approx(found.smallest_p, abs=5e-5), pytest.approx(found.p_value, abs=5e-5))


def test_one_label_tells_nothing():
    """Where labels can be handed out in one way only, there is no answer."""
    assert permutation_test("aaaa", first_sum([1, 2, 3, 4]), random=chance()) is None
    assert permutation_test("", first_sum([]), random=chance()) is None


def test_sampled_p_is_never_zero():
    """Phipson and Smyth 2010: with b of m samples as large, p = (b + 1) / (m + 1)."""
    values = range(40)
    found = permutation_test("a" * 20 + "b" * 20, first_sum(values), random=chance(), sampled=99)

    assert (99, 0.01, 0.01) == (found.ways, found.p_value, found.smallest_p)


def test_same_seed_same_answer():
    """Chance is injected, so that a report can be made again."""
    groups = {"a": list(range(20)), "b": list(range(5, 25))}

    assert between_groups(groups, random=chance(7)) == between_groups(groups, random=chance(7))


def test_sampled_agrees_with_listed():
    """A sample comes near to what all ways give."""
    values = [3, 1, 4, 0, 2, 6, 5, 7]
    listed = permutation_test("aaaabbbb", first_sum(values), random=chance())
    sampled = permutation_test("aaaabbbb", first_sum(values), random=chance(), listed=0, sampled=9999)

    assert pytest.approx(listed.p_value, abs=0.01) == sampled.p_value


def test_ties_do_not_depend_on_the_last_bit():
    """Ways whose statistics differ by rounding alone count as equal."""
    wobble = itertools.cycle([1.0, 1.0 - 1e-14])
    found = permutation_test("aabb", lambda _: next(wobble), random=chance())

    assert 1 == found.p_value


@pytest.mark.parametrize("groups", [{}, {"a": [1, 2]}, {"a": [1, 2], "b": []}, {"a": [1, 1], "b": [1]}])
def test_nothing_to_part(groups):
    """Fewer than two groups, or the same number for all, tell nothing."""
    assert between_groups(groups, random=chance()) is None


def test_large_groups_go_by_the_distribution():
    """From thousands of people on, chi-squared stands in: far apart is rare, alike is not."""
    half = LARGE // 2
    apart = between_groups({"a": [0] * half, "b": [1] * half}, random=chance())
    alike = between_groups({"a": [0, 1] * half, "b": [0, 1] * half}, random=chance())

    assert (0, 0) == (apart.ways, round(apart.p_value, 6))
    assert 1 == round(alike.p_value, 6)


def test_distribution_agrees_with_a_sample():
    """Where both can be had, the distribution and the sample tell the same."""
    rng = chance(3)
    groups = {g: [rng.randrange(6) + (g == "b" and rng.random() < 0.1) for _ in range(800)] for g in "abc"}
    labels = [g for g in groups for _ in groups[g]]
    values = [v for g in groups for v in groups[g]]

    def spread(arrangement):
        totals = dict.fromkeys("abc", 0)
        for label, value in zip(arrangement, values, strict=True):
            totals[label] += value
        return sum(total * total / 800 for total in totals.values())

    sampled = permutation_test(labels, spread, random=chance(), sampled=999)

    assert pytest.approx(between_groups(groups, random=chance()).p_value, abs=0.05) == sampled.p_value


def test_upper_tail_of_chi_squared():
    """The five-per-cent points of the usual tables, for one to six degrees of freedom."""
    from coprod.equality.inference import _upper_tail

    points = [3.841459, 5.991465, 7.814728, 9.487729, 11.0705, 12.59159]

    assert [0.05] * 6 == [round(_upper_tail(x, k), 6) for k, x in enumerate(points, 1)]
    assert [1] * 6 == [_upper_tail(0, k) for k in range(1, 7)]


def test_benjamini_hochberg():
    """Four tests of one report; the order of the p-values stays."""
    assert [0.04, 0.0533, 0.0533, 0.5] == [round(p, 4) for p in adjusted([0.01, 0.04, 0.03, 0.5])]
    assert () == adjusted([])


@given(p_values=st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_adjusting_only_raises(p_values):
    """Taken together, no p-value gets smaller, none passes 1, and the order stays."""
    found = adjusted(p_values)

    assert all(p <= after <= 1 or math.isclose(p, after) for p, after in zip(p_values, found, strict=True))
    order = sorted(range(len(p_values)), key=p_values.__getitem__)
    assert all(found[a] <= found[b] for a, b in itertools.pairwise(order))
