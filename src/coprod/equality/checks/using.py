"""Is what people bring put to use? Whose strengths were used, and which nobody has asked for yet."""

from __future__ import annotations

from collections.abc import Iterator

import narwhals as nw

from coprod.engines import Frame, collect, count, distinct, keep
from coprod.equality.beside import chance_of_partners, partners_table
from coprod.equality.check import Context, EqualityCheck
from coprod.equality.grouping import GROUPED
from coprod.equality.measures import rate
from coprod.equality.presence import flag
from coprod.equality.rates import FOUR_FIFTHS_BAND, compare, groups_with, rate_of_each, rates_by_group
from coprod.equality.sentences import SENTENCES
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, PersonTable, Tables
from coprod.finding import Finding, Measure
from coprod.project import Project
from coprod.records import Exchange, Partner, Strength

__all__ = ["STRENGTHS_USED", "strengths_held"]

BLANKS = "[ \t\r\n\u00a0]+"
SHOWN = 200  # partners named as evidence


def strengths_held(project: Project) -> Frame:
    """Return who brings which strength, in folded words: `partner`, `strength`."""
    return distinct(project.frame(Strength).select("partner", strength=_folded("strength")))


def _folded(name: str) -> nw.Expr:
    """Return words in lower case with single spaces: the same strength is the same words, as in the graph."""
    return nw.col(name).str.to_lowercase().str.replace_all(BLANKS, " ").str.strip_chars(" ")


def count_used(study: Study) -> Iterator[GroupTable | PersonTable]:
    """Count people with a strength on record, those who gave it to someone else, and strengths asked for."""
    given = study.project.frame(Exchange).filter(nw.col("giver") != nw.col("receiver"))
    named = given.select(partner="giver", strength=_folded("strength")).drop_nulls("strength")
    people = study.groups.filter(nw.col("people") > 0)
    held = strengths_held(study.past).join(people, on="partner", how="inner")
    used = held.join(flag(distinct(named), "used"), on=["partner", "strength"], how="left")
    asked = used.join(flag(distinct(named.select("strength")), "asked"), on="strength", how="left")
    known = keep(asked.with_columns(nw.col("used").fill_null(0), nw.col("asked").fill_null(0)))  # used twice
    each = keep(known.group_by("partner", "group", "people").agg(nw.col("used").max(), nw.col("asked").max()))  # too
    columns = ["group", "people", "used", "asked"]
    alike = each.group_by(*columns).agg(count().alias("n")).select(*columns, "n")
    words = distinct(known.select("strength", "asked")).group_by("asked").agg(count().alias("n")).select("asked", "n")
    waiting = each.filter(nw.col("used") == 0).select("partner").sort("partner").head(SHOWN)
    people_found, words_found, partners = collect([alike, words, waiting])
    yield from _tables(people_found, dict(words_found))
    yield partners_table((group, people * used, people, n) for group, people, used, _, n in people_found)
    yield PersonTable("not used yet", ("partner",), partners)


def _tables(alike: list[tuple[str, int, int, int, int]], words: dict[int, int]) -> Iterator[GroupTable]:
    cells: dict[tuple[str, ...], int] = {}
    asking = 0
    for group, people, used, asked, n in alike:
        asking += people * n * asked
        for what, one in (("with a strength", 1), ("used", used)):
            cells[group, what] = cells.get((group, what), 0) + people * n * one
    counted = ((labels, n, n) for labels, n in cells.items())
    yield GroupTable.of("people", ("group", "what"), counted, within={"used": "with a strength"})
    holders = sum(n for (_, what), n in cells.items() if what == "with a strength")
    kinds = [(("strengths",), sum(words.values()), holders), (("asked for",), words.get(1, 0), asking)]
    yield GroupTable.of("strengths", ("what",), kinds, within={"asked for": "strengths"})


def judge_used(tables: Tables, context: Context) -> Finding:
    """Judge whether strengths are used alike in all groups, of the people who have one on record."""
    rates = rates_by_group(tables.group("people"), "used", "with a strength")
    sizes = {group: total for group, (_, total) in rates.items()}
    used, people = (sum(pair[at] for pair in rates.values()) for at in (0, 1))
    comparison, waiting = compare(rates, sizes, context), tables.person("not used yet")
    chance = chance_of_partners(tables, context)
    finding = Finding(
        "unknown",
        measures=(rate(used, people), *_not_asked(tables.group("strengths")), *rate_of_each(rates), comparison.measure),
        groups=groups_with(rates, sizes),
        words=comparison.words,
        evidence=tuple(f"partner:{partner}" for (partner,) in waiting.rows) if waiting else (),
        p_value=chance.p_value if chance else None,
        smallest_p=chance.smallest_p if chance else None,
    )
    if not used:
        return finding.saying("unknown", "none used" if people else "unknown")
    if comparison.status == "unknown":
        return finding.saying("even", "all") if used == people else finding.saying("unknown", "one group")
    return finding.saying(comparison.status)


def _not_asked(table: GroupTable) -> Iterator[Measure]:
    """Yield how many strengths there are, and how many of them nobody has asked for yet."""
    strengths, asked = table.number("strengths"), table.number("asked for")
    yield Measure("strengths", strengths, unit="different strengths on record", n=table.people("strengths"))
    yield Measure("not_asked_for", strengths - asked, unit="strengths nobody has asked for yet", n=strengths)


STRENGTHS_USED = EqualityCheck(
    name="strengths-used",
    title="Is what people bring put to use?",
    question="Of the people with a strength on record, how many gave it to someone, and is it as many in every group?",
    source="SCIE: everyone has assets; four-fifths rule for the difference between groups",
    reads={
        Partner: GROUPED,
        Strength: ("partner", "strength"),
        Exchange: ("giver", "receiver", "strength"),
    },
    sentences=SENTENCES["strengths-used"],
    ask="Which strengths has nobody asked for yet, and where could they help?",
    count=count_used,
    judge=judge_used,
    theme="using our strengths",
    band=FOUR_FIFTHS_BAND,
    formula="`rate` is the share of people with a strength on record, one they no longer bring too, who gave one of"
    " theirs in an exchange that names it in the same words, whatever the case and spacing; `disparity` is the lowest"
    " rate of a group over the highest. `not_asked_for` counts strengths that no exchange names.",
    undefined="No strength is on record, or no exchange names one that its giver has on record; fewer than two groups"
    " of five people with a strength.",
)
