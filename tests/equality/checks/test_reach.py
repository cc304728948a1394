"""cut-off: whom have we not reached yet?"""

import pytest
from tests.equality.building import found, people, project, room, views

from coprod.equality.check import Context
from coprod.equality.checks.reach import CUT_OFF
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, Tables
from coprod.records import Exchange, Mention, Partner, Relationship


def test_nothing_on_record():
    """Where no tie, visit or view is on record, it cannot tell."""
    assert "unknown" == found(CUT_OFF).status
    finding = found(CUT_OFF, people(a=5, b=5))
    assert ("unknown", "No ties, visits or views are on record yet.") == (finding.status, finding.answer)


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
    assert "For 13% of 8 partners no tie, visit or view is on record." == finding.answer


def test_everyone_reached():
    """When everyone is reached it is even; a team is made of partners and is not one to reach."""
    finding = found(CUT_OFF, people(a=2), Partner("t1", kind="team"), room("a1", "a2"))

    assert ("even", "All 2 partners came, spoke or have a tie to someone.") == (
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
    reach, missing = CUT_OFF.count(Study(project(*EVERYTHING).on(engine), "sector"))

    numbers = {"partners": (8, 8), "reached": (8, 1), "tied": (0, 0), "came": (8, 1), "spoke": (0, 1)}
    assert numbers == {what: (reach.number("a", what), reach.number("b", what)) for what in numbers}
    assert tuple((f"b{n}",) for n in range(2, 9)) == missing.rows


def test_in_a_release():
    """The same is said from group tables alone, without evidence."""
    study = Study(project(*EVERYTHING), "sector")
    tables = [table for table in CUT_OFF.count(study) if isinstance(table, GroupTable)]
    finding = CUT_OFF.judge(Tables(tables), Context(by="sector", band=CUT_OFF.band))

    assert ("uneven", ()) == (finding.status, finding.evidence)
