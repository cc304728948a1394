"""Do we trust and value each other, and is it the same both ways? By group only, where the partners agreed to ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import permutations
from typing import TypeAlias

import narwhals as nw

from coprod.engines import Frame, collect, count, day_order, distinct, keep, total
from coprod.engines import one as one_if
from coprod.equality.check import Context, EqualityCheck
from coprod.equality.grouping import GROUPED, comparable
from coprod.equality.inference import Permutation, between_counts
from coprod.equality.measures import undefined
from coprod.equality.pairs import group_of, pair_of, partners
from coprod.equality.sentences import SENTENCES
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, PersonTable, Tables
from coprod.finding import Finding, Group, Measure, Status
from coprod.records import Partner, Record, Relationship

__all__ = ["TRUST_AND_VALUE", "TRUST_GAP"]

TRUST = ("reliability", "shared_mission", "openness")
VALUE = ("influence", "involvement", "resources")
SCORES = {"trust": "trust_score", "value": "value_score"}
PARTS = 12  # a point is cut in so many parts: a mean of one, two or three answers is whole
LEAST = 3  # so many who rated, and so many who were rated, stand behind any number that is shown
FINE = 27_720  # parts of a partner's mean, so that the means of up to twelve ratings are whole
ALPHA = 0.05
HALF_A_POINT = 0.5
BEFORE_ALL = 0  # the number of a day that is older than any other: of a rating without a day
SCORE = "mean rating received, from 1 to 4"
SIGNED = "points that the first trusts the second more than it is trusted, from -3 to 3"
GAP = "points between there and back, from 0 to 3"
TOO_FEW = "fewer than three who rated or were rated"
RATINGS = 8  # more than any answer
COLUMNS: Mapping[type[Record], tuple[str, ...]] = {Partner: GROUPED}


Received: TypeAlias = tuple[tuple[str, str], int, int, int, int]
"""Two labels, points, ratings, by how many, of how many."""


def count_scores(study: Study) -> Iterator[GroupTable | PersonTable]:
    """Count the ratings that the partners of each group received, and their sum in twelfths of a point."""
    asked = (("trust", study.once(_trust)), ("value", study.once(_value)))
    frames = []
    for _, dyads in asked:
        each = dyads.group_by("target").agg(total(nw.col("points")).alias("points"), count().alias("n"))
        one = each.with_columns(rated=group_of(study, nw.col("target")))
        rated = one.group_by("rated", "points", "n").agg(count().alias("partners"))
        frames += [rated.select("rated", "points", "n", "partners"), _raters(dyads, "rated")]
    trusted, raters, valued, valuers = collect(frames)
    yield GroupTable.of(
        "partners", ("group",), (((group,), n.partners, n.partners) for group, n in study.sizes.items())
    )
    found = [("trust", trusted, dict(raters)), ("value", valued, dict(valuers))]
    yield from _points(("group", "what"), [row for each in found for row in _received(study, *each)])
    yield PersonTable("rated", ("group", "points", "n", "partners"), ((study.labels[g], *rest) for g, *rest in trusted))


def _received(
    study: Study, what: str, rated: Iterable[tuple[int, int, int, int]], raters: Mapping[int, int]
) -> Iterator[Received]:
    """Yield for each group the points its partners received, in how many ratings, from how many, and by how many."""
    sums: dict[int, list[int]] = {}
    for group, points, n, alike in rated:
        known = sums.setdefault(group, [0, 0, 0])
        for at, number in enumerate((points * alike, n * alike, alike)):
            known[at] += number
    for group, numbers in sums.items():
        points, n, alike = numbers
        yield (study.labels[group], what), points, n, raters[group], alike


def _raters(dyads: Frame, *by: str) -> Frame:
    """Return how many partners rated someone of each group: the group, `n`."""
    return distinct(dyads.select("source", *by)).group_by(*by).agg(count().alias("n")).select(*by, "n")


def count_gaps(study: Study) -> Iterator[GroupTable]:
    """Count how groups rate each other, and how far apart there and back are for pairs that rated each other."""
    dyads, both = study.once(_trust), ("rater", "rated")
    given = dyads.group_by(*both).agg(total(nw.col("points")).alias("points"), count().alias("n"))
    ends = (distinct(dyads.select(*both, end)) for end in ("source", "target"))
    having = [each.group_by(*both).agg(count().alias("n")).select(*both, "n") for each in ends]
    up, down = nw.col("source") < nw.col("target"), nw.col("source") > nw.col("target")
    back = dyads.filter(down).select(source="target", target="source", back="points")
    mutual = keep(
        dyads.filter(up).select("source", "target", "points").join(back, on=["source", "target"], how="inner")
    )
    apart = mutual.with_columns(points=(nw.col("points") - nw.col("back")).abs())
    sums = apart.select(total(nw.col("points")).alias("points"), count().alias("n"))
    sides = [distinct(mutual.select(end)).select(count().alias("n")) for end in ("source", "target")]
    found, raters, rated, pairs, *people = collect([given.select(*both, "points", "n"), *having, sums, *sides])
    behind = [{(a, b): n for a, b, n in rows} for rows in (raters, rated)]
    labels = study.labels
    numbers = [((labels[a], labels[b]), points, n, *(each[a, b] for each in behind)) for a, b, points, n in found]
    yield GroupTable.of(
        "partners", ("group",), (((group,), n.partners, n.partners) for group, n in study.sizes.items())
    )
    yield from _points(("group", "other"), numbers)
    ((points, n),), fewest = pairs, min(number for rows in people for (number,) in rows)
    yield GroupTable.of("apart", ("what",), [(("points",), points or 0, fewest)] if n else (), scale=PARTS)
    yield GroupTable.of("pairs", ("what",), [(("both ways",), n, fewest)] if n else ())


def _trust(study: Study) -> Frame:
    return _dyads(study, TRUST)


def _value(study: Study) -> Frame:
    return _dyads(study, VALUE)


def _dyads(study: Study, items: Sequence[str]) -> Frame:
    """
    Return who rated whom, the latest time they did: `source`, `target`, `rater`, `rated`, `points` in twelfths.

    All four are numbers, as in `coprod.equality.pairs`. The latest answers come from one pass: what is largest is the
    number of the day times eight plus the answer, and 0 where there was none on that day.
    """
    ties = study.project.frame(Relationship).filter(nw.col("source") != nw.col("target"))
    answered = ties.filter(~nw.all_horizontal(*(nw.col(item).is_null() for item in items), ignore_nulls=False))
    day = day_order(nw.col("since")).fill_null(BEFORE_ALL)
    packed = {item: day * RATINGS + nw.col(item).cast(nw.Int64).fill_null(0) for item in items}
    known = partners(study)
    rows = answered.select(rater_id="source", rated_id="target", **packed)
    one = rows.join(known.select(rater_id="partner", lo="code"), on="rater_id", how="inner")
    both = one.join(known.select(rated_id="partner", hi="code"), on="rated_id", how="inner")
    each = both.with_columns(pair=pair_of(study)).group_by("pair").agg(nw.col("lo", "hi", *items).max())
    answers = each.select("lo", "hi", *(nw.col(item) % RATINGS for item in items))
    points, given = nw.col(items[0]), one_if(nw.col(items[0]) > 0)
    for item in items[1:]:
        points, given = points + nw.col(item), given + one_if(nw.col(item) > 0)
    scored = answers.select(source="lo", target="hi", points=points * (nw.lit(PARTS, dtype=nw.Int64) // given))
    ends = {"rater": group_of(study, nw.col("source")), "rated": group_of(study, nw.col("target"))}
    return scored.with_columns(**ends)


def _points(by: tuple[str, str], found: Sequence[Received]) -> Iterator[GroupTable]:
    """Yield points and numbers of ratings; each stands on those who rated or were rated, whichever are fewer."""
    yield GroupTable.of("points", by, ((labels, x, min(ends)) for labels, x, _, *ends in found), scale=PARTS)
    yield GroupTable.of("ratings", by, ((labels, n, min(ends)) for labels, _, n, *ends in found))


def judge_scores(tables: Tables, context: Context) -> Finding:
    """Judge whether the partners of every group are trusted alike, by chance or by what the partners agreed."""
    sizes = {group: tables.group("partners").number(group) for group in tables.group("partners").labels("group")}
    shown = [group for group in comparable(sizes) if _enough(tables, group, "trust")]
    scores = tuple(_score(tables, group, what) for what in SCORES for group in sorted(sizes))
    ratings = {group: tables.group("ratings").number(group, "trust") for group in sorted(sizes)}
    whole = sum(ratings.values())
    chance = _chance(tables.person("rated"), shown, context)
    finding = Finding(
        "unknown",
        measures=scores,
        groups=tuple(Group(g, sizes[g], n, whole, n / whole if whole else None) for g, n in ratings.items()),
        p_value=chance.p_value if chance else None,
        smallest_p=chance.smallest_p if chance else None,
    )
    if not tables.group("ratings").total():
        return finding
    if len(shown) < 2:
        return finding.saying("unknown", "one group", one=shown[0]) if shown else finding.saying("unknown", "too few")
    for name, say in (("trust_score", "uneven"), ("value_score", "uneven value")):
        of_shown = [m for m in scores if m.name == name and m.of in shown and m.value is not None]
        if (agreed := _agreed(of_shown, context)) is not None:
            return finding.saying(agreed, say if agreed == "uneven" else "even", **_ends(of_shown))
    status = _by_chance(chance)
    trust = [m for m in scores if m.name == "trust_score" and m.of in shown]
    return finding.saying(status, "no telling" if status == "unknown" else "", **_ends(trust))


def _ends(measures: Sequence[Measure]) -> dict[str, str]:
    """Return the groups with the lowest and the highest score, as words for sentences."""
    ordered = sorted(measures, key=lambda m: (m.value or 0.0, m.of))
    return {"least": ordered[0].of, "most": ordered[-1].of}


def _enough(tables: Tables, *labels: str) -> bool:
    return tables.group("ratings").people(*labels) >= LEAST


def _mean(tables: Tables, *labels: str) -> float:
    """Return the mean of ratings, from their sum in twelfths."""
    return tables.group("points").number(*labels) / (PARTS * tables.group("ratings").number(*labels))


def _score(tables: Tables, group: str, what: str) -> Measure:
    n = tables.group("ratings").number(group, what)
    if not _enough(tables, group, what):
        return undefined(SCORES[what], TOO_FEW, unit=SCORE, n=n, of=group)
    return Measure(SCORES[what], _mean(tables, group, what), unit=SCORE, n=n, of=group)


def _chance(rated: PersonTable | None, shown: Sequence[str], context: Context) -> Permutation | None:
    """Return how often chance would part the groups this far in how much each partner is trusted."""
    if rated is None or len(shown) < 2:
        return None
    rows = [row for row in rated.rows if row[0] in shown]
    means: dict[str, Counter[int]] = {}
    for group, points, n, alike in rows:
        means.setdefault(group, Counter())[(2 * FINE * points + n) // (2 * n)] += alike
    return between_counts(means, random=context.random)


def _agreed(measures: Sequence[Measure], context: Context) -> Status | None:
    """Return what the band says that the partners agreed; nothing where they agreed none."""
    found = {context.status(measure) for measure in measures} - {"unknown"}
    return ("uneven" if "uneven" in found else "even") if found else None


def _by_chance(chance: Permutation | None) -> Status:
    if chance is None:
        return "watch"
    if chance.smallest_p > ALPHA:
        return "unknown"
    return "uneven" if chance.p_value <= ALPHA else "even"


def judge_gaps(tables: Tables, context: Context) -> Finding:
    """Judge whether any two groups trust each other about as much."""
    sizes = {group: tables.group("partners").number(group) for group in tables.group("partners").labels("group")}
    ways = [
        pair for pair in permutations(comparable(sizes), 2) if _enough(tables, *pair) and _enough(tables, *pair[::-1])
    ]
    gaps = {(a, b): _mean(tables, a, b) - _mean(tables, b, a) for a, b in ways}
    ratings, overall = tables.group("ratings"), _apart(tables)
    signed = {
        (a, b): Measure(
            "signed_trust_gap",
            gap,
            unit=SIGNED,
            n=ratings.number(a, b) + ratings.number(b, a),
            of=f"{a} → {b}",
            even_at=0,
        )
        for (a, b), gap in gaps.items()
    }
    finding = Finding("unknown", measures=(overall, *signed.values()), groups=_given(tables, sizes))
    if not gaps:
        return finding.saying("unknown", "too few" if ratings.total() else "unknown")
    widest = max(gaps, key=lambda pair: (gaps[pair], pair))
    words = {"more": widest[0], "less": widest[1], "pair": " → ".join(widest)}
    if (agreed := _agreed([signed[widest], overall], context)) is not None:
        outside = context.status(signed[widest]) == "uneven"
        return finding.saying(agreed, "apart" if agreed == "uneven" and not outside else agreed, **words)
    return finding.saying("watch" if gaps[widest] >= HALF_A_POINT else "even", **words)


def _apart(tables: Tables) -> Measure:
    """Return the mean of |there - back| over pairs that rated each other; from the table, `trust_gap` by its name."""
    n, enough = tables.group("pairs").number("both ways"), tables.group("pairs").people("both ways") >= LEAST
    if not enough:
        return undefined("trust_gap", TOO_FEW if n else "no two rated each other", unit=GAP, n=n)
    return Measure("trust_gap", tables.group("apart").number("points") / (PARTS * n), unit=GAP, n=n, even_at=0)


def _given(tables: Tables, sizes: Mapping[str, int]) -> tuple[Group, ...]:
    """Return how many ratings partners of each group gave to other groups, of all they gave."""
    found = []
    for group, size in sorted(sizes.items()):
        given = tables.group("ratings").total(group=group)
        other = given - tables.group("ratings").number(group, group)
        found.append(Group(group, size, other, given, other / given if given else None))
    return tuple(found)


TRUST_AND_VALUE = EqualityCheck(
    name="trust-and-value",
    title="Do we trust and value each other?",
    question="How much trust and value do the partners of each group receive from others, and is it alike?",
    source="the six questions of PARTNER (Varda), as in McCullough et al. 2016; permutation test",
    reads={**COLUMNS, Relationship: ("source", "target", "since", *TRUST, *VALUE)},
    sentences=SENTENCES["trust-and-value"],
    ask="What would help us to trust each other more?",
    count=count_scores,
    judge=judge_scores,
    theme="get to know each other",
    formula="`trust_score` and `value_score` of a group are means over the ratings its partners received, each rating"
    " being the mean of the answers given, from 1 to 4; where one rated another again, the latest counts. A number"
    f" is shown where {LEAST} partners or more rated and as many were rated. Groups differ where chance would part"
    f" the partners' trust this far in at most {ALPHA:.0%} of ways to hand out the labels.",
    undefined="The partners did not agree to ask; fewer than two groups of three partners have enough ratings; too few"
    " partners for chance to be ruled out.",
    agreed_only=True,
)

TRUST_GAP = EqualityCheck(
    name="trust-gap",
    title="Is trust the same both ways?",
    question="Does one group trust another as much as it is trusted in return?",
    source="Graebner 2009, on trust of two that is not the same; ratings as in PARTNER (Varda)",
    reads={**COLUMNS, Relationship: ("source", "target", "since", *TRUST)},
    sentences=SENTENCES["trust-gap"],
    ask="What does each of us need to see so that trust can grow?",
    count=count_gaps,
    judge=judge_gaps,
    theme="get to know each other",
    formula="`signed_trust_gap` is the mean rating that one group gave another less the mean it got back;"
    " `trust_gap` is the mean of how far there and back are apart over pairs of partners who rated each other. From"
    f" {HALF_A_POINT} of a point on it is worth a look, since the two would then round to different answers. A"
    f" number is shown where {LEAST} partners or more rated and as many were rated.",
    undefined="The partners did not agree to ask; no two groups rated each other, or fewer than three partners on"
    " either side did.",
    agreed_only=True,
)
