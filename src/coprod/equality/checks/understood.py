"""Do people understand what the vision is for? Figures that people gave of a vision, at first and last, by group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import narwhals as nw

from coprod.engines import Frame, count, one, total
from coprod.equality.grouping import SMALLEST, comparable
from coprod.equality.measures import rate
from coprod.equality.stances import has
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable
from coprod.finding import Finding, Measure
from coprod.records import Indicator, Measurement

__all__ = ["measures_of_understanding", "said_of_understanding", "table_of_understanding", "understanding"]

NESTED = {"above": "asked", "twice": "asked", "then": "twice", "now": "twice"}
UNIT = "share of people with a mark above the middle"

Row = tuple[str, int, int, int, int, int]
"""People by group: who gave a mark, above the middle at last, who gave two, above it at first, and at last."""


def understanding(study: Study, visions: Frame) -> Frame:
    """
    Return by group who gave a mark on a vision, above the middle of its scale or not, at last and at first.

    Who was asked several things is above the middle where every mark is.

    Args:
        study: The study.
        visions: The visions, with their `id`.
    """
    asked = study.project.frame(Indicator).filter(has("better") & has("minimum") & has("maximum"))
    ours = asked.join(visions.select(goal="id"), on="goal", how="semi").select(
        "better", indicator="id", ends=nw.col("minimum") + nw.col("maximum")
    )
    marks = study.project.frame(Measurement).select("partner", "indicator", "at", "value")
    mine = marks.join(ours, on="indicator", how="inner").with_columns(
        first=nw.col("at").min().over("partner", "indicator"), last=nw.col("at").max().over("partner", "indicator")
    )
    per_partner = _by_partner(mine).join(study.groups.filter(nw.col("people") > 0), on="partner", how="inner")
    names = ("asked", "above", "twice", "then", "now")
    sums = (total(nw.col("people") * nw.col(name).fill_null(0)).alias(name) for name in names)
    return per_partner.group_by("group").agg(*sums).select("group", *names)


def _by_partner(marks: Frame) -> Frame:
    """Return by partner 1 or 0: `asked`, `above` the middle at last; where asked `twice` also `then` and `now`."""
    doubled, ends, up = nw.col("value") * 2, nw.col("ends"), nw.col("better") == "up"
    again = nw.col("first") < nw.col("last")
    high = marks.with_columns(high=one((up & (doubled > ends)) | (~up & (doubled < ends))), again=one(again))
    at_first, at_last = nw.col("at") == nw.col("first"), nw.col("at") == nw.col("last")
    told = high.select(
        "partner",
        "again",
        above=nw.when(at_last).then(nw.col("high")),
        then=nw.when(at_first & again).then(nw.col("high")),
        now=nw.when(at_last & again).then(nw.col("high")),
    )
    lowest = (nw.col(name).min().alias(name) for name in ("above", "then", "now"))
    each = told.group_by("partner").agg(count().alias("rows"), nw.col("again").max().alias("twice"), *lowest)
    return each.select("partner", "above", "twice", "then", "now", asked=one(nw.col("rows") > 0))


def table_of_understanding(found: Iterable[Row]) -> GroupTable:
    """Return those people by group."""
    names = ("asked", "above", "twice", "then", "now")
    cells = {(group, what): n for group, *numbers in found for what, n in zip(names, numbers, strict=True)}
    numbers = ((labels, n, n) for labels, n in cells.items())
    return GroupTable.of("understood", ("group", "what"), numbers, within=NESTED)


def measures_of_understanding(table: GroupTable, people: Mapping[str, int]) -> Iterator[Measure]:
    """Yield the share of people above the middle, in all and by group; of those asked twice, at first and at last."""
    for of in ("", *table.labels("group")) if table.cells else ():
        number = {what: _number(table, what, of) for what in ("asked", *NESTED)}
        yield rate(number["above"], number["asked"], name="understood", of=of, unit=UNIT)
        yield rate(number["then"], number["twice"], name="understood_then", of=of, unit=UNIT)
        yield rate(number["now"], number["twice"], name="understood_now", of=of, unit=UNIT)
        everyone = people.get(of, number["asked"]) if of else sum(people.values())
        yield rate(number["asked"], max(everyone, number["asked"]), name="gave_a_mark", of=of, unit="share of people")


def _number(table: GroupTable, what: str, group: str) -> int:
    return table.number(group, what) if group else table.total(what=what)


def said_of_understanding(finding: Finding, table: GroupTable) -> Finding:
    """Return the finding, with what people say of the vision's meaning, and how that was at first."""
    asked, twice = table.total(what="asked"), table.total(what="twice")
    if asked < SMALLEST:
        return finding
    words = _least(table, {"asked": "unsure", "twice": "unsure_then"})
    say = finding.say + " + understood" + (", by group" if "unsure" in words else "")
    if twice >= SMALLEST:
        say += " + then and now" + (", by group" if "unsure_then" in words else "")
    return finding.saying(finding.status, say, **words)


def _least(table: GroupTable, wanted: Mapping[str, str]) -> dict[str, str]:
    """Return the group with the lowest share now, of those asked and of those asked twice, where there are two."""
    words = {}
    for what, word in wanted.items():
        above = "above" if what == "asked" else "now"
        sizes = {group: table.number(group, what) for group in table.labels("group")}
        known = comparable(sizes)
        if len(known) > 1:
            words[word] = min(known, key=lambda group: (table.number(group, above) / sizes[group], group))
    return words
