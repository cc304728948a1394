"""What checks that compare a rate between groups have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import attrs

from coprod.equality.check import Context
from coprod.equality.grouping import comparable
from coprod.equality.measures import disparity, one_flip, rate
from coprod.equality.tables import GroupTable
from coprod.finding import Band, Group, Measure, Status

__all__ = ["FOUR_FIFTHS_BAND", "Comparison", "compare", "groups_with", "rates_by_group"]

FOUR_FIFTHS_BAND = Band(low=0.8, source="the four-fifths rule (29 CFR 1607.4 D, 1978)", measure="disparity")

Rates = Mapping[str, tuple[int, int]]


@attrs.frozen
class Comparison:
    """
    How the groups compare.

    Attributes:
        status: As the band says; `watch` where one case would turn it round, or bring it into the band.
        measure: The lowest rate as a share of the best; `of` is the group.
    """

    status: Status
    measure: Measure

    @property
    def words(self) -> dict[str, str]:
        """The group with the lowest rate, as a word for sentences; none where nothing can be compared."""
        return {"least": self.measure.of} if self.measure.of else {}


def compare(rates: Rates, people: Mapping[str, int], context: Context) -> Comparison:
    """Compare the rates of the groups that may be judged; the others are shown, and no more."""
    known = {group: rates[group] for group in comparable(people)}
    measure = disparity(known)
    status = context.status(measure)
    small = status == "uneven" and (one_flip(known) or _one_more_will_do(known, measure.of, context))
    return Comparison("watch" if small else status, measure)


def _one_more_will_do(rates: Rates, worst: str, context: Context) -> bool:
    """Return whether one case more for the group that fares worst would change what the band says."""
    count, total = rates[worst]
    return context.status(disparity({**rates, worst: (count + 1, total)})) != "uneven"


def rates_by_group(table: GroupTable, count: str, total: str) -> Rates:
    """Return count and total by group, from a table by `group` and `what`."""
    return {group: (table.number(group, count), table.number(group, total)) for group in table.labels("group")}


def groups_with(rates: Rates, people: Mapping[str, int]) -> tuple[Group, ...]:
    """Return the groups for a finding, with how many people each has."""
    return tuple(
        Group(group, people[group], count, total, count / total if total else None)
        for group, (count, total) in sorted(rates.items())
    )


def rate_of_each(rates: Rates, measure: Callable[..., Measure] = rate) -> tuple[Measure, ...]:
    """Return the rate of each group, as a measure of its own name."""
    return tuple(measure(count, total, of=group) for group, (count, total) in sorted(rates.items()))
