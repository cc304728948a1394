"""How many people a number stands for at least, and what numbers for the public are rounded to."""

from __future__ import annotations

from coprod.request import Request
from coprod.settings import Settings

__all__ = ["BASE", "rounded", "threshold"]

BASE = 5  # what numbers for the public are rounded to


def threshold(settings: Settings, request: Request) -> int:
    """Return how many people a number stands for at least, for the widest of the audiences."""
    return max(settings.thresholds.public, settings.thresholds.named) if request.public else settings.thresholds.named


def rounded(number: int, scale: int, base: int = BASE) -> int:
    """
    Return *number* to the nearest *base* wholes, halves up, the same each time.

    >>> [rounded(number, 1) for number in (12, 13, 17, 18)], rounded(150, 60)
    ([10, 15, 15, 20], 300)
    """
    return (2 * number + base * scale) // (2 * base * scale) * base * scale
