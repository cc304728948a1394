"""decision-role, and the ladders behind it."""

import re

from tests.equality.building import found, people, project, room
from tests.equality.two_ways import counted, disclosed

from coprod.equality.checks.roles import DECISION_ROLE, JUDGED, ROLES
from coprod.equality.ladders import LADDERS
from coprod.equality.run import run_check
from coprod.records import Decision, Partner, Role
from coprod.settings import Agreed, Settings

ALL = ("initiated", "decided", "delivers", "reviews")


def decisions(count, rule=None):
    """So many decisions."""
    return [Decision(f"d{n}", title="Tea", space="s1", rule=rule) for n in range(1, count + 1)]


def had(who, *roles, count):
    """Someone had these roles in the first so many decisions."""
    return [Role(who, f"decision:d{n}", role) for role in roles for n in range(1, count + 1)]


def test_nothing_on_record():
    """Without roles it cannot tell; with fewer than five decisions, or one group, it cannot compare."""
    assert "It is not on record yet who did what in any decision." == found(DECISION_ROLE).answer
    few = "Too few decisions, or too few groups, are on record to compare who did what."
    records = [people(a=3, b=3), room(), decisions(5)]
    assert few == found(DECISION_ROLE, *records, had("a1", *ALL, count=4)).answer
    assert few == found(DECISION_ROLE, people(a=3, b=1), room(), decisions(5), had("a1", *ALL, count=5)).answer


def test_even():
    """Where people of every group had each role alike, it is even."""
    records = [people(a=3, b=3), room(), decisions(6), had("a1", *ALL, count=6)]
    finding = found(DECISION_ROLE, *records, had("b1", *ALL, count=5))

    assert ("even", True) == (finding.status, finding.answer.startswith("People of every group start decisions"))
    assert 5 / 6 == finding.measure("rate", "initiated: b").value


def test_some_roles_are_not_on_record():
    """Where only some of the roles can be compared, and those are alike, it cannot tell."""
    records = [people(a=3, b=3), room(), decisions(6), had("a1", "decided", count=6), had("b1", "decided", count=6)]
    finding = found(DECISION_ROLE, *records)

    assert ("unknown", True) == (finding.status, finding.answer.startswith("As far as we know"))
    assert ["decided"] == [m.of.split(":")[0] for m in finding.measures if m.name == "disparity" and m.value]


def test_a_hand_worked_example():
    """Three of ten against ten of ten: the role with the widest gap is told, and it is worth a look."""
    records = [people(a=3, b=3), room(), decisions(10), had("a1", *ALL, count=10)]
    finding = found(
        DECISION_ROLE, *records, had("b1", "initiated", "decided", "reviews", count=9), had("b2", "delivers", count=3)
    )

    assert ("watch", 0.3) == (finding.status, finding.measure("disparity", "delivers: b").value)
    assert (
        "We know who carries out 10 decisions. People of the group “b” had a part in 30% of them, and people of the"
        " group “a” in 100%." == finding.answer
    )
    assert [("a", 3, 10, 10), ("b", 3, 3, 10)] == [(g.group, g.n, g.count, g.total) for g in finding.groups]


def test_never():
    """Where no one of a group ever had a role, that is said; people who did nothing are in their group all the same."""
    finding = found(
        DECISION_ROLE, people(a=3, b=3), room(), decisions(6), had("a1", *ALL, count=6), had("b1", *ALL[1:], count=6)
    )

    assert ("watch", "We know who started 6 decisions. No one of the group “b” is among those.") == (
        finding.status,
        finding.answer,
    )


def test_one_decision_would_turn_it():
    """Four of six against three of six may be chance."""
    records = [people(a=3, b=3, c=3), room(), decisions(6), had("c1", *ALL[1:], count=6), had("a1", *ALL[1:], count=6)]
    started = [*had("a1", "initiated", count=4), *had("b1", "initiated", count=3), *had("c1", "initiated", count=4)]
    finding = found(
        DECISION_ROLE,
        *records,
        started,
        had("b1", *ALL[1:], count=6),
        had("x", "initiated", count=6),
        Partner("x", kind="organisation"),
    )

    assert ("watch", 6, True) == (
        finding.status,
        finding.measure("rate", "initiated: b").n,
        finding.answer.endswith("That can be chance."),
    )


def test_uneven_only_by_the_partners_band():
    """A large group has someone in more decisions anyway: only the partners' own band makes it uneven."""
    settings = Settings(agreed={"decision-role": Agreed(low=0.9)})
    records = [people(a=3, b=3), room(), decisions(10), had("a1", *ALL, count=10), had("b1", *ALL, count=5)]
    finding = run_check(DECISION_ROLE, project(*records, settings=settings), by="sector")

    assert ("uneven", True) == (finding.status, "in 100%." in finding.answer)


def test_all_who_came_decided():
    """By consensus those who came had the role; two of a group in one decision count once."""
    finding = found(DECISION_ROLE, people(a=3, b=3), room("a1", "a2", "b1"), decisions(5, rule="consensus"))

    assert (1, 1, 5) == (
        finding.measure("rate", "decided: a").value,
        finding.measure("rate", "decided: b").value,
        finding.measure("rate", "decided: a").n,
    )


def test_an_organisation_is_on_record_and_is_nobody():
    """What an organisation did is on record, and is no person's part; a group of twelve is twelve people."""
    nhs = Partner("nhs", kind="organisation", sector="a")
    knit = Partner("knit", kind="group", sector="b", people=12)
    finding = found(
        DECISION_ROLE,
        nhs,
        knit,
        people(a=3),
        room(),
        decisions(5),
        had("nhs", "initiated", count=5),
        had("knit", "initiated", count=2),
    )

    assert (0, 0.4) == tuple(finding.measure("rate", f"initiated: {g}").value for g in "ab")
    assert [("a", 3), ("b", 12)] == [(g.group, g.n) for g in finding.groups]


def test_two_ways():
    """Both engines count the same, and group tables alone give the same answer."""
    nhs = Partner("nhs", kind="organisation", sector="c")
    tea = project(
        people(a=3, b=3),
        nhs,
        room("a1", "b1"),
        decisions(6, "consent"),
        had("a1", *ALL, count=4),
        had("nhs", "vetoed", count=1),
    )

    assert ["people", "roles", "decisions", "declared"] == [table.name for table in counted(DECISION_ROLE, tea)]
    assert "watch" == disclosed(DECISION_ROLE, tea).status


def test_ladders_are_data():
    """Each level needs roles that there are, higher ones no fewer than the lowest; no level's name is ever said."""
    assert ["manipulation", "coercion", "inform"] == [ladder.levels[0].name for ladder in LADDERS]
    assert [8, 7, 5] == [len(ladder.levels) for ladder in LADDERS]
    assert {role for ladder in LADDERS for level in ladder.levels for role in level.roles} <= set(ROLES)
    assert all(ladder.source and ladder.levels[-1].roles for ladder in LADDERS)
    assert ALL == JUDGED
    said = " ".join([*DECISION_ROLE.sentences.values(), DECISION_ROLE.title, DECISION_ROLE.question, DECISION_ROLE.ask])
    names = [level.name for ladder in LADDERS for level in ladder.levels]
    assert [] == [name for name in names if re.search(rf"\b{name}\b", said)]
