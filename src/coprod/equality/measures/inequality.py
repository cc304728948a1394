"""
How unevenly something is spread over people: Gini, Atkinson and evenness.

All take one value per person, the zeros of those who did nothing included: leave them out, and a room where
two of twelve spoke looks even. *weights* say how many people have each value, for those who hold a histogram.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction

from coprod.equality.measures.histogram import Histogram, histogram_of, log, sizes, why_nothing
from coprod.equality.measures.theil import theil_of
from coprod.equality.measures.undefined import undefined
from coprod.finding import Measure

__all__ = ["atkinson", "evenness", "gini", "gini_corrected"]

UNIT = "0 is even, 1 is all by one"
EVEN = "1 is even, 0 is all by one"
ALONE = "one person cannot be compared"


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
    histogram = histogram_of(values, weights)
    n, whole = sizes(histogram)
    if not whole:
        return undefined("gini", why_nothing(n), unit=UNIT, n=n, of=of)
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
        return undefined("gini_corrected", plain.reason or ALONE, unit=UNIT, n=plain.n, of=of)
    return Measure("gini_corrected", plain.value * plain.n / (plain.n - 1), unit=UNIT, n=plain.n, of=of, even_at=0)


def atkinson(
    values: Iterable[float], aversion: float = 0.5, *, weights: Iterable[int] | None = None, of: str = ""
) -> Measure:
    """
    Return the share that could be given up if the rest were shared evenly, and nobody the worse for it.

    1 - (mean of (x / mean)^(1 - e))^(1 / (1 - e)) for an aversion e; for e = 1, one less the geometric mean
    over the mean. From 0 to 1. The more aversion to unevenness, the more those with least count. Where someone
    has nothing and e is 1 or more it is 1, the limit (PySAL raises an error there). Undefined where there is
    nobody or nothing to share.

    Args:
        values: One for each person.
        aversion: 0 does not mind unevenness at all. Report 0.5 and 1.
        weights: How many people have each value.
        of: What is counted.

    Source: Atkinson 1970, as in R's `ineq` and PySAL's `inequality`.

    >>> round(atkinson([10, 20, 30, 40, 50]).value, 5), round(atkinson([10, 20, 30, 40, 50], 1).value, 5)
    (0.06315, 0.13161)
    >>> atkinson([0, 4], 1).value
    1.0
    """
    if not 0 <= aversion < math.inf:
        raise ValueError(f"aversion to unevenness is 0 or more: {aversion}")
    histogram = histogram_of(values, weights)
    n, whole = sizes(histogram)
    if not whole:
        return undefined("atkinson", why_nothing(n), unit=UNIT, n=n, of=of)
    return Measure("atkinson", _given_up(histogram, aversion), unit=UNIT, n=n, of=of, even_at=0)


def evenness(values: Iterable[float], *, weights: Iterable[int] | None = None, of: str = "") -> Measure:
    """
    Return how evenly something is spread over all who were there: Pielou's J, Shannon's entropy over ln n.

    From 0 (all by one) to 1 (all alike); n is everyone present, not only those who took part. It is
    1 - T / ln n, T being `theil_t`. It changes when a group is doubled. Undefined for one person, and where
    there is nobody or nothing to share.

    Source: Pielou 1966.

    >>> round(evenness([60, 10, 25, 1, 4]).value, 4)
    0.6575
    """
    histogram = histogram_of(values, weights)
    n, whole = sizes(histogram)
    if not whole or n < 2:
        return undefined("evenness", ALONE if whole else why_nothing(n), unit=EVEN, n=n, of=of)
    value = min(1.0, max(0.0, 1 - theil_of(histogram) / math.log(n)))
    return Measure("evenness", value, unit=EVEN, n=n, of=of, even_at=1)


def _given_up(histogram: Histogram, aversion: float) -> float:
    """Return Atkinson's index of people of whom some have something."""
    if len(histogram) < 2 or not aversion:
        return 0.0  # all alike is exactly even, whatever logarithms round to
    if aversion >= 1 and not histogram[0][0]:
        return 1.0
    n, whole = sizes(histogram)
    power = 1 - aversion
    logs = [(log(value * n / whole), people) for value, people in histogram]
    if not power:
        level = math.fsum(people * x for x, people in logs) / n
    else:
        # seen from the largest term, so that no power overflows, and from 1, so that none cancels near e = 1
        top = logs[-1 if power > 0 else 0][0]
        terms = math.fsum(people * math.expm1(power * (x - top)) for x, people in logs)
        level = top + math.log1p(terms / n) / power
    return min(1.0, max(0.0, -math.expm1(level)))
