"""The check: are the areas that we wrote as codes council areas of today?"""

from datetime import date

import pytest

from coprod import Partner, Population, Project
from coprod.equality.run import run_check
from coprod.settings import Settings
from coprod_scotland.areas import COUNCIL_AREAS


def asked(*areas, own="", counted=None):
    """What the check finds where partners live in these areas."""
    partners = [Partner(f"p{n}", kind="person", area=area) for n, area in enumerate(areas)]
    population = (
        [Population("sector", "any", area=counted, on=date(2011, 3, 27), count=90, source="census")] if counted else []
    )
    return run_check(COUNCIL_AREAS, Project("Tea", [*partners, *population], settings=Settings(area=own)))


def test_codes_of_today():
    """Where all codes are of today there is nothing to put right, and places by name are left as they are."""
    found = asked("S12000019", "Braeburn", None, own="S12000019")

    assert "even" == found.status
    assert "We wrote 2 areas as codes" in found.answer
    assert [("S12000019 (Midlothian)", 1)] == [(g.group, g.n) for g in found.groups]


def test_old_codes():
    """An old code is named with the one that replaced it, and people count under that one."""
    found = asked("S12000046", "S12000049", "S12000046")

    assert "watch" == found.status
    assert "`S12000046` is now S12000049 (Glasgow City)." in found.answer
    assert ("partner:p0", "partner:p2") == found.evidence
    assert [("S12000049 (Glasgow City)", 3)] == [(g.group, g.n) for g in found.groups]


def test_codes_in_the_settings_and_the_population():
    """The project's own area and those of counts are looked at too."""
    found = asked(own="S12000015", counted="s12000024")

    assert "`S12000015` is now S12000047 (Fife); `s12000024` is now S12000048 (Perth and Kinross)." in found.answer
    assert 1 == len(found.evidence)


def test_codes_that_are_none():
    """A code that no council area has is said so."""
    found = asked("S12000099", "s12000020")

    assert "`S12000099` is no council area" in found.answer
    assert "`s12000020` is written S12000020 (Moray)" in found.answer


@pytest.mark.parametrize("areas", [(), ("Leith",)])
def test_no_codes(areas):
    """Without codes there is nothing to say."""
    found = asked(*areas)

    assert "unknown" == found.status
    assert found.measure("current").reason
