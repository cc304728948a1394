"""What a call takes, as the system counts it for this process; it needs Linux."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import attrs

T = TypeVar("T")
GIB = 1 << 30


@attrs.frozen
class Cost:
    """What a call took: seconds by the clock and of all processors; bytes at the peak, above before and in all."""

    wall: float
    cpu: float
    above: int
    whole: int


def pace() -> int:
    """Add five million numbers in plain Python: beside the time of this, a time can be compared between machines."""
    total = 0
    for number in range(5_000_000):
        total += number
    return total


def measured(call: Callable[[], T]) -> tuple[T, Cost]:
    """Return what a call returns, and what it took."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5", "ascii")  # the peak counts from here
    before, start, used = memory("VmRSS"), time.perf_counter(), time.process_time()
    value = call()
    wall, cpu, peak = time.perf_counter() - start, time.process_time() - used, memory("VmHWM")
    return value, Cost(wall, cpu, max(0, peak - before), peak)


def memory(name: str) -> int:
    """Return a number of bytes that the system keeps of this process."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))


def times(cost: Cost, factor: float) -> Cost:
    """Return a cost with its seconds extrapolated."""
    return attrs.evolve(cost, wall=cost.wall * factor, cpu=cost.cpu * factor)


def plus(one: Cost, other: Cost) -> Cost:
    """Return the cost of one thing after another."""
    above, whole = max(one.above, other.above), max(one.whole, other.whole)
    return Cost(one.wall + other.wall, one.cpu + other.cpu, above, whole)
