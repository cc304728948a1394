"""How openly something may leave."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

__all__ = ["Level"]


class Level(Enum):
    """
    How openly something may leave. The level of several things together is their `max`.

    Not an `IntEnum`: a number, a truth value or a text is not a level, and comparing one with a level is an error.

    >>> max(Level.SHARE, Level.COUNT)
    <Level.COUNT: 'count'>
    """

    SHARE = "share"
    PSEUDONYMISE = "pseudonymise"
    COUNT = "count"
    WITHHOLD = "withhold"

    @property
    def rank(self) -> int:
        """0 for the most open level, 3 for the strictest: what frames hold."""
        return RANKS[self]

    @classmethod
    def of_rank(cls, rank: int) -> Level:
        """Return the level of a rank that a frame holds."""
        return tuple(cls)[rank]

    @classmethod
    def strictest(cls, levels: Iterable[Level]) -> Level:
        """Return the level of several things together; of nothing at all, WITHHOLD."""
        return max(levels, default=cls.WITHHOLD)

    def __lt__(self, other: Level) -> bool:
        """Whether this level is more open than *other*."""
        return RANKS[self] < RANKS[other] if type(other) is Level else NotImplemented

    def __le__(self, other: Level) -> bool:
        """Whether this level is as open as *other*, or more."""
        return RANKS[self] <= RANKS[other] if type(other) is Level else NotImplemented

    def __gt__(self, other: Level) -> bool:
        """Whether this level is stricter than *other*."""
        return RANKS[self] > RANKS[other] if type(other) is Level else NotImplemented

    def __ge__(self, other: Level) -> bool:
        """Whether this level is as strict as *other*, or more."""
        return RANKS[self] >= RANKS[other] if type(other) is Level else NotImplemented


RANKS = {level: rank for rank, level in enumerate(Level)}
