"""Can people explore ideas with ease? How it felt at the latest gathering, and how gatherings were held."""

from __future__ import annotations

from collections.abc import Iterator

import narwhals as nw

from coprod.engines import Frame, collect, count, total
from coprod.equality.beside import beside, beside_table
from coprod.equality.check import Context, EqualityCheck
from coprod.equality.checks.experience import first_and_latest, rates_of_slips, slips_alike, slips_by_group
from coprod.equality.grouping import GROUPED, NOT_RECORDED
from coprod.equality.inference import Permutation, between_groups
from coprod.equality.measures import NOT_SHOWN, iqv, rate, undefined
from coprod.equality.presence import attended, flag
from coprod.equality.rates import FOUR_FIFTHS_BAND, compare, groups_with, rate_of_each
from coprod.equality.sentences import SENTENCES
from coprod.equality.stances import has, one
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, PersonTable, Tables
from coprod.finding import Finding, Measure
from coprod.records import Attendance, Decision, Experience, Partner, Role, Space

__all__ = ["SAFE_SPACE"]

SAFE = ("safe",)
AT_EASE = "share who say 4 or 5 of 5"
MIXED = "0 is all alike, 1 is as mixed as it can be"
BESIDE = {
    "written_together": "share of spaces with a word on the agreement, whose agreement was written together",
    "facilitated_apart": "share of spaces with a facilitator, one of whom decided nothing there",
    "could_not_come": "attendances of those who could not come",
    "not_asked": "attendances of those who were not asked",
}


def count_spaces(study: Study) -> Iterator[GroupTable | PersonTable]:
    """Count slips that say whether people felt at ease, and beside them how spaces were held and who was there."""
    spaces = study.project.frame(Space).select("id", "starts", "agreement")
    found, known, there, facilitated, came = collect(
        [slips_alike(study, SAFE), spaces, _there(study), _facilitated(study), _came(study)]
    )
    times = {space: starts for space, starts, _ in known}
    latest = first_and_latest(found, times)[1]
    yield slips_by_group("latest", latest, SAFE)
    yield PersonTable("slips", ("group", "score", "n"), [(g, answer or 0, n) for g, (answer,), n in latest])
    dated = [(times[space], space) for space, _, _ in there if times.get(space)]
    last = max(dated)[1] if dated else None
    yield PersonTable("mix", ("group", "people"), [(group, n) for space, group, n in there if space == last])
    said = [agreement for *_, agreement in known if agreement]
    apart, held = facilitated[0] if facilitated else (0, 0)
    yield beside_table(
        [
            ("written_together", "", said.count("written together"), len(said)),
            ("facilitated_apart", "", apart or 0, held or 0),
            *((name, "", dict(came).get(word, 0), sum(n for _, n in came)) for name, word in NOT_THERE.items()),
        ]
    )


NOT_THERE = {"could_not_come": "could not", "not_asked": "not asked"}


def _there(study: Study) -> Frame:
    people = study.groups.filter(nw.col("people") > 0)
    each = attended(study.project).join(people, on="partner", how="inner")
    counted = each.group_by("space", "group").agg(total(nw.col("people")).alias("n"))
    return counted.select("space", "group", "n")


def _facilitated(study: Study) -> Frame:
    """Return how many spaces had a facilitator without a decision of their own there, and how many had any."""
    roles = study.project.frame(Role)
    item = nw.col("item").str
    led = roles.filter((nw.col("role") == "facilitated") & item.starts_with("space:"))
    by_space = led.select("partner", space=item.slice(len("space:")))
    decided = roles.filter((nw.col("role") == "decided") & item.starts_with("decision:"))
    made = decided.select("partner", id=item.slice(len("decision:")))
    decisions = study.project.frame(Decision).filter(has("space")).select("id", "space")
    there = made.join(decisions, on="id", how="inner").select("partner", "space").unique()
    each = by_space.join(flag(there, "decided"), on=["partner", "space"], how="left")
    apart = each.group_by("space").agg(one(nw.col("decided").is_null()).max().alias("apart"))
    return apart.select(total(nw.col("apart")).alias("apart"), count().alias("held"))


def _came(study: Study) -> Frame:
    people = study.groups.filter(nw.col("people") > 0).select("partner")
    rows = study.project.frame(Attendance).select("partner", came=nw.coalesce(nw.col("came"), nw.lit("yes")))
    return rows.join(people, on="partner", how="semi").group_by("came").agg(count().alias("n")).select("came", "n")


def judge_spaces(tables: Tables, context: Context) -> Finding:
    """Judge whether as many in each group felt at ease at the latest gathering."""
    latest = tables.group("latest")
    rates = rates_of_slips(latest, "safe")
    slips = {group: latest.number(group, "any", "slips") for group in rates}
    yes, answers = (sum(pair[at] for pair in rates.values()) for at in (0, 1))
    comparison, chance = compare(rates, slips, context), _chance(tables.person("slips"), context)
    finding = Finding(
        comparison.status,
        measures=(
            rate(yes, answers, unit=AT_EASE),
            *rate_of_each(rates),
            comparison.measure,
            *beside(tables, BESIDE),
            _mix(tables.person("mix")),
        ),
        groups=groups_with(rates, slips),
        words=comparison.words,
        p_value=chance.p_value if chance else None,
        smallest_p=chance.smallest_p if chance else None,
    )
    if not answers:
        return finding.saying("unknown")
    if not yes:
        return finding.saying("watch", "nobody")
    return finding if finding.status != "unknown" else finding.saying("unknown", "one group")


def _mix(table: PersonTable | None) -> Measure:
    """Return how mixed the latest room was, among the groups that were in it."""
    if table is None:
        return undefined("iqv", NOT_SHOWN, unit=MIXED)
    return iqv(n for _, n in table.rows)


def _chance(table: PersonTable | None, context: Context) -> Permutation | None:
    known: dict[str, list[int]] = {}
    for group, score, n in table.rows if table else ():
        if group != NOT_RECORDED:
            known.setdefault(group, []).extend([score] * n)
    return between_groups(known, random=context.random)


SAFE_SPACE = EqualityCheck(
    name="safe-space",
    title="Can everyone explore ideas with ease?",
    question="Do as many people in each group feel at ease, and how were the gatherings held?",
    source="NIHR on co-production: an agreement made together; Scottish Participation Handbook: who facilitates;"
    " four-fifths rule",
    reads={
        Partner: GROUPED,
        Experience: ("partner", "here_as", "space", "safe"),
        Space: ("id", "starts", "agreement"),
        Attendance: ("partner", "space", "came"),
        Role: ("partner", "item", "role"),
        Decision: ("id", "space"),
    },
    sentences=SENTENCES["safe-space"],
    ask="What would help you say what you think here?",
    count=count_spaces,
    judge=judge_spaces,
    theme="safe spaces to explore ideas",
    band=FOUR_FIFTHS_BAND,
    formula="`rate` is the share of slips that say 4 or 5 of 5 to feeling at ease, at the latest space with five slips"
    " or more. Beside it: `written_together`, the share of spaces whose agreement for how to talk was written together;"
    " `facilitated_apart`, the share of facilitated spaces where someone who facilitated is not on record as having"
    " decided there; `iqv`, how mixed the latest room was among the groups in it; who could not come, and who was not"
    " asked.",
    undefined="No slip says how it felt, or no two groups have five such slips at the latest space.",
)
