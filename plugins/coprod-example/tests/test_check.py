"""The check: do we meet when people can come?"""

from datetime import datetime

import pytest

from coprod import Project, Space
from coprod.equality.run import run_check
from coprod_example.check import MEETING_TIMES

MORNING = datetime(2019, 3, 5, 10, 30)  # noqa: DTZ001  # a time without an offset is in the project's zone
EVENING = datetime(2019, 3, 5, 18, 0)  # noqa: DTZ001
SATURDAY = datetime(2019, 3, 9, 10, 30)  # noqa: DTZ001


def asked(*times):
    """What the check finds where gatherings start at these times."""
    spaces = [Space(f"s{n}", name="Tea", starts=time) for n, time in enumerate(times)]
    return run_check(MEETING_TIMES, Project("Tea and talk", spaces))


@pytest.mark.parametrize("late", [EVENING, SATURDAY])
def test_both_kinds_of_time(late):
    """Half and half lies in the band, and the sentence gives the share."""
    finding = asked(MORNING, late)

    assert "even" == finding.status
    assert "50% of our 2 gatherings were in the evening or at a weekend." == finding.answer
    assert ("space:s1",) == finding.evidence


def test_one_kind_of_time():
    """Gatherings of one kind only lie outside it."""
    finding = asked(MORNING, MORNING)

    assert finding.status in {"uneven", "watch"}
    assert [0, 2] == [group.count for group in finding.groups]


@pytest.mark.parametrize("times", [(), (None,)])
def test_nothing_recorded(times):
    """Without a time nothing is even: we cannot tell."""
    finding = asked(*times)

    assert "unknown" == finding.status
    assert finding.measure("late").reason
