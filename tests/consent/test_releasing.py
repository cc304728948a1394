"""What leaves of a row, and how the people in it are named."""

from datetime import date, datetime
from typing import Annotated, ClassVar

import attrs
import pytest
from tests.consent.building import no, released, rows, yes

from coprod import (
    Decision,
    Experience,
    Goal,
    Influence,
    Membership,
    Mention,
    Need,
    Partner,
    Record,
    Relationship,
    Request,
    Response,
    Role,
    Space,
    Strength,
    View,
)
from coprod.schema import About, key, to

ANA = Partner("ana", kind="person", name="Ana B", sector="citizen", joined=date(2019, 1, 15))
BO = Partner("bo", kind="person", name="Bo C")
KNOWS = Relationship("ana", "bo", kind="knows", since=date(2019, 2, 3))
VIEW = View(
    "v1",
    partner="ana",
    space="s1",
    at=datetime(2019, 2, 3, 14, 30),  # noqa: DTZ001  # in the project's zone
    kind="idea",
    topic="hours",
    text="Open later",
)
SPACE = Space("s1", name="Tea", people=30)


def test_a_tie_leaves_when_both_ends_share_it() -> None:
    """The edge between two people needs both."""
    assert [] == rows(released(ANA, BO, KNOWS, yes("ana", "share")), "relationships")
    both = released(ANA, BO, KNOWS, yes("ana", "share"), yes("bo", "share"))
    assert [{"source": "ana", "target": "bo", "kind": "knows", "since": "2019-02-03"}] == rows(both, "relationships")


def test_who_may_not_be_named_is_in_no_tie() -> None:
    """Sharing ties is not sharing who one is: without identity the row only counts."""
    answers = [yes("ana", "share"), yes("bo", "share"), no("bo", categories="identity")]
    release = released(ANA, BO, KNOWS, *answers)
    assert ([], ["ana"]) == (rows(release, "relationships"), rows(release, "partners", "id"))


def test_pseudonyms_reach_a_named_audience_and_not_the_public() -> None:
    """Pseudonymised people are a stranger's name to the funder, and not there for the public."""
    people = [ANA, BO, KNOWS, yes("ana", "pseudonym"), yes("bo", "pseudonym")]
    assert [] == rows(released(*people), "relationships")
    release = released(*people, audience="funder")
    (tie,) = rows(release, "relationships")
    ids = rows(release, "partners", "id")
    assert {tie["source"], tie["target"]} == set(ids)
    assert not {"ana", "bo"} & set(ids)
    assert "2019-02" == tie["since"]


def test_pseudonymised_rows_hold_no_free_text_and_no_exact_day() -> None:
    """Style and days point at people."""
    release = released(ANA, SPACE, VIEW, yes("ana", "pseudonym"), audience="funder")
    (view,) = rows(release, "views")
    assert ("2019-02", "idea", "hours", None) == (view["at"], view["kind"], view["topic"], view.get("text"))
    assert "v1" != view["id"]


def test_a_quote_without_a_name() -> None:
    """Words, kind, topic and month leave; place, speaker and id do not."""
    release = released(ANA, SPACE, VIEW, yes("ana", "words"))
    (quote,) = rows(release, "views")
    assert {"at": "2019-02", "kind": "idea", "topic": "hours", "text": "Open later"} == {
        name: value for name, value in quote.items() if name != "id"
    }
    assert "v1" not in str(release.rows("views"))


def test_a_named_view_keeps_its_place_and_its_instant() -> None:
    """Who shares who they are is quoted in full; the instant is local."""
    (view,) = rows(released(ANA, SPACE, VIEW, yes("ana", "share")), "views")
    assert ("v1", "ana", "s1", "2019-02-03T14:30+00:00") == (
        view["id"],
        view["partner"],
        view["space"],
        view["at"],
    )


def test_two_quotes_by_one_person_share_nothing() -> None:
    """N9: neither an id nor a reference links them, and another release has other ids."""
    views = [VIEW, View("v2", partner="ana", text="And on Sundays")]
    first = rows(released(ANA, SPACE, *views, yes("ana", "words")), "views", "id")
    second = rows(released(ANA, SPACE, *views, yes("ana", "words"), release_id="r2"), "views", "id")
    assert 4 == len({*first, *second})


def test_an_optional_reference_to_what_stays_is_emptied() -> None:
    """A decision does not tell in which small room it was made."""
    few = Space("s2", name="Kitchen", people=3)
    release = released(ANA, few, Decision("d1", title="Tea first", space="s2"), Goal("g1", kind="aim", text="Tea"))
    assert [{"id": "d1", "title": "Tea first"}] == rows(release, "decisions")
    assert [{"id": "g1", "kind": "aim", "text": "Tea"}] == rows(release, "goals")


def test_a_row_is_never_more_open_than_what_it_points_at() -> None:
    """An answer to a view that does not leave does not leave."""
    answer = Response("bo", "v1", stance=1)
    assert [] == rows(released(ANA, BO, SPACE, VIEW, answer, yes("bo", "share")), "responses")
    shared = released(ANA, BO, SPACE, VIEW, answer, yes("ana", "share"), yes("bo", "share"))
    assert [{"partner": "bo", "item": "view:v1", "stance": 1}] == rows(shared, "responses")


def test_an_answer_to_a_quote_points_at_the_quote() -> None:
    """Nobody's name stands under the quote, and its fresh id is what the answer names."""
    release = released(ANA, BO, SPACE, VIEW, Response("bo", "v1", stance=1), yes("ana", "words"), yes("bo", "share"))
    (quote,), (answer,) = rows(release, "views"), rows(release, "responses")
    assert f"view:{quote['id']}" == answer["item"]


def test_whoever_is_mentioned_is_a_subject() -> None:
    """A view that speaks of somebody needs them too; words about a stranger keep it back, `someone else` does not."""
    answers = [yes("ana", "share")]
    for mention, leaves in (
        (Mention("v1", "bo"), []),
        (Mention("v1", "my neighbour"), []),
        (Mention("v1", "bo", part="someone else"), ["v1"]),
    ):
        assert leaves == rows(released(ANA, BO, SPACE, VIEW, mention, *answers), "views", "id")


def test_a_few_people_in_a_room_are_who_the_room_is_about() -> None:
    """A space of fewer than five is about each who came; where nobody knows who, it stays."""
    few = Space("s2", name="Kitchen", people=3)
    assert [] == rows(released(few), "spaces")
    assert ["s1"] == rows(released(SPACE), "spaces", "id")


def test_an_influence_is_about_whom_its_source_is_about() -> None:
    """What led to a goal is as open as the view; between things about nobody it is about nobody, notes excepted."""
    goal, decision = Goal("g1", kind="aim", text="Later hours"), Decision("d1", title="Thursdays")
    assert [] == rows(released(ANA, SPACE, VIEW, goal, Influence("view:v1", "goal:g1")), "influences")
    led = Influence("decision:d1", "goal:g1", how="it made it possible", note="between us")
    assert [{"source": "decision:d1", "target": "goal:g1", "how": "it made it possible"}] == rows(
        released(goal, decision, led), "influences"
    )


def test_notes_stay_with_their_keepers() -> None:
    """A note on a row about nobody never leaves; one about somebody only with an explicit yes to notes."""
    release = released(
        ANA, Decision("d1", title="Tea", note="Ana was angry"), Need("ana", "a lift"), yes("ana", "share")
    )
    assert [{"id": "d1", "title": "Tea"}] == rows(release, "decisions")
    assert [{"partner": "ana", "need": "a lift"}] == rows(release, "needs")


def test_an_employer_is_asked_about_the_cell_that_names_it() -> None:
    """Where somebody works is for the organisation to share as well; the rest of the row is not."""
    libs = Partner("libs", kind="organisation", name="County Libraries")
    works = Partner("ana", kind="person", organisation="libs")
    alone = released(libs, works, yes("ana", "share"))
    assert [{"id": "ana", "kind": "person"}] == rows(alone, "partners")
    both = released(libs, works, yes("ana", "share"), yes("libs", "share"))
    assert ["libs", None] == rows(both, "partners", "organisation")


def test_every_row_has_every_column() -> None:
    """What may not leave is as if it was never recorded; an empty table is there too."""
    release = released(ANA, yes("ana", "share"))
    (row,) = release.rows("partners")
    assert list(release.columns("partners")) == list(row)
    assert () == release.rows("needs")
    assert "consents" not in release.tables


@pytest.mark.parametrize("level", ["count", "withhold"])
def test_a_request_may_want_less(level: str) -> None:
    """The most open level that is wanted caps everything, also what is about nobody."""
    request = Request("publication", "public", level=level)  # type: ignore[arg-type]  # converted
    release = released(ANA, SPACE, yes("ana", "share"), request=request)
    assert ([], []) == (rows(release, "partners"), rows(release, "spaces"))


def test_what_stays_leaves_no_trace() -> None:
    """N1: whoever said no is not there, and neither is that they were."""
    with_bo = [
        ANA,
        BO,
        KNOWS,
        Strength("bo", "knits"),
        Membership("bo", "ana"),
        Role("bo", "goal:g1", "shaped"),
    ]
    goal = Goal("g1", kind="aim", text="Tea")
    slip = Experience("bo", space="s1", valued=1)
    yes_ana = yes("ana", "share")
    one = released(*with_bo, goal, SPACE, slip, yes_ana, no("bo"))
    other = released(ANA, goal, SPACE, yes_ana)
    assert [other.rows(table) for table in other.tables] == [one.rows(table) for table in one.tables]
    assert other._sealed == one._sealed


def test_nothing_beside_a_pseudonym_tells_whose_it_is() -> None:
    """Extra columns hold anything, and a topic may hold the speaker's own name."""
    person = Partner("ana", kind="person", name="Ana B", extras={"how": "my sister told me"})  # type: ignore[arg-type]  # converted
    view = View("v1", partner="ana", topic="Ana and the garden", text="words")
    release = released(person, view, yes("ana", "pseudonym"), audience="funder")
    assert [None] == rows(release, "partners", "extras")
    assert [None] == rows(release, "views", "topic")


@attrs.frozen(kw_only=True)
class Panel(Record):
    """A kind of a plugin whose cells name several partners."""

    about: ClassVar[About] = About("plan", nobody=True)
    id: Annotated[str, key] = attrs.field(kw_only=False)
    members: Annotated[frozenset[str], to("Partner")] = frozenset()


def test_several_references_in_one_cell_stay() -> None:
    """Nobody was asked about each of several, so none of them leaves."""
    release = released(ANA, Panel("k", members=frozenset({"ana"})))
    assert [{"id": "k"}] == rows(release, "panels")


def test_numbers_by_team_do_not_name_a_team() -> None:
    """The name of a team is its identity, which is not asked of numbers: people are grouped as they are here."""
    assert "team" != released(ANA, checks=["voice-share"], by="team").findings.by
