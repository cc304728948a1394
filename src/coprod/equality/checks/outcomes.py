"""What changed, for better and for worse? Planned or not, and who says so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import narwhals as nw

from coprod.engines import Frame, collect, count, distinct, one, total
from coprod.equality.beside import beside, beside_table, beside_total, chance_of_partners, partners_table
from coprod.equality.check import Context, EqualityCheck
from coprod.equality.checks.standards import of_standards
from coprod.equality.grouping import GROUPED, groups_of
from coprod.equality.measures import rate
from coprod.equality.presence import flag
from coprod.equality.rates import FOUR_FIFTHS_BAND, Comparison, compare, groups_with, rate_of_each, rates_by_group
from coprod.equality.sentences import SENTENCES
from coprod.equality.stances import GOAL, behind_goals, has, latest_stances
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, PersonTable, Tables
from coprod.finding import Finding, Measure, Status
from coprod.records import Goal, Indicator, Influence, Measurement, Partner, Response

__all__ = ["OUTCOMES"]

OWN = "own experience"
KINDS = ("for the better", "for the worse", "not agreed on")
FIGURES = " + figures"
BESIDE = {
    "outcomes": "outcomes on record",
    "planned": "outcomes that were planned",
    "judged": "outcomes, as most of those who judged them say",
    "with_a_path": "outcomes that a view or a decision led to",
    "improved": "share of figures that got better from the first to the last",
    "worsened": "share of figures that got worse from the first to the last",
}


def count_outcomes(study: Study) -> Iterator[GroupTable | PersonTable]:
    """Count who judged outcomes and how, the outcomes themselves, and figures before and after."""
    outcomes = study.project.frame(Goal).filter(nw.col("kind") == "outcome")
    told = latest_stances(study.project, study.groups, GOAL, outcomes)
    each = (
        _with_own(study, told)
        .group_by("partner", "group", "own")
        .agg(
            nw.col("people").max(),
            total(nw.col("people")).alias("said"),
            total(nw.col("people") * one(nw.col("stance") > 0)).alias("better"),
            total(nw.col("people") * one(nw.col("stance") < 0)).alias("worse"),
        )
    )
    columns = ("own", "group", "people", "said", "better", "worse")
    alike = each.group_by(*columns).agg(count().alias("n")).select(*columns, "n")
    found, known, figures = collect([alike, _outcomes(study, outcomes, told), _figures(study)])
    yield _by_group(found)
    yield partners_table((group, better, said, n) for _, group, _, said, better, _, n in found)
    judges, from_own = (sum(row[2] * row[-1] for row in found if row[0] or not only) for only in (False, True))
    by_whom = ((("own",), from_own, from_own), (("all",), judges, judges)) if judges else ()
    yield GroupTable.of("judges", ("what",), by_whom, within={"own": "all"})
    yield beside_table([*_of_outcomes(known), *_of_figures(figures)])


def _with_own(study: Study, told: Frame) -> Frame:
    """Return who told what, with 1 for those who are here from their own experience."""
    if study.by == "here_as":
        return told.with_columns(own=one(nw.col("group") == OWN))
    lived = groups_of(study.project, "here_as").filter(nw.col("group") == OWN).select("partner")
    return told.join(flag(lived, "own"), on="partner", how="left").with_columns(nw.col("own").fill_null(0))


def _outcomes(study: Study, outcomes: Frame, told: Frame) -> Frame:
    """Return outcomes that are alike: planned, with a path, judged 1, 0, -1 or not at all; and how many they are."""
    paths = behind_goals(study.project).filter(~nw.col("source").str.starts_with("space:"))
    led = distinct(paths.filter(~nw.col("source").str.starts_with(GOAL)).select(id="goal"))
    balance = told.select("item", says=nw.col("people") * nw.col("stance").cast(nw.Int64))
    summed = balance.group_by("item").agg(total(nw.col("says")).alias("says"))
    known = outcomes.select("id", planned=one(has("agreed"))).join(flag(led, "path"), on="id", how="left")
    both = known.join(summed, left_on="id", right_on="item", how="left")
    marked = both.select(
        "planned",
        path=nw.col("path").fill_null(0),
        judged=one(has("says")),
        sign=one(nw.col("says") > 0) - one(nw.col("says") < 0),
    )
    columns = ("planned", "path", "judged", "sign")
    return marked.group_by(*columns).agg(count().alias("n")).select(*columns, "n")


def _figures(study: Study) -> Frame:
    """Return by group how many figures there are with a first and a last, and how many got better and worse."""
    indicators = study.project.frame(Indicator).filter(has("better"))
    ours = indicators.join(of_standards(indicators).select("id"), on="id", how="anti").select("id", "better")
    rows = study.project.frame(Measurement).select("partner", "at", "value", id="indicator")
    ends = (
        nw.col("at").min().over("partner", "id").alias("first"),
        nw.col("at").max().over("partner", "id").alias("last"),
    )
    mine = rows.join(ours, on="id", how="inner").with_columns(*ends).filter(nw.col("first") != nw.col("last"))
    each = mine.select(
        "partner",
        "id",
        "better",
        before=nw.when(nw.col("at") == nw.col("first")).then(nw.col("value")),
        after=nw.when(nw.col("at") == nw.col("last")).then(nw.col("value")),
    )
    both = each.group_by("partner", "id", "better").agg(nw.col("before").max(), nw.col("after").max())
    pairs = both.join(study.groups, on="partner", how="inner")
    up, more, less = nw.col("better") == "up", nw.col("after") > nw.col("before"), nw.col("after") < nw.col("before")
    told = pairs.select("group", better=one((up & more) | (~up & less)), worse=one((up & less) | (~up & more)))
    counted = told.group_by("group").agg(
        count().alias("n"), total(nw.col("better")).alias("better"), total(nw.col("worse")).alias("worse")
    )
    return counted.select("group", "n", "better", "worse")


def _by_group(rows: list[tuple[int, str, int, int, int, int, int]]) -> GroupTable:
    cells: dict[tuple[str, ...], tuple[int, int]] = {}
    for _, group, people, said, better, worse, n in rows:
        for what, number in (("said", said), ("better", better), ("worse", worse)):
            before, known = cells.get((group, what), (0, 0))
            cells[group, what] = (before + number * n, known + (people * n if number else 0))
    counted = ((labels, *pair) for labels, pair in cells.items())
    return GroupTable.of("judged", ("group", "what"), counted, within=dict.fromkeys(("better", "worse"), "said"))


def _of_outcomes(rows: list[tuple[Any, ...]]) -> Iterator[tuple[str, str, int, int]]:
    everything = sum(n for *_, n in rows)
    if everything:
        yield "outcomes", "", everything, everything
        yield "planned", "", sum(n for planned, *_, n in rows if planned), everything
        yield "with_a_path", "", sum(n for _, path, *_, n in rows if path), everything
    for sign, kind in zip((1, -1, 0), KINDS, strict=True):
        if number := sum(n for _, _, judged, how, n in rows if judged and how == sign):
            yield "judged", kind, number, everything


def _of_figures(rows: list[tuple[str, int, int, int]]) -> Iterator[tuple[str, str, int, int]]:
    for group, n, better, worse in rows:
        yield "improved", group, better, n
        yield "worsened", group, worse, n


def judge_outcomes(tables: Tables, context: Context) -> Finding:
    """Judge whether the groups see as much change for the better, and whether it is the whole story."""
    table, judges = tables.group("judged"), tables.group("judges")
    rates = rates_by_group(table, "better", "said")
    people = {group: table.people(group, "said") for group in rates}
    better, said = (sum(pair[at] for pair in rates.values()) for at in (0, 1))
    overall, comparison = rate(better, said, unit="share of judgments"), compare(rates, people, context)
    worse = Measure("worse", table.total(what="worse"), unit="answers that say it got worse", n=said)
    from_own = rate(judges.number("own"), judges.number("all"), name="from_own_experience", unit="share of judges")
    chance = chance_of_partners(tables, context)
    finding = Finding(
        "unknown",
        measures=(overall, worse, from_own, *rate_of_each(rates), comparison.measure, *beside(tables, BESIDE)),
        groups=groups_with(rates, people),
        words={**comparison.words, "for_worse": KINDS[1], "for_better": KINDS[0]},
        p_value=chance.p_value if chance else None,
        smallest_p=chance.smallest_p if chance else None,
    )
    if not said:
        return finding.saying("unknown", "not judged" if beside_total(tables, "outcomes") else "unknown")
    if not from_own.value:
        return finding.saying("watch", "nobody from own experience")
    status, say = _says(comparison, finding)
    figures = bool(beside_total(tables, "worsened"))
    if say == "only good" and figures:
        say = "no worse"
    return finding.saying(status, say + FIGURES if figures else say)


def _says(comparison: Comparison, finding: Finding) -> tuple[Status, str]:
    """Return the status and the sentence; where only good is on record, that is said before all is called even."""
    if comparison.status in {"uneven", "watch"}:
        return comparison.status, comparison.status
    kinds = {measure.of for measure in finding.measures if measure.name == "judged" and measure.value is not None}
    even: Status = "even" if comparison.status == "even" else "watch"
    if kinds == {KINDS[0]}:
        return (even, "most better") if finding.measure("worse").value else ("watch", "only good")
    if KINDS[1] in kinds and KINDS[0] in kinds:
        return even, "both"
    return even, "even"


OUTCOMES = EqualityCheck(
    name="outcomes",
    title="What changed, for better and for worse?",
    question="Do people of each group say that things changed for the better, and is what got worse on record too?",
    source="GRIPP2 (Staniszewska et al. 2017): good and bad results, and who says so; four-fifths rule",
    reads={
        Partner: GROUPED,
        Goal: ("id", "kind", "agreed"),
        Response: ("partner", "item", "stance", "people", "at"),
        Influence: ("source", "target"),
        Indicator: ("id", "name", "better", "minimum", "maximum"),
        Measurement: ("indicator", "partner", "at", "value"),
    },
    sentences=SENTENCES["outcomes"],
    ask="What got worse, and for whom?",
    count=count_outcomes,
    judge=judge_outcomes,
    theme="positive change, demonstrated",
    band=FOUR_FIFTHS_BAND,
    formula="`rate` is the share of answers that call an outcome better, among all who called it better, worse or"
    " neither; the latest word of each counts, and a group counts its people. `worse` counts answers that call it"
    " worse, and `judged` outcomes by what most say. `planned` are those agreed before, `with_a_path` those that a view"
    " or decision led to, straight or in one step. `improved` and `worsened` compare the first and last figure of each"
    " partner by group, standards apart; what `shared-vision` shows beside the vision counts here too. It is worth a"
    " look where nobody from own experience judged, all that is on record is good, or groups cannot be compared.",
    undefined="No outcome is on record, or nobody judged one.",
)
