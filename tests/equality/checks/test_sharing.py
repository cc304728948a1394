"""What gatherings set out to be, beside who decided there."""

import pytest
from tests.equality.building import NOON, found, people, person, project, room
from tests.equality.example import EXAMPLE, everyone
from tests.equality.two_ways import counted, disclosed

from coprod.equality.checks.roles import DECISION_ROLE
from coprod.equality.run import run_check
from coprod.records import Attendance, Decision, Partner, Role, Space

US = [person(f"{how[:3]}{n}", here_as=how) for how in ("own experience", "job") for n in (1, 2, 3)]
SPACES = [
    Space(level, name="Tea", starts=NOON, level=level)
    for level in ("inform", "consult", "involve", "collaborate", "empower")
]


def made(decision, space, *who, rule=None):
    """A decision made in a space, and who made it."""
    return [
        Decision(decision, title="Tea", space=space, rule=rule),
        *(Role(one, f"decision:{decision}", "decided") for one in who),
    ]


def asked(*records, by="here_as"):
    """What the check finds."""
    return found(DECISION_ROLE, US, SPACES, *records, by=by)


def declared(finding):
    """Decisions in which control was shared, in all and by level, and how many there are."""
    return {m.of: (m.value, m.n) for m in finding.measures if m.name == "shared_as_declared"}


def test_as_declared():
    """Where someone from own experience decided each time, that is said; other levels promise less."""
    finding = asked(
        made("d1", "collaborate", "own1", "job1"), made("d2", "empower", "own2"), made("d3", "consult", "job1")
    )

    assert {"": (2, 2), "collaborate": (1, 1), "empower": (1, 1)} == declared(finding)
    assert finding.answer.endswith(
        "In gatherings that set out to decide together, we know who made 2 decisions. In each of them someone here"
        " from their own experience had a part."
    )


def test_not_as_declared():
    """Where others alone decided in a space that promised more, that is said; who did not decide does not matter."""
    told = Role("own1", "decision:d1", "shaped"), Attendance("own2", "empower")
    finding = asked(made("d1", "empower", "job1", "job2"), made("d2", "empower", "own1"), made("d3", "empower"), told)

    assert ({"": (1, 2), "empower": (1, 2)}, 1) == (declared(finding), finding.measure("not_as_declared").value)
    assert finding.answer.endswith(
        "we know who made 2 decisions. In 1 of them someone here from their own experience had a part. The other 1 went"
        " otherwise than was set out."
    )


def test_all_who_came_decided():
    """By consensus all who came decided; an organisation decides, and is nobody from own experience."""
    nhs = Partner("nhs", kind="organisation", here_as="own experience")
    came = [Attendance("own1", "collaborate"), Attendance("job1", "collaborate")]
    finding = asked(nhs, came, made("d1", "collaborate", rule="consensus"), made("d2", "empower", "nhs"))

    assert {"": (1, 2), "collaborate": (1, 1), "empower": (0, 1)} == declared(finding)


@pytest.mark.parametrize("levels", [(), ("inform", "consult", "involve")])
def test_nothing_was_declared(levels):
    """Where no gathering set out to decide together, nothing is said of it."""
    finding = asked([one for level in levels for one in made(f"d-{level}", level, "job1")])

    assert ({}, False) == (declared(finding), "set out" in finding.answer)


def test_other_groupings():
    """Under other groupings people of more than one group have to; with one group there is nothing to say."""
    where = Space("s1", name="Tea", level="empower")
    records = people(a=3, b=3), where, made("d1", "s1", "a1", "b1"), made("d2", "s1", "a1", "a2")
    finding = found(DECISION_ROLE, *records, by="sector")
    assert ({"": (1, 2), "empower": (1, 2)}, True) == (
        declared(finding),
        "In 1 of them people of more than one group had a part" in finding.answer,
    )

    alone = found(DECISION_ROLE, people(a=3), person("x"), where, made("d1", "s1", "a1", "x"), by="sector")
    assert ("few", {"": (0, 1), "empower": (0, 1)}) == (alone.say, declared(alone))


def test_on_both_engines_and_in_a_release():
    """Both engines count the same, under each grouping, and the group tables alone say the same."""
    records = made("d1", "empower", "job1") + made("d2", "collaborate", "own1", "job1") + room("own1")
    tea = project(US, SPACES, records)
    for by in ("sector", "everyone", "here_as"):
        counted(DECISION_ROLE, tea, by)

    assert "few + not as declared" == disclosed(DECISION_ROLE, tea, "here_as").say


@pytest.mark.parametrize("by", ["here_as", "sector", "everyone"])
def test_counted_again_in_the_example(by):
    """A count row by row gives the same, on an example with nine gatherings that set out to decide together."""
    levels = {space.id: space.level for space in EXAMPLE.records(Space)}
    known, expected = everyone(by), {}
    for decision in EXAMPLE.records(Decision):
        level = levels.get(decision.space)
        named = {
            role.partner
            for role in EXAMPLE.records(Role)
            if (role.item, role.role) == (f"decision:{decision.id}", "decided")
        }
        came = {
            row.partner
            for row in EXAMPLE.records(Attendance)
            if row.space == decision.space and row.came in {None, "yes", "part"}
        }
        together = decision.rule in {"consensus", "consent", "majority"}
        who = named or (came & known.keys() if together else set())
        if level not in {"collaborate", "empower"} or not who:
            continue
        groups = {known[one][0] for one in who if one in known}
        shared = "own experience" in groups if by == "here_as" else len(groups - {"not recorded"}) > 1
        for of in ("", level):
            yes, n = expected.get(of, (0, 0))
            expected[of] = (yes + shared, n + 1)

    assert expected == declared(run_check(DECISION_ROLE, EXAMPLE, by=by))
