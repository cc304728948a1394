"""A project without one partner: nothing about them is left, and nothing else changes its meaning."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod import Project
from coprod.errors import NotFound
from coprod.records import (
    Consent,
    Decision,
    Mention,
    Partner,
    Relationship,
    Response,
    Strength,
    View,
)
from coprod.schema import columns_of
from coprod.settings import Settings
from coprod.testing import projects

ANA, BO = Partner("ana", kind="person", name="Ana"), Partner("bo", kind="person", organisation="ana")
DAY = date(2019, 3, 1)
OWN = {
    "categories": frozenset({"views"}),
    "purposes": frozenset({"publication"}),
    "audiences": frozenset({"public"}),
    "level": "share",
}
SETTINGS = Settings(purposes={"publication": "the report"})


def left_of(*records, erase="ana"):
    """The references of what is left, and the project."""
    project = Project("Tea", records, settings=SETTINGS).erase(erase)
    return {record.ref for kind in project.kinds for record in project.records(kind)}, project


@given(projects(min_partners=1), st.data())
def test_no_reference_to_them_is_left(project, data):
    """After erasing a partner no cell that may refer to them does."""
    partner = data.draw(st.sampled_from(project.records(Partner)))
    erased = project.erase(partner.id)

    for kind in erased.kinds:
        for row in erased.records(kind):
            for name, column in columns_of(kind).items():
                if "partner" in column.refs:
                    value = getattr(row, name)
                    assert partner.ref not in value if column.many else value not in {partner.id, partner.ref}


@given(projects(min_partners=1), st.data())
def test_nothing_new_appears(project, data):
    """Erasing makes no record that was not there, but for references that were emptied."""
    partner = data.draw(st.sampled_from(project.records(Partner)))
    erased = project.erase(partner.id)

    for kind in erased.kinds:
        assert {row.ref for row in erased.records(kind) if "id" in columns_of(kind)} <= {
            row.ref for row in project.records(kind)
        }
        assert erased.count(kind) <= project.count(kind)


@given(projects(min_partners=2), st.data())
def test_the_order_of_erasing_does_not_matter(project, data):
    """Two people erased one after the other leave the same project either way round, where both can be."""
    one, other = data.draw(st.permutations([p.id for p in project.records(Partner)]))[:2]

    assert project.erase(one).erase(other) == project.erase(other).erase(one)


def test_what_is_theirs_goes():
    """Their rows go, those that need them go, and so does what others said about them."""
    refs, _ = left_of(
        ANA,
        BO,
        Strength("ana", "sings"),
        Strength("bo", "sings"),
        Relationship("bo", "ana", kind="knows"),
        View("v1", partner="ana"),
        View("v2", partner="bo"),
        View("v3", partner="bo"),
        Mention("view:v3", "ana", part="said it too"),
        Response("bo", "view:v1", stance=1),
        Consent("partner:ana", status="withdrawn", on=DAY),
    )

    assert {"partner:bo", "strength:bo|sings|", "view:v2"} == refs


def test_what_others_said_stays():
    """A reference to them that a row can do without is emptied, and the row stays."""
    _, project = left_of(ANA, BO)

    assert project.get(Partner, "bo").organisation is None


def test_a_like_name_takes_nothing_along():
    """A mention that says it is someone else does not take its view along."""
    refs, _ = left_of(ANA, View("v1", text="Ana"), Mention("view:v1", "ana", part="someone else"))

    assert {"view:v1"} == refs


def test_a_decision_that_names_them_stays():
    """What the partners decided is about nobody: the mention goes, the decision stays."""
    refs, _ = left_of(ANA, Decision("d1", title="x"), Mention("decision:d1", "ana"))

    assert {"decision:d1"} == refs


def test_a_yes_to_one_item_does_not_become_a_yes_to_all():
    """An answer about items that go with a partner goes too; it does not widen to everything."""
    answer = Consent("partner:bo", status="given", on=DAY, items=frozenset({"view:v1"}), **OWN)
    _, project = left_of(ANA, BO, View("v1", partner="ana"), answer)

    assert () == project.records(Consent)


def test_an_answer_given_for_somebody_does_not_become_their_own():
    """Where the one who answered for somebody is erased, it stays an answer that someone else gave."""
    answer = Consent("partner:bo", status="given", on=DAY, given_by="ana", authority="parent", **OWN)
    _, project = left_of(ANA, BO, answer)

    assert not [consent for consent in project.records(Consent) if consent.given_by is None]


def test_nobody_to_erase():
    """An id that no partner has is not found."""
    with pytest.raises(NotFound):
        Project("Tea", [ANA]).erase("eve")
