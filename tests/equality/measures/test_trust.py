"""Trust, value and the gap between there and back."""

from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod.measures import trust_gap, trust_score, value_score

RATINGS = {
    ("ana", "bo"): (4, 4, 4),
    ("bo", "ana"): (2, 3, None),
    ("ana", "cy"): (1, None, None),
    ("cy", "ana"): (None, None, None),
}
answers = st.lists(st.none() | st.integers(1, 4), min_size=3, max_size=3)
drawn = st.dictionaries(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")), answers, max_size=10)


@pytest.mark.parametrize("score", [trust_score, value_score])
def test_by_hand(score):
    """Pairs with 4, 2.5 and 1 have 2.5: 62.5 % of the highest rating, half the way from the lowest to it."""
    found = [score(RATINGS, convention=convention) for convention in ("mean", "A", "B")]

    assert [2.5, 62.5, 50] == [measure.value for measure in found]
    assert {(3, score.__name__)} == {(measure.n, measure.name) for measure in found}
    assert score(RATINGS) == found[2]
    assert ["mean", "convention A", "convention B"] == [
        next(word for word in ("convention A", "convention B", "mean") if word in measure.unit) for measure in found
    ]


def test_o9_conventions():
    """O9: the 81 % that HIPMC prints is a mean of 3.24 by convention A; by B it would be 74.7 %."""
    ratings = {("a", "b"): (3.24,) * 3}

    assert pytest.approx([81, 74.667], abs=1e-3) == [trust_score(ratings, convention=c).value for c in "AB"]


def test_over_pairs_and_not_over_partners():
    """Where one is rated by many and another by one, each rating counts the same."""
    ratings = {("a", "b"): (4,), ("c", "b"): (4,), ("d", "b"): (4,), ("b", "a"): (1,)}

    assert 3.25 == trust_score(ratings, convention="mean").value
    of_b = {pair: given for pair, given in ratings.items() if pair[1] == "b"}
    assert (4, "b") == (trust_score(of_b, convention="mean", of="b").value, trust_score(of_b, of="b").of)


@given(ratings=drawn)
def test_bounds(ratings):
    """From 1 to 4, 25 to 100 and 0 to 100, all from the same mean; the gap from 0 to 3, as one would list it."""
    means = {
        pair: fmean(given) for pair, each in ratings.items() if (given := [x for x in each if x]) and pair[0] != pair[1]
    }
    gaps = [abs(means[a, b] - means[b, a]) for a, b in means if a < b and (b, a) in means]
    mean, a, b = (trust_score(ratings, convention=convention).value for convention in ("mean", "A", "B"))
    gap = trust_gap(ratings)

    assert (mean is None) == (not means)
    assert (gap.value, gap.n) == ((pytest.approx(fmean(gaps)), len(gaps)) if gaps else (None, 0))
    if mean is not None:
        assert pytest.approx(fmean(means.values())) == mean
        assert pytest.approx((25 * mean, (100 * mean - 100) / 3)) == (a, b)
        assert 1 <= mean <= 4
        assert 0 <= (gap.value or 0) <= 3


@given(ratings=drawn)
def test_there_and_back_is_the_same_gap(ratings):
    """Turning all ratings round changes no gap, and ratings of oneself do not count."""
    turned = {(b, a): each for (a, b), each in ratings.items()}
    others = {pair: each for pair, each in ratings.items() if pair[0] != pair[1]}

    assert trust_gap(ratings) == trust_gap(turned) == trust_gap(others)
    assert trust_score(ratings) == trust_score(others)


def test_no_gap_of_two_who_hardly_trust():
    """Two who trust each other little, and as little, have no gap: known, and 0."""
    assert 0 == trust_gap({("a", "b"): (1, 1, 1), ("b", "a"): (1, 1, None)}).value


@pytest.mark.parametrize("ratings", [{}, {("a", "b"): (None, None)}, {("a", "a"): (4, 4, 4)}, {("a", "b"): ()}])
def test_p14_nobody_rated(ratings):
    """P14: nobody asked, nobody answering and ratings of oneself alone are no trust of 0."""
    found = [trust_score(ratings), value_score(ratings), trust_gap(ratings)]

    assert [(None, "nobody rated anybody")] * 3 == [(measure.value, measure.reason) for measure in found]


def test_p14_one_side_only():
    """P14: with one side alone there is trust and no gap."""
    assert "no two rated each other" == trust_gap({("a", "b"): (4,)}).reason


@pytest.mark.parametrize("answer", [0, 5, -1])
def test_ratings_are_from_1_to_4(answer):
    """0 is no rating on this scale: it is an error and not the least trust."""
    with pytest.raises(ValueError, match="a rating is from 1 to 4"):
        trust_score({("a", "b"): (answer, 3)})


def test_unknown_convention():
    """A convention that there is not says which there are."""
    with pytest.raises(ValueError, match="no convention `C`: mean, A, B"):
        trust_score(RATINGS, convention="C")
