"""Is people's time paid for? In their job, by a fee or a voucher; or declined, if they like."""

from __future__ import annotations

from collections.abc import Iterator

import narwhals as nw

from coprod.engines import Frame, collect, count, one, total
from coprod.equality.beside import beside, beside_table, beside_total, chance_of_partners, partners_table
from coprod.equality.check import Context, EqualityCheck
from coprod.equality.grouping import GROUPED, SMALLEST
from coprod.equality.measures import rate
from coprod.equality.presence import was_there
from coprod.equality.rates import FOUR_FIFTHS_BAND, Comparison, compare, groups_with, rate_of_each, rates_by_group
from coprod.equality.sentences import SENTENCES
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, PersonTable, Tables
from coprod.finding import Finding, Status
from coprod.records import Attendance, Partner

__all__ = ["PAYMENT"]

SETTLED = ("in their job", "fee", "voucher", "declined")
BESIDE = {
    "paid_as": "share of visits with something on record",
    "owed": "visits whose expenses are still owed",
    "not_noted": "visits with nothing on record of payment",
}
OWED = " + owed"


def count_payment(study: Study) -> Iterator[GroupTable | PersonTable]:
    """Count visits with something on record of payment, and those that were paid or freely not."""
    visits = _visits(study)
    of_partner = visits.drop_nulls("payment").group_by("partner")
    paid = total(nw.col("heads") * one(nw.col("payment").is_in(list(SETTLED)))).alias("paid")
    sums = of_partner.agg(total(nw.col("heads")).alias("noted"), paid)
    each = sums.join(study.groups, on="partner", how="inner")
    columns = ("group", "people", "noted", "paid")
    alike = each.group_by(*columns).agg(count().alias("n")).select(*columns, "n")
    ways = visits.group_by("payment", "expenses").agg(total(nw.col("heads")).alias("n"))
    found, kinds = collect([alike, ways.select("payment", "expenses", "n")])
    yield _by_group(found)
    yield partners_table((group, paid, noted, n) for group, _, noted, paid, n in found)
    everything = sum(n for *_, n in kinds)
    noted = sum(n for payment, _, n in kinds if payment)
    words = sorted({payment for payment, *_ in kinds if payment})
    yield beside_table(
        [
            *(("paid_as", word, sum(n for payment, _, n in kinds if payment == word), noted) for word in words),
            ("owed", "", sum(n for _, expenses, n in kinds if expenses == "owed"), everything),
            ("not_noted", "", everything - noted, everything),
        ]
    )


def _visits(study: Study) -> Frame:
    """Return who came to what, for how many people: `partner`, `heads`, `payment`, `expenses`."""
    rows = study.project.frame(Attendance)
    came = rows.filter(was_there())
    told = came.select("partner", "payment", "expenses", came_with=nw.col("people").cast(nw.Int64))
    known = told.join(study.groups.filter(nw.col("people") > 0).select("partner", "people"), on="partner", how="inner")
    heads = nw.min_horizontal(nw.coalesce(nw.col("came_with"), nw.col("people")), nw.col("people"))
    return known.with_columns(heads=heads)


def _by_group(rows: list[tuple[str, int, int, int, int]]) -> GroupTable:
    cells: dict[tuple[str, ...], tuple[int, int]] = {}
    for group, people, noted, paid, n in rows:
        for what, number in (("noted", noted), ("paid", paid)):
            before, known = cells.get((group, what), (0, 0))
            cells[group, what] = (before + number * n, known + (people * n if number else 0))
    counted = ((labels, *pair) for labels, pair in cells.items())
    return GroupTable.of("payment", ("group", "what"), counted, within={"paid": "noted"})


def judge_payment(tables: Tables, context: Context) -> Finding:
    """Judge whether the time of each group is paid for as often, or freely given."""
    table = tables.group("payment")
    rates = rates_by_group(table, "paid", "noted")
    people = {group: table.people(group, "noted") for group in rates}
    paid, noted = (sum(pair[at] for pair in rates.values()) for at in (0, 1))
    enough = {group: n if rates[group][1] >= SMALLEST else 0 for group, n in people.items()}
    overall, comparison = rate(paid, noted, unit="share of visits"), compare(rates, enough, context)
    chance = chance_of_partners(tables, context)
    finding = Finding(
        "unknown",
        measures=(overall, *rate_of_each(rates), comparison.measure, *beside(tables, BESIDE)),
        groups=groups_with(rates, people),
        words=comparison.words,
        p_value=chance.p_value if chance else None,
        smallest_p=chance.smallest_p if chance else None,
    )
    owed = bool(beside_total(tables, "owed"))
    status, say = _says(comparison, paid, noted, owed=owed)
    return finding.saying(status, say + OWED if owed and noted else say)


def _says(comparison: Comparison, paid: int, noted: int, *, owed: bool) -> tuple[Status, str]:
    if not noted:
        return "unknown", "unknown"
    if noted < SMALLEST:
        return ("watch" if owed else "unknown"), "too few"
    if comparison.status in {"uneven", "watch"}:
        return comparison.status, comparison.status
    if paid == noted:
        return ("watch" if owed else "even"), "all"
    return ("watch" if owed or comparison.status == "unknown" else "even"), "some"


PAYMENT = EqualityCheck(
    name="payment",
    title="Is everyone's time paid for?",
    question="Is the time of each group paid for, at work, by a fee or by a voucher, unless they choose no pay?",
    source="SCIE, Involve, Scottish Human Rights Commission: nobody out of pocket, lived experience paid for;"
    " four-fifths rule",
    reads={
        Partner: GROUPED,
        Attendance: ("partner", "came", "people", "payment", "expenses"),
    },
    sentences=SENTENCES["payment"],
    ask="Who gives their time here without pay, and would they like it to be so?",
    count=count_payment,
    judge=judge_payment,
    theme="safe spaces to explore ideas",
    band=FOUR_FIFTHS_BAND,
    formula="`rate` is the share of visits that were paid in a job, by a fee or by a voucher, or where people declined,"
    " among visits with a word on it; a group counts the people who came. `paid_as` says how, `owed` counts visits"
    " whose expenses are still owed, and `not_noted` those with nothing on record. To be paid at work and to be paid by"
    " the project are not the same; both are shown. Where groups cannot be compared and some visits were not paid, or"
    " where expenses are owed, it is worth a look.",
    undefined=f"Fewer than {SMALLEST} visits have a word on payment.",
)
