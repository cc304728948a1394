"""Gini, Theil, Atkinson and evenness: published numbers, and the axioms that an index of unevenness has to keep."""

import math
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod.measures import (
    atkinson,
    blau,
    evenness,
    gini,
    gini_corrected,
    palma,
    theil_between,
    theil_between_share,
    theil_l,
    theil_t,
    theil_within,
    top_share,
)

INEQ = (541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261)
TRANSFER = (841, 2063, 2445, 3438, 4437, 5401, 6392, 8304, 11304, 21961)
MEXICO = (
    "10384/2 22361/1 9573/2 3758/5 2934/5 8578/1 8537/1 6909/3 17816/4 12132/2 4359/3 2181/5 4414/3 "
    "5309/3 3408/4 3327/3 6936/3 4836/2 9073/1 1892/5 3569/3 11016/3 21965/5 4372/2 4840/2 6399/1 "
    "2459/5 7508/1 3605/3 5203/3 7990/5 3734/2"
)
ATKINSON = [partial(atkinson, aversion=aversion) for aversion in (0.5, 1, 2)]
AXIOMS = [gini, theil_t, theil_l, *ATKINSON]  # those that do not change when a group is doubled
SIZED = [gini_corrected, evenness, top_share]  # those that do
EVERY = [*AXIOMS, *SIZED, palma]

amounts = st.lists(st.integers(0, 50), min_size=1, max_size=12).filter(any)
grouped = st.lists(st.tuples(st.integers(0, 50), st.sampled_from("abc")), min_size=1, max_size=12).filter(
    lambda rows: any(value for value, _ in rows)
)


def test_o1_r_ineq():
    """O1: R ineq's reference output (ineq-Ex.Rout.save), and values recomputed from its data."""
    assert pytest.approx(0.4620911, abs=1e-7) == gini(INEQ).value
    assert pytest.approx(0.5134346, abs=1e-7) == gini_corrected(INEQ).value
    assert pytest.approx(0.36234124, abs=1e-8) == theil_t(INEQ).value
    assert pytest.approx(0.43359465, abs=1e-8) == theil_l(INEQ).value
    assert pytest.approx(0.1796591, abs=1e-7) == atkinson(INEQ).value
    assert pytest.approx(0.35182506, abs=1e-8) == atkinson(INEQ, 1).value
    assert pytest.approx(2.8225, abs=5e-5) == palma(INEQ).value
    assert pytest.approx(1 - 0.1840812, abs=1e-7) == blau(INEQ).value, "Herfindahl is what Blau lacks to 1"


def test_o2_pigou_dalton_transfer():
    """O2: after the transfers of R ineq's `major` example, every index is lower."""
    assert pytest.approx(0.4413661, abs=1e-7) == gini(TRANSFER).value
    assert pytest.approx(0.3296685, abs=1e-7) == theil_t(TRANSFER).value
    assert pytest.approx(0.3616388, abs=1e-7) == theil_l(TRANSFER).value
    assert pytest.approx(0.1592937, abs=1e-7) == atkinson(TRANSFER).value
    assert all(measure(TRANSFER).value < measure(INEQ).value for measure in [*AXIOMS, gini_corrected, palma])
    assert evenness(TRANSFER).value > evenness(INEQ).value


def test_o3_phylotools():
    """O3: phylotools docs, gini(1, 3, 2, 1, 1, 1, 4) = 4/13."""
    assert pytest.approx(0.3076923, abs=1e-7) == gini([1, 3, 2, 1, 1, 1, 4]).value
    assert pytest.approx(0.3589744, abs=1e-7) == gini_corrected([1, 3, 2, 1, 1, 1, 4]).value


def test_o4_pysal_incomes():
    """O4: the incomes of PySAL's Atkinson tests, and what they would be worth shared evenly; Gini .2666667."""
    incomes = [10, 20, 30, 40, 50]
    found = [atkinson(incomes, aversion).value for aversion in (0, 0.5, 1)]

    assert pytest.approx(0.2666667, abs=1e-7) == gini(incomes).value
    assert pytest.approx([0, 0.06315, 0.13161], abs=5e-6) == found
    assert pytest.approx([30, 28.1054, 26.05171], abs=5e-5) == [30 * (1 - value) for value in found]


def test_o5_theil_split_at_its_extreme():
    """O5: PySAL's test, all of the unevenness is between two groups: ln 2."""
    values, groups = [0, 0, 0, 10, 10, 10], "000111"

    assert pytest.approx(math.log(2), abs=1e-15) == theil_t(values).value
    assert pytest.approx(math.log(2), abs=1e-15) == theil_between(values, groups).value
    assert 0 == theil_within(values, groups).value
    assert 1 == theil_between_share(values, groups).value


def test_o6_theil_split_of_mexico():
    """O6: PySAL's mexico.csv, 1940 by hanson98."""
    values, groups = zip(*((int(v), g) for v, g in (row.split("/") for row in MEXICO.split())), strict=True)

    assert pytest.approx(0.35372371173452849, abs=1e-14) == gini(values).value
    assert pytest.approx(0.20894344, abs=1e-8) == theil_t(values).value
    assert pytest.approx(0.0345889, abs=1e-7) == theil_between(values, groups).value
    assert pytest.approx(0.17435454, abs=1e-8) == theil_within(values, groups).value
    assert pytest.approx(0.20294891, abs=1e-8) == theil_l(values).value


def test_o7_theil_is_what_evenness_lacks():
    """O7: easycalculation.com's Shannon index 1.07 of (60, 10, 25, 1, 4); ln 5 less it is Theil's T."""
    assert pytest.approx(math.log(5) - 1.0581342, abs=1e-7) == theil_t([60, 10, 25, 1, 4]).value


def test_o7_evenness():
    """O7: easycalculation.com gives (60, 10, 25, 1, 4) evenness .66, from logarithms of two decimals."""
    assert pytest.approx(0.66, abs=0.015) == evenness([60, 10, 25, 1, 4]).value
    assert pytest.approx(0.6574557, abs=5e-8) == evenness([60, 10, 25, 1, 4]).value


def test_o21_axiom_triplets():
    """O21: Gini of (2, 4), (4, 2), (2, 2, 4, 4) and (4, 8) is 1/6; the corrected one is not."""
    assert [1 / 6] * 4 == [gini(values).value for values in ([2, 4], [4, 2], [2, 2, 4, 4], [4, 8])]
    assert [1 / 3, 2 / 9] == [pytest.approx(gini_corrected(values).value) for values in ([2, 4], [2, 2, 4, 4])]


def test_those_with_nothing_are_kept():
    """Unlike R's ineq, which drops zeros and calls (0, 0, 0, 10) even, it is ln 4 here."""
    assert pytest.approx(math.log(4)) == theil_t([0, 0, 0, 10]).value


@pytest.mark.parametrize("measure", EVERY)
@given(values=amounts, seed=st.randoms())
def test_p1_anonymity(measure, values, seed):
    """P1: who has what does not matter."""
    shuffled = list(values)
    seed.shuffle(shuffled)

    assert measure(values) == measure(shuffled)


@pytest.mark.parametrize("measure", AXIOMS)
@given(values=amounts, times=st.integers(2, 4))
def test_p2_replication(measure, values, times):
    """P2: a project and several like it together are as uneven as one."""
    one, other = measure(values), measure(values * times)

    assert (one.value, one.reason) == (pytest.approx(other.value, abs=1e-12), other.reason)


@given(values=amounts.filter(lambda values: len(values) >= 10), times=st.integers(2, 4))
def test_p2_replication_of_palma(values, times):
    """P2: a tenth that is no whole number of people is counted in part, so Palma passes too from ten people on."""
    one, other = palma(values), palma(values * times)

    assert (one.value, one.reason) == (other.value, other.reason)


@pytest.mark.parametrize("measure", EVERY)
@given(values=amounts, factor=st.integers(2, 60))
def test_p3_scale(measure, values, factor):
    """P3: minutes or seconds, it is the same."""
    one, other = measure(values), measure([value * factor for value in values])

    assert (one.value, one.reason) == (pytest.approx(other.value, abs=1e-12), other.reason)


@st.composite
def transfers(draw, least=0):
    """Amounts, and the same after one who had more gave to one who had less, and did not fall below."""
    others = draw(st.lists(st.integers(least, 50), max_size=11))
    poor, apart = draw(st.integers(least, 50)), draw(st.integers(2, 50))
    gift = draw(st.integers(1, apart // 2))
    return [*others, poor, poor + apart], [*others, poor + gift, poor + apart - gift]


@pytest.mark.parametrize("measure", [gini, theil_t, atkinson])
@given(pair=transfers())
def test_p4_transfer(measure, pair):
    """P4: giving from one who has more to one who has less, and not falling below, makes it more even."""
    before, after = pair

    assert measure(after).value < measure(before).value


@pytest.mark.parametrize("measure", [theil_l, *ATKINSON])
@given(pair=transfers(1))
def test_p4_transfer_where_all_have_some(measure, pair):
    """P4: so it does for those that have no value, or reach their end, where someone has nothing."""
    before, after = pair

    assert measure(after).value < measure(before).value


@given(pair=transfers())
def test_p4_transfer_weakly(pair):
    """P4: evenness rises; Palma and the share of the first do not rise, for they do not see the middle."""
    before, after = pair

    assert evenness(after).value > evenness(before).value
    assert top_share(before).reason or top_share(after).value <= top_share(before).value
    if palma(before).value is not None:
        assert palma(after).value <= palma(before).value


@given(rows=grouped)
def test_p5_theil_splits_exactly(rows):
    """P5: both parts are at least 0 and make the whole; none is between groups of equal means."""
    values, groups = zip(*rows, strict=True)
    between, within = theil_between(values, groups).value, theil_within(values, groups).value

    assert pytest.approx(theil_t(values).value, abs=1e-12) == between + within
    assert between >= 0
    assert within >= 0
    means = {g: sum(v for v, h in rows if h == g) / groups.count(g) for g in set(groups)}
    assert (len(set(means.values())) == 1) == (between < 1e-9)


@given(values=amounts)
def test_p6_bounds(values):
    """P6: Gini stays below (n - 1) / n, Theil's T below ln n, the corrected Gini below 1."""
    n = len(values)

    assert 0 <= gini(values).value <= (n - 1) / n + 1e-12
    assert 0 <= theil_t(values).value <= math.log(n) + 1e-12
    assert n == 1 or 0 <= gini_corrected(values).value <= 1 + 1e-12
    assert all(0 <= measure(values).value <= 1 for measure in ATKINSON)


@given(values=amounts.filter(lambda values: len(values) > 1))
def test_p6_evenness_is_what_theil_leaves(values):
    """P6: Pielou's J, by Shannon's entropy, is 1 - T / ln n, and lies in 0 to 1."""
    shares = [value / sum(values) for value in values if value]
    entropy = -math.fsum(share * math.log(share) for share in shares)
    found = evenness(values).value

    assert pytest.approx(entropy / math.log(len(values)), abs=1e-12) == found
    assert pytest.approx(1 - theil_t(values).value / math.log(len(values)), abs=1e-12) == found
    assert 0 <= found <= 1


@given(values=amounts)
def test_more_aversion_minds_more(values):
    """Atkinson rises with aversion, from 0 where unevenness does not matter; it is never above 1."""
    found = [atkinson(values, aversion).value for aversion in (0, 0.2, 0.5, 1 - 1e-9, 1, 1 + 1e-9, 3, 200)]

    assert 0 == found[0]
    assert all(lower <= higher + 1e-12 for lower, higher in pairwise(found))


@given(values=st.lists(st.integers(1, 50), min_size=1, max_size=12))
def test_atkinson_and_theil_l_agree(values):
    """Where all have some, Atkinson of aversion 1 is 1 - exp(-L), also coming near to 1 from either side."""
    expected = 1 - math.exp(-theil_l(values).value)

    assert pytest.approx([expected] * 3, abs=1e-6) == [atkinson(values, 1 + e).value for e in (-1e-9, 0, 1e-9)]


def test_atkinson_of_someone_with_nothing():
    """With an aversion of 1 or more, someone with nothing makes it 1; under 1 it does not."""
    assert [1, 1, 0.5] == [atkinson([0, 4], aversion).value for aversion in (1, 2, 0.5)]


@pytest.mark.parametrize("aversion", [-0.1, math.inf, math.nan])
def test_aversion_is_a_number_from_0(aversion):
    """One cannot like unevenness, nor mind it without end."""
    with pytest.raises(ValueError, match="aversion to unevenness is 0 or more"):
        atkinson([1, 2], aversion)


def test_zero_contribution():
    """Theil's L is undefined where someone has nothing; nothing is added to make it finite."""
    assert (None, "zero contribution", 3) == (theil_l([0, 1, 2]).value, theil_l([0, 1, 2]).reason, 3)


def test_amounts_beyond_any_float():
    """Amounts so far apart that their ratio is no float still have every measure."""
    values = [5e-324, 1e308]

    assert pytest.approx([0.5, math.log(2)]) == [gini(values).value, theil_t(values).value]
    assert pytest.approx(-math.log(2) - (math.log(5e-324) - math.log(1e308)) / 2) == theil_l(values).value
    assert pytest.approx([0.5, 1, 1]) == [measure(values).value for measure in ATKINSON]


@given(values=amounts)
def test_p7_one_more_who_says_nothing(values):
    """P7: one more who says nothing moves Gini and Theil's T as the formulas say."""
    n = len(values)

    assert pytest.approx((n * gini(values).value + 1) / (n + 1)) == gini([*values, 0]).value
    assert pytest.approx(theil_t(values).value + math.log((n + 1) / n)) == theil_t([*values, 0]).value
    entropy = math.log(n) - theil_t(values).value
    assert n == 1 or entropy < 1e-12 or evenness([*values, 0]).value < evenness(values).value


@given(value=st.integers(1, 9), n=st.integers(1, 9))
def test_all_alike_is_zero(value, n):
    """A5: where all have the same, there is no unevenness, exactly."""
    assert [0] * len(AXIOMS) == [measure([value] * n).value for measure in AXIOMS]
    assert n == 1 or 1 == evenness([value] * n).value


@pytest.mark.parametrize("values", [[], [0], [0, 0, 0]])
def test_p14_nothing_is_undefined(values):
    """P14: nobody, or nothing to share, is undefined with a reason, and never 0."""
    labels = "a" * len(values)
    found = [
        *(measure(values) for measure in EVERY),
        theil_between(values, labels),
        theil_within(values, labels),
        theil_between_share(values, labels),
    ]

    assert {None} == {measure.value for measure in found}
    assert {"nothing to share" if values else "nobody to share"} == {measure.reason for measure in found}


def test_one_person():
    """P14: one person alone has Gini 0, and no corrected Gini and no evenness."""
    assert (0, None, None) == (gini([3]).value, gini_corrected([3]).value, evenness([3]).value)
    assert {"one person cannot be compared"} == {gini_corrected([3]).reason, evenness([3]).reason}


def test_all_equal_has_nothing_to_split():
    """Where all is even, the share between groups is undefined: 0 of 0."""
    assert "all equal" == theil_between_share([2, 2], "ab").reason


def test_weights_are_people():
    """A histogram gives the same as the people it stands for, those of weight 0 left out."""
    values, weights, groups = [0, 1, 3, 9], [2, 3, 1, 0], "aabb"
    people, labels = [0, 0, 1, 1, 1, 3], "aaaaab"

    assert all(measure(people) == measure(values, weights=weights) for measure in EVERY)
    assert theil_between(people, labels) == theil_between(values, groups, weights=weights)
    assert theil_within(people, labels) == theil_within(values, groups, weights=weights)


@pytest.mark.parametrize(("values", "weights"), [([-1, 2], None), ([1, 2], [-1, 1])])
def test_below_nothing_is_an_error(values, weights):
    """Neither an amount nor a number of people can be below 0."""
    with pytest.raises(ValueError, match="below 0: -1"):
        gini(values, weights=weights)
