"""What people may ask: stewards for reasons, a partner for what is held about them."""

import json
from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tries
from hypothesis import strategies as st

from coprod import (
    Attendance,
    Consent,
    Decision,
    Exchange,
    Goal,
    Influence,
    Membership,
    Mention,
    Need,
    Partner,
    Project,
    Record,
    Relationship,
    Request,
    Response,
    Settings,
    Space,
    View,
)
from coprod.app.people import explain, held_about, receipt
from coprod.consent.held import HeldAbout, ReleaseHeld, Said
from coprod.consent.ledger import Entry, Ledger
from coprod.registry import Registry
from coprod.settings import Held, Permission
from coprod.testing import projects, requests

NOW = datetime(2020, 1, 1, 12, tzinfo=UTC)
DAY = date(2019, 1, 1)
NAMED = Permission(
    says="My name may be public.",
    categories=("identity", "profile", "participation"),
    purposes=("publication",),
    audiences=("public",),
    level="share",
)
PARTNERS = attrs.evolve(NAMED, says="Partners may see my name.", audiences=("partners",), purposes=("project",))
SETTINGS = Settings(
    purposes={"publication": "the report", "project": "our own work"},
    audiences={"partners": ("partners",), "funder": ("The fund",)},
    permission={"name": NAMED, "partners": PARTNERS, "counted": attrs.evolve(NAMED, says="Count me.", level="count")},
    held=Held(
        controllers=("Tea and talk",),
        contact="Rowan, 0131 496 0000",
        withdraw_by="Tell any of us.",
        already_out="What is printed stays printed.",
        complaints="the regulator",
    ),
)
ANA = Partner("ana", kind="person", name="Ana Bell", joined=DAY)
BO = Partner("bo", kind="person", name="Bo Crow", joined=DAY)
CY = Partner("cy", kind="person", name="Cy Dunn", joined=DAY)
TEAM = Partner("team", kind="team", name="Tuesday")
PEOPLE = (ANA, BO, CY, TEAM)
QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large]


def yes(who: str, *statements: str, **more: Any) -> Consent:
    """Return a yes to statements."""
    return Consent(who, **{"status": "given", "statements": frozenset(statements), "on": DAY, **more})


def made(*records: Record) -> Project:
    """Return a project of four partners and some records."""
    return Project("Tea", [*PEOPLE, *records], settings=SETTINGS)


def mine(*records: Record, partner: str = "ana", ledger: Ledger | None = None) -> HeldAbout:
    """Return what is held about a partner."""
    return held_about(made(*records), partner, now=NOW, ledger=ledger, registry=Registry.load())


def cells(found: HeldAbout, table: str) -> dict[str, str]:
    """Return the cells of the only row of a table."""
    (row,) = found.rows[table]
    return dict(row.cells)


# What a steward may ask


def test_of_one_partner() -> None:
    """The rows that are about them or refer to them, and no others."""
    project = made(
        View("v1", partner="ana"), View("v2", partner="bo"), Exchange("bo", "ana"), Mention("view:v2", "ana")
    )
    found = explain(project, Request("publication", "public"), partner="ana", now=NOW)

    expected = ["partner:ana", "view:v1", "view:v2", "mention:view:v2|ana", "exchange:bo|ana"]
    assert sorted(expected) == sorted(row.record for row in found.rows)
    assert "partner:ana" == found.about


def test_of_one_record() -> None:
    """A typed reference names one row; a row without an id is called by the ids in it."""
    project = made(Space("s1", name="Tea"), Attendance("ana", "s1"), View("v1", partner="ana"))
    request = Request("publication", "public")
    found = [explain(project, request, about=ref, now=NOW).rows for ref in ("view:v1", "attendance:ana|s1")]

    assert [["view:v1"], ["attendance:ana|s1"]] == [[row.record for row in rows] for rows in found]


def test_of_everything() -> None:
    """With neither it is summed up by kind and category, and shows no row."""
    found = explain(made(yes("ana", "name")), Request("publication", "public"), now=NOW)
    (names,) = [tally for tally in found.summary if (tally.kind, tally.category) == ("partner", "identity")]

    assert () == found.rows
    assert {"share": 1, "withhold": 3} == names.levels
    assert {"allowed": 1, "no_answer": 3, "row": 3} == names.reasons


def test_as_of_a_day() -> None:
    """Rows that came later are not there; answers that came later count all the same."""
    views = [View("v1", partner="ana", at=datetime(2019, 2, 1, tzinfo=UTC)), View("v2", partner="ana", at=NOW)]
    late = yes("ana", "name", on=date(2019, 12, 1))
    request = Request("publication", "public", as_of=date(2019, 6, 1))
    found = explain(made(*views, late), request, partner="ana", now=NOW)

    assert ["partner:ana", "view:v1"] == [row.record for row in found.rows]
    assert "share" == found.rows[0].parts[0].level.value


def test_after_the_last_day() -> None:
    """Where the records were to be kept until a day that has passed, it says that nothing leaves."""
    over = attrs.evolve(SETTINGS, held=attrs.evolve(SETTINGS.held, keep_until=DAY))

    assert explain(Project("Tea", PEOPLE, settings=over), Request("publication", "public"), now=NOW).over


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"partner": "anna"}, "no partner has the id `anna`. Did you mean `ana`?"),
        ({"about": "partner:anna"}, "nothing here is called `partner:anna`. Did you mean `partner:ana`?"),
        ({"request": Request("publishing", "public")}, "this project declares no purpose `publishing`"),
        ({"partner": "ana", "about": "partner:ana"}, "explain one partner or one record"),
    ],
)
def test_what_is_not_there(more: dict[str, Any], message: str) -> None:
    """What the project does not have is an error that helps."""
    options = {"request": Request("publication", "public"), **more}

    with pytest.raises((KeyError, ValueError), match=message.partition("?")[0]):
        explain(made(), options.pop("request"), now=NOW, **options)


# What a partner may ask


def test_it_begins_with_what_they_said() -> None:
    """Their words come first, with what became of each: fate, reply, and what it led to, step by step."""
    view = View(
        "v1",
        partner="ana",
        kind="idea",
        topic="benches",
        text="A bench by the door",
        fate="parked",
        reply="We will ask",
        replied_at=datetime(2019, 3, 1, 12, tzinfo=UTC),
    )
    more = [
        Response("bo", "view:v1", fate="taken up", at=date(2019, 6, 1)),
        Decision("d1", title="Buy a bench"),
        Goal("g1", kind="activity", text="A bench"),
        Influence("view:v1", "decision:d1", how="as it was said"),
        Influence("decision:d1", "goal:g1"),
    ]
    (said,) = mine(view, *more).said

    assert ("A bench by the door", "taken up", "We will ask") == (said.text, said.fate, said.reply)
    assert [("decision:d1", "Buy a bench", ""), ("goal:g1", "A bench", "decision:d1")] == [
        (led.ref, led.title, led.through) for led in said.led_to
    ]
    text = mine(view, *more).to_text()
    order = ["What you said", "Who may see what", "How to stop", "Everything else", "What left"]
    assert sorted(order, key=text.index) == order


def test_own_fate_without_a_response() -> None:
    """Without a later response the fate is that of the view's own row."""
    (said,) = mine(View("v1", partner="ana", text="x", fate="parked")).said

    assert "parked" == said.fate


def test_words_of_others_stay_theirs() -> None:
    """Who is named in another's words, or lent a voice, learns where, and not what was said; who said it too does."""
    views = [View(f"v{n}", partner="bo", text=f"words {n}") for n in range(1, 4)]
    mentions = [Mention("view:v1", "ana", part="is named"), Mention("view:v2", "ana", part="said it too")]
    lent = View("v9", partner="bo", through="ana", text="words 9")
    found = mine(*views, *mentions, lent)

    assert [("view:v2", "said it too", "words 2")] == [(one.ref, one.how, one.text) for one in found.said]
    assert (("view:v1",), ("view:v9",)) == (found.named_in, found.spoke_for)
    assert "views" not in found.rows
    assert not [words for words in ("words 1", "words 3", "words 9") if words in str(found.to_dict())]


def test_answers_in_their_own_words() -> None:
    """What they wrote in answer to something is theirs, too."""
    answer = Response("ana", "goal:g1", text="Too soon", stance=-1, at=DAY)
    found = mine(Goal("g1", kind="aim", text="x"), answer)

    assert (Said(ref="goal:g1", how="answered", at="2019-01-01", text="Too soon"),) == found.said
    assert "text" not in cells(found, "responses")


def test_who_may_see_what_in_the_words_of_the_form() -> None:
    """Each statement that they answered, as the form has it: yes or no, since when, until when, for whom and what."""
    refused = Consent("ana", status="refused", statements="counted", on=date(2019, 2, 1))
    found = mine(yes("ana", "name", "counted", until=date(2025, 1, 1)), refused).statements

    assert [("My name may be public.", "yes", True), ("Count me.", "no", False)] == [
        (one.says, one.answer, one.holds) for one in found
    ]
    assert (("the report",), ("everyone",), "as it is") == (found[0].purposes, found[0].audiences, found[0].level)
    assert (DAY, date(2025, 1, 1)) == (found[0].on, found[0].until)


@pytest.mark.parametrize(
    "later",
    [
        Consent("ana", status="withdrawn", on=date(2019, 6, 1)),
        Consent("ana", status="withdrawn", on=DAY),
        Consent("ana", status="withdrawn", on=DAY, purposes="publication"),
    ],
)
def test_what_does_not_hold_any_more(later: Consent) -> None:
    """A yes that was taken back is still told, and said to open nothing."""
    found = mine(yes("ana", "name"), later)

    assert [False] == [one.holds for one in found.statements if one.answer == "yes"]
    assert "It does not hold any more" in found.to_text()


def test_how_to_stop() -> None:
    """The project's own words, whom to tell, and what a steward types."""
    text = mine().to_text()

    for line in (
        "Tell any of us.",
        "Rowan, 0131 496 0000",
        "coprod withdraw PROJECT ana",
        "What is printed stays printed.",
    ):
        assert line in text


def test_silence_is_told() -> None:
    """Who said and answered nothing reads just that."""
    text = mine(partner="cy").to_text()

    assert "We have no words of yours on record." in text
    assert "You have not answered any statement. So nothing about you may leave." in text
    assert "The list of what left was not looked at." in text


def test_everything_else() -> None:
    """Every row that is about them is there with every cell that is theirs."""
    found = mine(Need("ana", "large print", note="came up at the tea"), Membership("ana", "team", role="cook"))

    assert {"partner": "ana", "need": "large print", "note": "came up at the tea"} == cells(found, "needs")
    assert {"partner": "ana", "group": "team", "role": "cook"} == cells(found, "memberships")
    assert {"partners", "needs", "memberships"} == set(found.rows)


RATED = Relationship("bo", "ana", kind="works with", reported_by="bo", reliability=2)


def test_a_rating_is_for_its_rater() -> None:
    """Who rated sees the rating; who was rated sees that something is kept back."""
    (rated,), (rater,) = (mine(RATED, partner=who).rows["relationships"] for who in ("ana", "bo"))

    assert ("reliability" in rated.cells, rated.kept_back) == (False, ("reliability",))
    assert ("2", ()) == (rater.cells["reliability"], rater.kept_back)


def test_ratings_belong_to_whom_reported_them() -> None:
    """A source whose tie somebody else reported did not rate."""
    row = attrs.evolve(RATED, reported_by="cy")
    kept = {who: mine(row, partner=who).rows["relationships"][0].kept_back for who in ("ana", "bo", "cy")}

    assert {"ana": ("reliability",), "bo": ("reliability",), "cy": ()} == kept


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ((), "someone else"),
        ((yes("bo", "counted"),), "someone else"),
        ((yes("bo", "name"),), "bo"),
        ((yes("bo", "partners"),), "bo"),
        ((yes("bo", "name"), Consent("bo", status="withdrawn", on=date(2019, 6, 1))), "someone else"),
        ((yes("bo", "partners", on=date(2018, 12, 1)),), "someone else"),  # before Ana joined
    ],
)
def test_others_are_named_as_they_allow(answers: tuple[Consent, ...], expected: str) -> None:
    """The other end of a tie is named where that person lets partners, or everyone, see their name."""
    assert expected == cells(mine(Exchange("bo", "ana", kind="help"), *answers), "exchanges")["giver"]


def test_others_whom_they_told_of_themselves() -> None:
    """Who told of a tie may read the other's name in it."""
    told = Relationship("ana", "bo", kind="trusts", reported_by="ana")

    assert "bo" == cells(mine(told), "relationships")["target"]
    assert "someone else" == cells(mine(told, partner="bo"), "relationships")["source"]


@pytest.mark.parametrize(
    ("row", "table"),
    [
        (Exchange("bo", "ana", note="Bo was tired"), "exchanges"),
        (Need("ana", "a lift", note="Bo Crow drives her"), "needs"),
    ],
)
def test_notes_that_speak_of_others(row: Record, table: str) -> None:
    """A keeper's note on a row with another person, or one that names them, is kept back, and said to be."""
    found = mine(row)

    assert (("note",),) == tuple(one.kept_back for one in found.rows[table])
    assert "kept back, since it is also about someone else: note" in found.to_text()


def test_rows_of_others_that_point_at_them() -> None:
    """That rows about others name them is told in number alone."""
    found = mine(yes("bo", "name", recorded_by="ana"), Membership("bo", "team"), partner="ana")

    assert {"consents, recorded_by": 1} == found.pointed_at


def test_every_release_with_the_name_in_it(tmp_path) -> None:
    """Each release that touched them, for whom and for what, and under which name."""
    ledger = Ledger(tmp_path / "ledger.jsonl", b"s" * 32)
    when = "2019-05-01T10:00:00+00:00"
    with ledger.writing() as writer:
        writer.add(Entry("r1", when, "publication", ("public", "funder"), touched={"ana": "name, words", "bo": "name"}))
        writer.add(Entry("r2", when, "publication", ("funder",), "2019-02-01", touched={"ana": "pseudonym abc"}))
        writer.add(Entry("r3", when, "publication", ("funder",), touched={"bo": "name"}))
    found = mine(ledger=ledger)

    assert found.releases == (
        ReleaseHeld(
            release="r1",
            at=when,
            purpose="the report",
            audiences=("everyone", "funder (The fund)"),
            as_of="",
            how=("by name", "in words, with no name"),
        ),
        ReleaseHeld(
            release="r2",
            at=when,
            purpose="the report",
            audiences=("funder (The fund)",),
            as_of="2019-02-01",
            how=("under the made-up name abc",),
        ),
    )
    assert "under the made-up name abc" in found.to_text()
    assert "has left" in mine(ledger=ledger, partner="cy").to_text()


@given(st.data())
@tries(suppress_health_check=QUIET, max_examples=20)
def test_every_partner_of_every_project(data: st.DataObject) -> None:
    """Whatever stands in a project, each partner can be told what is held, and given a receipt, as text and as JSON."""
    project = data.draw(projects(max_partners=3, min_partners=1))
    registry = Registry.load()
    for partner in project.records(Partner):
        found = held_about(project, partner.id, now=NOW, registry=registry)
        given_out = receipt(project, partner.id, now=NOW)
        assert partner.id in found.to_text()
        assert json.loads(json.dumps(found.to_dict()))["partner"] == partner.id
        assert json.loads(given_out.to_json())["header"]["pii_principal_id"] == partner.id
    explain(project, data.draw(requests(project)), registry=registry, now=NOW).to_dict()


@pytest.mark.parametrize("verb", [held_about, receipt])
def test_someone_who_is_not_there(verb: Any) -> None:
    """An id that no partner has is an error with a suggestion."""
    with pytest.raises(KeyError, match="Did you mean `ana`"):
        verb(made(), "anna", now=NOW)


@pytest.mark.parametrize("verb", [held_about, receipt])
def test_the_clock_has_a_zone(verb: Any) -> None:
    """An instant without a zone is not guessed at."""
    with pytest.raises(ValueError, match="time zone"):
        verb(made(), "ana", now=datetime(2020, 1, 1))  # noqa: DTZ001  # that is the point


@given(st.data())
@tries(suppress_health_check=QUIET, max_examples=20)
def test_nobody_gets_the_words_of_others(data: st.DataObject) -> None:
    """Whatever stands in a project: what others said, answered or noted on their own rows is not told."""
    project = data.draw(projects(max_partners=3, min_partners=2))
    views = [attrs.evolve(one, text=f"said-{n}.", note=f"noted-{n}.") for n, one in enumerate(project.records(View))]
    needs = [Need(one.id, f"needs-{n}.") for n, one in enumerate(project.records(Partner))]
    project = project.replace(*views).add(*needs)
    for at, partner in enumerate(project.records(Partner)):
        too = {one.item for one in project.records(Mention) if one.partner == partner.id and one.part == "said it too"}
        written = json.dumps(held_about(project, partner.id, now=NOW, registry=Registry.load()).to_dict())
        theirs = [(one.partner == partner.id, one.partner == partner.id or one.ref in too) for one in views]
        assert [] == [n for n, (own, _) in enumerate(theirs) if not own and f"noted-{n}." in written]
        assert [words for _, words in theirs] == [f"said-{n}." in written for n in range(len(views))]
        assert [n == at for n in range(len(needs))] == [f"needs-{n}." in written for n in range(len(needs))]
