"""How did it feel? Valued, listened to, able to contribute, safe: the project's own test of success."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

import attrs
import narwhals as nw

from coprod.engines import Frame, collect, count
from coprod.equality.check import Context, EqualityCheck
from coprod.equality.grouping import GROUPED, NOT_RECORDED, SMALLEST
from coprod.equality.inference import Permutation, between_groups
from coprod.equality.measures import rate, undefined
from coprod.equality.rates import FOUR_FIFTHS_BAND, Comparison, Rates, compare, groups_with, rate_of_each
from coprod.equality.sentences import PHRASES, SENTENCES
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, PersonTable, Tables
from coprod.finding import Finding, Measure
from coprod.records import Experience, Partner, Space

__all__ = [
    "ENOUGH",
    "EXPERIENCE",
    "Gatherings",
    "chance_of_slips",
    "days_of_slips",
    "gatherings",
    "none_told",
    "rates_of_slips",
    "said_of",
    "slips_alike",
    "tables_of_gatherings",
    "told_of",
]

QUESTIONS = ("valued", "listened", "contributed", "safe")
YES = "share who say 4 or 5 of 5"
GOOD = 4  # 4 and 5 of 5 say yes
ENOUGH = 5  # slips from so many make a space one to compare
LATER = " + later"
TWELFTHS = 12  # a mean of up to four answers is a whole number of twelfths

Slip = tuple[str, tuple[int | None, ...], int]
"""Slips that are alike: the group, the answers, how many."""


@attrs.frozen(kw_only=True)
class Gatherings:
    """
    The slips of gatherings.

    Attributes:
        first: Of the first with enough slips, where there is a later one.
        latest: Of the latest with enough slips.
        one: Of one with enough slips, where nobody noted a day of any of those.
        few: How many slips there are, where no gathering has enough.
        later: How many gatherings after the latest have too few slips.
    """

    first: Iterable[Slip] = ()
    latest: Iterable[Slip] = ()
    one: Iterable[Slip] = ()
    few: int = 0
    later: int = 0


def count_experience(study: Study) -> Iterator[GroupTable | PersonTable]:
    """Count slips of the first and of the latest space that had enough, by group, question and answer."""
    found = gatherings(*collect([slips_alike(study, QUESTIONS), *days_of_slips(study)]))
    yield from tables_of_gatherings(found, QUESTIONS)
    yield slips_by_group("first", found.first, QUESTIONS)
    rows = [(group, _score(answers), n) for slips in (found.latest, found.one) for group, answers, n in slips]
    yield PersonTable("slips", ("group", "score", "n"), rows)


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


def days_of_slips(study: Study) -> tuple[Frame, Frame]:
    """Return when each space began, and the latest day on its slips: `space` and the day."""
    spaces = study.project.frame(Space).filter(~nw.col("starts").is_null()).select("starts", space="id")
    noted = study.project.frame(Experience).filter(~nw.col("at").is_null())
    by_day = noted.group_by("space").agg(nw.col("at").max())
    return spaces.select("space", "starts"), by_day.select("space", "at")


def gatherings(
    alike: Iterable[Sequence[Any]], starts: Iterable[tuple[str, datetime]], noted: Iterable[tuple[str, date]]
) -> Gatherings:
    """
    Return the first and the latest gathering that had enough slips, of those with a day if there are any.

    Args:
        alike: Slips that are alike, as of `slips_alike`.
        starts: When each space began.
        noted: The latest day on the slips of each space, for spaces of which nobody noted when they began.
    """
    by_space: dict[str, list[Slip]] = {}
    for space, group, *answers, n in alike:
        if any(answer is not None for answer in answers):
            by_space.setdefault(space, []).append((group, tuple(answers), n))
    days = {space: (day, time.min) for space, day in noted}
    days |= {space: (start.date(), start.time()) for space, start in starts}
    sizes = {space: sum(n for *_, n in slips) for space, slips in by_space.items()}
    enough = [space for space, n in sizes.items() if n >= ENOUGH]
    dated = sorted((space for space in enough if space in days), key=lambda space: (days[space], space))
    if dated:
        first, last = dated[0], dated[-1]
        later = sum(days[space] > days[last] for space in by_space if space in days)
        return Gatherings(first=by_space[first] if len(dated) > 1 else (), latest=by_space[last], later=later)
    if enough:
        return Gatherings(one=by_space[max(enough, key=lambda space: (sizes[space], space))])
    return Gatherings(few=sum(sizes.values()))


def tables_of_gatherings(found: Gatherings, questions: Sequence[str]) -> Iterator[GroupTable | PersonTable]:
    """Yield slips of the latest gathering, or of one without a day, and how many there are where they are too few."""
    yield slips_by_group("latest", found.latest, questions)
    yield slips_by_group("one", found.one, questions)
    yield GroupTable.of("few", ("what",), [(("slips",), found.few, found.few)] if found.few else [])
    yield PersonTable("later", ("gatherings",), [(found.later,)])


def told_of(tables: Tables) -> tuple[GroupTable, str]:
    """Return the slips that are told of, and which gathering they are from, in words."""
    latest = tables.group("latest")
    return (
        (latest, PHRASES["experience"]["latest"])
        if latest.cells
        else (tables.group("one"), PHRASES["experience"]["one"])
    )


def said_of(finding: Finding, tables: Tables) -> Finding:
    """Return the finding, with a word on later gatherings that have too few slips to be told of."""
    later = tables.person("later")
    return finding.saying(finding.status, finding.say + LATER) if later and sum(later.column("gatherings")) else finding


def none_told(tables: Tables) -> str:
    """Return what to say where no gathering has enough slips."""
    return "too few" if tables.group("few").cells else "unknown"


def slips_by_group(name: str, slips: Iterable[Slip], questions: Sequence[str]) -> GroupTable:
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
    return said_of(finding, tables)


def rates_of_slips(table: GroupTable, question: str) -> Rates:
    """Return by group how many slips say 4 or 5 to a question, of those that answer it."""
    groups = table.labels("group") if table.cells else ()
    return {g: (table.number(g, question, "yes"), table.number(g, question, "answers")) for g in groups}


def _overall(rates: Rates, of: str) -> Measure:
    yes, answers = (sum(pair[at] for pair in rates.values()) for at in (0, 1))
    return rate(yes, answers, of=of, unit=YES)


def _severity(comparison: Comparison) -> tuple[int, float]:
    """Return what sorts the least even question first, and one that cannot be compared last."""
    return ("uneven", "watch", "even", "unknown").index(comparison.status), comparison.measure.value or 0.0


def chance_of_slips(table: PersonTable | None, context: Context) -> Permutation | None:
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
        Experience: ("partner", "here_as", "space", "at", *QUESTIONS),
        Space: ("id", "starts"),
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
    " slip without a name is in the group that it says itself.",
    undefined=f"No space has {ENOUGH} slips, or no two groups have {SMALLEST} at the latest one that does.",
)
