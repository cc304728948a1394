"""The budgets that a run of `scale.py` can judge, and whether they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Literal, TypeAlias

import attrs
from contest import FLOOR, OURS, Job, Outcome, slope
from measuring import GIB, Cost

Found: TypeAlias = Mapping[str, Mapping[str, Mapping[int, Outcome]]]
"""What was found: by job, contestant and size."""

GOAL = 10_000_000  # relationships
STEEPEST = 1.1  # slope of the logarithms of time on size, from SLOPED on
SLOPED = 100_000
JUDGED = 1_000_000  # ratios to peers are judged from here on: below, what it costs to begin hides the rest


@attrs.frozen
class Verdict:
    """A budget, what was measured, and whether it holds; None where that size was not run."""

    what: str
    budget: str
    measured: str
    holds: bool | None

    @property
    def word(self) -> str:
        """What to print."""
        return {True: "holds", False: "DOES NOT HOLD", None: "not judged"}[self.holds]


def verdicts(jobs: Mapping[str, Job], found: Found, by: Literal["wall", "cpu"] = "wall") -> Iterator[Verdict]:
    """
    Yield each budget and whether it holds.

    Ratios go by the clock, or by the seconds of all processors: where the machine has other work, the clock says
    little, and the second says little of what runs on several processors at once.
    """
    for name, job in jobs.items():
        yield from _at_goal(name, found.get(name, {}))
        yield from _beside_peers(name, job, found.get(name, {}), by)
        yield from _growing(name, found.get(name, {}))


def seconds(cost: Cost) -> float:
    """Return seconds by the clock."""
    return cost.wall


def above(cost: Cost) -> float:
    """Return GiB at the peak above the tables."""
    return cost.above / GIB


def whole(cost: Cost) -> float:
    """Return GiB at the peak in all."""
    return cost.whole / GIB


AT_GOAL: Mapping[str, Mapping[str, tuple[tuple[Callable[[Cost], float], float, str], ...]]] = {
    "consent": {
        "coprod-polars": ((seconds, 2, "s"), (above, 1, "GiB above the tables")),
        "coprod-duckdb": ((seconds, 2, "s"), (whole, 1, "GiB in all")),
    },
    "checks": {
        "coprod-polars": ((seconds, 30, "s"), (whole, 4, "GiB in all")),
        "coprod-duckdb": ((seconds, 30, "s"), (whole, 4, "GiB in all")),
    },
}


def _at_goal(job: str, found: Mapping[str, Mapping[int, Outcome]]) -> Iterator[Verdict]:
    """Yield the budgets of ten million relationships."""
    for name, budgets in AT_GOAL.get(job, {}).items():
        outcome = found.get(name, {}).get(GOAL)
        for measure, most, unit in budgets:
            what, budget = f"{job}: {name} at {GOAL:,} ties", f"{most:g} {unit}"
            if outcome and outcome.cost:
                value = measure(outcome.cost)
                yield Verdict(what, budget, f"{value:.2f}", value <= most)
            else:
                yield Verdict(what, budget, outcome.why if outcome else "this size was not asked for", None)


def _beside_peers(job: str, contest: Job, found: Mapping[str, Mapping[int, Outcome]], by: str) -> Iterator[Verdict]:
    """Yield how many times the seconds of each peer ours takes, at the largest size where both ran."""
    for name, contestant in contest.contestants.items():
        if contestant.within is None or name not in found:
            continue
        ours, theirs = found.get(contestant.beside, {}), found[name]
        both = [n for n in theirs if n in ours and theirs[n].cost and ours[n].cost]
        budget = _times(contestant.within)
        if not both:
            yield Verdict(f"{job}: {contestant.beside} beside {name}", budget, "not both ran", None)
            continue
        one, other = ours[max(both)].cost, theirs[max(both)].cost
        assert one is not None  # noqa: S101  # as chosen above
        assert other is not None  # noqa: S101
        ratios = {"wall": one.wall / other.wall, "cpu": one.cpu / other.cpu}
        what = f"{job}: {contestant.beside} beside {name} at {max(both):,} ties"
        measured = ", ".join(f"{name} {_times(ratio)}" for name, ratio in ratios.items())
        holds = None if max(both) < JUDGED else ratios[by] <= contestant.within
        yield Verdict(what, budget, measured, holds)


def _times(ratio: float) -> str:
    """Return how much slower or faster, as people say it."""
    return f"{ratio:.2f}x the time" if ratio >= 0.5 else f"{1 / ratio:,.1f}x faster"


def _growing(job: str, found: Mapping[str, Mapping[int, Outcome]]) -> Iterator[Verdict]:
    """Yield the slope of ours from a hundred thousand relationships on."""
    for name, outcomes in found.items():
        if not name.startswith(OURS) or name == FLOOR:
            continue
        large = {n: outcome for n, outcome in outcomes.items() if n >= SLOPED and outcome.cost}
        value = slope(large)
        measured = f"{value:.2f} over {min(large):,} to {max(large):,}" if value is not None else "fewer than two sizes"
        holds = None if value is None else value <= STEEPEST
        yield Verdict(f"{job}: growth of {name}", f"slope {STEEPEST:g}", measured, holds)
