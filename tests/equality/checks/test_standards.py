"""standards-review."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from tests.equality.building import found, people, project
from tests.equality.two_ways import disclosed

from coprod.equality.checks.standards import STANDARDS_REVIEW
from coprod.equality.run import run_check
from coprod.records import Indicator, Measurement

DAY = date(2019, 4, 25)
IMPACT = Indicator("ns7", name=" Impact", instrument="National Standards 2016", better="up", minimum=1, maximum=6)
SUPPORT = Indicator("ns2", name="support", maximum=6)


def scores(group, *values, indicator="ns7", at=DAY):
    """A score by each of a group."""
    return [Measurement(indicator, f"{group}{n}", at=at, value=value) for n, value in enumerate(values, 1)]


def test_nothing_on_record():
    """Without scores, or with scores on another scale, it cannot tell."""
    assert ("unknown", "Nobody has scored the seven standards yet.") == (
        found(STANDARDS_REVIEW).status,
        found(STANDARDS_REVIEW).answer,
    )
    others = [
        Indicator("i1", name="Impact", minimum=1, maximum=5),
        Indicator("i2", name="Impact"),
        Indicator("i3", name="Impact", minimum=0, maximum=6),
        Indicator("i4", name="Tea", minimum=1, maximum=6),
    ]
    told = [one for indicator in others for one in scores("a", 5, indicator=indicator.id)]
    assert "unknown" == found(STANDARDS_REVIEW, people(a=1), others, told).status


def test_even():
    """Groups less than a step apart are alike; the highest and the lowest standard are said."""
    finding = found(
        STANDARDS_REVIEW,
        people(a=3, b=3),
        IMPACT,
        SUPPORT,
        scores("a", 4, 4, 4),
        scores("b", 4, 4, 5),
        scores("a", 6, 6, 6, indicator="ns2"),
    )

    assert "even" == finding.status
    assert (
        "Groups of three or more score the standards about alike. “support” gets the most, 6.0 of 6, and “impact” the"
        " least, 4.2." == finding.answer
    )
    assert (25 / 6, 6) == (
        finding.measure("standard_score", "impact").value,
        finding.measure("standard_score", "impact").n,
    )
    assert 1 / 3 == finding.measure("score_gap", "impact").value


def test_groups_differ():
    """From a whole step on it is worth a look, and both groups are named; who gave 4 or more is counted by group."""
    finding = found(
        STANDARDS_REVIEW,
        people(a=3, b=3, c=3, d=1),
        IMPACT,
        SUPPORT,
        scores("d", 6, indicator="ns2"),
        *(scores(g, n, n, n) for g, n in {"a": 4, "b": 2, "c": 3}.items()),
    )

    assert ("watch", 2) == (finding.status, finding.measure("score_gap").value)
    assert "Groups see “impact” least alike. The group “b” gives it 2.0 of 6, and “a” 4.0." == finding.answer
    assert [("a", 3, 3, 3), ("b", 3, 0, 3), ("c", 3, 0, 3)] == [
        (g.group, g.n, g.count, g.total) for g in finding.groups
    ]


def test_one_standard():
    """With one standard only, it is not called the highest and the lowest as well."""
    alike = found(STANDARDS_REVIEW, people(a=3, b=3), IMPACT, scores("a", 4, 4, 4), scores("b", 4, 4, 4))
    assert ("even", True) == (
        alike.status,
        alike.answer.endswith("score “impact” about alike. It gets 4.0 of 6. No other standard has a score yet."),
    )

    alone = project(people(a=3), IMPACT, scores("a", 4, 4, 1))
    assert (
        "“impact” gets 3.0 of 6. No other standard has a score yet."
        in run_check(STANDARDS_REVIEW, alone, by="sector").answer
    )
    assert "four or more, one" == disclosed(STANDARDS_REVIEW, alone).say


def test_one_group():
    """Without two groups of three it cannot compare."""
    finding = found(STANDARDS_REVIEW, people(a=3, b=2), IMPACT, scores("a", 4, 4, 4), scores("b", 1, 1))

    assert ("unknown", True) == (
        finding.status,
        finding.answer.endswith("There are no two groups with three who scored."),
    )


def test_what_is_no_score():
    """A value between two scores, or outside them, is no score, and not 1; the latest score of each counts."""
    told = [*scores("a", 0, 3.5, 7, 5), *scores("a", 1, 1, 1, 1, at=date(2019, 1, 1))]
    finding = found(STANDARDS_REVIEW, people(a=4), IMPACT, told)

    assert ((1 + 1 + 1 + 5) / 4, 4) == (
        finding.measure("standard_score").value,
        finding.measure("standard_score").n,
    )


def test_two_indicators_of_one_name():
    """Each who scored counts once for a standard."""
    twice = Indicator("again", name="impact", maximum=6)
    finding = found(STANDARDS_REVIEW, people(a=1), IMPACT, twice, scores("a", 5), scores("a", 3, indicator="again"))

    assert (3, 1) == (finding.measure("standard_score").value, finding.measure("standard_score").n)


@given(st.lists(st.integers(1, 6), min_size=1, max_size=6))
def test_the_mean_is_of_those_who_scored(values):
    """The mean is that of the scores, whoever else is here."""
    finding = found(STANDARDS_REVIEW, people(a=8), IMPACT, scores("a", *values))

    assert abs(sum(values) / len(values) - finding.measure("standard_score").value) < 1e-12
    assert len(values) == finding.measure("standard_score").n


def test_on_both_engines_and_in_a_release():
    """Both engines count the same; in a release it is how many give 4 or more, since a rounded sum would be false."""
    tea = project(people(a=3, b=3), IMPACT, SUPPORT, scores("a", 4, 4, 3), scores("b", 2, 2, 2, indicator="ns2"))
    finding = disclosed(STANDARDS_REVIEW, tea)

    assert ("unknown", "four or more", "not shown") == (
        finding.status,
        finding.say,
        finding.measure("standard_score").reason,
    )
    assert (2 / 3, 0) == (
        finding.measure("scored_good", "impact").value,
        finding.measure("scored_good", "support").value,
    )
    assert "unknown" == disclosed(STANDARDS_REVIEW, project()).say
