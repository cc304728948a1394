"""
How often would chance alone do this?

Groups are small, so labels are handed out anew: in every way where all ways can be listed, in a random
sample where they cannot. For thousands of people the chi-squared distribution stands in, which by then is
the same.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from random import Random

from coprod.equality.parting import LARGE, LISTED, between_counts, between_groups
from coprod.equality.permuting import ENOUGH, SAMPLED, Permutation, drawn, weighed

__all__ = [
    "ENOUGH",
    "LARGE",
    "LISTED",
    "SAMPLED",
    "Permutation",
    "adjusted",
    "between_counts",
    "between_groups",
    "permutation_test",
]


def permutation_test(
    labels: Sequence[str],
    statistic: Callable[[Sequence[str]], float],
    *,
    random: Random,
    listed: int = LISTED,
    sampled: int = SAMPLED,
    enough: int = ENOUGH,
) -> Permutation | None:
    """
    Return how often handing out the same labels anew gives a *statistic* at least as large.

    Args:
        labels: The label of each person, in the order that *statistic* expects.
        statistic: A function of labels; larger is further from even.
        random: Where chance comes from.
        listed: Up to how many ways all are tried: then p is exact.
        sampled: How many are drawn otherwise, at most: then p is (b + 1) / (m + 1), Phipson and Smyth 2010, and never
            0.
        enough: Drawing ends once so many draws are at least as large, Besag and Clifford 1991: p is then far from
            small, and known well enough.

    Returns:
        The answer; None where there is only one way, so that nothing can be told.

    >>> values = [3, 1, 4, 0, 2, 6, 5, 7]
    >>> mean_of_b = lambda labels: sum(v for v, label in zip(values, labels) if label == "b")
    >>> round(permutation_test("aaaabbbb", mean_of_b, random=Random(1)).p_value, 4)
    0.0571
    """
    ways = _ways(labels)
    if ways < 2:
        return None
    observed = statistic(labels)
    if ways <= listed:
        return weighed([(statistic(each), 1) for each in _arrangements(Counter(labels), len(labels))], observed)
    deck = list(labels)
    key = partial(next, iter(random.random, None))  # a random number for each label, whatever the label

    def draw() -> float:
        deck.sort(key=key)  # several times faster than shuffle
        return statistic(deck)

    return drawn(draw, observed, sampled=sampled, enough=enough)


def adjusted(p_values: Sequence[float]) -> tuple[float, ...]:
    """
    Return p-values after taking together all that one report tests: Benjamini and Hochberg 1995.

    >>> [round(p, 4) for p in adjusted([0.01, 0.04, 0.03, 0.5])]
    [0.04, 0.0533, 0.0533, 0.5]
    """
    count = len(p_values)
    found, least = [1.0] * count, 1.0
    for rank, place in sorted(enumerate(sorted(range(count), key=p_values.__getitem__), 1), reverse=True):
        least = min(least, p_values[place] * count / rank)
        found[place] = least
    return tuple(found)


def _ways(labels: Sequence[str]) -> int:
    """Return in how many orders these labels can stand; beyond what anyone lists, some large number."""
    sizes = Counter(labels).values()
    if len(sizes) < 2:
        return 1
    if len(labels) >= LARGE:
        return LISTED**2
    return math.factorial(len(labels)) // math.prod(map(math.factorial, sizes))


def _arrangements(left: Counter[str], length: int) -> Iterator[tuple[str, ...]]:
    """Yield each distinct order of the labels once."""
    if not length:
        yield ()
        return
    for label in sorted(label for label, count in left.items() if count):
        left[label] -= 1
        for rest in _arrangements(left, length - 1):
            yield (label, *rest)
        left[label] += 1
