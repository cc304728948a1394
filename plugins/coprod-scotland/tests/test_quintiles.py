"""The check: do people from the most deprived areas come, as many as there are?"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod import Characteristic, Partner, Population, Project
from coprod.equality.run import run_check
from coprod.errors import InvalidInput
from coprod.settings import Settings
from coprod_scotland import Simd
from coprod_scotland.placed import simd_of
from coprod_scotland.quintiles import SIMD_QUINTILES

DAY = date(2020, 1, 28)


def people(*quintiles, version="2020v2"):
    """People of areas of these quintiles, 1 being most deprived."""
    for n, quintile in enumerate(quintiles):
        yield Partner(f"p{n}", kind="person")
        yield Characteristic(f"p{n}", "SIMD", str(Simd(version, quintile)))


def area(*counts, version="2020v2", **more):
    """How many people the area has in each quintile, from the most deprived on."""
    for quintile, count in enumerate(counts, 1):
        where = {"on": DAY, "source": "mid-year estimates", **more}
        yield Population("SIMD", str(Simd(version, quintile)), count=count, **where)


def asked(*records, settings=None):
    """What the check finds."""
    return run_check(SIMD_QUINTILES, Project("Tea", records, settings=settings))


def test_as_many_as_there_could_be():
    """Where the most deprived fifth is as common here as there, it is even, and the sentence gives both."""
    found = asked(*people(1, 2, 3, 4, 5), *area(100, 100, 100, 100, 100))

    assert "even" == found.status
    assert "By SIMD2020v2, 20% of the 5 people whose area is known live in the most deprived fifth" in found.answer
    assert 5 == len(found.groups)


def test_far_fewer():
    """Where far fewer come than there are, it is uneven."""
    found = asked(*people(2, 3, 4, 5, 5, 5), *area(400, 100, 100, 100, 100))

    assert "uneven" == found.status
    assert "0% of the 6 people" in found.answer
    assert "but 50% of those who could be here" in found.answer


def test_one_person_more():
    """Where one person more would make it even, it is no more than worth a look."""
    assert "watch" == asked(*people(2, 2, 3, 4, 5), *area(100, 100, 100, 100, 100)).status


def test_more_than_there_could_be():
    """To have more people from the most deprived areas is not called uneven."""
    assert "even" == asked(*people(1, 1, 1, 1, 1), *area(1, 100, 100, 100, 100)).status


def test_without_counts_we_cannot_tell():
    """A fifth of Scotland is not a fifth of every place."""
    found = asked(*people(1, 2, 3, 4, 5))

    assert "unknown" == found.status
    assert "no counts of our whole area" in found.answer


def test_nobody_there():
    """Where nobody of the area lives in the most deprived fifth there is nothing to compare."""
    found = asked(*people(2, 2, 3, 4, 5), *area(0, 100, 100, 100, 100))

    assert "unknown" == found.status
    assert "none of those who could be here" in found.answer


def test_too_few():
    """Of a few people it says no share."""
    assert asked(*people(1, 2)).answer.startswith("We know the SIMD of too few people")


def test_nobody():
    """Without any SIMD it says so, and a characteristic that is another is left alone."""
    found = asked(Partner("ana", kind="person"), Characteristic("ana", "age", "30"))

    assert "We know the SIMD of nobody." == found.answer
    assert () == found.groups


def test_a_quintile_without_a_version_is_not_counted():
    """Rows that say half of it are left out, and the finding says how many."""
    half = [Partner("x", kind="person"), Characteristic("x", "SIMD", "2")]
    found = asked(*people(1, 2, 3, 4, 5), *half)

    assert "Not counted: 1 on record" in found.answer
    assert 5 == found.measure("here").n
    assert ("characteristic:x|SIMD|2",) == found.evidence
    assert "We know the SIMD of nobody. Not counted: 1" in asked(*half).answer


def test_two_quintiles_or_another_version():
    """Who has two quintiles of one version, or one of a version that few have, is left out."""
    two = [Characteristic("p0", "SIMD", "SIMD2020v2 Q5")]
    old = [Partner("x", kind="person"), Characteristic("x", "SIMD", "SIMD2004 Q5")]
    found = asked(*people(1, 2, 3, 4, 5, 5), *two, *old)

    assert 5 == found.measure("here").n
    assert "Not counted: 3 on record" in found.answer


def test_who_has_two_versions_counts_once():
    """A second version on record of the same people changes nothing but the number left out."""
    old = [Characteristic(f"p{n}", "SIMD", "SIMD2004 Q5") for n in range(5)]

    assert 5 == asked(*people(1, 2, 3, 4, 5), *old).measure("here").n


def test_a_group_counts_as_its_people_and_an_organisation_as_none():
    """People are counted, not rows."""
    group = [Partner("g", kind="group", people=7), Characteristic("g", "SIMD 2016", "Q1")]
    office = [Partner("o", kind="organisation"), Characteristic("o", "SIMD 2016", "2")]
    found = asked(*group, *office)

    assert (1, 7) == (found.measure("here").value, found.measure("here").n)
    assert "We know the SIMD of nobody." == asked(*office).answer


def test_counts_of_the_latest_day_and_of_the_whole_area():
    """Counts are of one day and one area: those of another place or an older day are not added."""
    here = Settings(area="S12000019")
    older, elsewhere = area(900, 1, 1, 1, 1, on=date(2012, 1, 1)), area(900, 1, 1, 1, 1, area="S12000047")
    twice = area(100, 100, 100, 100, 100, area="S12000019")
    found = asked(*people(1, 2, 3, 4, 5), *older, *elsewhere, *twice, *area(1, 1, 1, 1, 1), settings=here)

    assert 500 == found.measure("there").n


def test_counts_of_another_version_are_no_counts():
    """Quintiles of two versions are not set beside each other, nor rows that cannot be read."""
    odd = Population("SIMD", "1", on=DAY, count=9, source="somebody")
    other = Population("age", "9", on=DAY, count=9, source="somebody")

    assert "no counts" in asked(*people(1, 2, 3, 4, 5), *area(1, 1, 1, 1, 1, version="2016"), odd, other).answer


def test_the_value_may_say_it_all():
    """A version in the name of the characteristic and another in the value are refused."""
    assert Simd("2016", 1) == simd_of("SIMD", "SIMD2016 Q1") == simd_of("SIMD2016", "SIMD2016 Q1")
    with pytest.raises(InvalidInput, match="a quintile of SIMD2012"):
        simd_of("SIMD2012", "SIMD2016 Q1")


@given(st.lists(st.integers(1, 5), min_size=5, max_size=9), st.sampled_from(["2004", "2006", "2016", "2020v2"]))
def test_a_version_coded_the_other_way_gives_the_same(quintiles, version):
    """The same people in the same areas give the same shares, however their version was coded."""
    one = asked(*people(*quintiles, version=version), *area(3, 2, 2, 2, 1, version=version))
    other = asked(*people(*quintiles), *area(3, 2, 2, 2, 1))

    assert (other.status, other.groups) == (one.status, one.groups)
