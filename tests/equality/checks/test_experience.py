"""experience: valued, listened to, contributed, safe."""

from datetime import timedelta

import pytest
from tests.equality.building import DAY, NOON, found, people, person, project, room, slips
from tests.equality.two_ways import counted, disclosed

from coprod.equality.checks.experience import EXPERIENCE
from coprod.records import Experience, Space


def asked(*records, by="here_as"):
    """What the check finds, by how people are here."""
    return found(EXPERIENCE, *records, by=by)


def test_nothing_on_record():
    """Without slips, or with empty ones, it cannot tell."""
    assert "Nobody has said yet how it feels to be here." == asked().answer
    assert "unknown" == asked(room(), Experience(space="s1", here_as="job")).status


def test_even():
    """When as many of each group say 4 or 5, it is even."""
    finding = asked(room(), slips("job", *[5] * 5), slips("own experience", *[4] * 5))

    assert ("even", [1] * 4) == (
        finding.status,
        [finding.measure("rate", q).value for q in ("valued", "listened", "contributed", "safe")],
    )


def test_uneven():
    """When one group feels less valued, it is uneven, and chance would hardly do that."""
    finding = asked(room(), slips("job", *[5] * 9), slips("own experience", *[2] * 8, 4))

    assert ("uneven", True) == (finding.status, finding.p_value < 0.05)
    assert "11% of the group “own experience” felt" in finding.answer


def test_the_question_where_groups_differ_most():
    """The sentence is about the question on which groups are least alike."""
    low = [
        Experience(space="s1", here_as="own experience", valued=5, listened=5, contributed=1, safe=5) for _ in range(6)
    ]
    finding = asked(room(), slips("job", *[5] * 6), low)

    assert "0% of the group “own experience” felt they contributed" in finding.answer


def test_one_slip_would_turn_it():
    """Four of six against three of six: one slip would turn it round."""
    finding = asked(room(), slips("job", 5, 5, 5, 5, 1, 1), slips("own experience", 5, 5, 5, 1, 1, 1))

    assert ("watch", True) == (finding.status, finding.answer.endswith("That can be chance."))


def test_too_few_to_compare():
    """Without two groups of three it cannot tell, and says what is known."""
    finding = asked(room(), slips("job", 5, 4, 1), slips("own experience", 5, 5))

    assert ("unknown", "one group") == (finding.status, finding.say)
    assert finding.answer.startswith("At the latest gathering 80% felt valued.")


def test_too_few_slips():
    """Under five slips would tell of single people; five slips of which few answer a question are too few as well."""
    few = asked(room(), slips("job", 1, 1), slips("own experience", 5, 5))
    assert ("unknown", "Too few notes on how it felt are on record yet.") == (few.status, few.answer)
    assert () == few.groups

    one = [Experience(space="s1", here_as="job", **{q: 1}) for q in ("valued", "listened", "contributed") for _ in "12"]
    assert "too few" == asked(room(), one).say


def test_a_question_that_few_answered():
    """Only a question with five answers is spoken of, and a group with three that answered it."""
    told = [Experience(space="s1", here_as=who, safe=5) for who in ("job", "own experience") for _ in range(5)]
    finding = asked(room(), told, [Experience(space="s1", here_as="job", valued=1)])

    assert ("even", "even on some", "safe") == (finding.status, finding.say, finding.words["asked"])
    assert finding.answer.startswith("At the latest gathering 100% felt at ease, about as many in every group")


def test_nobody_says_yes():
    """Where nobody in any group says yes there is no gap, and it is still worth a look."""
    finding = asked(room(), slips("job", *[1] * 5), slips("own experience", *[2] * 5))

    assert ("watch", "At the latest gathering nobody gave 4 or 5 of 5 when asked if they felt valued.") == (
        finding.status,
        finding.answer,
    )


def test_over_time():
    """The first and the latest space with enough slips are compared; one with few slips in between is not."""
    later = [
        Space("s2", name="More tea", starts=NOON + timedelta(days=30)),
        Space("s3", name="Last tea", starts=NOON + timedelta(days=60)),
        Space("s0", name="Some time"),
    ]
    finding = asked(
        room(),
        later,
        slips("job", *[1] * 5),
        slips("job", *[5] * 6, space="s2"),
        slips("job", 1, space="s3"),
        slips("job", 1, space="s0"),
    )

    assert (1, 0) == (
        finding.measure("rate", "valued").value,
        finding.measure("rate", "valued, at first").value,
    )
    assert ("one group + then and now, one + later", True) == (
        finding.say,
        finding.answer.endswith("A later gathering has too few notes to show."),
    )


def dated(space, day, *answers):
    """Slips of a space, with the day on them."""
    return [Experience(space=space, here_as="job", at=day, valued=answer) for answer in answers]


def test_the_day_is_on_the_slips():
    """A space that nobody noted the beginning of is as late as its slips, whatever its id."""
    spaces = [Space("z", name="Tea"), Space("b", name="Tea"), Space("c", name="Tea", starts=NOON)]
    early, late = dated("z", DAY - timedelta(days=9), *[1] * 5), dated("b", DAY + timedelta(days=9), *[5] * 5)
    finding = asked(spaces, early, late, slips("job", *[1] * 5, space="c"))

    assert (1, 0) == (
        finding.measure("rate", "valued").value,
        finding.measure("rate", "valued, at first").value,
    )
    assert finding.answer.startswith("At the latest gathering 100% felt valued.")


def test_no_day_is_known():
    """Where no day is known it is one gathering, that with most slips; one with a day and five slips is told first."""
    spaces = Space("s8", name="Tea"), Space("s9", name="Tea")
    told = slips("job", *[5] * 6, space="s8"), slips("job", *[1] * 5, space="s9")
    finding = asked(spaces, *told, room(), slips("job", 1))
    assert ("one group", True) == (finding.say, finding.answer.startswith("At one gathering 100% felt valued."))
    assert [] == [m for m in finding.measures if m.of.endswith("at first")]

    assert "nobody" == asked(spaces, *told, room(), slips("job", *[1] * 5)).say


@pytest.mark.parametrize(("expected", "by"), [("job", "here_as"), ("everyone", "everyone"), ("not recorded", "sector")])
def test_group_of_a_slip_without_a_name(expected, by):
    """A slip without a name is in the group it says, where that is the grouping."""
    assert [expected] == [g.group for g in asked(room(), slips("job", *[5] * 5), by=by).groups]


def test_signed_slips():
    """A signed slip is in the group of who signed it, whatever else it says."""
    signed = [Experience(f"a{n}", space="s1", here_as="job", valued=5) for n in range(1, 6)]
    finding = asked(people(a=5), person("x"), room(), signed, Experience("x", space="s1", safe=5), by="sector")

    assert [("a", 5), ("not recorded", 1)] == [(g.group, g.n) for g in finding.groups]


def test_on_both_engines_and_in_a_release():
    """Both engines count the same; in a release the same is judged, without chance."""
    tea = project(room(), slips("job", *[5] * 5), slips("own experience", *[4] * 5))

    assert ("even", None) == (
        disclosed(EXPERIENCE, tea, "here_as").status,
        disclosed(EXPERIENCE, tea, "here_as").p_value,
    )
    few = project(room(), slips("job", 5))
    assert ("too few", "unknown") == (
        disclosed(EXPERIENCE, few, "here_as").say,
        disclosed(EXPERIENCE, project(), "here_as").say,
    )
    mixed = project(Space("s9", name="Tea"), slips("job", *[5] * 6, space="s9"), room(), dated("s1", DAY, 1, 2))
    counted(EXPERIENCE, mixed, "here_as")
