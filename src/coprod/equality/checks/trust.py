"""Do we trust and value each other, and is it the same both ways? By group only, where the partners agreed to ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import permutations

import narwhals as nw

from coprod.engines import Frame, collect, count, keep, stack, total
from coprod.equality.check import Context, EqualityCheck
from coprod.equality.grouping import GROUPED, comparable
from coprod.equality.inference import Permutation, between_groups
from coprod.equality.measures import undefined
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
BEFORE_ALL = date(1, 1, 1)  # a rating without a day is older than any other
SCORE = "mean rating received, from 1 to 4"
SIGNED = "points that the first trusts the second more than it is trusted, from -3 to 3"
GAP = "points between there and back, from 0 to 3"
TOO_FEW = "fewer than three who rated or were rated"
COLUMNS: Mapping[type[Record], tuple[str, ...]] = {Partner: GROUPED}


def count_scores(study: Study) -> Iterator[GroupTable | PersonTable]:
    """Count the ratings that the partners of each group received, and their sum in twelfths of a point."""
    asked = (("trust", TRUST), ("value", VALUE))
    both = keep(stack([_dyads(study, items).with_columns(what=nw.lit(what)) for what, items in asked]))
    received = both.group_by("rated", "what").agg(*_sums())
    trusted = both.filter(nw.col("what") == "trust").group_by("target", "rated")
    each = trusted.agg(total(nw.col("points")).alias("points"), count().alias("n"))
    sums = received.select("rated", "what", "points", "n", "raters", "partners")
    found, rated, sizes = collect([sums, each.select("rated", "points", "n"), _sizes(study)])
    yield GroupTable.of("partners", ("group",), (((group,), n, n) for group, n in sizes))
    yield from _points(("group", "what"), [((g, what), *numbers) for g, what, *numbers in found])
    yield PersonTable("rated", ("group", "points", "n"), rated)


def count_gaps(study: Study) -> Iterator[GroupTable]:
    """Count how groups rate each other, and how far apart there and back are for pairs that rated each other."""
    dyads = _dyads(study, TRUST)
    given = dyads.group_by("rater", "rated").agg(*_sums()).select("rater", "rated", "points", "n", "raters", "partners")
    back = dyads.select(source="target", target="source", back="points")
    mutual = dyads.join(back, on=["source", "target"], how="inner").filter(nw.col("source") < nw.col("target"))
    apart = mutual.with_columns(points=(nw.col("points") - nw.col("back")).abs()).select(*_sums())
    found, pairs, sizes = collect([given, apart.select("points", "n", "raters", "partners"), _sizes(study)])
    yield GroupTable.of("partners", ("group",), (((group,), n, n) for group, n in sizes))
    yield from _points(("group", "other"), [((s, t), *numbers) for s, t, *numbers in found])
    ((points, n, one, two),) = pairs
    people = min(one or 0, two or 0)
    yield GroupTable.of("apart", ("what",), [(("points",), points or 0, people)] if n else (), scale=PARTS)
    yield GroupTable.of("pairs", ("what",), [(("both ways",), n, people)] if n else ())


def _dyads(study: Study, items: Sequence[str]) -> Frame:
    """Return who rated whom, the latest time they did: `source`, `target`, `rater`, `rated`, `points` in twelfths."""
    ties = study.project.frame(Relationship).filter(nw.col("source") != nw.col("target"))
    rows = ties.select("source", "target", *items, day=nw.coalesce(nw.col("since"), nw.lit(BEFORE_ALL, dtype=nw.Date)))
    answered = rows.filter(~nw.all_horizontal(*(nw.col(item).is_null() for item in items), ignore_nulls=False))
    latest = answered.group_by("source", "target").agg(nw.col("day").max())
    of_that_day = answered.join(latest, on=["source", "target", "day"], how="inner")
    each = of_that_day.group_by("source", "target").agg(*(nw.col(item).max().cast(nw.Int64) for item in items))
    nothing, one = nw.lit(0, dtype=nw.Int64), nw.lit(1, dtype=nw.Int64)
    points, answers = nothing, nothing
    for item in items:
        points = points + nw.col(item).fill_null(0)
        answers = answers + nw.when(nw.col(item).is_null()).then(nothing).otherwise(one)
    scored = each.select("source", "target", points=points * (nw.lit(PARTS, dtype=nw.Int64) // answers))
    known = study.groups.select("partner", "group")
    rater = scored.join(known.select(source="partner", rater="group"), on="source", how="inner")
    return rater.join(known.select(target="partner", rated="group"), on="target", how="inner")


def _sums() -> tuple[nw.Expr, ...]:
    """Return the sum of points, how many ratings, by how many, of how many."""
    raters, partners = (nw.col(end).n_unique().cast(nw.Int64) for end in ("source", "target"))
    return (
        total(nw.col("points")).alias("points"),
        count().alias("n"),
        raters.alias("raters"),
        partners.alias("partners"),
    )


def _sizes(study: Study) -> Frame:
    return study.groups.group_by("group").agg(count().alias("n")).select("group", "n")


def _points(by: tuple[str, str], found: list[tuple[tuple[str, str], int, int, int, int]]) -> Iterator[GroupTable]:
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
    means: dict[str, list[int]] = {}
    for group, points, n in rows:
        means.setdefault(group, []).append((2 * FINE * points + n) // (2 * n))
    return between_groups(means, random=context.random)


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
