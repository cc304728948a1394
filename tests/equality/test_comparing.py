"""Two days side by side: a change is one only where it is larger than what the numbers are unsure of."""

import json
from datetime import date
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.equality.building import people, person, project

import coprod
from coprod import Band, EqualityCheck, Finding, Group, Measure, Partner, Strength
from coprod.equality.checks.strengths import STRENGTHS_ON_RECORD
from coprod.equality.comparing import change_of, compare, distance
from coprod.errors import NotFound
from coprod.measures import disparities, disparity, rate, representation_ratio

EXAMPLE = Path(__file__).parents[2] / "examples/citizen-led-libraries"
START, END = date(2019, 3, 1), date(2019, 12, 1)
ONLY = ["strengths-on-record"]


def brings(group, numbers, since, until=None):
    """A strength for each of so many people of a group."""
    return [Strength(f"{group}{n}", "soup", since=since, until=until) for n in numbers]


def asked_later():
    """Thirty here in a job were asked at once what they bring; of thirty citizens three were, and the rest later."""
    soon, later = date(2019, 1, 1), date(2019, 6, 1)
    everyone = people(citizen=30, job=30)
    known = brings("job", range(1, 31), soon), brings("citizen", range(1, 4), soon)
    return [*everyone, *known[0], *known[1], *brings("citizen", range(4, 31), later)]


def found(*measures, status="uneven", band=None, groups=(), **more):
    """A finding of some check."""
    return Finding(status, measures=measures, band=band, groups=groups, check="tea", title="Tea?", **more)


def sure(value, low, high, *, name="gap", even_at=1.0, of=""):
    """A measure with its interval."""
    return Measure(name, value, unit="times", n=20, of=of, low=low, high=high, even_at=even_at)


# The intervals that the rule stands on


def test_interval_of_a_risk_ratio():
    """27 of 122 against 44 of 487 is a ratio of 2.449, from 1.584 to 3.789: here the other way up."""
    measure = disparity({"one": (27, 122), "other": (44, 487)})

    assert [1 / 3.7886, 1 / 2.4495, 1 / 1.5836] == pytest.approx([measure.low, measure.value, measure.high], abs=5e-5)


def test_interval_with_an_empty_cell():
    """Where nobody of a group has it, half a case is added to all cells: 0 of 10 against 5 of 10 is 0, up to 1.453."""
    measure = disparity({"one": (0, 10), "other": (5, 10)})

    # (.5 / 11) / (5.5 / 11) is 1/11; its logarithm has a standard error of sqrt(1/.5 - 1/11 + 1/5.5 - 1/11), which is
    # the root of 2: exp(1.95996 * 1.41421) / 11
    assert (0, 0, pytest.approx(1.4534, abs=5e-5)) == (measure.value, measure.low, measure.high)


def test_the_best_group_is_one_by_definition():
    """The best group is compared with itself; of two that are alike the other has the interval."""
    best, other = disparities({"b": (5, 10), "a": (5, 10)})

    assert ("b", 1, 1, 1) == (best.of, best.low, best.value, best.high)
    assert other.low < other.value == 1 < other.high
    assert other == disparity({"b": (5, 10), "a": (5, 10)})


def test_interval_of_a_representation_ratio():
    """The Wilson interval of 3 of 4, which is .301 to .954, over a quarter of the people."""
    ratio, of_parts = representation_ratio(3, 4, 1, 4), representation_ratio(180, 240, 1, 4, scale=60)

    assert [1.203, 3, 3.817] == pytest.approx([ratio.low, ratio.value, ratio.high], abs=1e-3)
    assert ratio == of_parts


def test_nobody_and_everybody():
    """The interval of none is from 0, and that of all up to 1, to the last digit."""
    assert (0, 1) == (rate(0, 3).low, rate(3, 3).high)
    assert (0, 2) == (representation_ratio(0, 3, 1, 2).low, representation_ratio(3, 3, 1, 2).high)


@given(st.tuples(st.integers(0, 60), st.integers(5, 60)), st.tuples(st.integers(0, 60), st.integers(5, 60)))
def test_intervals_hold_their_value(one, other):
    """A disparity and a ratio lie in their intervals."""
    rates = {"a": (min(one), max(one)), "b": (min(other), max(other))}
    both = [*disparities(rates), representation_ratio(min(one), max(one), *sorted(other))]

    for measure in (m for m in both if m.value is not None):
        assert 0 <= measure.low <= measure.value + 1e-12
        assert measure.value - 1e-12 <= measure.high


# The rule


def test_apart_is_a_change():
    """Where the intervals of the distance from even do not overlap, it is more even or less even."""
    far, near = found(sure(0.3, 0.2, 0.4)), found(sure(0.9, 0.8, 1.1))

    assert ("more even", "It is more even than it was.") == (
        change_of(far, near).verdict,
        change_of(far, near).sentence,
    )
    assert ("less even", "It is less even than it was.") == (
        change_of(near, far).verdict,
        change_of(near, far).sentence,
    )


def test_both_sides_of_even():
    """What went from too little to too much by as far is no more even than it was."""
    change = change_of(found(sure(0.3, 0.2, 0.4)), found(sure(1.7, 1.6, 1.8)))

    assert ("cannot tell", "overlap") == (change.verdict, change.why)


def test_intervals_that_touch_overlap():
    """One end in common is an overlap."""
    assert "cannot tell" == change_of(found(sure(0.3, 0.2, 0.5)), found(sure(0.6, 0.5, 0.7))).verdict


def test_not_even_with_a_value_at_both_days_that_is_not_sure():
    """Without an interval nobody knows how sure a number is."""
    gini = Measure("gini", 0.4, unit="share", n=9, even_at=0)
    change = change_of(found(gini), found(attrs.evolve(gini, value=0.1)))

    assert ("cannot tell", "not sure") == (change.verdict, change.why)
    assert "gini (even is 0): 0.4 (n = 9), then 0.1 (n = 9)" == change.numbers


@pytest.mark.parametrize(
    "measure", [rate(3, 40, name="not_reached"), Measure("e_i_index", 0.4, unit="from -1 to 1", n=30)]
)
def test_what_is_even_is_not_known(measure):
    """A rate, or an index without a value that is even, is shown on both days and called nothing."""
    change = change_of(found(measure), found(measure))

    assert ("cannot tell", "side by side") == (change.verdict, change.why)
    assert f"{measure.name}: " == change.numbers.partition(f"{measure.value:.3g}")[0]


def test_the_band_says_which_measure():
    """The measure of the band is compared, whatever stands before it; without one, the first that can be even."""
    first, second = sure(0.3, 0.2, 0.4, name="one"), sure(0.5, 0.4, 0.6, name="two")
    band = Band(low=0.8, source="us", measure="two")

    assert "two" == change_of(found(first, second), found(first, second, band=band)).second.name
    assert "one" == change_of(found(rate(1, 2), first, second), found(rate(1, 2), first, second)).second.name
    other = attrs.evolve(band, measure="three")
    assert "one" == change_of(found(first), found(first, band=other)).second.name


def test_the_group_furthest_from_even():
    """Of several groups it is the one furthest from even on that day; a group of two is not judged."""
    groups = [Group("small", 2), Group("big", 30), Group("middle", 9), Group("not recorded", 9)]
    shares = [(0.1, "small"), (0.9, "big"), (0.5, "middle"), (0.1, "not recorded")]
    measures = [sure(value, value, value, of=of) for value, of in shares]

    assert "middle" == change_of(found(*measures, groups=groups), found(*measures, groups=groups)).first.of
    parts = [sure(value, value, value, of=f"hosted: {of}") for value, of in shares]
    assert "hosted: middle" == change_of(found(*parts, groups=groups), found(*parts, groups=groups)).first.of
    ties = [sure(0.5, 0.4, 0.6, of="knows"), sure(0.4, 0.3, 0.5, of="trusts")]
    assert "trusts" == change_of(found(*ties, groups=groups), found(*ties, groups=groups)).first.of


def test_what_the_sentence_says_is_compared():
    """Of several groups it is the one that the sentence speaks of; in several parts, the same part on both days."""
    groups = [Group("job", 30), Group("carer", 20)]
    first = found(sure(0.8, 0.7, 0.9, of="carer"), sure(1.5, 1.4, 1.6, of="job"), groups=groups)
    told = attrs.evolve(first, words={"least": "carer"})
    assert ("carer", "carer") == tuple(m.of for m in (change_of(told, told).first, change_of(told, told).second))
    assert "job" == change_of(first, told).first.of

    steps = [sure(0.2, 0.1, 0.3, of="voice: job"), sure(0.9, 0.8, 1, of="space: job"), *first.measures]
    now = found(*steps, groups=groups, words={"least": "job", "here": "space: job"})
    before = found(*steps[:2], groups=groups, words={"least": "job", "here": "voice: job"})
    change = change_of(before, now)
    assert ("space: job", "space: job") == (change.first.of, change.second.of)
    whole = attrs.evolve(now, words={"least": "carer"})
    assert ("carer", None) == (change_of(whole, whole).first.of, change_of(before, whole).first)
    ties = [found(sure(0.5, 0.4, 0.6, of=kind), groups=groups) for kind in ("knows", "trusts")]
    assert None is change_of(*ties).first


@pytest.mark.parametrize(
    ("before", "after", "why", "says"),
    [
        ("unknown", "even", "start", "On 2019-03-01 there is nothing to compare with."),
        ("even", "unknown", "end", "On 2019-12-01 there is nothing to compare with."),
        ("unknown", "unknown", "either day", "There is nothing to compare on either day."),
    ],
)
def test_nothing_recorded_is_no_change(before, after, why, says):
    """Where a check cannot tell on one day, nothing can be told of two."""
    measure = sure(0.3, 0.2, 0.4)
    change = change_of(found(measure, status=before, as_of=START), found(sure(0.9, 0.8, 1), status=after, as_of=END))

    assert ("cannot tell", why, says) == (change.verdict, change.why, change.sentence)


def test_a_measure_that_one_day_lacks():
    """A number that is not defined on one day cannot be compared, nor can a check without any."""
    nothing = Measure("gap", None, unit="times", n=0, reason="nobody came")
    change = change_of(found(nothing), found(sure(0.3, 0.2, 0.4)))

    assert ("cannot tell", "start", None) == (change.verdict, change.why, change.first)
    assert "gap (even is 1): not known, then 0.3 (n = 20, from 0.2 to 0.4)" == change.numbers
    empty = change_of(found(), found())
    assert ("cannot tell", "either day", "") == (empty.verdict, empty.why, empty.numbers)


INTERVALS = st.lists(st.integers(0, 30), min_size=3, max_size=3).map(sorted)


@given(INTERVALS, INTERVALS)
def test_the_other_way_round(one, other):
    """Seen from the other end a change is the opposite change; a day beside itself is no change."""
    first, second = (found(sure(m / 10, low / 10, high / 10)) for low, m, high in (one, other))
    opposite = {"more even": "less even", "less even": "more even", "cannot tell": "cannot tell"}

    assert opposite[change_of(first, second).verdict] == change_of(second, first).verdict
    assert "cannot tell" == change_of(first, first).verdict


@given(INTERVALS)
def test_a_distance_holds_the_measured_one(ends):
    """How far from even is between the ends of its interval; 0 is in it where even is."""
    low, middle, high = (end / 10 for end in ends)
    least, most = distance(sure(middle, low, high))

    assert least <= abs(middle - 1) <= most
    assert (low <= 1 <= high) == (least == 0)


def test_a_distance_that_is_not_known():
    """Without an even value, or without an interval, there is no distance."""
    assert distance(rate(1, 2)) is None
    assert distance(Measure("gini", 0.2, unit="share", n=3, even_at=0)) is None


# Projects


def test_a_project_that_asked_everyone_in_the_end():
    """Who was not asked at first was asked later: that is more even, and the numbers say by how much."""
    comparison = coprod.compare(project(asked_later()), START, END, by="sector", only=ONLY)

    change = comparison["strengths-on-record"]
    assert ("more even", "citizen", 0.1, 1) == (
        change.verdict,
        change.first.of,
        change.first.value,
        change.second.value,
    )
    assert ("uneven", "even") == (change.before.status, change.after.status)


def test_a_project_that_did_not_go_on_asking():
    """Citizens who came later were not asked what they bring: that is less even."""
    everyone = [*people(citizen=30, job=30), *brings("job", range(1, 31), date(2019, 1, 1))]
    asked = brings("citizen", range(1, 31), date(2019, 1, 1))
    later = [person(f"new{n}", "citizen", joined=date(2019, 6, 1)) for n in range(60)]

    comparison = compare(project(everyone, asked, later), START, END, [STRENGTHS_ON_RECORD], by="sector")
    change = comparison["strengths-on-record"]
    assert ("less even", "even", "uneven") == (change.verdict, change.before.status, change.after.status)


def test_nothing_on_record_yet():
    """Before anything is on record nothing can be compared."""
    early = coprod.compare(project(asked_later()), date(2018, 1, 1), END, by="sector", only=ONLY)

    assert ("cannot tell", "start") == (early.changes[0].verdict, early.changes[0].why)


def test_all_checks_that_are_known():
    """Without names all checks are asked, in the order of a report."""
    small = project(people(citizen=3))

    known = [finding.check for finding in coprod.check(small)]
    assert known == [change.check for change in coprod.compare(small, START, END)]


def test_days_in_order():
    """The earlier day comes first; a project does not change within a day."""
    with pytest.raises(ValueError, match="the earlier day comes first: 2019-12-01 is after 2019-03-01"):
        coprod.compare(project(people(citizen=3)), END, START)
    assert {"cannot tell"} == {c.verdict for c in coprod.compare(project(asked_later()), END, END, by="sector")}


@settings(max_examples=10, deadline=None)
@given(st.randoms(use_true_random=False))
def test_order_and_names_change_nothing(random):
    """The order of rows, and what ids people have, make no difference."""
    rows = asked_later()
    random.shuffle(rows)
    plain = coprod.compare(project(asked_later()), START, END, by="sector", only=ONLY)
    other = [
        attrs.evolve(row, id=f"x{row.id}") if isinstance(row, Partner) else attrs.evolve(row, partner=f"x{row.partner}")
        for row in rows
    ]

    assert plain.to_dict() == coprod.compare(project(rows), START, END, by="sector", only=ONLY).to_dict()
    assert plain.to_dict() == coprod.compare(project(other), START, END, by="sector", only=ONLY).to_dict()


# How it is told


def test_as_json():
    """It goes through JSON, with both findings whole."""
    plain = coprod.compare(project(asked_later()), START, END, by="sector", only=ONLY).to_dict()

    assert plain == json.loads(json.dumps(plain))
    assert ("2019-03-01", "2019-12-01", "sector") == (plain["from"], plain["to"], plain["by"])
    assert "Of 1 question: more even 1, less even 0; for 0 we cannot tell." == plain["summary"]
    keys = ["check", "title", "verdict", "why", "sentence", "compared", "before", "after"]
    assert keys == list(plain["changes"][0])
    assert [None, None] == change_of(found(), found()).to_dict()["compared"]


def test_markdown_and_html():
    """Each check has its verdict, both answers and the numbers; what labels hold is text."""
    spec = EqualityCheck(
        name="tea",
        title="<Tea>?",
        question="?",
        source="us",
        reads=(Partner,),
        sentences={"watch": "{least} had less."},
        ask="?",
        find=lambda *_: Finding("watch", measures=sure(0.3, 0.2, 0.4, of="<b>"), words={"least": "*bo*"}),
    )
    comparison = compare(project(people(citizen=3)), START, END, [spec, STRENGTHS_ON_RECORD], by="sector")

    assert "Of 2 questions: more even 0, less even 0; for 2 we cannot tell." in comparison.to_markdown()
    assert "Of 2 questions: " in comparison._repr_html_()
    assert "**Cannot tell.** We cannot tell if this changed" in comparison.to_markdown()
    assert "- 2019-03-01, worth a look: \\*bo\\* had less." in comparison.to_markdown()
    html = comparison._repr_html_()
    assert ("&lt;Tea&gt;?" in html, "<Tea>" in html, "0.3 for &lt;b&gt;" in html) == (True, False, True)


def test_picking_one():
    """A check that was not asked is an error with the nearest one."""
    comparison = coprod.compare(project(people(citizen=3)), START, END, only=ONLY)

    assert (1, ONLY[0]) == (len(comparison), next(iter(comparison)).check)
    with pytest.raises(NotFound, match="Did you mean `strengths-on-record`"):
        _ = comparison["strengths-on-recor"]


def test_the_example_says_no_more_than_it_knows():
    """In a project of fifty people no change of sixteen months is larger than what the numbers are unsure of."""
    comparison = coprod.compare(coprod.read(EXAMPLE), date(2019, 6, 1), date(2020, 10, 15), only=["being-heard"])

    change = comparison["being-heard"]
    assert ("cannot tell", "overlap", "disparity") == (change.verdict, change.why, change.second.name)
