"""Time what has a budget, beside its peers, and print a table."""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import attrs
from measuring import pace

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "citizen-led-libraries"
COMPILING = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""With this the first run leaves compiled files to those after it, whatever the shell says."""
HEAVY = ("narwhals", "networkx", "numpy", "polars")

BARE = "pass"
IMPORT = "import coprod; coprod.Partner"
LOADED = f"import json, sys; {IMPORT}; print(json.dumps([m for m in {HEAVY} if m in sys.modules]))"
CLI = "import sys; from coprod.__main__ import command; sys.exit(command())"


@attrs.frozen
class Row:
    """One measured thing: median milliseconds, a budget if there is one, and what else to say."""

    what: str
    measured: float | None
    budget: float | None = None
    note: str = ""
    broken: bool = False

    @property
    def ok(self) -> bool:
        """Whether it was measured, is within its budget, and nothing else is wrong with it."""
        within = self.budget is None or (self.measured is not None and self.measured <= self.budget)
        return within and not self.broken


def median_ms(*calls: Callable[[], object], runs: int) -> list[float]:
    """The median milliseconds of each call; they take turns, so that a busy minute hits all of them."""
    times: list[list[float]] = [[] for _ in calls]
    for turn in range(runs + 1):
        for call, taken in zip(calls, times, strict=True):
            start = time.perf_counter()
            call()
            if turn:  # the first turn compiles files and fills caches
                taken.append((time.perf_counter() - start) * 1000)
    return [statistics.median(taken) for taken in times]


def python(code: str, *arguments: str) -> str:
    """Run *code* in a fresh Python and return what it prints."""
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=COMPILING, capture_output=True, text=True, check=False)
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or [f"exit {done.returncode}"]
        raise RuntimeError(last[0])
    return done.stdout


def starting(runs: int) -> list[Row]:
    """`import coprod` above a bare Python, beside the imports it avoids."""
    codes = (BARE, IMPORT, "import attrs", "import networkx", "import polars")
    bare, ours, *peers = median_ms(*(lambda code=code: python(code) for code in codes), runs=runs)
    loaded = json.loads(python(LOADED))
    over = ours - bare
    note = f"loads {', '.join(loaded)}" if loaded else f"{', '.join(HEAVY)} not loaded"
    rows = [Row("import coprod; coprod.Partner", over, 60, note, broken=bool(loaded))]
    for name, peer in zip(("attrs", "networkx", "polars"), peers, strict=True):
        ratio = over / (peer - bare)
        rows.append(Row(f"  peer: import {name}", peer - bare, note=f"ours takes {ratio:.2f} of it"))
    return [*rows, Row("  peer: bare python", bare)]


def checking(runs: int) -> list[Row]:
    """`coprod check` on the example, start to end, beside what the machine takes for work of another kind."""
    calls = (lambda: python(CLI, "check", str(EXAMPLE)), lambda: python("import networkx, polars"), pace)
    taken, peer, loop = median_ms(*calls, runs=runs)
    return [
        Row(f"coprod check {EXAMPLE.relative_to(ROOT)}", taken, 1000),
        Row("  peer: python, import networkx and polars", peer, note=f"ours takes {taken / peer:.2f} of it"),
        Row("  pace of this machine: five million additions", loop, note=f"ours takes {taken / loop:.2f} of it"),
    ]


def sharing(runs: int) -> list[Row]:
    """`coprod.share` of a small project of every kind, in this process."""
    import coprod
    from coprod import testing

    project = testing.example()
    request = coprod.Request("publication", "public")
    (taken,) = median_ms(lambda: coprod.share(project, request), runs=runs)
    return [Row("coprod.share(testing.example(), ...)", taken, 60)]


BENCHMARKS: tuple[Callable[[int], list[Row]], ...] = (starting, checking, sharing)


def measure(benchmark: Callable[[int], list[Row]], runs: int) -> list[Row]:
    """The rows of *benchmark*, or one that says why there are none; the others go on."""
    try:
        return benchmark(runs)
    except Exception as error:  # noqa: BLE001 - whatever went wrong is the result
        return [Row(benchmark.__name__, None, note=f"{type(error).__name__}: {error}", broken=True)]


def show(rows: list[Row]) -> None:
    """Print a table of budget, measured and ok."""
    width = max(len(row.what) for row in rows)
    print(f"{'what':<{width}}  {'budget':>8}  {'measured':>9}  ok")
    for row in rows:
        budget = f"{row.budget:.0f} ms" if row.budget is not None else ""
        measured = f"{row.measured:.1f} ms" if row.measured is not None else "-"
        verdict = "" if row.budget is None and row.ok else "yes" if row.ok else "NO"
        print(f"{row.what:<{width}}  {budget:>8}  {measured:>9}  {verdict:<3}  {row.note}".rstrip())


def main() -> int:
    """Measure everything, print it, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="how often to measure each (default: 15)")
    parser.add_argument("--strict", action="store_true", help="exit 1 when something is over its budget")
    options = parser.parse_args()

    rows = [row for benchmark in BENCHMARKS for row in measure(benchmark, options.runs)]
    show(rows)
    return int(options.strict and not all(row.ok for row in rows))


if __name__ == "__main__":
    sys.exit(main())
