"""Do we share a vision? Who is for the one that holds now, and how it came about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import narwhals as nw

from coprod.engines import Frame, collect, count, distinct, total
from coprod.equality.beside import beside, beside_table, chance_of_partners, partners_table
from coprod.equality.check import Context, EqualityCheck
from coprod.equality.checks.understood import (
    measures_of_understanding,
    said_of_understanding,
    table_of_understanding,
    understanding,
)
from coprod.equality.grouping import GROUPED, SMALLEST
from coprod.equality.measures import rate
from coprod.equality.rates import (
    FOUR_FIFTHS_BAND,
    Comparison,
    Rates,
    compare,
    groups_with,
    rate_of_each,
    rates_by_group,
)
from coprod.equality.sentences import SENTENCES
from coprod.equality.stances import GOAL, behind_goals, latest_stances
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, PersonTable, Tables
from coprod.finding import Finding
from coprod.records import Goal, Indicator, Influence, Measurement, Partner, Response, Role

__all__ = ["SHARED_VISION"]

NESTED = {"answered": "people", "for": "answered"}
BESIDE = {
    "shaped_by": "people on record as having shaped it",
    "earlier_visions": "visions before it",
    "views_behind": "views that led to it",
}

Visions = Mapping[str, tuple[date | None, date | None, str | None]]
"""By id: agreed, dropped, replaces."""


def count_vision(study: Study) -> Iterator[GroupTable | PersonTable]:
    """Count people by group: all, those who said what they think of the current vision, and those for it."""
    rows = study.project.frame(Goal).filter(nw.col("kind") == "vision")
    people = study.groups.filter(nw.col("people") > 0).group_by("group").agg(total(nw.col("people")).alias("n"))
    said = latest_stances(study.project, study.groups, GOAL, rows)
    by_stance = said.group_by("item", "group", "stance").agg(total(nw.col("people")).alias("n"), count().alias("who"))
    found, here, told, shaped, views, marks = collect(
        [
            rows.select("id", "agreed", "dropped", "replaces"),
            people.select("group", "n"),
            by_stance.select("item", "group", "stance", "n", "who"),
            _shaped(study, rows),
            _views(study, rows),
            understanding(study, rows),
        ]
    )
    visions: Visions = {goal: tuple(rest) for goal, *rest in found}
    current = _current(visions)
    mine = [row for item, *row in told if item == current]
    yield _by_group(dict(here) if current else {}, mine)
    yield table_of_understanding(marks)
    yield PersonTable("holds", ("why",), [("nobody asked" if current else _why_none(visions),)])
    yield partners_table((group, int(stance > 0), 1, who) for group, stance, _, who in mine)
    yield beside_table(
        [
            *(("shaped_by", group, n, n) for goal, group, n in shaped if goal == current),
            *([("earlier_visions", "", _before(visions, current), len(visions))] if current else ()),
            *(("views_behind", "", n, n) for goal, n in views if goal == current),
        ]
    )


def _shaped(study: Study, visions: Frame) -> Frame:
    roles = study.project.frame(Role).filter(nw.col("role").is_in(["initiated", "shaped"]))
    item = nw.col("item").str.slice(len(GOAL))
    mine = distinct(roles.filter(nw.col("item").str.starts_with(GOAL)).select("partner", id=item))
    known = mine.join(visions.select("id"), on="id", how="semi").join(study.groups, on="partner", how="inner")
    counted = known.filter(nw.col("people") > 0).group_by("id", "group").agg(total(nw.col("people")).alias("n"))
    return counted.select("id", "group", "n")


def _views(study: Study, visions: Frame) -> Frame:
    behind = behind_goals(study.project).filter(nw.col("source").str.starts_with("view:"))
    known = behind.join(visions.select(goal="id"), on="goal", how="semi")
    return known.group_by("goal").agg(count().alias("n")).select("goal", "n")


def _current(visions: Visions) -> str:
    """Return the vision that holds: the latest agreed and not dropped, that no other such vision replaces."""
    agreed = {goal: (on, old) for goal, (on, dropped, old) in visions.items() if on and dropped is None}
    replaced = {old for goal, (_, old) in agreed.items() if old != goal}
    # where each replaces another in a loop, the latest holds
    holding = [goal for goal in agreed if goal not in replaced] or agreed
    return max(holding, key=lambda goal: (agreed[goal][0], goal), default="")


def _why_none(visions: Visions) -> str:
    """Return the sentence that says why no vision holds."""
    if not visions:
        return "unknown"
    return "dropped" if all(dropped for _, dropped, _ in visions.values()) else "not agreed"


def _before(visions: Visions, goal: str) -> int:
    """Return how many visions came before one, each replaced by the next; a loop ends where it began."""
    seen = {goal}
    while (earlier := visions[goal][2]) in visions and earlier not in seen:
        goal = str(earlier)
        seen.add(goal)
    return len(seen) - 1


def _by_group(here: Mapping[str, int], told: Iterable[Sequence[Any]]) -> GroupTable:
    cells = {(group, what): 0 for group in here for what in ("people", "answered", "for")}
    for group, n in here.items():
        cells[group, "people"] = n
    for group, stance, n, _ in told:
        cells[group, "answered"] += n
        cells[group, "for"] += n if stance > 0 else 0
    return GroupTable.of("vision", ("group", "what"), ((labels, n, n) for labels, n in cells.items()), within=NESTED)


def judge_vision(tables: Tables, context: Context) -> Finding:
    """Judge whether as many in each group are for the vision, and whether most people are."""
    table = tables.group("vision")
    rates = rates_by_group(table, "for", "answered")
    people = {group: table.number(group, "people") for group in rates}
    in_favour, answered = (sum(pair[at] for pair in rates.values()) for at in (0, 1))
    overall, comparison = rate(in_favour, answered), compare(rates, _answered(rates), context)
    chance = chance_of_partners(tables, context)
    reached = rate(answered, sum(people.values()), name="answered", unit="share of people")
    finding = Finding(
        "unknown",
        measures=(
            overall,
            reached,
            *rate_of_each(rates),
            comparison.measure,
            *measures_of_understanding(tables.group("understood"), people),
            *beside(tables, BESIDE),
        ),
        groups=groups_with(rates, people),
        words=comparison.words,
        p_value=chance.p_value if chance else None,
        smallest_p=chance.smallest_p if chance else None,
    )
    told = _said(finding, tables, comparison, in_favour, answered)
    return said_of_understanding(told, tables.group("understood"))


def _said(finding: Finding, tables: Tables, comparison: Comparison, in_favour: int, answered: int) -> Finding:
    """Return the finding with its sentence on who is for the vision."""
    if not answered:
        return finding.saying("unknown", _nobody(tables))
    if answered < SMALLEST:
        return finding.saying("unknown", "too few")
    if comparison.status in {"uneven", "watch"}:
        return finding.saying(comparison.status)
    if in_favour * 2 < answered:
        return finding.saying("watch", "few")
    return finding.saying("even") if comparison.status == "even" else finding.saying("unknown", "one group")


def _answered(rates: Rates) -> dict[str, int]:
    return {group: answered for group, (_, answered) in rates.items()}


def _nobody(tables: Tables) -> str:
    """Return the sentence that says why nobody's word on a vision is there."""
    holds = tables.person("holds")
    if holds is None:
        return "nobody asked" if tables.group("vision").cells else "unknown"
    return str(holds.rows[0][0])


SHARED_VISION = EqualityCheck(
    name="shared-vision",
    title="Do we share a vision?",
    question="Are as many people in each group for the vision that holds now, and were they asked?",
    source="National Standards for Community Engagement 2016 (planning); four-fifths rule",
    reads={
        Partner: GROUPED,
        Goal: ("id", "kind", "agreed", "dropped", "replaces"),
        Response: ("partner", "item", "stance", "people", "at"),
        Role: ("partner", "item", "role"),
        Influence: ("source", "target"),
        Indicator: ("id", "goal", "better", "minimum", "maximum"),
        Measurement: ("indicator", "partner", "at", "value"),
    },
    sentences=SENTENCES["shared-vision"],
    ask="What would you change in our vision, so that it is yours too?",
    count=count_vision,
    judge=judge_vision,
    theme="a shared vision and understanding",
    band=FOUR_FIFTHS_BAND,
    formula="`rate` is the share of people who are for the current vision, among those who said what they think of"
    " it: the latest word of each counts, and a group counts its people. `answered` is how many of all people said"
    " so. The current vision is the latest agreed one that is not dropped and that no other such vision replaces."
    " `views_behind`"
    " counts views that led to it, straight or in one step through a decision or goal. Where groups are alike but"
    " fewer than half are for it, it is worth a look. Beside it stands"
    " `understood`: an indicator whose goal is a vision, whichever one, asks whether people understand what it is for."
    " It is the share of people whose latest mark is above the middle of the scale, on the better side; of those with"
    " two marks or more `understood_then` is the first and `understood_now` the latest. These marks are among the"
    " figures of `outcomes` too. An indicator without both ends of its scale, or without a better side, is left out.",
    undefined=f"No agreed vision holds, fewer than {SMALLEST} people said what they think of it, or no two groups have"
    f" {SMALLEST} who did.",
)
