"""A measure that has no value says why. It is never 0: nothing recorded is not the same as nothing wrong."""

from __future__ import annotations

from coprod.finding import Measure

__all__ = ["NOT_SHOWN", "undefined"]

NOT_SHOWN = "not shown"
"""Why a measure of single people has no value where only group numbers may leave."""


def undefined(name: str, reason: str, *, unit: str, n: int = 0, of: str = "") -> Measure:
    """
    Return a measure without a value, and the reason.

    >>> undefined("gini", "nobody came", unit="0 to 1").value is None
    True
    """
    return Measure(name, None, unit=unit, n=n, of=of, reason=reason)
