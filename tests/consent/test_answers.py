"""Which answers give what: one story a test, told through what leaves."""

from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest
from tests.consent.building import DAY, SETTINGS, no, permission, released, rows, yes

from coprod import Attendance, Consent, Experience, Mention, Partner, Request, Settings, Space, View
from coprod.settings import ConsentDefaults, Held, Label

ANA = Partner("ana", kind="person", name="Ana B", sector="citizen")
ORG = Partner("libs", kind="organisation", name="County Libraries")
VIEW = View("v1", partner="ana", text="Open later on a Thursday")
LATER = date(2019, 6, 1)


def named(*records: Any, **more: Any) -> list[str]:
    """Return the ids of partners that leave."""
    return rows(released(*records, **more), "partners", "id")


def said(*records: Any, **more: Any) -> list[str | None]:
    """Return the texts of views that leave."""
    return rows(released(*records, **more), "views", "text")


def test_who_said_nothing_is_not_there() -> None:
    """P1: default deny."""
    assert [] == named(ANA)


def test_a_yes_lets_what_it_covers_leave() -> None:
    """A yes to a statement opens its categories, for its purposes and audiences."""
    assert ["ana"] == named(ANA, yes("ana", "share"))


@pytest.mark.parametrize(
    "status", ["refused", "withdrawn", "revoked", "expired", "invalidated", "requested", "unknown"]
)
def test_only_given_and_renewed_grant(status: str) -> None:
    """Any other status of the latest answer to a statement gives nothing."""
    assert [] == named(ANA, yes("ana", "share"), Consent("ana", status=status, statements="share", on=LATER))


def test_a_no_to_being_quoted_leaves_a_yes_to_being_named() -> None:
    """A refusal of one statement leaves the others standing."""
    answers = [yes("ana", "name", "words"), no("ana", "words", on=LATER)]
    assert (["ana"], []) == (named(ANA, VIEW, *answers), said(ANA, VIEW, *answers))


def test_a_withdrawal_that_names_nothing_closes_everything() -> None:
    """P7: also what an earlier yes to any statement gave."""
    assert [] == named(ANA, yes("ana", "share", "name", "count"), no("ana", on=LATER))


def test_a_later_yes_opens_again() -> None:
    """After a withdrawal, a yes that names something opens it."""
    assert ["ana"] == named(ANA, no("ana"), yes("ana", "name", on=LATER))


def test_of_two_answers_on_one_day_the_stricter() -> None:
    """Whatever the order of rows."""
    assert [] == named(ANA, yes("ana", "share"), no("ana"))
    assert [] == named(ANA, yes("ana", "share"), no("ana", "share"))


def test_cells_can_be_closed() -> None:
    """A refusal of a category closes it through every statement, and leaves the others."""
    answers = [yes("ana", "share"), no("ana", categories="views", on=LATER)]
    assert (["ana"], []) == (named(ANA, VIEW, *answers), said(ANA, VIEW, *answers))


def test_an_item_can_be_closed() -> None:
    """A withdrawal of one quote leaves the others, until a later yes that names it."""
    other = View("v2", partner="ana", text="Thursdays are good")
    answers = [yes("ana", "share"), no("ana", items="view:v1", on=LATER)]
    assert ["Thursdays are good"] == said(ANA, VIEW, other, *answers)
    general = yes("ana", "share", on=date(2019, 7, 1))
    assert ["Thursdays are good"] == said(ANA, VIEW, other, *answers, general)
    repeated = yes("ana", "share", on=date(2019, 7, 2))
    assert ["Thursdays are good"] == said(ANA, VIEW, other, *answers, general, repeated)
    again = yes("ana", "share", items="view:v1", on=date(2019, 8, 1))
    assert [VIEW.text, "Thursdays are good"] == said(ANA, VIEW, other, *answers, again)


def test_a_yes_to_one_item_opens_no_other() -> None:
    """This quote, not my others."""
    other = View("v2", partner="ana", text="Thursdays are good")
    assert [VIEW.text] == said(ANA, VIEW, other, yes("ana", "name"), yes("ana", "words", items="view:v1"))


def test_own_cells_stand_in_place_of_a_statement() -> None:
    """An answer may name its cells itself; the later of two counts."""
    cells = {"categories": "profile;identity", "purposes": "publication", "audiences": "public"}
    given = Consent("ana", status="given", on=DAY, level="share", **cells)
    counted = Consent("ana", status="given", on=LATER, level="count", **cells)
    assert ["ana"] == named(ANA, given)
    assert [] == named(ANA, given, counted)
    assert [] == named(ANA, Consent("ana", status="given", on=DAY, level="share", **{**cells, "purposes": "project"}))


@pytest.mark.parametrize(("until", "there"), [(date(2020, 1, 1), ["ana"]), (date(2019, 12, 31), [])])
def test_a_day_is_whole(until: date, there: list[str]) -> None:
    """`until` includes its day, in the time zone of the project."""
    assert there == named(ANA, yes("ana", "share", until=until))
    defaults = attrs.evolve(SETTINGS, consent=ConsentDefaults(until=until))
    assert there == named(ANA, yes("ana", "share"), settings=defaults)


def test_a_parents_right_ends() -> None:
    """An answer given for someone holds while the right to give it does."""
    given: dict[str, Any] = {"given_by": "a parent", "authority": "parent"}
    assert ["ana"] == named(ANA, yes("ana", "share", authority_until=date(2020, 1, 1), **given))
    assert [] == named(ANA, yes("ana", "share", authority_until=date(2019, 12, 31), **given))


def test_an_answer_of_tomorrow_is_not_there_yet() -> None:
    """Consent is judged as of now."""
    assert [] == named(ANA, yes("ana", "share", on=date(2020, 1, 2)))


def test_now_is_a_day_in_the_projects_zone() -> None:
    """Half past midnight in London is the new day, whatever the zone the instant is written in."""
    half_past = datetime(2019, 6, 30, 23, 30, tzinfo=UTC)
    assert ["ana"] == named(ANA, yes("ana", "share", on=date(2019, 7, 1)), now=half_past)


def test_a_naive_now_is_refused() -> None:
    """An instant without a zone is no instant."""
    with pytest.raises(ValueError, match="aware"):
        named(ANA, now=datetime(2020, 1, 1))  # noqa: DTZ001  # that is the point


def test_a_withdrawal_reaches_every_vintage() -> None:
    """Two clocks: data of last year, consent of today."""
    request = Request("publication", "public", as_of=date(2019, 2, 1))
    assert ["ana"] == named(ANA, yes("ana", "share"), request=request)
    assert [] == named(ANA, yes("ana", "share"), no("ana", on=LATER), request=request)


def test_special_data_needs_an_explicit_yes() -> None:
    """P11: a yes that is not explicit gives the row, and leaves what is special empty."""
    settings = attrs.evolve(SETTINGS, permission={"words": permission("share", ["views", "identity"], explicit=False)})
    assert [None] == said(ANA, VIEW, yes("ana", "words"), settings=settings)


def test_an_unmet_condition_gives_nothing() -> None:
    """Show me first: only where everybody was shown."""
    assert [] == said(ANA, VIEW, yes("ana", "name", "shown"))
    assert [VIEW.text] == said(ANA, VIEW, yes("ana", "name", "shown"), honours=["show_me_first"])
    own = yes("ana", "name", "words", conditions="credit_me")
    assert [] == said(ANA, VIEW, own)


def test_who_cannot_decide_does_not_grant() -> None:
    """P12: `lacks` capacity gives nothing by oneself; somebody with the right to may answer."""
    assert [] == named(ANA, yes("ana", "share", capacity="lacks"))
    assert ["ana"] == named(ANA, yes("ana", "share", capacity="lacks", given_by="a guardian", authority="guardian"))


def test_own_and_others_are_joined() -> None:
    """P12: a child's no and a parent's yes is a no, and the other way round."""
    parent: dict[str, Any] = {"given_by": "a parent", "authority": "parent"}
    assert [] == named(ANA, yes("ana", "share"), no("ana", **parent))
    assert [] == named(ANA, yes("ana", "share", **parent), no("ana"))
    assert ["ana"] == named(ANA, yes("ana", "share"), yes("ana", "share", **parent))


def test_who_was_only_asked_has_not_spoken() -> None:
    """A parent who was asked and has not answered does not stand in the way."""
    asked = Consent("ana", status="requested", statements="share", on=LATER, given_by="a parent", authority="parent")
    assert ["ana"] == named(ANA, yes("ana", "share"), asked)


def test_young_people_may_need_both() -> None:
    """Where the project says `own and parent`, one of them alone gives nothing."""
    settings = attrs.evolve(SETTINGS, held=Held(young_people="own and parent"))
    own = yes("ana", "share", capacity="12 or over")
    parent = yes("ana", "share", given_by="a parent", authority="parent")
    assert [] == named(ANA, own, settings=settings)
    assert ["ana"] == named(ANA, own, parent, settings=settings)


def test_a_statement_gives_nothing_before_it_was_on_the_form() -> None:
    """A statement of tomorrow cannot have been answered."""
    settings = attrs.evolve(SETTINGS, permission={"share": permission("share", since=date(2021, 1, 1))})
    assert [] == named(ANA, yes("ana", "share", on=date(2021, 1, 1)), settings=settings)


def test_facts_of_organisations_may_be_public() -> None:
    """An organisation asks for permission too, unless declared public; a no still closes."""
    public = attrs.evolve(SETTINGS, public_facts=("organisation",))
    assert ([], ["libs"]) == (named(ORG), named(ORG, settings=public))
    assert [] == named(ORG, no("libs"), settings=public)
    assert [] == named(ORG, no("libs", "name"), settings=public)


def test_an_organisation_of_one_is_that_person() -> None:
    """Facts about an organisation of one or two people are about them."""
    public = attrs.evolve(SETTINGS, public_facts=("organisation",))
    assert [] == named(attrs.evolve(ORG, people=1), settings=public)
    assert ["libs"] == named(attrs.evolve(ORG, people=3), settings=public)


def test_what_an_organisation_said_is_no_public_fact() -> None:
    """Views need a yes, also from an organisation."""
    public = attrs.evolve(SETTINGS, public_facts=("organisation",))
    assert [] == said(ORG, attrs.evolve(VIEW, partner="libs"), settings=public)


def test_a_community_speaks_for_its_people() -> None:
    """A label is one more subject: its people cannot waive it, and its no to one record counts."""
    forum = Partner("forum", kind="group", name="Forum")
    settings = attrs.evolve(SETTINGS, labels=(Label(partner="forum", covers={"sector": "citizen"}),))
    people = [ANA, forum, VIEW, yes("ana", "share")]
    assert [] == said(*people, settings=settings)
    assert [VIEW.text] == said(*people, yes("forum", "share"), settings=settings)
    assert [] == said(*people, yes("forum", "share"), no("forum", items="view:v1"), settings=settings)


def test_the_notice_in_the_room_is_the_permission_for_what_nobody_signed() -> None:
    """An unsigned note has its space as subject, and none without one."""
    space, note = Space("s1", name="Drop-in", people=30), View("v9", space="s1", text="Open later")
    assert [] == said(space, note)
    assert ["Open later"] == said(space, note, yes("s1", "words"))
    assert [] == said(space, View("v9", text="Open later"), yes("s1", "words"))


def test_slips_without_a_name_are_counted_and_not_shown() -> None:
    """An unsigned slip needs its space, which would place it: it does not leave by itself."""
    slip = Experience(space="s1", here_as="job", valued=4)
    assert [] == rows(released(Space("s1", name="Tea", people=30), slip, yes("s1", "share")), "experiences")


def test_several_audiences_get_what_all_of_them_may_see() -> None:
    """P10: the strictest counts; who said nothing about one of them is not there."""
    both = ("funder", "public")
    funder = {**SETTINGS.permission, "funder": permission("share", audiences=("funder",))}
    settings = attrs.evolve(SETTINGS, permission=funder)
    assert ["ana"] == named(ANA, yes("ana", "funder"), audience="funder", settings=settings)
    assert [] == named(ANA, yes("ana", "funder"), audience=both, settings=settings)
    assert ["ana"] == named(ANA, yes("ana", "share"), audience=both, settings=settings)


def test_a_purpose_is_not_another() -> None:
    """P9: a yes to the report is no yes to anything else."""
    assert [] == named(ANA, yes("ana", "share"), request=Request("project", "public"))


def test_settings_without_statements_give_nothing() -> None:
    """A project that asks nothing lets nothing out."""
    settings = Settings(purposes={"publication": "x"})
    assert [] == named(ANA, settings=settings)


def test_looking_back_does_not_change_whom_a_row_is_about() -> None:
    """Who joined later spoke, was mentioned and came all the same: a refusal holds for every day of the data."""
    late, old = Partner("late", kind="person", joined=date(2019, 6, 1)), Request("publication", "public", as_of=DAY)
    first = datetime(2019, 1, 1, tzinfo=UTC)
    room = Space("s1", name="Room", starts=first, people=30)
    signed = View("v1", partner="late", space="s1", at=first, text="my words")
    assert [] == said(room, late, signed, yes("s1", "share"), no("late"), request=old)
    mine = View("v2", partner="ana", at=first, text="our words")
    people = [ANA, late, mine, Mention("v2", "late"), yes("ana", "share")]
    assert [] == said(*people, request=old)
    assert ["our words"] == said(*people, yes("late", "share"), request=old)
    few = [Space("s2", name="Kitchen", starts=first), Attendance("late", "s2")]
    assert [] == rows(released(late, *few, no("late"), request=old), "spaces")


def test_slips_that_are_alike_are_all_looked_back_at() -> None:
    """Equal rows are counted each, on any day."""
    slips = [Experience(space="s1", valued=2), Experience(space="s1", valued=2)]
    room = Space("s1", name="Room", people=30)
    request = Request("publication", "public", as_of=LATER)
    assert ["s1"] == rows(released(room, *slips, yes("s1", "share"), request=request), "spaces", "id")


def test_a_community_covers_those_whose_sector_says_how_they_are_here() -> None:
    """A label on `here_as` holds for people who leave it to their sector."""
    label = Label(partner="forum", covers={"here_as": "own experience"})
    settings = attrs.evolve(SETTINGS, sectors={"citizen": "own experience"}, labels=(label,))
    forum = Partner("forum", kind="group", people=40)
    assert [] == named(ANA, forum, yes("ana", "share"), yes("forum", "count"), settings=settings)
