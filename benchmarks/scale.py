"""
Ask the same questions of programmes of several sizes, coprod beside its peers, and print what each takes.

    python benchmarks/scale.py                                    # 10 thousand and 100 thousand relationships
    python benchmarks/scale.py --sizes 100k 1M 10M --json scale.json
    python benchmarks/scale.py --jobs heard voice --only coprod-polars sql

Each contestant is a process of its own, one after another. It loads its tables and modules first; only answering is
timed, but for reading. All must answer alike, or it exits with 1. It needs Linux, where it reads its peak memory.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from importlib import metadata
from pathlib import Path
from typing import Any

import attrs
import job_checks
import job_consent
import job_e_i
import job_graphml
import job_heard
import job_reading
import job_reciprocity
import job_voice
from budgets import Found, Verdict, verdicts
from contest import FLOOR, Job, Limits, Outcome, agree, isolated, slope, why_not
from measuring import GIB
from programme import generate

JOBS: Mapping[str, Job] = {
    "parquet": job_reading.PARQUET,
    "csv": job_reading.CSV,
    "consent": job_consent.JOB,
    "e-i": job_e_i.JOB,
    "reciprocity": job_reciprocity.JOB,
    "voice": job_voice.JOB,
    "heard": job_heard.JOB,
    "graphml": job_graphml.JOB,
    "checks": job_checks.JOB,
}
VERSIONS = ("coprod", "polars", "narwhals", "duckdb", "networkx", "igraph", "cedarpy", "pyarrow")
UNITS = {"k": 1_000, "M": 1_000_000}


def size_of(text: str) -> int:
    """
    Return a number of relationships, written out or as 100k or 1M.

    >>> size_of("100k"), size_of("2500")
    (100000, 2500)
    """
    return int(text[:-1]) * UNITS[text[-1]] if text[-1:] in UNITS else int(text)


def machine() -> dict[str, Any]:
    """Return what the numbers depend on: processors, memory and versions."""
    model = next((line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if "model name" in line), "")
    total = next(int(line.split()[1]) * 1024 for line in _lines("/proc/meminfo") if line.startswith("MemTotal"))
    return {
        "processors": len(os.sched_getaffinity(0)),
        "model": model,
        "memory": total,
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "versions": {name: version for name in VERSIONS if (version := _version(name))},
    }


def _lines(file: str) -> list[str]:
    return Path(file).read_text("utf-8").splitlines()


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def compete(
    sizes: Sequence[int], jobs: Mapping[str, Job], only: Sequence[str], limits: Limits, kept: Path | None = None
) -> Iterator[Found]:
    """
    Run every contestant of every job on a programme of each size, the smallest first; yield all found so far.

    Programmes are made for this run alone, or in the folder *kept*, where those of an earlier run are used again.
    """
    found: dict[str, dict[str, dict[int, Outcome]]] = {name: {} for name in jobs}
    for size in sorted(sizes):
        with tempfile.TemporaryDirectory() if kept is None else nullcontext(kept) as place:
            folder = Path(place) / str(size)
            if not (folder / "coprod.toml").is_file():
                generate(folder, size)
            for name, job in jobs.items():
                job.prepare(folder)
                for _ in run(name, folder, size, found[name], only, limits):
                    yield found


def run(
    job: str, folder: Path, size: int, found: dict[str, dict[int, Outcome]], only: Sequence[str], limits: Limits
) -> Iterator[None]:
    """Run the contestants of one job at one size, one a step, and note who does not answer as the first does."""
    for name, contestant in JOBS[job].all().items():
        if only and name not in only:
            continue
        before = found.setdefault(name, {})
        why = why_not(contestant, before, size, limits)
        before[size] = Outcome(why=why) if why else isolated(Path(__file__), job, name, folder, limits)
        cost = before[size].cost
        said = f"{cost.wall:.2f} s, {cost.cpu:.2f} s of all cores" if cost else before[size].why
        print(f"{job} {name} {size:,}: {said}", file=sys.stderr, flush=True)
        yield
    for name, where in agree((name, of[size]) for name, of in found.items() if size in of).items():
        found[name][size] = attrs.evolve(found[name][size], differs=where)
    yield


def table(jobs: Mapping[str, Job], found: Found) -> Iterable[str]:
    """Yield the lines of the table: of each job the contestants, of each contestant the sizes."""
    head = f"{'contestant':<26} {'ties':>11} {'wall':>10} {'all cores':>10} {'above':>10} {'in all':>10}"
    head += f" {'ratio':>9} {'of cores':>9} {'slope':>6}"
    for name, job in jobs.items():
        yield from ("", job.title, head)
        first = next((outcomes for key, outcomes in found.get(name, {}).items() if key != FLOOR), {})
        for key, outcomes in found.get(name, {}).items():
            grows = slope(outcomes)
            for size, outcome in outcomes.items():
                shown = f"{grows:>6.2f}" if grows is not None and size == max(outcomes) else " " * 6
                yield f"{job.all()[key].title:<26} {size:>11,} {row(outcome, first.get(size), shown)}".rstrip()


def row(outcome: Outcome, first: Outcome | None, grows: str) -> str:
    """Return what one contestant took at one size, and how many times the seconds of the first that is."""
    cost = outcome.cost
    if cost is None:
        return f"  {outcome.why}"
    ratios = " " * 19
    if first and first.cost:
        ratios = f"{cost.wall / first.cost.wall:>9.2f} {cost.cpu / first.cost.cpu:>9.2f}"
    differs = f"  ANSWERS OTHERWISE: {outcome.differs}" if outcome.differs else ""
    sizes = f"{cost.above / GIB:>6.2f} GiB {cost.whole / GIB:>6.2f} GiB"
    return f"{cost.wall:>8.2f} s {cost.cpu:>8.2f} s {sizes} {ratios} {grows}  {outcome.note}{differs}"


def show(facts: Mapping[str, Any], jobs: Mapping[str, Job], found: Found, judged: Iterable[Verdict]) -> None:
    """Print the machine, the table, and the budgets."""
    versions = ", ".join(f"{name} {version}" for name, version in facts["versions"].items())
    print(f"{facts['processors']} processors, {facts['memory'] / GIB:.0f} GiB, {facts['system']}")
    print(f"Python {facts['python']}, {versions}")
    print("\n".join(table(jobs, found)))
    print("\nBudgets")
    for verdict in judged:
        print(f"{verdict.what:<62} {verdict.budget:<24} {verdict.measured:<40} {verdict.word}")


def as_json(facts: Mapping[str, Any], found: Found, judged: Iterable[Verdict]) -> str:
    """Return the same as JSON: what ties of a sample came to is left out."""
    measured = [
        {
            "job": job,
            "contestant": name,
            "ties": size,
            "why": outcome.why,
            "note": outcome.note,
            "differs": outcome.differs,
            "slope": slope(outcomes),
            "answer": outcome.answer if job != "consent" else {},
            **(attrs.asdict(outcome.cost) if outcome.cost else {}),
        }
        for job, contestants in found.items()
        for name, outcomes in contestants.items()
        for size, outcome in outcomes.items()
    ]
    told = {"machine": facts, "measured": measured, "budgets": [attrs.asdict(one) for one in judged]}
    return json.dumps(told, indent=2, sort_keys=True) + "\n"


def parsed(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Return what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0].strip())
    parser.add_argument(
        "--sizes", nargs="+", type=size_of, default=[10_000, 100_000], help="relationships: 100k, 1M ..."
    )
    parser.add_argument("--jobs", nargs="+", choices=JOBS, default=list(JOBS))
    parser.add_argument("--only", nargs="+", default=[], help="contestants, such as coprod-polars, sql or floor")
    parser.add_argument("--seconds", type=float, default=120, help="how long a contestant may take, loading included")
    parser.add_argument("--memory", type=float, default=12, help="GiB that a contestant may be expected to take")
    parser.add_argument("--programmes", type=Path, metavar="FOLDER", help="keep the programmes here, to use them again")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the numbers here")
    parser.add_argument("--judge", choices=("wall", "cpu"), default="wall", help="what ratios of budgets go by")
    parser.add_argument("--strict", action="store_true", help="exit 1 when a budget that was measured does not hold")
    parser.add_argument("--contestant", nargs=3, metavar=("JOB", "NAME", "FOLDER"), help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def main() -> int:
    """Run what is asked for, print it, and return the exit code."""
    options = parsed()
    if options.contestant:
        job, name, folder = options.contestant
        print(json.dumps(attrs.asdict(JOBS[job].run(name, Path(folder)))))
        return 0
    jobs, facts = {name: JOBS[name] for name in options.jobs}, machine()
    found: Found = {}
    judged: list[Verdict] = []
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # what was found before is shown in any case
    try:
        limits = Limits(seconds=options.seconds, gib=options.memory)
        for found in compete(options.sizes, jobs, options.only, limits, options.programmes):
            judged = list(verdicts(jobs, found, options.judge))
            if options.json:
                options.json.write_text(as_json(facts, found, judged), "utf-8")
    except KeyboardInterrupt:
        print("stopped: this is what was found before", file=sys.stderr)
    show(facts, jobs, found, judged)
    differ = any(one.differs for of_job in found.values() for of_one in of_job.values() for one in of_one.values())
    return int(differ or (options.strict and any(verdict.holds is False for verdict in judged)))


if __name__ == "__main__":
    sys.exit(main())
