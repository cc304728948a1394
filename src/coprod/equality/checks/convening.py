"""Who hosts, who facilitates, who sets the agenda?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs
import narwhals as nw

from coprod.engines import Frame, collect, count, distinct, one, total
from coprod.equality.check import Context, EqualityCheck
from coprod.equality.deciding import who_decided
from coprod.equality.grouping import GROUPED
from coprod.equality.measures import rate
from coprod.equality.presence import PARTS, SPACE
from coprod.equality.sentences import SENTENCES
from coprod.equality.shares import SHARE_BAND, Shares, chance_of_shares, spread_of_shares
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, PersonTable, Tables
from coprod.finding import Finding, Measure
from coprod.records import Attendance, Decision, Partner, Role

__all__ = ["WHO_CONVENES"]

ROLES = ("hosted", "facilitated", "set the agenda")

Row = tuple[str, int, int, int, int, int]
"""People who are alike: group, parts of hosting, of facilitating, of the agenda, people each, how many they are."""


def count_convening(study: Study) -> Iterator[GroupTable | PersonTable]:
    """Count who hosted, facilitated and set the agenda, a space and a role once, over all people."""
    known = _in_spaces(study)
    people = study.groups.filter(nw.col("people") > 0)
    theirs = known.join(people, on="partner", how="inner")
    together = theirs.group_by("space", "role").agg(count().alias("together"))
    shared = theirs.join(together, on=["space", "role"], how="inner")
    parts = nw.lit(PARTS, dtype=nw.Int64) // nw.col("together")
    columns = [total(_where(nw.col("role") == role, nw.col("parts"))).alias(role) for role in ROLES]
    by_partner = shared.with_columns(parts=parts).group_by("partner").agg(*columns)
    each = people.join(by_partner, on="partner", how="left").with_columns(*(nw.col(r).fill_null(0) for r in ROLES))
    alike = each.group_by("group", *ROLES, "people").agg(count().alias("n")).select("group", *ROLES, "people", "n")
    others = known.join(people, on="partner", how="anti").group_by("role").agg(count().alias("n")).select("role", "n")
    rows, organisations, *both = collect([alike, others, *_facilitators(study, theirs)])
    yield from _by_group(rows)
    yield _facilitating(*both)
    yield PersonTable("partners", ("group", "parts", "people", "n"), [(g, sum(r), size, n) for g, *r, size, n in rows])
    yield PersonTable("organisations", ("role", "n"), organisations)


def _in_spaces(study: Study) -> Frame:
    """Return who hosted, facilitated or set the agenda of which space: `space`, `partner`, `role`."""
    rows = study.project.frame(Role)
    of_spaces = rows.filter(nw.col("item").str.starts_with(SPACE) & nw.col("role").is_in(list(ROLES)))
    return of_spaces.select("partner", "role", space=nw.col("item").str.slice(len(SPACE)))


def _where(condition: nw.Expr, number: nw.Expr) -> nw.Expr:
    return number * one(condition)


def _facilitators(study: Study, convening: Frame) -> tuple[Frame, Frame]:
    """Return spaces in which something was decided, and their facilitators, by whether a facilitator also decided."""
    of = study.project.frame(Decision).select("space", decision="id")
    decided = distinct(who_decided(study).join(of, on="decision", how="inner").select("space", "partner"))
    mark = nw.lit(1, dtype=nw.Int64).alias("also")
    there = convening.filter(nw.col("role") == "facilitated").join(
        distinct(decided.select("space")), on="space", how="semi"
    )
    known = there.join(decided.with_columns(mark), on=["space", "partner"], how="left")
    each = known.with_columns(nw.col("also").fill_null(0))
    spaces = each.group_by("space").agg(nw.col("also").max()).group_by("also").agg(count().alias("n"))
    people = each.group_by("partner", "people").agg(nw.col("also").max()).group_by("also")
    return spaces.select("also", "n"), people.agg(total(nw.col("people")).alias("n")).select("also", "n")


def _by_group(rows: Sequence[Row]) -> Iterator[GroupTable]:
    people: dict[str, int] = {}
    cells: dict[tuple[str, ...], tuple[int, int]] = {}
    for group, *parts, size, n in rows:
        people[group] = people.get(group, 0) + size * n
        for role, number in zip(ROLES, parts, strict=True):
            known, stands_on = cells.get((group, role), (0, 0))
            cells[group, role] = (known + number * n, stands_on + (size * n if number else 0))
    yield GroupTable.of("people", ("group",), (((group,), n, n) for group, n in people.items()))
    counted = ((labels, *pair) for labels, pair in cells.items())
    yield GroupTable.of("convened", ("group", "what"), counted, scale=PARTS)


def _facilitating(spaces: Sequence[tuple[int, int]], people: Sequence[tuple[int, int]]) -> GroupTable:
    """Return the spaces with a facilitator and a decision, and those in which a facilitator decided too."""
    known = {
        what: (sum(n for also, n in spaces if also >= least), sum(n for also, n in people if also >= least))
        for what, least in (("facilitated", 0), ("decided too", 1))
    }
    cells = (((what,), *pair) for what, pair in known.items())
    return GroupTable.of("facilitating", ("what",), cells, within={"decided too": "facilitated"})


def judge_convening(tables: Tables, context: Context) -> Finding:
    """Judge whether each group has the share of convening that its number would give it."""
    table, partners, facilitating = tables.group("convened"), tables.person("partners"), tables.group("facilitating")
    counted = tables.group("people")
    people = {group: counted.number(group) for group in counted.labels("group")}
    shares = _shares(table, people, *ROLES)
    chance, (status, words) = chance_of_shares(partners, context), shares.status(context)
    of_roles = (attrs.evolve(m, of=f"{role}: {m.of}") for role in ROLES for m in _shares(table, people, role).ratios)
    also = rate(
        facilitating.number("decided too"),
        facilitating.number("facilitated"),
        name="facilitators_decided",
        unit="share of spaces",
    )
    finding = Finding(
        status,
        measures=(*shares.ratios, *of_roles, *spread_of_shares(partners), also, *_organisations(tables)),
        groups=shares.groups,
        words=words,
        p_value=chance.p_value if chance else None,
        smallest_p=chance.smallest_p if chance else None,
    )
    return finding.saying("unknown", shares.unknown) if status == "unknown" else finding


def _shares(table: GroupTable, people: dict[str, int], *roles: str) -> Shares:
    parts = {group: sum(table.number(group, role) for role in roles) for group in people}
    return Shares(parts=parts, people=people, scale=PARTS)


def _organisations(tables: Tables) -> Iterator[Measure]:
    """Yield how often an organisation or a team, and no person, has each role."""
    table = tables.person("organisations")
    for role, n in table.rows if table else ():
        yield Measure("convened_by_organisations", n, unit="times that it was an organisation or a team", n=n, of=role)


WHO_CONVENES = EqualityCheck(
    name="who-convenes",
    title="Who brings us together?",
    question="Who hosts, who facilitates and who sets the agenda? Is it each group as its number would have it?",
    source="NIHR and SCIE on sharing power; Participation Handbook, Scottish Government, on who facilitates;"
    " representation ratio (Circulation 2020;141:540)",
    reads={
        Partner: GROUPED,
        Role: ("partner", "item", "role"),
        Decision: ("id", "space", "rule"),
        Attendance: ("partner", "space", "came", "people"),
    },
    sentences=SENTENCES["who-convenes"],
    ask="Who would like to host, facilitate or set the agenda next time, and what would they need?",
    count=count_convening,
    judge=judge_convening,
    theme="citizen led",
    band=SHARE_BAND,
    formula="`representation_ratio`: a group's share of hosting, facilitating and setting the agenda, over its share of"
    " people. What several people did together in one space counts once, split evenly."
    " `facilitators_decided`: of the spaces with a facilitator and a decision, those where a facilitator decided too.",
    undefined="Where no person has such a role, where no two groups have three people, and where it is not on record"
    " which group most people are in.",
)
