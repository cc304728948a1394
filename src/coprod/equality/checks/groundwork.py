"""Did people get to know each other before they decided together?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import narwhals as nw

from coprod.engines import Frame, collect, count, distinct, keep, lift, one, rows, stack, total
from coprod.equality.beside import chance_of_partners, partners_table
from coprod.equality.check import Context, EqualityCheck
from coprod.equality.checks.exchange import with_their_organisations
from coprod.equality.deciding import who_decided
from coprod.equality.grouping import GROUPED, NOT_RECORDED
from coprod.equality.measures import rate, undefined
from coprod.equality.pairs import ends_of_pair, group_of, pair_of, partners, past_pairs
from coprod.equality.presence import flag
from coprod.equality.rates import FOUR_FIFTHS_BAND, compare, groups_with, rate_of_each, rates_by_group
from coprod.equality.sentences import SENTENCES
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, PersonTable, Tables
from coprod.finding import Finding, Measure
from coprod.records import Attendance, Decision, Exchange, Partner, Relationship, Role

__all__ = ["RELATIONSHIPS_FIRST"]

GROUNDWORK = ("conversation", "visit", "introduction")
TIE = "tie to another group"
KINDS = (*GROUNDWORK, TIE)
REASONS = {
    "no contacts": "no contact with a day",
    "no day": "no joint decision with a day",
    "unknown": "no joint decision",
}


def count_groundwork(study: Study) -> Iterator[GroupTable | PersonTable]:
    """Count partners who were there on the day of the first joint decision, and what had gone before it."""
    decisions = rows(_joint(study))
    day = min((at for _, at, _ in decisions if at is not None), default=None)
    contacts = keep(_contacts(study, day))  # used three times
    ends = keep(_ends(contacts))  # used twice
    met = partners(study).join(distinct(ends.filter(nw.col("earlier") == 1).select("code")), on="code", how="semi")
    own = with_their_organisations(met.select("partner"), study.project)
    each = _partners(study, day).join(flag(own, "met"), on="partner", how="left")
    filled = each.with_columns(nw.col("met").fill_null(0))
    alike = filled.group_by("group", "met").agg(count().alias("n")).select("group", "met", "n")
    counted = (frame.group_by("kind", "earlier").agg(count().alias("n")) for frame in (contacts, ends))
    found, *of_kinds = collect([alike, *(frame.select("kind", "earlier", "n") for frame in counted)])
    yield _by_group(found)
    yield partners_table((group, met, 1, n) for group, met, n in found)
    yield _contacts_by_kind(*([(KINDS[kind], earlier, n) for kind, earlier, n in each] for each in of_kinds))
    yield from _decisions(decisions, day)


def _ends(contacts: Frame) -> Frame:
    """Return who had which kind of contact, before that day or not, each once: `code`, `kind`, `earlier`."""
    many = nw.lit(len(KINDS), dtype=nw.Int64)
    two = nw.lit(2, dtype=nw.Int64)
    keys = [(nw.col(end) * many + nw.col("kind")) * two + nw.col("earlier") for end in ("a", "b")]
    each = distinct(stack([contacts.select(key=key) for key in keys]))  # one number is compared faster than three
    rest = each.select(earlier=nw.col("key") % two, rest=nw.col("key") // two)
    return rest.select("earlier", kind=nw.col("rest") % many, code=nw.col("rest") // many)


def _joint(study: Study) -> Frame:
    """Return the decisions that partners of two groups made together: `id`, `at`, `deciders`."""
    known = who_decided(study).filter(nw.col("group") != NOT_RECORDED).select("partner", "group", id="decision")
    in_groups = distinct(known).group_by("id", "group").agg(count().alias("n"))
    each = in_groups.group_by("id").agg(count().alias("groups"), total(nw.col("n")).alias("deciders"))
    days = study.project.frame(Decision).select("id", "at")
    return days.join(each.filter(nw.col("groups") > 1).select("id", "deciders"), on="id", how="inner")


def _contacts(study: Study, day: date | None) -> Frame:
    """
    Return talks, visits and introductions, and pairs of two groups with a tie: `kind`, `a`, `b`, `earlier`.

    Partners are numbers, as in `coprod.equality.pairs`, and kinds are places in KINDS.
    """
    exchanges = study.project.frame(Exchange).filter((nw.col("giver") != nw.col("receiver")) & ~nw.col("at").is_null())
    talks = exchanges.filter(nw.col("kind").is_in(list(GROUNDWORK))).select("kind", "at", "giver", "receiver")
    known = partners(study)
    gave = talks.join(known.select(giver="partner", a="code"), on="giver", how="inner")
    talked = gave.join(known.select(receiver="partner", b="code"), on="receiver", how="inner")
    places = lift(talks, {"kind": str, "place": int}, [(kind, at) for at, kind in enumerate(KINDS)])
    known_kind = talked.join(places, on="kind", how="inner").select("at", "a", "b", kind="place")
    tied = _across(study).with_columns(kind=nw.lit(KINDS.index(TIE), dtype=nw.Int64))
    told = stack([known_kind, tied])
    earlier = one(nw.col("at") < nw.lit(day)) if day else nw.lit(0, dtype=nw.Int64)  # nothing, where none was made
    return told.select("kind", "a", "b", earlier=earlier)


def _across(study: Study) -> Frame:
    """Return pairs of two groups with a tie, and since when; they met, if it ended since: `a`, `b`, `at`."""
    first, second = (group_of(study, nw.col(end)) for end in ("lo", "hi"))
    across = past_pairs(study).filter((first != second) & ~nw.col("began").is_null())
    if NOT_RECORDED in study.labels:
        nobody = study.labels.index(NOT_RECORDED)
        across = across.filter((first != nobody) & (second != nobody))
    began = across.select("began", pair=pair_of(study)).group_by("pair").agg(nw.col("began").min().alias("at"))
    low, high = ends_of_pair(study)
    return began.select("at", a=low, b=high)


def _partners(study: Study, day: date | None) -> Frame:
    """Return the partners of that day, or all where there is none, teams apart: `partner`, `group`."""
    partners = study.project.frame(Partner).filter(nw.col("kind") != "team")
    if day is not None:
        joined = nw.col("joined").is_null() | (nw.col("joined") <= day)
        partners = partners.filter(joined & (nw.col("left").is_null() | (nw.col("left") >= day)))
    return partners.select(partner="id").join(study.groups.select("partner", "group"), on="partner", how="inner")


def _by_group(found: list[tuple[str, int, int]]) -> GroupTable:
    cells: dict[tuple[str, ...], int] = {}
    for group, met, n in found:
        for what, number in (("partners", 1), ("met", met)):
            cells[group, what] = cells.get((group, what), 0) + n * number
    counted = ((labels, n, n) for labels, n in cells.items())
    return GroupTable.of("groundwork", ("group", "what"), counted, within={"met": "partners"})


def _contacts_by_kind(numbers: list[tuple[str, int, int]], people: list[tuple[str, int, int]]) -> GroupTable:
    """Return contacts with a day by kind, and those from before; all stand on the partners of one part at least."""
    cells: dict[tuple[str, ...], tuple[int, int]] = {}
    behind = {(kind, earlier): n for kind, earlier, n in people}
    for kind, earlier, n in numbers:
        known, partners = cells.get((kind, "dated"), (0, 0))
        cells[kind, "dated"] = known + n, max(partners, behind[kind, earlier])
        if earlier:
            cells[kind, "before"] = n, behind[kind, earlier]
    made = ((labels, *numbers) for labels, numbers in cells.items())
    return GroupTable.of("contacts", ("kind", "what"), made, within={"before": "dated"})


def _decisions(found: list[tuple[str, date | None, int]], day: date | None) -> Iterator[GroupTable | PersonTable]:
    """Yield how many decisions two groups made together, and those of the first such day."""
    people = max((deciders for *_, deciders in found), default=0)  # no more than all who decided
    numbers = (("together", len(found)), ("dated", sum(at is not None for _, at, _ in found)))
    cells = [((what,), n, people) for what, n in numbers] if found else []
    yield GroupTable.of("decisions", ("what",), cells, within={"dated": "together"})
    yield PersonTable("first", ("decision",), [(decision,) for decision, at, _ in found if day and at == day])


def judge_groundwork(tables: Tables, context: Context) -> Finding:
    """Judge whether partners had met in some way before two groups first decided together, alike in all groups."""
    rates = rates_by_group(tables.group("groundwork"), "met", "partners")
    decisions, first = tables.group("decisions"), tables.person("first")
    together, dated = decisions.number("together"), decisions.number("dated")
    if not dated or not tables.group("contacts").total(what="dated"):
        say = "no contacts" if dated else "no day" if together else "unknown"
        return Finding("unknown", say, measures=_measures(tables, undefined("rate", REASONS[say], unit="share")))
    sizes = {group: partners for group, (_, partners) in rates.items()}
    met, partners = (sum(pair[at] for pair in rates.values()) for at in (0, 1))
    comparison, overall = compare(rates, sizes, context), rate(met, partners, unit="share of partners")
    chance = chance_of_partners(tables, context)
    finding = Finding(
        "unknown",
        measures=_measures(tables, overall, *rate_of_each(rates), comparison.measure),
        groups=groups_with(rates, sizes),
        words=comparison.words,
        evidence=tuple(f"decision:{decision}" for (decision,) in first.rows) if first else (),
        p_value=chance.p_value if chance else None,
        smallest_p=chance.smallest_p if chance else None,
    )
    if not met:
        return finding.saying("watch", "none before")
    if comparison.status == "unknown":
        return finding.saying("unknown", "one group")
    return finding.saying(comparison.status)


def _measures(tables: Tables, *first: Measure) -> tuple[Measure, ...]:
    """Return measures, then how many contacts of each kind came before that day, of all with a day."""
    contacts, decisions = tables.group("contacts"), tables.group("decisions")
    unit, name = "of those on record with a day", "before_deciding"
    kinds = [
        Measure(name, contacts.number(kind, "before"), unit=unit, n=contacts.number(kind, "dated"), of=kind)
        for kind in contacts.labels("kind")
    ]
    undated = decisions.number("together") - decisions.number("dated")
    unit = "joint decisions without a day"
    return (*first, *kinds, Measure("undated_decisions", undated, unit=unit, n=decisions.number("together")))


RELATIONSHIPS_FIRST = EqualityCheck(
    name="relationships-first",
    title="Did we get to know each other first?",
    question="Had most of us met someone before two groups first decided together?",
    source="the project's own first steps: groundwork before decisions; four-fifths rule for the difference between"
    " groups",
    reads={
        Partner: (*GROUPED, "joined", "left"),
        Decision: ("id", "space", "at", "rule"),
        Role: ("partner", "item", "role"),
        Attendance: ("partner", "space", "came"),
        Exchange: ("giver", "receiver", "kind", "at"),
        Relationship: ("source", "target", "since"),
    },
    sentences=SENTENCES["relationships-first"],
    ask="Whom would we want to know better before we decide again?",
    count=count_groundwork,
    judge=judge_groundwork,
    theme="get to know each other",
    band=FOUR_FIFTHS_BAND,
    formula="The first joint decision is the earliest one with a day whose deciders are of two groups: those with the"
    " role `decided`, else all who came where the rule is consensus, consent or majority. A decision of one group"
    " alone, such as to fund, is not one. `rate` is the share of the partners of that day, teams apart, with a"
    " conversation, visit, introduction or tie to another group on record from before it, ended since or not, an"
    " organisation by itself or through its people; `disparity` is the lowest rate of a group over the highest.",
    undefined="No joint decision, or none with a day, or no contact with a day is on record; fewer than two groups of"
    " five partners. A contact without a day is not counted.",
)
