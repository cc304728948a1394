"""Names are found in free text, and what holds one is kept back."""

import attrs
import pytest
from tests.consent.building import SETTINGS, released, rows, yes

from coprod import Decision, Mention, Partner, View
from coprod.consent.names import Register

FIONA = Partner("fiona", kind="person", name="Fiona Grant")
LIBS = Partner("libs", kind="organisation", name="County Libraries")
REGISTER = Register.of(
    [FIONA, LIBS, Partner("7", kind="person", name="Bo O'Hara-Li"), Partner("j.baird-2", kind="person")]
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Take the grant and go", []),
        ("Ask Fiona", ["fiona"]),
        ("ask fiona", ["fiona"]),
        ("Fionas and Fionan", []),
        ("FIONA GRANT said so", ["fiona"]),
        ("the county libraries van", ["libs"]),
        ("County of Libraries", []),
        ("O'Hara-Li was there", ["7"]),
        ("we met 7 times", []),
        ("met Fiona\u2014twice", ["fiona"]),
        ("Fiona's garden", ["fiona"]),
        ("Fiona\u2019s garden, Fiona-Grant's", ["fiona"]),
        ("FIONA said", ["fiona"]),
        ("\uff26\uff49\uff4f\uff4e\uff41 was there", ["fiona"]),
        ("Fi\u200dona", ["fiona"]),
        ("F\u00edona Grant", ["fiona"]),
        ("Bo said", ["7"]),
        ("see j.baird-2 there", ["j.baird-2"]),
        ("", []),
    ],
)
def test_what_is_a_name(text: str, found: list[str]) -> None:
    """Whole words; full names in any case, parts of a person's name and ids as written."""
    assert found == sorted(REGISTER.found_in(text))


def test_a_name_in_a_title_is_kept_back() -> None:
    """A decision is about nobody, until its title names somebody; the steward is told where."""
    told: list[str] = []
    release = released(FIONA, Decision("d1", title="Fiona Grant keeps the key"), tell=told.append)
    assert [{"id": "d1"}] == rows(release, "decisions")
    assert ["decision:d1: the title names a partner and was kept back; a Mention would say who it is about"] == told


def test_a_mention_says_who_a_text_is_about() -> None:
    """Once a mention makes them a subject, their own yes decides, and their name may stand in the text."""
    view = View("v1", partner="ana", text="Fiona listens")
    people = [Partner("ana", kind="person"), FIONA, view, yes("ana", "share")]
    assert [None] == rows(released(*people), "views", "text")
    mention = Mention("v1", "fiona", part="is named")
    assert [] == rows(released(*people, mention), "views", "text")
    assert ["Fiona listens"] == rows(released(*people, mention, yes("fiona", "share")), "views", "text")


def test_names_of_those_who_come_later_are_looked_for_too() -> None:
    """A partner who joined after the day of the data is still a person whose name may not stand there."""
    view = View("v1", partner="ana", text="Fiona listens")
    late = attrs.evolve(FIONA, joined=None)
    assert [None] == rows(released(Partner("ana", kind="person"), late, view, yes("ana", "share")), "views", "text")


def test_a_partners_own_name_is_not_kept_from_their_row() -> None:
    """Two people called Ana may both be named where both agreed."""
    two = [Partner("p1", kind="person", name="Ana B"), Partner("p2", kind="person", name="Ana C")]
    assert ["Ana B", "Ana C"] == rows(released(*two, yes("p1", "share"), yes("p2", "share")), "partners", "name")
    assert SETTINGS.permission["share"].explicit


def test_an_id_that_names_somebody_is_replaced() -> None:
    """A view whose id holds a partner's name leaves under another id."""
    view = View("Fiona-2", partner="ana", text="Open later")
    (leaves,) = rows(released(Partner("ana", kind="person"), FIONA, view, yes("ana", "share")), "views", "id")
    assert "Fiona" not in leaves
