"""What no other test asked of consent: behaviour that a leak was put into before anything caught it."""

import gc
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Annotated, ClassVar

import attrs
import pytest
from tests.consent.building import DAY, NOW, SETTINGS, no, permission, released, rows, yes
from tests.mutants.stories import ANA, BO, LATER, named

from coprod import (
    Attendance,
    Consent,
    ConsentRule,
    Findings,
    Level,
    Mention,
    Partner,
    Project,
    Record,
    Relationship,
    Release,
    Request,
    Ruling,
    Settings,
    Space,
    View,
)
from coprod.consent.countable import countable
from coprod.consent.decide import asked_of, decide, decide_frames
from coprod.consent.names import Register
from coprod.consent.on_rows import decide_rows
from coprod.consent.pseudonyms import LENGTH, Pseudonyms
from coprod.counts import Count, Counts
from coprod.imprint import Imprint
from coprod.registry import Registry
from coprod.schema import About, key, subject, to
from coprod.settings import ConsentDefaults, Label

ANSWERS = (("refused", LATER), ("renewed", DAY))


def counted(*records: Record) -> Project:
    """Return what may be counted of these records, gardens and walks included."""
    project = Project("test", records, settings=GARDENS)
    return countable(project, decide(project, asked_of(project, Request("publication", "public"), today=NOW.date())))


@attrs.frozen(kw_only=True)
class Plot(Record):
    """A kind of a plugin, with a category that nobody had thought of."""

    about: ClassVar[About] = About("gardens")
    id: Annotated[str, key] = attrs.field(kw_only=False)
    partner: Annotated[str, subject, to("Partner")]


@attrs.frozen(kw_only=True)
class Visit(Record):
    """Another, whose rows need one of the first."""

    about: ClassVar[About] = About("walks")
    partner: Annotated[str, key, subject, to("Partner")]
    plot: Annotated[str, key, to("Plot")]


PLOT, VISIT = Plot("north", partner="ana"), Visit(partner="bo", plot="north")
GARDENS = attrs.evolve(
    SETTINGS,
    permission={
        **SETTINGS.permission,
        "gardens": permission("share", ["gardens", "identity"]),
        "walks": permission("share", ["walks", "identity"]),
    },
)


def test_a_withdrawal_closes_kinds_that_nobody_had_thought_of() -> None:
    """A withdrawal that names nothing closes the categories of any plugin, until a yes that names them."""
    given = yes("ana", "gardens")
    assert ["north"] == rows(released(ANA, PLOT, given, settings=GARDENS), "plots", "id")
    answers = [given, no("ana", on=LATER), yes("ana", "name", on=date(2019, 7, 1))]
    assert [] == rows(released(ANA, PLOT, *answers, settings=GARDENS), "plots", "id")


def test_whose_record_it_is_is_asked_about_the_rows_that_need_it() -> None:
    """A visit to somebody's plot is about them too: they are asked about visits, and not about plots alone."""
    answers = [yes("ana", "gardens"), yes("bo", "walks")]
    assert [] == rows(released(ANA, BO, PLOT, VISIT, *answers, settings=GARDENS), "visits")
    more = yes("ana", "walks")
    assert 1 == len(rows(released(ANA, BO, PLOT, VISIT, *answers, more, settings=GARDENS), "visits"))


def test_what_needs_a_record_that_stays_is_not_counted() -> None:
    """Who agreed to visits and not to plots has no plot, so no visit to it is counted."""
    answers = [yes("ana", "walks"), yes("bo", "walks")]
    assert 0 == counted(ANA, BO, PLOT, VISIT, *answers).count(Visit)
    assert 1 == counted(ANA, BO, PLOT, VISIT, *answers, yes("ana", "gardens")).count(Visit)


def test_a_row_does_not_leave_without_what_it_needs() -> None:
    """A plot that stays because its owner may not be named keeps the visits to it in."""
    answers = [yes("ana", "gardens", "walks"), no("ana", categories="identity", on=LATER), yes("bo", "walks")]
    release = released(ANA, BO, PLOT, VISIT, *answers, settings=GARDENS)
    assert ([], []) == (rows(release, "plots"), rows(release, "visits"))


@attrs.frozen(kw_only=True)
class Poster(Record):
    """A kind of a plugin that names nobody and does not say that it is about nobody."""

    about: ClassVar[About] = About("gardens")
    id: Annotated[str, key] = attrs.field(kw_only=False)
    topic: str | None = None


def test_a_row_in_which_nobody_is_named_stays() -> None:
    """Only a kind that says so is about nobody; of any other, nobody could be asked."""
    assert [] == rows(released(ANA, Poster("p1", topic="seeds"), yes("ana", "gardens"), settings=GARDENS), "posters")


def test_a_reference_to_what_is_not_counted_is_empty() -> None:
    """Among what may be counted nothing points at what may not."""
    kitchen, said = Space("s2", name="Kitchen", people=3), View("v1", partner="ana", space="s2")
    (view,) = counted(ANA, kitchen, said, yes("ana", "count")).records(View)
    assert view.space is None


def test_of_two_levels_given_on_one_day_the_stricter_counts() -> None:
    """Who said on one day that they may be shown and that they may be counted is counted."""
    cells = {"categories": "profile;identity", "purposes": "publication", "audiences": "public", "on": DAY}
    answers = [Consent("ana", status="given", level=level, **cells) for level in ("share", "count")]
    assert ["ana"] == named(ANA, answers[0])
    assert [] == named(ANA, *answers)


def test_the_order_of_rows_does_not_matter() -> None:
    """The latest day counts, wherever its row stands."""
    refused, renewed = (Consent("ana", status=s, statements="share", on=d) for s, d in ANSWERS)
    assert [] == named(ANA, refused, renewed)
    assert [] == named(ANA, renewed, refused)


def test_a_capped_request_says_what_is_left_of_an_answer() -> None:
    """Where less is wanted than was given, rules see that less."""
    seen = []

    def decide(state: object) -> object:
        seen.append((state.level.value, state.capped))  # type: ignore[attr-defined]  # a ConsentState
        return Ruling.no_objection()

    rule = ConsentRule(name="test", summary="A rule of a test.", decide=decide)  # type: ignore[arg-type]  # so it is
    request = Request("publication", "public", level="count")  # type: ignore[arg-type]  # converted
    released(ANA, yes("ana", "share"), request=request, registry=Registry.load().extended(rule))
    assert {("count", True)} == set(seen)


def test_who_joined_after_an_answer_does_not_get_it() -> None:
    """A yes that reaches the partners reaches those who were partners on its day."""
    settings = attrs.evolve(
        SETTINGS,
        audiences={"us": ("partners",)},
        permission={"us": permission("share", audiences=("us",))},
    )
    more = {"settings": settings, "audience": "us"}
    assert ["ana"] == named(ANA, yes("ana", "us"), **more)
    assert [] == named(ANA, yes("ana", "us"), Partner("new", kind="person", joined=LATER), **more)


def test_a_tie_needs_both() -> None:
    """Somebody who shares their name and not their ties is in no tie, on either side of it."""
    answers = [yes("ana", "share"), yes("bo", "name")]
    for source, target in (("ana", "bo"), ("bo", "ana")):
        assert [] == rows(released(ANA, BO, Relationship(source, target, kind="knows"), *answers), "relationships")


@pytest.mark.parametrize(("people", "there"), [(4, []), (5, ["s1"])])
def test_a_room_of_four_is_about_them_and_one_of_five_about_nobody(people: int, there: list[str]) -> None:
    """The room leaves where five came."""
    room = Space("s1", name="Kitchen", people=people)
    assert there == rows(released(ANA, room, Attendance("ana", "s1")), "spaces", "id")


def test_ids_that_look_alike_are_two_people() -> None:
    """The yes of `ana` is none of `Ana`."""
    assert ["ana"] == named(ANA, Partner("Ana", kind="person"), yes("ana", "share"))


def test_the_public_gets_no_pseudonym_of_a_person() -> None:
    """A person under a pseudonym is not there for the public, not even in a list of people."""
    assert [] == named(ANA, yes("ana", "pseudonym"))
    assert 1 == len(named(ANA, yes("ana", "pseudonym"), audience="funder"))


def test_a_quote_without_a_name_does_not_hold_its_speakers_name() -> None:
    """Words that say who speaks do not leave where the speaker may not be named."""
    told = View("v1", partner="ana", topic="hours", text="This is Ana, open later")
    assert [("hours", None)] == rows(released(ANA, told, yes("ana", "words")), "views", "topic", "text")


def test_who_helped_to_speak_is_named_only_where_they_share_their_name() -> None:
    """An interpreter's name is kept out of the words as it is out of its cell."""
    told = View("v1", partner="ana", through="bo", text="Bo will say it for me")
    answers = [yes("ana", "share"), yes("bo", "words")]
    assert [("ana", None, None)] == rows(released(ANA, BO, told, *answers), "views", "partner", "through", "text")
    answers.append(yes("bo", "name"))
    assert ["Bo will say it for me"] == rows(released(ANA, BO, told, *answers), "views", "text")


def test_who_helped_to_speak_is_asked() -> None:
    """What an interpreter said for somebody is about both."""
    told = View("v1", partner="ana", through="bo", text="words")
    assert [] == rows(released(ANA, BO, told, yes("ana", "share")), "views")


def test_who_is_mentioned_is_named_only_where_they_share_their_name() -> None:
    """A yes to being spoken of is none to being named."""
    told, mention = View("v1", partner="ana", text="Bo listens"), Mention("v1", "bo")
    answers = [yes("ana", "share"), yes("bo", "words")]
    assert [None] == rows(released(ANA, BO, told, mention, *answers), "views", "text")


def test_no_reference_leads_from_a_pseudonym_to_a_day() -> None:
    """What leaves under a pseudonym has a month, and no record beside it tells the day."""
    room = Space("s1", name="Tea", people=30, starts=datetime(2019, 2, 3, tzinfo=UTC))
    told = View("v1", partner="ana", space="s1", topic="hours")
    release = released(ANA, room, told, Attendance("ana", "s1"), yes("ana", "pseudonym"), audience="funder")
    assert ([None], []) == (rows(release, "views", "space"), rows(release, "attendances"))


def test_the_order_of_rows_is_that_of_what_is_released() -> None:
    """People under pseudonyms stand in the order of their pseudonyms, whatever their names are."""
    people = [Partner(f"p{n}", kind="person") for n in range(9)]
    answers = [yes(one.id, "pseudonym") for one in people]
    ids = named(*people, *answers, audience="funder")
    assert (9, sorted(ids)) == (len(ids), ids)


def test_the_name_of_who_joins_later_is_kept_back() -> None:
    """Whose name it is was known on the day of writing, whatever the day of the data."""
    told = View("v1", partner="ana", at=datetime(2019, 1, 1, tzinfo=UTC), text="Bo listens")
    late = attrs.evolve(BO, joined=LATER)
    request = Request("publication", "public", as_of=DAY)
    assert [None] == rows(released(ANA, late, told, yes("ana", "share"), request=request), "views", "text")


def test_a_pseudonym_does_not_tell_who_came_first() -> None:
    """Pseudonyms are in no order, and all of one length."""
    made = [Pseudonyms(b"secret", ("funder",), "r1").of("partner", f"p{n}") for n in range(20)]
    assert {LENGTH} == {len(one) for one in made}
    assert sorted(made) != made


@attrs.frozen(kw_only=True)
class Panel(Record):
    """A kind of a plugin whose cells name several partners."""

    about: ClassVar[About] = About("plan", nobody=True)
    id: Annotated[str, key] = attrs.field(kw_only=False)
    members: Annotated[frozenset[str], to("Partner")] = frozenset()


def test_nobody_of_several_in_one_cell_is_named() -> None:
    """Not even who shares everything: the others of the cell could be told from it."""
    release = released(ANA, Panel("k", members=frozenset({"ana"})), yes("ana", "share"))
    assert [None] == rows(release, "panels", "members")


def test_an_employer_who_shares_only_a_name_is_not_told() -> None:
    """Where somebody works is for the employer's own yes to such facts, not for its yes to its name."""
    works, libs = attrs.evolve(ANA, organisation="libs"), Partner("libs", kind="organisation", name="Libraries")
    cells = {"categories": "identity", "purposes": "publication", "audiences": "public", "level": "share"}
    name = Consent("libs", status="given", on=DAY, **cells)
    assert [None] == rows(released(works, libs, yes("ana", "share"), name), "partners", "organisation")


def test_a_name_does_not_leave_without_its_row() -> None:
    """Who shares their name and refuses the rest is not in the list of people."""
    assert [] == named(ANA, yes("ana", "share"), no("ana", categories="profile", on=LATER))


@pytest.mark.parametrize("text", ["COUNTY libraries", "The county Libraries' van", "ask F\u00edona", "ask Fi\u0301ona"])
def test_a_name_is_found_however_it_is_written(text: str) -> None:
    """A full name in any case, a single part of a person's name with any accents."""
    libs = Partner("libs", kind="organisation", name="County Libraries")
    assert Register.of([libs, Partner("fiona", kind="person", name="Fiona")]).found_in(text)


CY = Partner("cy", kind="person", name="Cy D", sector="health")
FORUM = Partner("forum", kind="group", name="Forum")
STORY = [
    *(ANA, BO, CY, FORUM, Relationship("ana", "bo", kind="knows"), Relationship("cy", "ana", kind="knows")),
    *(View("v1", partner="ana", text="words"), View("v2", partner="cy", text="words"), Mention("v1", "bo")),
    *(Space("s1", name="Tea", people=30), Space("s2", name="Kitchen", people=3), Attendance("cy", "s2")),
    *(yes("ana", "share"), yes("bo", "count"), yes("cy", "share", on=date(2020, 1, 2))),
    *(yes("forum", "share"), no("forum", "share", on=LATER)),
]
LABELLED = attrs.evolve(SETTINGS, labels=(Label(partner="forum", covers={"sector": "health"}),))


@pytest.mark.parametrize("more", [(), (yes("cy", "share"),), (yes("cy", "count"), yes("bo", "share"), no("ana"))])
@pytest.mark.parametrize("settings", [SETTINGS, LABELLED])
def test_frames_decide_the_same(settings: Settings, more: tuple[Record, ...]) -> None:
    """A large project is decided as a small one is: who is silent, who is mentioned, which answer came last."""
    project = Project("test", [*STORY, *more], settings=settings)
    asked = asked_of(project, Request("publication", "public"), today=NOW.date())
    found, frames = (
        {kind: sorted(map(repr, rows)) for kind, rows in each.items() if rows}
        for each in (decide_rows(project, asked), decide_frames(project, asked))
    )
    assert found == frames


PLAIN = (str, bytes, int, float, bool, type(None), date, dict, tuple, list, frozenset, MappingProxyType)
OF_A_RELEASE = (Release, Request, Imprint, Findings, Level, Counts, Count)


def test_a_release_is_made_of_plain_values() -> None:
    """V5: what can be reached from a release, by whatever way, is plain; nothing leads back to the project."""
    waiting: list[object] = [released(ANA, BO, yes("ana", "share"), checks=["voice-share"])]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, type):  # kinds of records and types are code
            continue
        seen.add(id(one))
        assert type(one) in {*PLAIN, *OF_A_RELEASE} or type(one).__module__ == "coprod.finding", type(one)
        waiting += gc.get_referents(one)


def rule(decide: object, **more: object) -> Registry:
    """Return the built-ins with a rule that decides so."""
    spec = ConsentRule(name="test", summary="A rule of a test.", decide=decide, **more)  # type: ignore[arg-type]  # so it is
    return Registry.load().extended(spec)


def test_a_rule_opens_nothing_that_an_answer_limits() -> None:
    """Who may be counted is not shown because a rule would have it so."""
    registry = rule(lambda _: Ruling(Level.SHARE))
    assert [] == named(ANA, yes("ana", "count"), registry=registry)


def test_a_rule_cannot_change_what_it_is_shown() -> None:
    """A rule that tries has failed, and what it was asked about is withheld."""

    def decide(state: object) -> Ruling:
        state.level = Level.SHARE  # type: ignore[attr-defined]  # a ConsentState
        return Ruling.no_objection()

    assert [] == named(ANA, yes("ana", "share"), registry=rule(decide))


def test_a_rule_is_asked_about_its_categories() -> None:
    """A rule about profiles keeps people in."""
    registry = rule(lambda _: Ruling.withhold("no"), categories=["profile"])
    assert [] == named(ANA, yes("ana", "share"), registry=registry)


@pytest.mark.parametrize(("months", "there"), [(12, []), (13, ["ana"]), (None, ["ana"])])
def test_an_answer_that_is_due_for_review_gives_nothing(months: int | None, there: list[str]) -> None:
    """After the months that the project lets an answer be, people are asked again."""
    settings = attrs.evolve(SETTINGS, consent=ConsentDefaults(review_months=months))
    assert there == named(ANA, yes("ana", "share"), settings=settings)


def test_the_public_gets_no_tie_under_pseudonyms() -> None:
    """For the public a tie under pseudonyms is at most counted."""
    project = Project("test", [ANA, BO, Relationship("ana", "bo", kind="knows"), *PSEUDONYMS], settings=SETTINGS)
    rules = [one.spec for one in Registry.load().consent_rules.values()]
    asked = asked_of(project, Request("publication", "public"), today=NOW.date(), rules=rules)
    assert [Level.COUNT.rank] == [one.there for one in decide(project, asked)[Relationship]]


PSEUDONYMS = (yes("ana", "pseudonym"), yes("bo", "pseudonym"))
