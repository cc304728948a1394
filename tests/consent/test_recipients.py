"""The partners as an audience: an answer reaches those who had joined by the day it was given."""

from datetime import date

import attrs
import pytest
from tests.consent.building import DAY, SETTINGS, permission, released, rows, yes

from coprod import Partner, Request, View
from coprod.errors import NotFound
from coprod.records import Consent

PARTNERS = attrs.evolve(
    SETTINGS,
    audiences={"partners": ("partners",), "funder": ("Scottish Government",)},
    permission={"share": permission("share", audiences=("partners", "funder"))},
)
ANA = Partner("ana", kind="person", name="Ana Canary", joined=DAY)
SAID = View("v1", partner="ana", text="More evenings")
LATER = date(2019, 6, 1)


def left(*records, recipients=None, audience="partners"):
    """The texts of the views that leave."""
    request = Request("publication", audience, recipients=recipients)
    return rows(released(ANA, SAID, *records, request=request, settings=PARTNERS), "views", "text")


def test_those_who_were_there_get_it():
    """Who had joined by the day of the answer, that day included, is reached."""
    there = [Partner("bo", kind="person", joined=DAY)]

    assert ["More evenings"] == left(*there, yes("ana", "share"))


def test_who_may_have_come_later():
    """Whose day of joining is not on record may have come after the answer: nothing leaves, and the steward is told."""
    told = []
    unknown = Partner("cy", kind="person")
    release = released(
        ANA,
        SAID,
        unknown,
        yes("ana", "share"),
        request=Request("publication", "partners"),
        settings=PARTNERS,
        tell=told.append,
    )

    assert () == release.rows("views")
    assert ["partner:cy has no day of joining on record, so that nothing of people reaches the partners"] == told


def test_nobody_gets_it_through_those_who_came_later():
    """Where one of the partners joined after the answer, nothing leaves under it."""
    newcomer = Partner("bo", kind="person", joined=LATER)

    assert [] == left(newcomer, yes("ana", "share"))


def test_asking_again_reaches_the_newcomer():
    """A yes given after they joined reaches them."""
    newcomer = Partner("bo", kind="person", joined=LATER)

    assert ["More evenings"] == left(newcomer, yes("ana", "share"), yes("ana", "share", on=LATER))


def test_a_list_of_recipients_leaves_the_newcomer_out():
    """What goes to named partners only asks whether those had joined."""
    partners = [Partner("bo", kind="person", joined=LATER), Partner("cy", kind="person", joined=DAY)]

    assert ["More evenings"] == left(*partners, yes("ana", "share"), recipients=["cy"])
    assert [] == left(*partners, yes("ana", "share"), recipients=["bo", "cy"])


def test_who_has_left_is_no_recipient():
    """Whoever left before today does not get it, so nobody has to be asked again for them."""
    gone = Partner("bo", kind="person", joined=LATER, left=date(2019, 7, 1))

    assert ["More evenings"] == left(gone, yes("ana", "share"))


def test_other_audiences_are_not_about_who_joined():
    """For an audience that is named, it does not matter when partners joined."""
    newcomer = Partner("bo", kind="person", joined=LATER)

    assert ["More evenings"] == left(newcomer, yes("ana", "share"), audience="funder")


def test_a_no_reaches_everybody():
    """A withdrawal closes, whoever joined when."""
    withdrawn = Consent("ana", status="withdrawn", on=LATER)

    assert [] == left(Partner("bo", kind="person", joined=DAY), yes("ana", "share"), withdrawn)


def test_a_recipient_is_a_partner():
    """A recipient whom nobody knows is an error that names them."""
    with pytest.raises(NotFound, match="zed"):
        left(yes("ana", "share"), recipients=["zed"])


def test_a_release_does_not_say_who_gets_it():
    """Ids are identity: those of the recipients stay with the stewards."""
    bo = Partner("bo", kind="person", joined=DAY)
    request = Request("publication", "partners", recipients=["bo"])

    assert released(ANA, SAID, bo, yes("ana", "share"), request=request, settings=PARTNERS).request.recipients is None
