"""
All checks that are asked of a project of any size, in one run.

    python benchmarks/job_checks.py FOLDER                  # what each of them takes
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from by_hand import measures_of
from contest import Answer, Call, Contestant, Job, timed
from measuring import GIB, measured
from programme import load

from coprod import Project
from coprod.builtin.checks import checks
from coprod.engines import Engine
from coprod.equality.run import run_checks
from coprod.records import Record

ONE_BY_ONE = {"brokerage"}  # it asks partners drawn by lot in plain Python, so it is no check on frames
ASKED = tuple(check for check in checks() if check.largest is None and check.name not in ONE_BY_ONE)


def reads() -> dict[type[Record], tuple[str, ...]]:
    """Return the columns that some check reads."""
    found: dict[type[Record], dict[str, None]] = {}
    for check in ASKED:
        for kind, names in check.reads.items():
            found.setdefault(kind, {}).update(dict.fromkeys(names))
    return {kind: tuple(names) for kind, names in found.items()}


def all_checks(engine: Engine) -> Callable[[Path], Call]:
    """Return a run of all checks on tables that are loaded; one that raises is no answer."""

    def prepare(folder: Path) -> Call:
        run_checks(Project("warm"), ASKED)  # so that no import is timed
        project = load(folder, engine, reads())
        return lambda: answer_of(project)

    return prepare


def answer_of(project: Project) -> Answer:
    """Return the measures of all checks."""
    answer: dict[str, float] = {}
    for finding in run_checks(project, ASKED):
        if finding.error:
            raise RuntimeError(f"{finding.check}: {finding.error}")
        answer |= {f"{finding.check}: {name}": value for name, value in measures_of(finding.measures).items()}
    return answer


JOB = Job(
    "Whole check: all checks on frames in one run",
    reads(),
    {
        "coprod-polars": Contestant("coprod on Polars", timed(all_checks("polars"))),
        "coprod-duckdb": Contestant("coprod on DuckDB", timed(all_checks("duckdb")), "duckdb"),
    },
)


def main() -> int:
    """Print what each check takes by itself, the dearest first."""
    parser = argparse.ArgumentParser(description="Print what each check takes by itself, the dearest first.")
    parser.add_argument("folder", type=Path, help="a programme that programme.py wrote")
    parser.add_argument("--engine", choices=("polars", "duckdb"), default="polars")
    options = parser.parse_args()
    run_checks(Project("warm"), ASKED)
    project = load(options.folder, options.engine, reads())
    found = [(check.name, measured(lambda check=check: run_checks(project, [check]))[1]) for check in ASKED]
    print(f"{'check':<26} {'wall':>9} {'all cores':>10} {'above':>10}")
    for name, cost in sorted(found, key=lambda pair: -pair[1].cpu):
        print(f"{name:<26} {cost.wall:>7.2f} s {cost.cpu:>8.2f} s {cost.above / GIB:>6.2f} GiB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
