"""How mixed a room or a panel is. High is mixed: that is not the same as even, nor as fitting the community."""

from __future__ import annotations

from collections.abc import Iterable

from coprod.equality.measures.undefined import undefined
from coprod.finding import Measure

__all__ = ["blau", "iqv"]

UNIT = "chance that two draws differ"
OF_MOST = "0 is all alike, 1 is as mixed as it can be"


def blau(counts: Iterable[int], categories: int | None = None, *, of: str = "") -> Measure:
    """
    Return how mixed people are: how likely two draws, with the first put back, are of different categories.

    One less the sum of squared shares (Blau, also Gini-Simpson). From 0 to (K - 1) / K for K categories. It
    does not know which category is which: nine citizens of ten are as mixed as one of ten. Undefined for nobody.

    Args:
        counts: How many people are in each category.
        categories: How many categories there could be, fixed before counting; by default as many as *counts*.
        of: Who is counted.

    Source: Blau 1977.

    >>> round(blau([3, 7]).value, 2)
    0.42
    """
    n, squares, possible = _counted(counts, categories)
    if not n:
        return undefined("blau", "nobody to count", unit=UNIT, of=of)
    return Measure("blau", 1 - squares / n**2, unit=UNIT, n=n, of=of, even_at=(possible - 1) / possible)


def iqv(counts: Iterable[int], categories: int | None = None, *, of: str = "") -> Measure:
    """
    Return how mixed people are, of the most that so many categories allow: the index of qualitative variation.

    `blau` times K / (K - 1). From 0 to 1. Undefined for nobody, and where there could be only one category.

    Args:
        counts: How many people are in each category.
        categories: How many categories there could be, fixed before counting; by default as many as *counts*.
        of: Who is counted.

    Source: Mueller and Schuessler 1961.

    >>> round(iqv([3, 7]).value, 2), round(iqv([3, 7], 4).value, 2)
    (0.84, 0.56)
    """
    n, squares, possible = _counted(counts, categories)
    if not n or possible < 2:
        why = "there could be only one category" if n else "nobody to count"
        return undefined("iqv", why, unit=OF_MOST, n=n, of=of)
    value = (n**2 - squares) * possible / (n**2 * (possible - 1))
    return Measure("iqv", value, unit=OF_MOST, n=n, of=of, even_at=1)


def _counted(counts: Iterable[int], categories: int | None) -> tuple[int, int, int]:
    """Return how many people there are, the sum of the squared counts, and how many categories there could be."""
    known = list(counts)
    found = sum(count > 0 for count in known)
    possible = len(known) if categories is None else categories
    if any(count < 0 for count in known) or possible < found:
        raise ValueError(f"no mix: {known} of {possible} categories")
    return sum(known), sum(count**2 for count in known), possible
