"""access."""

import pytest
from tests.equality.building import found, people, project
from tests.equality.two_ways import counted, disclosed

from coprod.equality.checks.access import ACCESS
from coprod.records import Attendance, Need, Partner, Space

S1, S2 = Space("s1", name="Tea"), Space("s2", name="More tea")


def said(word, *who, space="s1", **more):
    """What each says of what they need at a space."""
    return [Attendance(one, space, access=word, **more) for one in who]


def each(group, *numbers):
    """Ids of people of a group."""
    return [f"{group}{n}" for n in numbers]


def test_no_needs_on_record():
    """No needs on record is not 100 %: it cannot tell."""
    came = [Attendance("a1", "s1"), Attendance("a2", "s1", access="none")]
    for records in ((), (people(a=3), S1, came)):
        finding = found(ACCESS, *records)
        assert ("unknown", "No needs are on record. That does not mean that nobody has any.") == (
            finding.status,
            finding.answer,
        )
        assert () == finding.groups


def test_nobody_was_asked():
    """Needs without a word on whether they were met are counted, and it cannot tell."""
    finding = found(ACCESS, people(a=3), S1, Need("a1", "taxi"), Need("a1", "breaks"), Attendance("a1", "s1"))

    assert ("unknown", "People whose needs are on record: 1. If they got what they need is not on record.") == (
        finding.status,
        finding.answer,
    )


def test_even():
    """Everyone who needs something says it was met each time, in both groups."""
    finding = found(ACCESS, people(a=5, b=5), S1, said("met", *each("a", *range(1, 6)), *each("b", *range(1, 6))))

    assert ("even", "All 10 people who need something to take part say they got it each time.") == (
        finding.status,
        finding.answer,
    )


def test_uneven():
    """When one group gets what it needs and the other does not, it is uneven."""
    a, b = each("a", *range(1, 9)), each("b", *range(1, 9))
    finding = found(ACCESS, people(a=8, b=8), S1, said("met", *a), said("not met", *b))

    assert "uneven" == finding.status
    assert finding.answer.startswith(
        "50% of 16 people say they got what they need each time. In the group “b” it is 0%. For 16 visits"
    )


def test_one_person_would_turn_it():
    """Four of six against three of six: one person would turn it round."""
    met, partly = (
        said("met", *each("a", 1, 2, 3, 4), *each("b", 1, 2, 3)),
        said("partly", *each("a", 5, 6), *each("b", 4, 5, 6)),
    )
    finding = found(ACCESS, people(a=6, b=6), S1, met, partly)

    assert ("watch", "watch + differ", True) == (finding.status, finding.say, "That can be chance." in finding.answer)


@pytest.mark.parametrize("second", ["partly", "not met"])
def test_each_time(second):
    """Once met and once not is not each time; a visit where nothing was said counts for neither."""
    finding = found(
        ACCESS,
        people(a=4),
        S1,
        S2,
        said("met", "a1", "a2", "a3", "a4"),
        said(second, "a1", space="s2"),
        said(None, "a2", space="s2"),
    )

    assert ("watch", "some + differ") == (finding.status, finding.say)
    assert finding.answer.startswith("75% of 4 people say they got what they need each time.")
    assert (4 / 5, 5) == (finding.measure("needs_met").value, finding.measure("needs_met").n)


def test_some_were_asked():
    """Where all who told us got it and others with a need were not asked, it is worth a look."""
    told = said("met", "a1", "a2", "a4")
    finding = found(ACCESS, people(a=4), S1, told, Need("a1", "taxi"), Need("a3", "taxi"))

    assert "watch" == finding.status
    assert finding.answer.startswith("All 3 people who told us say they got what they need each time.")
    assert finding.answer.endswith("We heard from 75% of those who need something.")
    assert [("a", 4, 3, 3)] == [(g.group, g.n, g.count, g.total) for g in finding.groups]


@pytest.mark.parametrize("who", [("a1",), ("a1", "a2")])
def test_too_few_told(who):
    """What one or two people say is not told as a rate; a group of which two said it is not compared."""
    finding = found(ACCESS, people(a=5), S1, said("not met", *who))
    assert ("unknown", "Too few people told us if they got what they need.") == (finding.status, finding.answer)

    needs = [Need(one, "taxi") for one in each("b", 1, 2, 3)]
    both = found(ACCESS, people(a=5, b=5), S1, said("met", *each("a", 1, 2, 3)), needs, said("not met", "b1", "b2"))
    assert ("watch", "some + differ") == (both.status, both.say)


def test_who_could_not_come():
    """Who could not come is counted once, and who says why is one whose need was not met."""
    away = said("not met", "a1", came="could not"), said(None, "a1", "a2", space="s2", came="could not")
    finding = found(ACCESS, people(a=3), S1, S2, *away, said("met", "a3"), said("met", "a2", came="not asked"))

    assert (2, 3) == (finding.measure("could_not_come").value, finding.measure("could_not_come").n)
    assert (1, 2) == (finding.measure("kept_away").value, finding.measure("kept_away").n)
    assert (1 / 2, 1) == (finding.measure("rate").value, finding.measure("needs_met").value)


def test_people_say_otherwise_than_the_record():
    """Where someone came for all of it and nothing is owed, and says that not all was met, that is said, by group."""
    told = [
        *said("met", "a1", "a2", expenses="paid"),
        *said("partly", "a3"),
        *said("not met", "b1", came="yes"),
        *said("not met", "b2", came="part"),
        *said("not met", "b3", expenses="owed"),
        *said("not met", "b3", space="s2", came="could not"),
        *said("none", "b1", space="s2"),
    ]
    tea = project(people(a=3, b=3), S1, S2, told)
    finding = found(ACCESS, people(a=3, b=3), S1, S2, told)

    assert [("", 2, 4), ("a", 1, 3), ("b", 1, 1)] == [
        (m.of, m.value, m.n) for m in finding.measures if m.name == "told_otherwise"
    ]
    assert finding.answer.endswith(
        " For 4 visits that people told us of, the record shows no problem. For 2 of these they say that they did not"
        " get all they need."
    )
    assert (2, 4) == tuple(getattr(disclosed(ACCESS, tea).measure("told_otherwise"), name) for name in ("value", "n"))


def test_people_say_the_same_as_the_record():
    """Where nobody says otherwise, nothing is said of it; where nobody told us, there is no such number."""
    finding = found(ACCESS, people(a=3), S1, said("met", "a1", "a2", "a3"))
    assert ("even", 0) == (finding.say, finding.measure("told_otherwise").value)

    nobody = found(ACCESS, people(a=3), S1, Need("a1", "taxi"), said(None, "a1"))
    assert [] == [m for m in nobody.measures if m.name == "told_otherwise"]


def test_people_of_a_group_count():
    """A group counts its people, and an organisation none."""
    knit = Partner("knit", kind="group", sector="a", people=12)
    nhs = Partner("nhs", kind="organisation", sector="b")
    finding = found(ACCESS, knit, nhs, S1, said("met", "knit"), said("not met", "nhs"))

    assert ("even", 12) == (finding.status, finding.measure("rate").n)


def test_on_both_engines_and_in_a_release():
    """Both engines count the same; in a release the same is judged, and the rest is not shown."""
    tea = project(people(a=6, b=6), S1, Need("a1", "taxi"), said("met", *each("a", *range(1, 6)), *each("b", 1, 2, 3)))
    finding = disclosed(ACCESS, tea)

    assert ("even", 8, "not shown") == (
        finding.status,
        finding.measure("rate").n,
        finding.measure("needs_met").reason,
    )
    counted(ACCESS, project())
