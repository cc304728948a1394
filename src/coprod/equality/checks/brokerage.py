"""Who brings groups together, and who speaks for whom?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

import narwhals as nw

from coprod.engines import collect
from coprod.equality.check import Context, EqualityCheck
from coprod.equality.checks.ties import one_told_most, told_by_one
from coprod.equality.deciding import who_decided
from coprod.equality.grouping import GROUPED, NOT_RECORDED, comparable
from coprod.equality.measures import BROKERAGE_ROLES, brokerage_roles, rate
from coprod.equality.pairs import told
from coprod.equality.sentences import SENTENCES
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, PersonTable, Tables
from coprod.finding import Finding, Group, Measure
from coprod.records import Attendance, Decision, Partner, Relationship, Role

__all__ = ["BROKERAGE"]

BRIDGES = ("gatekeeper", "representative", "liaison")
"""The roles in which the two that someone stands between are of different groups."""

LEAST = 5  # ways between groups, before it can be said through whom they lead
LARGEST = 2_000


def count_brokerage(study: Study) -> Iterator[GroupTable | PersonTable]:
    """Count who stands between whom by group and role, and who reaches those who decide only through others."""
    ties = study.project.frame(Relationship).filter(nw.col("source") != nw.col("target"))
    decided = who_decided(study).select("partner").unique()
    arcs, decide, tellers = collect([ties.select("source", "target").unique(), decided, told(study)])
    known = {partner: group for partner, group in study.group_of.items() if group != NOT_RECORDED}
    pairs = [(a, b) for a, b in arcs if a in known and b in known]
    roles = brokerage_roles(pairs, known)
    sizes = Counter(known.values())
    yield GroupTable.of("partners", ("group",), (((group,), n, n) for group, n in sizes.items()))
    yield _by_role(roles, known)
    yield _spoken_for(pairs, known, {partner for (partner,) in decide if partner in known})
    bridges = ((sum(each[role] for role in BRIDGES),) for each in roles.values())
    yield PersonTable("bridges", ("ways",), [row for row in bridges if row[0]])
    yield PersonTable("told", ("ties", "n"), tellers)


def _by_role(roles: Mapping[str, Mapping[str, int]], known: Mapping[str, str]) -> GroupTable:
    """Return in how many ways partners of each group stand between two others; it stands on those who do."""
    ways, people = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for partner, each in roles.items():
        for role, n in each.items():
            ways[known[partner], role] += n
            people[known[partner], role] += n > 0
    return GroupTable.of("roles", ("group", "role"), ((labels, n, people[labels]) for labels, n in ways.items() if n))


def _spoken_for(pairs: list[tuple[str, str]], known: Mapping[str, str], decide: set[str]) -> GroupTable:
    """Return pairs of a partner and someone of another group who decides, and how they are tied."""
    after: dict[str, set[str]] = defaultdict(set)
    for a, b in pairs:
        after[a].add(b)
    by_group = Counter(known[one] for one in decide)
    cells, people = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for a, group in known.items():
        own = {b for b in after.get(a, ()) if b in decide and known[b] != group}
        through = {c for b in after.get(a, ()) if known[b] != group for c in after.get(b, ()) if c in decide}
        only = {c for c in through - own - {a} if known[c] != group}
        for what, n in (("pairs", len(decide) - by_group[group]), ("direct", len(own)), ("through", len(only))):
            cells[group, what] += n
            people[group, what] += n > 0
    counted = ((labels, n, people[labels]) for labels, n in cells.items() if n)
    return GroupTable.of("deciders", ("group", "what"), counted, within={"direct": "pairs", "through": "pairs"})


def judge_brokerage(tables: Tables, context: Context) -> Finding:
    """Judge whether partners of more than one group, and more than one partner, bring groups together."""
    del context  # no band and no chance: the rule is in the formula
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
    """Yield, by group, how often someone of another group stands between a partner and someone who decides."""
    table, sizes = tables.group("deciders"), tables.group("partners")
    for group in comparable({group: sizes.number(group) for group in sizes.labels("group")}):
        pairs, unit = table.number(group, "pairs"), "share of pairs with someone of another group who decides"
        why = "nobody of another group decides"
        yield rate(table.number(group, "through"), pairs, of=group, name="spoken_for", unit=unit, why=why)


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
    largest=LARGEST,
    formula="`brokerage_totals` counts, by role, each way from one partner over another to a third to whom the first"
    " has no tie. `bridges` are those that lead from one group to another. Where they all lead through one partner,"
    " or through partners of one group, it is worth a look; where one partner told of more than a third of the ties"
    " too. `spoken_for` is the share of pairs of a partner and someone of another group who decides where the one"
    " has no tie to the other, but has one to someone who does and is not of their own group. Ties of a day are"
    " those that had not ended by then; without a day, ended ones too.",
    undefined=f"Fewer than {LEAST} ways between groups are on record; there are more than {LARGEST:,} partners. Ties of"
    " partners whose group is not recorded are left out.",
)
