"""Rates of groups side by side: when a gap is worth a look, and no more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod.equality.check import Context
from coprod.equality.rates import FOUR_FIFTHS_BAND, compare
from coprod.finding import Band

CONTEXT = Context(by="sector", band=FOUR_FIFTHS_BAND)


@pytest.mark.parametrize(
    ("status", "rates"),
    [
        ("uneven", {"a": (100, 100), "b": (78, 100)}),
        ("watch", {"a": (100, 100), "b": (79, 100)}),  # one more is four fifths
        ("even", {"a": (100, 100), "b": (80, 100)}),
        ("watch", {"a": (4, 6), "b": (3, 6)}),  # one more, one less: the order turns round
        ("uneven", {"a": (100, 100), "b": (79, 100), "c": (79, 100)}),  # one more leaves the other out
        ("unknown", {"a": (4, 4), "b": (3, 6)}),
        ("unknown", {}),
    ],
)
def test_one_case_more(status, rates):
    """Where one case more for the group that fares worst brings all into the band, it is worth a look."""
    assert status == compare(rates, {group: total for group, (_, total) in rates.items()}, CONTEXT).status


def test_nobody_is_left_to_be_one_more():
    """Where all of every group have it, nothing is counted beyond them, whatever band the partners agreed on."""
    context = Context(by="sector", band=Band(low=1.5, measure="disparity", agreed=True))

    assert "watch" == compare({"a": (50, 50), "b": (50, 50)}, {"a": 50, "b": 50}, context).status


COUNTS = st.integers(5, 40).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))


@given(COUNTS, COUNTS)
def test_one_more_never_makes_an_uneven_finding_of_an_even_one(one, other):
    """The measure is never changed, and only what the band calls uneven is made milder."""
    rates = {"a": one, "b": other}
    found = compare(rates, {"a": one[1], "b": other[1]}, CONTEXT)

    assert found.status in {CONTEXT.status(found.measure), "watch"}
    assert "watch" != found.status or CONTEXT.status(found.measure) == "uneven"
