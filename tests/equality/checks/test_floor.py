"""floor-time."""

import pytest
from tests.equality.building import people, person, project
from tests.equality.two_ways import counted, disclosed

from coprod.equality.checks.floor import FLOOR_TIME
from coprod.equality.run import run_check
from coprod.records import Attendance, Partner, Space
from coprod.settings import Agreed, Settings

AGREED = Settings(agreed={"floor-time": Agreed(decision="d11")})
ROOM = Space("s1", name="Tea")


def spoke(turns=(), space="s1", seconds=None, minutes=None):
    """Who came, and how often they spoke."""
    return [Attendance(who, space, turns=n, seconds=seconds and seconds(n), minutes=minutes) for who, n in turns]


def asked(*records, by="sector"):
    """What it finds where the partners agreed to count."""
    finding = run_check(FLOOR_TIME, project(*records, settings=AGREED), by=by)
    assert finding.error is None
    return finding


def test_only_where_it_was_agreed():
    """Without a decision that allowed it, it is not counted at all."""
    finding = run_check(FLOOR_TIME, project(people(a=3, b=3), ROOM, spoke([("a1", 3)])), by="sector")

    assert ("unknown", "The partners have not agreed to count this.") == (finding.status, finding.answer)


def test_nothing_counted():
    """Nobody came, or nobody counted: it cannot tell."""
    assert "Nobody has counted turns or time to speak yet." == asked().answer
    finding = asked(people(a=3, b=3), ROOM, [Attendance("a1", "s1")])
    assert ("unknown", "nothing to count") == (finding.status, finding.measure("noted").reason)


def test_counted_for_too_few():
    """A blank could be someone who spoke and was not counted: where most are blank, it cannot tell."""
    finding = asked(people(a=3, b=3), ROOM, spoke([("a1", 3), ("b1", None), ("b2", None)]))

    assert ("unknown", True) == (finding.status, "too few" in finding.answer)
    assert 1 / 3 == finding.measure("noted", "turns").value


def test_a_hand_worked_example():
    """Nine of twelve turns for half of the seats is 1.5 times an even share; those who said nothing are counted."""
    turns = [("a1", 5), ("a2", 4), ("a3", 0), ("b1", 3), ("b2", 0), ("b3", 0)]
    finding = asked(people(a=3, b=9), ROOM, Space("s2", name="Walk"), spoke(turns), [Attendance("b4", "s2")])

    assert [("a", 3, 9, 12, 0.75), ("b", 3, 3, 12, 0.25)] == [
        (g.group, g.n, g.count, g.total, g.share) for g in finding.groups
    ]
    assert (1.5, 0.5) == tuple(finding.measure("representation_ratio", g).value for g in "ab")
    assert finding.measure("presence_adjusted_dominance", "turns").value is None
    assert "“b” had 50% of an even share of the turns to speak. The group “a” had 150%." in finding.answer
    assert finding.p_value > 0.05
    assert ("watch", True) == (finding.status, finding.answer.endswith("That can be chance."))


def test_uneven():
    """Where one group has nearly all turns, and chance would hardly do that, it is uneven."""
    turns = [*((f"a{n}", 9) for n in range(1, 9)), *((f"b{n}", 1) for n in range(1, 9))]
    finding = asked(people(a=8, b=8), ROOM, spoke(turns))

    assert "uneven" == finding.status


def test_even_in_turns_and_in_time():
    """Both counts are judged where both were noted, and time in the room is set beside them."""
    turns = [(f"{g}{n}", 2) for g in "ab" for n in range(1, 4)]
    finding = asked(people(a=3, b=3), ROOM, spoke(turns, seconds=lambda n: 30 * n, minutes=60))

    assert ("even", True) == (finding.status, "the turns to speak" in finding.answer)
    assert 1 == finding.measure("representation_ratio", "a, seconds").value
    assert 0 == finding.measure("presence_adjusted_dominance", "seconds").value


def test_turns_and_time_differ():
    """Where turns are even and time is not, it depends on what is counted."""
    even = [Attendance(f"{g}{n}", "s1", turns=2, seconds=600 if g == "a" else 5) for g in "ab" for n in range(1, 4)]
    finding = asked(people(a=3, b=3), ROOM, even)

    assert ("watch", True) == (finding.status, finding.answer.startswith("It depends on what we count."))


def test_time_alone():
    """Where only seconds were noted, time is judged; one minute more or less is no difference."""
    times = [Attendance(f"{g}{n}", "s1", seconds=60 if g == "a" else 30) for g in "ab" for n in range(1, 4)]
    finding = asked(people(a=3, b=3), ROOM, times)

    assert ("watch", True) == (finding.status, "of the time to speak" in finding.answer)


def test_one_group():
    """Groups of one or two are shown and not judged."""
    finding = asked(people(a=3, b=1), ROOM, spoke([("a1", 2), ("a2", 2), ("a3", 2), ("b1", 9)]))

    assert "There are no two groups large enough to compare." == finding.answer
    assert ["a", "b"] == [g.group for g in finding.groups]


def test_seats_of_a_group_and_of_several_rooms():
    """A group has as many seats as people came; who came twice has two seats, and is one person."""
    knit = Partner("knit", kind="group", sector="b", people=12)
    finding = asked(
        people(a=3),
        knit,
        person("x"),
        [ROOM, Space("s2", name="Walk")],
        spoke([("a1", 2), ("a2", 2), ("a3", 2), ("x", 0)]),
        spoke([("a1", 2)], space="s2"),
        [Attendance("knit", "s1", people=4, turns=4)],
    )

    assert [("a", 3, 8), ("b", 4, 4), ("not recorded", 1, 0)] == [(g.group, g.n, g.count) for g in finding.groups]
    assert pytest.approx((4 / 12) / (4 / 9)) == finding.measure("representation_ratio", "b").value


def test_most_are_in_no_group_that_we_know():
    """Where the group of most of those who came is not on record, nothing is judged."""
    turns = [(f"{g}{n}", 2) for g in "ab" for n in range(1, 4)] + [(f"x{n}", 1) for n in range(7)]
    finding = asked(people(a=3, b=3), [person(f"x{n}") for n in range(7)], ROOM, spoke(turns))

    assert ("unknown", "For most people here it is not on record which group they are in.") == (
        finding.status,
        finding.answer,
    )


def test_two_ways():
    """Both engines count the same, and group tables alone give the same answer without person measures."""
    turns = [("a1", 5), ("a2", 4), ("a3", 0), ("b1", 3), ("b2", 0), ("b3", 0)]
    tea = project(people(a=3, b=3), ROOM, spoke(turns, minutes=60), settings=AGREED)
    finding = disclosed(FLOOR_TIME, tea)

    assert {"floor", "partners"} == {table.name for table in counted(FLOOR_TIME, tea)}
    assert ("uneven", None) == (finding.status, finding.p_value)
    assert "not shown" == finding.measure("presence_adjusted_dominance").reason
