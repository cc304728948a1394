"""What all groups agree with, however large each of them is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod.measures import group_informed_consensus

VOTES = st.tuples(*[st.integers(0, 50)] * 3)
GROUPS = st.dictionaries(st.sampled_from("abcd"), VOTES, min_size=1)


def test_worked_by_hand():
    """(8 + 1) / (10 + 2) in one group, (2 + 1) / (2 + 2) in the other: the product is 9 / 16, on 12 votes."""
    found = group_informed_consensus({"a": (8, 1, 1), "b": (2, 0, 0)}, of="7")

    assert (9 / 16, 12, "7", "group_informed_consensus") == (found.value, found.n, found.of, found.name)


def test_a_large_group_cannot_outvote_a_small_one():
    """A hundred who agree do not make up for five who do not."""
    outvoted = group_informed_consensus({"a": (100, 0, 0), "b": (0, 5, 0)})
    shared = group_informed_consensus({"a": (70, 30, 0), "b": (4, 1, 0)})

    assert outvoted.value < 0.2
    assert shared.value > 0.4


def test_no_groups():
    """Without opinion groups there is nothing that all of them agree with."""
    assert (None, "no groups") == ((found := group_informed_consensus({})).value, found.reason)


def test_a_group_that_has_not_voted_is_one_half():
    """Polis's own smoothing: nothing is known of that group, so it is neither for nor against."""
    assert 0.5 == group_informed_consensus({"a": (0, 0, 0)}).value


def test_fewer_than_no_votes():
    """A negative number of votes is a mistake of the caller."""
    with pytest.raises(ValueError, match="fewer than 0"):
        group_informed_consensus({"a": (-1, 0, 3)})


@given(groups=GROUPS)
def test_passing_counts_as_not_agreeing(groups):
    """Whether those who do not agree pass or disagree makes no difference, and each who agrees raises it."""
    turned = {group: (agree, passed, disagree) for group, (agree, disagree, passed) in groups.items()}
    warmer = {group: (agree + 1, disagree, passed) for group, (agree, disagree, passed) in groups.items()}
    value = group_informed_consensus(groups).value

    assert value == group_informed_consensus(turned).value
    assert 0 < value < group_informed_consensus(warmer).value < 1
