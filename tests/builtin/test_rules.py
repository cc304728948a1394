"""The consent rules that ship."""

import attrs
import pytest
from tests.consent.building import NOW, SETTINGS, no, released, rows, yes

from coprod import ConsentState, Level, Partner, Ruling
from coprod.builtin.rules import no_pseudonymised_ties, review_due
from coprod.settings import ConsentDefaults

ANA = Partner("ana", kind="person", name="Ana Canary")


@pytest.mark.parametrize(("months", "expected"), [(0, Level.SHARE), (11, Level.SHARE), (12, Level.WITHHOLD)])
def test_an_answer_is_due_for_review(months, expected):
    """From the month that the project sets, an answer lets nothing leave until people are asked again."""
    assert expected is review_due(ConsentState(months=months, review_months=12)).level


def test_where_nobody_is_asked_again():
    """A project that sets no months never asks again, however old an answer is."""
    assert Ruling.no_objection() == review_due(ConsentState(months=999))


@pytest.mark.parametrize(("months", "expected"), [(11, []), (12, []), (13, ["Ana Canary"])])
def test_review_holds_in_a_release(months, expected):
    """The rule is among the built-ins: after twelve months nothing leaves where the project sets twelve."""
    settings = attrs.evolve(SETTINGS, consent=ConsentDefaults(review_months=months))

    assert expected == rows(released(ANA, yes("ana", "share"), settings=settings, now=NOW), "partners", "name")


def test_a_new_answer_starts_anew():
    """Who was asked again is shown again; who took it back is not."""
    settings = attrs.evolve(SETTINGS, consent=ConsentDefaults(review_months=2))
    again = yes("ana", "share", on=NOW.date(), status="renewed")

    assert ["Ana Canary"] == rows(released(ANA, yes("ana", "share"), again, settings=settings), "partners", "name")
    assert [] == rows(released(ANA, again, no("ana", on=NOW.date()), settings=settings), "partners", "name")


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (ConsentState(structure=True, level=Level.PSEUDONYMISE), Level.COUNT),
        (ConsentState(structure=True, level=Level.SHARE), Level.SHARE),
        (ConsentState(structure=False, level=Level.PSEUDONYMISE), Level.SHARE),
        (ConsentState(structure=True, level=Level.PSEUDONYMISE, public=False), Level.SHARE),
    ],
)
def test_ties_under_pseudonyms_never_reach_the_public(state, expected):
    """A network under pseudonyms is only counted where the public is to see it."""
    assert expected is no_pseudonymised_ties(state).level
