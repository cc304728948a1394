"""What all groups agree with, however large each of them is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import TypeAlias

from coprod.equality.measures.undefined import undefined
from coprod.finding import Measure

__all__ = ["group_informed_consensus"]

UNIT = "0 some group is against it, 1 all groups agree"

Votes: TypeAlias = tuple[int, int, int]
"""How many agreed, disagreed, passed."""


def group_informed_consensus(votes_by_group: Mapping[str, Votes], *, of: str = "") -> Measure:
    """
    Return how far every group agrees with a statement: Polis's group-informed consensus.

    The product over groups of (agree + 1) / (votes + 2), a vote being to agree, to disagree or to pass. It is high only
    where each group agrees, so that a large group cannot outvote a small one; a group that has not voted counts
    as one half. With more groups it gets smaller, so it compares statements within one conversation. Undefined without
    groups.

    Args:
        votes_by_group: For each group, how many agreed, disagreed, passed.
        of: The statement.

    Source: Small, Bjorkegren, Erkkila, Shaw and Megill 2021, Polis: scaling deliberation by mapping high dimensional
    opinion spaces.

    >>> group_informed_consensus({"a": (8, 1, 1), "b": (2, 0, 0)}).value
    0.5625
    """
    if any(number < 0 for votes in votes_by_group.values() for number in votes):
        raise ValueError("no votes can be fewer than 0")
    n = sum(map(sum, votes_by_group.values()))
    if not votes_by_group:
        return undefined("group_informed_consensus", "no groups", unit=UNIT, of=of)
    shares = (Fraction(votes[0] + 1, sum(votes) + 2) for votes in votes_by_group.values())
    return Measure("group_informed_consensus", float(math.prod(shares, start=Fraction(1))), unit=UNIT, n=n, of=of)
