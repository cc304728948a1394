"""
Does everything go through one partner? Freeman's centralization, without ties of a partner with itself.

How far the partner with most ties is ahead of each other, added up, over the most that could be. A partner who
holds a young network together is nothing strange: look at how it goes on, not for a cut-off. Numbers printed by
R's `igraph` are lower: by default it allows for ties of a partner with itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Literal, TypeAlias, get_args

from coprod.equality.measures.pairs import Ties, arcs_among, edges_among
from coprod.equality.measures.undefined import undefined
from coprod.finding import Measure

__all__ = [
    "CENTRALIZATION",
    "TOO_FEW",
    "Degrees",
    "centralization_of_degrees",
    "degree_centralization",
    "in_degree_centralization",
    "out_degree_centralization",
]

CENTRALIZATION = "0 is all alike, 1 is all through one"
TOO_FEW = "fewer than three partners"
Degrees: TypeAlias = Literal["in", "out", "undirected", "total"]


def in_degree_centralization(ties: Ties, partners: Collection[str], *, of: str = "") -> Measure:
    """
    Return how far ties lead to one partner: whose voice is listened to, who is trusted.

    1 where all name one partner and no other. Undefined for fewer than three partners and without ties.

    Args:
        ties: Pairs of partners, from one to the other.
        partners: All partners, those without ties included.
        of: The kind of tie.

    Source: Freeman 1979; Wasserman and Faust 1994.

    >>> in_degree_centralization([("ana", "bo"), ("cy", "bo")], ["ana", "bo", "cy"]).value
    1.0
    """
    arcs, _ = arcs_among(ties, partners)
    return centralization_of_degrees(_degrees((b for _, b in arcs), partners), kind="in", of=of)


def out_degree_centralization(ties: Ties, partners: Collection[str], *, of: str = "") -> Measure:
    """
    Return how far ties come from one partner; as `in_degree_centralization`, the other way round.

    >>> out_degree_centralization([("ana", "bo"), ("cy", "bo")], ["ana", "bo", "cy"]).value
    0.25
    """
    arcs, _ = arcs_among(ties, partners)
    return centralization_of_degrees(_degrees((a for a, _ in arcs), partners), kind="out", of=of)


def degree_centralization(ties: Ties, partners: Collection[str], *, of: str = "") -> Measure:
    """
    Return how far ties are those of one partner, whichever way they go; there and back is one.

    1 where one partner is tied to all and they to nobody else: a star. 0 where all have as many. Undefined for
    fewer than three partners and without ties.

    Args:
        ties: Pairs of partners.
        partners: All partners, those without ties included.
        of: The kind of tie.

    Source: Freeman 1979; Wasserman and Faust 1994.

    >>> degree_centralization([("ana", "bo"), ("ana", "cy")], ["ana", "bo", "cy"]).value
    1.0
    """
    edges, _ = edges_among(ties, partners)
    degrees = _degrees((end for edge in edges for end in edge), partners)
    return centralization_of_degrees(degrees, kind="undirected", of=of)


def centralization_of_degrees(degrees: Iterable[int], *, kind: Degrees = "undirected", of: str = "") -> Measure:
    """
    Return the centralization of numbers of ties that were counted before, a 0 for each partner without any.

    Args:
        degrees: How many others each partner is tied to.
        kind: `in` or `out` for ties that go one way, `undirected` for those that do not; `total` for ties in
            and ties out, added up.
        of: The kind of tie.

    Raises:
        ValueError: no network without ties to oneself and without ties twice has such numbers; or there is no
            such kind.

    Source: Freeman 1979.

    >>> round(centralization_of_degrees([3, 1, 1, 1, 0]).value, 4)
    0.75
    """
    if kind not in get_args(Degrees):
        raise ValueError(f"no kind of degree `{kind}`: {', '.join(get_args(Degrees))}")
    known = list(degrees)
    n, name = len(known), "degree_centralization" if kind == "undirected" else f"{kind}_degree_centralization"
    highest, ties = max(known, default=0), sum(known)
    most_each = 2 * (n - 1) if kind == "total" else n - 1
    one_ended = kind in {"in", "out"}
    if min(known, default=0) < 0 or highest > max(most_each, 0) or (not one_ended and ties < 2 * highest):
        raise ValueError(f"no network of {n} partners has such numbers of ties: {highest} is the highest")
    if n < 3 or not ties:
        return undefined(name, "no ties" if n > 2 else TOO_FEW, unit=CENTRALIZATION, n=n, of=of)
    most = most_each * (n - 1 if one_ended else n - 2)
    return Measure(name, (n * highest - ties) / most, unit=CENTRALIZATION, n=n, of=of, even_at=0)


def _degrees(ends: Iterable[str], partners: Collection[str]) -> list[int]:
    found = Counter(ends)
    return [found[partner] for partner in set(partners)]
