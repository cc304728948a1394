"""Do teams bring different people together, and what do their members bring?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs
import narwhals as nw

from coprod.engines import Frame, collect, count, distinct, keep, one, stack
from coprod.equality.check import Context, EqualityCheck
from coprod.equality.checks.using import strengths_held
from coprod.equality.grouping import GROUPED, NOT_RECORDED
from coprod.equality.measures import NOT_SHOWN, blau, rate, undefined
from coprod.equality.presence import flag
from coprod.equality.sentences import SENTENCES
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, PersonTable, Tables
from coprod.finding import Finding, Group, Measure
from coprod.records import Membership, Partner, Strength

__all__ = ["TEAM_MIX"]

LEAST = 3  # members whose group we know, before a team can be called mixed or not


def count_teams(study: Study) -> Iterator[GroupTable | PersonTable]:
    """Count the members of teams by group, how many teams are mixed, and the strengths that members bring."""
    teams = study.project.frame(Partner).filter(nw.col("kind") == "team").select(team="id")
    members = distinct(study.project.frame(Membership).select("partner", team="group"))
    inside = keep(members.join(teams, on="team", how="inner").join(study.groups, on="partner", how="inner"))
    known = inside.filter(nw.col("group") != NOT_RECORDED)
    by_group = known.group_by("team", "group").agg(count().alias("n")).select("team", "group", "n")
    mix, behind, shares, words, holders, each = collect(
        [by_group, _behind(known), _in_teams(study, inside, teams), *_brought(study, inside, teams)]
    )
    yield _by_group(shares)
    yield _by_mix(mix, dict(behind))
    ((strengths,), (people,)) = *words, *holders
    yield GroupTable.of("strengths", ("what",), [(("on record",), strengths, people)] if strengths else ())
    yield PersonTable("mix", ("team", "group", "n"), mix)
    yield PersonTable("brought", ("team", "n"), each)


def _behind(known: Frame) -> Frame:
    """Return how many partners are in teams of one group (0) and in mixed ones (1): `mixed`, `n`."""
    each = known.group_by("team").agg(
        count().alias("n"), nw.col("group").min().alias("a"), nw.col("group").max().alias("z")
    )
    mixed = one(nw.col("a") != nw.col("z"))
    judged = each.filter(nw.col("n") >= LEAST).select("team", mixed=mixed)
    partners = distinct(known.join(judged, on="team", how="inner").select("partner", "mixed"))
    return partners.group_by("mixed").agg(count().alias("n")).select("mixed", "n")


def _in_teams(study: Study, inside: Frame, teams: Frame) -> Frame:
    """Return how many partners of each group, teams apart, are in a team (1) and in none (0)."""
    partners = study.groups.join(teams.select(partner="team"), on="partner", how="anti")
    each = partners.join(flag(distinct(inside.select("partner")), "inside"), on="partner", how="left")
    known = each.with_columns(nw.col("inside").fill_null(0))
    return known.group_by("group", "inside").agg(count().alias("n")).select("group", "inside", "n")


def _brought(study: Study, inside: Frame, teams: Frame) -> tuple[Frame, Frame, Frame]:
    """Return how many strengths members bring, how many members do, and how many strengths each team has so."""
    own = teams.select("team", partner="team")
    members = stack([inside.select("team", "partner"), own])
    brought = keep(members.join(strengths_held(study.project), on="partner", how="inner"))  # used three times
    each = distinct(brought.select("team", "strength")).group_by("team").agg(count().alias("n")).select("team", "n")
    words, holders = (distinct(brought.select(name)).select(n=count()) for name in ("strength", "partner"))
    return words, holders, each


def _by_group(shares: list[tuple[str, int, int]]) -> GroupTable:
    cells: dict[tuple[str, ...], int] = {}
    for group, inside, n in shares:
        for what, number in (("partners", 1), ("in a team", inside)):
            cells[group, what] = cells.get((group, what), 0) + n * number
    counted = ((labels, n, n) for labels, n in cells.items())
    return GroupTable.of("members", ("group", "what"), counted, within={"in a team": "partners"})


def _by_mix(mix: list[tuple[str, str, int]], behind: Mapping[int, int]) -> GroupTable:
    """Return how many teams are mixed and how many of one group, of those with enough members we know."""
    judged = [len(groups) > 1 for groups in _known_teams(mix)]
    kinds = (("mixed", 1), ("one group", 0))
    cells = [((what,), judged.count(bool(code)), behind[code]) for what, code in kinds if code in behind]
    return GroupTable.of("teams", ("what",), cells)


def _known_teams(mix: Iterable[tuple[str, str, int]]) -> list[list[int]]:
    """Return how many members of each group every team has, of the teams with enough members whose group we know."""
    teams: dict[str, list[int]] = {}
    for team, _, n in mix:
        teams.setdefault(team, []).append(n)
    return [sizes for sizes in teams.values() if sum(sizes) >= LEAST]


def judge_teams(tables: Tables, context: Context) -> Finding:
    """Judge whether every team has members of two groups or more."""
    mixed, single = (tables.group("teams").number(what) for what in ("mixed", "one group"))
    table, strengths = tables.group("members"), tables.group("strengths").number("on record")
    sizes = {group: table.number(group, "partners") for group in table.labels("group")}
    groups = [group for group, n in sizes.items() if n and group != NOT_RECORDED]
    measures = (
        rate(mixed, mixed + single, name="mixed_teams", unit="share of teams", why="no team with three members"),
        Measure("one_group_teams", single, unit="teams of one group", n=mixed + single),
        Measure(
            "strengths",
            strengths,
            unit="different strengths of members",
            n=tables.group("strengths").people("on record"),
        ),
        *_single(tables.person("mix"), tables.person("brought"), set(groups)),
    )
    finding = Finding("unknown", measures=measures, groups=tuple(_group(table, g, n) for g, n in sorted(sizes.items())))
    if context.by == "team" or not mixed + single:
        return finding.saying("unknown", "by team" if context.by == "team" else "unknown")
    if len(groups) < 2 and not mixed:
        return finding.saying("unknown", "no other group")
    if single:
        return finding.saying("watch")
    return finding.saying("even", "even" if strengths else "not asked")


def _group(table: GroupTable, group: str, partners: int) -> Group:
    inside = table.number(group, "in a team")
    return Group(group, partners, inside, partners, inside / partners if partners else None)


def _single(mix: PersonTable | None, brought: PersonTable | None, groups: set[str]) -> Iterator[Measure]:
    """Yield how mixed the least and the most mixed team are, and for how many teams a strength is on record."""
    if mix is None or brought is None:
        yield undefined("blau", NOT_SHOWN, unit="chance that two draws differ")
        yield undefined("teams_with_strengths", NOT_SHOWN, unit="teams")
        return
    categories = len(groups | set(mix.column("group")))
    known = sorted((blau(sizes, categories) for sizes in _known_teams(mix.rows)), key=lambda m: (m.value or 0.0, m.n))
    for which, measure in (("least mixed team", known[0]), ("most mixed team", known[-1])) if known else ():
        yield attrs.evolve(measure, of=which)
    teams = len(set(mix.column("team")) | set(brought.column("team")))
    yield Measure(
        "teams_with_strengths", len(brought.rows), unit="teams whose members have a strength on record", n=teams
    )


TEAM_MIX = EqualityCheck(
    name="team-mix",
    title="Do teams bring different people together?",
    question="Does every team have members of two groups or more, and what do its members bring?",
    source="Blau 1977; new dynamic teams, in the words of the project",
    reads={
        Partner: GROUPED,
        Membership: ("partner", "group"),
        Strength: ("partner", "strength"),
    },
    sentences=SENTENCES["team-mix"],
    ask="Who could join which team, and what would they like to bring?",
    count=count_teams,
    judge=judge_teams,
    theme="new dynamic teams",
    formula="`mixed_teams` is the share of teams whose members are of two groups or more; `blau` says how mixed the"
    " least and the most mixed one are. Members count alike, whatever they are and however often they are written down."
    " `strengths` counts the different strengths on record for members and for the teams themselves."
    " Memberships and strengths of a day are those that had not ended by then; without a day, ended ones too.",
    undefined=f"No team has {LEAST} members whose group is on record, or there is only one group.",
)
