"""Which numbers are blanked: those that are too small, and as many more as keep anyone from telling these."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache

from coprod.consent.disclosure.moves import Moves, Search, holds
from coprod.consent.disclosure.system import Equation, Sort, System

__all__ = ["audited", "blanks_of", "greedy", "is_open"]


@lru_cache(maxsize=256)  # the same table is often counted by several checks
def blanks_of(system: System) -> frozenset[int] | None:
    """
    Return the places to blank; None where no choice of blanks protects what is small.

    INVARIANT: what it returns passed the audit.
    """
    small = frozenset(at for at in system.hide if at < system.numbers)
    if not system.hide:
        return small
    if not any(sort is Sort.ROOM for sort in system.sorts) and system.equations:
        return small if audited(system, small, {at: ({at: 1}, {at: -1}) for at in system.hide}) else None
    blanks, ran_out = greedy(system, small)
    if ran_out or (blanks is not None and len(blanks) > len(small) + _more_at_least(system)):
        blanks = _fewest(system, len(blanks or system.sorts) - 1) or blanks
    return blanks


def _more_at_least(system: System) -> int:
    """Return how many more blanks any choice needs, as equations that share no number show: it may need more."""
    needs = sorted(
        (
            need
            for equation in system.equations
            for at, times in equation
            if (need := _need(system, equation, at, times))
        ),
        key=lambda need: (len(need), sorted(need)),
    )
    taken, found = set[int](), 0
    for need in needs:
        if taken.isdisjoint(need):
            taken, found = taken | need, found + 1
    return found


def _need(system: System, equation: Equation, small: int, times: int) -> set[int]:
    """Return the numbers of which one has to be blank for a small one to be more; none where it needs none of them."""
    if system.sorts[small] is not Sort.HIDE:
        return set()
    makes_up = {
        at for at, by in equation if at != small and (system.sorts[at] is Sort.ROOM or by == -times)
    }  # what has room becomes less, other numbers become more on the other side
    numbers = {at for at in makes_up if at < system.numbers and system.sorts[at] is not Sort.HIDE}
    return numbers if numbers == makes_up else set()


def greedy(system: System, small: frozenset[int]) -> tuple[frozenset[int] | None, bool]:
    """Return blanks that protect one number after the other, if there are any, and whether it gave up looking."""
    search, blanks, moves = Search(system), set(small), {}
    for at in system.hide:
        found = search.moves(at, blanks)
        if found is None:
            return None, search.ran_out
        moves[at] = found
        blanks.update(one for move in found for one in move if one < system.numbers)
    return (frozenset(blanks) if audited(system, blanks, moves) else None), False


@lru_cache(maxsize=256)
def is_open(system: System, told: frozenset[int]) -> bool:
    """Whether nothing small can be told from some numbers of a table, where nothing else of it is shown."""
    if told.intersection(system.hide):
        return False
    blanks, search = frozenset(range(system.numbers)) - told, Search(system, fixed=told)
    moves = {at: found for at in system.hide if (found := search.moves(at, blanks)) is not None}
    return audited(system, blanks, moves)


def audited(system: System, blanks: Collection[int], moves: Mapping[int, Moves]) -> bool:
    """Whether each unknown that must be protected has both its moves, and each of these holds."""
    return all(
        at in moves and all(holds(system, at, up, move, blanks) for up, move in zip((1, -1), moves[at], strict=True))
        for at in system.hide
    )


def _fewest(system: System, most: int) -> frozenset[int] | None:
    """Return the fewest blanks that pass the audit, where scipy is there to find them and they are at most *most*."""
    try:
        from coprod.consent.disclosure.fewest import fewest
    except ImportError:
        return None
    found = fewest(system, most)
    if found is None:
        return None
    blanks, moves = found
    return blanks if audited(system, blanks, moves) else None
