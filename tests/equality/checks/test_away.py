"""Who could not come and who was not asked, beside safe-space."""

import pytest
from tests.equality.building import found, people, project, room, slips
from tests.equality.example import EXAMPLE, everyone
from tests.equality.two_ways import counted, disclosed

from coprod.equality.checks.spaces import SAFE_SPACE
from coprod.equality.run import run_check
from coprod.records import Attendance, Partner, Space

KNIT = Partner("knit", kind="group", sector="b", people=12)
SPACES = [*room(), Space("s2", name="More tea")]


def came(how, *who, space="s1", **more):
    """How it was with each, at a space."""
    return [Attendance(one, space, came=how, **more) for one in who]


def numbers(finding, name):
    """A number in all and by group, and of how many people."""
    return {m.of: (m.value, m.n) for m in finding.measures if m.name == name}


def test_people_by_group():
    """Whoever could not come twice is one person; people of whom nothing is on record are among all people."""
    away = came("could not", "a1", "b1") + came("could not", "a1", space="s2") + came("not asked", "b2", space="s2")
    finding = found(SAFE_SPACE, people(a=4, b=6), SPACES, came(None, "a2"), away)

    assert {"": (2, 10), "a": (1, 4), "b": (1, 6)} == numbers(finding, "could_not_come")
    assert {"": (1, 10), "a": (0, 4), "b": (1, 6)} == numbers(finding, "not_asked")
    assert finding.answer.endswith(
        " At least once, 2 of 10 people could not come. In the group “a” it is 1 of 4. At least once, 1 of 10 people"
        " were not asked to come. In the group “b” it is 1 of 6."
    )


def test_people_of_a_group():
    """Of a group, as many of its people could not come as were noted, at most all; else all. Organisations are none."""
    nhs = Partner("nhs", kind="organisation", sector="c")
    noted = came("could not", "knit", people=4) + came("could not", "knit", space="s2", people=2)
    finding = found(SAFE_SPACE, people(a=3), KNIT, nhs, SPACES, noted, came("not asked", "nhs"))
    assert {"": (4, 15), "a": (0, 3), "b": (4, 12)} == numbers(finding, "could_not_come")

    for people_noted, expected in ((40, 12), (None, 12)):
        more = found(SAFE_SPACE, people(a=3), KNIT, SPACES, came("could not", "knit", people=people_noted))
        assert (expected, 12) == numbers(more, "could_not_come")["b"]


def test_nothing_on_record():
    """Where it is not on record for anybody whether they came, nobody knows; where all came, nothing is said."""
    nobody = found(SAFE_SPACE, people(a=4), SPACES)
    assert {"nothing on record"} == {nobody.measure(name).reason for name in ("could_not_come", "not_asked")}
    assert ("unknown", "Nobody has said yet if they feel at ease here.") == (nobody.status, nobody.answer)

    all_came = found(SAFE_SPACE, people(a=4), SPACES, came(None, "a1", "a2"))
    assert ("unknown", (0, 4)) == (all_came.say, numbers(all_came, "could_not_come")["a"])


def test_no_group_to_speak_of():
    """A group of one or two is not spoken of, nor is one of which there are one or two notes."""
    finding = found(SAFE_SPACE, people(a=4, b=2), SPACES, came("could not", "b1"))
    assert ("unknown + could not", True) == (finding.say, finding.answer.endswith("1 of 6 people could not come."))
    assert "unknown + could not" == found(SAFE_SPACE, people(a=4, b=4, c=1), SPACES, came("could not", "c1")).say

    told = slips("job", *[5] * 6) + slips("volunteer", 5, 5)
    here = [Partner(f"v{n}", kind="person", here_as="volunteer") for n in range(4)]
    there = [Partner(f"j{n}", kind="person", here_as="job") for n in range(4)]
    mixed = found(SAFE_SPACE, here, there, SPACES, told, came("could not", "v1"), by="here_as")
    assert mixed.say.endswith(" + could not")


def test_on_both_engines_and_in_a_release():
    """Both engines count the same, and the group tables alone say the same."""
    tea = project(people(a=4, b=6), KNIT, SPACES, came("could not", "a1", "knit"), came("not asked", "b1"))
    counted(SAFE_SPACE, tea)
    finding = disclosed(SAFE_SPACE, tea)

    assert {"": (13, 22), "a": (1, 4), "b": (12, 18)} == numbers(finding, "could_not_come")
    assert finding.say.endswith(" + could not, by group + not asked, by group")


@pytest.mark.parametrize("by", ["here_as", "sector", "everyone"])
def test_counted_again_in_the_example(by):
    """A count row by row gives the same, on an example in which people could not come for many reasons."""
    rows, known = EXAMPLE.records(Attendance), everyone(by)
    finding = run_check(SAFE_SPACE, EXAMPLE, by=by)
    for word, name in (("could not", "could_not_come"), ("not asked", "not_asked")):
        expected = {}
        for who, (group, size) in known.items():
            heads = [min(size, row.people or size) for row in rows if row.partner == who and row.came == word]
            for label in ("", group):
                some, of = expected.get(label, (0, 0))
                expected[label] = (some + max(heads, default=0), of + size)

        assert expected == numbers(finding, name)
