"""team-mix."""

import pytest
from tests.equality.building import found, people, person, project

from coprod.equality.check import Context
from coprod.equality.checks.teams import TEAM_MIX
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, Tables
from coprod.records import Membership, Partner, Strength


def team(name, *members):
    """A team and its members."""
    return [Partner(name, kind="team"), *(Membership(one, name) for one in members)]


MIXED = team("t1", "a1", "a2", "b1")
ALIKE = team("t2", "a3", "a4", "a5")


def test_nothing_on_record():
    """Without teams, and where a team has fewer than three members whose group we know, it cannot tell."""
    assert "unknown" == found(TEAM_MIX).status
    finding = found(TEAM_MIX, people(a=5, b=5), person("x"), team("t1", "a1", "b1", "x"))
    assert ("unknown", "no team with three members") == (finding.status, finding.measure("mixed_teams").reason)
    assert "No team with three members whose group we know is on record yet." == finding.answer


def test_all_mixed():
    """When every team has members of two groups it is even, and the strengths of members are counted once."""
    strengths = [Strength("a1", strength="sings"), Strength("b1", strength="Sings "), Strength("b1", strength="mends")]
    finding = found(TEAM_MIX, people(a=5, b=5), MIXED, strengths)

    assert ("even", 1) == (finding.status, finding.measure("mixed_teams").value)
    assert finding.answer.endswith("Different strengths on record in teams: 2.")
    # two of one group and one of the other, of two groups that there are: 1 - (4 + 1) / 9
    assert pytest.approx(4 / 9) == finding.measure("blau", "most mixed team").value
    assert 1 == finding.measure("teams_with_strengths").value
    assert [("a", 5, 2), ("b", 5, 1)] == [(g.group, g.n, g.count) for g in finding.groups]


def test_strengths_not_asked():
    """Where no member was asked, no number is given and no team is said to have none."""
    finding = found(TEAM_MIX, people(a=5, b=5), MIXED)

    assert finding.answer.endswith("What members bring is not on record yet.")
    assert 0 == finding.measure("teams_with_strengths").value


def test_strengths_of_the_team_itself():
    """What is written down for a team counts for it too."""
    finding = found(TEAM_MIX, people(a=5, b=5), MIXED, Strength("t1", strength="a shed"), Strength("a5", strength="x"))

    assert (1, 1) == (finding.measure("strengths").value, finding.measure("teams_with_strengths").value)


def test_a_team_of_one_group():
    """When all members of a team are of one group, it is worth a look; no team is named."""
    finding = found(TEAM_MIX, people(a=5, b=5), MIXED, ALIKE)

    assert ("watch", 0.5) == (finding.status, finding.measure("mixed_teams").value)
    assert (
        "Teams with three or more members we know: 2. All members we know are of one group in 1 of them."
        == finding.answer
    )
    mixed = [finding.measure("blau", which).value for which in ("least mixed team", "most mixed team")]
    assert [0, pytest.approx(4 / 9)] == mixed


def test_nothing_to_mix():
    """With one group on record, and grouped by team, it cannot tell."""
    one = found(TEAM_MIX, people(a=5), ALIKE)
    assert ("unknown", "no other group") == (one.status, one.say)
    by_team = found(TEAM_MIX, people(a=5, b=5), MIXED, by="team")
    assert ("unknown", "by team") == (by_team.status, by_team.say)


def test_members_twice_and_groups():
    """A member who came back counts once; members of a group that is no team are not in a team."""
    again = Membership("a1", "t1", role="lead", since=None)
    group = Partner("knit", kind="group", sector="b", people=12), Membership("b2", "knit")
    finding = found(TEAM_MIX, people(a=5, b=5), team("t1", "a2", "b1"), again, group, Membership("knit", "t1"))

    assert [("a", 5, 2), ("b", 6, 2)] == [(g.group, g.n, g.count) for g in finding.groups]


def test_a_team_in_a_team():
    """A team can be a member; its group is one more that a team can be mixed of."""
    inner = Partner("t9", kind="team", sector="c"), Membership("t9", "t1")
    finding = found(TEAM_MIX, people(a=5), team("t1", "a1", "a2"), inner)

    assert ("even", "not asked") == (finding.status, finding.say)
    assert pytest.approx(4 / 9) == finding.measure("blau").value


EVERYTHING = people(a=5, b=5), MIXED, ALIKE, Strength("a1", strength="sings"), Strength("a3", strength="mends")


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_tables(engine):
    """Both engines count the same: teams stand on their members, strengths on those who bring them."""
    study = Study(project(*EVERYTHING).on(engine), "sector")
    members, teams, strengths, mix, brought = TEAM_MIX.count(study)

    assert {("a", "partners"): 5, ("a", "in a team"): 5, ("b", "partners"): 5, ("b", "in a team"): 1} == (
        members.cells_by_labels()
    )
    assert ({("mixed",): 1, ("one group",): 1}, 3) == (teams.cells_by_labels(), teams.people("mixed"))
    assert (2, 2) == (strengths.number("on record"), strengths.people("on record"))
    assert (("t1", "a", 2), ("t1", "b", 1), ("t2", "a", 3)) == mix.rows
    assert (("t1", 1), ("t2", 1)) == brought.rows


def test_in_a_release():
    """From group tables alone the same is said, and no single team is shown."""
    study = Study(project(*EVERYTHING), "sector")
    tables = [table for table in TEAM_MIX.count(study) if isinstance(table, GroupTable)]
    finding = TEAM_MIX.judge(Tables(tables), Context(by="sector"))

    assert ("watch", False) == (finding.status, any(m.value for m in finding.measures if m.name == "blau"))


def test_what_is_said_of_teams_that_are_mixed():
    """Only teams with three members whose group we know are looked at, and the sentence says so."""
    small = team("t3", "a3", "a4")
    finding = found(TEAM_MIX, people(a=5, b=5), MIXED, small, Strength("a1", strength="sings"))

    assert (
        "Teams with three or more members we know: 1. In each one, partners of different groups work together. "
        "Different strengths on record in teams: 1." == finding.answer
    )
