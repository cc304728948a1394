"""Who could not come, and who was not asked: people by group, of all people there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import narwhals as nw

from coprod.engines import Frame, total
from coprod.equality.grouping import SMALLEST, comparable
from coprod.equality.presence import attendance
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable
from coprod.finding import Finding, Measure

__all__ = ["away_by_group", "measures_of_away", "said_of_away", "table_of_away"]

AWAY = {"could not": "could_not_come", "not asked": "not_asked"}
WORDS = {"could not": "away", "not asked": "unasked"}
UNITS = {
    "could not": "people who could not come at least once",
    "not asked": "people who were not asked at least once",
}


def away_by_group(study: Study) -> Frame:
    """Return by group people, those who could not come to something, those not asked to something, and rows on it."""
    everyone = study.groups.filter(nw.col("people") > 0).join(attendance(study), on="partner", how="left")
    columns = ("people", "could_not", "not_asked", "rows")
    numbers = {name: nw.col(name).fill_null(0) for name in columns}
    numbers |= {name: nw.min_horizontal(numbers[name], nw.col("people")) for name in ("could_not", "not_asked")}
    sums = everyone.group_by("group").agg(*(total(number).alias(name) for name, number in numbers.items()))
    return sums.select("group", *columns)


def table_of_away(found: Iterable[tuple[str, int, int, int, int]]) -> GroupTable:
    """Return those people by group; none where it is not on record for anybody whether they came."""
    known = list(found)
    noted = any(rows for *_, rows in known)
    numbers = (
        ((group, what), number)
        for group, people, could, unasked, _ in known
        for what, number in (("people", people), ("could not", could), ("not asked", unasked))
        if noted
    )
    within = dict.fromkeys(AWAY, "people")
    return GroupTable.of("away", ("group", "what"), ((labels, n, n) for labels, n in numbers), within=within)


def measures_of_away(table: GroupTable) -> Iterator[Measure]:
    """Yield how many people could not come and how many were not asked, in all and by group; or why nobody knows."""
    everyone = table.total(what="people")
    for what, name in AWAY.items():
        if not everyone:
            yield Measure(name, None, unit=UNITS[what], n=0, reason="nothing on record")
            continue
        yield Measure(name, table.total(what=what), unit=UNITS[what], n=everyone)
        for group in table.labels("group"):
            people = table.number(group, "people")
            yield Measure(name, table.number(group, what), unit=UNITS[what], n=people, of=group)


def said_of_away(finding: Finding, table: GroupTable) -> Finding:
    """Return the finding, with a sentence on those who could not come and one on those who were not asked."""
    # where a group has one or two notes, nothing of it is said in this finding
    few = {group.group for group in finding.groups if (group.n or 0) < SMALLEST}
    groups = [group for group in table.labels("group") if group not in few] if table.cells else []
    people = {group: table.number(group, "people") for group in groups}
    for what in AWAY:
        if not table.total(what=what):
            continue
        most = _most(table, what, people)
        say = f"{finding.say} + {what}{', by group' if most else ''}"
        finding = finding.saying(finding.status, say, **({WORDS[what]: most} if most else {}))
    return finding


def _most(table: GroupTable, what: str, people: Mapping[str, int]) -> str:
    """Return the group of which most people are among them, for its size, of two that may be spoken of; else none."""
    known = comparable(people)
    most = max(known, key=lambda group: (table.number(group, what) / people[group], group), default="")
    return most if len(known) > 1 and table.number(most, what) else ""
