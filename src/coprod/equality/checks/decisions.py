"""Who decides? Each group's share of the deciding, what was decided outside any gathering, and who was told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import narwhals as nw

from coprod.engines import Frame, collect, count, distinct, one, total
from coprod.equality.check import Context, EqualityCheck
from coprod.equality.deciding import in_decisions, who_decided
from coprod.equality.grouping import GROUPED, comparable
from coprod.equality.presence import flag
from coprod.equality.sentences import SENTENCES
from coprod.equality.shares import SHARE_BAND, Shares, chance_of_shares, spread_of_shares, tables_of_shares
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, PersonTable, Tables
from coprod.finding import Finding, Measure
from coprod.records import Attendance, Decision, Partner, Role

__all__ = ["DECISION_SHARE"]

TOLD = ("informed", "consulted")
PLACES = ("decisions", "outside", "told")
WHOM = ("outside", "without", "told")
TOLD_UNIT = "of those made without the group, decisions that someone in it was told of or asked about"

Heard = Sequence[tuple[str, int]]
"""By group, how many."""

Row = tuple[str, int, int, int, int, int]
"""People who are alike: group, times they decided, people each, decided outside, told of that, how many they are."""


def count_decided(study: Study) -> Iterator[GroupTable | PersonTable]:
    """Count how often people of each group decided, over all people, and the decisions outside any gathering."""
    each = _decisions(study)
    deciding = who_decided(study).filter(nw.col("people") > 0).join(each, on="decision", how="inner")
    by_partner = deciding.group_by("partner").agg(
        total(nw.col("deciding")).alias("parts"), nw.col("outside").max(), nw.col("told").max()
    )
    people = study.groups.filter(nw.col("people") > 0).join(by_partner, on="partner", how="left")
    filled = people.with_columns(*(nw.col(name).fill_null(0) for name in ("parts", "outside", "told")))
    names = ("group", "parts", "people", "outside", "told")
    alike = filled.group_by(*names).agg(count().alias("n")).select(*names, "n")
    made = distinct(deciding.filter(nw.col("outside") == 1).select("decision", "group"))
    outside = made.group_by("group").agg(count().alias("n")).select("group", "n")
    kinds = each.group_by("outside", "told").agg(count().alias("n")).select("outside", "told", "n")
    rows, of_all, *of_groups = collect([alike, kinds, outside, *_heard(study, each, made)])
    yield from tables_of_shares([(group, parts, size, n) for group, parts, size, _, _, n in rows], "decided")
    yield _outside(rows, sum(n * outside for outside, _, n in of_all), *of_groups)
    yield _places(rows, of_all)


def _decisions(study: Study) -> Frame:
    """Return decisions, each with 1 or 0: `decision`, `outside` any gathering, and someone else was `told` of it."""
    told = distinct(_told(study).select("decision"))
    known = (
        study.project.frame(Decision).select("space", decision="id").join(flag(told, "told"), on="decision", how="left")
    )
    outside = one(nw.col("space").is_null())
    return known.select("decision", outside=outside, told=nw.col("told").fill_null(0) * outside)


def _told(study: Study) -> Frame:
    """Return who was told or asked of a decision that they did not make: `decision`, `partner`."""
    heard = distinct(in_decisions(study).filter(nw.col("role").is_in(list(TOLD))).select("decision", "partner"))
    return heard.join(who_decided(study).select("decision", "partner"), on=["decision", "partner"], how="anti")


def _heard(study: Study, each: Frame, made: Frame) -> tuple[Frame, Frame]:
    """Return by group the decisions outside, made without it, that someone in it was told of; and how many were."""
    outside = each.filter(nw.col("outside") == 1).select("decision")
    people = study.groups.filter(nw.col("people") > 0)
    known = _told(study).join(outside, on="decision", how="semi").join(people, on="partner", how="inner")
    heard = known.join(made, on=["decision", "group"], how="anti")
    decisions = distinct(heard.select("decision", "group")).group_by("group").agg(count().alias("n"))
    partners = distinct(heard.select("partner", "group", "people")).group_by("group")
    return decisions.select("group", "n"), partners.agg(total(nw.col("people")).alias("n")).select("group", "n")


def _outside(rows: Sequence[Row], decisions: int, made: Heard, told: Heard, heard: Heard) -> GroupTable:
    """Return the decisions outside any gathering that people of each group made; those made without it; those told."""
    people, deciders = ({group: 0 for group, *_ in rows} for _ in range(2))
    for group, _, size, outside, _, n in rows:
        people[group] += size * n
        deciders[group] += size * n * outside
    cells: dict[tuple[str, ...], tuple[int, int]] = {}
    for group in people:
        without = decisions - dict(made).get(group, 0)
        cells[group, "outside"] = dict(made).get(group, 0), deciders[group]
        cells[group, "without"] = without, people[group] if without else 0
        cells[group, "told"] = dict(told).get(group, 0), dict(heard).get(group, 0)
    counted = ((labels, number, stands_on) for labels, (number, stands_on) in cells.items())
    return GroupTable.of("outside", ("group", "what"), counted, within={"told": "without"})


def _places(rows: Sequence[Row], found: Sequence[tuple[int, int, int]]) -> GroupTable:
    """Return how many decisions there are, how many of them outside any gathering, and how many were told of."""
    numbers = {
        "decisions": sum(n for *_, n in found),
        "outside": sum(outside * n for outside, _, n in found),
        "told": sum(told * n for _, told, n in found),
    }
    people = {
        "decisions": sum(size * n for _, parts, size, _, _, n in rows if parts),
        "outside": sum(size * n * outside for _, _, size, outside, _, n in rows),
        "told": sum(size * n * told for _, _, size, _, told, n in rows),
    }
    # someone decided, though we may not know who, or only which organisation
    cells = (((what,), number, max(1, people[what]) if number else 0) for what, number in numbers.items())
    return GroupTable.of("places", ("what",), cells, within={"told": "outside", "outside": "decisions"})


def judge_decided(tables: Tables, context: Context) -> Finding:
    """Judge whether people of each group decided as often as their number would have it."""
    shares, partners = Shares.of(tables, "decided"), tables.person("partners")
    chance, (status, words) = chance_of_shares(partners, context), shares.status(context)
    table, outside = tables.group("places"), tables.group("outside")
    by_group = {group: outside.number(group, "outside") for group in comparable(shares.people)}
    most = max(by_group, key=lambda group: (by_group[group], group), default="")
    finding = Finding(
        status,
        measures=(*shares.ratios, *spread_of_shares(partners), *_places_measured(table, outside)),
        groups=shares.groups,
        words={**words, "outsider": most},
        p_value=chance.p_value if chance else None,
        smallest_p=chance.smallest_p if chance else None,
    )
    if not shares.whole:
        return finding.saying("unknown", "no names" if table.number("decisions") else "unknown")
    say = shares.unknown if status == "unknown" else status
    if not table.number("outside"):
        return finding.saying(status, say)
    where = " + outside + outsiders" if by_group.get(most) else " + outside"
    return _who_heard(finding.saying(status, say + where), outside, by_group)


def _who_heard(finding: Finding, outside: GroupTable, groups: Iterable[str]) -> Finding:
    """Return the finding, with the group that had no part in most of those decisions and was not told of them."""
    passed = {group: outside.number(group, "without") - outside.number(group, "told") for group in groups}
    if not passed:
        return finding
    most = max(passed, key=lambda group: (passed[group], group))
    if not passed[most]:
        return finding.saying(finding.status, finding.say + " + all heard")
    return finding.saying(finding.status, finding.say + " + heard", unheard=most)


def _places_measured(places: GroupTable, outside: GroupTable) -> Iterator[Measure]:
    """Yield how many decisions were made outside any gathering, by whom, and of how many someone was told."""
    everything, number = places.number("decisions"), places.number("outside")
    unit = "decisions made outside any gathering"
    yield Measure("decisions_outside", number, unit=unit, n=everything)
    told = places.number("told")
    yield Measure("decisions_told", told, unit="of those, decisions someone else was told of", n=number)
    for group in outside.labels("group"):
        yield Measure("decisions_outside", outside.number(group, "outside"), unit=unit, n=number, of=group)
        without, heard = (outside.number(group, what) for what in WHOM[1:])
        yield Measure("decisions_told", heard, unit=TOLD_UNIT, n=without, of=group)


DECISION_SHARE = EqualityCheck(
    name="decision-share",
    title="Who decides?",
    question="Does each group have the share of the deciding that its number of people would give it?",
    source="representation ratio (Circulation 2020;141:540); Karpowitz and Mendelberg 2014; permutation test",
    reads={
        Partner: GROUPED,
        Decision: ("id", "space", "rule"),
        Role: ("partner", "item", "role"),
        Attendance: ("partner", "space", "came", "people"),
    },
    sentences=SENTENCES["decision-share"],
    ask="Which decisions should more of us make, and who should hear of the others before they are made?",
    count=count_decided,
    judge=judge_decided,
    theme="working together as equals",
    band=SHARE_BAND,
    formula="`representation_ratio`: a group's share of all pairs of a decision and a person who made it, over its"
    " share of people. Those with the role “decided” made it; where there are none and the rule is consensus, consent"
    " or majority, all who came to its space did."
    " `decisions_told` of a group: of the decisions made outside any gathering in which no one of it had a part, those"
    " of which someone of it has the role “informed” or “consulted”.",
    undefined="Where it is not on record who made any decision, where no two groups have three people, and where it is"
    " not on record which group most people are in.",
)
