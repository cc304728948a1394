"""experience: valued, listened to, contributed, safe."""

from datetime import timedelta

import pytest
from tests.equality.building import NOON, found, people, person, project, room, slips
from tests.equality.two_ways import disclosed

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

    assert ("watch", True) == (finding.status, finding.answer.endswith("So small a gap can be chance."))


def test_too_few_to_compare():
    """Without two groups of five it cannot tell, and says what is known."""
    finding = asked(room(), slips("job", 5, 4, 1))

    assert ("unknown", True) == (finding.status, finding.answer.startswith("At the latest gathering 67%"))


def test_nobody_says_yes():
    """Where nobody in any group says yes there is no gap, and it is still worth a look."""
    finding = asked(room(), slips("job", *[1] * 5), slips("own experience", *[2] * 5))

    assert ("watch", "At the latest gathering nobody said that they felt valued.") == (
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


@pytest.mark.parametrize(("expected", "by"), [("job", "here_as"), ("everyone", "everyone"), ("not recorded", "sector")])
def test_group_of_a_slip_without_a_name(expected, by):
    """A slip without a name is in the group it says, where that is the grouping."""
    assert [expected] == [g.group for g in asked(room(), slips("job", 5), by=by).groups]


def test_signed_slips():
    """A signed slip is in the group of who signed it, whatever else it says."""
    signed = [Experience(f"a{n}", space="s1", here_as="job", valued=5) for n in range(1, 4)]
    finding = asked(people(a=3), person("x"), room(), signed, Experience("x", space="s1", safe=5), by="sector")

    assert [("a", 3), ("not recorded", 1)] == [(g.group, g.n) for g in finding.groups]


def test_on_both_engines_and_in_a_release():
    """Both engines count the same; in a release the same is judged, without chance."""
    tea = project(room(), slips("job", *[5] * 5), slips("own experience", *[4] * 5))

    assert ("even", None) == (
        disclosed(EXPERIENCE, tea, "here_as").status,
        disclosed(EXPERIENCE, tea, "here_as").p_value,
    )
