"""cut-off: whom have we not reached yet?"""

from tests.equality.building import found, people, room, views

from coprod.equality.checks.reach import CUT_OFF
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
