"""Who did what in each decision: started it, shaped it, made it, carried it out, looked back on it?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs
import narwhals as nw

from coprod.engines import collect, count, distinct, stack, total
from coprod.equality.check import Context, EqualityCheck
from coprod.equality.checks.sharing import decided_as_declared, said_as_declared, table_of_shared
from coprod.equality.deciding import in_decisions, who_decided
from coprod.equality.grouping import GROUPED, NOT_RECORDED, comparable
from coprod.equality.ladders import TLAP
from coprod.equality.measures import rate
from coprod.equality.rates import FOUR_FIFTHS_BAND, Comparison, Rates, compare, groups_with
from coprod.equality.sentences import SENTENCES
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, Tables
from coprod.finding import Finding, Measure
from coprod.records import Attendance, Decision, Partner, Role, Space

__all__ = ["DECISION_ROLE"]

ROLES = ("initiated", "shaped", "decided", "vetoed", "delivers", "reviews", "consulted", "informed")
JUDGED = TLAP.levels[-1].roles
"""The roles in which people of every group have a part where a decision is made together from start to end."""

SAYS = {
    "initiated": "started",
    "decided": "made",
    "delivers": "carries out",
    "reviews": "looks back on",
}


def count_roles(study: Study) -> Iterator[GroupTable]:
    """Count, for each role, the decisions in which it is on record, and those in which people of each group had it."""
    decided = who_decided(study).select("decision", "partner").with_columns(role=nw.lit("decided"))
    named = in_decisions(study).filter(nw.col("role").is_in([role for role in ROLES if role != "decided"]))
    each = distinct(stack([named.select("decision", "partner", "role"), decided]))
    known = each.join(study.groups.filter(nw.col("people") > 0), on="partner", how="inner")
    of_groups = distinct(known.select("decision", "group", "role")).group_by("group", "role").agg(count().alias("n"))
    having = distinct(known.select("partner", "group", "people", "role")).group_by("group", "role")
    sizes = study.groups.group_by("group").agg(total(nw.col("people")).alias("n"))
    of_all = distinct(each.select("decision", "role")).group_by("role").agg(count().alias("n"))
    frames = [
        of_groups.select("group", "role", "n"),
        having.agg(total(nw.col("people")).alias("n")).select("group", "role", "n"),
        sizes.select("group", "n"),
        of_all.select("role", "n"),
        *decided_as_declared(study),
    ]
    groups, people, everyone, roles, made, standing = collect(frames)
    stands_on = {(group, role): n for group, role, n in people}
    yield GroupTable.of("people", ("group",), (((group,), n, n) for group, n in everyone if n))
    yield GroupTable.of("roles", ("group", "what"), (((g, role), n, stands_on[g, role]) for g, role, n in groups))
    # someone had the role, though it may be only an organisation
    all_of = {role: max(1, sum(n for _, each_role, n in people if each_role == role)) for role, _ in roles}
    yield GroupTable.of("decisions", ("what",), (((role,), n, all_of[role]) for role, n in roles))
    yield table_of_shared("declared", "level", made, standing)


def judge_roles(tables: Tables, context: Context) -> Finding:
    """Judge whether people of every group started, made, carry out and look back on decisions."""
    counted, decisions = tables.group("people"), tables.group("decisions")
    people = {group: counted.number(group) for group in counted.labels("group")}
    rates = {role: _rates(tables.group("roles"), people, role, decisions.number(role)) for role in ROLES}
    compared = {role: compare(rates[role], people, context) for role in JUDGED}
    role = min(JUDGED, key=lambda each: _severity(compared[each]))
    comparison = compared[role]
    finding = Finding(
        "unknown",
        "few" if decisions.cells else "unknown",
        measures=(
            *(
                rate(*pair, of=f"{each}: {group}", unit="share of decisions where it is on record")
                for each in ROLES
                for group, pair in rates[each].items()
                if pair[1]
            ),
            *(_of_role(each, compared[each].measure) for each in JUDGED),
        ),
        groups=groups_with(rates[role], people),
        words=_words(role, rates[role], people, comparison),
    )
    groups = len([group for group in people if group != NOT_RECORDED])
    told = _said(finding, comparison, compared.values(), context)
    return said_as_declared(told, tables.group("declared"), context, groups=groups)


def _said(finding: Finding, comparison: Comparison, of_all: Iterable[Comparison], context: Context) -> Finding:
    """Return the finding with its sentence, on the role that is least even; as it is where nothing can be compared."""
    if comparison.status == "unknown":
        return finding
    if comparison.status == "even":
        every = all(each.status == "even" for each in of_all)
        return finding.saying("even") if every else finding.saying("unknown", "part")
    return _less(finding, comparison, context)


def _of_role(role: str, measure: Measure) -> Measure:
    return attrs.evolve(measure, of=f"{role}: {measure.of}" if measure.of else role)


def _rates(table: GroupTable, people: Mapping[str, int], role: str, decisions: int) -> Rates:
    return {group: (table.number(group, role), decisions) for group in people}


def _severity(comparison: Comparison) -> tuple[int, float]:
    """Return what sorts the least even role first, and one that cannot be compared last."""
    return ("uneven", "watch", "even", "unknown").index(comparison.status), comparison.measure.value or 0.0


def _words(role: str, rates: Rates, people: Mapping[str, int], comparison: Comparison) -> dict[str, str]:
    if not comparison.words:
        return {}
    most = max(comparable(people), key=lambda group: (rates[group][0], group))
    least = comparison.words["least"]
    return {"least": least, "most": most, "did": SAYS[role], "here": f"{role}: {least}", "there": f"{role}: {most}"}


def _less(finding: Finding, comparison: Comparison, context: Context) -> Finding:
    """
    Return the finding where one group had less of a part.

    A large group has someone in more decisions by its size alone: unless the partners agreed on a band, it is worth a
    look at most.
    """
    if comparison.status == "uneven" and context.band is not None and context.band.agreed:
        return finding.saying("uneven")
    if not comparison.measure.value:
        return finding.saying("watch", "never")
    return finding.saying("watch", "watch" if comparison.status == "watch" else "less")


DECISION_ROLE = EqualityCheck(
    name="decision-role",
    title="Who does what in our decisions?",
    question="Do people of every group start, make, carry out and look back on decisions?",
    source="roles that the ladders of Arnstein 1969, TLAP 2016 and IAP2 tell apart; four-fifths rule",
    reads={
        Partner: GROUPED,
        Decision: ("id", "space", "rule"),
        Role: ("partner", "item", "role"),
        Attendance: ("partner", "space", "came", "people"),
        Space: ("id", "level"),
    },
    sentences=SENTENCES["decision-role"],
    ask="Who could start the next decision, and who could carry it out, that has not done so yet?",
    count=count_roles,
    judge=judge_roles,
    theme="citizen led",
    band=FOUR_FIFTHS_BAND,
    formula="For each role, the `rate` of decisions in which people of a group had it, of those where it is on record"
    " who had it; `disparity` is the lowest as a share of the best. Of “initiated”, “decided”, “delivers” and"
    " “reviews” the least even one is told; it is worth a look at most, unless the partners agreed on a band."
    " Beside it stands what gatherings set out to be: of the decisions made in spaces whose level is “collaborate” or"
    " “empower”, `shared_as_declared` are those in which someone here from own experience decided, under other"
    " groupings people of more than one group; `not_as_declared` are the others.",
    undefined="Where each role is on record for fewer than five decisions, and where no two groups have three people.",
)
