"""
Trust and value: what partners say of each other, from 1 (not at all) to 4 (a great deal).

Ratings map a pair, who rates and who is rated, to the answers: reliability, shared mission and openness for
trust, influence, involvement and resources for value. An answer not given is None and counts nowhere; nor do
ratings of oneself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import fsum
from typing import Literal, TypeAlias

from coprod.equality.measures.undefined import undefined
from coprod.finding import Measure

__all__ = ["Convention", "Ratings", "trust_gap", "trust_score", "value_score"]

Ratings: TypeAlias = Mapping[tuple[str, str], Iterable[float | None]]
"""By who rates and who is rated: the answers, from 1 to 4 or None."""

Convention: TypeAlias = Literal["mean", "A", "B"]

LOWEST, HIGHEST = 1, 4
UNITS: Mapping[Convention, str] = {
    "mean": "mean rating, from 1 to 4",
    "A": "per cent of the highest rating, from 25 to 100 (convention A)",
    "B": "per cent of the way from the lowest rating to the highest, from 0 to 100 (convention B)",
}
GAP = "points between there and back, from 0 to 3"
NOBODY = "nobody rated anybody"


def trust_score(ratings: Ratings, *, convention: Convention = "B", of: str = "") -> Measure:
    """
    Return how much partners trust each other.

    For each pair the mean of the answers given; then the mean over pairs, not over partners, which differs where
    some rate more than others. Give only the ratings of one partner and it is how much the others trust that
    one. Undefined where nobody rated anybody.

    Args:
        ratings: By who rates and who is rated, the answers on reliability, shared mission and openness.
        convention: `mean`, from 1 to 4; `A`, 100 mean / 4, from 25 to 100; `B`, 100 (mean - 1) / 3, from 0 to
            100, where 0 is "nobody trusts anybody". The unit says which.
        of: Whose it is.

    Source: the three questions are those of PARTNER (Varda), as in McCullough et al. 2016; convention B is ours.

    >>> trust_score({("ana", "bo"): (4, 3, None), ("bo", "ana"): (2, 2, 2)}, convention="mean").value
    2.75
    """
    return _score("trust_score", ratings, convention, of)


def value_score(ratings: Ratings, *, convention: Convention = "B", of: str = "") -> Measure:
    """
    Return how much partners value each other: as `trust_score`, of influence, involvement and resources.

    >>> round(value_score({("ana", "bo"): (4, 3, 2)}).value, 2)
    66.67
    """
    return _score("value_score", ratings, convention, of)


def trust_gap(ratings: Ratings, *, of: str = "") -> Measure:
    """
    Return how far trust there and trust back are apart: the mean of |t_ij - t_ji| over pairs rated both ways.

    From 0 to 3. Two who hardly trust each other have no gap, so show `trust_score` beside it. Undefined where no
    pair is rated both ways.

    Args:
        ratings: By who rates and who is rated, the answers.
        of: Whose it is.

    Source: Graebner 2009, on trust of two that is not the same.

    >>> trust_gap({("ana", "bo"): (4, 3, None), ("bo", "ana"): (2, 2, 2), ("ana", "cy"): (1, 1, 1)}).value
    1.5
    """
    means = _means(ratings)
    gaps = [abs(mean - means[b, a]) for (a, b), mean in means.items() if a < b and (b, a) in means]
    if not gaps:
        return undefined("trust_gap", "no two rated each other" if means else NOBODY, unit=GAP, of=of)
    return Measure("trust_gap", fsum(gaps) / len(gaps), unit=GAP, n=len(gaps), of=of, even_at=0)


def _score(name: str, ratings: Ratings, convention: Convention, of: str) -> Measure:
    if convention not in UNITS:
        raise ValueError(f"no convention `{convention}`: {', '.join(UNITS)}")
    means = _means(ratings)
    if not means:
        return undefined(name, NOBODY, unit=UNITS[convention], of=of)
    mean = fsum(means.values()) / len(means)
    scaled = {"mean": mean, "A": 100 * mean / HIGHEST, "B": 100 * (mean - LOWEST) / (HIGHEST - LOWEST)}
    return Measure(name, scaled[convention], unit=UNITS[convention], n=len(means), of=of)


def _means(ratings: Ratings) -> Mapping[tuple[str, str], float]:
    """Return the mean answer of each pair that has one."""
    found = {}
    for (rater, rated), answers in ratings.items():
        given = [answer for answer in answers if answer is not None]
        if any(not LOWEST <= answer <= HIGHEST for answer in given):
            raise ValueError(f"a rating is from {LOWEST} to {HIGHEST}: {given}")
        if given and rater != rated:
            found[rater, rated] = fsum(given) / len(given)
    return found
