"""How do we rate our own way of working? The seven National Standards, and where groups see them differently."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

import narwhals as nw

from coprod.engines import Frame, collect, count
from coprod.equality.check import Context, EqualityCheck
from coprod.equality.fates import BLANK
from coprod.equality.grouping import GROUPED, SMALLEST, comparable
from coprod.equality.measures import NOT_SHOWN, rate, undefined
from coprod.equality.sentences import SENTENCES
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, PersonTable, Tables
from coprod.finding import Finding, Group, Measure
from coprod.records import Indicator, Measurement, Partner

__all__ = ["STANDARDS", "STANDARDS_REVIEW", "of_standards"]

STANDARDS = (
    "inclusion",
    "support",
    "planning",
    "working together",
    "methods",
    "communication",
    "impact",
)
"""The seven National Standards for Community Engagement of 2016."""

LOWEST, HIGHEST = 1, 6
GOOD = 4
STEP = 1  # groups that are a whole step apart see a standard differently
UNIT = "mean of scores from 1 to 6"

Scores = Mapping[str, tuple[int, int]]
"""By group: the sum of the scores, and how many raters."""


def of_standards(indicators: Frame) -> Frame:
    """Return the indicators that are one of the seven standards, scored from 1 to 6: `id`, `standard`."""
    # `Impact` may be the name of something else, measured on another scale
    scale = (nw.col("minimum").is_null() | (nw.col("minimum") == LOWEST)) & (nw.col("maximum") == HIGHEST)
    named = indicators.filter(scale).select("id", standard=nw.col("name").str.strip_chars(BLANK).str.to_lowercase())
    return named.filter(nw.col("standard").is_in(list(STANDARDS)))


def count_standards(study: Study) -> Iterator[GroupTable | PersonTable]:
    """Count raters and their scores, by group and standard: the latest whole score of each rater from 1 to 6."""
    known = of_standards(study.project.frame(Indicator))
    given = study.project.frame(Measurement).join(known, left_on="indicator", right_on="id", how="inner")
    scored = given.select("partner", "standard", "at", score=_score()).drop_nulls("score")
    last = scored.group_by("partner", "standard").agg(nw.col("at").max())
    latest = scored.join(last, on=["partner", "standard", "at"], how="semi")
    # two indicators of one name, on one day by one rater: the lower of both stands
    single = latest.group_by("partner", "standard").agg(nw.col("score").min())
    by_group = single.join(study.groups.select("partner", "group"), on="partner", how="inner")
    counted = by_group.group_by("group", "standard", "score").agg(count().alias("n"))
    [found] = collect([counted.select("group", "standard", "score", "n")])
    yield _by_group(found)
    yield PersonTable("scores", ("group", "standard", "score", "n"), found)


def _by_group(rows: Sequence[tuple[str, str, int, int]]) -> GroupTable:
    """Return how many scored each standard, and how many gave it 4 or more: a sum would be false once rounded."""
    cells: dict[tuple[str, ...], int] = {}
    for group, standard, score, n in rows:
        for what, number in (("raters", n), ("good", n if score >= GOOD else 0)):
            cells[group, standard, what] = cells.get((group, standard, what), 0) + number
    numbers = ((labels, n, n) for labels, n in cells.items())
    return GroupTable.of("scored", ("group", "standard", "what"), numbers, within={"good": "raters"})


def _score() -> nw.Expr:
    """Return a value as a whole score; null where it is none, since what is missing is not 1."""
    score = nw.lit(None, dtype=nw.Int64)
    for number in range(LOWEST, HIGHEST + 1):
        score = nw.when(nw.col("value") == number).then(number).otherwise(score)
    return score


def judge_standards(tables: Tables, _context: Context) -> Finding:
    """Judge whether the groups score each standard alike, to less than a whole step."""
    table = tables.person("scores")
    if table is None:
        return _from_groups(tables.group("scored"))
    scores = _scores(table)
    means = {standard: _mean(each, standard) for standard, each in scores.items()}
    if not means:
        return Finding("unknown", measures=undefined("standard_score", "no scores", unit=UNIT))
    known = ((standard, _gap(each, standard)) for standard, each in scores.items())
    gaps = {standard: gap for standard, gap in known if gap is not None}
    low, high = (pick(means, key=lambda s: (means[s].value or 0, s)) for pick in (min, max))
    finding = Finding(
        "unknown",
        measures=(*(means[s] for s in STANDARDS if s in means), *(each[0] for each in gaps.values())),
        words={"low": low, "high": high},
    )
    if not gaps:
        return finding.saying("unknown", "one group" if low != high else "one group, one")
    widest = max(gaps, key=lambda s: (gaps[s][0].value or 0, s))
    gap, least, most = gaps[widest]
    found = Finding(
        "watch" if (gap.value or 0) >= STEP else "even",
        measures=(*finding.measures, *_of_groups(scores[widest], widest)),
        groups=_groups(tables.group("scored"), widest),
        words={**finding.words, "standard": widest, "least": least, "most": most},
    )
    say = "even, one" if found.status == "even" and low == high else found.status
    return found.saying(found.status, say, **{w: f"{widest}, {g}" for w, g in (("lower", least), ("higher", most))})


def _from_groups(table: GroupTable) -> Finding:
    """Return what can be said without single scores: how many gave each standard 4 or more."""
    given = {standard: table.total(standard=standard, what="raters") for standard in table.labels("standard")}
    good = {standard: table.total(standard=standard, what="good") for standard in given}
    rates = {
        s: rate(good[s], n, name="scored_good", unit="share who give 4 or more of 6", of=s) for s, n in given.items()
    }
    mean = undefined("standard_score", NOT_SHOWN, unit=UNIT)
    if not rates:
        return Finding("unknown", measures=mean)
    low, high = (pick(rates, key=lambda s: (rates[s].value or 0, s)) for pick in (min, max))
    say = "four or more" if low != high else "four or more, one"
    return Finding("unknown", say, measures=(*rates.values(), mean), words={"low": low, "high": high})


def _scores(table: PersonTable) -> dict[str, dict[str, tuple[int, int]]]:
    """Return by standard and group the sum of the scores, and how many raters."""
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for group, standard, score, n in table.rows:
        whole, raters = found.setdefault(standard, {}).get(group, (0, 0))
        found[standard][group] = (whole + score * n, raters + n)
    return found


def _mean(scores: Scores, standard: str) -> Measure:
    whole, raters = (sum(pair[at] for pair in scores.values()) for at in (0, 1))
    return Measure("standard_score", float(Fraction(whole, raters)), unit=UNIT, n=raters, of=standard)


def _of_groups(scores: Scores, standard: str) -> Iterator[Measure]:
    for group, (whole, raters) in sorted(scores.items()):
        yield Measure("standard_score", float(Fraction(whole, raters)), unit=UNIT, n=raters, of=f"{standard}, {group}")


def _groups(table: GroupTable, standard: str) -> Iterator[Group]:
    """Yield how many of each group gave a standard 4 or more, of those who scored it."""
    for group in table.labels("group"):
        if raters := table.number(group, standard, "raters"):
            good = table.number(group, standard, "good")
            yield Group(group, raters, good, raters, good / raters)


def _gap(scores: Scores, standard: str) -> tuple[Measure, str, str] | None:
    """Return the widest gap between groups with three raters or more, and between which; none without two of them."""
    judged = comparable({group: raters for group, (_, raters) in scores.items()})
    means = {group: Fraction(*scores[group]) for group in judged}
    pairs = [
        (means[b] - means[a], a, b) if means[a] <= means[b] else (means[a] - means[b], b, a)
        for a, b in combinations(sorted(means), 2)
    ]
    if not pairs:
        return None
    gap, least, most = max(pairs)
    n = scores[least][1] + scores[most][1]
    return Measure("score_gap", float(gap), unit="steps between group means", n=n, of=standard, even_at=0), least, most


STANDARDS_REVIEW = EqualityCheck(
    name="standards-review",
    title="How do we rate the way we work?",
    question="How do people score the seven National Standards, and do groups score them alike?",
    source="National Standards for Community Engagement 2016; scores from 1 to 6 as in VOiCE",
    reads={
        Partner: GROUPED,
        Indicator: ("id", "name", "minimum", "maximum"),
        Measurement: ("indicator", "partner", "at", "value"),
    },
    sentences=SENTENCES["standards-review"],
    ask="Which of the seven would you work on first?",
    count=count_standards,
    judge=judge_standards,
    theme="working together as equals",
    formula="`standard_score` is the mean of the latest whole score from 1 to 6 of each who scored, each once."
    " `score_gap` is the widest gap between the means of groups with three or more who scored; from a whole step on it"
    f" is worth a look. No score is no score, and not {LOWEST}. Beside each group is how many gave {GOOD} or more to"
    f" the standard that"
    " groups see least alike, of those who scored it. `scored_good` is said where single"
    " scores do not leave.",
    undefined=f"Nobody scored a standard, or no two groups have {SMALLEST} who did.",
)
