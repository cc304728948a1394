"""
Theil's two measures of unevenness, and T split by group.

All take one value per person, the zeros of those who did nothing included. *weights* say how many people have
each value, for those who hold a histogram.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction

from coprod.equality.measures.histogram import Histogram, histogram_of, log, sizes, why_nothing
from coprod.equality.measures.undefined import undefined
from coprod.finding import Measure

__all__ = ["theil_between", "theil_between_share", "theil_l", "theil_of", "theil_t", "theil_within"]

NATS = "0 is even, up to the log of n"
NO_TOP = "0 is even, without a top"
SHARE = "share of the unevenness"


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
    histogram = histogram_of(values, weights)
    n, whole = sizes(histogram)
    if not whole:
        return undefined("theil_t", why_nothing(n), unit=NATS, n=n, of=of)
    return Measure("theil_t", theil_of(histogram), unit=NATS, n=n, of=of, even_at=0)


def theil_l(values: Iterable[float], *, weights: Iterable[int] | None = None, of: str = "") -> Measure:
    """
    Return Theil's L, the mean log deviation: as T, and it looks hardest at those who have least.

    The mean of ln(mean / x). It has no upper end, and where someone has nothing it would be infinite: then it
    is undefined, for "zero contribution", and not made finite by adding a little. Undefined too where there
    is nobody or nothing to share.

    Source: Theil 1967; Foster et al. 2013, A Unified Approach to Measuring Poverty and Inequality.

    >>> round(theil_l([2, 4]).value, 6)
    0.058892
    >>> theil_l([0, 4]).reason
    'zero contribution'
    """
    histogram = histogram_of(values, weights)
    n, whole = sizes(histogram)
    if not whole or not histogram[0][0]:
        why = "zero contribution" if whole else why_nothing(n)
        return undefined("theil_l", why, unit=NO_TOP, n=n, of=of)
    terms = math.fsum(people * log(value * n / whole) for value, people in histogram)
    value = max(0.0, -terms / n) if len(histogram) > 1 else 0.0  # all alike is exactly even
    return Measure("theil_l", value, unit=NO_TOP, n=n, of=of, even_at=0)


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


def theil_of(histogram: Histogram) -> float:
    """Return T, and 0 where there is nothing to share: such a group adds nothing to the whole."""
    n, whole = sizes(histogram)
    if len(histogram) < 2 or not whole:  # all alike is exactly even, whatever logarithms round to
        return 0.0
    ratios = ((float(value * n / whole), people) for value, people in histogram)
    return max(0.0, math.fsum(people * x * math.log(x) for x, people in ratios if x) / n)


def _split(
    values: Iterable[float], groups: Iterable[str], weights: Iterable[int] | None, of: str
) -> tuple[Measure, Measure]:
    """Return Theil's T between groups and within them."""
    parts = _by_group(values, groups, weights)
    counted = {group: sizes(part) for group, part in parts.items()}
    n = sum(people for people, _ in counted.values())
    whole = sum((total for _, total in counted.values()), Fraction(0))
    if not whole:
        why = why_nothing(n)
        return (
            undefined("theil_between", why, unit=NATS, n=n, of=of),
            undefined("theil_within", why, unit=NATS, n=n, of=of),
        )
    shares = {group: total / whole for group, (_, total) in counted.items() if total}
    terms = (float(s) * log(s * n / counted[group][0]) for group, s in shares.items())
    between = max(0.0, math.fsum(terms))
    within = math.fsum(float(s) * theil_of(parts[group]) for group, s in shares.items())
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
    return {group: histogram_of(*columns) for group, columns in found.items()}
