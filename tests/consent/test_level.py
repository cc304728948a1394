"""The four levels and how they are put together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod import Level

LEVELS = st.sampled_from(Level)


@given(LEVELS, LEVELS, LEVELS)
def test_max_is_associative(a: Level, b: Level, c: Level) -> None:
    """L1: it does not matter in which order levels are put together."""
    assert max(a, max(b, c)) == max(max(a, b), c)  # noqa: PLW3301  # that is the law


@given(LEVELS, LEVELS)
def test_max_is_commutative(a: Level, b: Level) -> None:
    """L2: nor which comes first."""
    assert max(a, b) == max(b, a)


@given(LEVELS)
def test_max_has_ends(a: Level) -> None:
    """L3 to L5: a level with itself is itself, SHARE changes nothing, WITHHOLD changes all."""
    assert (a, a, Level.WITHHOLD) == (max(a, a), max(Level.SHARE, a), max(Level.WITHHOLD, a))


@pytest.mark.parametrize("other", [True, 0, 3, 1.5, float("nan"), "share", None])
def test_nothing_else_is_a_level(other: object) -> None:
    """L6: a number, a truth value, a text or nothing cannot be compared with a level."""
    for compare in (lambda a, b: a < b, lambda a, b: a <= b, lambda a, b: a > b, lambda a, b: a >= b):
        with pytest.raises(TypeError):
            compare(Level.SHARE, other)


def test_ranks_go_from_open_to_closed() -> None:
    """What frames hold is 0 for the most open level and 3 for the strictest, and comes back as the level."""
    assert [0, 1, 2, 3] == [level.rank for level in Level]
    assert list(Level) == [Level.of_rank(rank) for rank in range(4)]


def test_comparisons_follow_the_ranks() -> None:
    """All four comparisons say the same order."""
    a, b = Level.PSEUDONYMISE, Level.COUNT
    assert (True, True, False, False) == (a < b, a <= b, a > b, a >= b)


def test_nothing_put_together_is_withheld() -> None:
    """A thing with no level at all is withheld, and not shared."""
    assert Level.WITHHOLD == Level.strictest([])
    assert Level.COUNT == Level.strictest([Level.SHARE, Level.COUNT])
