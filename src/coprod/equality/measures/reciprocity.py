"""
How often a tie is returned. Four variants, and they differ: the name of each says which.

Ties are pairs of partners: tuples, or the edges of a directed networkx graph. Ties of a partner with itself
are left out, and a tie that is there twice counts once. A pair is mutual, one-way or empty.
"""

from __future__ import annotations

from collections.abc import Collection

from coprod.equality.measures.pairs import Ties, arcs_among, distinct
from coprod.equality.measures.undefined import undefined
from coprod.finding import Measure

__all__ = [
    "dyadic_non_null_reciprocity",
    "dyadic_reciprocity",
    "edgewise_reciprocity",
    "garlaschelli_loffredo",
    "reciprocity_of_counts",
]

OF_TIES = "share of ties"
OF_PAIRS = "share of pairs"
OF_TIED = "share of tied pairs"
RHO = "0 is as chance, 1 is all returned"


def edgewise_reciprocity(ties: Ties, *, of: str = "") -> Measure:
    """
    Return the share of ties that are returned: 2M / (2M + A), for M mutual and A one-way pairs.

    The variant that most software calls reciprocity. Undefined without ties.

    Source: `grecip(measure="edgewise")` of R's `sna`; networkx `overall_reciprocity`.

    >>> edgewise_reciprocity([("ana", "bo"), ("bo", "ana"), ("ana", "cy")]).value
    0.6666666666666666
    """
    return reciprocity_of_counts(*_census(distinct(ties)), of=of)


def reciprocity_of_counts(mutual: int, one_way: int, *, of: str = "") -> Measure:
    """
    Return the `edgewise_reciprocity` of pairs that were counted before.

    >>> round(reciprocity_of_counts(17, 15).value, 7)
    0.6938776
    """
    if mutual < 0 or one_way < 0:
        raise ValueError(f"no number of pairs is below 0: {min(mutual, one_way)}")
    ties = 2 * mutual + one_way
    if not ties:
        return undefined("edgewise_reciprocity", "no ties", unit=OF_TIES, of=of)
    return Measure("edgewise_reciprocity", 2 * mutual / ties, unit=OF_TIES, n=ties, of=of)


def dyadic_non_null_reciprocity(ties: Ties, *, of: str = "") -> Measure:
    """
    Return the share of tied pairs that are tied both ways: M / (M + A).

    What ORA prints as reciprocity "of the links", though it is of pairs. Undefined without ties.

    Source: `grecip(measure="dyadic.nonnull")` of R's `sna`.

    >>> dyadic_non_null_reciprocity([("ana", "bo"), ("bo", "ana"), ("ana", "cy")]).value
    0.5
    """
    mutual, one_way = _census(distinct(ties))
    if not mutual + one_way:
        return undefined("dyadic_non_null_reciprocity", "no ties", unit=OF_TIED, of=of)
    n = mutual + one_way
    return Measure("dyadic_non_null_reciprocity", mutual / n, unit=OF_TIED, n=n, of=of)


def dyadic_reciprocity(ties: Ties, partners: Collection[str], *, of: str = "") -> Measure:
    """
    Return the share of all pairs that are symmetric, tied both ways or not at all: (M + N) / (M + A + N).

    High where there are few ties, so look at another variant too. Undefined without ties, where it would be
    1, and for fewer than two partners.

    Args:
        ties: Pairs of partners.
        partners: All partners, those without ties included.
        of: The kind of tie.

    Source: `grecip(measure="dyadic")` of R's `sna`.

    >>> round(dyadic_reciprocity([("ana", "bo"), ("bo", "ana"), ("ana", "cy")], ["ana", "bo", "cy"]).value, 4)
    0.6667
    """
    arcs, n = arcs_among(ties, partners)
    if n < 2 or not arcs:
        why = "no ties" if n > 1 else "fewer than two partners"
        return undefined("dyadic_reciprocity", why, unit=OF_PAIRS, of=of)
    pairs, (_, one_way) = n * (n - 1) // 2, _census(arcs)
    return Measure("dyadic_reciprocity", (pairs - one_way) / pairs, unit=OF_PAIRS, n=pairs, of=of)


def garlaschelli_loffredo(ties: Ties, partners: Collection[str], *, of: str = "") -> Measure:
    """
    Return how much more often ties are returned than chance would: rho, the correlation of there with back.

    (r - a) / (1 - a), r being `edgewise_reciprocity` and a the density. 1 where all are returned, 0 as by
    chance, below 0 where ties avoid being returned. Undefined without ties, where everyone is tied to
    everyone, and for fewer than two partners.

    Args:
        ties: Pairs of partners.
        partners: All partners, those without ties included.
        of: The kind of tie.

    Source: Garlaschelli and Loffredo 2004.

    >>> round(garlaschelli_loffredo([("ana", "bo"), ("bo", "ana"), ("ana", "cy")], ["ana", "bo", "cy"]).value, 4)
    0.3333
    """
    arcs, n = arcs_among(ties, partners)
    m, possible = len(arcs), n * (n - 1)
    if not 0 < m < possible:
        why = "everyone is tied to everyone" if m else "no ties"
        return undefined("garlaschelli_loffredo", why if n > 1 else "fewer than two partners", unit=RHO, n=m, of=of)
    returned = 2 * _census(arcs)[0]
    value = (returned * possible - m * m) / (m * (possible - m))
    return Measure("garlaschelli_loffredo", value, unit=RHO, n=m, of=of)


def _census(arcs: Collection[tuple[str, str]]) -> tuple[int, int]:
    """Return how many pairs are tied both ways, and how many one way."""
    returned = sum((b, a) in arcs for a, b in arcs)
    return returned // 2, len(arcs) - returned
