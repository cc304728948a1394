"""Who stands between whom: the five roles of Gould and Fernandez."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import TypeVar

from coprod.equality.measures.pairs import Ties, distinct
from coprod.equality.measures.undefined import undefined
from coprod.finding import Measure

__all__ = ["BROKERAGE_ROLES", "brokerage_roles", "brokerage_totals", "roles_of_one"]

Partner = TypeVar("Partner", str, int)

BROKERAGE_ROLES = ("coordinator", "itinerant", "gatekeeper", "representative", "liaison")
"""Of the broker v in a -> v -> b, by whose group is whose."""


def brokerage_roles(ties: Ties, group_of: Mapping[str, str]) -> Mapping[str, Mapping[str, int]]:
    """
    Return how often each partner stands between two others, by role.

    Counted is each way a -> v -> b where a has no tie of its own to b. The role of v goes by groups:
    coordinator, all three in one; itinerant, a and b in one and v in another; gatekeeper, v and b in one;
    representative, a and v in one; liaison, three different. In a network told both ways each pair counts twice.
    The five add up to all such ways.

    Args:
        ties: Pairs of partners, from one to the other.
        group_of: The group of every partner.

    Source: Gould and Fernandez 1989; the condition is that of `brokerage` in R's `sna`.

    >>> group_of = {"ana": "citizen", "bo": "citizen", "lib": "library"}
    >>> roles = brokerage_roles([("ana", "lib"), ("lib", "bo")], group_of)
    >>> roles["lib"]["itinerant"], sum(roles["ana"].values())
    (1, 0)
    """
    before, after = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for a, b in distinct(ties):
        before[b].add(a)
        after[a].add(b)
    return {partner: roles_of_one(partner, before[partner], after, group_of) for partner in group_of}


def roles_of_one(
    broker: Partner,
    before: Iterable[Partner],
    after: Mapping[Partner, AbstractSet[Partner]],
    group_of: Mapping[Partner, str],
) -> Mapping[str, int]:
    """
    Return how often one partner stands between two others, by role, as `brokerage_roles` does for all.

    Those ahead are counted by group, less those to whom there is a tie past the broker. So a partner with thousands of
    ties takes no longer than the ties of those who name it.

    Args:
        broker: The partner.
        before: Who names the broker.
        after: By partner, who is named: of the broker all, of those before it at least who is ahead of the broker too.
        group_of: The group of each of them.
    """
    found, ahead = dict.fromkeys(BROKERAGE_ROLES, 0), after.get(broker, frozenset())
    by_group = Counter(group_of[b] for b in ahead)
    for a in before:
        past = Counter(group_of[b] for b in (ahead & after.get(a, frozenset())) | (ahead & {a}))
        for group, n in by_group.items():
            found[_role(group_of[a], group_of[broker], group)] += n - past[group]
    return found


def brokerage_totals(ties: Ties, group_of: Mapping[str, str]) -> Mapping[str, Measure]:
    """
    Return how many ways lead through each role, all partners taken together.

    The `of` of each measure is its role. 0 is a number like any other here: without ties it is undefined.

    Args:
        ties: Pairs of partners, from one to the other.
        group_of: The group of every partner.

    Source: as `brokerage_roles`.

    >>> group_of = {"ana": "citizen", "bo": "citizen", "lib": "library"}
    >>> brokerage_totals([("ana", "lib"), ("lib", "bo")], group_of)["itinerant"].value
    1
    """
    name, unit, arcs = "brokerage_totals", "ways from one partner over another to a third", distinct(ties)
    if not arcs:
        return {role: undefined(name, "no ties", unit=unit, of=role) for role in BROKERAGE_ROLES}
    totals: Counter[str] = Counter()
    for roles in brokerage_roles(arcs, group_of).values():
        totals.update(roles)
    return {role: Measure(name, totals[role], unit=unit, n=len(group_of), of=role) for role in BROKERAGE_ROLES}


def _role(before: str, broker: str, after: str) -> str:
    if before == after:
        return "coordinator" if broker == before else "itinerant"
    if broker in {before, after}:
        return "gatekeeper" if broker == after else "representative"
    return "liaison"
