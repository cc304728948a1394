"""Does giving go both ways? Who gave, who received, and whether what passed between two came back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs
import narwhals as nw

from coprod.engines import Frame, collect, count, distinct, keep, one, stack, total
from coprod.equality.beside import chance_of_partners, partners_table
from coprod.equality.check import Context, EqualityCheck
from coprod.equality.grouping import GROUPED, comparable
from coprod.equality.inference import Permutation
from coprod.equality.measures import rate, reciprocity_of_counts
from coprod.equality.presence import flag
from coprod.equality.rates import FOUR_FIFTHS_BAND, compare, groups_with, rate_of_each, rates_by_group
from coprod.equality.sentences import SENTENCES
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, PersonTable, Tables
from coprod.finding import Finding, Measure
from coprod.project import Project
from coprod.records import Exchange, Partner

__all__ = ["RECIPROCITY_OF_EXCHANGE", "with_their_organisations"]

MINUTES = 60  # hours are counted in whole minutes
LONGEST = 10_000  # more hours than a year has are a slip of the pen
ENOUGH = 5  # partners of a group with an exchange, before "only gives" is more than chance
SIDES = {"gave": "giver", "received": "receiver"}
WITHIN = {"gave": "partners", "received": "partners", "both": "gave"}


def with_their_organisations(partners: Frame, project: Project) -> Frame:
    """Return the partners and the organisations they belong to, since these do what their people do: `partner`."""
    belong = project.frame(Partner).select("organisation", partner="id").drop_nulls("organisation")
    theirs = belong.join(partners, on="partner", how="semi").select(partner="organisation")
    return distinct(stack([partners.select("partner"), theirs]))


def count_exchange(study: Study) -> Iterator[GroupTable | PersonTable]:
    """Count partners who gave, received and did both, pairs with exchange both ways, and hours."""
    exchanges = study.project.frame(Exchange).filter(nw.col("giver") != nw.col("receiver"))
    partners = study.project.frame(Partner).filter(nw.col("kind") != "team").select(partner="id")
    each = partners.join(study.groups.select("partner", "group"), on="partner", how="inner")
    for side, end in SIDES.items():
        who = with_their_organisations(exchanges.select(partner=end), study.project)
        each = each.join(flag(who, side), on="partner", how="left")
    filled = each.with_columns(*(nw.col(side).fill_null(0) for side in SIDES))
    alike = filled.group_by("group", *SIDES).agg(count().alias("n")).select("group", *SIDES, "n")
    known = keep(_returned(exchanges))  # used from both ends
    ways = known.group_by("returned").agg(count().alias("n")).select("returned", "n")
    ends = distinct(stack([known.select("returned", partner=end) for end in ("low", "high")]))
    behind = ends.group_by("returned").agg(count().alias("n")).select("returned", "n")
    found, census, people, *hours = collect([alike, ways, behind, *_hours(study, exchanges)])
    yield _by_group(found)
    yield PersonTable("sides", ("group", *SIDES, "n"), found)
    yield _pairs(dict(census), dict(people))
    yield _of_hours(dict(zip(SIDES, hours, strict=True)))


def _returned(exchanges: Frame) -> Frame:
    """Return the pairs with an exchange, and whether one went each way: `low`, `high`, `returned`."""
    up, giver, receiver = nw.col("giver") < nw.col("receiver"), nw.col("giver"), nw.col("receiver")
    low, high = nw.when(up).then(giver).otherwise(receiver), nw.when(up).then(receiver).otherwise(giver)
    ways = exchanges.select(low=low, high=high, up=one(up)).group_by("low", "high")
    both = ways.agg(nw.col("up").max().alias("some"), nw.col("up").min().alias("all"))
    return both.select("low", "high", returned=one(nw.col("some") > nw.col("all")))


def _hours(study: Study, exchanges: Frame) -> Iterator[Frame]:
    """Yield minutes given, then received, where they are on record: `group`, `minutes`, `n`."""
    hours = nw.when((nw.col("hours") > 0) & (nw.col("hours") <= LONGEST)).then(nw.col("hours"))  # before the cast
    known = exchanges.select("giver", "receiver", minutes=(hours * MINUTES + 0.5).floor().cast(nw.Int64))
    timed = known.drop_nulls("minutes")
    groups = study.groups.select("partner", "group")
    for end in SIDES.values():
        own = timed.select("minutes", partner=end).group_by("partner").agg(total(nw.col("minutes")).alias("minutes"))
        each = own.join(groups, on="partner", how="inner").group_by("group")
        summed = each.agg(total(nw.col("minutes")).alias("minutes"), count().alias("n"))
        yield summed.select("group", "minutes", "n")


def _by_group(found: list[tuple[str, int, int, int]]) -> GroupTable:
    cells: dict[tuple[str, ...], int] = {}
    for group, gave, received, n in found:
        for what, did in (("partners", 1), ("gave", gave), ("received", received), ("both", gave * received)):
            cells[group, what] = cells.get((group, what), 0) + n * did
    return GroupTable.of("exchange", ("group", "what"), ((labels, n, n) for labels, n in cells.items()), within=WITHIN)


def _pairs(census: Mapping[int, int], people: Mapping[int, int]) -> GroupTable:
    """Return how many pairs gave both ways and one way."""
    both = (("both ways",), census.get(1, 0), people.get(1, 0))
    return GroupTable.of("pairs", ("what",), (both, (("one way",), census.get(0, 0), people.get(0, 0))))


def _of_hours(hours: Mapping[str, list[tuple[str, int, int]]]) -> GroupTable:
    cells = (((group, side), minutes, n) for side, rows in hours.items() for group, minutes, n in rows)
    return GroupTable.of("hours", ("group", "what"), cells, scale=MINUTES)


def judge_exchange(tables: Tables, context: Context) -> Finding:
    """Judge whether partners of every group both give and receive."""
    table = tables.group("exchange")
    rates = rates_by_group(table, "both", "partners")
    sizes = {group: partners for group, (_, partners) in rates.items()}
    comparison = compare(rates, sizes, context)
    both, partners, active = (table.total(what=what) for what in ("both", "partners", "gave"))
    pairs = tables.group("pairs")
    finding = Finding(
        "unknown",
        measures=(
            rate(both, partners, unit="share of partners"),
            *rate_of_each(rates),
            comparison.measure,
            reciprocity_of_counts(pairs.number("both ways"), pairs.number("one way")),
            *_hours_of_each(tables.group("hours")),
        ),
        groups=groups_with(rates, sizes),
        words=comparison.words,
    )
    if not active:
        return finding
    enough, few = (_one_way(table, sizes, least) for least in (ENOUGH, 1))
    chance = _chance(tables, enough[0] if enough else "", context)
    if chance is not None:
        finding = attrs.evolve(finding, p_value=chance.p_value, smallest_p=chance.smallest_p)
    if enough is not None:
        return finding.saying("uneven", enough[0], group=enough[1])
    if comparison.status != "uneven" and few is not None:
        return finding.saying("watch", f"{few[0]}, watch", group=few[1])
    if comparison.status == "unknown":
        return finding.saying("unknown", "one group") if both else finding.saying("watch", "nobody both")
    return finding.saying(comparison.status)


def _one_way(table: GroupTable, sizes: Mapping[str, int], least: int) -> tuple[str, str] | None:
    """Return what a group that only gave or only received did, and its label; the one with most partners in it."""
    found = []
    for group in comparable(sizes):
        gave, received = (table.number(group, side) for side in SIDES)
        if min(gave, received) == 0 and max(gave, received) >= least:
            found.append((max(gave, received), "only gave" if gave else "only received", group))
    return max(found)[1:] if found else None


def _chance(tables: Tables, one_way: str, context: Context) -> Permutation | None:
    """Return how often chance would part the groups this far in what is told: both, or the side that a group lacks."""
    sides = tables.person("sides")
    if sides is None:
        return None
    told = {"only gave": ("received",), "only received": ("gave",)}.get(one_way, tuple(SIDES))
    places = [sides.columns.index(side) for side in told]
    alike = partners_table((row[0], min(row[at] for at in places), 1, row[-1]) for row in sides.rows)
    return chance_of_partners(Tables([alike]), context)


def _hours_of_each(table: GroupTable) -> Iterator[Measure]:
    """Yield the hours that each group gave and received, of the exchanges that say how long they took."""
    for side, name in (("gave", "hours_given"), ("received", "hours_received")):
        for group in table.labels("group"):
            minutes, n = table.number(group, side), table.people(group, side)
            if minutes:
                yield Measure(name, minutes / table.scale, unit="hours on record", n=n, of=group)


RECIPROCITY_OF_EXCHANGE = EqualityCheck(
    name="reciprocity-of-exchange",
    title="Does giving go both ways?",
    question="Do partners of every group both give and receive, and does what passes between two come back?",
    source="nef six principles: mutuality and reciprocity; edgewise reciprocity as in R's sna; four-fifths rule",
    reads={
        Partner: GROUPED,
        Exchange: ("giver", "receiver", "hours"),
    },
    sentences=SENTENCES["reciprocity-of-exchange"],
    ask="What could each of us give, and what would each of us like to receive?",
    count=count_exchange,
    judge=judge_exchange,
    theme="using our strengths",
    band=FOUR_FIFTHS_BAND,
    formula="`rate` is the share of partners, teams apart, who gave something to another partner and received"
    " something from one, an organisation by itself or through its people; `disparity` is the lowest rate of a group"
    " over the highest. `edgewise_reciprocity` is the share of ties from giver to receiver that go back as well. A"
    f" group in which {ENOUGH} or more gave and no one received, or the other way round, is uneven, unless chance"
    " alone could do it.",
    undefined="No exchange between two partners is on record; fewer than two groups of five partners.",
)
