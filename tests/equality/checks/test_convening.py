"""who-convenes."""

import pytest
from tests.equality.building import found, people, person, project, room
from tests.equality.two_ways import counted, disclosed

from coprod.equality.checks.convening import WHO_CONVENES
from coprod.records import Decision, Partner, Role, Space


def did(role, *who, space="s1"):
    """Who had a role in a space."""
    return [Role(one, f"space:{space}", role) for one in who]


def spaces(count):
    """So many spaces."""
    return [Space(f"s{n}", name="Tea") for n in range(1, count + 1)]


def test_nothing_on_record():
    """Without such roles, or with an organisation's only, it cannot tell."""
    assert "unknown" == found(WHO_CONVENES).status
    nhs = Partner("nhs", kind="organisation", sector="c")
    finding = found(WHO_CONVENES, people(a=3, b=3), nhs, spaces(1), did("hosted", "nhs"))
    assert "It is not on record yet which people host, facilitate or set the agenda." == finding.answer
    assert (1, "hosted") == tuple(
        getattr(finding.measure("convened_by_organisations"), name) for name in ("value", "of")
    )


def test_even():
    """Where each group has its share, it is even."""
    finding = found(WHO_CONVENES, people(a=3, b=3), spaces(1), did("hosted", "a1"), did("facilitated", "b1"))

    assert ("even", 1) == (finding.status, finding.measure("representation_ratio", "a").value)


def test_a_hand_worked_example():
    """A space and a role count once, split evenly; those who never convened are in the number of people."""
    roles = [*did("hosted", "a1"), *did("facilitated", "a1", "b1"), *did("set the agenda", "a1", "a2", "b1")]
    finding = found(WHO_CONVENES, people(a=4, b=4), spaces(1), roles)

    assert [("a", 4, 13 / 6, 3), ("b", 4, 5 / 6, 3)] == [
        (g.group, g.n, pytest.approx(g.count), g.total) for g in finding.groups
    ]
    assert pytest.approx(13 / 9) == finding.measure("representation_ratio", "a").value
    assert 2 == finding.measure("representation_ratio", "hosted: a").value
    assert 1 == finding.measure("representation_ratio", "facilitated: b").value
    assert "“b” has 56% of an even share of hosting, facilitating and setting the agenda." in finding.answer
    assert ("watch", True) == (finding.status, finding.answer.endswith("That can be chance."))


def test_uneven():
    """Where one group convenes everything, and chance would hardly do that, it is uneven."""
    roles = [one for n in range(1, 10) for one in did("hosted", f"a{n}", space=f"s{n}")]
    finding = found(WHO_CONVENES, people(a=9, b=9), spaces(9), roles)

    assert ("uneven", True) == (finding.status, "“b” has 0% of an even share" in finding.answer)


def test_one_group():
    """Groups of one or two are shown and not judged; a group hosts as its people together."""
    knit = Partner("knit", kind="group", sector="a", people=12)
    finding = found(WHO_CONVENES, knit, people(b=1), spaces(1), did("hosted", "knit"))

    assert "There are no two groups large enough to compare." == finding.answer
    assert [("a", 12, 1), ("b", 1, 0)] == [(g.group, g.n, g.count) for g in finding.groups]


def test_facilitators_who_decided():
    """Of the spaces with a facilitator and a decision, those in which a facilitator decided too."""
    decisions = [
        Decision("d1", title="Tea", space="s1"),
        Role("a1", "decision:d1", "decided"),
        Decision("d2", title="Cake", space="s2"),
        Role("b1", "decision:d2", "decided"),
        Decision("d3", title="Scones", space="s3"),
    ]
    roles = [
        *did("facilitated", "a1", "a2"),
        *did("facilitated", "a1", space="s2"),
        *did("facilitated", "a1", space="s3"),
    ]
    finding = found(WHO_CONVENES, people(a=3, b=3), spaces(3), decisions, roles)

    assert (0.5, 2) == (finding.measure("facilitators_decided").value, finding.measure("facilitators_decided").n)


def test_most_are_in_no_group_that_we_know():
    """Where the group of most people is not on record, nothing is judged."""
    unknown = [person(f"x{n}") for n in range(7)]
    finding = found(WHO_CONVENES, people(a=3, b=3), unknown, spaces(1), did("hosted", "a1"), did("facilitated", "b1"))

    assert ("unknown", "For most people here it is not on record which group they are in.") == (
        finding.status,
        finding.answer,
    )


def test_two_ways():
    """Both engines count the same, and group tables alone give the same answer without person measures."""
    nhs = Partner("nhs", kind="organisation", sector="c")
    roles = [*did("hosted", "nhs"), *did("facilitated", "a1"), *did("set the agenda", "a1", "b1")]
    decision = Decision("d1", title="Tea", space="s1", rule="consensus")
    tea = project(people(a=3, b=3), nhs, room("a1", "b1"), roles, decision)
    finding = disclosed(WHO_CONVENES, tea)

    names = [table.name for table in counted(WHO_CONVENES, tea)]
    assert ["people", "convened", "facilitating", "partners", "organisations"] == names
    assert (1.5, 0.5) == tuple(g.count for g in finding.groups)
    assert (1, "not shown") == (finding.measure("facilitators_decided").value, finding.measure("gini").reason)
