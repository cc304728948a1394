"""Contestants that answer the same question, each in a process of its own, with limits on time and memory."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TypeAlias

import attrs
from drawing import scan
from measuring import GIB, Cost, measured

from coprod.records import Record

Answer: TypeAlias = Mapping[str, float]
Call: TypeAlias = Callable[[], Answer]
FLOOR = "floor"  # the name of the contestant that only reads the bytes
OURS = "coprod"  # how the names of our own contestants begin
STARTED = 150 << 20  # bytes of a process that has done nothing yet
NEAR = 1e-9  # how far two numbers may differ that say the same


@attrs.frozen
class Outcome:
    """
    What a contestant answered, what that took, and what to know of it.

    Attributes:
        answer: Numbers by name.
        cost: What it took; None where there is no answer.
        note: What to know of it.
        why: Why there is no answer.
        differs: Where the answer is not that of the first contestant.
    """

    answer: Answer = attrs.field(factory=dict)
    cost: Cost | None = None
    note: str = ""
    why: str = ""
    differs: str = ""


@attrs.frozen
class Contestant:
    """
    One way to answer.

    Attributes:
        title: As the table shows it.
        run: Loads what it needs from a folder, then answers under the clock.
        needs: The module without which it is skipped.
        within: How many times the seconds of this one ours may take on the same engine; None where there is no budget.
        beside: The contestant of ours that it is compared with.
        sampled: Whether it answers a sample alone, and its seconds are extrapolated.
    """

    title: str
    run: Callable[[Path], Outcome]
    needs: str = ""
    within: float | None = None
    beside: str = "coprod-polars"
    sampled: bool = False


@attrs.frozen
class Job:
    """
    A question, and who answers it.

    Attributes:
        title: As the table shows it.
        reads: The columns that have to be read for it, by kind.
        contestants: By name; the first is what all others are compared with.
        prepare: What to do once in a folder before anybody answers.
        floor: What only reads the bytes; by default a scan of the columns in Parquet.
    """

    title: str
    reads: Mapping[type[Record], Sequence[str]]
    contestants: Mapping[str, Contestant]
    prepare: Callable[[Path], None] = lambda _: None
    floor: Callable[[Path], Call] | None = None

    def all(self) -> Mapping[str, Contestant]:
        """Return the contestants, and last the one that only reads the bytes."""
        return {**self.contestants, FLOOR: Contestant("reading the bytes alone", timed(self.floor or self._scanning))}

    def run(self, name: str, folder: Path) -> Outcome:
        """Let one contestant answer; the module it needs is loaded before the clock starts."""
        contestant = self.all()[name]
        if contestant.needs:
            import_module(contestant.needs)
        return contestant.run(folder)

    def _scanning(self, folder: Path) -> Call:
        def scanned() -> Answer:
            return {
                f"rows of {k.table()}": len(scan(folder, k.table()).select(c).collect()) for k, c in self.reads.items()
            }

        return scanned


@attrs.frozen(kw_only=True)
class Limits:
    """Seconds by the clock and GiB that a contestant may take, loading included."""

    seconds: float
    gib: float


def timed(prepare: Callable[[Path], Call], note: str = "") -> Callable[[Path], Outcome]:
    """Return a run in which preparing (loading tables) is not timed, and the call it returns is."""

    def run(folder: Path) -> Outcome:
        answer, cost = measured(prepare(folder))
        return Outcome(answer, cost, note)

    return run


def isolated(script: Path, job: str, name: str, folder: Path, limits: Limits) -> Outcome:
    """Run one contestant in a process of its own."""
    command = [sys.executable, str(script), "--contestant", job, name, str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=limits.seconds)
    except subprocess.TimeoutExpired:
        return Outcome(why=f"stopped after {limits.seconds:,.0f} s")
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or [f"exit {done.returncode}"]
        return Outcome(why=f"failed: {last[0][:200]}")
    told = json.loads(done.stdout.splitlines()[-1])
    return Outcome(**{**told, "cost": Cost(**told["cost"])})


def why_not(contestant: Contestant, before: Mapping[int, Outcome], size: int, limits: Limits) -> str:
    """Return why a contestant cannot run at a size, going by the smaller ones, or nothing."""
    if contestant.needs and not find_spec(contestant.needs):
        return f"not run: {contestant.needs} is not installed"
    if contestant.sampled or not before:
        return ""
    largest = max(before)
    cost, growth = before[largest].cost, size / largest
    if cost is None:
        return (
            before[largest].why
            if before[largest].why.startswith("not run")
            else f"not run: {before[largest].why} before"
        )
    seconds = cost.wall * growth ** max(1.0, slope(before) or 1.0)
    if seconds > limits.seconds:
        return f"not run: it would take about {seconds:,.0f} s"
    gib = max(0, cost.whole - STARTED) * growth / GIB
    return f"not run: it would take about {gib:,.0f} GiB" if gib > limits.gib else ""


def slope(found: Mapping[int, Outcome]) -> float | None:
    """Return how the seconds of all processors grow with size: the slope of their logarithms; 1 is in proportion."""
    points = [(math.log(n), math.log(o.cost.cpu)) for n, o in sorted(found.items()) if o.cost and o.cost.cpu > 0]
    if len(points) < 2:
        return None
    mean_x, mean_y = (sum(point[at] for point in points) / len(points) for at in (0, 1))
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / spread


def differences(ours: Answer, theirs: Answer) -> Iterator[str]:
    """Yield where another answer is not ours; who answers less is compared on what they answer."""
    if not theirs:
        yield "no answer"
    for name, value in theirs.items():
        own = ours.get(name)
        if own is None or not math.isclose(own, value, rel_tol=NEAR, abs_tol=NEAR):
            yield f"{name}: {own} and {value}"


def agree(found: Iterable[tuple[str, Outcome]]) -> Mapping[str, str]:
    """Return who does not answer as the first does, and where not."""
    answered = [(name, one.answer) for name, one in found if one.cost and name != FLOOR]
    first = answered[0][1] if answered else {}
    wrong = {name: "; ".join(list(differences(first, answer))[:5]) for name, answer in answered[1:]}
    return {name: where for name, where in wrong.items() if where}
