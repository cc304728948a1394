"""The check: did we note what our strategic decisions mean for people with little money?"""

from datetime import date

import pytest

from coprod import Decision, Project
from coprod.equality.run import run_check
from coprod_scotland.fairer import FAIRER_SCOTLAND, is_noted, is_strategic


def decision(name="d", *, strategic="", fairer="", **columns):
    """A decision with the extra columns of this plugin."""
    extras = {"strategic": strategic, "fairer_scotland": fairer}
    return Decision(name, **{"title": f"Title {name}", "extras": {k: v for k, v in extras.items() if v}, **columns})


@pytest.mark.parametrize(
    ("columns", "strategic"),
    [
        ({"strategic": "yes"}, True),
        ({"strategic": "Yes", "stage": "deliver"}, True),
        ({"strategic": "no", "topic": "plan"}, False),
        ({"strategic": "not sure", "topic": "plan"}, True),
        ({"topic": "money"}, True),
        ({"topic": "plan", "stage": "commission"}, True),
        ({"topic": "plan", "stage": "design"}, False),
        ({"topic": "people"}, False),
        ({}, False),
        ({"strategic": "yes", "at": date(2018, 3, 31)}, False),
        ({"strategic": "yes", "at": date(2018, 4, 1)}, True),
    ],
)
def test_what_is_strategic(columns, strategic):
    """The column decides; where it is empty, topic and stage do; nothing is from before the duty was in force."""
    assert strategic == is_strategic(decision(**columns))


@pytest.mark.parametrize(
    ("columns", "noted"),
    [
        ({"fairer": "assessment of 3 May"}, True),
        ({"fairer": "not needed: no effect on anyone's money"}, True),
        ({"fairer": "No"}, False),
        ({"note": "We asked what it means for people in poverty"}, True),
        ({"note": "Fairer Scotland assessment is in the annex"}, True),
        ({"note": "made before there were partners"}, False),
        ({}, False),
    ],
)
def test_what_is_a_note(columns, noted):
    """An entry in the column or a word about disadvantage in the note is one; a bare no is none."""
    assert noted == is_noted(decision(**columns))


def asked(*decisions):
    """What the check finds."""
    return run_check(FAIRER_SCOTLAND, Project("Tea", decisions))


def test_says_which_have_none():
    """Decisions without a note are named, the latest first, and are the evidence."""
    found = asked(
        decision("d1", strategic="yes", at=date(2019, 1, 1)),
        decision("d2", strategic="yes", at=date(2019, 2, 1)),
        decision("d3", strategic="yes", fairer="see annex"),
        decision("d4"),
    )

    assert "watch" == found.status
    assert "33% of 3 strategic decisions have a note" in found.answer
    assert "There is none with “Title d2”; “Title d1”." in found.answer
    assert {"decision:d1", "decision:d2"} == {*found.evidence}


def test_a_long_list_is_cut():
    """A sentence names a few and says how many more there are."""
    assert "; and 2 more." in asked(*(decision(f"d{n}", strategic="yes") for n in range(5))).answer


def test_a_note_proves_nothing():
    """Where each has a note, that is no verdict."""
    found = asked(decision(strategic="yes", fairer="see annex"))

    assert "unknown" == found.status
    assert "Each of our strategic decisions (1) has a note" in found.answer


def test_none_is_strategic():
    """Without a strategic decision it says how to mark one."""
    found = asked(decision())

    assert "unknown" == found.status
    assert "A column `strategic`" in found.answer
    assert found.measure("noted").reason
