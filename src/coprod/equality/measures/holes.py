"""
Who depends on one contact? Burt's structural holes: constraint and effective size.

Both look at a partner's contacts, and at the ties among those. Ties are pairs of partners: tuples, or the edges
of a networkx graph, directed or not; those of a partner with itself are left out, and a tie that is there twice
counts once. A tie there and back weighs twice as much as one that goes one way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from coprod.equality.measures.pairs import Ties, arcs_among
from coprod.equality.measures.undefined import undefined
from coprod.finding import Measure

__all__ = ["constraint", "effective_size"]

CONSTRAINT = "the higher, the more one contact is all there is"
SIZE = "contacts that lead to different people"


def constraint(ties: Ties, partners: Collection[str], *, of: str = "") -> Mapping[str, Measure]:
    """
    Return how much each partner depends on one contact, or on contacts who depend on each other.

    The sum over contacts j of (p_ij + sum over q of p_iq p_qj)^2, p_ij being the share of i's ties that are with
    j. 1 for someone with one contact; it can be above 1, as in a triangle. Undefined for a partner without ties.

    Args:
        ties: Pairs of partners.
        partners: All partners, those without ties included.
        of: The kind of tie.

    Source: Burt 1992; as networkx `constraint` with scipy; without, that skips those who only have ties in.

    >>> found = constraint([("ana", "lib"), ("bo", "lib"), ("cy", "cy")], ["ana", "bo", "cy", "lib"])
    >>> found["ana"].value, found["lib"].value, found["cy"].reason
    (1.0, 0.5, 'no ties')
    """
    contacts = _contacts(ties, partners)
    shares = {i: {j: w / sum(row.values()) for j, w in row.items()} for i, row in contacts.items()}
    return {i: _measure("constraint", CONSTRAINT, _constraint(i, shares), len(contacts[i]), of) for i in partners}


def effective_size(ties: Ties, partners: Collection[str], *, of: str = "") -> Mapping[str, Measure]:
    """
    Return how many contacts each partner has that do not lead to the same people.

    The sum over contacts j of 1 - sum over q of p_iq m_jq, m_jq being the tie of j and q as a share of j's
    strongest. In a network without directions it is d - 2t / d for d contacts with t ties among them. From 1 to the
    number of contacts. Undefined for a partner without ties.

    Args:
        ties: Pairs of partners.
        partners: All partners, those without ties included.
        of: The kind of tie.

    Source: Burt 1992; Borgatti 1997; networkx `effective_size`.

    >>> effective_size([("ana", "lib"), ("bo", "lib")], ["ana", "bo", "lib"])["lib"].value
    2.0
    """
    contacts = _contacts(ties, partners)
    strongest = {i: max(row.values(), default=0) for i, row in contacts.items()}

    def size(i: str) -> float:
        row = contacts[i]
        whole = sum(row.values())
        same = (w * contacts[j].get(q, 0) / (whole * strongest[j]) for j in row for q, w in row.items())
        return len(row) - sum(same)

    return {i: _measure("effective_size", SIZE, size(i), len(contacts[i]), of) for i in partners}


def _constraint(i: str, shares: Mapping[str, Mapping[str, float]]) -> float:
    own = shares[i]
    return sum((p + sum(p_iq * shares[q].get(j, 0) for q, p_iq in own.items())) ** 2 for j, p in own.items())


def _measure(name: str, unit: str, value: float, contacts: int, of: str) -> Measure:
    if not contacts:
        return undefined(name, "no ties", unit=unit, of=of)
    return Measure(name, float(value), unit=unit, n=contacts, of=of)


def _contacts(ties: Ties, partners: Collection[str]) -> Mapping[str, Mapping[str, int]]:
    """Return whom each partner has ties with, and how many: 1, or 2 for there and back."""
    arcs, _ = arcs_among(ties, partners)
    found: dict[str, dict[str, int]] = {partner: defaultdict(int) for partner in partners}
    for a, b in arcs:
        found[a][b] += 1
        found[b][a] += 1
    return found
