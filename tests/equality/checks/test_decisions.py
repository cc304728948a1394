"""decision-share."""

import pytest
from tests.equality.building import found, people, person, project, room
from tests.equality.example import EXAMPLE, everyone
from tests.equality.two_ways import counted, disclosed

from coprod.equality.checks.decisions import DECISION_SHARE
from coprod.equality.run import run_check
from coprod.records import Attendance, Decision, Partner, Role


def made(decision, *who, told=(), space="s1", rule=None):
    """A decision, who made it, and who was told."""
    return [
        Decision(decision, title="Tea", space=space, rule=rule),
        *(Role(one, f"decision:{decision}", "decided") for one in who),
        *(Role(one, f"decision:{decision}", "informed") for one in told),
    ]


def test_nothing_on_record():
    """Without decisions, or without anyone who made one, it cannot tell."""
    assert ("unknown", "No decisions are on record yet.") == (
        found(DECISION_SHARE).status,
        found(DECISION_SHARE).answer,
    )
    finding = found(DECISION_SHARE, people(a=4, b=4), room(), made("d1", rule="lead decides"))
    assert ("unknown", "Decisions are on record, but not yet who made them.") == (finding.status, finding.answer)


def test_even():
    """Where each group made its share of decisions in gatherings, it is even, and nothing is said of others."""
    finding = found(DECISION_SHARE, people(a=4, b=4), room(), made("d1", "a1", "b1"), made("d2", "a2", "b2"))

    assert (
        "Every group of three or more had about the share of the deciding that its number would give it."
        == finding.answer
    )
    assert ("even", 0, 2) == (
        finding.status,
        finding.measure("decisions_outside").value,
        finding.measure("decisions_outside").n,
    )


def test_a_hand_worked_example():
    """Nine of ten pairs for half of the people is 1.8 times an even share; those who never decided are counted."""
    decisions = [one for n in range(1, 10) for one in made(f"d{n}", f"a{n}")]
    finding = found(DECISION_SHARE, people(a=9, b=9), room(), decisions, made("d10", "b1"))

    assert [("a", 9, 9, 10, 0.9), ("b", 9, 1, 10, 0.1)] == [
        (g.group, g.n, g.count, g.total, g.share) for g in finding.groups
    ]
    assert ("uneven", 1.8, True) == (
        finding.status,
        finding.measure("representation_ratio", "a").value,
        finding.p_value < 0.05,
    )
    assert "“b” had 20% of an even share of the deciding. The group “a” had 180%." in finding.answer


def test_one_more_would_turn_it():
    """Three against five: one decision more and one less would make it even."""
    decisions = [
        one for n, who in enumerate(["a1", "a2", "a3", "a4", "a5", "b1", "b2", "b3"]) for one in made(f"d{n}", who)
    ]
    finding = found(DECISION_SHARE, people(a=5, b=5), room(), decisions)

    assert ("watch", True) == (finding.status, finding.answer.endswith("That can be chance."))


@pytest.mark.parametrize(
    ("rule", "count"), [("consensus", 3), ("consent", 3), ("majority", 3), ("lead decides", 0), (None, 0)]
)
def test_all_who_came(rule, count):
    """By consensus, consent or majority all who came decided, unless it is on record who did; of a group, who came."""
    knit = Partner("knit", kind="group", sector="b", people=12)
    came = [Attendance("knit", "s1", people=2), Attendance("b1", "s1", came="could not")]
    finding = found(DECISION_SHARE, people(a=4, b=4), knit, room("a1"), came, made("d1", rule=rule))

    assert count == sum(g.count for g in finding.groups)
    named = found(DECISION_SHARE, people(a=4, b=4), knit, room("a1"), came, made("d1", "b3", rule=rule))
    assert [0, 1] == [g.count for g in named.groups]


def test_decisions_outside_any_gathering():
    """Which decisions were made outside, by whom, and of how many someone was told."""
    outside = [*made("d1", "a1", space=None, told=["b1"]), *made("d2", "a1", "a2", space=None)]
    finding = found(DECISION_SHARE, people(a=4, b=4), room(), outside, made("d3", "b1", told=["a1"]))

    assert (2, 3) == (finding.measure("decisions_outside").value, finding.measure("decisions_outside").n)
    assert (1, 2) == (finding.measure("decisions_told").value, finding.measure("decisions_told").n)
    assert (2, 0) == tuple(finding.measure("decisions_outside", g).value for g in "ab")
    assert finding.answer.endswith(
        " 2 of 3 decisions were made outside any gathering. For 1 of these it is on record that someone else was told"
        " or asked. People of the group “a” had a part in 2 of the 2 made outside. Made without anyone of the group"
        " “b”: 2 of them. For 1 of these it is on record that someone there was told or asked."
    )


def told_of(finding):
    """Of how many decisions made without each group someone in it was told, and how many those are."""
    return {m.of: (m.value, m.n) for m in finding.measures if m.name == "decisions_told" and m.of}


def test_who_was_told_by_group():
    """Each group: of the decisions outside that it had no part in, those of which someone in it was told or asked."""
    outside = [
        *made("d1", "a1", space=None, told=["a2", "b1", "b2"]),
        *made("d2", "a1", "b1", space=None, told=["c1"]),
        *made("d3", "a2", space=None),
        Role("b3", "decision:d3", "consulted"),
        Role("c1", "decision:d3", "shaped"),
        *made("d4", "a1", told=["c1"]),
    ]
    finding = found(DECISION_SHARE, people(a=3, b=3, c=3), room(), outside)

    assert {"a": (0, 0), "b": (2, 2), "c": (1, 3)} == told_of(finding)
    assert finding.answer.endswith(
        " Made without anyone of the group “c”: 3 of them. For 1 of these it is on record that someone there was told"
        " or asked."
    )


def test_every_group_heard():
    """Where someone of every group made, heard of or was asked about each decision outside, that is said."""
    finding = found(DECISION_SHARE, people(a=4, b=4, c=1), made("d1", "a1", space=None, told=["b1"]))

    assert {"a": (0, 0), "b": (1, 1), "c": (0, 1)} == told_of(finding)
    assert finding.answer.endswith(
        " In every group of three or more, someone had a part in each of them, or was told or asked."
    )


@pytest.mark.parametrize("by", ["here_as", "sector", "everyone"])
def test_who_was_told_in_the_example(by):
    """A count row by row gives the same, on an example with decisions of all sorts."""
    outside = {d.id for d in EXAMPLE.records(Decision) if d.space is None}
    group_of = {who: group for who, (group, _) in everyone(by).items()}
    makers, heard = {}, {}
    for role in EXAMPLE.records(Role):
        kind, _, item = role.item.partition(":")
        if kind == "decision" and item in outside and role.partner in group_of:
            to = {"decided": makers, "informed": heard, "consulted": heard}.get(role.role)
            if to is not None:
                to.setdefault(item, set()).add(group_of[role.partner])
    groups = set(group_of.values())
    without = {g: {d for d in outside if g not in makers.get(d, ())} for g in groups}
    expected = {g: (sum(g in heard.get(d, ()) for d in without[g]), len(without[g])) for g in groups}

    assert expected == told_of(run_check(DECISION_SHARE, EXAMPLE, by=by))


def test_who_decided_was_not_told():
    """Someone was told only where it is someone else than those who decided."""
    alone = made("d1", "a1", "a2", space=None, told=["a1"])
    finding = found(DECISION_SHARE, people(a=4, b=4), alone, made("d2", "b1", space=None, told=["a1", "b1"]))

    assert (1, 2) == (finding.measure("decisions_told").value, finding.measure("decisions_told").n)


def test_most_are_in_no_group_that_we_know():
    """Where the group of most people is not on record, no group has a share to compare; what is outside is told."""
    unknown = [person(f"x{n}") for n in range(9)]
    finding = found(DECISION_SHARE, people(a=4, b=4), unknown, made("d1", "a1", space=None))

    assert ("unknown", True) == (
        finding.status,
        finding.answer.startswith("For most people here it is not on record which group they are in. 1 of 1 "),
    )


def test_an_organisation_decided_outside():
    """What only an organisation decided is nobody's share, and is said all the same."""
    nhs = Partner("nhs", kind="organisation", sector="c")
    finding = found(
        DECISION_SHARE, people(a=4, b=4), nhs, room(), made("d1", "nhs", space=None), made("d2", "a1", "b1")
    )

    assert ("even", 2) == (finding.status, finding.measure("representation_ratio", "a").n // 4)
    assert "1 of 2 decisions were made outside" in finding.answer
    assert "People of the group" not in finding.answer
    assert ["a", "b"] == [g.group for g in finding.groups]


def test_one_group():
    """Groups of one or two are shown and not judged; decisions outside are told."""
    finding = found(DECISION_SHARE, people(a=4, b=1), made("d1", "b1", space=None))

    assert ("unknown", True) == (finding.status, finding.answer.startswith("There are no two groups large enough"))
    assert "1 of 1 decisions were made outside any gathering." in finding.answer
    assert "“b”" not in finding.answer


def test_two_ways():
    """Both engines count the same, and group tables alone give the same answer without person measures."""
    nhs = Partner("nhs", kind="organisation", sector="c")
    together = [*made("d2", rule="consent"), *made("d3", "nhs", space=None)]
    decisions = [*made("d1", "a1", "a2", space=None, told=["b1"]), *together]
    tea = project(people(a=4, b=4), nhs, room("a1", "a3", "b1"), decisions)
    finding = disclosed(DECISION_SHARE, tea)

    assert ["people", "decided", "partners", "outside", "places"] == [t.name for t in counted(DECISION_SHARE, tea)]
    assert (4, 1) == tuple(g.count for g in finding.groups)
    assert ("not shown", None) == (finding.measure("gini").reason, finding.p_value)
    assert 2 == finding.measure("decisions_outside").value
