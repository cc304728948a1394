"""
Do two sorts of tie run between the same partners: does advice go where authority goes?

Ties of one partner hang together, so their pairs cannot be shuffled one by one. The quadratic assignment procedure
(QAP) lets partners change places as a whole: rows and columns of one relation together.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import permutations
from random import Random
from typing import TypeAlias

from coprod.equality.measures.undefined import undefined
from coprod.equality.permuting import ENOUGH, SAMPLED, Permutation, drawn, weighed
from coprod.finding import Measure

__all__ = ["Relation", "graph_correlation", "qap"]

LISTED = math.factorial(7)  # up to seven partners, all ways to change places are tried
UNIT = "-1 never together, 0 as chance, 1 the same ties"

Relation: TypeAlias = Iterable[tuple[str, str]] | Mapping[tuple[str, str], float]
"""Ties from one partner to another: pairs, or pairs with the strength of each."""
Values: TypeAlias = dict[tuple[int, int], Fraction]


def graph_correlation(first: Relation, second: Relation, partners: Collection[str], *, of: str = "") -> Measure:
    """
    Return how far two relations have the same ties: Pearson's correlation over all pairs of different partners.

    A pair without a tie has 0. A tie that goes both ways is two; give both where a relation has no direction. Ties of
    a partner with itself, and with anyone who is not among *partners*, are left out. Undefined where one of the two
    has all ties alike: none at all, or the same between all.

    Source: Krackhardt 1988; `gcor` of R's `sna`, without the diagonal.

    >>> advice, trust = [("ana", "bo"), ("bo", "cy")], [("ana", "bo"), ("bo", "cy"), ("cy", "ana")]
    >>> round(graph_correlation(advice, trust, ["ana", "bo", "cy"]).value, 4)
    0.7071
    """
    return _correlation(*_both(first, second, partners), len(partners), of)


def qap(
    first: Relation,
    second: Relation,
    partners: Collection[str],
    *,
    random: Random,
    listed: int = LISTED,
    sampled: int = SAMPLED,
    enough: int = ENOUGH,
    of: str = "",
) -> tuple[Measure, Permutation | None]:
    """
    Return the correlation of two relations, and how often chance would make it at least as large.

    It asks whether the same *partners* are tied in both, and not whether the two networks have a like shape. Where
    several partners could change places without any tie changing, a small p is out of reach; where all ways are tried,
    `smallest_p` shows it.

    Args:
        first: Ties, the partners of which change places.
        second: Ties that stay.
        partners: All partners, those without ties included.
        random: Where chance comes from.
        listed: Up to how many ways to change places all are tried: then p is exact.
        sampled: How many are drawn otherwise, at most; p is then as `permutation_test` says.
        enough: Drawing ends once so many draws are at least as large.
        of: What the two relations are.

    Returns:
        The correlation, and the answer of the test; None where the correlation is undefined.

    Source: Hubert 1987; Krackhardt 1988; `qaptest` of R's `sna`, which reports b / m where this has (b + 1) / (m + 1).

    >>> advice, trust = [("ana", "bo"), ("bo", "cy")], [("ana", "bo"), ("bo", "cy"), ("cy", "ana")]
    >>> qap(advice, trust, ["ana", "bo", "cy"], random=Random(1))[1]
    Permutation(p_value=0.5, smallest_p=0.5, ways=6)
    """
    moved, fixed = _both(first, second, partners)
    n = len(partners)
    correlation = _correlation(moved, fixed, n, of)
    if correlation.value is None:
        return correlation, None
    together = _together(moved, fixed, n)
    places = list(range(n))
    observed = together(places)
    if math.factorial(n) <= listed:
        return correlation, weighed([(together(each), 1) for each in permutations(places)], observed)

    def draw() -> float:
        random.shuffle(places)
        return together(places)

    return correlation, drawn(draw, observed, sampled=sampled, enough=enough)


def _both(first: Relation, second: Relation, partners: Collection[str]) -> tuple[Values, Values]:
    """Return the values of both by places of partners, in the order of their ids so that none other matters."""
    place = {partner: at for at, partner in enumerate(sorted(partners))}
    return _values(first, place), _values(second, place)


def _values(relation: Relation, place: Mapping[str, int]) -> Values:
    known = relation if isinstance(relation, Mapping) else dict.fromkeys(relation, 1)
    pairs = ((a, b, value) for (a, b), value in known.items() if a != b and a in place and b in place)
    return {(place[a], place[b]): Fraction(value) for a, b, value in sorted(pairs)}


def _correlation(first: Values, second: Values, n: int, of: str) -> Measure:
    pairs = n * (n - 1)
    sum_a, sum_b = _sum(first.values()), _sum(second.values())
    spread_a, spread_b = (pairs * _sum(v * v for v in r.values()) - _sum(r.values()) ** 2 for r in (first, second))
    if not spread_a or not spread_b:  # in fractions, so that this is exactly 0 where all are alike
        why = "all pairs are alike" if pairs else "fewer than two partners"
        return undefined("graph_correlation", why, unit=UNIT, n=n, of=of)
    together = pairs * _sum(value * second[pair] for pair, value in first.items() if pair in second) - sum_a * sum_b
    value = float(together) / math.sqrt(spread_a * spread_b)
    return Measure("graph_correlation", max(-1.0, min(1.0, value)), unit=UNIT, n=n, of=of)


def _sum(values: Iterable[Fraction]) -> Fraction:
    return sum(values, Fraction(0))


def _together(moved: Values, fixed: Values, n: int) -> Callable[[Sequence[int]], float]:
    """
    Return a function of new places: the sum of products over pairs.

    It is all of the correlation that changes when partners change places.
    """
    table = [[_number(fixed.get((a, b), Fraction(0))) for b in range(n)] for a in range(n)]
    ties = [(a, b, _number(value)) for (a, b), value in moved.items() if value]
    if all(value == 1 for *_, value in ties):
        return lambda place: sum([table[place[a]][place[b]] for a, b, _ in ties])
    return lambda place: sum([value * table[place[a]][place[b]] for a, b, value in ties])


def _number(value: Fraction) -> float:
    """Return a whole number as such, so that ties between whole numbers are exact; and quick."""
    return value.numerator if value.denominator == 1 else float(value)
