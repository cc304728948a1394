"""How did it feel? Valued, listened to, able to contribute, safe: the project's own test of success."""

from __future__ import annotations

from collections.abc import Iterator

from coprod.engines import rows
from coprod.equality.check import Context, EqualityCheck
from coprod.equality.checks.felt import otherwise_alike, otherwise_table, then_and_now, told_otherwise
from coprod.equality.checks.slips import (
    ENOUGH,
    YES,
    chance_of_slips,
    gatherings,
    none_told,
    rates_of_slips,
    said_of,
    slips_by_group,
    tables_of_gatherings,
    told_of,
)
from coprod.equality.grouping import GROUPED, SMALLEST
from coprod.equality.measures import rate, undefined
from coprod.equality.rates import FOUR_FIFTHS_BAND, Comparison, Rates, compare, groups_with, rate_of_each
from coprod.equality.sentences import PHRASES, SENTENCES
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, PersonTable, Tables
from coprod.finding import Finding, Measure
from coprod.records import Experience, Partner, Space

__all__ = ["EXPERIENCE"]

QUESTIONS = ("valued", "listened", "contributed", "safe")
TWELFTHS = 12  # a mean of up to four answers is a whole number of twelfths


def count_experience(study: Study) -> Iterator[GroupTable | PersonTable]:
    """Count slips of the first and of the latest space that had enough, and those that differ from the record."""
    found = gatherings(study, QUESTIONS)
    yield from tables_of_gatherings(found, QUESTIONS)
    yield slips_by_group("first", found.first, QUESTIONS)
    yield otherwise_table(rows(otherwise_alike(study)))
    scores = [(group, _score(answers), n) for slips in (found.latest, found.one) for group, answers, n in slips]
    yield PersonTable("slips", ("group", "score", "n"), scores)


def _score(answers: tuple[int | None, ...]) -> int:
    given = [answer for answer in answers if answer is not None]
    return sum(given) * TWELFTHS // len(given)


def judge_experience(tables: Tables, context: Context) -> Finding:
    """Judge whether as many in each group say yes, on the question where groups differ most."""
    first, (latest, when) = tables.group("first"), told_of(tables)
    rates = {question: rates_of_slips(latest, question) for question in QUESTIONS}
    answered = {question: {group: n for group, (_, n) in each.items()} for question, each in rates.items()}
    enough = [question for question in QUESTIONS if sum(answered[question].values()) >= ENOUGH]
    if not enough:
        say = "too few" if latest.cells else none_told(tables)
        return Finding("unknown", say, measures=undefined("rate", "too few slips", unit=YES))
    slips = {group: latest.number(group, "any", "slips") for group in latest.labels("group")}
    compared = {question: compare(rates[question], answered[question], context) for question in enough}
    question = min(enough, key=lambda q: _severity(compared[q]))
    comparison, chance = compared[question], chance_of_slips(tables.person("slips"), context)
    finding = Finding(
        comparison.status,
        measures=(
            *(_overall(rates[q], q) for q in QUESTIONS),
            *(_overall(rates_of_slips(first, q), f"{q}, at first") for q in QUESTIONS if first.cells),
            *rate_of_each(rates[question]),
            comparison.measure,
        ),
        groups=groups_with(rates[question], slips),
        words={**comparison.words, "when": when, "question": PHRASES["experience"][question], "asked": question},
        p_value=chance.p_value if chance else None,
        smallest_p=chance.smallest_p if chance else None,
    )
    if finding.status == "unknown":
        nobody = finding.measure("rate", question).value == 0
        finding = finding.saying("watch", "nobody") if nobody else finding.saying("unknown", "one group")
    elif finding.status == "even" and any(q not in compared or compared[q].status != "even" for q in QUESTIONS):
        finding = finding.saying("even", "even on some")
    return said_of(told_otherwise(then_and_now(finding, first, latest, QUESTIONS), tables), tables)


def _overall(rates: Rates, of: str) -> Measure:
    yes, answers = (sum(pair[at] for pair in rates.values()) for at in (0, 1))
    return rate(yes, answers, of=of, unit=YES)


def _severity(comparison: Comparison) -> tuple[int, float]:
    """Return what sorts the least even question first, and one that cannot be compared last."""
    return ("uneven", "watch", "even", "unknown").index(comparison.status), comparison.measure.value or 0.0


EXPERIENCE = EqualityCheck(
    name="experience",
    title="How does it feel to be here?",
    question="Do as many people in each group feel valued, listened to, able to contribute and at ease?",
    source="the project's own slips, after SCIE and NIHR on co-production; four-fifths rule",
    reads={
        Partner: GROUPED,
        Experience: ("partner", "here_as", "space", "at", *QUESTIONS),
        Space: ("id", "starts", "level", "agreement"),
    },
    sentences=SENTENCES["experience"],
    ask="What would make it feel better for those it feels worst for?",
    count=count_experience,
    judge=judge_experience,
    theme="valued, listened to, contributed",
    band=FOUR_FIFTHS_BAND,
    formula="`rate` is the share of slips that say 4 or 5 of 5, for each question, at the latest space with five slips"
    " or more; the first such space stands beside it. The day of a space is when it began, else the latest on its"
    " slips. Groups are compared on the question where they differ most. A"
    " slip without a name is in the group that it says itself. `felt` is the same by group, at first and at the latest,"
    " for each question and over all four; those who wrote at first need not be those who wrote at last. A question"
    " on which a group fell is told where one note more would not make up for it. `told_otherwise` sets the notes"
    " beside the record: of those from spaces whose level is “collaborate” or “empower”, how many give 1 or 2 of 5"
    " for having contributed; and of those from spaces whose agreement was written together, how many give that for"
    " feeling at ease.",
    undefined=f"No space has {ENOUGH} slips, or no two groups have {SMALLEST} at the latest one that does.",
)
