"""voice-share."""

from fractions import Fraction

import pytest
from tests.equality.building import found, people, person, project, room, views
from tests.equality.two_ways import counted, disclosed

from coprod.equality.checks.voice import VOICE_SHARE
from coprod.records import Attendance, Mention, Partner


def test_nothing_on_record():
    """Without people, or without signed views, it cannot tell."""
    assert "unknown" == found(VOICE_SHARE).status
    finding = found(VOICE_SHARE, people(a=4, b=4), views("-"))
    assert ("unknown", "No signed views are on record yet.") == (finding.status, finding.answer)
    assert "nothing to share" == finding.measure("gini").reason


def test_even():
    """When each group says as much as its number would give it, it is even."""
    finding = found(VOICE_SHARE, people(a=4, b=4), views("a1", "a2", "b1", "b2"))

    assert ("even", 1, 0.5) == (
        finding.status,
        finding.measure("representation_ratio", "a").value,
        finding.measure("gini").value,
    )


def test_uneven():
    """When one group says nearly all, it is uneven, and chance would hardly do that."""
    finding = found(VOICE_SHARE, people(a=8, b=8), views(*(f"a{n}" for n in range(1, 9)), *["a1", "b1"]))

    assert "uneven" == finding.status
    assert finding.p_value < 0.05
    assert "the group “b” has 20% of an even share of the views on record, and “a” has 180%" in finding.answer


def test_chance_would_do_as_much():
    """One person who talks much is no group: chance would do it, and it is worth a look at most."""
    finding = found(VOICE_SHARE, people(a=4, b=4), views(*["a1"] * 6, "b1", "a2"))

    assert ("watch", True) == (finding.status, finding.p_value > 0.05)
    assert finding.answer.endswith("That can be chance.")


def test_one_view_would_turn_it():
    """Where one view from the other group would bring both into the band, it is worth a look."""
    finding = found(VOICE_SHARE, people(a=5, b=5), views("a1", "a2", "a3", "b1", "b2", "a4", "a5", "b3"))

    assert "watch" == finding.status


def test_those_who_said_nothing_are_counted():
    """Who came and said nothing is in the denominator; who neither came nor spoke is not."""
    finding = found(VOICE_SHARE, people(a=4, b=9), room("a1", "a2", "b1", "b2"), views("a1", "a3"))

    assert {"a": 3, "b": 2} == {group.group: group.n for group in finding.groups}
    assert 0 == finding.measure("representation_ratio", "b").value


def test_could_not_come_is_not_there():
    """Who could not come, or was not asked, did not come; who came for a part did."""
    more = [
        Attendance("b3", "s1", came="could not"),
        Attendance("b4", "s1", came="not asked"),
        Attendance("b5", "s1", came="part"),
    ]
    finding = found(VOICE_SHARE, people(a=4, b=9), room("a1", "b1"), more, views("a1"))

    assert {"a": 1, "b": 2} == {group.group: group.n for group in finding.groups}


@pytest.mark.parametrize("together", range(1, 7))
def test_a_joint_view_counts_once(together):
    """A view that several said is shared out evenly among them, and is one view."""
    said_too = [Mention("view:v1", f"b{n}", part="said it too") for n in range(1, together)]
    finding = found(VOICE_SHARE, people(a=4, b=8), views("a1"), said_too)

    assert [float(Fraction(1, together)), float(Fraction(together - 1, together))] == [g.count for g in finding.groups]
    assert {1.0} == {g.total for g in finding.groups}
    assert int(together > 1) == finding.measure("joint_views").value


def test_mentions_of_others():
    """Who is only named, who is not a partner, and what is said of something else, is no author."""
    mentions = [
        Mention("view:v1", "b1", part="is named"),
        Mention("view:v1", "Anne, her daughter", part="said it too"),
        Mention("space:s1", "b1", part="said it too"),
    ]
    finding = found(VOICE_SHARE, people(a=4, b=4), room(), views("a1"), mentions)

    assert [1, 0] == [g.count for g in finding.groups]


def test_unsigned_views_are_shown_beside():
    """Notes without a name are no group's, and the finding says how many there are."""
    finding = found(VOICE_SHARE, people(a=4, b=4), views("a1", "b1", "-", "-"))

    assert (2, 4) == (finding.measure("unsigned_views").value, finding.measure("unsigned_views").n)
    assert {2.0} == {g.total for g in finding.groups}


def test_small_groups_are_shown_and_not_judged():
    """A sentence about a group of one would be about that person."""
    finding = found(VOICE_SHARE, people(a=4, b=1), views("a1", "a2"))

    assert ("unknown", "There are no two groups large enough to compare.") == (finding.status, finding.answer)
    assert ["a", "b"] == [g.group for g in finding.groups]


def test_a_group_speaks_for_its_people():
    """A group of twelve is twelve people with an even part of what it said; an organisation is nobody."""
    knit = Partner("knit", kind="group", sector="b", people=12)
    nhs = Partner("nhs", kind="organisation", sector="c")
    finding = found(VOICE_SHARE, people(a=4), knit, nhs, views("knit", "knit", "knit", "a1", "nhs"))

    assert [("a", 4, 1), ("b", 12, 3)] == [(g.group, g.n, g.count) for g in finding.groups]
    assert 1 == finding.measure("representation_ratio", "b").value


def test_not_recorded_is_shown_and_not_judged():
    """Those whose group is not recorded are in the numbers, and never the group that is named."""
    nobody = [Partner(f"x{n}", kind="person") for n in range(4)]
    finding = found(VOICE_SHARE, people(a=4, b=4), nobody, views("a1", "b1", "a2", "b2", "x1"))

    assert "not recorded" in {g.group for g in finding.groups}
    assert "not recorded" not in finding.answer


def test_most_are_in_no_group_that_we_know():
    """Where the group of most people is not on record, both others could be above an even share: nothing is judged."""
    finding = found(VOICE_SHARE, people(a=3, b=3), [person(f"x{n}") for n in range(7)], views("a1", "b1"))

    assert ("unknown", "For most people here it is not on record which group they are in.") == (
        finding.status,
        finding.answer,
    )
    assert finding.measure("representation_ratio", "a").value > 1


def test_two_ways():
    """Both engines count the same, and group tables alone give the same answer without person measures."""
    tea = project(people(a=4, b=4), room("a1", "b1"), views("a1", "a2", "b1", "-"))
    finding = disclosed(VOICE_SHARE, tea)

    assert ["people", "views", "partners", "slips"] == [table.name for table in counted(VOICE_SHARE, tea)]
    assert ("unknown", "one group", "not shown") == (finding.status, finding.say, finding.measure("gini").reason)
