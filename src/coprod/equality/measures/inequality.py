"""
How unevenly something is spread over people: Gini and Theil, with Theil split by group.

All take one value per person, the zeros of those who did nothing included: leave them out, and a room where
two of twelve spoke looks even. *weights* say how many people have each value, for those who hold a histogram.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from coprod.equality.measures.undefined import undefined
from coprod.finding import Measure

__all__ = ["gini", "gini_corrected", "theil_between", "theil_between_share", "theil_t", "theil_within"]

UNIT = "0 is even, 1 is all by one"
NATS = "0 is even, up to the log of n"
SHARE = "share of the unevenness"


def gini(values: Iterable[float], *, weights: Iterable[int] | None = None, of: str = "") -> Measure:
    """
    Return how far something is in a few hands: the plain Gini coefficient.

    Half the mean difference between two people, as a share of the mean. From 0 (all alike) to (n - 1) / n
    (all by one). The same for a group and for two like it together, so it compares projects of any size.
    Undefined where there is nobody or nothing to share; 0 for one person. Negative values raise ValueError.

    Source: Gini 1912, as in R's `ineq`; no source gives a cut-off for meetings.

    >>> round(gini([2, 4]).value, 4)
    0.1667
    """
    histogram = _histogram(values, weights)
    n, whole = _sizes(histogram)
    if not whole:
        return undefined("gini", _why(n), unit=UNIT, n=n, of=of)
    below, ranked = 0, Fraction(0)
    for value, people in histogram:
        # the ranks of these people, added up: below + 1, ..., below + people
        ranked += value * (people * below + people * (people + 1) // 2)
        below += people
    return Measure("gini", float((2 * ranked / whole - (n + 1)) / n), unit=UNIT, n=n, of=of, even_at=0)


def gini_corrected(values: Iterable[float], *, weights: Iterable[int] | None = None, of: str = "") -> Measure:
    """
    Return the Gini coefficient times n / (n - 1): how close one group is to "one does it all", from 0 to 1.

    For one meeting, where plain Gini cannot reach 1. It changes when a group is doubled, so it does not
    compare groups of different size. Undefined for one person, and wherever Gini is.

    Source: Deltas 2003; the default of R's `DescTools`.

    >>> gini_corrected([2, 4]).value
    0.3333333333333333
    """
    plain = gini(values, weights=weights, of=of)
    if plain.value is None or plain.n < 2:
        reason = plain.reason or "one person cannot be compared"
        return undefined("gini_corrected", reason, unit=UNIT, n=plain.n, of=of)
    return Measure("gini_corrected", plain.value * plain.n / (plain.n - 1), unit=UNIT, n=plain.n, of=of, even_at=0)


def theil_t(values: Iterable[float], *, weights: Iterable[int] | None = None, of: str = "") -> Measure:
    """
    Return Theil's T: unevenness that can be split exactly into between groups and within them.

    The mean of (x / mean) ln(x / mean), where 0 ln 0 is 0. From 0 to ln n. Those with nothing are kept: R's
    `ineq` drops them and calls (0, 0, 0, 10) even; here it is ln 4. Undefined where there is nobody or
    nothing to share.

    Source: Theil 1967; Foster et al. 2013, A Unified Approach to Measuring Poverty and Inequality.

    >>> round(theil_t([0, 0, 0, 10]).value, 6)
    1.386294
    """
    histogram = _histogram(values, weights)
    n, whole = _sizes(histogram)
    if not whole:
        return undefined("theil_t", _why(n), unit=NATS, n=n, of=of)
    return Measure("theil_t", _theil(histogram), unit=NATS, n=n, of=of, even_at=0)


def theil_between(
    values: Iterable[float], groups: Iterable[str], *, weights: Iterable[int] | None = None, of: str = ""
) -> Measure:
    """
    Return the part of Theil's T that lies between groups: what is left if everyone had their group's mean.

    The sum of s ln(s / p) over groups, s being a group's share of what is counted and p its share of people.
    A group with nothing adds 0, so name it beside the number.

    Args:
        values: One for each person.
        groups: The group of each person, in the same order.
        weights: How many people are like this.
        of: What is counted.

    Source: Theil 1967; PySAL `inequality.theil.TheilD`.

    >>> round(theil_between([0, 0, 0, 10, 10, 10], "aaabbb").value, 6)
    0.693147
    """
    return _split(values, groups, weights, of)[0]


def theil_within(
    values: Iterable[float], groups: Iterable[str], *, weights: Iterable[int] | None = None, of: str = ""
) -> Measure:
    """
    Return the part of Theil's T that lies within groups; with the part between them it makes the whole.

    Source: as `theil_between`.

    >>> theil_within([0, 0, 0, 10, 10, 10], "aaabbb").value
    0.0
    """
    return _split(values, groups, weights, of)[1]


def theil_between_share(
    values: Iterable[float], groups: Iterable[str], *, weights: Iterable[int] | None = None, of: str = ""
) -> Measure:
    """
    Return how much of the unevenness is between groups.

    Near 1 it is about which group you are in, near 0 about who you are.

    Undefined where all is even: then there is nothing to split.

    Source: as `theil_between`.

    >>> theil_between_share([0, 0, 0, 10, 10, 10], "aaabbb").value
    1.0
    """
    between, within = _split(values, groups, weights, of)
    if between.value is None or within.value is None:
        return undefined("theil_between_share", between.reason, unit=SHARE, n=between.n, of=of)
    whole = between.value + within.value
    if whole == 0:
        return undefined("theil_between_share", "all equal", unit=SHARE, n=between.n, of=of)
    return Measure("theil_between_share", between.value / whole, unit=SHARE, n=between.n, of=of, even_at=0)


Histogram = Sequence[tuple[Fraction, int]]


def _histogram(values: Iterable[float], weights: Iterable[int] | None) -> Histogram:
    """Return the distinct values, lowest first, and how many people have each, as exact fractions."""
    people: dict[Fraction, int] = defaultdict(int)
    pairs = ((value, 1) for value in values) if weights is None else zip(values, weights, strict=True)
    for value, weight in pairs:
        if value < 0 or weight < 0:
            raise ValueError(f"a measure of unevenness takes no number below 0: {min(value, weight)}")
        people[Fraction(value)] += weight
    return [(value, people[value]) for value in sorted(people) if people[value]]


def _sizes(histogram: Histogram) -> tuple[int, Fraction]:
    return sum(people for _, people in histogram), sum((v * people for v, people in histogram), Fraction(0))


def _why(n: int) -> str:
    return "nothing to share" if n else "nobody to share"


def _theil(histogram: Histogram) -> float:
    """Return T, and 0 where there is nothing to share: such a group adds nothing to the whole."""
    n, whole = _sizes(histogram)
    if len(histogram) < 2 or not whole:  # all alike is exactly even, whatever logarithms round to
        return 0.0
    ratios = ((float(value * n / whole), people) for value, people in histogram if value)
    return max(0.0, math.fsum(people * x * math.log(x) for x, people in ratios) / n)


def _split(
    values: Iterable[float], groups: Iterable[str], weights: Iterable[int] | None, of: str
) -> tuple[Measure, Measure]:
    """Return Theil's T between groups and within them."""
    parts = _by_group(values, groups, weights)
    sizes = {group: _sizes(part) for group, part in parts.items()}
    n, whole = (
        sum(size for size, _ in sizes.values()),
        sum((total for _, total in sizes.values()), Fraction(0)),
    )
    if not whole:
        why = _why(n)
        return (
            undefined("theil_between", why, unit=NATS, n=n, of=of),
            undefined("theil_within", why, unit=NATS, n=n, of=of),
        )
    shares = {group: total / whole for group, (_, total) in sizes.items() if total}
    terms = (float(s) * math.log(s * n / sizes[group][0]) for group, s in shares.items())
    between = max(0.0, math.fsum(terms))
    within = math.fsum(float(s) * _theil(parts[group]) for group, s in shares.items())
    return (
        Measure("theil_between", between, unit=NATS, n=n, of=of, even_at=0),
        Measure("theil_within", within, unit=NATS, n=n, of=of),
    )


def _by_group(values: Iterable[float], groups: Iterable[str], weights: Iterable[int] | None) -> Mapping[str, Histogram]:
    found: dict[str, tuple[list[float], list[int]]] = defaultdict(lambda: ([], []))
    rows = zip(values, groups, strict=True)
    counted = (
        ((*row, 1) for row in rows) if weights is None else ((*row, w) for row, w in zip(rows, weights, strict=True))
    )
    for value, group, people in counted:
        found[group][0].append(value)
        found[group][1].append(people)
    return {group: _histogram(*columns) for group, columns in found.items()}
