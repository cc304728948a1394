"""
Ladders of participation, as data.

Each names its levels as its source does, and for each level what people here from their own experience would have to
have a part in. That is our sketch, and no source's. Nothing prints a level: what a check says is who did what.
"""

from __future__ import annotations

import attrs

__all__ = ["ARNSTEIN", "IAP2", "LADDERS", "TLAP", "Ladder", "Level"]

ALL_THROUGH = ("initiated", "decided", "delivers", "reviews")


@attrs.frozen
class Level:
    """
    A level of a ladder.

    Attributes:
        name: As its source names it.
        roles: The roles in decisions that people here from own experience need for it.
    """

    name: str
    roles: tuple[str, ...] = ()


@attrs.frozen
class Ladder:
    """
    A ladder: its levels from the lowest to the highest.

    Attributes:
        name: What it is called.
        source: Where it comes from.
        levels: Its levels.
    """

    name: str
    source: str
    levels: tuple[Level, ...]


ARNSTEIN = Ladder(
    "ladder of citizen participation",
    "Arnstein 1969, Journal of the American Institute of Planners 35(4)",
    (
        Level("manipulation"),
        Level("therapy"),
        Level("informing", ("informed",)),
        Level("consultation", ("consulted",)),
        Level("placation", ("consulted", "shaped")),
        Level("partnership", ("shaped", "decided")),
        Level("delegated power", ("initiated", "shaped", "decided")),
        Level("citizen control", ALL_THROUGH),
    ),
)

TLAP = Ladder(
    "ladder of co-production",
    "Think Local Act Personal and the National Co-production Advisory Group, 2016;"
    " thinklocalactpersonal.org.uk/Latest/Co-production-The-ladder-of-co-production",
    (
        Level("coercion"),
        Level("educating"),
        Level("informing", ("informed",)),
        Level("consultation", ("consulted",)),
        Level("engagement", ("consulted", "shaped")),
        Level("co-design", ("shaped", "decided")),
        Level("co-production", ALL_THROUGH),
    ),
)

IAP2 = Ladder(
    "spectrum of public participation",
    "IAP2 Federation, iap2.org; names of the levels only",
    (
        Level("inform", ("informed",)),
        Level("consult", ("consulted",)),
        Level("involve", ("consulted", "shaped")),
        Level("collaborate", ("shaped", "decided")),
        Level("empower", ("decided",)),
    ),
)

LADDERS = (ARNSTEIN, TLAP, IAP2)
"""The ladders that ship."""
