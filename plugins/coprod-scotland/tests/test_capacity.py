"""The rule: from 12 on people answer for themselves."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import coprod
from coprod import Characteristic, Consent, ConsentState, Level, Partner, Project, Registry, Request, Ruling
from coprod.settings import Permission, Settings
from coprod.testing import consent_states
from coprod_scotland.ages import youngest
from coprod_scotland.capacity import AGES, CAPACITY_FROM_12, decide, may_be_under

MAY_BE_YOUNGER = ["under 12", "Under 16", "0-11", "10-14", "11", "over 10", "P5", "primary school", "18 months", "<12"]
TWELVE_OR_OLDER = ["12", "12-15", "12 or over", "over 11", "16–24", "75 and over", "75+", "older than 64"]
NO_AGE = ["", "rather not say", "adult"]


def state(age=None, name="age band", **facts):
    """The state of an answer by someone with these words for an age."""
    return ConsentState(characteristics={name: age}, **facts)


@pytest.mark.parametrize("age", MAY_BE_YOUNGER)
def test_who_may_be_under_12_needs_more_than_a_yes(age):
    """What rests on the bare yes of someone who may be under 12 is withheld, with a reason for the stewards."""
    ruling = decide(state(age))

    assert Level.WITHHOLD == ruling.level
    assert "under 12" in ruling.reason


@pytest.mark.parametrize("age", [*TWELVE_OR_OLDER, *NO_AGE, None])
def test_from_12_on_people_are_presumed_able(age):
    """There is no objection from 12 on, and none where no age is on record."""
    assert Ruling.no_objection() == decide(state(age))


@pytest.mark.parametrize("age", MAY_BE_YOUNGER)
@pytest.mark.parametrize("capacity", ["12 or over", "assessed", "adult"])
def test_a_capacity_on_record_is_enough(age, capacity):
    """Whoever is noted to be able answers for themselves, whatever the band says."""
    assert Ruling.no_objection() == decide(state(age, capacity=capacity))


def test_a_parent_may_answer():
    """An answer with an authority stands, and one by somebody without any does not."""
    assert Ruling.no_objection() == decide(state("under 12", by_proxy=True, track="others", authority="parent"))
    assert Level.WITHHOLD == decide(state("under 12", by_proxy=True, track="others")).level


def test_who_lacks_capacity_is_not_helped_by_a_note_of_it():
    """A note that someone lacks capacity is no note that they understand."""
    assert Level.WITHHOLD == decide(state("under 12", capacity="lacks")).level


def test_two_ages_are_a_doubt():
    """Where two ages are on record one of them may be under 12."""
    assert Level.WITHHOLD == decide(state("more than one")).level


@pytest.mark.parametrize("name", AGES)
def test_every_name_for_an_age_counts(name):
    """An age counts under each of the names that projects give it."""
    assert Level.WITHHOLD == decide(state("7", name)).level


def test_only_people_have_an_age():
    """A group, an organisation or a space is none of this rule's business."""
    assert Ruling.no_objection() == decide(state("under 12", subject="group"))


@given(consent_states())
def test_always_answers(state):
    """Whatever it is asked, the rule answers with a ruling, and one that it gives again."""
    assert isinstance(decide(state), Ruling)
    assert decide(state) == decide(state)


@given(st.text())
def test_reads_any_words(words):
    """No words for an age make it stumble."""
    lowest = youngest(words)

    assert lowest is None or lowest >= 0
    assert isinstance(may_be_under(12, words), bool)


@given(st.integers(12, 120), st.integers(0, 20))
def test_reads_bands(low, more):
    """A band from 12 up never counts as younger, and its lowest age is read."""
    assert low == youngest(f"{low}-{low + more}")
    assert not may_be_under(12, f"{low} to {low + more}")


@given(st.integers(0, 11), st.integers(0, 90))
def test_a_band_that_begins_under_12_is_never_missed(low, more):
    """Any band that begins under 12 leaves room for less than 12."""
    assert may_be_under(12, f"{low}-{low + more}")


def released(**answer):
    """The partners in a release, where Callum's band is `under 16` and he or someone else answered like this."""
    say = Permission(
        says="Show it.",
        categories=("profile", "identity"),
        purposes=("publication",),
        audiences=("public",),
        level="share",
    )
    settings = Settings(purposes={"publication": "the report"}, permission={"1": say})
    callum = Partner("callum", kind="person", name="Callum", sector="citizen")
    age = Characteristic("callum", "age band", "under 16")
    yes = Consent(
        "partner:callum", status="given", statements="1", on=date(2019, 1, 10), until=date(9999, 1, 1), **answer
    )
    project = Project("Libraries", [callum, age, yes], settings=settings)
    release = coprod.share(
        project, Request("publication", "public"), registry=Registry.load().extended(CAPACITY_FROM_12)
    )
    return release.rows("partners")


@pytest.mark.parametrize(
    ("answer", "there"),
    [
        ({}, False),
        ({"capacity": "12 or over"}, True),
        ({"given_by": "Lisa Reid (mother)", "authority": "parent"}, True),
    ],
)
def test_holds_in_a_release(answer, there):
    """What the rule says is what a release does."""
    assert there == bool(released(**answer))
