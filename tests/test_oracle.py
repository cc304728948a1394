"""The oracle by itself: it is short, and it answers small stories as the design tells them."""

import ast
import re
from datetime import date
from pathlib import Path

import pytest
from tests.consent.building import SETTINGS, no, yes
from tests.counting import lines_of_code, most_statements
from tests.oracle import Oracle
from tests.oracle_of_more import OracleOfMore

import coprod
from coprod import Attendance, Influence, Mention, Partner, Project, Request, Response, Space, View
from coprod.schema import columns_of
from coprod.settings import Label

HERE = Path(__file__).parent
TODAY = date(2020, 1, 1)
ANA, BO = Partner("ana", kind="person", sector="citizen"), Partner("bo", kind="person")
ROOM = Space("s1", name="Tea", people=30)
VIEW = View("v1", partner="ana", space="s1", text="Open later")
ASKED = Request("publication", "public")
MORE = {"forum": Partner("forum", kind="group", name="Forum")}
DAYS = [date(2019, month, 1) for month in range(1, 13)]


def level(row, column, *records, oracle=Oracle, settings=SETTINGS, request=ASKED):
    """How openly the oracle lets one cell of *row* leave."""
    project = Project("test", [row, *records], settings=settings)
    return oracle(project, request, TODAY).level(row, columns_of(type(row))[column]).value


def test_it_is_at_most_sixty_obvious_lines():
    """What is to be believed by reading it has to be short, one statement a line."""
    path = HERE / "oracle.py"
    assert lines_of_code(path) <= 60
    assert 1 == most_statements(path)
    assert max(map(len, path.read_text("utf-8").splitlines())) <= 120


def test_it_knows_nothing_of_the_engine():
    """It reads records, their columns and levels; what the engine does with them it does by itself."""
    known = {"coprod.level", "coprod.records", "coprod.records.consent", "coprod.schema"}
    tree = ast.parse((HERE / "oracle.py").read_text("utf-8"))
    found = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and "coprod" in node.module}
    assert set() == found - known


@pytest.mark.parametrize(
    ("expected", "answers"),
    [
        ("withhold", []),
        ("share", [yes("ana", "share")]),
        ("count", [yes("ana", "count")]),
        ("share", [yes("ana", "count", "share")]),
        ("withhold", [yes("ana", "share"), no("ana", on=DAYS[3])]),
        ("withhold", [yes("ana", "share"), no("ana")]),
        ("share", [no("ana"), yes("ana", "share", on=DAYS[3])]),
        ("count", [yes("ana", "share", "count"), no("ana", "share", on=DAYS[3])]),
        ("withhold", [yes("ana", "share", on=date(2020, 1, 2))]),
        ("withhold", [yes("ana", "share", until=date(2019, 12, 31))]),
        ("share", [yes("ana", "share", until=TODAY)]),
        ("withhold", [yes("ana", "share"), no("ana", categories="views", on=DAYS[3])]),
        ("share", [yes("ana", "share"), no("ana", categories="profile", on=DAYS[3])]),
        ("withhold", [yes("ana", "share"), no("ana", items="view:v1", on=DAYS[3]), yes("ana", "share", on=DAYS[4])]),
        (
            "share",
            [
                yes("ana", "share"),
                no("ana", items="view:v1", on=DAYS[3]),
                yes("ana", "share", items="view:v1", on=DAYS[4]),
            ],
        ),
        ("withhold", [yes("ana", "shown")]),
        ("withhold", [yes("ana", "share", capacity="lacks")]),
        ("share", [yes("ana", "share", given_by="her guardian", authority="guardian", capacity="lacks")]),
        ("withhold", [yes("ana", "share", given_by="her mother", authority="parent"), no("ana")]),
        ("withhold", [yes("ana", "share"), no("ana", given_by="her mother", authority="parent")]),
    ],
)
def test_answers_give_what_section_five_three_says(expected, answers):
    """One person, one view, and what she said of it."""
    assert expected == level(VIEW, "text", ANA, ROOM, *answers)


@pytest.mark.parametrize(
    ("expected", "row", "column", "others"),
    [
        ("share", ROOM, "name", []),
        ("withhold", ROOM, "note", []),
        ("withhold", Space("s1", name="Tea", people=4), "name", []),
        ("share", Space("s1", name="Tea"), "name", [ANA, Attendance("ana", "s1"), yes("ana", "share")]),
        (
            "withhold",
            Space("s1", name="Tea"),
            "name",
            [ANA, BO, Attendance("ana", "s1"), Attendance("bo", "s1"), yes("ana", "share")],
        ),
        ("withhold", View("v1", text="x"), "text", []),
        ("share", View("v1", space="s1", text="x"), "text", [ROOM, yes("s1", "share")]),
        ("withhold", View("v1", partner="ana", through="her niece"), "kind", [ANA, yes("ana", "share")]),
        ("withhold", VIEW, "kind", [ANA, BO, ROOM, Mention("v1", "bo"), yes("ana", "share")]),
        ("share", VIEW, "kind", [ANA, BO, ROOM, Mention("v1", "bo", part="someone else"), yes("ana", "share")]),
        ("withhold", Response("bo", "v1", stance=1), "stance", [ANA, BO, ROOM, VIEW, yes("bo", "share")]),
        (
            "share",
            Response("bo", "view:v1", stance=1),
            "stance",
            [ANA, BO, ROOM, VIEW, yes("bo", "share"), yes("ana", "share")],
        ),
        ("share", Influence("space:s1", "view:v1"), "how", [ANA, ROOM, VIEW, yes("ana", "share")]),
        ("withhold", Influence("space:s1", "view:v1"), "how", [ANA, ROOM, VIEW]),
    ],
)
def test_subjects_are_whom_section_five_four_says(expected, row, column, others):
    """Whom a row is about, and what it needs, decide with."""
    known = Project("test", [row, *others], settings=SETTINGS).records(type(row))[0]
    assert expected == level(known, column, *others)


def test_a_community_is_one_more_subject():
    """What comes on top tightens what the base gives."""
    settings = coprod.Settings(
        purposes=SETTINGS.purposes,
        audiences=SETTINGS.audiences,
        permission=SETTINGS.permission,
        labels=(Label(partner="forum", covers={"sector": "citizen"}),),
    )
    people = [MORE["forum"], yes("ana", "share"), yes("forum", "count")]
    assert "share" == level(ANA, "sector", *people, settings=settings)
    assert "count" == level(ANA, "sector", *people, settings=settings, oracle=OracleOfMore)


def test_every_reading_is_marked():
    """Where the text leaves a choice, the oracle says which it took."""
    assert len(re.findall("Read as", (HERE / "oracle.py").read_text("utf-8"))) >= 5
