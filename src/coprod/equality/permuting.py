"""What every permutation test shares: shuffling, how many draws are enough, when two statistics are equal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, MutableSequence, Sequence
from random import Random

import attrs

__all__ = ["ENOUGH", "SAMPLED", "Permutation", "bar", "drawn", "shuffler", "weighed"]

SAMPLED = 1_999  # at most so many are drawn: p is then known to about .01, and to .005 where it is .05
ENOUGH = 50  # draws as extreme, after which a p that is not small is known well enough: to a seventh of itself
TOLERANCE = 1e-12  # two statistics closer than this are equal: ties must not depend on the last bit


@attrs.frozen
class Permutation:
    """
    The answer of a permutation test.

    Attributes:
        p_value: The share of ways with a statistic at least as large as the observed one, itself included.
        smallest_p: The smallest p that these people and groups could give.
        ways: How many ways were tried; 0 where a distribution stood in for them.
    """

    p_value: float
    smallest_p: float
    ways: int


def bar(observed: float) -> float:
    """
    Return what a statistic has to reach to be as large as the observed one: whole numbers exactly, rounding aside else.

    >>> bar(7), 0.3 >= bar(0.1 + 0.2), 0.29 >= bar(0.3)
    (7, True, False)
    """
    return observed if isinstance(observed, int) else observed - TOLERANCE * max(1.0, abs(observed))


def weighed(found: Iterable[tuple[float, int]], observed: float) -> Permutation:
    """
    Return the exact answer from each value that the statistic can have and in how many ways it has it.

    >>> weighed([(0, 6), (1, 3), (2, 1)], 1)
    Permutation(p_value=0.4, smallest_p=0.1, ways=10)
    """
    known = list(found)
    most, ways = max(value for value, _ in known), sum(number for _, number in known)
    at_least, at_most = (sum(n for value, n in known if value >= least) for least in (bar(observed), bar(most)))
    return Permutation(at_least / ways, at_most / ways, ways)


def drawn(draw: Callable[[], float], observed: float, *, sampled: int = SAMPLED, enough: int = ENOUGH) -> Permutation:
    """
    Return the answer from random draws, no more of them than it takes.

    Drawing stops at the draw that is the *enough*-th to reach the observed statistic: then p is *enough* out of the
    draws. Where that never comes, p is (b + 1) / (m + 1) for b of m draws, and never 0. Either way a p of .05 or less
    comes up in at most one of twenty projects where there is nothing to find.

    Source: Besag and Clifford 1991, sequential Monte Carlo p-values; Phipson and Smyth 2010.

    >>> drawn(lambda: 1, 1, enough=20)
    Permutation(p_value=1.0, smallest_p=0.0005, ways=20)
    >>> drawn(lambda: 0, 1)
    Permutation(p_value=0.0005, smallest_p=0.0005, ways=1999)
    """
    at_least, smallest, least = 0, 1 / (sampled + 1), bar(observed)
    for made in range(1, sampled + 1):
        at_least += draw() >= least
        if at_least == enough:
            return Permutation(enough / made, smallest, made)
    return Permutation((at_least + 1) / (sampled + 1), smallest, sampled)


def shuffler(deck: MutableSequence[int], random: Random, first: int) -> Callable[[], None]:
    """
    Return a function that deals the *first* places of a deck anew, each time it is called.

    Only these are drawn, for they are all that is looked at; the deck need not be put back in order before.

    >>> deck = [1, 2, 3, 4]
    >>> shuffler(deck, Random(1), 2)()
    >>> sorted(deck)
    [1, 2, 3, 4]
    """
    draw: Callable[[], float] = random.random
    places: Sequence[tuple[int, int]] = [(at, len(deck) - at) for at in range(min(first, len(deck) - 1))]

    def deal() -> None:
        for at, left in places:  # Fisher and Yates, as far as needed; `shuffle` takes several times as long
            other = at + int(draw() * left)
            deck[at], deck[other] = deck[other], deck[at]

    return deal
