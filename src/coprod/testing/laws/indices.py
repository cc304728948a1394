"""
What an index of unevenness may claim: the axioms of inequality measurement.

No index keeps all of them: Gini times n / (n - 1) changes when a group is doubled, and only Theil's T and L split
exactly by group. So an index says which it claims, and is held to those.

Source: Foster, Seth, Lokshin and Sajaia 2013, A Unified Approach to Measuring Poverty and Inequality.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

import attrs

from coprod.finding import Measure
from coprod.testing.laws.law import hold, law
from coprod.testing.needs import st

__all__ = [
    "AXIOMS",
    "Index",
    "anonymity",
    "decomposability",
    "normalisation",
    "replication",
    "scale",
    "transfer",
    "undefined_for_nothing",
]

AXIOMS = ("anonymity", "replication", "scale", "transfer", "normalisation", "undefined-for-nothing")
"""What an index claims unless it says otherwise; `decomposability` comes with the two parts of it."""

Values: TypeAlias = Sequence[int]
Split: TypeAlias = Callable[[Values, Sequence[str]], Measure]


def _names(claims: Iterable[str]) -> frozenset[str]:
    return frozenset(claims)


@attrs.frozen(kw_only=True)
class Index:
    """
    An index of unevenness, and the axioms that it claims.

    Attributes:
        name: Its name.
        measure: The function: a value for each person in, a measure out; 0 is even.
        claims: The axioms that it claims.
        between, within: Its parts between groups and within them, where it claims `decomposability`.
    """

    name: str
    measure: Callable[[Values], Measure]
    claims: frozenset[str] = attrs.field(default=AXIOMS, converter=_names)
    between: Split | None = None
    within: Split | None = None

    def of(self, values: Values) -> float:
        """Return the value of the index; it has one wherever somebody has something."""
        value = self.measure(values).value
        hold(value is not None, f"it has no value for {list(values)}")
        return float(value or 0)


def _something(values: Values) -> bool:
    return sum(values) > 0


LISTS = st.lists(st.integers(0, 60), min_size=2, max_size=9).filter(_something)
PAIR = 2


def lists(_: Index) -> st.SearchStrategy[Any]:
    """Return values of a few people, of whom some have something."""
    return LISTS


def permuted(_: Index) -> st.SearchStrategy[Any]:
    """Return values, and the same in another order."""
    return LISTS.flatmap(lambda values: st.tuples(st.just(values), st.permutations(values)))


def times(_: Index) -> st.SearchStrategy[Any]:
    """Return values and a number above 1."""
    return st.tuples(LISTS, st.integers(2, 5))


def transfers(_: Index) -> st.SearchStrategy[Any]:
    """Return values, and the same after somebody with more gave to somebody with less, and not too much."""
    return LISTS.filter(lambda values: max(values) - min(values) >= PAIR).flatmap(_given)


def _given(values: list[int]) -> st.SearchStrategy[Any]:
    richest, poorest = values.index(max(values)), values.index(min(values))

    def after(amount: int) -> tuple[list[int], list[int]]:
        moved = list(values)
        moved[richest] -= amount
        moved[poorest] += amount
        return values, moved

    return st.integers(1, (values[richest] - values[poorest]) // 2).map(after)


def grouped(_: Index) -> st.SearchStrategy[Any]:
    """Return values, and a group for each."""
    return LISTS.flatmap(
        lambda values: st.tuples(
            st.just(values), st.lists(st.sampled_from("abc"), min_size=len(values), max_size=len(values))
        )
    )


@law("indices", permuted)
def anonymity(index: Index, example: tuple[Values, Values]) -> None:
    """It does not matter who has what (A1)."""
    _equal(index.of(example[0]), index.of(example[1]), "in another order")


@law("indices", times)
def replication(index: Index, example: tuple[Values, int]) -> None:
    """A group and several like it together are as uneven (A2)."""
    values, number = example
    _equal(index.of(values), index.of([*values] * number), f"{number} times over")


@law("indices", times)
def scale(index: Index, example: tuple[Values, int]) -> None:
    """It does not matter what is counted in: minutes or seconds (A3)."""
    values, number = example
    _equal(index.of(values), index.of([value * number for value in values]), f"times {number}")


@law("indices", transfers)
def transfer(index: Index, example: tuple[Values, Values]) -> None:
    """Where somebody with more gives to somebody with less, and does not fall below them, it falls (A4)."""
    before, after = (index.of(values) for values in example)
    hold(after < before, f"{list(example[0])} has {before}, and {list(example[1])} has {after}")


@law("indices", lists)
def normalisation(index: Index, values: Values) -> None:
    """Where all have alike it is 0, and nowhere below (A5)."""
    hold(index.of(values) >= 0, f"{list(values)} has less than 0")
    _equal(0.0, index.of([max(values)] * len(values)), "where all have alike")


@law("indices", grouped)
def decomposability(index: Index, example: tuple[Values, Sequence[str]]) -> None:
    """What lies between groups and what lies within them make the whole, and neither is below 0 (A6)."""
    values, groups = example
    parts = [part(values, groups).value or 0.0 for part in (index.between, index.within) if part is not None]
    hold(len(parts) == PAIR, "it claims to split, and does not say how")
    hold(min(parts) >= 0, f"a part of {list(values)} is below 0: {parts}")
    _equal(index.of(values), math.fsum(parts), "put together from its parts")


@law("indices", times)
def undefined_for_nothing(index: Index, example: tuple[Values, int]) -> None:
    """For nobody, and where nobody has anything, it has no value, and says why (A0)."""
    for values in ([], [0] * example[1]):
        found = index.measure(values)
        hold(found.value is None and found.reason, f"for {values} it says {found.value}")


def _equal(one: float, other: float, when: str) -> None:
    hold(math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9), f"it is {one}, and {other} {when}")
