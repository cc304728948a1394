"""
The state of an answer as one whole number: what it says, and what its days come to on the day of the decision.

A number has a digit for each of these, the lowest first: what is said, whether it still holds, whether all who would
get it had joined by then; and for a yes that holds the sort of its subject, what characteristics they have, and how
many months ago it was given.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import attrs
import narwhals as nw

from coprod.consent.answers import Asked, State
from coprod.consent.said import SAID, SORT, Sayings

__all__ = ["StateNumbers", "characteristic_name"]

c = nw.col
SEVERAL = ("statements", "categories", "purposes", "audiences", "conditions")  # facts that are several words
WHETHER = 2  # values of a digit that tells whether something is so


def characteristic_name(number: int) -> str:
    """Return the name of the column that holds the number of what a partner said of a characteristic."""
    return f"__char{number}"


@attrs.frozen
class StateNumbers:
    """
    How states and numbers go together.

    Attributes:
        sayings: What answers say.
        sorts: The sorts of subjects, by number.
        values: For each characteristic that some rule names, what partners said of it, by number.
        asked: What is asked for.
    """

    sayings: Sayings
    sorts: Sequence[str]
    values: Sequence[Sequence[str]]
    asked: Asked

    @property
    def young(self) -> list[int]:
        """The numbers of what is said by young people who can decide for themselves."""
        return [at for at, facts in enumerate(self.sayings.facts) if facts.get("capacity") == "12 or over"]

    @property
    def _said(self) -> int:
        """How many values the first digit has: the last is a fact that is public without an answer."""
        return len(self.sayings.facts) + 1

    def said(self) -> nw.Expr:
        """Return the number of what is said, from the number in `state`."""
        return c("state") % self._said

    def of_answer(self) -> nw.Expr:
        """Return the number of an answer's state."""
        live, reaches = _live(self.asked), nw.lit(value=True)
        if self.asked.newest:
            reaches = (c("on") >= nw.lit(self.asked.newest)).fill_null(value=False)
        names = [SORT, *[characteristic_name(number) for number in range(len(self.values))]]
        yes, size = nw.lit(0, dtype=nw.Int64), 1
        for name, values in zip(names, (self.sorts, *self.values), strict=True):
            yes, size = yes + c(name) * size, size * len(values)
        yes = yes + _months(self.asked.today) * size
        granted = nw.when(live & c(SAID).is_between(1, self.sayings.grants)).then(yes).otherwise(_number(0))
        whether = _one(live) + _one(reaches) * WHETHER + granted * WHETHER**2
        return c(SAID) + whether * self._said

    def of_public_fact(self, sort: nw.Expr) -> nw.Expr:
        """Return the number of the state of a partner whose facts need no permission."""
        return (self._said - 1) + (WHETHER + 1 + sort * WHETHER**2) * self._said

    def state(self, number: int) -> State:
        """Return the state that a number tells."""
        *first, rest = _digits(number, (self._said, WHETHER, WHETHER))
        said, live, reaches = first
        sort, *values, months = _digits(rest, (len(self.sorts), *map(len, self.values)))
        if said == self._said - 1:
            return State.public_fact(self.sorts[sort], ("",) * len(self.values))
        holds = bool(live) and 0 < said <= self.sayings.grants
        facts = self.sayings.facts[said]
        words = {name: frozenset(facts.get(name, "").split(";")) - {""} for name in SEVERAL}
        given = {name: facts.get(name, "") if holds else "" for name in ("level", "explicit", "authority", "capacity")}
        method = facts.get("method") or self.asked.settings.consent.method
        return State(
            status=facts.get("status", ""),
            statements=words["statements"],
            categories=words["categories"],
            purposes=words["purposes"],
            audiences=words["audiences"],
            level=given["level"],
            explicit=bool(given["explicit"]),
            conditions=words["conditions"] if holds else frozenset(),
            live=bool(live),
            proxy=bool(facts.get("proxy")),
            authority=given["authority"],
            capacity=given["capacity"],
            months=months,
            method=method if holds else "",
            subject=self.sorts[sort] if holds else "",
            reaches=bool(reaches),
            characteristics=tuple(of[at] if holds else "" for of, at in zip(self.values, values, strict=True)),
        )


def _digits(number: int, sizes: Sequence[int]) -> Iterator[int]:
    """Yield the digits of a number, the lowest first, and what is left above them."""
    for size in sizes:
        number, digit = divmod(number, size)
        yield digit
    yield number


def _number(number: int) -> nw.Expr:
    return nw.lit(number, dtype=nw.Int64)


def _one(expression: nw.Expr) -> nw.Expr:
    return nw.when(expression).then(_number(1)).otherwise(_number(0))


def _live(asked: Asked) -> nw.Expr:
    """Return whether an answer, and the authority to give it, still hold."""
    until = c("until")
    if asked.settings.consent.until:
        until = nw.coalesce(until, nw.lit(asked.settings.consent.until))
    ends = [until, c("authority_until")]
    held = [(end.is_null() | (end >= nw.lit(asked.today))).fill_null(value=False) for end in ends]
    return nw.all_horizontal(*held, ignore_nulls=False)


def _months(today: date) -> nw.Expr:
    """Return how many whole months ago an answer was given."""
    on = c("on").dt
    months = (today.year * 12 + today.month) - (on.year().cast(nw.Int64) * 12 + on.month().cast(nw.Int64))
    return months - _one(on.day().cast(nw.Int64) > today.day)
