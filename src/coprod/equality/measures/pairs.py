"""Ties as pairs of partners: without those of a partner with itself, and each once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TypeAlias

__all__ = ["Ties", "arcs_among", "distinct", "edges_among"]

Ties: TypeAlias = Iterable[tuple[str, str]]
"""Pairs of partners: tuples, or the edges of a networkx graph."""


def distinct(ties: Ties) -> set[tuple[str, str]]:
    """
    Return each tie between two partners once; there and back are two.

    >>> sorted(distinct([("ana", "bo"), ("ana", "bo"), ("bo", "bo")]))
    [('ana', 'bo')]
    """
    return {(a, b) for a, b in ties if a != b}


def arcs_among(ties: Ties, partners: Collection[str]) -> tuple[set[tuple[str, str]], int]:
    """
    Return each tie between two partners once, and how many partners there are.

    Raises:
        ValueError: a tie has an end that is not among the partners.
    """
    everyone, arcs = set(partners), distinct(ties)
    if strangers := {end for tie in arcs for end in tie} - everyone:
        raise ValueError(f"ties of {len(strangers)} who are not among the partners")
    return arcs, len(everyone)


def edges_among(ties: Ties, partners: Collection[str]) -> tuple[set[tuple[str, str]], int]:
    """Return each tied pair of partners once, whichever way it was said, and how many partners there are."""
    arcs, n = arcs_among(ties, partners)
    seen: set[tuple[str, str]] = set()
    for a, b in arcs:
        if (b, a) not in seen:
            seen.add((a, b))
    return seen, n
