"""Whom have we not reached yet?"""

from __future__ import annotations

from collections.abc import Iterator

import narwhals as nw

from coprod.engines import Frame, collect, count, distinct, keep, stack, total
from coprod.equality.beside import chance_of_partners, partners_table
from coprod.equality.check import Context, EqualityCheck
from coprod.equality.grouping import GROUPED
from coprod.equality.measures import rate
from coprod.equality.pairs import ends, partners, past_pairs
from coprod.equality.presence import came, shares_of_views
from coprod.equality.rates import FOUR_FIFTHS_BAND, compare, groups_with, rate_of_each, rates_by_group
from coprod.equality.sentences import SENTENCES
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, PersonTable, Tables
from coprod.finding import Finding
from coprod.records import (
    Attendance,
    Exchange,
    Experience,
    Mention,
    Partner,
    Relationship,
    Response,
    Role,
    Strength,
    View,
)

__all__ = ["CUT_OFF"]

WAYS = ("tied", "came", "spoke", "took part")
NESTED = {"reached": "partners", **dict.fromkeys(WAYS, "reached")}
SHOWN = 200  # partners named as evidence


def count_reach(study: Study) -> Iterator[GroupTable | PersonTable]:
    """Count partners, teams apart, and those who had a tie, came, spoke or took part in another way."""
    partners = study.project.frame(Partner).filter(nw.col("kind") != "team").select(partner="id")
    each = partners.join(study.groups.select("partner", "group"), on="partner", how="inner")
    spoke = shares_of_views(study).select("partner")
    # a binary digit for each way: so they are gathered in one column, and partners are gone through once
    ways = (_tied(study), came(study), spoke, _took_part(study))
    digits = [frame.select("partner", ways=nw.lit(2**at, dtype=nw.Int64)) for at, frame in enumerate(ways)]
    told = stack(digits).group_by("partner").agg(total(nw.col("ways")).alias("ways"))
    filled = keep(each.join(told, on="partner", how="left").with_columns(nw.col("ways").fill_null(0)))  # used twice
    alike = filled.group_by("group", "ways").agg(count().alias("n")).select("group", "ways", "n")
    nobody = filled.filter(nw.col("ways") == 0).select("partner").sort("partner").head(SHOWN)
    counted, missing = collect([alike, nobody])
    found = [(group, *(number >> at & 1 for at in range(len(WAYS))), n) for group, number, n in counted]
    yield _by_group(found)
    yield partners_table((group, max(ways), 1, n) for group, *ways, n in found)
    yield PersonTable("not reached", ("partner",), missing)


def _tied(study: Study) -> Frame:
    """Return who has a tie or an exchange with someone else, whoever told of it: `partner`."""
    if study.past is study.project:
        codes = distinct(ends(study).select(code="partner"))
    else:
        codes = distinct(stack([past_pairs(study).select(code=end) for end in ("lo", "hi")]))
    with_tie = partners(study).join(codes, on="code", how="semi")
    exchanges = study.past.frame(Exchange).filter(nw.col("giver") != nw.col("receiver"))
    exchanged = [exchanges.select(partner=end) for end in ("giver", "receiver")]
    return distinct(stack([with_tie.select("partner"), *exchanged]))


def _took_part(study: Study) -> Frame:
    """Return who responded, gave a slip with their name, had a role or told us what they bring: `partner`."""
    kinds = [study.project.frame(kind) for kind in (Response, Experience, Role)]
    # being spoken of by others is no sign that someone was reached
    too = study.project.frame(Mention).filter(nw.col("part") == "said it too")
    told = stack([frame.select("partner") for frame in (*kinds, too, study.past.frame(Strength))])
    return distinct(told.drop_nulls("partner"))


def _by_group(rows: list[tuple[str, int, int, int, int, int]]) -> GroupTable:
    cells: dict[tuple[str, ...], int] = {}
    for group, *ways, n in rows:
        numbers = {"partners": 1, "reached": max(ways), **dict(zip(WAYS, ways, strict=True))}
        for what, number in numbers.items():
            cells[group, what] = cells.get((group, what), 0) + number * n
    counted = ((labels, n, n) for labels, n in cells.items())
    return GroupTable.of("reach", ("group", "what"), counted, within=NESTED)


def judge_reach(tables: Tables, context: Context) -> Finding:
    """Judge whether everyone was reached in some way, and alike in all groups."""
    table = tables.group("reach")
    rates = rates_by_group(table, "reached", "partners")
    sizes = {group: total for group, (_, total) in rates.items()}
    totals = {what: table.total(what=what) for what in ("partners", "reached", *WAYS)}
    comparison, missing = compare(rates, sizes, context), tables.person("not reached")
    chance = chance_of_partners(tables, context)
    ways = (rate(totals[way], totals["partners"], of=way, unit="share of partners") for way in WAYS)
    overall = rate(
        totals["partners"] - totals["reached"],
        totals["partners"],
        name="not_reached",
        unit="share of partners",
    )
    finding = Finding(
        "unknown",
        measures=(overall, *ways, *rate_of_each(rates), comparison.measure),
        groups=groups_with(rates, sizes),
        words=comparison.words,
        evidence=tuple(f"partner:{partner}" for (partner,) in missing.rows) if missing else (),
        p_value=chance.p_value if chance else None,
        smallest_p=chance.smallest_p if chance else None,
    )
    if not totals["reached"]:
        return finding
    if comparison.status == "uneven":
        return finding.saying("uneven")
    if totals["reached"] == totals["partners"]:
        return finding.saying("even")
    return finding.saying("watch", "watch" if comparison.status == "watch" else "some")


CUT_OFF = EqualityCheck(
    name="cut-off",
    title="Whom have we not reached yet?",
    question="Who never had a tie to anyone, and never came, spoke or took part, as far as is on record?",
    source="no tie, no attendance, no view and no other part on record; four-fifths rule for the difference between"
    " groups",
    reads={
        Partner: GROUPED,
        Relationship: ("source", "target"),
        Exchange: ("giver", "receiver"),
        Attendance: ("partner", "space", "came"),
        View: ("id", "partner"),
        Mention: ("item", "partner", "part"),
        Response: ("partner",),
        Experience: ("partner",),
        Role: ("partner",),
        Strength: ("partner",),
    },
    sentences=SENTENCES["cut-off"],
    ask="Who will get in touch with those we have not reached, and how would they like it?",
    count=count_reach,
    judge=judge_reach,
    theme="get to know each other",
    band=FOUR_FIFTHS_BAND,
    formula="`not_reached` is the share of partners, teams apart, who never had a tie or exchange at either end, came"
    " to no space, said no view, alone or with others, and took no other part: no response, no slip with their name, no"
    " role and no strength on record. Being spoken of by others does not count. `disparity` is the lowest share"
    " reached in a group over the highest.",
    undefined="No tie, exchange, visit, signed view or other part of anyone is on record.",
)
