"""The levels, where readers of the consent package look for them."""

from coprod.level import RANKS, Level

__all__ = ["RANKS", "Level"]
