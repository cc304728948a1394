"""
How ties run between groups, and how many there are.

Ties are pairs of partners: tuples, or the edges of a networkx graph. Ties of a partner with itself are left
out, and a tie that is there twice counts once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from coprod.equality.measures.pairs import distinct
from coprod.equality.measures.undefined import undefined
from coprod.finding import Measure

__all__ = ["assortativity", "density", "e_i_expected", "e_i_expected_of_sizes", "e_i_index", "e_i_of_counts"]

UNIT = "-1 all inside groups, 1 all across"
MIXING = "0 is as chance, 1 all inside groups"


def e_i_index(ties: Iterable[tuple[str, str]], group_of: Mapping[str, str], *, of: str = "") -> Measure:
    """
    Return ties across groups less ties inside them, as a share of all: the E-I index, by counts.

    From -1 (all inside) to 1 (all across). Compare it with `e_i_expected`, not with 0: where groups are
    small, most ties would cross them anyway. Undefined without ties. Each pair counts as given; a tie there
    and back is two.

    Source: Krackhardt and Stern 1988.

    >>> group_of = {"ana": "citizen", "bo": "citizen", "cy": "job"}
    >>> e_i_index([("ana", "bo"), ("ana", "cy"), ("bo", "cy")], group_of).value
    0.3333333333333333
    """
    pairs = distinct(ties)
    inside = sum(group_of[a] == group_of[b] for a, b in pairs)
    return e_i_of_counts(len(pairs) - inside, inside, of=of)


def e_i_of_counts(across: int, inside: int, *, of: str = "") -> Measure:
    """
    Return the E-I index of ties that were counted before.

    >>> round(e_i_of_counts(9, 13).value, 7)
    -0.1818182
    """
    if not across + inside:
        return undefined("e_i_index", "no ties", unit=UNIT, of=of)
    return Measure("e_i_index", (across - inside) / (across + inside), unit=UNIT, n=across + inside, of=of)


def e_i_expected(group_of: Mapping[str, str], *, of: str = "") -> Measure:
    """
    Return the E-I index to expect if ties did not care about groups.

    Undefined for fewer than two partners.

    Source: the mean over all ways to hand out the same labels, Krackhardt and Stern 1988.

    >>> round(e_i_expected({"ana": "citizen", "bo": "citizen", "cy": "job", "di": "job"}).value, 4)
    0.3333
    """
    return e_i_expected_of_sizes(Counter(group_of.values()).values(), of=of)


def e_i_expected_of_sizes(sizes: Iterable[int], *, of: str = "") -> Measure:
    """
    Return the expected E-I index of groups of these sizes.

    >>> round(e_i_expected_of_sizes([5, 5]).value, 4)
    0.1111
    """
    known = list(sizes)
    n = sum(known)
    pairs, inside = n * (n - 1) // 2, sum(size * (size - 1) // 2 for size in known)
    if not pairs:
        return undefined("e_i_expected", "fewer than two partners", unit=UNIT, n=n, of=of)
    return Measure("e_i_expected", (pairs - 2 * inside) / pairs, unit=UNIT, n=n, of=of)


def density(
    ties: Iterable[tuple[str, str]], partners: Collection[str], *, directed: bool = True, of: str = ""
) -> Measure:
    """
    Return how many of the ties that could be there are there.

    Undefined for fewer than two partners. More is not always better.

    Args:
        ties: Pairs of partners.
        partners: All partners, those without ties included.
        directed: Whether a tie there and a tie back are two.
        of: The kind of tie.

    Source: Wasserman and Faust 1994.

    >>> density([("ana", "bo"), ("bo", "ana")], ["ana", "bo", "cy"]).value
    0.3333333333333333
    """
    n, unit = len(partners), "share of possible ties"
    if n < 2:
        return undefined("density", "fewer than two partners", unit=unit, n=n, of=of)
    pairs = {(a, b) if directed or a < b else (b, a) for a, b in ties if a != b}
    possible = n * (n - 1) if directed else n * (n - 1) // 2
    return Measure("density", len(pairs) / possible, unit=unit, n=n, of=of)


def assortativity(
    ties: Iterable[tuple[str, str]], group_of: Mapping[str, str], *, directed: bool = True, of: str = ""
) -> Measure:
    """
    Return how far ties stay inside groups beyond what the ties each group has would give: Newman's r.

    (sum of e_kk - sum of a_k b_k) / (1 - sum of a_k b_k): e_kk the share of ties inside group k, a_k that of ties
    from it, b_k of ties to it. 1 where all are inside, 0 as by chance, below 0 where ties rather cross. Undefined
    without ties, and where only one group has any.

    Args:
        ties: Pairs of partners.
        group_of: The group of every partner who has ties.
        directed: Whether a tie has a direction; if not, there and back is one.
        of: The kind of tie.

    Source: Newman 2003.

    >>> group_of = {"ana": "citizen", "bo": "citizen", "cy": "job", "di": "job"}
    >>> assortativity([("ana", "bo"), ("cy", "di")], group_of).value
    1.0
    """
    arcs = distinct(ties)
    if not directed:
        arcs |= {(b, a) for a, b in arcs}
    m = len(arcs)
    sources, targets = Counter(group_of[a] for a, _ in arcs), Counter(group_of[b] for _, b in arcs)
    chance = sum(number * targets[group] for group, number in sources.items())
    n = m if directed else m // 2
    if chance == m * m:
        return undefined("assortativity", "only one group has ties" if m else "no ties", unit=MIXING, n=n, of=of)
    inside = sum(group_of[a] == group_of[b] for a, b in arcs)
    return Measure("assortativity", (m * inside - chance) / (m * m - chance), unit=MIXING, n=n, of=of)
