"""shared-control."""

import pytest
from tests.equality.building import found, people, person, project, room
from tests.equality.two_ways import counted, disclosed

from coprod.equality.checks.control import SHARED_CONTROL
from coprod.equality.run import run_check
from coprod.records import Decision, Partner, Role
from coprod.settings import Agreed, Settings


def made(decision, topic, *who, rule=None):
    """A decision on a topic, and who made it."""
    return [
        Decision(decision, title="Tea", space="s1", topic=topic, rule=rule),
        *(Role(one, f"decision:{decision}", "decided") for one in who),
    ]


def here(**how):
    """A person for each id, here as they are."""
    return [person(who, here_as=word) for who, word in how.items()]


US = here(ann="own experience", bob="job", cat="own experience", dan="volunteer")


def test_nothing_on_record():
    """Without decisions on the three topics it cannot tell; decisions without a topic are said."""
    assert "No decision on money, people or the agenda is on record yet." == found(SHARED_CONTROL).answer
    records = [people(a=3, b=3), room(), made("d1", "plan", "a1"), made("d2", "money")]
    assert "No decision on money, people or the agenda is on record yet." == found(SHARED_CONTROL, *records).answer
    finding = found(SHARED_CONTROL, people(a=3, b=3), room(), made("d1", None, "a1"))
    assert ("unknown", "Decisions are on record, but not what they are about.") == (finding.status, finding.answer)


def test_a_hand_worked_example():
    """One of two on money with someone here from own experience, none of one on people; the agenda is not on record."""
    decisions = [
        *made("d1", "money", "ann", "bob"),
        *made("d2", "money", "bob"),
        *made("d3", "people", "bob", "dan"),
        *made("d4", None, "ann"),
    ]
    finding = found(SHARED_CONTROL, US, room(), decisions, by="here_as")

    assert ("watch", 1 / 3, 3) == (
        finding.status,
        finding.measure("shared_control").value,
        finding.measure("shared_control").n,
    )
    assert [0.5, 0, None] == [finding.measure("shared_control", t).value for t in ("money", "people", "agenda")]
    assert (1, 4) == (finding.measure("no_topic").value, finding.measure("no_topic").n)
    assert (
        "Of 2 decisions on money, someone here from their own experience had a part in 1. Of 1 decisions on people,"
        " someone here from their own experience had a part in 0." == finding.answer
    )


def test_more_than_one_group():
    """Under another grouping, people of two groups have to have a part; those without a group are none."""
    decisions = [*made("d1", "money", "a1", "a2"), *made("d2", "people", "a1", "b1"), *made("d3", "agenda", "a1", "x")]
    finding = found(SHARED_CONTROL, people(a=3, b=3), person("x"), room(), decisions)

    assert [0, 1, 0] == [finding.measure("shared_control", t).value for t in ("money", "people", "agenda")]
    assert "Of 1 decisions on money, people of more than one group had a part in 0." in finding.answer
    assert finding.answer.endswith("Of 1 decisions on the agenda, people of more than one group had a part in 0.")


def test_even():
    """Where they had a part in every decision that is on record, it is even; all who came decide by consensus."""
    finding = found(
        SHARED_CONTROL,
        US,
        room("ann", "bob"),
        made("d1", "money", rule="consensus"),
        made("d2", "agenda", "cat"),
        by="here_as",
    )

    answer = (
        "We know of 2 decisions on money, people or the agenda. In each of them someone here from their own experience"
    )
    assert ("even", f"{answer} had a part.") == (finding.status, finding.answer)


def test_none():
    """Where they had a part in none, it is worth a look; an organisation decided, and is nobody's experience."""
    own = Partner("forum", kind="organisation", here_as="own experience")
    finding = found(
        SHARED_CONTROL, US, own, room(), made("d1", "money", "forum"), made("d2", "people", "bob"), by="here_as"
    )

    assert ("watch", True) == (finding.status, "We know of none in which someone here from their own" in finding.answer)
    assert "We know of 2 decisions" in finding.answer


@pytest.mark.parametrize("by", ["sector", "everyone"])
def test_one_group(by):
    """Where there is one group, there is nothing to share with; those whose group is not recorded are none."""
    finding = found(SHARED_CONTROL, people(a=3), room(), made("d1", "money", "a1"), by=by)

    assert ("unknown", "Only one group is on record, so there is nothing to compare.") == (
        finding.status,
        finding.answer,
    )


@pytest.mark.parametrize(("low", "status"), [(0.5, "even"), (0.6, "uneven")])
def test_the_partners_band(low, status):
    """What is enough is for the partners to say."""
    settings = Settings(agreed={"shared-control": Agreed(low=low)})
    tea = project(US, room(), made("d1", "money", "ann"), made("d2", "people", "bob"), settings=settings)
    finding = run_check(SHARED_CONTROL, tea)

    assert (status, True) == (finding.status, finding.answer.startswith("Of 1 decisions on money"))
    assert "agenda" not in finding.answer


@pytest.mark.parametrize("by", ["here_as", "sector"])
def test_two_ways(by):
    """Both engines count the same, and group tables alone give the same answer."""
    tea = project(
        US,
        people(a=2, b=2),
        room("a1", "ann"),
        made("d1", "money", "a1", "b1"),
        made("d2", "people", rule="consent"),
        made("d3", None, "a1"),
    )

    assert ["people", "control"] == [table.name for table in counted(SHARED_CONTROL, tea, by)]
    assert "watch" == disclosed(SHARED_CONTROL, tea, by).status
