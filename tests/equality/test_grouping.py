"""Which group each partner is in, and how many people each stands for."""

import pytest
from tests.equality.building import person, project

from coprod.engines import rows
from coprod.equality.grouping import GROUPINGS, comparable
from coprod.equality.study import Study
from coprod.errors import NotFound
from coprod.records import Characteristic, Membership, Partner
from coprod.settings import Settings

LIBRARY = Partner("libs", kind="organisation", sector="library", area="Braeburn")
TEAM = Partner("t1", kind="team", name="Kettle team")


def group_of(by, *records, settings=None):
    """The group of each partner, on both engines, which have to agree."""
    tea = project(*records, settings=settings)
    study = Study(tea, by)
    assert study.group_of == Study(tea.on("duckdb"), by).group_of
    return study.group_of


def test_their_own_comes_first():
    """Own label, else that of the organisation, else "not recorded"."""
    found = group_of(
        "sector",
        LIBRARY,
        person("ana", "citizen", organisation="libs"),
        person("bo", organisation="libs"),
        person("cy"),
    )

    assert {"libs": "library", "ana": "citizen", "bo": "library", "cy": "not recorded"} == found


def test_here_as_by_default_of_the_sector():
    """How someone is here, as they say; else as people of their sector are; else as their organisation is."""
    settings = Settings(sectors={"citizen": "own experience", "library": "job"})
    found = group_of(
        "here_as",
        LIBRARY,
        person("ana", "citizen", here_as="volunteer"),
        person("bo", "citizen"),
        person("cy", organisation="libs"),
        person("di", "council"),
        settings=settings,
    )

    assert {
        "ana": "volunteer",
        "bo": "own experience",
        "cy": "job",
        "di": "not recorded",
        "libs": "job",
    } == found


def test_kind_and_area_and_everyone():
    """By kind, by area and all in one."""
    records = [LIBRARY, person("ana", area="Lintfoot"), person("bo", organisation="libs")]

    assert {"libs": "organisation", "ana": "person", "bo": "person"} == group_of("kind", *records)
    assert {"libs": "Braeburn", "ana": "Lintfoot", "bo": "Braeburn"} == group_of("area", *records)
    assert {"everyone"} == set(group_of("everyone", *records).values())


def test_team():
    """By team, under its name; in two teams is "more than one"; a group is no team."""
    club = Partner("club", kind="group")
    other = Partner("t2", kind="team")
    found = group_of(
        "team",
        [TEAM, other, club, person("ana"), person("bo"), person("cy")],
        [Membership("ana", "t1"), Membership("bo", "t1"), Membership("bo", "t2"), Membership("cy", "club")],
    )

    assert {
        "t1": "Kettle team",
        "t2": "t2",
        "club": "not recorded",
        "ana": "Kettle team",
        "bo": "more than one",
        "cy": "not recorded",
    } == found


def test_characteristic():
    """By what partners say of themselves; several values are "more than one"."""
    found = group_of(
        "characteristic:language",
        [person("ana"), person("bo"), person("cy")],
        [Characteristic("ana", characteristic="language", value="Polish")],
        [Characteristic("bo", characteristic="language", value=value) for value in ("Urdu", "Polish")],
        [Characteristic("cy", characteristic="carer", value="yes")],
    )

    assert {"ana": "Polish", "bo": "more than one", "cy": "not recorded"} == found


@pytest.mark.parametrize("by", ["sectr", "characteristic:", ""])
def test_no_such_grouping(by):
    """A grouping that nobody knows is an error that lists them."""
    with pytest.raises(NotFound, match=r"here_as, sector, kind, area, team, everyone, characteristic:NAME"):
        Study(project(), by)


@pytest.mark.parametrize("by", [*GROUPINGS, "characteristic:carer"])
def test_an_empty_project(by):
    """Nobody is in no group."""
    assert {} == group_of(by)


def test_how_many_people_each_stands_for():
    """Persons and organisations of one are one, a group its people, all others none."""
    study = Study(
        project(
            person("ana", people=3),
            Partner("gentle", kind="organisation", people=1),
            Partner("nhs", kind="organisation", people=900),
            LIBRARY,
            Partner("knit", kind="group", people=12),
            Partner("club", kind="group"),
            TEAM,
        ),
        "kind",
    )

    assert {"ana": 1, "gentle": 1, "nhs": 0, "libs": 0, "knit": 12, "club": 0, "t1": 0} == study.people


def test_groups_are_the_same_as_a_frame():
    """The frame holds what the plain mappings hold."""
    study = Study(project(LIBRARY, person("ana", "citizen")), "sector")

    assert sorted((p, g, study.people[p]) for p, g in study.group_of.items()) == sorted(rows(study.groups))


def test_who_may_be_judged():
    """Nobody belongs to "not recorded" or "no name", and one or two people are no group to speak of."""
    assert ("a", "b") == comparable({"b": 3, "a": 9, "c": 2, "not recorded": 9, "no name": 9})
