"""Rates, representation and disparity: published numbers and edge cases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod.measures import (
    disparities,
    disparity,
    four_fifths,
    one_flip,
    rate,
    representation_ratio,
    response_rate,
    uptake,
)


def test_o10_official_questions_and_answers():
    """O10: rates of 60, 45, 48 and 51 %: 75 % is flagged; 80 % is not, the rule is strict; 85 % is not."""
    rates = {"a": (60, 100), "b": (45, 100), "c": (48, 100), "d": (51, 100)}

    assert [1, 0.75, 0.8, 0.85] == [measure.value for measure in disparities(rates)]
    assert [True, False, True, True] == [four_fifths(measure) for measure in disparities(rates)]


def test_o10_textbook():
    """O10: men 48 of 255 and women 52 of 395 make a ratio of .699, which is flagged."""
    found = disparity({"men": (48, 255), "women": (52, 395)})

    assert ("women", pytest.approx(0.699, abs=5e-4)) == (found.of, found.value)
    assert four_fifths(found) is False


def test_o10_maker_label_studio():
    """O10: 48 of 120 against 20 of 80 is .625."""
    assert 0.625 == disparity({"a": (48, 120), "b": (20, 80)}).value


def test_o20_participation_to_prevalence():
    """O20: 1,765 women of 2,471 against half of all people: 1.4286."""
    assert pytest.approx(1.4286, abs=5e-5) == representation_ratio(1765, 2471, 1, 2).value


def test_rate_and_its_interval():
    """A rate has its 95 % Wilson interval: 3 of 4 is .75, from .301 to .954."""
    found = rate(3, 4, of="carer")

    assert (0.75, 4, "carer") == (found.value, found.n, found.of)
    assert [0.301, 0.954] == [round(end, 3) for end in (found.low, found.high)]


@given(total=st.integers(1, 200), share=st.floats(0, 1))
def test_the_interval_holds_the_rate(total, share):
    """A rate lies in its interval, and the interval in 0 to 1."""
    found = rate(int(share * total), total)

    assert 0 <= found.low <= found.value + 1e-12
    assert found.value - 1e-12 <= found.high <= 1


def test_nothing_to_count_is_undefined():
    """P14: a rate of nothing, of no question and of nothing settled each say why they have no value."""
    found = [rate(0, 0), response_rate(0, 0), uptake(0, 0)]

    assert [None] * 3 == [measure.value for measure in found]
    assert ["nothing to count", "nobody asked", "nothing was settled"] == [measure.reason for measure in found]


def test_an_interval_of_few_draws():
    """A hundred pairs that ten draws brought are as sure as ten are: the share of all, the interval of the ten."""
    many, few = rate(50, 100, draws=10), rate(5, 10)

    assert (0.5, 100, few.low, few.high) == (many.value, many.n, many.low, many.high)
    assert rate(50, 100) == rate(50, 100, draws=100)


def test_rates_of_views():
    """Response rate is of those who asked, uptake of what was settled."""
    assert ("response_rate", 0.75) == (response_rate(3, 4).name, response_rate(3, 4).value)
    assert ("uptake", 0.75) == (uptake(3, 1).name, uptake(3, 1).value)


def test_a_group_with_nothing_has_ratio_zero():
    """A group that has none of it has ratio 0: that is known."""
    assert 0 == representation_ratio(0, 9, 3, 10).value


def test_representation_of_nothing_or_nobody_is_undefined():
    """Without anything counted, or without anybody of the group to compare with, there is no ratio."""
    assert "nothing was counted" == representation_ratio(0, 0, 3, 10).reason
    assert "nobody of this group to compare with" == representation_ratio(1, 9, 0, 10).reason


@pytest.mark.parametrize("pair", [(-1, 3), (4, 3)])
def test_no_share_is_an_error(pair):
    """More than all, or less than nothing, is no share."""
    with pytest.raises(ValueError, match="is no share"):
        rate(*pair)


def test_small_groups_are_not_compared():
    """A group that stands on fewer than five is not compared, unless the caller says so."""
    rates = {"a": (4, 4), "b": (0, 3)}

    assert (None, "fewer than two groups are large enough") == (
        disparity(rates).value,
        disparity(rates).reason,
    )
    assert 0 == disparity(rates, least=1).value
    assert four_fifths(disparity(rates)) is None


def test_nobody_has_any():
    """Where no group has any, there is no best rate to compare with."""
    assert "no group has any" == disparity({"a": (0, 9), "b": (0, 9)}).reason


@pytest.mark.parametrize(
    ("expected", "rates"),
    [
        (True, {"a": (4, 6), "b": (3, 6)}),
        (False, {"a": (9, 10), "b": (2, 10)}),
        (False, {"a": (9, 10)}),
    ],
)
def test_one_flip(expected, rates):
    """One case more here and one less there reverses a small difference, and no large one."""
    assert expected == one_flip(rates)
