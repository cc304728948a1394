"""Who brings groups together, and who speaks for whom?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from coprod.engines import distinct, rows
from coprod.equality.check import Context, EqualityCheck
from coprod.equality.checks.ties import one_told_most, told_by_one
from coprod.equality.deciding import who_decided
from coprod.equality.grouping import GROUPED, NOT_RECORDED, comparable
from coprod.equality.lots import Around, around
from coprod.equality.measures import BROKERAGE_ROLES, rate
from coprod.equality.measures.brokerage import roles_of_one
from coprod.equality.pairs import partners, told
from coprod.equality.sentences import SENTENCES
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, PersonTable, Tables
from coprod.finding import Finding, Group, Measure
from coprod.records import Attendance, Decision, Partner, Relationship, Role

__all__ = ["BROKERAGE"]

BRIDGES = ("gatekeeper", "representative", "liaison")
"""The roles in which the two that someone stands between are of different groups."""

LEAST = 5  # ways between groups, before it can be said through whom they lead
LARGEST = 2_000  # partners who are asked one by one; of more, as many are drawn by lot


def count_brokerage(study: Study) -> Iterator[GroupTable | PersonTable]:
    """Count who stands between whom by group and role, and who reaches those who decide only through others."""
    decide = _deciders(study)
    near = around(study, LARGEST, decide)
    roles = {one: roles_of_one(one, near.before.get(one, frozenset()), near.after, near.group_of) for one in near.asked}
    sizes = ((group, size.partners) for group, size in study.sizes.items() if group != NOT_RECORDED)
    yield GroupTable.of("partners", ("group",), (((group,), n, n) for group, n in sizes))
    yield _by_role(roles, near.group_of)
    yield _spoken_for(study, near, decide)
    bridges = {one: sum(each[role] for role in BRIDGES) for one, each in roles.items()}
    if near.by_lot:
        yield _by_lot(bridges, near.group_of)
    yield PersonTable("bridges", ("ways",), [(ways,) for ways in bridges.values() if ways])
    yield PersonTable("told", ("ties", "n"), rows(told(study), many=True))


def _deciders(study: Study) -> frozenset[int]:
    """Return the numbers of those who decided anything."""
    decided = distinct(who_decided(study).select("partner"))
    return frozenset(code for (code,) in rows(decided.join(partners(study), on="partner", how="inner").select("code")))


def _by_role(roles: Mapping[int, Mapping[str, int]], group_of: Mapping[int, str]) -> GroupTable:
    """Return in how many ways partners of each group stand between two others; it stands on those who do."""
    ways, people = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for partner, each in roles.items():
        for role, n in each.items():
            ways[group_of[partner], role] += n
            people[group_of[partner], role] += n > 0
    return GroupTable.of("roles", ("group", "role"), ((labels, n, people[labels]) for labels, n in ways.items() if n))


def _by_lot(bridges: Mapping[int, int], group_of: Mapping[int, str]) -> GroupTable:
    """Return how many partners of each group were drawn by lot, and how many of these bring groups together."""
    cells = Counter((group_of[partner], "drawn") for partner in bridges)
    cells.update((group_of[partner], "bridging") for partner, ways in bridges.items() if ways)
    return GroupTable.of(
        "drawn", ("group", "what"), ((c, n, n) for c, n in cells.items()), within={"bridging": "drawn"}
    )


def _spoken_for(study: Study, near: Around, decide: AbstractSet[int]) -> GroupTable:
    """Return pairs of a partner and someone of another group who decides, and how they are tied."""
    group_of, labels = near.group_of, study.labels
    by_group = Counter(labels[one % len(labels)] for one in decide)
    everyone = by_group.total() - by_group[NOT_RECORDED]
    cells, people = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for a in near.asked:
        group, named = group_of[a], near.after.get(a, frozenset())
        own = {b for b in named & decide if group_of[b] != group}
        through = {c for b in named if group_of[b] != group for c in near.after.get(b, frozenset()) & decide}
        only = {c for c in through - own - {a} if group_of[c] != group}
        for what, n in (("pairs", everyone - by_group[group]), ("direct", len(own)), ("through", len(only))):
            cells[group, what] += n
            people[group, what] += n > 0
    counted = ((labels, n, people[labels]) for labels, n in cells.items() if n)
    return GroupTable.of("deciders", ("group", "what"), counted, within={"direct": "pairs", "through": "pairs"})


def judge_brokerage(tables: Tables, context: Context) -> Finding:
    """Judge whether partners of more than one group, and more than one partner, bring groups together."""
    del context  # no band and no chance: the rule is in the formula
    return _of_some(tables) if "drawn" in tables else _of_all(tables)


def _of_all(tables: Tables) -> Finding:
    ways = {group: _ways(tables, group) for group in tables.group("partners").labels("group")}
    everything, brokers = sum(ways.values()), tables.person("bridges")
    told = told_by_one(tables.person("told"))
    finding = Finding(
        "unknown",
        measures=(*_totals(tables), *_speaking(tables), *told),
        groups=tuple(
            Group(group, tables.group("partners").number(group), n, everything, n / everything if everything else None)
            for group, n in ways.items()
        ),
    )
    if len(ways) < 2 or everything < LEAST:
        return finding.saying("unknown", "too few" if len(ways) > 1 and everything else "unknown")
    if one_told_most(told):
        return finding.saying("watch", "one teller")
    if brokers is not None and len(brokers.rows) == 1:
        return finding.saying("watch", "one partner")
    through = [group for group, n in ways.items() if n]
    if len(through) > 1:
        return finding.saying("even")
    known = comparable({group: tables.group("partners").number(group) for group in through})
    return finding.saying("watch", one=known[0]) if known else finding.saying("watch", "small group")


def _of_some(tables: Tables) -> Finding:
    """Return what partners drawn by lot tell: how many bring groups together, and that more than one group does."""
    drawn, told = tables.group("drawn"), told_by_one(tables.person("told"))
    sizes = {group: tables.group("partners").number(group) for group in tables.group("partners").labels("group")}
    unit = "share of the partners drawn by lot"
    everyone = rate(drawn.total(what="bridging"), drawn.total(what="drawn"), name="bridging", unit=unit)
    by_group = {
        group: rate(drawn.number(group, "bridging"), drawn.number(group, "drawn"), name="bridging", unit=unit, of=group)
        for group in comparable(sizes)
    }
    finding = Finding(
        "unknown",
        "few drawn",
        measures=(everyone, *by_group.values(), *_speaking(tables), *told),
        groups=tuple(
            Group(group, n, drawn.number(group, "bridging"), drawn.number(group, "drawn"), by_group[group].value)
            for group, n in sizes.items()
            if group in by_group
        ),
    )
    if one_told_most(told):
        return finding.saying("watch", "one teller")
    ways = [n for group in sizes if (n := _ways(tables, group))]
    return finding.saying("even", "drawn") if len(ways) > 1 and sum(ways) >= LEAST else finding


def _ways(tables: Tables, group: str) -> int:
    """Return in how many ways partners of a group stand between two of different groups."""
    return sum(tables.group("roles").number(group, role) for role in BRIDGES)


def _totals(tables: Tables) -> Iterator[Measure]:
    """Yield how many ways lead through each role, then how many lead from one group to another."""
    table, partners = tables.group("roles"), tables.group("partners").total()
    unit, totals = "ways from one partner over another to a third", {}
    for role in BROKERAGE_ROLES:
        totals[role] = table.total(role=role)
        yield Measure("brokerage_totals", totals[role], unit=unit, n=partners, of=role)
    yield Measure("bridges", sum(totals[role] for role in BRIDGES), unit="ways between two groups", n=partners)


def _speaking(tables: Tables) -> Iterator[Measure]:
    """
    Yield, by group, how often someone of another group stands between a partner and someone who decides.

    Of partners drawn by lot, the interval is that of as many draws of one pair each. What one partner tells lies
    between none and all of its pairs, so it cannot differ more from partner to partner than this.
    """
    table, sizes = tables.group("deciders"), tables.group("partners")
    for group in comparable({group: sizes.number(group) for group in sizes.labels("group")}):
        pairs, unit = table.number(group, "pairs"), "share of pairs with someone of another group who decides"
        why = "nobody of another group decides"
        draws = tables.group("drawn").number(group, "drawn") if "drawn" in tables else pairs
        number = table.number(group, "through")
        yield rate(number, pairs, of=group, name="spoken_for", unit=unit, why=why, draws=draws)


BROKERAGE = EqualityCheck(
    name="brokerage",
    title="Who brings groups together?",
    question="Through whom do ways lead from one group to another? Who reaches those who decide only through others?",
    source="roles of Gould and Fernandez 1989, as in R's sna",
    reads={
        Partner: GROUPED,
        Relationship: ("source", "target", "reported_by"),
        Role: ("partner", "item", "role"),
        Decision: ("id", "space", "rule"),
        Attendance: ("partner", "space", "came"),
    },
    sentences=SENTENCES["brokerage"],
    ask="Who else could bring people of different groups together?",
    count=count_brokerage,
    judge=judge_brokerage,
    theme="get to know each other",
    formula="`brokerage_totals` counts, by role, each way from one partner over another to a third to whom the first"
    " has no tie. `bridges` are those that lead from one group to another. Where they all lead through one partner,"
    " or through partners of one group, it is worth a look; where one partner told of more than a third of the ties"
    " too. `spoken_for` is the share of pairs of a partner and someone of another group who decides where the one"
    " has no tie to the other, but has one to someone who does and is not of their own group. Ties of a day are"
    " those that had not ended by then; without a day, ended ones too. Of more than"
    f" {LARGEST:,} partners, {LARGEST:,} are drawn by lot, always the same of the same project: `bridging` is the share"
    " of these who bring groups together, and the intervals are as wide as so few draws make them.",
    undefined=f"Fewer than {LEAST} ways between groups are on record. Ties of partners whose group is not recorded are"
    " left out. Of partners drawn by lot it is not said that one of them, or one group, alone brings others together.",
)
