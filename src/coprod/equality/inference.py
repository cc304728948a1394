"""
How often would chance alone do this?

Groups are small, so labels are handed out anew: in every way where all ways can be listed, in a random
sample where they cannot. For thousands of people the chi-squared distribution stands in, which by then is
the same.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random

import attrs

__all__ = ["LISTED", "SAMPLED", "Permutation", "adjusted", "between_groups", "permutation_test"]

LISTED = 50_000  # up to so many ways are all tried
SAMPLED = 1_999  # how many are drawn otherwise: p is then known to about .01
LARGE = 2_000  # from so many people on, the distribution is as good as the sample
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


def permutation_test(
    labels: Sequence[str],
    statistic: Callable[[Sequence[str]], float],
    *,
    random: Random,
    listed: int = LISTED,
    sampled: int = SAMPLED,
) -> Permutation | None:
    """
    Return how often handing out the same labels anew gives a *statistic* at least as large.

    Args:
        labels: The label of each person, in the order that *statistic* expects.
        statistic: A function of labels; larger is further from even.
        random: Where chance comes from.
        listed: Up to how many ways all are tried: then p is exact.
        sampled: How many are drawn otherwise: then p is (b + 1) / (m + 1), Phipson and Smyth 2010, and never
            0.

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
        found = [statistic(arrangement) for arrangement in _arrangements(Counter(labels), len(labels))]
        return Permutation(_share(found, observed), _share(found, max(found)), ways)
    deck, draw = list(labels), random.random
    at_least = 0
    for _ in range(sampled):
        deck.sort(key=lambda _: draw())  # several times faster than shuffle
        at_least += _reaches(statistic(deck), observed)
    return Permutation((at_least + 1) / (sampled + 1), 1 / (sampled + 1), sampled)


def between_groups(groups: Mapping[str, Sequence[int]], *, random: Random) -> Permutation | None:
    """
    Return how often chance would part groups this far in a whole number that each person has.

    The statistic is the sum of squared group totals, each over the group's size: the part of the variance
    that lies between groups.

    Args:
        groups: The numbers of the people of each group.
        random: Where chance comes from.

    Returns:
        The answer; None for fewer than two groups, or where all people have the same number.

    >>> between_groups({"a": [3, 1, 4, 0], "b": [2, 6, 5, 7]}, random=Random(1)).p_value
    0.11428571428571428
    """
    values = [value for group in groups.values() for value in group]
    labels = [label for label, group in groups.items() for _ in group]
    sizes = {label: len(group) for label, group in groups.items() if group}
    if len(sizes) < 2 or len(set(values)) < 2:
        return None
    if len(values) >= LARGE:
        return _chi_squared(values, labels, sizes)

    def spread(arrangement: Sequence[str]) -> float:
        totals: dict[str, int] = defaultdict(int)
        for label, value in zip(arrangement, values, strict=True):
            totals[label] += value
        return math.fsum(total * total / sizes[label] for label, total in totals.items())

    return permutation_test(labels, spread, random=random)


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
    ways = math.factorial(len(labels)) if len(labels) < LARGE else LISTED**2
    for size in Counter(labels).values() if len(labels) < LARGE else ():
        ways //= math.factorial(size)
    return ways


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


def _reaches(value: float, observed: float) -> bool:
    return value >= observed - TOLERANCE * max(1.0, abs(observed))


def _share(found: Sequence[float], observed: float) -> float:
    return sum(_reaches(value, observed) for value in found) / len(found)


def _chi_squared(values: Sequence[int], labels: Sequence[str], sizes: Mapping[str, int]) -> Permutation:
    """Return p from (n - 1) times the share of variance between groups, by its moments under permutation."""
    n, mean = len(values), sum(values) / len(values)
    totals: dict[str, int] = defaultdict(int)
    for value, label in zip(values, labels, strict=True):
        totals[label] += value
    between = math.fsum(total * total / sizes[label] for label, total in totals.items()) - n * mean * mean
    whole = math.fsum((value - mean) ** 2 for value in values)
    return Permutation(_upper_tail((n - 1) * between / whole, len(sizes) - 1), 0.0, 0)


def _upper_tail(statistic: float, freedom: int) -> float:
    """
    Return the chance that a chi-squared variable is larger, for whole degrees of freedom.

    >>> [round(_upper_tail(x, k), 4) for x, k in [(3.841459, 1), (5.991465, 2), (7.814728, 3), (9.487729, 4)]]
    [0.05, 0.05, 0.05, 0.05]
    """
    half = max(0.0, statistic) / 2
    if freedom % 2:
        tail, term, first = math.erfc(math.sqrt(half)), math.exp(-half) * math.sqrt(half / math.pi) * 2, 1.5
    else:
        tail, term, first = math.exp(-half), math.exp(-half) * half, 2.0
    for step in range((freedom - 1) // 2):
        tail += term
        term *= half / (first + step)
    return min(1.0, tail)
