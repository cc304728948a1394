"""How young someone may be, going by the words in an age band."""

from __future__ import annotations

import re

__all__ = ["youngest"]

CHILDHOOD = re.compile(
    r"\b(baby|babies|infants?|toddlers?|nursery|pre-?school|child|children|primary|p[1-7]"
    r"|\d+ ?(days?|weeks?|months?))\b"
)
"""Words for an age that begins before 12."""
UP_TO = re.compile(r"(under|below|up to|younger than|less than|<) ?=? ?\d|\d ?(and|or) (under|below|younger)\b")
MORE_THAN = re.compile(r"(over|above|older than|more than|>) ?(\d+)")
NUMBER = re.compile(r"\d+")


def youngest(words: str) -> int | None:
    """
    Return the lowest age, in years, that the words of an age band allow; None where they name none.

    >>> youngest("16-24"), youngest("75 and over"), youngest("under 16"), youngest("rather not say")
    (16, 75, 0, None)
    """
    text = " ".join(words.casefold().split())
    if CHILDHOOD.search(text) or UP_TO.search(text):
        return 0
    if more := MORE_THAN.search(text):
        return int(more[2]) + 1
    number = NUMBER.search(text)
    return int(number[0]) if number else None
