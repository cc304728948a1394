"""Does anyone else share my fear? Concerns, and other statements, that people of several groups agree with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs
import narwhals as nw

from coprod.engines import Frame, collect, count, distinct, keep, one, stack, total
from coprod.equality.beside import chance_of_partners, partners_table
from coprod.equality.check import Context, EqualityCheck
from coprod.equality.grouping import GROUPED, NO_NAME, NOT_RECORDED, SMALLEST
from coprod.equality.measures import NOT_SHOWN, group_informed_consensus, rate, undefined
from coprod.equality.presence import VIEW, flag, said_too
from coprod.equality.rates import FOUR_FIFTHS_BAND, Comparison, compare, groups_with, rate_of_each, rates_by_group
from coprod.equality.sentences import SENTENCES
from coprod.equality.stances import latest_stances
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, PersonTable, Tables
from coprod.finding import Finding, Measure
from coprod.records import Mention, Partner, Response, View

__all__ = ["SHARED_CONCERNS"]

SHOWN = 50  # statements named as evidence, and looked at for what every group agrees with
LEFT_OUT = 5  # from one in so many people without a group on, it is worth a look
SUFFIX = " + left out"
STATEMENT, CONSENSUS = "share of statements", "product over groups of the share that agrees"

Row = tuple[str, int, int, int, int]
"""Partners who are alike: their group, people, concerns said, concerns shared, how many partners."""


def count_concerns(study: Study) -> Iterator[GroupTable | PersonTable]:
    """Count concerns by the group of who said them, statements by how many groups agree, and people by group."""
    views = study.project.frame(View).filter((nw.col("kind") == "concern") | nw.col("kind").is_null())
    said = views.select("partner", "kind", view="id").join(study.groups, on="partner", how="left")
    told = keep(_told(study, views))  # used several times
    sizes = study.groups.group_by("group").agg(total(nw.col("people")).alias("people")).select("group", "people")
    concerns, people = collect([_concerns(said, told), sizes])
    # statements without a kind are looked at only where nothing is called a concern
    statements, best = ([], []) if concerns else _looked_at(said, told, sizes)
    yield _by_group(concerns)
    yield partners_table((group or NO_NAME, shared, said, n) for group, _, said, shared, _, n in concerns)
    yield GroupTable.of("people", ("group",), (((group,), n, n) for group, n in people if n))
    yield PersonTable("statements", ("groups", "agreeing", "n"), statements)
    yield PersonTable("best", ("view", "group", "agree", "said"), best)


def _told(study: Study, views: Frame) -> Frame:
    """
    Return what people think of some views: `people`, `stance`, `view`, `theirs`. Who said it too agrees with it.

    Args:
        study: The study.
        views: The views, with their `id`.
    """
    stances = latest_stances(study.project, study.groups, VIEW, views)
    latest = stances.select("people", "partner", nw.col("stance").cast(nw.Int64), view="item", theirs="group")
    told = keep(latest)  # used twice
    # a word on the view of their own stands before what the joint view says of them
    joint = said_too(study).join(told.select("view", "partner"), on=["view", "partner"], how="anti")
    here = joint.join(study.groups.filter(nw.col("people") > 0), on="partner", how="inner")
    agreed = here.with_columns(stance=nw.lit(1, dtype=nw.Int64), theirs=nw.col("group"))
    columns = ("people", "stance", "view", "theirs")
    return stack([told.select(*columns), agreed.select(*columns)])


def _concerns(said: Frame, told: Frame) -> Frame:
    """Return partners who are alike: group, people, concerns said, and those that other groups agreed with."""
    concerns = said.drop_nulls("kind")
    agreed = told.filter((nw.col("stance") > 0) & (nw.col("theirs") != NOT_RECORDED)).select("view", "theirs")
    known = concerns.filter(nw.col("group") != NOT_RECORDED).join(agreed, on="view", how="inner")
    shared = distinct(known.filter(nw.col("group") != nw.col("theirs")).select("view"))
    answered = distinct(told.select("view"))
    marked = concerns.join(flag(shared, "shared"), on="view", how="left")
    both = marked.join(flag(answered, "answered"), on="view", how="left")
    # an organisation is no person: a signed view counts where people stand behind it
    counted = both.filter(nw.col("partner").is_null() | (nw.col("people") > 0))
    each = counted.group_by("partner", "group", "people").agg(
        count().alias("said"), *(total(nw.col(name).fill_null(0)).alias(name) for name in ("shared", "answered"))
    )
    columns = ("group", "people", "said", "shared", "answered")
    return each.group_by(*columns).agg(count().alias("n")).select(*columns, "n")


def _looked_at(said: Frame, told: Frame, sizes: Frame) -> list[list[tuple[Any, ...]]]:
    votes = _votes(said, told, sizes)
    return collect([_statements(votes), _best(votes)])


def _votes(said: Frame, told: Frame, sizes: Frame) -> Frame:
    """Return how many of each group agree with a statement, and how many said anything: groups that can be judged."""
    large = sizes.filter((nw.col("people") >= SMALLEST) & (nw.col("group") != NOT_RECORDED)).select(theirs="group")
    open_views = said.filter(nw.col("kind").is_null()).select("view")
    counted = told.join(open_views, on="view", how="semi").join(large, on="theirs", how="semi")
    agree = total(nw.col("people") * one(nw.col("stance") > 0)).alias("agree")
    return counted.group_by("view", "theirs").agg(agree, total(nw.col("people")).alias("said"))


def _by_view(votes: Frame) -> Frame:
    """Return by statement how many groups said enough, and in how many most agree."""
    enough = votes.filter(nw.col("said") >= SMALLEST)
    most = total(one(nw.col("agree") * 2 > nw.col("said"))).alias("agreeing")
    return enough.group_by("view").agg(count().alias("groups"), most, total(nw.col("agree")).alias("agree"))


def _statements(votes: Frame) -> Frame:
    by_view = _by_view(votes).group_by("groups", "agreeing").agg(count().alias("n"))
    return by_view.select("groups", "agreeing", "n")


def _best(votes: Frame) -> Frame:
    """Return the votes on the statements that most people agree with, of those that most in each group do."""
    common = _by_view(votes).filter((nw.col("groups") == nw.col("agreeing")) & (nw.col("groups") > 1))
    top = common.sort("agree", "view", descending=[True, False]).head(SHOWN).select("view")
    return votes.join(top, on="view", how="semi").select("view", "theirs", "agree", "said")


def _by_group(rows: list[tuple[Any, ...]]) -> GroupTable:
    cells: dict[tuple[str, ...], tuple[int, int]] = {}
    for group, people, *numbers, n in rows:
        for what, number in zip(("said", "shared", "answered"), numbers, strict=True):
            # nobody knows how many people wrote the slips without a name: at most one each
            stands_on = (people * n if people else number) if number else 0
            before, known = cells.get((group or NO_NAME, what), (0, 0))
            cells[group or NO_NAME, what] = (before + number * n, known + stands_on)
    counted = ((labels, *pair) for labels, pair in cells.items())
    nested = dict.fromkeys(("shared", "answered"), "said")
    return GroupTable.of("concerns", ("group", "what"), counted, within=nested)


def judge_concerns(tables: Tables, context: Context) -> Finding:
    """Judge whether the concerns of each group are shared as often; of statements, whether all groups share some."""
    left = _left_out(tables.group("people"))
    table = tables.group("concerns")
    finding = _of_concerns(table, context) if table.cells else _of_statements(tables)
    chance = chance_of_partners(tables, context)
    finding = attrs.evolve(
        finding,
        measures=(*finding.measures, left),
        p_value=chance.p_value if chance else None,
        smallest_p=chance.smallest_p if chance else None,
    )
    if len(set(tables.group("people").labels("group")) - {NOT_RECORDED}) < 2:
        return finding.saying("unknown")
    if finding.status == "unknown" or not left.value or left.value * LEFT_OUT < left.n:
        return finding
    milder = "watch" if finding.status == "even" else finding.status
    return finding.saying(milder, finding.say + SUFFIX)


def _left_out(table: GroupTable) -> Measure:
    """Return how many people are in no group here."""
    everyone = sum(cell.number or 0 for cell in table.cells)
    return Measure("left_out", table.number(NOT_RECORDED), unit="people who are in no group", n=everyone)


def _of_concerns(table: GroupTable, context: Context) -> Finding:
    every = rates_by_group(table, "shared", "said")
    rates = {group: pair for group, pair in every.items() if group not in {NO_NAME, NOT_RECORDED}}
    people = {group: table.people(group, "said") for group in every}
    shared, said = (sum(pair[at] for pair in rates.values()) for at in (0, 1))
    overall = rate(shared, said, unit="share of concerns")
    enough = {group: n if every[group][1] >= SMALLEST else 0 for group, n in people.items()}
    comparison = compare(every, enough, context)
    agreed = Measure("shared", shared, unit="concerns that someone of another group agreed with", n=said)
    answered = Measure("answered", table.total(what="answered"), unit="concerns", n=table.total(what="said"))
    measures = (overall, agreed, answered, *rate_of_each(rates), comparison.measure)
    status, say = _says(comparison, shared, said, int(answered.value or 0))
    return Finding(status, say, measures=measures, groups=groups_with(every, people), words=comparison.words)


def _says(comparison: Comparison, shared: int, said: int, answered: int) -> tuple[Any, str]:
    """Return the status, and the sentence that says it."""
    if not answered or not said:
        return "unknown", "no answers" if said else "no author"
    if comparison.status in {"uneven", "watch"}:
        return comparison.status, comparison.status
    if not shared:
        return "watch", "none"
    if said < SMALLEST:
        return "watch", "few"
    return ("even", "even") if comparison.status == "even" else ("watch", "some")


def _of_statements(tables: Tables) -> Finding:
    """Say with how many statements most of every group agree, of those on which every group said enough."""
    table, best = tables.person("statements"), tables.person("best")
    if table is None or best is None:
        return Finding("unknown", measures=undefined("common_ground", NOT_SHOWN, unit=STATEMENT))
    groups = max(table.column("groups"), default=0)
    asked = sum(n for known, _, n in table.rows if known == groups)
    agreed = sum(n for known, agreeing, n in table.rows if known == groups == agreeing)
    if groups < 2:
        return Finding("unknown", measures=undefined("common_ground", "no two groups said enough", unit=STATEMENT))
    votes: dict[str, dict[str, tuple[int, int, int]]] = {}
    for view, group, agree, said in best.rows:
        votes.setdefault(view, {})[group] = (agree, said - agree, 0)  # who disagreed or passed counts the same
    ranked = _ranked({view: each for view, each in votes.items() if len(each) >= groups})
    common = rate(agreed, asked, name="common_ground", unit=STATEMENT)
    count_of = Measure("agreed", agreed, unit="statements that most in every group agree with", n=asked)
    return Finding(
        "even" if agreed else "watch",
        "common" if agreed else "apart",
        measures=(common, count_of, *ranked.values()),
        evidence=tuple(f"{VIEW}{view}" for view in ranked),
    )


def _ranked(votes: Mapping[str, Mapping[str, tuple[int, int, int]]]) -> dict[str, Measure]:
    """Return the consensus of each statement, the widest first."""
    found = {view: group_informed_consensus(groups, of=view) for view, groups in votes.items()}
    return dict(sorted(found.items(), key=lambda pair: (-(pair[1].value or 0), pair[0])))


SHARED_CONCERNS = EqualityCheck(
    name="shared-concerns",
    title="Does anyone else share my fear?",
    question="When someone has a concern, do people of other groups agree with it?",
    source="Polis: Small et al. 2021, group-informed consensus; four-fifths rule",
    reads={
        Partner: GROUPED,
        View: ("id", "partner", "kind"),
        Mention: ("item", "partner", "part"),
        Response: ("partner", "item", "stance", "people", "at"),
    },
    sentences=SENTENCES["shared-concerns"],
    ask="Which concern of somebody else is yours too?",
    count=count_concerns,
    judge=judge_concerns,
    theme="does anyone else share my fear",
    band=FOUR_FIFTHS_BAND,
    formula="`rate` is the share of concerns with which someone of another group agreed, by the latest word of each;"
    " who said it too agrees, too. Where no view is called a concern, views without a kind are looked at:"
    " `common_ground` is the share with which"
    " more than half of those who said anything agree in every group, among those on which three of every group did;"
    " `group_informed_consensus` ranks them. `left_out` counts people in no group: from one in five on it is worth a"
    " look, as it is where there is no common ground.",
    undefined="No concern is on record, nobody said what they think of one, or fewer than two groups did.",
)
