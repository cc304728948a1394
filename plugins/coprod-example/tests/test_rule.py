"""The rule: young people's words reach the public as numbers only."""

import pytest
from hypothesis import given

from coprod import ConsentState, Level, Ruling
from coprod.testing import consent_states
from coprod_example.rule import decide


def state(age, **facts):
    """The state of an answer by someone of this age."""
    return ConsentState(category="views", characteristics={"age band": age}, **facts)


@pytest.mark.parametrize("age", ["under 16", None])
def test_young_people_are_only_counted(age):
    """The public gets numbers at most, also where nobody asked how old someone is."""
    assert Level.COUNT == decide(state(age)).level


def test_says_why():
    """The reason is there for the stewards."""
    assert "they are under 16" == decide(state("under 16")).reason


def test_grown_ups_decide_for_themselves():
    """The rule has nothing to say about grown-ups."""
    assert Ruling.no_objection() == decide(state("25-44"))


def test_among_ourselves_it_says_nothing():
    """The rule is about the public; partners of the project are not the public."""
    assert Ruling.no_objection() == decide(state("under 16", public=False, audience="partners"))


def test_organisations_have_no_age():
    """What an organisation says is not held back for want of its age."""
    assert Ruling.no_objection() == decide(state(None, subject="organisation"))


@given(consent_states())
def test_always_answers(state):
    """Whatever it is asked, the rule answers with a ruling, and one that it gives again."""
    ruling = decide(state)

    assert isinstance(ruling, Ruling)
    assert ruling == decide(state)
