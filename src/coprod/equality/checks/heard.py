"""Are people listened to? What became of the views that ask for an answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import narwhals as nw

from coprod.engines import Frame, collect, count, one, total
from coprod.equality.check import Context, EqualityCheck
from coprod.equality.fates import fates_of_views, own_words
from coprod.equality.grouping import GROUPED, NO_NAME, NOT_RECORDED
from coprod.equality.inference import Permutation, between_counts
from coprod.equality.measures import rate, response_rate, uptake
from coprod.equality.rates import FOUR_FIFTHS_BAND, Comparison, compare, groups_with, rate_of_each, rates_by_group
from coprod.equality.sentences import SENTENCES
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, PersonTable, Tables
from coprod.finding import Finding, Measure, Status
from coprod.records import Attendance, Decision, Partner, Response, Role, View

__all__ = ["BEING_HEARD"]

STAGES = ("answered", "heard", "settled", "taken", "declined", "waiting")
DIFFER = " + differ"
SHOWN = 200  # views named as evidence: enough to work through

Row = tuple[str, int, tuple[int, ...], int]
"""Partners who are alike: their group, people each, views asked and at each stage, how many partners."""


def count_heard(study: Study) -> Iterator[GroupTable | PersonTable]:
    """Count the views that ask for an answer, and what became of them, by the group of who said them."""
    known_people = study.groups.filter(nw.col("people") > 0)
    # who got no words and knows how it ended waits no more
    waits = one((nw.col("answered") == 0) & (nw.col("settled") == 0))
    said = study.once(fates_of_views).with_columns(waiting=waits)
    stages = (total(nw.col(stage)).alias(stage) for stage in STAGES)
    each = said.group_by("partner").agg(count().alias("asked"), *stages)
    by_partner = _of_people(each, known_people)
    views = _of_people(said.filter(nw.col("waiting") == 1).select("view", "partner"), known_people)
    columns = ("group", "people", "asked", *STAGES)
    alike = by_partner.group_by(*columns).agg(count().alias("n")).select(*columns, "n")
    found, own, waiting = collect([alike, own_words(study.project), _waiting(views)])
    known: list[Row] = [(g or NO_NAME, p or 0, tuple(rest), n) for g, p, *rest, n in found]
    yield _by_group(known)
    yield PersonTable("partners", ("group", "people", "asked, stages", "n"), known)
    yield PersonTable("own words", ("own", "differ"), own)
    yield PersonTable("waiting", ("view",), waiting)


def _waiting(views: Frame) -> Frame:
    return views.select("view").sort("view").head(SHOWN)


def _of_people(rows: Frame, people: Frame) -> Frame:
    """Return rows with the group of their partner: of people, for an organisation is none, and those without a name."""
    known = rows.join(people, on="partner", how="left")
    return known.filter(nw.col("partner").is_null() | ~nw.col("group").is_null())


def _by_group(rows: list[Row]) -> GroupTable:
    """Return views at each stage by group; a number stands on the people who said those views."""
    cells: dict[tuple[str, ...], tuple[int, int]] = {}
    for group, people, numbers, n in rows:
        for what, number in zip(("asked", *STAGES), numbers, strict=True):
            # nobody knows how many people wrote the slips without a name: at most one each
            stands_on = (number if group == NO_NAME else people * n) if number else 0
            views, known = cells.get((group, what), (0, 0))
            cells[group, what] = (views + number * n, known + stands_on)
    counted = ((labels, *pair) for labels, pair in cells.items())
    return GroupTable.of("views", ("group", "what"), counted, within=dict.fromkeys(STAGES, "asked"))


def judge_heard(tables: Tables, context: Context) -> Finding:
    """Judge whether views are answered, and as often for each group."""
    table = tables.group("views")
    rates = rates_by_group(table, "answered", "asked")
    totals = {what: table.total(what=what) for what in ("asked", *STAGES)}
    people = {group: table.people(group, "asked") for group in rates}
    overall = response_rate(totals["answered"], totals["asked"])
    comparison, chance = compare(rates, people, context), _chance(tables.person("partners"), context)
    finding = Finding(
        "unknown",
        measures=(overall, *_measures(table, totals), *_own(tables.person("own words")), comparison.measure),
        groups=groups_with(rates, people),
        words=comparison.words,
        evidence=_evidence(tables.person("waiting")),
        p_value=chance.p_value if chance else None,
        smallest_p=chance.smallest_p if chance else None,
    )
    if not totals["asked"]:
        return finding
    status, say = _says(comparison, totals, even=context.status(overall) == "even")
    differ = any(measure.name == "told_otherwise" and measure.value for measure in finding.measures)
    return finding.saying(status, say + DIFFER if differ else say)


def _says(comparison: Comparison, totals: Mapping[str, int], *, even: bool) -> tuple[Status, str]:
    """Return the status and the sentence that says it."""
    if not totals["answered"]:
        return "unknown", "no answers"
    if comparison.status == "uneven":
        return "uneven", "uneven"
    if totals["answered"] == totals["asked"] or even:
        return "even", "even"
    if comparison.status == "watch":
        return "watch", "watch"
    return "watch", "waiting" if totals["waiting"] else "ended"


def _measures(table: GroupTable, totals: dict[str, int]) -> tuple[Measure, ...]:
    """Return the rate of each group and the stages that all views went through."""
    groups = table.labels("group")
    taken = {group: (table.number(group, "taken"), table.number(group, "declined")) for group in groups}
    stages = (rate(totals[stage], totals["asked"], of=stage, unit="share of views") for stage in ("heard", "settled"))
    waiting = Measure("waiting", totals["waiting"], unit="views without an answer or an end", n=totals["asked"])
    return (
        waiting,
        *rate_of_each(rates_by_group(table, "answered", "asked"), response_rate),
        *stages,
        uptake(totals["taken"], totals["declined"]),
        *rate_of_each(taken, uptake),
    )


def _own(table: PersonTable | None) -> tuple[Measure, ...]:
    """Return for how many views the person who said it says otherwise than the record."""
    if table is None or not table.rows:
        return ()
    told = sum(own for own, _ in table.rows)
    differ = sum(own for own, different in table.rows if different)
    return (Measure("told_otherwise", differ, unit="views whose author says it ended otherwise", n=told),)


def _evidence(table: PersonTable | None) -> tuple[str, ...]:
    return tuple(f"view:{view}" for (view,) in table.rows) if table else ()


def _chance(table: PersonTable | None, context: Context) -> Permutation | None:
    """Return how often chance would part the groups this far; each partner counts as one draw."""
    if table is None:
        return None
    asked, answered = (sum(numbers[at] * n for _, _, numbers, n in table.rows) for at in (0, 1))
    known: dict[str, Counter[int]] = {}
    for group, _, numbers, n in table.rows:
        if group not in {NOT_RECORDED, NO_NAME}:
            known.setdefault(group, Counter())[numbers[1] * asked - numbers[0] * answered] += n
    return between_counts(known, random=context.random)


BEING_HEARD = EqualityCheck(
    name="being-heard",
    title="Are people listened to?",
    question="Do ideas, proposals, concerns and questions get an answer in words, in each group?",
    source="IAP2: feedback is promised from “consult” on; Font et al. 2018; four-fifths rule",
    reads={
        Partner: GROUPED,
        View: ("id", "partner", "space", "kind", "discussed", "fate", "reply"),
        Response: ("partner", "item", "fate", "at"),
        Attendance: ("partner", "space", "came"),
        Decision: ("id", "space", "rule"),
        Role: ("partner", "item", "role"),
    },
    sentences=SENTENCES["being-heard"],
    ask="Which views still wait for an answer, and who will give it?",
    count=count_heard,
    judge=judge_heard,
    theme="valued, listened to, contributed",
    band=FOUR_FIFTHS_BAND,
    formula="`response_rate` is the share of ideas, proposals, concerns and questions with a reply in words; `rate`"
    " says how many were heard and settled, `uptake` how many of those settled for or against were taken up. A view is"
    " heard when someone else who decides came to where it was said or discussed, or responded. `waiting` counts"
    " views without an answer that are still open. `told_otherwise` counts views whose author's latest word is that"
    " it ended otherwise than the record.",
    undefined="No view asks for an answer, or no answer is on record.",
)
