"""Whether people understand what the vision is for, beside shared-vision."""

from datetime import date

import pytest
from tests.equality.building import found, people, project
from tests.equality.example import EXAMPLE, everyone
from tests.equality.two_ways import counted, disclosed

from coprod.equality.checks.outcomes import OUTCOMES
from coprod.equality.checks.vision import SHARED_VISION
from coprod.equality.run import run_check
from coprod.records import Goal, Indicator, Measurement, Partner

OLD = Goal("g1", kind="vision", text="Tea", agreed=date(2019, 1, 17))
NEW = Goal("g2", kind="vision", text="Tea for all", agreed=date(2019, 3, 28), replaces="g1")
AIM = Goal("g3", kind="aim", text="Cups")
ASKED = Indicator("i1", goal="g1", name="I know what this is for", better="up", minimum=1, maximum=5)
FIRST, LAST = date(2019, 2, 1), date(2020, 2, 1)
SPOKEN = " Asked if they know what we are here for,"


def marks(value, *who, at=LAST, indicator="i1"):
    """The same mark from each."""
    return [Measurement(indicator, one, at=at, value=value) for one in who]


def asked(*records, **more):
    """What the check finds of people who have a vision and an indicator of it."""
    return found(SHARED_VISION, OLD, NEW, AIM, *records, **more)


def numbers(finding, name="understood"):
    """By group, in all under the empty label: the share and of how many people."""
    return {m.of: (m.value, m.n) for m in finding.measures if m.name == name}


def test_above_the_middle_by_group():
    """The latest mark counts, above the middle of the scale; the middle itself is not above it."""
    early = marks(5, "a1", at=FIRST)
    finding = asked(
        people(a=4, b=4), ASKED, early, marks(3, "a1"), marks(4, "a2", "a3", "b1"), marks(1, "b2"), marks(2, "b3")
    )

    assert {"": (3 / 6, 6), "a": (2 / 3, 3), "b": (1 / 3, 3)} == numbers(finding)
    assert {"": (6 / 8, 8), "a": (3 / 4, 4), "b": (3 / 4, 4)} == numbers(finding, "gave_a_mark")
    assert finding.answer.endswith(
        f"{SPOKEN} 50% of 6 people gave a mark above the middle. In the group “b” it was 33%."
    )


def test_then_and_now_of_the_same_people():
    """At first and the last time: of those alone who gave a mark on two days or more."""
    two = ("a1", "a2", "a3", "b1", "b2", "b3")
    between = marks(5, "a1", at=date(2019, 9, 1))
    finding = asked(
        people(a=4, b=3),
        ASKED,
        marks(2, *two, at=FIRST),
        between,
        marks(4, *two[:3]),
        marks(3, *two[3:5]),
        marks(4, "b3", "a4"),
    )

    assert ((0, 6), (4 / 6, 6)) == (numbers(finding, "understood_then")[""], numbers(finding, "understood_now")[""])
    assert ((1, 3), (1 / 3, 3)) == (numbers(finding, "understood_now")["a"], numbers(finding, "understood_now")["b"])
    assert finding.answer.endswith(
        " Of the 6 asked twice, 0% did so at first and 67% the last time. In the group “b” it was 0% at first and 33%"
        " the last time."
    )


@pytest.mark.parametrize(
    "indicator",
    [
        Indicator("i1", goal="g3", name="Cups", better="up", minimum=1, maximum=5),
        Indicator("i1", name="Cups", better="up", minimum=1, maximum=5),
        Indicator("i1", goal="g1", name="Cups", minimum=1, maximum=5),
        Indicator("i1", goal="g1", name="Cups", better="up", minimum=1),
        Indicator("i1", goal="g1", name="Cups", better="up", maximum=5),
    ],
)
def test_which_indicators(indicator):
    """Only one whose goal is a vision, and of which the scale and the better side are on record."""
    finding = asked(people(a=4), indicator, marks(5, "a1", "a2", "a3"))

    assert ({}, False) == (numbers(finding), SPOKEN in finding.answer)


def test_where_less_is_better():
    """Where down is better, a mark below the middle counts; with several indicators, all of them have to."""
    unclear = Indicator("i2", goal="g2", name="I am lost here", better="down", minimum=0, maximum=10)
    told = marks(2, "a1", "a2", indicator="i2") + marks(5, "a3", indicator="i2")
    assert (2 / 3, 3) == numbers(asked(people(a=4), unclear, told))[""]

    both = asked(people(a=4), unclear, ASKED, told, marks(5, "a1"), marks(1, "a2"), marks(5, "a4"))
    assert (2 / 4, 4) == numbers(both)[""]


def test_who_counts():
    """A group counts its people, an organisation none; what one or two people say is not told."""
    knit = Partner("knit", kind="group", sector="a", people=12)
    nhs = Partner("nhs", kind="organisation", sector="b")
    assert {"": (1, 12), "a": (1, 12)} == numbers(asked(knit, nhs, ASKED, marks(5, "knit", "nhs")))

    two = asked(people(a=4), ASKED, marks(5, "a1", "a2"))
    assert ({"": (1, 2), "a": (1, 2)}, False) == (numbers(two), SPOKEN in two.answer)


def test_without_a_vision_that_holds():
    """Where none holds, that is said first; marks of an earlier one are told all the same."""
    gone = Goal("g1", kind="vision", text="Tea", agreed=date(2019, 1, 17), dropped=date(2019, 2, 1))
    finding = found(SHARED_VISION, gone, people(a=4), ASKED, marks(5, "a1", "a2", "a3"))

    assert ("unknown", f"No vision holds now.{SPOKEN} 100% of 3 people gave a mark above the middle.") == (
        finding.status,
        finding.answer,
    )


def test_they_are_figures_of_outcomes_too():
    """What the page of the check says: these marks are among the figures that got better or worse as well."""
    records = people(a=4), OLD, ASKED, marks(2, "a1", at=FIRST), marks(5, "a1")

    assert 1 == found(OUTCOMES, *records).measure("improved", "a").value
    assert "among the figures of `outcomes` too" in SHARED_VISION.formula


def test_on_both_engines_and_in_a_release():
    """Both engines count the same, and the group tables alone say the same."""
    twice = marks(2, *(f"a{n}" for n in range(1, 5)), at=FIRST) + marks(5, *(f"a{n}" for n in range(1, 5)))
    tea = project(people(a=4, b=4), OLD, NEW, ASKED, twice, marks(4, "b1", "b2", "b3"))
    counted(SHARED_VISION, tea)
    finding = disclosed(SHARED_VISION, tea)

    assert {"": (1, 7), "a": (1, 4), "b": (1, 3)} == numbers(finding)
    assert (0, 4) == numbers(finding, "understood_then")["a"]


@pytest.mark.parametrize("by", ["here_as", "sector", "everyone"])
def test_counted_again_in_the_example(by):
    """A count row by row gives the same, on an example in which people were asked twice."""
    of_each = {}
    for row in EXAMPLE.records(Measurement):
        if row.indicator == "i4":
            of_each.setdefault(row.partner, {})[row.at] = row.value
    expected = {"understood": {}, "understood_then": {}, "understood_now": {}}
    for who, (group, size) in everyone(by).items():
        days = of_each.get(who, {})
        for label in ("", group) if days else ():
            first, last = days[min(days)] > 3, days[max(days)] > 3
            told = {"understood": last} | ({"understood_then": first, "understood_now": last} if len(days) > 1 else {})
            for name, each in expected.items():
                yes, n = each.get(label, (0, 0))
                added = size if name in told else 0
                each[label] = (yes + added * told.get(name, False), n + added)
    finding = run_check(SHARED_VISION, EXAMPLE, by=by)

    for name, each in expected.items():
        assert {label: (pytest.approx(yes / n) if n else None, n) for label, (yes, n) in each.items()} == numbers(
            finding, name
        )
