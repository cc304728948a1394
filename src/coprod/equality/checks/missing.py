"""Who is missing? People here, beside the people who could have been here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TypeAlias

import narwhals as nw

from coprod.engines import Frame, collect, count, distinct, total
from coprod.equality.check import Context, EqualityCheck
from coprod.equality.grouping import GROUPED, MORE_THAN_ONE, NOT_RECORDED, groups_of
from coprod.equality.measures import NOT_SHOWN, rate, representation_ratio, undefined
from coprod.equality.sentences import SENTENCES
from coprod.equality.shares import SHARE_BAND
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, PersonTable, Tables
from coprod.finding import Finding, Group, Measure
from coprod.project import Project
from coprod.records import Characteristic, Partner, Population
from coprod.schema import columns_of

__all__ = ["WHO_IS_MISSING"]

OF_PARTNERS = ("here_as", "sector")  # what a population may count that partners have as a column
KNOWN = 2  # a characteristic is judged where it is on record for at least one in so many people
SEP = ": "
RATIO, TIMES = "representation_ratio", "times its share"

Here: TypeAlias = Mapping[str, Mapping[str, tuple[int, int]]]
"""By characteristic and value: how many people are here, and how many there are where they come from."""


def count_missing(study: Study) -> Iterator[GroupTable | PersonTable]:
    """Count people here and people who could be here, by each characteristic that has a population."""
    latest = _latest(study.project)
    people = study.groups.filter(nw.col("people") > 0).select("partner", "people")
    columns = [by for by in OF_PARTNERS if by in latest]
    frames = [people.select(total(nw.col("people")).alias("n")), _stated(study, people)] if latest else []
    everyone, stated, *found = collect([*frames, *(_column(study, people, by) for by in columns)]) or ([], [])
    here = [(c, value, n) for c, value, n in stated if c in latest and c not in columns]
    here += [(by, v, n) for by, counted in zip(columns, found, strict=True) for v, n in counted if v != NOT_RECORDED]
    yield from _tables(latest, here, sum(n for (n,) in everyone))


def _column(study: Study, people: Frame, by: str) -> Frame:
    labels = groups_of(study.project, by).select("partner", value="group")
    known = people.join(labels, on="partner", how="inner").group_by("value")
    return known.agg(total(nw.col("people")).alias("n")).select("value", "n")


def _stated(study: Study, people: Frame) -> Frame:
    """Return how many people say what of themselves, each once: `characteristic`, `value`, `n`."""
    rows = distinct(study.project.frame(Characteristic).select("partner", "characteristic", "value"))
    each = rows.group_by("partner", "characteristic").agg(count().alias("values"), nw.col("value").min())
    one = nw.when(nw.col("values") > 1).then(nw.lit(MORE_THAN_ONE)).otherwise(nw.col("value"))
    known = each.select("partner", "characteristic", value=one).join(people, on="partner", how="inner")
    counted = known.group_by("characteristic", "value").agg(total(nw.col("people")).alias("n"))
    return counted.select("characteristic", "value", "n")


def _latest(project: Project) -> dict[str, dict[str, int]]:
    """Return the latest count of each value, where the project is; of one day, that of its area before one without."""
    names, area = list(columns_of(Population)), project.settings.area
    at = [names.index(name) for name in ("characteristic", "value", "area", "on", "count")]
    found: dict[str, list[tuple[tuple[date, bool], str, int]]] = {}
    for row in project.stored(Population):
        characteristic, value, where, on, n = (row[place] for place in at)
        if not where or where == area:
            found.setdefault(characteristic, []).append(((on, bool(where)), value, n))
    best = {characteristic: max(when for when, *_ in counts) for characteristic, counts in found.items()}
    return {c: {value: n for when, value, n in counts if when == best[c]} for c, counts in found.items()}


def _tables(
    latest: Mapping[str, Mapping[str, int]], here: Iterable[tuple[str, str, int]], everyone: int
) -> Iterator[GroupTable | PersonTable]:
    people = {characteristic: dict.fromkeys(values, 0) for characteristic, values in latest.items()}
    for characteristic, value, n in here:
        people[characteristic][value] = people[characteristic].get(value, 0) + n
    for values in people.values():
        values[NOT_RECORDED] = everyone - sum(values.values())
    cells = ((c + SEP + v, n) for c, values in people.items() for v, n in values.items())
    yield GroupTable.of("here", ("value",), (((label,), n, n) for label, n in cells))
    # not a group table: these people are not the project's, and would make it look larger than it is
    known = ((c + SEP + v, n) for c, values in latest.items() for v, n in values.items())
    yield PersonTable("population", ("value", "people"), known)


def judge_missing(tables: Tables, context: Context) -> Finding:
    """Judge whether each group has the share of people here that it has where they come from."""
    population = tables.person("population")
    if population is None:
        return Finding("unknown", "stewards only", measures=undefined(RATIO, NOT_SHOWN, unit=TIMES))
    found, unknown = _known(tables.group("here"), dict(population.rows))
    known = {c: _known_of(values, unknown[c], c) for c, values in found.items()}
    lone = {c for c, values in found.items() if _lone(values, unknown[c])}
    ratios = {c: _ratios(c, values, why=_why_not(known[c], lone=c in lone)) for c, values in found.items()}
    finding = Finding(
        "unknown",
        measures=(*known.values(), *(ratio for each in ratios.values() for ratio in each.values())),
        groups=tuple(group for c, values in found.items() for group in _groups(c, values)),
    )
    judged = [(c, v, m) for c in found for v, m in ratios[c].items() if m.value is not None and _expected(found[c], v)]
    if not found or not any((measure.value or 0) for measure in known.values()):
        return finding.saying("unknown", "nobody said" if found else "unknown")
    if not judged:
        best = max(known, key=lambda c: (known[c].value or 0, c))
        say = "one kind" if best in lone and _enough(known[best]) else "too few"
        return finding.saying("unknown", say, characteristic=best)
    return _judged(finding, found, judged, context)


def _judged(finding: Finding, found: Here, judged: list[tuple[str, str, Measure]], context: Context) -> Finding:
    wide = [(c, v, m) for c, v, m in judged if context.status(m) == "uneven"]
    if not wide:
        return finding.saying("even")
    ordered = sorted(wide, key=lambda each: (each[2].value or 0, each[0], each[1]))
    absent = ", ".join(f"“{m.of}”" for _, _, m in ordered if m.value == 0)
    chance = all(_by_chance(found[c], v, m, context) for c, v, m in wide)
    least, most = ordered[0][2], ordered[-1][2]
    name = "nobody" if absent else "below" if (least.value or 0) < 1 else "above"
    say = f"{name} + chance" if chance else name
    return finding.saying("watch" if chance else "uneven", say, least=least.of, most=most.of, absent=absent)


def _by_chance(values: Mapping[str, tuple[int, int]], value: str, measure: Measure, context: Context) -> bool:
    """Return whether one person more, or one less, would make the ratio even or turn it round."""
    low = (measure.value or 0) < 1
    here = values[value][0] + (1 if low else -1)
    everyone = sum(n for n, _ in values.values()) + (1 if low else -1)
    changed = _ratio(values, here, everyone, value, measure.of)
    return context.status(changed) == "even" or ((changed.value or 0) < 1) != low


def _known(here: GroupTable, there: Mapping[str, int]) -> tuple[dict[str, dict[str, tuple[int, int]]], dict[str, int]]:
    """Return by characteristic people here and people there of each value, and how many have none on record."""
    found: dict[str, dict[str, tuple[int, int]]] = {}
    unknown: dict[str, int] = {}
    for cell in here.cells:
        characteristic, value = cell.labels[0].split(SEP, 1)
        if value == NOT_RECORDED:
            unknown[characteristic] = cell.number or 0
        else:
            found.setdefault(characteristic, {})[value] = (cell.number or 0, there.get(cell.labels[0], 0))
    return found, unknown


def _ratio(values: Mapping[str, tuple[int, int]], here: int, everyone: int, value: str, of: str) -> Measure:
    return representation_ratio(here, everyone, values[value][1], sum(there for _, there in values.values()), of=of)


def _ratios(characteristic: str, values: Mapping[str, tuple[int, int]], *, why: str) -> dict[str, Measure]:
    everyone = sum(here for here, _ in values.values())
    named = {value: f"{characteristic}{SEP}{value}" for value in values}
    if why:
        return {value: undefined(RATIO, why, unit=TIMES, n=everyone, of=of) for value, of in named.items()}
    return {value: _ratio(values, here, everyone, value, named[value]) for value, (here, _) in values.items()}


def _known_of(values: Mapping[str, tuple[int, int]], unknown: int, characteristic: str) -> Measure:
    here = sum(n for n, _ in values.values())
    return rate(here, here + unknown, name="on_record", unit="share of people", of=characteristic)


def _enough(measure: Measure) -> bool:
    return measure.value is not None and measure.value * KNOWN >= 1


def _lone(values: Mapping[str, tuple[int, int]], unknown: int) -> bool:
    """Return whether only one value was noted, and not of all: people may write "yes" where it is so, and no more."""
    return unknown > 0 and sum(here > 0 for here, _ in values.values()) < 2


def _why_not(measure: Measure, *, lone: bool) -> str:
    """Return why a characteristic is not judged; nothing where it is."""
    if not _enough(measure):
        return "on record for too few people here"
    return "only one value was noted, and not of all" if lone else ""


def _expected(values: Mapping[str, tuple[int, int]], value: str) -> bool:
    """Return whether an even share would be at least one person."""
    here, there = (sum(pair[at] for pair in values.values()) for at in (0, 1))
    return there > 0 and here * values[value][1] >= there


def _groups(characteristic: str, values: Mapping[str, tuple[int, int]]) -> Iterator[Group]:
    everyone = sum(here for here, _ in values.values())
    for value, (here, _) in sorted(values.items()):
        share = here / everyone if everyone else None
        yield Group(f"{characteristic}{SEP}{value}", here, here, everyone, share)


WHO_IS_MISSING = EqualityCheck(
    name="who-is-missing",
    title="Who is missing?",
    question="Are the people here like the people who could be here?",
    source="participation-to-prevalence ratio, Circulation 2020;141:540",
    reads={
        Partner: GROUPED,
        Characteristic: ("partner", "characteristic", "value"),
        Population: ("characteristic", "value", "area", "on", "count"),
    },
    sentences=SENTENCES["who-is-missing"],
    ask="Who is not here, and what would we have to change so that they would like to come?",
    count=count_missing,
    judge=judge_missing,
    theme="get to know each other",
    band=SHARE_BAND,
    formula="`representation_ratio` is a value's share of the people here whose characteristic is on record, over its"
    " share of the latest population of the project's area. A value is judged where at least half of the people here"
    " have the characteristic on record and an even share would be at least one person; not"
    " where only one value was noted and some people have none. `on_record` says for how many"
    " it is.",
    undefined="There is no population on record, or no characteristic of it is on record for half of the people here."
    " The comparison stays with those who keep the records.",
)
