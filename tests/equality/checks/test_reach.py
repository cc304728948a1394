"""cut-off: whom have we not reached yet?"""

from datetime import date

import pytest
from tests.equality.building import found, people, project, room, views

from coprod.equality.check import Context
from coprod.equality.checks.reach import CUT_OFF
from coprod.equality.run import run_check
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, Tables
from coprod.records import (
    Exchange,
    Experience,
    Goal,
    Mention,
    Partner,
    Relationship,
    Response,
    Role,
    Space,
    Strength,
    View,
)


def test_nothing_on_record():
    """Where no tie, visit or view is on record, it cannot tell."""
    assert "unknown" == found(CUT_OFF).status
    finding = found(CUT_OFF, people(a=5, b=5))
    assert ("unknown", "No ties, visits, views or other ways to take part are on record yet.") == (
        finding.status,
        finding.answer,
    )


def test_each_way_of_being_reached():
    """A tie or exchange at either end, a visit, a view, a view said with others: each will do."""
    finding = found(
        CUT_OFF,
        people(a=8),
        Relationship("a1", "a2", kind="knows"),
        Exchange("a3", "a4", kind="help"),
        room("a5"),
        views("a6"),
        Mention("view:v1", "a7", part="said it too"),
        Relationship("a8", "a8", kind="knows"),
    )

    assert ("partner:a8",) == finding.evidence
    assert [0.5, 0.125, 0.25] == [finding.measure("rate", way).value for way in ("tied", "came", "spoke")]
    assert "For 13% of 8 partners nothing is on record: no tie, no visit, no view and no other part." == finding.answer


def test_each_way_of_taking_part():
    """A response, a slip with a name, a role, a strength, a part in a goal will do; being spoken of will not."""
    finding = found(
        CUT_OFF,
        people(a=8),
        View("v1", kind="idea"),
        Response("a1", "view:v1", stance=1),
        Goal("g1", kind="aim", text="Tea"),
        Space("s1", name="Tea"),
        Experience("a2", space="s1", valued=4),
        Experience(space="s1", here_as="volunteer", valued=4),
        Role("a3", "goal:g1", "delivers"),
        Strength("a4", strength="sings"),
        Mention("goal:g1", "a5", part="said it too"),
        Mention("view:v1", "a6", part="is named"),
    )

    assert ("partner:a6", "partner:a7", "partner:a8") == finding.evidence
    assert (5 / 8, 0) == (finding.measure("rate", "took part").value, finding.measure("rate", "tied").value)


def test_what_ended():
    """Who once had a tie or a strength was reached, and still is on a day after it ended."""
    over, day = date(2019, 5, 1), date(2019, 6, 1)
    tie = Relationship("a1", "a2", kind="knows", until=over)
    tea = project(people(a=4), tie, Strength("a3", strength="sings", until=over))
    then = run_check(CUT_OFF, tea.at(day), by="sector", as_of=day, past=tea.at(day, ended=True))

    assert (("partner:a4",), run_check(CUT_OFF, tea, by="sector").answer) == (then.evidence, then.answer)


def test_everyone_reached():
    """When everyone is reached it is even; a team is made of partners and is not one to reach."""
    finding = found(CUT_OFF, people(a=2), Partner("t1", kind="team"), room("a1", "a2"))

    assert ("even", "All 2 partners came, spoke, took part or had a tie to someone.") == (
        finding.status,
        finding.answer,
    )


def test_one_group_less():
    """When one group is reached far less, it is uneven."""
    finding = found(CUT_OFF, people(a=8, b=8), room(*(f"a{n}" for n in range(1, 9)), "b1"))

    assert ("uneven", 0.125) == (finding.status, finding.measure("disparity").value)
    assert "We reached 13% of the group “b”, and far more of another group." == finding.answer


EVERYTHING = people(a=8, b=8), room(*(f"a{n}" for n in range(1, 9)), "b1"), views("b1")


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_tables(engine):
    """Both engines count the same."""
    reach, partners, missing = CUT_OFF.count(Study(project(*EVERYTHING).on(engine), "sector"))

    numbers = {
        "partners": (8, 8),
        "reached": (8, 1),
        "tied": (0, 0),
        "came": (8, 1),
        "spoke": (0, 1),
        "took part": (0, 0),
    }
    assert numbers == {what: (reach.number("a", what), reach.number("b", what)) for what in numbers}
    assert (("a", 1, 1, 8), ("b", 0, 1, 7), ("b", 1, 1, 1)) == partners.rows
    assert tuple((f"b{n}",) for n in range(2, 9)) == missing.rows


def test_in_a_release():
    """The same is said from group tables alone, without evidence."""
    study = Study(project(*EVERYTHING), "sector")
    tables = [table for table in CUT_OFF.count(study) if isinstance(table, GroupTable)]
    finding = CUT_OFF.judge(Tables(tables), Context(by="sector", band=CUT_OFF.band))

    assert ("uneven", ()) == (finding.status, finding.evidence)


def test_chance():
    """Nine of ten against half can be chance, so it is worth a look, and the sentence says so."""
    finding = found(
        CUT_OFF, people(a=10, b=10), room(*(f"a{n}" for n in range(1, 10)), *(f"b{n}" for n in range(1, 6)))
    )

    assert ("watch", "watch", True) == (finding.status, finding.say, finding.p_value > 0.05)
    assert "We reached 50% of the group “b”, and more of another group. That can be chance." == finding.answer


def test_one_more_will_do():
    """Where one partner more would bring it within four fifths, it can be chance whatever the number of partners."""
    who = [*(f"a{n}" for n in range(1, 101)), *(f"b{n}" for n in range(1, 80))]
    finding = found(CUT_OFF, people(a=100, b=100), room(*who))

    assert ("watch", "watch", True) == (finding.status, finding.say, finding.p_value < 0.05)
