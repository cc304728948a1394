"""Can people explore ideas with ease? How it felt at the latest gathering, and how gatherings were held."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

import narwhals as nw

from coprod.engines import Frame, collect, count, distinct, one, rows, total
from coprod.equality.beside import beside, beside_table
from coprod.equality.check import Context, EqualityCheck
from coprod.equality.checks.away import away_by_group, measures_of_away, said_of_away, table_of_away
from coprod.equality.checks.slips import (
    ENOUGH,
    chance_of_slips,
    gatherings,
    none_told,
    rates_of_slips,
    said_of,
    tables_of_gatherings,
    told_of,
)
from coprod.equality.deciding import who_decided
from coprod.equality.grouping import GROUPED, SMALLEST
from coprod.equality.measures import NOT_SHOWN, iqv, rate, undefined
from coprod.equality.presence import SPACE, attended, flag
from coprod.equality.rates import FOUR_FIFTHS_BAND, compare, groups_with, rate_of_each
from coprod.equality.sentences import SENTENCES
from coprod.equality.stances import has
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, PersonTable, Tables
from coprod.finding import Finding, Measure
from coprod.records import Attendance, Decision, Experience, Partner, Role, Space

__all__ = ["SAFE_SPACE"]

SAFE = ("safe",)
AT_EASE = "share who say 4 or 5 of 5"
NEAR = 10  # spaces
MIXED = "0 is all alike, 1 is as mixed as it can be"
BESIDE = {
    "written_together": "share of spaces with a word on the agreement, whose agreement was written together",
    "facilitated_apart": "share of facilitated spaces with a decision, where a facilitator did not decide",
}


def count_spaces(study: Study) -> Iterator[GroupTable | PersonTable]:
    """Count slips that say whether people felt at ease, and beside them how spaces were held and who was there."""
    spaces = study.project.frame(Space).select("id", "starts", "agreement")
    came = distinct(attended(study.project).select("space"))
    known, there, facilitated, away = collect([spaces, came, _facilitated(study), away_by_group(study)])
    found = gatherings(study, SAFE)
    yield from tables_of_gatherings(found, SAFE)
    scores = [(group, answer or 0, n) for told in (found.latest, found.one) for group, (answer,), n in told]
    yield PersonTable("slips", ("group", "score", "n"), scores)
    times = {space: starts for space, starts, _ in known}
    yield PersonTable("mix", ("group", "people"), _latest(study, {s: times[s] for (s,) in there if times.get(s)}))
    said = [agreement for *_, agreement in known if agreement]
    apart, held = facilitated[0] if facilitated else (0, 0)
    yield table_of_away(away)
    yield beside_table(
        [
            ("written_together", "", said.count("written together"), len(said)),
            ("facilitated_apart", "", apart or 0, held or 0),
        ]
    )


def _latest(study: Study, times: Mapping[str, datetime]) -> list[tuple[str, int]]:
    """Return how many people of each group were at the latest of these spaces that people came to."""
    ordered = sorted(times, key=lambda space: (times[space], space), reverse=True)
    # the latest has people in it, unless organisations met alone: the few before it are asked about at once
    found = rows(_there(study).filter(nw.col("space").is_in(ordered[:NEAR]))) if ordered else []
    if not found and len(ordered) > NEAR:
        found = rows(_there(study))
    last = next((space for space in ordered if space in {of for of, *_ in found}), None)
    return [(group, n) for space, group, n in found if space == last]


def _there(study: Study) -> Frame:
    people = study.groups.filter(nw.col("people") > 0)
    each = attended(study.project).join(people, on="partner", how="inner")
    counted = each.group_by("space", "group").agg(total(nw.col("people")).alias("n"))
    return counted.select("space", "group", "n")


def _facilitated(study: Study) -> Frame:
    """Return in how many facilitated spaces with a decision a facilitator did not decide, and how many there are."""
    item = nw.col("item").str
    led = study.project.frame(Role).filter((nw.col("role") == "facilitated") & item.starts_with(SPACE))
    by_space = led.select("partner", space=item.slice(len(SPACE)))
    people = study.groups.filter(nw.col("people") > 0).select("partner")
    decisions = study.project.frame(Decision).filter(has("space")).select("space", decision="id")
    there = distinct(who_decided(study).join(decisions, on="decision", how="inner").select("partner", "space"))
    known = by_space.join(people, on="partner", how="semi").join(
        distinct(there.select("space")), on="space", how="semi"
    )
    each = known.join(flag(there, "decided"), on=["partner", "space"], how="left")
    apart = each.group_by("space").agg(one(nw.col("decided").is_null()).max().alias("apart"))
    return apart.select(total(nw.col("apart")).alias("apart"), count().alias("held"))


def judge_spaces(tables: Tables, context: Context) -> Finding:
    """Judge whether as many in each group felt at ease at the latest gathering."""
    latest, when = told_of(tables)
    rates = rates_of_slips(latest, "safe")
    slips = {group: latest.number(group, "any", "slips") for group in rates}
    yes, answers = (sum(pair[at] for pair in rates.values()) for at in (0, 1))
    comparison, chance = compare(rates, slips, context), chance_of_slips(tables.person("slips"), context)
    finding = Finding(
        comparison.status,
        measures=(
            rate(yes, answers, unit=AT_EASE),
            *rate_of_each(rates),
            comparison.measure,
            *beside(tables, BESIDE),
            *measures_of_away(tables.group("away")),
            _mix(tables.person("mix")),
        ),
        groups=groups_with(rates, slips),
        words={**comparison.words, "when": when},
        p_value=chance.p_value if chance else None,
        smallest_p=chance.smallest_p if chance else None,
    )
    return said_of_away(_felt(finding, tables, yes, answers), tables.group("away"))


def _felt(finding: Finding, tables: Tables, yes: int, answers: int) -> Finding:
    """Return the finding with what it says of how it felt."""
    if not answers:
        return finding.saying("unknown", none_told(tables))
    if not yes:
        finding = finding.saying("watch", "nobody")
    elif finding.status == "unknown":
        finding = finding.saying("unknown", "one group")
    return said_of(finding, tables)


def _mix(table: PersonTable | None) -> Measure:
    """Return how mixed the latest room was, among the groups that were in it."""
    if table is None:
        return undefined("iqv", NOT_SHOWN, unit=MIXED)
    return iqv(n for _, n in table.rows)


SAFE_SPACE = EqualityCheck(
    name="safe-space",
    title="Can everyone explore ideas with ease?",
    question="Do as many people in each group feel at ease, and how were the gatherings held?",
    source="NIHR on co-production: an agreement made together; Scottish Participation Handbook: who facilitates;"
    " four-fifths rule",
    reads={
        Partner: GROUPED,
        Experience: ("partner", "here_as", "space", "at", "safe"),
        Space: ("id", "starts", "agreement"),
        Attendance: ("partner", "space", "came", "people"),
        Role: ("partner", "item", "role"),
        Decision: ("id", "space", "rule"),
    },
    sentences=SENTENCES["safe-space"],
    ask="What would help you say what you think here?",
    count=count_spaces,
    judge=judge_spaces,
    theme="safe spaces to explore ideas",
    band=FOUR_FIFTHS_BAND,
    formula="`rate` is the share of slips that say 4 or 5 of 5 to feeling at ease, at the latest space with five slips"
    " or more. Beside it: `written_together`, the share of spaces whose agreement for how to talk was written together;"
    " `facilitated_apart`, of the facilitated spaces in which something was decided, the share where someone"
    " facilitated"
    " and did not decide: where no one is named and all decide together, all who came decided; `iqv`, how mixed the"
    " latest room was among the groups in it; `could_not_come` and"
    " `not_asked` count people to whom that happened at least once, of all people of their group, those who are in no"
    " list of who came included; of a group, as many of its people as were noted.",
    undefined=f"No space has {ENOUGH} slips that say it, or no two groups have {SMALLEST} at the latest one that does.",
)
