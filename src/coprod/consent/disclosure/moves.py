"""
Moves: ways in which a table could be otherwise without anything that is shown changing.

A small number is protected by two of them, one that makes it one more and one that makes it one less. What a move
takes from is never small, so it can be made t - 2 times in a row whatever the numbers are: the small number may be
anything from 1 to t - 1, and a 0 may be.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeAlias

from coprod.consent.disclosure.system import Sort, System

__all__ = ["Move", "Moves", "Search", "holds"]

Move: TypeAlias = Mapping[int, int]
"""By how much each unknown changes: 1 or -1."""

Moves: TypeAlias = tuple[Move, Move]
"""The two moves that protect an unknown: up and down."""


def holds(system: System, at: int, up: int, move: Move, blanks: Collection[int]) -> bool:
    """Whether a move changes *at* by *up*, nothing that is shown, and takes from nothing that may be small."""
    return (
        move.get(at) == up
        and all(change in {1, -1} for change in move.values())
        and all(one in blanks for one in move if one < system.numbers)
        and all(system.sorts[one] is not Sort.KNOWN for one in move)
        and all(system.sorts[one] is Sort.ROOM for one, change in move.items() if change < 0 and one != at)
        and all(sum(times * move.get(one, 0) for one, times in equation) == 0 for equation in system.equations)
    )


class Search:
    """
    Looks for the move with the fewest new blanks, the shortest ones first.

    It mends one equation after the other. The budget is in steps and not in seconds, so that the same table has the
    same blanks on a slow machine.
    """

    STEPS = 1_000
    LONGEST = 17

    def __init__(self, system: System, *, fixed: Collection[int] = ()) -> None:
        """Take a system, and the numbers that are to be shown whatever comes."""
        self.system = system
        self.touched: list[list[tuple[int, int]]] = [[] for _ in system.sorts]
        for which, equation in enumerate(system.equations):
            for at, times in equation:
                self.touched[at].append((which, times))
        self.widest = max((len(each) for each in self.touched), default=1) or 1
        self.possible = self._possible(fixed)
        self.ran_out = False

    def moves(self, at: int, blanks: Collection[int]) -> Moves | None:
        """Return both moves for an unknown, one being the other backwards where that is possible."""
        if not {(at, 1), (at, -1)} <= self.possible:
            return None
        both = self.move(at, 1, blanks, only=Sort.ROOM)
        if both is not None:
            return both, {one: -change for one, change in both.items()}
        up = self.move(at, 1, blanks)
        down = None if up is None else self.move(at, -1, {*blanks, *up})
        return None if up is None or down is None else (up, down)

    def move(self, at: int, up: int, blanks: Collection[int], *, only: Sort | None = None) -> Move | None:
        """Return a move that changes an unknown by *up*, perhaps through one sort only; None where none was found."""
        self.blanks, self.only = blanks, only
        self.left, self.best, self.cost = self.STEPS, None, len(self.system.sorts) + 1
        self.change: dict[int, int] = {}
        self.off = [0] * len(self.system.equations)
        self._put(at, up)
        for length in range(self.LONGEST):
            self._mend(length, 0)
            if self.best is not None or self.left <= 0:
                break
        self.ran_out |= self.best is None and self.left <= 0
        return self.best

    best: Move | None

    def _possible(self, fixed: Collection[int]) -> set[tuple[int, int]]:
        """Return the changes that are left after taking away, again and again, those that nothing can make up for."""
        sorts = self.system.sorts
        left = {(at, 1) for at, sort in enumerate(sorts) if sort is not Sort.KNOWN and at not in fixed}
        left |= {(at, -1) for at, _ in left if sorts[at] in {Sort.ROOM, Sort.HIDE}}
        before = 0
        while len(left) != before:
            before = len(left)
            for equation in self.system.equations:
                sides = {side: [at for at, times in equation if (at, times * side) in left] for side in (1, -1)}
                for at, times in equation:
                    for change in (1, -1):
                        others = sides[-times * change]
                        if not others or others == [at]:
                            left.discard((at, change))
        return left

    def _put(self, at: int, change: int) -> None:
        self.change[at] = change
        for which, times in self.touched[at]:
            self.off[which] += times * change

    def _take_back(self, at: int) -> None:
        change = self.change.pop(at)
        for which, times in self.touched[at]:
            self.off[which] -= times * change

    def _mend(self, steps: int, cost: int) -> None:
        """Go on until every equation holds, in so many steps."""
        self.left -= 1
        off = [which for which, by in enumerate(self.off) if by]
        if not off:
            self.best, self.cost = dict(self.change), cost
        elif self.left > 0 and len(off) <= steps * self.widest:
            for new, at, change in self._mending(off[0]):
                if cost + new >= self.cost:
                    break
                self._put(at, change)
                self._mend(steps - 1, cost + new)
                self._take_back(at)

    def _mending(self, which: int) -> list[tuple[int, int, int]]:
        """Return the changes that bring one equation nearer to 0, those without a new blank first."""
        side = 1 if self.off[which] < 0 else -1
        found = []
        for at, times in self.system.equations[which]:
            if at not in self.change and self._may(at, times * side):
                found.append((int(at < self.system.numbers and at not in self.blanks), at, times * side))
        return sorted(found)

    def _may(self, at: int, change: int) -> bool:
        """Whether an unknown may change so in the move of another, which takes from nothing that may be small."""
        sort = self.system.sorts[at]
        return (at, change) in self.possible and sort is (self.only or sort) and (change > 0 or sort is Sort.ROOM)
