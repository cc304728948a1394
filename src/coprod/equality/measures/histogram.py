"""How many people have how much: what the measures of unevenness are computed from, in exact fractions."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TypeAlias

__all__ = ["Histogram", "histogram_of", "log", "sizes", "why_nothing"]

Histogram: TypeAlias = Sequence[tuple[Fraction, int]]
"""The distinct values, lowest first, and how many people have each."""


def histogram_of(values: Iterable[float], weights: Iterable[int] | None) -> Histogram:
    """
    Return the distinct values, lowest first, and how many people have each.

    Raises:
        ValueError: a value or a weight is below 0.

    >>> histogram_of([4, 2, 4], None)
    [(Fraction(2, 1), 1), (Fraction(4, 1), 2)]
    """
    people: dict[Fraction, int] = defaultdict(int)
    pairs = ((value, 1) for value in values) if weights is None else zip(values, weights, strict=True)
    for value, weight in pairs:
        if value < 0 or weight < 0:
            raise ValueError(f"a measure of unevenness takes no number below 0: {min(value, weight)}")
        people[Fraction(value)] += weight
    return [(value, people[value]) for value in sorted(people) if people[value]]


def sizes(histogram: Histogram) -> tuple[int, Fraction]:
    """
    Return how many people there are, and how much they have together.

    >>> sizes([(Fraction(2), 1), (Fraction(4), 2)])
    (3, Fraction(10, 1))
    """
    return sum(people for _, people in histogram), sum((v * people for v, people in histogram), Fraction(0))


def why_nothing(n: int) -> str:
    """Return why *n* people with nothing between them have no measure."""
    return "nothing to share" if n else "nobody to share"


def log(ratio: Fraction) -> float:
    """
    Return the natural logarithm of a ratio, minus infinity for 0, also where no float is so small.

    >>> log(Fraction(0)), log(Fraction(1, 10**400)) < -921
    (-inf, True)
    """
    if not ratio:
        return -math.inf
    near = float(ratio)
    return math.log(near) if near else math.log(ratio.numerator) - math.log(ratio.denominator)
