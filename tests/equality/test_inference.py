"""How often would chance alone do this?"""

import itertools
import math
from collections import Counter

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats
from tests.equality.building import chance

from coprod.equality.inference import LARGE, SAMPLED, Permutation, adjusted, between_groups, permutation_test

SMALL = st.lists(st.integers(-3, 9), min_size=1, max_size=4)
"""Whole numbers of the people of one group."""


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


def test_drawing_stops_when_enough_is_known():
    """Besag and Clifford 1991: at the 20th draw that is as large, p is 20 out of the draws so far."""
    values = [3, 1, 4, 0, 2, 6, 5, 7] * 5
    found = permutation_test("ab" * 20, first_sum(values), random=chance(), enough=20)

    assert 20 <= found.ways < SAMPLED
    assert (20 / found.ways, 1 / (SAMPLED + 1)) == (found.p_value, found.smallest_p)


@settings(max_examples=30)
@given(seed=st.integers(0, 10_000))
def test_where_nothing_is_there_small_p_are_rare(seed):
    """Of 200 groups parted by chance, about one in ten has p at most .1, though drawing stopped early."""
    rng = chance(seed)

    def p_value():
        values = [rng.random() for _ in range(14)]
        return permutation_test(
            "a" * 7 + "b" * 7, first_sum(values), random=rng, listed=0, sampled=59, enough=6
        ).p_value

    assert sum(p_value() <= 0.1 for _ in range(200)) <= 20 + 5 * math.sqrt(200 * 0.1 * 0.9)


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


def spread(groups, labels):
    """The statistic of `between_groups`, in floats, of the same values under other labels."""
    values = [value for group in groups.values() for value in group]
    totals = Counter()
    for label, value in zip(labels, values, strict=True):
        totals[label] += value
    return math.fsum(totals[label] ** 2 / len(group) for label, group in groups.items())


@given(groups=st.dictionaries(st.sampled_from("abcd"), SMALL, min_size=2, max_size=3))
def test_counting_is_listing(groups):
    """Where all ways can be listed, counting them gives just what trying each of them does."""
    labels = [label for label, group in groups.items() for _ in group]
    assume(len({value for group in groups.values() for value in group}) > 1)

    listed = permutation_test(labels, lambda given: spread(groups, given), random=chance(), listed=40_000)
    found = between_groups(groups, random=chance())

    assert (listed.ways, pytest.approx(listed.p_value), pytest.approx(listed.smallest_p)) == (
        found.ways,
        found.p_value,
        found.smallest_p,
    )


@settings(max_examples=25)
@given(a=st.lists(st.integers(0, 5), min_size=2, max_size=6), b=st.lists(st.integers(0, 5), min_size=2, max_size=5))
def test_two_groups_as_scipy_has_them(a, b):
    """`scipy.stats.permutation_test` gives the same exact p for how far two means are apart."""
    assume(len({*a, *b}) > 1)

    def apart(x, y, axis):
        return abs(x.mean(axis=axis) - y.mean(axis=axis))

    theirs = stats.permutation_test((a, b), apart, vectorized=True, n_resamples=math.inf, alternative="greater")

    assert pytest.approx(theirs.pvalue) == between_groups({"a": a, "b": b}, random=chance()).p_value


@settings(max_examples=10)
@given(groups=st.tuples(*[st.lists(st.integers(0, 3), min_size=2, max_size=3)] * 3))
def test_three_groups_as_scipy_has_them(groups):
    """`scipy.stats.permutation_test` gives the same exact p for three groups: each order of people is one way there."""
    assume(len({value for group in groups for value in group}) > 1)

    def between(*parts, axis):
        return sum(part.sum(axis=axis) ** 2 / part.shape[axis] for part in parts)

    drawn = stats.permutation_test(
        groups, between, vectorized=True, n_resamples=4_000, alternative="greater", rng=1
    ).pvalue

    assert (
        pytest.approx(drawn, abs=0.05) == between_groups(dict(zip("abc", groups, strict=True)), random=chance()).p_value
    )


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ([0, 1] * 20, [0, 0, 1] * 10),  # two answers: what Fisher's exact test counts
        ([0, 2, 3] * 7, [1, 2, 4, 4] * 5),  # many ways, in one long number
        ([0, 10**6] * 9, [0, 10**6, 10**6] * 6),  # far apart, but only two numbers
        ([0, 1_000_003] * 15 + [0], [0, 17, 1_000_003] * 10),  # three numbers without a common step: by number
    ],
)
def test_two_groups_are_exact_in_billions_of_ways(a, b):
    """All ways are counted where they cannot be listed; a large sample agrees, and is not what it is."""
    found = between_groups({"a": a, "b": b}, random=chance())
    values = [*a, *b]
    least = abs(sum(a) - len(a) * sum(values) / len(values)) - 1e-6
    rng = chance(5)
    drawn = [abs(sum(rng.sample(values, len(a))) - len(a) * sum(values) / len(values)) >= least for _ in range(9_999)]

    assert math.comb(len(values), len(a)) == found.ways
    assert 0 < found.smallest_p < 1e-6
    assert pytest.approx(sum(drawn) / 9_999, abs=0.02) == found.p_value


def test_two_answers_as_fisher_counts_them():
    """For two groups and two answers, p is that of the hypergeometric distribution."""
    people, yes, asked = 60, 25, 22
    groups = {"a": [1] * 13 + [0] * 9, "b": [1] * 12 + [0] * 26}
    far = abs(13 - asked * yes / people) - 1e-9
    law = stats.hypergeom(people, yes, asked)
    expected = sum(law.pmf(k) for k in range(asked + 1) if abs(k - asked * yes / people) >= far)

    assert pytest.approx(expected, rel=1e-9) == between_groups(groups, random=chance()).p_value


def test_several_groups_of_few_answers_are_exact():
    """Three groups and two answers can be counted, however many ways there are: the multivariate hypergeometric."""
    groups = {"a": [1] * 6 + [0] * 4, "b": [1] * 5 + [0] * 7, "c": [1] * 7 + [0] * 11}
    law = stats.multivariate_hypergeom([10, 12, 18], 18)
    ways = [(i, j, 18 - i - j) for i in range(11) for j in range(13) if 0 <= 18 - i - j <= 18]
    far = {way: way[0] ** 2 / 10 + way[1] ** 2 / 12 + way[2] ** 2 / 18 for way in ways}
    expected = sum(law.pmf(way) for way in ways if far[way] >= far[6, 5, 7] - 1e-9)

    found = between_groups(groups, random=chance())

    assert pytest.approx(expected) == found.p_value
    assert math.factorial(40) // math.prod(map(math.factorial, (10, 12, 18))) == found.ways


def test_many_ways_are_drawn():
    """Where ways cannot be counted quickly they are drawn, and come near to what the distribution says."""
    rng = chance(2)
    groups = {g: [rng.randrange(1000) + 90 * (g == "a") for _ in range(40)] for g in "abc"}
    found = between_groups(groups, random=chance())
    f = stats.f_oneway(*groups.values()).pvalue

    assert (1 / (SAMPLED + 1), True) == (found.smallest_p, 100 <= found.ways <= SAMPLED)
    assert pytest.approx(f, abs=0.03) == found.p_value


@given(groups=st.lists(st.lists(st.integers(0, 50), min_size=1, max_size=9), min_size=3, max_size=4), data=st.data())
def test_order_and_names_do_not_matter(groups, data):
    """The same people in another order, under other names of groups, give the same p, drawn or counted."""
    named = dict(zip("abcd", groups, strict=False))
    order = data.draw(st.permutations("wxyz"))
    other = {order[at]: data.draw(st.permutations(group)) for at, group in enumerate(groups)}
    turned = dict(data.draw(st.permutations(list(other.items()))))

    assert between_groups(named, random=chance()) == between_groups(turned, random=chance())


@given(
    groups=st.lists(st.lists(st.integers(0, 50), min_size=1, max_size=9), min_size=2, max_size=3),
    step=st.integers(1, 10**6),
    start=st.integers(-(10**6), 10**6),
)
def test_units_do_not_matter(groups, step, start):
    """Counting from another number, or in another unit, gives the same p: there is no rounding."""
    named = dict(zip("abc", groups, strict=False))
    moved = {label: [start + step * value for value in group] for label, group in named.items()}

    assert between_groups(named, random=chance()) == between_groups(moved, random=chance())


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
    sampled = permutation_test(labels, lambda given: spread(groups, given), random=chance(), sampled=999)

    assert pytest.approx(between_groups(groups, random=chance()).p_value, abs=0.05) == sampled.p_value


@settings(max_examples=20)
@given(seed=st.integers(0, 1000), shift=st.floats(0, 0.2))
def test_distribution_as_scipy_has_it(seed, shift):
    """For thousands of people, p is the upper tail of chi-squared that scipy gives for the Kruskal-Wallis form."""
    rng = chance(seed)
    groups = {g: [rng.randrange(4) + (g == "a" and rng.random() < shift) for _ in range(LARGE // 2)] for g in "abc"}
    values = [value for group in groups.values() for value in group]
    f = stats.f_oneway(*groups.values()).statistic
    between = 2 * f / (2 * f + len(values) - 3)  # the share of the variance that lies between groups

    expected = stats.chi2.sf((len(values) - 1) * between, 2)
    assert pytest.approx(expected, rel=1e-6, abs=1e-12) == between_groups(groups, random=chance()).p_value


@given(statistic=st.floats(0, 60), freedom=st.integers(1, 12))
def test_upper_tail_as_scipy_has_it(statistic, freedom):
    """The upper tail of chi-squared is that of scipy."""
    from coprod.equality.parting import _upper_tail

    assert pytest.approx(stats.chi2.sf(statistic, freedom), rel=1e-9) == _upper_tail(statistic, freedom)


def test_thousands_in_one_group_tell_nothing():
    """One label for all is one way, however many there are; with two it is never listed."""
    assert permutation_test("a" * LARGE, len, random=chance()) is None
    assert Permutation(1.0, 0.5, 1) == permutation_test("a" * LARGE + "b", len, random=chance(), sampled=1, enough=1)


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


@given(p_values=st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_adjusting_as_scipy_does(p_values):
    """`scipy.stats.false_discovery_control` adjusts the same."""
    assert pytest.approx(list(stats.false_discovery_control(p_values))) == list(adjusted(p_values))
