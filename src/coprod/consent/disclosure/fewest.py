"""
The fewest blanks, by mixed-integer programming (HiGHS, in scipy).

A choice of blanks is made that keeps all conditions known so far. Where a number is not protected by it, the largest
flow that could hide it is less than 1, and its cut says of which numbers at least one more has to be blank: the next
condition. This is the method of Fischetti and Salazar (2000), with room in place of the numbers themselves.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from scipy.optimize import LinearConstraint, linprog, milp

from coprod.consent.disclosure.moves import Moves, Search
from coprod.consent.disclosure.system import Sort, System

__all__ = ["fewest"]

Array: TypeAlias = "np.ndarray[Any, Any]"

ROUNDS = 8  # a limit in seconds would give other blanks on a slow machine
LARGEST = 160  # numbers times small ones; above it the quick way has to do
EXACT = 1e-9


def fewest(system: System, most: int) -> tuple[frozenset[int], dict[int, Moves]] | None:
    """Return the blanks and the moves; None where there are none with at most *most*, or they take too long to find."""
    free = [at for at, sort in enumerate(system.sorts[: system.numbers]) if sort in {Sort.ROOM, Sort.SHORT}]
    small = frozenset(at for at in system.hide if at < system.numbers)
    if system.numbers * len(system.hide) > LARGEST or not free:
        return None
    flows = _Flows(system, free)
    if any(flows.cut(at, up, []) for at in system.hide for up in (1, -1)):
        return None  # not even with every number blank
    conditions = _at_first(system, free, most - len(small))
    for _ in range(ROUNDS):
        chosen = _choose(conditions, len(free))
        if chosen is None:
            return None
        shown = [at for at, blank in zip(free, chosen, strict=True) if not blank]
        moves, cuts = _tried(system, flows, small.union(free).difference(shown), shown)
        if cuts is None:
            return None
        if not cuts:
            return small.union(free).difference(shown), moves
        conditions += cuts
    return None


def _choose(conditions: list[tuple[Array, float]], free: int) -> list[bool] | None:
    """
    Return which numbers to blank, the fewest with which all conditions hold.

    Each weighs the same, whatever it is; between equal choices decides the order of labels, in which HiGHS, which
    takes no chances here, gets them. Without presolve, since HiGHS then prints nothing.
    """
    rows, least = np.array([row for row, _ in conditions]), np.array([low for _, low in conditions])
    found = milp(
        np.ones(free),
        integrality=np.ones(free),
        bounds=(0, 1),
        constraints=LinearConstraint(rows, least, np.inf),
        options={"presolve": False},
    )
    return None if found.x is None else [bool(y > 0.5) for y in found.x]


def _at_first(system: System, free: list[int], most: int) -> list[tuple[Array, float]]:
    """Return what any choice has to keep: a number is never the only blank of an equation, nor are small ones alone."""
    place = {at: n for n, at in enumerate(free)}
    found = [(-np.ones(len(free)), -float(most))]
    for equation in system.equations:
        mine = [place[at] for at, _ in equation if at in place]
        others = [system.sorts[at] for at, _ in equation if at not in place]
        summed = all(times == 1 for _, times in equation)
        if summed and Sort.HIDE in others:
            roomy = [place[at] for at, _ in equation if system.sorts[at] is Sort.ROOM and at in place]
            found.append((_row(len(free), roomy), 1.0))
        for n in () if others else mine:
            row = _row(len(free), mine)
            row[n] = -1
            found.append((row, 0.0))
    return found


def _row(width: int, places: list[int]) -> Array:
    row = np.zeros(width)
    row[places] = 1
    return row


def _tried(
    system: System, flows: _Flows, blanks: frozenset[int], shown: list[int]
) -> tuple[dict[int, Moves], list[tuple[Array, float]] | None]:
    """Return the moves that a choice of blanks allows, and a condition for each number that it does not protect."""
    search, moves, cuts = Search(system, fixed=shown), dict[int, Moves](), list[tuple[Array, float]]()
    for at in system.hide:
        found = search.moves(at, blanks)
        if found is not None:
            moves[at] = found
            continue
        new = [cut for up in (1, -1) if (cut := flows.cut(at, up, shown)) is not None]
        if not new:
            return moves, None  # only flows in parts are left, and these are no proof
        cuts += new
    return moves, cuts


class _Flows:
    """The largest flows through blanks."""

    def __init__(self, system: System, free: list[int]) -> None:
        self.free = free
        self.equations = np.zeros((len(system.equations), len(system.sorts)))
        for which, equation in enumerate(system.equations):
            for at, times in equation:
                self.equations[which, at] = times
        self.low = np.array([-1.0 if sort is Sort.ROOM else 0.0 for sort in system.sorts])
        self.high = np.array([0.0 if sort is Sort.KNOWN else 1.0 for sort in system.sorts])

    def cut(self, at: int, up: int, shown: list[int]) -> tuple[Array, float] | None:
        """Return the condition that a choice breaks, where it does not let an unknown change by 1."""
        low, high = self.low.copy(), self.high.copy()
        low[shown] = high[shown] = 0
        low[at], high[at] = (0, 1) if up > 0 else (-1, 0)
        aim = np.zeros(len(low))
        aim[at] = -up
        found = linprog(
            aim, A_eq=self.equations, b_eq=np.zeros(len(self.equations)), bounds=np.column_stack([low, high])
        )
        if found.x is None or -found.fun > 1 - EXACT:
            return None
        worth = -(found.lower.marginals * self.low + found.upper.marginals * self.high)
        certain = -found.fun - float(worth[self.free] @ (high[self.free] != low[self.free]))
        return np.where(worth[self.free] > EXACT, worth[self.free], 0.0), 1 - certain
