"""Does everyone's strength count? First of all: was everyone asked what they bring?"""

from __future__ import annotations

from collections.abc import Iterator

import narwhals as nw

from coprod.engines import count, distinct, rows
from coprod.equality.beside import chance_of_partners, partners_table
from coprod.equality.check import Context, EqualityCheck
from coprod.equality.grouping import GROUPED
from coprod.equality.measures import rate
from coprod.equality.presence import flag
from coprod.equality.rates import FOUR_FIFTHS_BAND, compare, groups_with, rate_of_each, rates_by_group
from coprod.equality.sentences import SENTENCES
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, PersonTable, Tables
from coprod.finding import Finding
from coprod.records import Partner, Strength

__all__ = ["STRENGTHS_ON_RECORD"]

THEME = "using our strengths"


def count_strengths(study: Study) -> Iterator[GroupTable | PersonTable]:
    """Count people by group, and those with a strength on record; a team brings what its people bring."""
    people = study.groups.filter(nw.col("people") > 0)
    with_one = flag(distinct(study.past.frame(Strength).select("partner")), "has")
    each = people.join(with_one, on="partner", how="left").with_columns(nw.col("has").fill_null(0))
    found = rows(each.group_by("group", "has", "people").agg(count().alias("n")).select("group", "has", "people", "n"))
    sizes: dict[tuple[str, str], int] = {}
    for group, has, number, n in found:
        for what in ("people", "on record"):
            sizes.setdefault((group, what), 0)
        sizes[group, "people"] += number * n
        sizes[group, "on record"] += number * n * has
    numbers = ((labels, n, n) for labels, n in sizes.items())
    yield GroupTable.of("strengths", ("group", "what"), numbers, within={"on record": "people"})
    yield partners_table((group, number * has, number, n) for group, has, number, n in found)


def judge_strengths(tables: Tables, context: Context) -> Finding:
    """Judge whether strengths are on record for everyone, and alike for all groups."""
    rates = rates_by_group(tables.group("strengths"), "on record", "people")
    asked, people = (sum(pair[at] for pair in rates.values()) for at in (0, 1))
    overall, sizes = rate(asked, people), {group: total for group, (_, total) in rates.items()}
    comparison, chance = compare(rates, sizes, context), chance_of_partners(tables, context)
    measures = (overall, *rate_of_each(rates), comparison.measure)
    groups = groups_with(rates, sizes)
    finding = Finding(
        "unknown",
        measures=measures,
        groups=groups,
        words=comparison.words,
        p_value=chance.p_value if chance else None,
        smallest_p=chance.smallest_p if chance else None,
    )
    if not asked:
        return finding
    if comparison.status == "uneven":
        return finding.saying("uneven")
    if asked == people:
        return finding.saying("even")
    return finding.saying("watch", "watch" if comparison.status == "watch" else "some")


STRENGTHS_ON_RECORD = EqualityCheck(
    name="strengths-on-record",
    title="Was everyone asked what they bring?",
    question="For how many people is at least one strength on record, and is it as many in every group?",
    source="SCIE: everyone has assets; four-fifths rule for the difference between groups",
    reads={
        Partner: GROUPED,
        Strength: ("partner",),
    },
    sentences=SENTENCES["strengths-on-record"],
    ask="Whom have we not yet asked what they bring?",
    count=count_strengths,
    judge=judge_strengths,
    theme=THEME,
    band=FOUR_FIFTHS_BAND,
    formula="`rate` is the share of people with a strength on record, one they no longer bring too, a group standing"
    " for all its people; `disparity` is the lowest rate of a group over the highest.",
    undefined="No strength of any person is on record. Teams and organisations bring what their people bring.",
)
