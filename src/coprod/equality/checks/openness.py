"""Are all views talked about, and do we still keep to the plan? Views beyond the plan, beside those within it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import narwhals as nw

from coprod.engines import Frame, collect, count, distinct, total
from coprod.equality.beside import beside, beside_table
from coprod.equality.check import Context, EqualityCheck
from coprod.equality.fates import fates_of_views
from coprod.equality.grouping import GROUPED
from coprod.equality.inference import between_counts
from coprod.equality.measures import NOT_SHOWN, disparities, one_flip, rate, undefined
from coprod.equality.presence import VIEW, flag
from coprod.equality.rates import FOUR_FIFTHS_BAND
from coprod.equality.sentences import SENTENCES
from coprod.equality.stances import behind_goals, has
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, PersonTable, Tables
from coprod.finding import Finding, Group, Measure, Status
from coprod.records import Attendance, Decision, Goal, Influence, Partner, Response, Role, View

__all__ = ["PLAN_AND_OPENNESS"]

BEYOND, WITHIN = "beyond the plan", "within the plan"
TALKED = "talked about"
STAGES = (TALKED, "discussed", "answered", "taken")
BESIDE = {
    "came_back": "views beyond the plan that led to another view",
    "parked": "views beyond the plan that are parked",
    "not_noted": "views of which nobody noted whether they are within the plan",
    "plans_changed": "plans that were dropped or replaced",
    "changed_by_views": "share of those plans that views led to",
}
DUE = "share of milestones that were due"
PLANS = ("aim", "activity", "milestone")


def count_openness(study: Study) -> Iterator[GroupTable | PersonTable]:
    """Count views beyond and within the plan and what became of them, plans that changed, and milestones."""
    views = _views(study)
    columns = ("plan", "people", "asked", *STAGES, "parked", "back")
    sums = views.group_by("plan", "partner").agg(
        count().alias("asked"), *(total(nw.col(stage)).alias(stage) for stage in columns[3:])
    )
    people = study.groups.filter(nw.col("people") > 0).select("partner", "people")
    # an organisation is no person: a signed view counts where people stand behind it
    known = sums.join(people, on="partner", how="left")
    each = known.filter(nw.col("partner").is_null() | has("people"))
    alike = each.group_by(*columns).agg(count().alias("n")).select(*columns, "n")
    goals = study.project.frame(Goal).filter(nw.col("kind").is_in(list(PLANS)))
    led = distinct(behind_goals(study.project).filter(nw.col("source").str.starts_with(VIEW)).select("goal"))
    plan = goals.select("id", "kind", "due", "done", "dropped", "replaces")
    found, plans, behind, *days = collect([alike, plan, led, *_last_days(study)])
    yield _by_plan([row for row in found if row[0]])
    beyond = [row for row in found if row[0] == BEYOND]
    changed, by_views = _changed(plans, {goal for (goal,) in behind})
    asked = sum(row[2] * row[-1] for row in beyond)
    yield beside_table(
        [
            ("parked", "", sum(row[-3] * row[-1] for row in beyond), asked),
            ("came_back", "", sum(row[-2] * row[-1] for row in beyond), asked),
            ("not_noted", "", *(sum(r[2] * r[-1] for r in rows) for rows in ([r for r in found if not r[0]], found))),
            ("plans_changed", "", changed, changed),
            ("changed_by_views", "", by_views, changed),
        ]
    )
    milestones = [(due, done) for _, kind, due, done, *_ in plans if kind == "milestone" and due]
    dates = [(due.toordinal(), done.toordinal() if done else 0) for due, done in milestones]
    yield PersonTable("milestones", ("due", "done"), dates)
    noted = [day.date() if isinstance(day, datetime) else day for [row] in days for day in row if day]
    yield PersonTable("last day", ("day",), [(max(noted).toordinal(),)] if noted else [])


def _last_days(study: Study) -> Iterator[Frame]:
    """Yield the last days on which something was said, decided, agreed, done or dropped; what is planned is none."""
    at = nw.col("at").max()
    yield from (study.project.frame(kind).select(at) for kind in (View, Response, Decision))
    yield study.project.frame(Goal).select(nw.col(name).max() for name in ("agreed", "done", "dropped"))


def _views(study: Study) -> Frame:
    """Return the views that ask for an answer: `plan`, `partner`, and 0 or 1 for what became of each."""
    project = study.project
    told = project.frame(Influence).filter(nw.col("source").str.starts_with(VIEW))
    again = told.filter(nw.col("target").str.starts_with(VIEW)).select(view=nw.col("source").str.slice(len(VIEW)))
    views = study.once(fates_of_views).join(flag(distinct(again), "back"), on="view", how="left")
    beyond = nw.when(nw.col("in_plan").is_in(["no", "unsure"])).then(nw.lit(BEYOND))
    return views.with_columns(
        nw.max_horizontal("discussed", "answered", "settled").alias(TALKED),
        plan=nw.when(nw.col("in_plan") == "yes").then(nw.lit(WITHIN)).otherwise(beyond),
        back=nw.col("back").fill_null(0),
    )


def _changed(goals: list[tuple[Any, ...]], behind: set[str]) -> tuple[int, int]:
    """Return how many plans were dropped or replaced, and how many of these views led to, by way of either."""
    plans = {goal: dropped for goal, _, _, _, dropped, _ in goals}
    newer: dict[str, list[str]] = {}
    for goal, *_, replaces in goals:
        if replaces in plans:
            newer.setdefault(replaces, []).append(goal)
    changed = [goal for goal, dropped in plans.items() if dropped or goal in newer]
    return len(changed), sum(not behind.isdisjoint((goal, *newer.get(goal, ()))) for goal in changed)


def _by_plan(rows: list[tuple[Any, ...]]) -> GroupTable:
    cells: dict[tuple[str, ...], tuple[int, int]] = {}
    for plan, people, *numbers, _, _, n in rows:
        for what, number in zip(("asked", *STAGES), numbers, strict=True):
            # nobody knows how many people wrote the slips without a name: at most one each
            stands_on = (number if people is None else people) * n if number else 0
            before, known = cells.get((plan, what), (0, 0))
            cells[plan, what] = (before + number * n, known + stands_on)
    counted = ((labels, *pair) for labels, pair in cells.items())
    return GroupTable.of("views", ("plan", "what"), counted, within=dict.fromkeys(STAGES, "asked"))


def judge_openness(tables: Tables, context: Context) -> Finding:
    """Judge whether views beyond the plan are taken up in talk as often as those within it."""
    table = tables.group("views")
    rates = {p: (table.number(p, TALKED), table.number(p, "asked")) for p in (BEYOND, WITHIN)}
    found = {measure.of: measure for measure in disparities(rates)}
    ratio = found.get(BEYOND) or next(iter(found.values()))
    each_view = {plan: {1: number, 0: asked - number} for plan, (number, asked) in rates.items()}
    chance = None if context.disclosed else between_counts(each_view, random=context.random)
    finding = Finding(
        "unknown",
        measures=(
            *(rate(*pair, of=plan, unit="share of views") for plan, pair in rates.items()),
            *(_stage(table, stage) for stage in STAGES[1:]),
            ratio,
            *beside(tables, BESIDE),
            *_milestones(tables.person("milestones"), _day(tables, context)),
        ),
        groups=_groups(table, rates),
        words={"beyond": BEYOND, "within": WITHIN},
        p_value=chance.p_value if chance else None,
        smallest_p=chance.smallest_p if chance else None,
    )
    asked = rates[BEYOND][1]
    if not asked:
        return finding.saying("unknown", "only within" if rates[WITHIN][1] else "unknown")
    status: Status = context.status(ratio)
    if status == "unknown":
        return finding.saying("unknown", "too few")
    return finding.saying("watch" if status == "uneven" and one_flip(rates) else status)


def _stage(table: GroupTable, stage: str) -> Measure:
    number, asked = table.number(BEYOND, stage), table.number(BEYOND, "asked")
    return rate(number, asked, of=f"{BEYOND}, {stage}", unit="share of views")


def _groups(table: GroupTable, rates: Mapping[str, tuple[int, int]]) -> Iterator[Group]:
    for plan, (number, asked) in rates.items():
        yield Group(plan, table.people(plan, "asked"), number, asked, number / asked if asked else None)


def _day(tables: Tables, context: Context) -> int:
    """Return the number of the day by which milestones are due: that of the data, else the last on record."""
    last = tables.person("last day")
    return context.as_of.toordinal() if context.as_of else max(last.column("day"), default=0) if last else 0


def _milestones(table: PersonTable | None, today: int) -> tuple[Measure, ...]:
    """Return how many milestones were met of those due, and how many in time."""
    names = ("milestones_met", "milestones_in_time")
    if table is None:
        return tuple(undefined(name, NOT_SHOWN, unit=DUE) for name in names)
    due = [(day, done) for day, done in table.rows if done or day <= today]
    met = sum(bool(done) for _, done in due)
    in_time = sum(bool(done) and done <= day for day, done in due)
    why = "no milestone was due"
    return tuple(rate(n, len(due), name=name, unit=DUE, why=why) for name, n in zip(names, (met, in_time), strict=True))


PLAN_AND_OPENNESS = EqualityCheck(
    name="plan-and-openness",
    title="Are views beyond the plan talked about too?",
    question="Are views beyond the plan talked about or answered about as often as those within it?",
    source="Font et al. 2018: what fits the plan is taken up more often; four-fifths rule",
    reads={
        Partner: GROUPED,
        View: ("id", "partner", "space", "kind", "at", "in_plan", "discussed", "fate", "reply"),
        Attendance: ("partner", "space", "came"),
        Decision: ("id", "space", "rule", "at"),
        Role: ("partner", "item", "role"),
        Response: ("partner", "item", "fate", "at"),
        Influence: ("source", "target"),
        Goal: ("id", "kind", "agreed", "due", "done", "dropped", "replaces"),
    },
    sentences=SENTENCES["plan-and-openness"],
    ask="Which view beyond the plan should we come back to?",
    count=count_openness,
    judge=judge_openness,
    theme="all views expressed and discussed, yet keeping to plan",
    band=FOUR_FIFTHS_BAND,
    formula="`rate` is the share of views asking for an answer that were discussed, answered in words or settled,"
    " beyond the plan and within it; `disparity` is the first over the better of both. Beside it: views beyond the plan"
    " that were discussed, answered, taken up, are parked, or led to another view; plans that were dropped or replaced,"
    " and how many of them views led to; milestones met of those due by the"
    " day of the data, or by the last day on record.",
    undefined="No view beyond the plan is on record, or there are fewer than five on either side.",
)
