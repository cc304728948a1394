"""who-is-missing."""

from datetime import date

import pytest
from tests.equality.building import found, people, person, project
from tests.equality.two_ways import counted, disclosed

from coprod.equality.checks.missing import WHO_IS_MISSING
from coprod.equality.run import run_check
from coprod.records import Characteristic, Partner, Population
from coprod.settings import Settings

DAY = date(2018, 6, 30)


def population(characteristic="age", *, on=DAY, area=None, **values):
    """How many people of each value could be here."""
    return [
        Population(characteristic, value, area=area, on=on, count=n, source="invented") for value, n in values.items()
    ]


def ages(**sizes):
    """So many people of each age, and that they say so."""
    who = [person(f"{value}{n}") for value, size in sizes.items() for n in range(size)]
    return [*who, *(Characteristic(f"{value}{n}", "age", value) for value, size in sizes.items() for n in range(size))]


def test_no_population_on_record():
    """Without a population it cannot tell, whoever is here."""
    for records in ((), (ages(young=5, old=5),)):
        finding = found(WHO_IS_MISSING, *records)
        assert ("unknown", "There is no count on record of the people who could be here.") == (
            finding.status,
            finding.answer,
        )


def test_nobody_said():
    """With a population and nobody who says anything like it, it cannot tell."""
    finding = found(WHO_IS_MISSING, people(a=5), population(young=5, old=5))

    assert ("unknown", "We know who could be here. Of the people here, nothing like it is on record.") == (
        finding.status,
        finding.answer,
    )
    assert "unknown" == found(WHO_IS_MISSING, population(young=5)).status


def test_even():
    """Ten of twenty here, and half of those who could be."""
    finding = found(WHO_IS_MISSING, ages(young=10, old=10), population(young=500, old=500))

    assert ("even", 1) == (finding.status, finding.measure("representation_ratio", "age: old").value)
    assert [("age: old", 10, 10, 20, 0.5), ("age: young", 10, 10, 20, 0.5)] == [
        (g.group, g.n, g.count, g.total, g.share) for g in finding.groups
    ]


def test_a_group_is_missing():
    """A value that nobody here has is 0 and named, as a group and never a person."""
    finding = found(WHO_IS_MISSING, ages(young=10), population(young=500, old=500))

    assert ("uneven", 0) == (finding.status, finding.measure("representation_ratio", "age: old").value)
    assert "Beside the people who could be here, nobody here is on record as “age: old”." == finding.answer


def test_a_group_is_small():
    """Two of twenty where half could be: a fifth of its even share."""
    finding = found(WHO_IS_MISSING, ages(young=18, old=2), population(young=500, old=500))

    assert "uneven" == finding.status
    assert "Beside the people who could be here, the group “age: old” has 20% of its even share." == finding.answer


def test_a_group_is_large():
    """Where the others are too few to expect one person of, the one above its share is named."""
    alone = found(WHO_IS_MISSING, ages(a=16, b=0), population(a=100, **{f"x{n}": 6 for n in range(10)}))
    assert ("uneven", "Beside the people who could be here, the group “age: a” has 160% of its even share.") == (
        alone.status,
        alone.answer,
    )


def test_one_person_would_turn_it():
    """One person more would make it even."""
    finding = found(WHO_IS_MISSING, ages(young=7, old=4), population(young=500, old=500))

    assert ("watch", True) == (finding.status, finding.answer.endswith("That can be chance."))


def test_too_few_say_it():
    """A characteristic that fewer than half have on record is shown and not judged."""
    finding = found(WHO_IS_MISSING, ages(young=4), people(a=6), population(young=500, old=500))

    assert ("unknown", True) == (
        finding.status,
        finding.answer.startswith("We know the “age” of 40% of 10 people here."),
    )
    assert "on record for too few people here" == finding.measure("representation_ratio", "age: young").reason


def test_only_one_answer_was_noted():
    """Where people write "yes" when it is so and nothing else, nobody is said to be missing."""
    finding = found(WHO_IS_MISSING, ages(yes=8), people(a=2), population(yes=100, no=900))

    assert ("unknown", "one kind") == (finding.status, finding.say)
    assert finding.answer.startswith("On “age”, only one answer was ever noted of the people here, and not of all.")
    assert "only one value was noted, and not of all" == finding.measure("representation_ratio", "age: no").reason
    assert "too few" == found(WHO_IS_MISSING, ages(yes=4), people(a=6), population(yes=100, no=900)).say


def test_the_latest_population_of_the_area_counts():
    """The latest day; of one day the project's own area; another area is not looked at."""
    own = Settings(area="S1")
    records = [
        *ages(young=10, old=10),
        *population(young=1, old=9, on=date(2011, 1, 1)),
        *population(young=1, old=9),
        *population(young=5, old=5, area="S1"),
        *population(young=1, old=9, area="S2", on=date(2020, 1, 1)),
    ]
    finding = run_check(WHO_IS_MISSING, project(*records, settings=own))
    assert 1 == finding.measure("representation_ratio", "age: old").value

    nowhere = run_check(WHO_IS_MISSING, project(*records))
    assert 0.5 / 0.9 == pytest.approx(nowhere.measure("representation_ratio", "age: old").value)


def test_columns_of_partners():
    """A population may count sectors, and how people are here; organisations are no people, groups are."""
    knit = Partner("knit", kind="group", sector="b", people=10)
    nhs = Partner("nhs", kind="organisation", sector="b", people=90)
    finding = found(WHO_IS_MISSING, people(a=10), knit, nhs, person("x"), population("sector", a=7, b=7))
    assert ("even", 20 / 21) == (finding.status, finding.measure("on_record", "sector").value)

    here = [person(f"p{n}", here_as="job") for n in range(5)]
    assert "even" == found(WHO_IS_MISSING, here, population("here_as", job=7)).status


def test_more_than_one_value():
    """Someone with two values is in neither, and known; equal rows are one."""
    both = Characteristic("old0", "age", "young")
    finding = found(WHO_IS_MISSING, ages(young=3, old=3), both, population(young=5, old=5))

    assert [("age: more than one", 1), ("age: old", 2), ("age: young", 3)] == [
        (g.group, g.count) for g in finding.groups
    ]
    assert 1 == finding.measure("on_record", "age").value
    assert finding.measure("representation_ratio", "age: more than one").value is None


def test_on_both_engines_and_in_a_release():
    """Both engines count the same; in a release there is no population to compare with."""
    tea = project(ages(young=6, old=6), population(young=5, old=5), population("sector", a=5))
    counted(WHO_IS_MISSING, tea)
    finding = disclosed(WHO_IS_MISSING, tea)

    assert ("unknown", "stewards only", "not shown") == (finding.status, finding.say, finding.measures[0].reason)
