"""Who speaks, and for how long? Asked only where the partners agreed to count it, and shown by group alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

import attrs
import narwhals as nw

from coprod.engines import collect, count, distinct, one, total
from coprod.equality.check import Context, EqualityCheck
from coprod.equality.grouping import GROUPED
from coprod.equality.measures import NOT_SHOWN, presence_adjusted_dominance, rate, undefined
from coprod.equality.sentences import PHRASES, SENTENCES
from coprod.equality.shares import SHARE_BAND, Row, Shares, chance_of_shares, seats
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, PersonTable, Tables
from coprod.finding import Finding, Measure
from coprod.records import Attendance, Partner

__all__ = ["FLOOR_TIME"]

UNITS = {"turns": 1, "seconds": 60}
"""What is counted, and how much of it one more is: one turn, or one minute."""

NOTED = (4, 5)  # seats of which it has to be noted, or a blank could be someone who spoke and was not counted
LARGEST = 200_000  # partners: what each said and how long each was there is a row for nearly everyone
PRESENCE = "0 follows time in the room, 1 is all by who was there least"

Floor: TypeAlias = Mapping[str, Shares]


def count_floor(study: Study) -> Iterator[GroupTable | PersonTable]:
    """Count seats, turns and seconds by group, over all who came to a space where someone's were counted."""
    there = seats(study, "turns", "seconds", "minutes")
    counted = distinct(there.filter(~nw.col("turns").is_null() | ~nw.col("seconds").is_null()).select("space"))
    rows = there.join(counted, on="space", how="semi")
    noted = [_noted(name).alias(f"{name} noted") for name in (*UNITS, "minutes")]
    each = rows.with_columns(*noted, *(nw.col(name).cast(nw.Int64).fill_null(0) for name in (*UNITS, "minutes")))
    names = ("seats", *UNITS, "minutes", *(f"{name} noted" for name in (*UNITS, "minutes")))
    by_partner = each.group_by("partner", "group", "people").agg(*(total(nw.col(name)).alias(name) for name in names))
    alike = by_partner.group_by("group", "people", *names).agg(count().alias("n"))
    [found] = collect([alike.select("group", "people", *names, "n")])
    yield _by_group(
        [(group, people, dict(zip(names, numbers, strict=True)), n) for group, people, *numbers, n in found]
    )
    yield PersonTable("partners", ("group", "people", *names, "n"), found)


def _noted(name: str) -> nw.Expr:
    """Return the seats for which something was noted."""
    return nw.col("seats") * one(~nw.col(name).is_null())


def _by_group(rows: list[tuple[str, int, dict[str, int], int]]) -> GroupTable:
    cells: dict[tuple[str, ...], tuple[int, int]] = {}
    for group, size, numbers, n in rows:
        people = min(size, numbers["seats"])  # of a group, those who came
        for what in ("seats", *UNITS, *(f"{name} noted" for name in UNITS)):
            number, stands_on = cells.get((group, what), (0, 0))
            more = numbers[what] * n
            cells[group, what] = (number + more, stands_on + (people * n if more else 0))
    counted = ((labels, *pair) for labels, pair in cells.items())
    return GroupTable.of("floor", ("group", "what"), counted, within={f"{name} noted": "seats" for name in UNITS})


def judge_floor(tables: Tables, context: Context) -> Finding:
    """Judge whether each group had the share of turns, and of time, that its seats in the room would give it."""
    table, partners = tables.group("floor"), tables.person("partners")
    floor = _floor(table)
    noted = tuple(rate(table.total(what=f"{w} noted"), table.total(what="seats"), name="noted", of=w) for w in UNITS)
    if not floor:
        anything = sum(table.total(what=what) for what in UNITS)
        return Finding("unknown", "few noted" if anything else "unknown", measures=noted)
    first = next(iter(floor))
    judged = {what: shares.status(context) for what, shares in floor.items()}
    (status, words), chance = judged[first], chance_of_shares(_rows_of(partners, first), context)
    finding = Finding(
        status,
        floor[first].unknown if status == "unknown" else status,
        measures=(*_ratios(floor), *(_presence(partners, what) for what in floor), *noted),
        groups=floor[first].groups,
        words={**words, "talk": PHRASES["floor-time"][first]},
        p_value=chance.p_value if chance else None,
        smallest_p=chance.smallest_p if chance else None,
    )
    return finding if len({status for status, _ in judged.values()}) == 1 else finding.saying("watch", "differ")


def _floor(table: GroupTable) -> Floor:
    """Return the shares of turns and of seconds, of whichever was noted for most seats."""
    groups = table.labels("group")
    places = {group: table.number(group, "seats") for group in groups}
    people = {group: table.people(group, "seats") for group in groups}
    found = {}
    for what, unit in UNITS.items():
        enough = table.total(what=f"{what} noted") * NOTED[1] >= table.total(what="seats") * NOTED[0]
        if enough and table.total(what=what):
            parts = {group: table.number(group, what) for group in groups}
            found[what] = Shares(parts=parts, people=people, among=places, unit=unit)
    return found


def _ratios(floor: Floor) -> Iterator[Measure]:
    """Yield the voice ratio of each group: of the first count under its name, of the other with what was counted."""
    for what, shares in floor.items():
        first = what == next(iter(floor))
        yield from (ratio if first else attrs.evolve(ratio, of=f"{ratio.of}, {what}") for ratio in shares.ratios)


def _rows_of(table: PersonTable | None, what: str) -> PersonTable | None:
    if table is None:
        return None
    columns = (table.column(name) for name in ("group", what, "seats", "n"))
    rows: list[Row] = list(zip(*columns, strict=True))
    return PersonTable("partners", ("group", "parts", "people", "n"), rows)


def _presence(table: PersonTable | None, what: str) -> Measure:
    """Return how far talk departs from time in the room, among those whose time and talk were noted."""
    name = "presence_adjusted_dominance"
    if table is None:
        return undefined(name, NOT_SHOWN, unit=PRESENCE, of=what)
    columns = (table.column(each) for each in (what, "minutes", f"{what} noted", "minutes noted", "n"))
    rows = [(talk, there, n) for talk, there, *known, n in zip(*columns, strict=True) if all(known) and there]
    talk, there = ([row[at] for row in rows for _ in range(row[2])] for at in (0, 1))
    return presence_adjusted_dominance(talk, there, of=what)


FLOOR_TIME = EqualityCheck(
    name="floor-time",
    title="Who gets to speak?",
    question="Does each group have the share of turns and of speaking time that its people in the room would give it?",
    source="voice ratio, Karpowitz and Mendelberg 2014; turns, Woolley et al. 2010; permutation test",
    reads={
        Partner: GROUPED,
        Attendance: ("partner", "space", "came", "people", "minutes", "turns", "seconds"),
    },
    sentences=SENTENCES["floor-time"],
    ask="What would help those speak who speak least, if they want to?",
    count=count_floor,
    judge=judge_floor,
    theme="working together as equals",
    band=SHARE_BAND,
    formula="`representation_ratio` of turns and of seconds: a group's share of them over its share of seats in the"
    " rooms where they were counted; a blank is 0, and only what was noted for four seats of five is judged."
    " `presence_adjusted_dominance` sets talk beside minutes in the room.",
    undefined="Where nobody counted, where it was noted for too few, where no two groups have three people, and where"
    f" it is not on record which group most people are in; there are more than {LARGEST:,} partners.",
    agreed_only=True,
    largest=LARGEST,
)
