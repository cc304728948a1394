"""Someone who wants to know what is not shown: slow, obvious, and knowing nothing of how blanks were chosen."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import attrs
import pytest

from coprod import GroupTable

try:
    from scipy.optimize import linprog
except ImportError:  # an attacker without a solver has to try one table after the other
    linprog = None

Labels = tuple[str, ...]
Sum = tuple[list[Labels], int]
"""Numbers that together are known to be so many."""


def rows_and_columns(numbers: Sequence[Sequence[int]], within: Mapping[str, str] | None = None) -> GroupTable:
    """A table of groups by facts, each number standing on as many people."""
    cells = [((f"g{r}", f"x{c}"), n, n) for r, row in enumerate(numbers) for c, n in enumerate(row)]
    return GroupTable.of("t", ["group", "fact"], cells, within=within)


@attrs.frozen
class Attacker:
    """
    Knows what is shown, and every total with at least one number in it that is large enough to be shown.

    Of facts that are parts of others there are totals over groups only, and none of a fact whose left-over is small in
    every group.
    """

    true: Mapping[Labels, int]
    shown: Mapping[Labels, int | None]
    least: int
    within: Mapping[str, str] = attrs.field(factory=dict)

    @classmethod
    def of(cls, true: GroupTable, shown: GroupTable, least: int) -> "Attacker":
        """An attacker of a table."""
        numbers, seen = ({cell.labels: cell.number for cell in table.cells} for table in (true, shown))
        return cls(numbers, seen, least, true.within)

    @property
    def blanks(self) -> list[Labels]:
        """What is not shown."""
        return [labels for labels, number in self.shown.items() if number is None]

    @property
    def small(self) -> list[Labels]:
        """What nobody should learn: small numbers, and zeros beside others."""
        return [each for each, number in self.true.items() if number < self.least and (number or self.tells(each))]

    def tells(self, zero: Labels) -> bool:
        """Whether a 0 is in a line with another number, or is a part of one."""
        columns = len(zero) - bool(self.within)
        beside = (
            number
            for labels, number in self.true.items()
            if 1 == sum(a != b for a, b in zip(labels, zero, strict=True)) and labels[columns:] == zero[columns:]
        )
        return any(beside) or any(self.true[whole] for part, whole in self.parts if part == zero)

    @property
    def parts(self) -> list[tuple[Labels, Labels]]:
        """Each part with its whole."""
        return [(each, (*each[:-1], self.within[each[-1]])) for each in self.true if each[-1] in self.within]

    @property
    def nothing_is_shown(self) -> bool:
        """Whether there is nothing to attack."""
        return len(self.blanks) == len(self.shown)

    def sums(self) -> Iterator[Sum]:
        """What is left of each known total for the blanks in it."""
        columns = len(next(iter(self.true))) - bool(self.within)
        for summed in product((False, True), repeat=columns):
            lines: dict[Labels, list[Labels]] = {}
            for labels in self.true:
                kept = tuple(label for at, label in enumerate(labels) if at >= columns or not summed[at])
                lines.setdefault(kept, []).append(labels)
            for line in lines.values():
                yield from self.known(line)

    def known(self, line: list[Labels]) -> Iterator[Sum]:
        """What is left of one total, if it is known."""
        lefts = [self.true[whole] - self.true[part] for part, whole in self.parts if part in line]
        open_left = not lefts or any(left >= self.least for left in lefts)
        if len(line) > 1 and open_left and any(self.true[labels] >= self.least for labels in line):
            blank = [labels for labels in line if self.shown[labels] is None]
            yield blank, sum(self.true[labels] for labels in blank)

    def range_of(self, wanted: Mapping[Labels, int], own: Labels | None = None) -> tuple[float, float]:
        """
        The lowest and highest that a number may be, or numbers taken from one another.

        *own* is where the attacker was counted, if they were.
        """
        if linprog is None:
            pytest.skip("needs scipy")
        blanks, sums = self.blanks, list(self.sums())
        rows = [[float(labels in line) for labels in blanks] for line, _ in sums]
        at_most = [self.row({part: 1, whole: -1}) for part, whole in self.parts]
        bounds = [(1 if labels == own else 0, None) for labels in blanks]
        aim, certain = self.row(wanted)
        ends = []
        for way in (1, -1):
            found = linprog(
                [way * times for times in aim],
                A_ub=[row for row, _ in at_most] or None,
                b_ub=[-constant for _, constant in at_most] or None,
                A_eq=rows or None,
                b_eq=[total for _, total in sums] or None,
                bounds=bounds,
            )
            assert found.status in {0, 3}, found
            ends.append(certain + (way * found.fun if found.status == 0 else way * float("-inf")))
        return ends[0], ends[1]

    def row(self, numbers: Mapping[Labels, int]) -> tuple[list[float], int]:
        """How often each blank is in a sum, and what the shown numbers add to it."""
        shown = sum(times * (self.shown[labels] or 0) for labels, times in numbers.items())
        return [float(numbers.get(labels, 0)) for labels in self.blanks], shown

    def narrowed(self, own: Labels | None = None) -> list[tuple[object, float, float]]:
        """The small numbers and left-overs that cannot be all of 1 to t-1, as far as the attacker can tell."""
        wanted: list[dict[Labels, int]] = [{labels: 1} for labels in self.small]
        wanted += [
            {whole: 1, part: -1}
            for part, whole in self.parts
            if self.true[whole] and self.true[whole] - self.true[part] < self.least
        ]
        found = []
        for each in wanted:
            low, high = self.range_of(each, own)
            if low > 1 + 1e-7 or high < self.least - 1 - 1e-7:
                found.append((each, low, high))
        return found

    def possible(self, highest: int) -> Iterator[dict[Labels, int]]:
        """Every table that looks the same, with numbers up to *highest*, one after the other."""
        sums = list(self.sums())
        for numbers in product(range(highest + 1), repeat=len(self.blanks)):
            guess = dict(zip(self.blanks, numbers, strict=True))
            if all(sum(guess[labels] for labels in line) == total for line, total in sums):
                yield guess
