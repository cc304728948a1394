"""How did it feel? Valued, listened to, able to contribute, safe: the project's own test of success."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import narwhals as nw

from coprod.engines import Frame, collect, count
from coprod.equality.check import Context, EqualityCheck
from coprod.equality.grouping import GROUPED, NOT_RECORDED
from coprod.equality.inference import Permutation, between_groups
from coprod.equality.measures import rate, undefined
from coprod.equality.rates import FOUR_FIFTHS_BAND, Comparison, Rates, compare, groups_with, rate_of_each
from coprod.equality.sentences import PHRASES, SENTENCES
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, PersonTable, Tables
from coprod.finding import Finding, Measure
from coprod.records import Experience, Partner, Space

__all__ = ["EXPERIENCE", "first_and_latest", "rates_of_slips", "slips_alike", "slips_by_group"]

QUESTIONS = ("valued", "listened", "contributed", "safe")
GOOD = 4  # 4 and 5 of 5 say yes
ENOUGH = 5  # slips from so many make a space one to compare
TWELFTHS = 12  # a mean of up to four answers is a whole number of twelfths

Slip = tuple[str, tuple[int | None, ...], int]
"""Slips that are alike: the group, the four answers, how many."""


def count_experience(study: Study) -> Iterator[GroupTable | PersonTable]:
    """Count slips of the first and of the latest space that had enough, by group, question and answer."""
    found, times = collect([slips_alike(study, QUESTIONS), study.project.frame(Space).select("id", "starts")])
    first, latest = first_and_latest(found, dict(times))
    yield slips_by_group("latest", latest, QUESTIONS)
    yield slips_by_group("first", first, QUESTIONS)
    yield PersonTable("slips", ("group", "score", "n"), [(g, _score(answers), n) for g, answers, n in latest])


def slips_alike(study: Study, questions: Sequence[str]) -> Frame:
    """Return slips that are alike: `space`, `group`, an answer to each question, and how many they are."""
    slips = study.project.frame(Experience).select("partner", "here_as", "space", *questions)
    who = study.groups.select("partner", "group")
    named = slips.join(who, on="partner", how="left").with_columns(_group_of_slip(study.by))
    alike = named.group_by("space", "group", *questions).agg(count().alias("n"))
    return alike.select("space", "group", *questions, "n")


def _group_of_slip(by: str) -> nw.Expr:
    """Return the group of a slip: of who signed it; else what it says itself, where that is the grouping."""
    own = {"here_as": nw.col("here_as"), "everyone": nw.lit("everyone")}.get(by, nw.lit(None, dtype=nw.String))
    unsigned = nw.when(nw.col("partner").is_null()).then(own)
    return nw.coalesce(nw.col("group"), unsigned, nw.lit(NOT_RECORDED)).alias("group")


def first_and_latest(
    alike: Iterable[Sequence[Any]], times: Mapping[str, datetime | None]
) -> tuple[list[Slip], list[Slip]]:
    """Return the slips of the first space and of the latest, of those with enough slips if there are any."""
    by_space: dict[str, list[Slip]] = {}
    for space, group, *answers, n in alike:
        if any(answer is not None for answer in answers):
            by_space.setdefault(space, []).append((group, tuple(answers), n))

    def when(space: str) -> tuple[bool, Any, str]:
        starts = times.get(space)
        return (starts is not None, starts, space) if starts else (False, 0, space)

    enough = [space for space, slips in by_space.items() if sum(n for *_, n in slips) >= ENOUGH]
    ordered = sorted(enough or by_space, key=when)
    if not ordered:
        return [], []
    return (by_space[ordered[0]] if len(ordered) > 1 else []), by_space[ordered[-1]]


def slips_by_group(name: str, slips: list[Slip], questions: Sequence[str]) -> GroupTable:
    """Return how many slips each group has, and by question how many answer it and how many say 4 or 5."""
    cells: dict[tuple[str, ...], int] = {}
    for group, answers, n in slips:
        cells[group, "any", "slips"] = cells.get((group, "any", "slips"), 0) + n
        for question, answer in zip(questions, answers, strict=True):
            given = answer is not None
            for what, yes in (("answers", given), ("yes", given and (answer or 0) >= GOOD)):
                cells[group, question, what] = cells.get((group, question, what), 0) + n * yes
    numbers = ((labels, n, n) for labels, n in cells.items())
    return GroupTable.of(name, ("group", "question", "what"), numbers, within={"yes": "answers", "answers": "slips"})


def _score(answers: tuple[int | None, ...]) -> int:
    given = [answer for answer in answers if answer is not None]
    return sum(given) * TWELFTHS // len(given)


def judge_experience(tables: Tables, context: Context) -> Finding:
    """Judge whether as many in each group say yes, on the question where groups differ most."""
    latest, first = tables.group("latest"), tables.group("first")
    if not latest.cells:
        return Finding("unknown", measures=(undefined("rate", "no slips", unit="share who say 4 or 5 of 5"),))
    rates = {question: rates_of_slips(latest, question) for question in QUESTIONS}
    slips = {group: latest.number(group, "any", "slips") for group in latest.labels("group")}
    compared = {question: compare(rates[question], slips, context) for question in QUESTIONS}
    question = min(QUESTIONS, key=lambda q: _severity(compared[q]))
    comparison, chance = compared[question], _chance(tables.person("slips"), context)
    finding = Finding(
        comparison.status,
        measures=(
            *(_overall(rates[q], q) for q in QUESTIONS),
            *(_overall(rates_of_slips(first, q), f"{q}, at first") for q in QUESTIONS if first.cells),
            *rate_of_each(rates[question]),
            comparison.measure,
        ),
        groups=groups_with(rates[question], slips),
        words={**comparison.words, "question": PHRASES["experience"][question], "asked": question},
        p_value=chance.p_value if chance else None,
        smallest_p=chance.smallest_p if chance else None,
    )
    if finding.status != "unknown":
        return finding
    nobody = finding.measure("rate", question).value == 0
    return finding.saying("watch", "nobody") if nobody else finding.saying("unknown", "one group")


def rates_of_slips(table: GroupTable, question: str) -> Rates:
    """Return by group how many slips say 4 or 5 to a question, of those that answer it."""
    groups = table.labels("group") if table.cells else ()
    return {g: (table.number(g, question, "yes"), table.number(g, question, "answers")) for g in groups}


def _overall(rates: Rates, of: str) -> Measure:
    yes, answers = (sum(pair[at] for pair in rates.values()) for at in (0, 1))
    return rate(yes, answers, of=of, unit="share who say 4 or 5 of 5")


def _severity(comparison: Comparison) -> tuple[int, float]:
    """Return what sorts the least even question first, and one that cannot be compared last."""
    return ("uneven", "watch", "even", "unknown").index(comparison.status), comparison.measure.value or 0.0


def _chance(table: PersonTable | None, context: Context) -> Permutation | None:
    """Return how often chance would part the groups this far in what people answered on the whole."""
    known: dict[str, list[int]] = {}
    for group, score, n in table.rows if table else ():
        if group != NOT_RECORDED:
            known.setdefault(group, []).extend([score] * n)
    return between_groups(known, random=context.random)


EXPERIENCE = EqualityCheck(
    name="experience",
    title="How does it feel to be here?",
    question="Do as many people in each group feel valued, listened to, able to contribute and at ease?",
    source="the project's own slips, after SCIE and NIHR on co-production; four-fifths rule",
    reads={
        Partner: GROUPED,
        Experience: ("partner", "here_as", "space", *QUESTIONS),
        Space: ("id", "starts"),
    },
    sentences=SENTENCES["experience"],
    ask="What would make it feel better for those it feels worst for?",
    count=count_experience,
    judge=judge_experience,
    theme="valued, listened to, contributed",
    band=FOUR_FIFTHS_BAND,
    formula="`rate` is the share of slips that say 4 or 5 of 5, for each question, at the latest space with five slips"
    " or more; the first such space stands beside it. Groups are compared on the question where they differ most. A"
    " slip without a name is in the group that it says itself.",
    undefined="No slip is on record, or no two groups have five slips at the latest space.",
)
