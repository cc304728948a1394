"""Do people get what they need to take part? As they say themselves."""

from __future__ import annotations

from collections.abc import Iterator

import narwhals as nw

from coprod.engines import Frame, collect, count, distinct, one, total
from coprod.equality.beside import beside, beside_table, chance_of_partners, partners_table
from coprod.equality.check import Context, EqualityCheck
from coprod.equality.grouping import GROUPED, SMALLEST
from coprod.equality.measures import rate
from coprod.equality.presence import flag, was_there
from coprod.equality.rates import FOUR_FIFTHS_BAND, compare, groups_with, rate_of_each, rates_by_group
from coprod.equality.sentences import SENTENCES
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, PersonTable, Tables
from coprod.finding import Finding, Measure, Status
from coprod.records import Attendance, Need, Partner

__all__ = ["ACCESS"]

SAID = ("met", "partly", "not met")
NESTED = {"said": "in need", "met": "said"}
DIFFER = " + differ"
OTHERWISE = "visits of which the record shows nothing amiss, where people say that not all was met"
BESIDE = {
    "needs_met": "share of visits, of those where people said whether it was met",
    "could_not_come": "people who could not come at least once",
    "kept_away": "people who could not come and said that what they need was not met",
}

RECORD = ("in order", "otherwise")

VISITS = ("visits", "fully", *RECORD)

Row = tuple[str, int, int, int, int, int, int, int, int, int, int, int, int, int]
"""Partners who are alike: group, people, in need, said, always met, could not come, kept away; how many; visits, how
many of them fully met, in order on record, and told otherwise; and how many partners told us of the last two."""


def count_access(study: Study) -> Iterator[GroupTable | PersonTable]:
    """Count people who need something to take part, those who said whether they get it, and those who always do."""
    people = study.groups.filter(nw.col("people") > 0)
    needs = flag(distinct(study.project.frame(Need).select("partner")), "need")
    each = people.join(_said(study), on="partner", how="left").join(needs, on="partner", how="left")
    names = ("need", "said", "met", "away", "kept")
    filled = each.with_columns(*(nw.col(name).fill_null(0) for name in (*names, *VISITS)))
    known = filled.with_columns(
        need=one((nw.col("need") > 0) | (nw.col("said") > 0)),
        always=one((nw.col("said") > 0) & (nw.col("met") == nw.col("said"))),
        spoke=one(nw.col("said") > 0),
    )
    by = ("group", "people", "need", "spoke", "always", "away", "kept")
    alike = known.group_by(*by).agg(
        count().alias("n"),
        *(total(nw.col(name)).alias(name) for name in VISITS),
        *(total(one(nw.col(name) > 0)).alias(f"who, {name}") for name in RECORD),
    )
    (found,) = collect([alike.select(*by, "n", *VISITS, *(f"who, {name}" for name in RECORD))])
    yield _by_group(found)
    yield _of_record(found)
    yield partners_table((row[0], row[4], 1, row[7]) for row in found if row[3])
    sums = {name: sum(row[1] * row[at] * row[7] for row in found) for name, at in (("away", 5), ("kept", 6))}
    everyone = sum(row[1] * row[7] for row in found)
    yield beside_table(
        [
            ("needs_met", "", sum(row[9] for row in found), sum(row[8] for row in found)),
            ("could_not_come", "", sums["away"], everyone),
            ("kept_away", "", sums["kept"], sums["away"]),
        ]
    )


def _said(study: Study) -> Frame:
    """Return by partner what they said of their needs, `said`, `met` and so on, as counts of visits or 1 or 0."""
    answer, came = nw.col("access"), nw.col("came")
    owed = (nw.col("expenses") == "owed").fill_null(value=False)
    noted = study.project.frame(Attendance).select(
        "partner",
        came=one(was_there()),
        away=one(came == "could not"),
        spoke=one(answer.is_in(list(SAID))),
        met=one(answer == "met"),
        unmet=one(answer == "not met"),
        order=one((came.is_null() | (came == "yes")) & ~owed),
    )
    # who could not come, and says that the need was not met, says more of it than anybody who came
    tells, order = nw.col("came") + nw.col("away"), nw.col("order")
    spoke, met = nw.col("spoke"), nw.col("met")
    sums = {
        "said": spoke * tells,
        "met": met * tells,
        "visits": spoke * nw.col("came"),
        "fully": met * nw.col("came"),
        "in order": spoke * order,
        "otherwise": (spoke - met) * order,
    }
    ever = {"away": nw.col("away"), "kept": nw.col("away") * nw.col("unmet")}
    return noted.group_by("partner").agg(
        **{name: total(number) for name, number in sums.items()},
        **{name: number.max() for name, number in ever.items()},
    )


def _by_group(rows: list[Row]) -> GroupTable:
    cells: dict[tuple[str, ...], int] = {}
    for group, people, need, spoke, always, _, _, n, *_ in rows:
        for what, number in (("in need", need), ("said", spoke), ("met", always)):
            cells[group, what] = cells.get((group, what), 0) + number * people * n
    return GroupTable.of("access", ("group", "what"), ((labels, n, n) for labels, n in cells.items()), within=NESTED)


def _of_record(rows: list[Row]) -> GroupTable:
    """Return visits of which the record shows nothing amiss and people told us, and those of which they say it does."""
    cells: dict[tuple[str, ...], tuple[int, int]] = {}
    for group, people, *_, in_order, otherwise, who_in_order, who_otherwise in rows:
        for what, number, who in zip(RECORD, (in_order, otherwise), (who_in_order, who_otherwise), strict=True):
            before, known = cells.get((group, what), (0, 0))
            cells[group, what] = (before + number, known + people * who)
    counted = ((labels, *pair) for labels, pair in cells.items())
    return GroupTable.of("record", ("group", "what"), counted, within={"otherwise": "in order"})


def judge_access(tables: Tables, context: Context) -> Finding:
    """Judge whether people say that what they need was met each time, and as many in each group."""
    table = tables.group("access")
    rates = {group: pair for group, pair in rates_by_group(table, "met", "said").items() if _in_need(table, group)}
    people = {group: _in_need(table, group) for group in rates}
    met, said = (sum(pair[at] for pair in rates.values()) for at in (0, 1))
    told = {group: answered for group, (_, answered) in rates.items()}
    overall, comparison = rate(met, said, unit="share of people"), compare(rates, told, context)
    chance = chance_of_partners(tables, context)
    asked = rate(said, sum(people.values()), name="asked", unit="share of people in need of something")
    finding = Finding(
        "unknown",
        measures=(
            overall,
            asked,
            *rate_of_each(rates),
            comparison.measure,
            *beside(tables, BESIDE),
            *_told_otherwise(tables.group("record")),
        ),
        groups=groups_with(rates, people),
        words=comparison.words,
        p_value=chance.p_value if chance else None,
        smallest_p=chance.smallest_p if chance else None,
    )
    status, say = _says(comparison.status, met, said, sum(people.values()))
    differ = said >= SMALLEST and tables.group("record").total(what="otherwise")
    return finding.saying(status, say + DIFFER if differ else say)


def _says(status: Status, met: int, said: int, in_need: int) -> tuple[Status, str]:
    """Return the status and the sentence that says it."""
    if not said:
        return "unknown", "not asked" if in_need else "unknown"
    if said < SMALLEST:
        return "unknown", "too few"
    if status in {"uneven", "watch"}:
        return status, status
    if met < said:
        return "watch", "some"
    return ("even", "even") if said == in_need else ("watch", "some asked")


def _told_otherwise(table: GroupTable) -> Iterator[Measure]:
    """Yield of how many visits people say otherwise than the record, in all and by group."""
    for of in ("", *table.labels("group")) if table.total(what="in order") else ():
        otherwise, visits = (table.number(of, what) if of else table.total(what=what) for what in reversed(RECORD))
        if visits:
            yield Measure("told_otherwise", otherwise, unit=OTHERWISE, n=visits, of=of)


def _in_need(table: GroupTable, group: str) -> int:
    return table.number(group, "in need")


ACCESS = EqualityCheck(
    name="access",
    title="Do people get what they need to take part?",
    question="Of those who need something to take part, how many say that they got it each time?",
    source="Involve, SCIE: ask people, and do what they need; four-fifths rule on “fully met”",
    reads={
        Partner: GROUPED,
        Need: ("partner",),
        Attendance: ("partner", "came", "access", "expenses"),
    },
    sentences=SENTENCES["access"],
    ask="What would make it easier for you to come and take part?",
    count=count_access,
    judge=judge_access,
    theme="safe spaces to explore ideas",
    band=FOUR_FIFTHS_BAND,
    formula="`rate` is the share of people who said “met” at every space, among those who said whether what they need"
    " was met. Someone who could not come and says “not met” counts as not met. `asked` is how many of those with a"
    " need on record, or who said so, said it at all. `needs_met` is the share of visits, and stands beside it."
    " `told_otherwise` sets people's word beside the record: of the visits where they came for all of it and no"
    " expenses are owed, of how many they say that what they need was met in part or not at all.",
    undefined=f"No needs are on record, or fewer than {SMALLEST} people said whether they were met. No needs on"
    f" record is not 100 %.",
)
