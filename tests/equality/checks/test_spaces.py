"""safe-space."""

from datetime import timedelta

import pytest
from tests.equality.building import NOON, decided, found, people, project, room, slips
from tests.equality.two_ways import counted, disclosed

from coprod.equality.checks import spaces
from coprod.equality.checks.spaces import SAFE_SPACE
from coprod.records import Attendance, Decision, Experience, Partner, Role, Space


def asked(*records, by="here_as"):
    """What the check finds, by how people are here."""
    return found(SAFE_SPACE, *records, by=by)


def test_nothing_on_record():
    """Without slips, or with slips that do not say it, it cannot tell."""
    assert ("unknown", "Nobody has said yet if they feel at ease here.") == (asked().status, asked().answer)
    assert "unknown" == asked(room(), [Experience(space="s1", here_as="job", valued=5) for _ in range(6)]).status


def test_even():
    """When as many of each group say 4 or 5, it is even."""
    finding = asked(room(), slips("job", *[5] * 5), slips("own experience", *[4] * 5))

    assert ("even", "At the latest gathering 100% felt at ease, about as many in every group.") == (
        finding.status,
        finding.answer,
    )


def test_uneven():
    """When one group is less at ease, it is uneven, and chance would hardly do that."""
    finding = asked(room(), slips("job", *[5] * 9), slips("own experience", *[2] * 8, 4))

    assert ("uneven", True) == (finding.status, finding.p_value < 0.05)
    assert (
        "At the latest gathering 11% of the group “own experience” felt at ease, and 56% of everyone." == finding.answer
    )
    assert [("job", 9, 9, 9), ("own experience", 9, 1, 9)] == [(g.group, g.n, g.count, g.total) for g in finding.groups]


def test_one_slip_would_turn_it():
    """Four of six against three of six: one slip would turn it round."""
    finding = asked(room(), slips("job", 5, 5, 5, 5, 1, 1), slips("own experience", 5, 5, 5, 1, 1, 1))

    assert ("watch", True) == (finding.status, finding.answer.endswith("That can be chance."))


def test_nobody_at_ease():
    """Where nobody in any group says yes there is no gap, and it is still worth a look."""
    finding = asked(room(), slips("job", *[1] * 5), slips("own experience", *[2] * 5))

    assert ("watch", "At the latest gathering nobody gave 4 or 5 of 5 when asked if they felt at ease.") == (
        finding.status,
        finding.answer,
    )


def test_one_group():
    """Without two groups of five it cannot compare; a slip of no group is in no test."""
    finding = asked(room(), slips("job", *[5] * 4, 1), [Experience(space="s1", safe=1)])

    assert ("unknown", True) == (finding.status, finding.answer.startswith("At the latest gathering 67% felt at ease."))


def test_too_few_slips():
    """One or two slips would tell of single people."""
    finding = asked(room(), slips("job", 1), slips("own experience", 5))

    assert ("unknown", "Too few notes on how it felt are on record yet.") == (finding.status, finding.answer)


def test_no_day_is_known():
    """A gathering of which nobody noted the day is not called the latest."""
    finding = asked(room(starts=None), slips("job", *[1] * 5))

    assert "At one gathering nobody gave 4 or 5 of 5 when asked if they felt at ease." == finding.answer


def test_the_latest_counts():
    """Only the latest space with five such slips counts; a later one with fewer is said to be there."""
    later = [Space(f"s{n}", name="More tea", starts=NOON + timedelta(days=30 * n)) for n in (2, 3)]
    told = slips("job", *[1] * 9), slips("job", *[5] * 5, space="s2"), slips("job", 1, space="s3")
    finding = asked(room(), later, *told)

    assert finding.answer.endswith("A later gathering has too few notes to show.")
    assert (1, 5) == (finding.measure("rate").value, finding.measure("rate").n)


def test_how_it_was_held():
    """Beside it: agreements, who facilitated, and who was in the latest room."""
    others = [
        Space("s2", name="More", starts=NOON + timedelta(days=30), agreement="written together"),
        Space("s3", name="Less", starts=NOON, agreement="none"),
    ]
    finding = asked(
        people(a=3, b=1),
        room("a1"),
        others,
        decided("a1"),
        Decision("d2", title="More tea", space="s2"),
        Role("a1", "decision:d2", "decided"),
        Role("a1", "space:s2", "facilitated"),
        Role("a2", "space:s2", "facilitated"),
        Role("a1", "space:s1", "facilitated"),
        Decision("d3", title="Less tea", space="s3"),
        Role("a1", "decision:d3", "decided"),
        Role("a1", "space:s3", "facilitated"),
        [Attendance(one, "s2") for one in ("a2", "a3", "b1")],
        by="sector",
    )

    assert (1 / 2, 2) == (finding.measure("written_together").value, finding.measure("written_together").n)
    assert (1 / 2, 2) == (finding.measure("facilitated_apart").value, finding.measure("facilitated_apart").n)
    assert (pytest.approx(8 / 9), 3) == (finding.measure("iqv").value, finding.measure("iqv").n)


@pytest.mark.parametrize("near", [1, 10])
def test_the_latest_room_has_people_in_it(near, monkeypatch):
    """Where organisations met alone since, the latest room that people were in is told of, however far back."""
    monkeypatch.setattr(spaces, "NEAR", near)
    later = [Space(f"s{n}", name="Later", starts=NOON + timedelta(days=n)) for n in range(2, 5)]
    alone = [Attendance("o", space.id) for space in later]
    finding = asked(people(a=2, b=1), room("a1", "a2", "b1"), Partner("o", kind="organisation"), later, alone)

    assert 3 == finding.measure("iqv").n


def test_where_all_who_came_decided():
    """With no one named, all who came to a joint decision decided, and so did who facilitated it; not one who led."""
    led = Role("a1", "space:s1", "facilitated")
    for expected, rule in ((0, "consensus"), (0, "majority"), (None, "lead decides")):
        decision = Decision("d1", title="Tea", space="s1", rule=rule)
        assert expected == asked(people(a=3), room("a1", "a2"), led, decision).measure("facilitated_apart").value

    away = people(a=3), room("a1", "a2"), Role("a3", "space:s1", "facilitated")
    finding = asked(*away, Decision("d1", title="Tea", space="s1", rule="consent"))
    assert 1 == finding.measure("facilitated_apart").value


def test_on_both_engines_and_in_a_release():
    """Both engines count the same; in a release how it felt is judged, and the rest is not shown."""
    tea = project(people(a=3), room("a1", "a2"), slips("job", *[5] * 5), slips("own experience", *[4] * 5))
    finding = disclosed(SAFE_SPACE, tea, by="here_as")

    assert ("even", None) == (finding.status, finding.p_value)
    assert {"not shown"} == {finding.measure(name).reason for name in ("iqv", "written_together")}
    assert (0, 3) == (finding.measure("not_asked").value, finding.measure("not_asked").n)
    counted(SAFE_SPACE, project(), by="everyone")
