"""Protect random tables with and without scipy, attack what is shown, and print what it took and what was told."""

import argparse
import random
import statistics
import sys
import time
from collections.abc import Iterator

import attrs
import numpy as np
from scipy.optimize import linprog

from coprod import GroupTable, Request, Settings
from coprod.consent.disclosure import protect
from coprod.consent.disclosure.blanks import blanks_of
from coprod.settings import Thresholds

FEWEST = "coprod.consent.disclosure.fewest"
BUDGET = 500.0  # milliseconds for a table of 100 numbers
SIZES = ((3, 3, 60, 5), (3, 3, 150, 5), (4, 5, 120, 5), (4, 5, 300, 10), (6, 6, 400, 5), (6, 6, 800, 5))
LARGE = ((10, 10, 1000, 5), (10, 10, 2000, 5), (10, 10, 8000, 10))


@attrs.define
class Told:
    """What happened to random tables of one size."""

    what: str
    times: list[float] = attrs.field(factory=list)
    tables: int = 0
    blank: int = 0
    numbers: int = 0
    whole: int = 0
    leaks: int = 0
    small: int = 0
    narrowed: int = 0

    def __str__(self) -> str:
        """A line of the table."""
        share = 100 * self.narrowed / self.small if self.small else 0.0
        return (
            f"{self.what:<34}  {self.tables:>6}  {statistics.median(self.times):>9.1f}  {max(self.times):>6.1f}"
            f"  {self.blank / self.tables:>6.1f} of {self.numbers // self.tables:<4}"
            f"  {100 * self.whole / self.tables:>10.0f}%  {self.leaks:>14}  {share:>9.1f}%"
        )


HEAD = (
    f"{'what':<34}  {'tables':>6}  {'median ms':>9}  {'max':>6}  {'blanks':>6}        {'all blank':>11}"
    f"  {'exactly told':>14}  {'narrowed':>10}"
)


def random_table(rows: int, columns: int, people: int, seed: int) -> list[list[int]]:
    """People spread over a table whose rows and columns are not equally liked."""
    chance = random.Random(seed)  # noqa: S311 - statistics, no secrets
    liked = [[chance.random() + 0.1 for _ in range(n)] for n in (rows, columns)]
    numbers = [[0] * columns for _ in range(rows)]
    for row, column in zip(
        chance.choices(range(rows), liked[0], k=people), chance.choices(range(columns), liked[1], k=people), strict=True
    ):
        numbers[row][column] += 1
    return numbers


def protected(numbers: list[list[int]], least: int) -> tuple[np.ndarray, float]:
    """What is shown, -1 where it is blank, and the milliseconds it took; nothing is rounded, which only tells more."""
    cells = [((f"r{r:02}", f"c{c:02}"), n, n) for r, row in enumerate(numbers) for c, n in enumerate(row)]
    table = GroupTable.of("t", ["group", "what"], cells)
    blanks_of.cache_clear()
    start = time.perf_counter()
    (shown,) = protect([table], Settings(thresholds=Thresholds(named=least)), Request("p", "funder"))
    taken = 1000 * (time.perf_counter() - start)
    found = np.array([-1 if cell.number is None else cell.number for cell in shown.cells])
    return found.reshape(len(numbers), -1), taken


def ranges(true: np.ndarray, shown: np.ndarray, least: int) -> Iterator[tuple[float, float]]:
    """The lowest and highest that each small number may be for someone who knows every total that is not small."""
    blank = np.flatnonzero(shown.ravel() < 0)
    lines = [np.arange(true.size).reshape(true.shape)[at] for at in range(len(true))]
    lines += list(np.arange(true.size).reshape(true.shape).T)
    known = [line for line in lines if true.ravel()[line].max() >= least] + [np.arange(true.size)]
    equal = np.array([np.isin(blank, line).astype(float) for line in known])
    sums = equal @ true.ravel()[blank]
    for at in blank[true.ravel()[blank] < least]:
        aim = (blank == at).astype(float)
        low, high = (way * linprog(way * aim, A_eq=equal, b_eq=sums).fun for way in (1, -1))
        yield low, high


def measure(size: tuple[int, int, int, int], tables: int, name: str) -> Told:
    """Protect and attack so many random tables of one size."""
    rows, columns, people, least = size
    told = Told(f"{rows}x{columns}, {people} people, t={least}, {name}")
    for seed in range(tables):
        numbers = random_table(rows, columns, people, seed)
        shown, taken = protected(numbers, least)
        told.tables, told.numbers = told.tables + 1, told.numbers + shown.size
        told.times.append(taken)
        told.blank += int((shown < 0).sum())
        if (shown < 0).all():
            told.whole += 1  # whoever knows the totals of a table learns nothing from one of which nothing is shown
            continue
        found = list(ranges(np.array(numbers), shown, least))
        told.leaks += any(high - low < 0.5 for low, high in found)
        told.small += len(found)
        told.narrowed += sum(low > 1 + 1e-6 or high < least - 1 - 1e-6 for low, high in found)
    return told


def main() -> int:
    """Measure everything, print it, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=1000, help="how many small tables in all (default: 1000)")
    parser.add_argument("--large", type=int, default=10, help="how many tables of 100 of each size (default: 10)")
    parser.add_argument("--strict", action="store_true", help="exit 1 when something leaks or takes too long")
    options = parser.parse_args()

    import coprod.consent.disclosure.fewest as solver

    print(HEAD)
    bad = 0
    for name, module in (("with scipy", solver), ("without", None)):
        sys.modules[FEWEST] = module  # type: ignore[assignment]  # None makes importing it fail
        each = -(-options.tables // (2 * len(SIZES)))
        for size, tables in [(size, each) for size in SIZES] + [(size, options.large) for size in LARGE]:
            told = measure(size, tables, name)
            print(told, flush=True)
            bad += told.leaks + told.narrowed + (size in LARGE and max(told.times) > BUDGET)
    return int(options.strict and bad > 0)


if __name__ == "__main__":
    sys.exit(main())
