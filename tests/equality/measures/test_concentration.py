"""Shares of the first, Palma, and dominance with presence taken into account."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod.measures import palma, presence_adjusted_dominance, top_share

rows = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=2, max_size=10)


def dominance(pairs):
    """The measure of pairs of what was done and the time."""
    return presence_adjusted_dominance([did for did, _ in pairs], [there for _, there in pairs])


def test_top_share():
    """The first has half, the first two three quarters; a histogram says the same."""
    assert (0.5, 0.75) == (top_share([1, 2, 1]).value, top_share([1, 2, 1], 2).value)
    assert 0.75 == top_share([1, 2], 2, weights=[2, 1]).value
    assert (pytest.approx(2 / 3), "share held by the first 2") == (
        top_share([1, 2, 1], 2).even_at,
        top_share([], 2).unit,
    )


@given(values=st.lists(st.integers(0, 50), min_size=2, max_size=12).filter(any), top=st.integers(1, 11))
def test_top_share_is_that_of_the_highest(values, top):
    """It is the sum of the highest over the sum of all, never under the even share; without others, undefined."""
    found = top_share(values, top)
    if top >= len(values):
        assert (None, f"no others than the first {top}") == (found.value, found.reason)
        return

    assert pytest.approx(sum(sorted(values)[-top:]) / sum(values)) == found.value
    assert found.value >= found.even_at - 1e-12


def test_the_top_has_others():
    """Two of two have all, which says nothing."""
    assert (None, "no others than the first 2", 2) == ((found := top_share([1, 2], 2)).value, found.reason, found.n)


def test_the_top_is_someone():
    """A top of nobody is an error."""
    with pytest.raises(ValueError, match="at least one person is at the top: 0"):
        top_share([1, 2], 0)


def test_palma_of_textbook_shares():
    """40 % over 20 % is 2, and 50 % over 10 % is 5 (onwealth.net, askvity.info)."""
    assert 2 == palma([5] * 4 + [8] * 5 + [40]).value
    assert 5 == palma([2.5] * 4 + [8] * 5 + [50]).value


def test_palma_counts_people_in_part():
    """Of fifteen people one and a half are the first tenth, six the lower 40 %."""
    assert pytest.approx((10 + 4 / 2) / 6) == palma([1] * 12 + [2, 4, 10]).value


def test_palma_where_it_cannot_be_told():
    """P14: not for fewer than ten, nor where the lower 40 % have nothing, nor where there is nothing."""
    found = [palma([1] * 9), palma([0] * 4 + [1] * 6), palma([0] * 10)]

    assert [None] * 3 == [measure.value for measure in found]
    assert ["fewer than ten people", "the lower 40 % have nothing", "nothing to share"] == [m.reason for m in found]
    assert 0.25 == palma([1] * 10).value == palma([1] * 10).even_at


def test_presence_adjusted_dominance_by_hand():
    """Talk 10, 20, 30 of 60; there for 60, 60 and 30 of 150 minutes: apart by .3, of .8 that it could be."""
    assert pytest.approx(0.3 / 0.8) == presence_adjusted_dominance([10, 20, 30], [60, 60, 30]).value


@given(pairs=rows)
def test_dominance_is_between_0_and_1(pairs):
    """It is 0 to 1, whoever comes first, in minutes or seconds; someone who was not there changes nothing."""
    found = dominance(pairs)
    assert found.value is None or 0 <= found.value <= 1
    assert found == dominance(pairs[::-1])
    assert found == dominance([*pairs, (0, 0)])
    done, there = zip(*pairs, strict=True)
    twice = presence_adjusted_dominance([*done, 7], [*there, 9], weights=[2] * len(pairs) + [0])
    assert (twice.value, twice.reason, twice.n) == ((again := dominance(pairs * 2)).value, again.reason, again.n)
    assert found == dominance([(did * 3, there * 60) for did, there in pairs])


@given(times=st.lists(st.integers(1, 50), min_size=2, max_size=10))
def test_ends_of_dominance(times):
    """It is 0 where talk follows presence, and 1 where the one least present does it all."""
    least = times.index(min(times))

    assert 0 == presence_adjusted_dominance(times, times).value
    assert 1 == presence_adjusted_dominance([n == least for n in range(len(times))], times).value


@pytest.mark.parametrize(
    ("expected", "pairs"),
    [
        ("nobody to share", []),
        ("nobody to share", [(0, 0)]),
        ("nothing to share", [(0, 5), (0, 5)]),
        ("nobody's time is known", [(3, 0), (2, 0)]),
        ("one person cannot be compared", [(3, 5)]),
    ],
)
def test_dominance_where_it_cannot_be_told(expected, pairs):
    """P14: nobody, nothing done, no time and one person each say why there is no value."""
    assert (None, expected) == (dominance(pairs).value, dominance(pairs).reason)


@pytest.mark.parametrize("pair", [(-1, 3), (3, -1)])
def test_neither_is_below_nothing(pair):
    """Nobody talks for less than no time, nor is there for less."""
    with pytest.raises(ValueError, match="below 0: -1"):
        dominance([pair, (2, 2)])
