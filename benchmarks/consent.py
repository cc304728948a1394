"""
Time deciding what may leave of many relationships: coprod on Polars and on DuckDB, cedarpy, and a plain Python loop.

Each contestant is a process of its own that loads the same tables first; only deciding is timed. Those that go tie by
tie decide a sample, and their time is extrapolated. All must agree on that sample.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs
import narwhals as nw
import polars as pl
from answers import FORM, REVIEW, TODAY, UNTIL, answers, settings
from drawing import draw, ids, loaded, numbered, pick, scan, size, whole, write
from measuring import GIB, Cost, measured, plus, times

from coprod import Project, Request
from coprod.builtin.rules import rules
from coprod.consent.coding import coded
from coprod.consent.decide import asked_of
from coprod.consent.groups import groups_of, partner_columns
from coprod.consent.on_frames import ROW, decide, group_name, identity_name
from coprod.consent.said import sayings, sorts
from coprod.engines import count, rows
from coprod.records import Consent, Partner, Relationship

if TYPE_CHECKING:
    from coprod.consent.answers import Asked

Tie: TypeAlias = tuple[str, str]
Event: TypeAlias = tuple[str, str, "str | None", date, "date | None"]
"""One answer: who, status, statements, day, last day."""

SAMPLE = "sample"
SKEW = 3  # ties fall on partners unevenly: the number of an end is a uniform draw to this power
SECONDS, GIBS = 2, 1  # the budget
LIMIT = "768MiB"  # of what DuckDB itself takes; Python and all that is imported come on top
SHARE, COUNT, WITHHOLD = 0, 2, 3  # ranks of levels
YES, NO = ("given", "renewed"), ("refused", "withdrawn")
POLICIES = """
permit(principal, action == Action::"share", resource)
when { context.source.allows.contains("ties") && context.target.allows.contains("ties") };
permit(principal, action == Action::"count", resource)
when { context.source.allows.containsAny(["masked", "numbers", "ties"])
    && context.target.allows.containsAny(["masked", "numbers", "ties"]) };
"""


@attrs.frozen
class Result:
    """What a contestant did: how many ties it decided at what cost, and the rank of each tie of the sample."""

    name: str
    decided: int
    cost: Cost
    ranks: Mapping[str, int]
    counts: Mapping[str, int] = attrs.field(factory=dict)
    note: str = ""

    @property
    def rate(self) -> float:
        """Decisions per second."""
        return self.decided / self.cost.wall


# Generating


def generate(folder: Path, partners: int, ties: int, sample: int) -> None:
    """Write partners, ties between them, two answers of each partner, and a sample of the ties."""
    kind = pl.when(draw(1) < 0.1).then(pl.lit("organisation")).otherwise(pl.lit("person"))
    write(numbered(partners).select(id=ids(pl.col("row")), kind=kind), Partner, folder)
    source, target = (ids(whole(number, partners, skew=SKEW)) for number in (2, 3))
    tie = numbered(ties).select(source=source, target=target, kind=pick(4, ("knows", "trusts", "works with")))
    write(tie, Relationship, folder)
    write(answers(partners), Consent, folder)
    write_sample(folder, sample)


def write_sample(folder: Path, ties: int) -> None:
    """Write some of the ties, which are in no order."""
    some = scan(folder, "relationships").select("source", "target").head(ties).unique(maintain_order=True)
    some.collect().write_parquet(folder / f"{SAMPLE}.parquet")


def their_answers(folder: Path, ties: Iterable[Tie]) -> list[Event]:
    """Return the answers of everybody at the ends of some ties."""
    who = pl.LazyFrame({"who": sorted({f"partner:{end}" for tie in ties for end in tie})})
    found = scan(folder, "consents").join(who, on="who", how="semi")
    return found.select(pl.col("who").str.slice(8), "status", "statements", "on", "until").collect().rows()


# Contestants: each loads its tables, then decides under the clock


def coprod_on_polars(folder: Path) -> Result:
    """Decide every tie on Polars."""
    some = nw.from_native(scan(folder, SAMPLE).collect().lazy())
    return coprod_on("coprod on Polars", folder, None, some)


def coprod_on_duckdb(folder: Path) -> Result:
    """Decide every tie on DuckDB, whose tables are in a file, and which is told how much memory it may take."""
    from coprod.engines.in_duckdb import opened  # it may not be installed

    with tempfile.TemporaryDirectory() as place:
        connection = opened(Path(place) / "many.duckdb", read_only=False)
        connection.execute(f"SET memory_limit = '{LIMIT}'")
        connection.execute(f"CREATE TABLE {SAMPLE} AS FROM '{folder / SAMPLE}.parquet'")
        some = nw.from_native(connection.table(SAMPLE)).lazy()
        result = coprod_on("coprod on DuckDB", folder, connection, some)
        connection.close()
        return attrs.evolve(result, note=f"{result.note}; its limit is {LIMIT}")


def coprod_on(name: str, folder: Path, connection: Any, some: nw.LazyFrame[Any]) -> Result:
    """Decide every tie on the frame, and count the ties of each level."""
    tables = {kind: loaded(folder, kind, connection) for kind in (Partner, Relationship, Consent)}
    project = Project.made_of("many", settings(), tables)
    asked = asked_of(project, Request("publication", "public"), today=TODAY, rules=rules())
    _, coding = measured(
        lambda: [coded(project, Partner), coded(project, Relationship), sayings(project), sorts(project)]
    )
    counts, cost = measured(lambda: counted(project, asked))
    ranks = ranked(project, asked, some)
    once = f"{coding.wall:.2f} s, {coding.cpu:.2f} s of all cores, {coding.above / GIB:.2f} GiB"
    note = f"and once {once} to number ids and answers"
    return Result(name, sum(counts.values()), cost, ranks, {str(rank): n for rank, n in sorted(counts.items())}, note)


def counted(project: Project, asked: Asked) -> Counter[int]:
    """Return how many ties have each rank; each cell group and the identity of each end are decided with it."""
    groups = [group_name(number) for number in range(len(groups_of(Relationship)))]
    names = [ROW, *groups, *[identity_name(column.name) for column in partner_columns(Relationship)]]
    packed = sum((nw.col(name).cast(nw.Int64) * 4**at for at, name in enumerate(names)), nw.lit(0, dtype=nw.Int64))
    frame = decide(project, asked)[Relationship].select(decided=packed)
    found: Counter[int] = Counter()
    for decided, number in rows(frame.group_by("decided").agg(count().alias("n")), many=True):
        found[decided % 4] += number
    return found


def ranked(project: Project, asked: Asked, some: nw.LazyFrame[Any]) -> dict[str, int]:
    """Return the rank of each of some ties."""
    frame = decide(project, asked)[Relationship].select("source", "target", ROW)
    found = rows(frame.join(some, on=["source", "target"], how="semi"))
    return {f"{source} {target}": rank for source, target, rank in found}


def plain_python(folder: Path) -> Result:
    """Decide a sample in loops over dictionaries, as one would write it first."""
    ties, total = scan(folder, SAMPLE).collect().rows(), size(folder, "relationships")
    events = their_answers(folder, ties)
    stands, judging = measured(lambda: standing(events))
    ranks, looping = measured(lambda: [rank_of(stands, tie) for tie in ties])
    judged, looped = times(judging, size(folder, "consents") / len(events)), times(looping, total / len(ties))
    note = f"extrapolated from {len(ties):,} ties and {len(events):,} answers; memory of these alone"
    return Result("a loop in plain Python", total, plus(judged, looped), keyed(ties, ranks), note=note)


def cedar(folder: Path) -> Result:
    """Decide a sample with Cedar: policies and partners as handles, and one batch for each level."""
    import cedarpy

    sample, total = scan(folder, SAMPLE).collect().rows(), size(folder, "relationships")
    ties = sample[: max(1, len(sample) // 10)]
    stands = standing(their_answers(folder, ties))  # Cedar knows no latest answer: it is told which stand
    partners = [entity(one, allows) for one, allows in stands.items()]
    policies, entities = cedarpy.PolicySet.from_str(POLICIES), cedarpy.Entities.from_json_str(json.dumps(partners))

    def ask(action: str, some: Sequence[Tie]) -> list[bool]:
        questions = [question(action, tie) for tie in some]
        return [one.allowed for one in cedarpy.is_authorized_batch(questions, policies, entities)]

    ranks, cost = measured(lambda: in_turn(ask, ties))
    note = f"extrapolated from {len(ties):,} ties, and told which answers stand; memory of these alone"
    return Result("cedarpy, in batches", total, times(cost, total / len(ties)), keyed(ties, ranks), note=note)


def in_turn(ask: Callable[[str, Sequence[Tie]], list[bool]], ties: Sequence[Tie]) -> list[int]:
    """Return the rank of each tie from an engine that says yes or no: what may not be shared may perhaps be counted."""
    ranks = [SHARE if said else WITHHOLD for said in ask("share", ties)]
    left = [at for at, rank in enumerate(ranks) if rank == WITHHOLD]
    for at, said in zip(left, ask("count", [ties[at] for at in left]), strict=True):
        ranks[at] = COUNT if said else WITHHOLD
    return ranks


def entity(partner: str, allows: Iterable[str]) -> dict[str, Any]:
    """Return a partner and what they allow, as Cedar is told."""
    return {"uid": {"type": "Partner", "id": partner}, "attrs": {"allows": sorted(allows)}, "parents": []}


def question(action: str, tie: Tie) -> dict[str, Any]:
    """Return whether the public may have a tie, as Cedar is asked."""
    source, target = ({"__entity": {"type": "Partner", "id": end}} for end in tie)
    return {
        "principal": {"type": "Audience", "id": "public"},
        "action": {"type": "Action", "id": action},
        "resource": {"type": "Tie", "id": "this"},
        "context": {"source": source, "target": target},
    }


CONTESTANTS = {"polars": coprod_on_polars, "duckdb": coprod_on_duckdb, "cedarpy": cedar, "python": plain_python}


# The plain loop: the same decision, written for this form alone


def standing(events: Iterable[Event]) -> dict[str, set[str]]:
    """Return which of the statements that each partner agreed to still stand."""
    theirs: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        theirs[event[0]].append(event)
    return {who: agreed(sorted(of, key=lambda event: event[3])) for who, of in theirs.items()}


def agreed(events: Iterable[Event]) -> set[str]:
    """Return which statements stand after one partner's answers, in the order of their days."""
    latest: dict[str, tuple[date, bool]] = {}
    for _, status, statements, on, until in events:
        holds = status in YES and (until or UNTIL) >= TODAY and months(on) < REVIEW
        for key in statements.split(";") if statements else FORM if status in NO else ():
            day, before = latest.get(key, (date.min, True))
            latest[key] = on, holds and (before or day < on)  # of two on one day the stricter
    return {key for key, (_, holds) in latest.items() if holds}


def months(on: date) -> int:
    """Return how many whole months ago a day is."""
    return (TODAY.year - on.year) * 12 + TODAY.month - on.month - (on.day > TODAY.day)


def rank_of(stands: Mapping[str, set[str]], tie: Tie) -> int:
    """Return the strictest of what both ends allow; to the public, ties under pseudonyms are only counted."""
    strictest = SHARE
    for end in tie:
        allowed = stands.get(end, set())
        rank = SHARE if "ties" in allowed else COUNT if "numbers" in allowed or "masked" in allowed else WITHHOLD
        strictest = max(strictest, rank)
    return strictest


def keyed(ties: Iterable[Tie], ranks: Iterable[int]) -> dict[str, int]:
    """Return the rank of each tie by its ends."""
    return {f"{source} {target}": rank for (source, target), rank in zip(ties, ranks, strict=True)}


# Measuring


def contest(folder: Path, names: Iterable[str]) -> Iterator[Result]:
    """Run each contestant in a process of its own, and yield what it did."""
    for name in names:
        command = [sys.executable, __file__, "--contestant", name, "--tables", str(folder)]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        told = json.loads(done.stdout)
        yield Result(**{**told, "cost": Cost(**told["cost"])})


def same(results: Sequence[Result]) -> int:
    """Return on how many ties all agree; raise where two do not."""
    first = results[0]
    for other in results[1:]:
        both = first.ranks.keys() & other.ranks.keys()
        wrong = [key for key in sorted(both) if first.ranks[key] != other.ranks[key]]
        if wrong or not both:
            message = f"{first.name} and {other.name} differ on {len(wrong)} of {len(both)} ties: {wrong[:3]}"
            raise AssertionError(message)
    return min(len(result.ranks) for result in results)


def show(results: Sequence[Result], skipped: Iterable[str]) -> None:
    """Print a table, with the time of each as a ratio to the first."""
    print(f"{'who':<22} {'wall':>10} {'all cores':>10} {'above':>9} {'in all':>9} {'ties/s':>12} {'ratio':>8}")
    for result in results:
        cost, ratio = result.cost, result.cost.wall / results[0].cost.wall
        seconds = f"{cost.wall:>8.2f} s {cost.cpu:>8.2f} s"
        sizes = f"{cost.above / GIB:>5.2f} GiB {cost.whole / GIB:>5.2f} GiB"
        print(f"{result.name:<22} {seconds} {sizes} {result.rate:>12,.0f} {ratio:>8.1f}  {result.note}".rstrip())
    for line in skipped:
        print(line)


def verdicts(results: Sequence[Result]) -> Iterator[str]:
    """Yield what of the budget holds: seconds, bytes above the tables on Polars, bytes in all on DuckDB."""
    for result in results[:2]:
        peak = (result.cost.whole if "DuckDB" in result.name else result.cost.above) / GIB
        for unit, found, budget in (("s", result.cost.wall, SECONDS), ("GiB", peak, GIBS)):
            verdict = "holds" if found <= budget else "DOES NOT HOLD"
            yield f"{result.name}: {found:.2f} {unit} of {budget:g} {unit}: {verdict}"


def parsed() -> argparse.Namespace:
    """Return what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0].strip())
    parser.add_argument("--partners", type=int, default=1_000_000)
    parser.add_argument("--ties", type=int, default=10_000_000)
    parser.add_argument("--sample", type=int, default=200_000, help="ties that the loop decides; cedarpy a tenth")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the numbers here")
    parser.add_argument("--only", nargs="+", choices=CONTESTANTS, default=list(CONTESTANTS))
    parser.add_argument("--contestant", choices=CONTESTANTS, help=argparse.SUPPRESS)
    parser.add_argument("--tables", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> None:
    """Generate the tables, run the contestants, and print what they took."""
    options = parsed()
    if options.contestant:
        print(json.dumps(attrs.asdict(CONTESTANTS[options.contestant](options.tables))))
        return
    lacking = [name for name in options.only if name in {"duckdb", "cedarpy"} and not find_spec(name)]
    with tempfile.TemporaryDirectory() as folder:
        generate(Path(folder), options.partners, options.ties, options.sample)
        results = list(contest(Path(folder), [name for name in options.only if name not in lacking]))
    print(f"{options.partners:,} partners, {options.ties:,} ties, {2 * options.partners:,} answers")
    show(results, [f"{name}: skipped, it is not installed" for name in lacking])
    print(f"all agree on the {same(results):,} ties of the smallest sample; ranks: {results[0].counts}")
    print("\n".join(verdicts([result for result in results if result.counts])))
    if options.json:
        told = [{k: v for k, v in attrs.asdict(result).items() if k != "ranks"} for result in results]
        options.json.write_text(json.dumps(told, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
