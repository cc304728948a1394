"""Why something may leave, and why not: the reasons add up to what the engine decides, and hold no content."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.consent.building import DAY, NOW, SETTINGS, no, yes

from coprod import (
    Attendance,
    Consent,
    ConsentRule,
    Experience,
    Level,
    Mention,
    Partner,
    Project,
    Record,
    Relationship,
    Request,
    Response,
    Ruling,
    Settings,
    Space,
    View,
    app,
)
from coprod.app.people import explain
from coprod.consent.decide import asked_of
from coprod.consent.explaining import explained
from coprod.consent.explanation import Explained, PartExplained
from coprod.consent.on_rows import decide_rows
from coprod.registry import Registry
from coprod.settings import ConsentDefaults, Held, Label
from coprod.testing import clocks, projects, requests

QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large]
ANA = Partner("ana", kind="person", name="Ana Bell", sector="carer")
BO = Partner("bo", kind="person", name="Bo Crow")
LIBS = Partner("libs", kind="organisation", name="County Libraries")
VIEW = View("v1", partner="ana", text="canary words")
LATER = date(2019, 6, 1)


def raising(_: Any) -> Ruling:
    """Fail as a plugin may."""
    raise RuntimeError


RULES = [
    ConsentRule(
        name="old", summary="s", decide=lambda s: Ruling.tighten(Level.COUNT, "old.") if s.months > 3 else NONE
    ),
    ConsentRule(name="broken", summary="s", decide=raising, categories="strengths"),
]
NONE = Ruling.no_objection()


@given(st.data())
@settings(suppress_health_check=QUIET)
def test_the_strictest_reason_is_the_level(data: st.DataObject) -> None:
    """P14: the level of each part is the engine's, and the strictest among its reasons; what is closed has a reason."""
    project = data.draw(projects(max_partners=4))
    request, now = data.draw(requests(project)), data.draw(clocks(project))
    rules = data.draw(st.sampled_from([[], RULES]))
    today = now.astimezone(project.settings.zone).date()
    asked = asked_of(project, request, today=today, honours={"credit_me"}, rules=rules)
    decided = [one for rows in decide_rows(project, asked).values() for one in rows]
    for one, row in zip(decided, explained(project, asked), strict=True):
        assert list(one.groups) == [part.level.rank for part in row.parts], row
        assert list(one.identity) == [part.level.rank for part in row.names], row
        for part in row.parts:
            assert part.level is max(reason.level for reason in part.reasons), (row, part)
        for part in row.names:
            assert part.level is max([reason.level for reason in part.reasons], default=Level.SHARE), (row, part)


@given(st.data())
@settings(suppress_health_check=QUIET, max_examples=15)
def test_no_content(data: st.DataObject) -> None:
    """No text of a row is in an explanation: not even in what a row without an id is called."""
    project = data.draw(projects(max_partners=3))
    request = data.draw(requests(project))
    texts = {
        cell
        for kind in project.kinds
        if kind is not Consent
        for row in project.stored(kind)
        for cell in row
        if isinstance(cell, str) and len(cell) > 20
    } - {said.says for said in project.settings.permission.values()}
    found = explain(project, request, registry=Registry.load())
    about = [explain(project, request, partner=partner.id) for partner in project.records(Partner)]
    written = json.dumps([one.to_dict() for one in (found, *about)], ensure_ascii=False)

    assert [] == [text for text in texts if json.dumps(text, ensure_ascii=False)[1:-1] in written]


def rows_of(
    *records: Record, declared: Settings = SETTINGS, audience: str = "public", **more: Any
) -> dict[str, Explained]:
    """Return the rows of a small project by what they are called."""
    project = Project("test", records, settings=declared)
    asked = asked_of(project, Request("publication", audience), today=NOW.date(), **more)
    return {row.record: row for row in explained(project, asked)}


def part_of(row: Explained, column: str) -> PartExplained:
    """Return the part that a column is in."""
    return next(part for part in row.parts if column in part.columns)


def codes(row: Explained, column: str = "text") -> list[str]:
    """Return the codes of what decides about a column."""
    return list(dict.fromkeys(reason.code for reason in part_of(row, column).deciding))


STORIES: dict[str, tuple[list[Consent], str]] = {
    "nobody asked": ([], "no_answer"),
    "another purpose": ([yes("ana", "name")], "not_covered"),
    "a yes": ([yes("ana", "words")], "allowed"),
    "a yes to be counted": ([yes("ana", "count")], "allows_less"),
    "asked": ([Consent("ana", status="requested", statements="words", on=DAY)], "only_asked"),
    "asked again": (
        [yes("ana", "words"), Consent("ana", status="unknown", statements="words", on=LATER)],
        "only_asked",
    ),
    "refused": ([yes("ana", "words"), Consent("ana", status="refused", statements="words", on=LATER)], "refused"),
    "withdrawn": ([yes("ana", "words"), no("ana", on=LATER)], "withdrawn"),
    "no to this": ([yes("ana", "words", on=LATER), no("ana", items="view:v1")], "withdrawn"),
    "revoked": ([Consent("ana", status="revoked", on=DAY)], "revoked"),
    "lapsed": ([yes("ana", "words", until=LATER)], "lapsed"),
    "authority": (
        [yes("ana", "words", given_by="her mother", authority="parent", authority_until=LATER)],
        "authority_ended",
    ),
    "lacks": ([yes("ana", "words", capacity="lacks")], "lacks_capacity"),
    "condition": ([yes("ana", "shown")], "condition_unmet"),
    "own condition": ([yes("ana", "words", conditions="credit_me")], "condition_unmet"),
    "not explicit": (
        [
            Consent(
                "ana",
                status="given",
                on=DAY,
                categories="views",
                purposes="publication",
                audiences="public",
                level="share",
            )
        ],
        "not_explicit",
    ),
}


@pytest.mark.parametrize("story", STORIES)
def test_each_story_has_its_code(story: str) -> None:
    """The code says what decided, whatever else was answered."""
    answers, code = STORIES[story]
    row = rows_of(ANA, VIEW, *answers)["view:v1"]

    assert code in codes(row)
    assert "canary" not in json.dumps(row.to_dict())


def test_the_statement_in_its_own_words() -> None:
    """A reason names the day and the words of the statement, and says which answers stand."""
    row = rows_of(ANA, VIEW, yes("ana", "words"), no("ana", "words", on=LATER))["view:v1"]
    (reason,) = part_of(row, "text").deciding[:1]

    assert 'ana withdrew on 2019-06-01 to "share".' == reason.says
    assert [("given", False), ("withdrawn", True)] == [(one.status, one.stands) for one in reason.answers]
    assert {"own"} == {one.track for one in reason.answers}


def test_both_tracks_are_told() -> None:
    """Where a person and someone else answered, each track is a reason of its own."""
    mother = yes("ana", "count", given_by="her mother", authority="parent")
    reasons = part_of(rows_of(ANA, VIEW, yes("ana", "words"), mother)["view:v1"], "text").reasons

    told = {(reason.answers[0].track, reason.level) for reason in reasons if reason.answers}
    assert {("own", Level.SHARE), ("others", Level.COUNT)} == told


def test_a_yes_of_both_is_needed() -> None:
    """Where a young person's yes and a parent's are needed, one alone says so."""
    declared = attrs.evolve(SETTINGS, held=Held(young_people="own and parent"))
    row = rows_of(ANA, VIEW, yes("ana", "words", capacity="12 or over"), declared=declared)["view:v1"]

    assert "needs_both" in codes(row)


def test_not_on_the_form_yet() -> None:
    """A statement opens nothing before the day from which it is on the form."""
    early = attrs.evolve(SETTINGS.permission["words"], since=date(2020, 6, 1))
    project = Project("test", [ANA, VIEW, yes("ana", "words")], settings=SETTINGS)
    declared = attrs.evolve(SETTINGS, permission={"words": early})
    project = Project.made_of("test", declared, {kind: project.table(kind) for kind in project.kinds})
    (_, row) = explained(project, asked_of(project, Request("publication", "public"), today=NOW.date()))

    assert ["not_yet_on_form", "row"] == codes(row)


def test_rules_say_their_reason() -> None:
    """A rule that tightens is named with its reason; one that fails is named as failed."""
    rules = [
        ConsentRule(name="careful", summary="s", decide=lambda _: Ruling.tighten(Level.COUNT, "we wait a year.")),
        ConsentRule(name="broken", summary="s", decide=raising, categories="profile"),
    ]
    found = rows_of(ANA, VIEW, yes("ana", "share"), rules=rules)
    words, profile = part_of(found["view:v1"], "text"), part_of(found["partner:ana"], "sector")

    assert (Level.COUNT, "rule") == (words.level, words.deciding[0].code)
    assert "The rule `careful` tightens it: we wait a year." in words.deciding[0].says
    assert [("careful", "we wait a year.")] == [(r.rule, r.reason) for r in words.deciding[0].answers[0].rules]
    assert (Level.WITHHOLD, "rule_failed") == (profile.level, profile.deciding[0].code)
    assert "`broken` failed" in profile.deciding[0].says


def test_the_request_may_ask_for_less() -> None:
    """A request for numbers alone is a reason."""
    project = Project("test", [ANA, VIEW, yes("ana", "share")], settings=SETTINGS)
    asked = asked_of(project, Request("publication", "public", level=Level.COUNT), today=NOW.date())
    (_, row) = explained(project, asked)

    assert "request_level" in codes(row)


def test_someone_who_is_not_a_partner() -> None:
    """Who speaks for someone and is no partner closes the row, and is not named."""
    row = rows_of(ANA, attrs.evolve(VIEW, through="Anne, her daughter"), yes("ana", "share"))["view:v1"]

    assert ["not_a_partner", "row"] == codes(row)
    assert "Anne" not in json.dumps(row.to_dict())


def test_mentions_ask_more_people() -> None:
    """Whoever a Mention names is asked, and the reason says why."""
    row = rows_of(ANA, BO, VIEW, Mention("view:v1", "bo"), yes("ana", "share"))["view:v1"]
    (reason,) = [one for one in part_of(row, "text").deciding if one.subject == "partner:bo"]

    assert ("no_answer", "mention", "bo has not answered.") == (reason.code, reason.because, reason.says)


def test_small_spaces_ask_who_came() -> None:
    """A space of fewer than five is about each who came, and about nobody we know where nobody wrote that down."""
    few = [ANA, Space("s1", name="Tea"), Attendance("ana", "s1"), Space("s2", name="Walk", people=2)]
    found = rows_of(*few)

    assert [("no_answer", "small space")] == [
        (one.code, one.because) for one in part_of(found["space:s1"], "id").deciding
    ]
    assert ["unknown_people"] == codes(found["space:s2"], "id")


def test_a_community_speaks_too() -> None:
    """A label's partner is asked as well, and the reason says so."""
    forum = Partner("forum", kind="group")
    declared = attrs.evolve(SETTINGS, labels=(Label(partner="forum", covers={"sector": "carer"}),))
    row = rows_of(ANA, forum, VIEW, yes("ana", "share"), yes("forum", "count"), declared=declared)["view:v1"]
    (reason,) = [one for one in part_of(row, "text").reasons if one.because == "label"]

    assert ("partner:forum", Level.COUNT) == (reason.subject, reason.level)


def test_the_notice_in_the_room() -> None:
    """A slip without a name rests on the notice; without a room, on nothing."""
    slips = [Space("s1", name="Tea", people=9), Experience(space="s1", valued=4), View("v2", text="x")]
    found = rows_of(*slips)

    assert ["no_answer"] == codes(found["experience:s1"], "valued")
    assert "the notice in space:s1" in part_of(found["experience:s1"], "valued").deciding[0].says.lower()
    assert ["nobody_asked", "row"] == codes(found["view:v2"])


def test_what_a_row_needs_tightens_it() -> None:
    """An answer to a view is no more open than the view, and names the view as the reason."""
    row = rows_of(ANA, BO, VIEW, Response("bo", "view:v1", stance=1), yes("bo", "share"), yes("ana", "count"))
    part = part_of(row["response:bo|view:v1"], "stance")

    assert Level.COUNT is part.level
    assert {"view:v1"} == {reason.record for reason in part.deciding}
    assert {"reference", "allows_less"} == {reason.code for reason in part.deciding}


def test_what_is_public_about_an_organisation() -> None:
    """A public fact is a reason, until the organisation says no."""
    declared = attrs.evolve(SETTINGS, public_facts=("organisation",))

    assert ["public_fact"] == codes(rows_of(LIBS, declared=declared)["partner:libs"], "kind")
    assert ["withdrawn"] == codes(rows_of(LIBS, no("libs"), declared=declared)["partner:libs"], "kind")


def test_a_cell_asks_whom_it_is_about() -> None:
    """Where someone works asks the organisation too, and the rest of the row does not."""
    row = rows_of(LIBS, attrs.evolve(ANA, organisation="libs"), yes("ana", "share"))["partner:ana"]
    (reason,) = part_of(row, "organisation").deciding

    assert ("partner:libs", "cell", "no_answer") == (reason.subject, reason.because, reason.code)
    assert Level.SHARE is part_of(row, "sector").level


def test_about_nobody() -> None:
    """A space that many came to is about nobody; its keepers' note has nobody who could agree."""
    row = rows_of(Space("s1", name="Tea", people=9, note="x"))["space:s1"]

    assert (["about_nobody"], ["nobody_can_agree"]) == (codes(row, "name"), codes(row, "note"))


def effects(*records: Record, row: str, **more: Any) -> list[tuple[str, tuple[str, ...]]]:
    """Return what follows for one row."""
    return [(one.code, one.columns) for one in rows_of(*records, **more)[row].effects]


def test_what_follows_for_names() -> None:
    """A tie needs both names; a view can do without one; under a made-up name free words stay."""
    tie = [ANA, BO, Relationship("ana", "bo", kind="knows"), yes("ana", "share")]
    ties = Consent(
        "bo",
        status="given",
        on=DAY,
        categories="relationships",
        purposes="publication",
        audiences="public",
        level="share",
    )

    assert [("partner_not_named", ())] == effects(*tie, ties, row="relationship:ana|bo")
    assert [("unsigned", ())] == effects(ANA, VIEW, yes("ana", "words"), row="view:v1")
    assert [("words_left_out", ("text",))] == effects(
        ANA, VIEW, yes("ana", "pseudonym"), row="view:v1", audience="funder"
    )


def test_a_text_that_names_someone() -> None:
    """A text that names another partner is told as kept back, as `share` tells it."""
    view = attrs.evolve(VIEW, text="Bo Crow said so")
    records = [ANA, BO, view, yes("ana", "share")]
    told: list[str] = []
    request = Request("publication", "public")
    app.share(Project("test", records, settings=SETTINGS), request, now=NOW, registry=Registry.load(), tell=told.append)

    assert [("names_a_partner", ("text",))] == effects(*records, row="view:v1")
    assert 1 == len(told)


@given(st.data())
@settings(suppress_health_check=QUIET, max_examples=15)
def test_texts_are_kept_back_as_shared(data: st.DataObject) -> None:
    """Every text of a row with an id that `share` keeps back is told as kept back."""
    project = data.draw(projects(max_partners=3))
    request, now = attrs.evolve(data.draw(requests(project)), as_of=None), data.draw(clocks(project))
    declared = attrs.evolve(project.settings, held=attrs.evolve(project.settings.held, keep_until=None))
    project = Project.made_of(project.name, declared, {kind: project.table(kind) for kind in project.kinds})
    told: list[str] = []
    app.share(project, request, now=now, registry=Registry.load(), tell=told.append)
    rules = [one.spec for one in Registry.load().consent_rules.values()]
    asked = asked_of(project, request, today=now.astimezone(project.settings.zone).date(), rules=rules)
    named = {
        f"{row.record}: the {column} names a partner"
        for row in explained(project, asked)
        for effect in row.effects
        if effect.code == "names_a_partner"
        for column in effect.columns
    }
    ids = {row.ref for kind in project.kinds if "id" in attrs.fields_dict(kind) for row in project.records(kind)}
    kept = {line.partition(" and was kept back")[0] for line in told if "kept back" in line}

    assert set() == {line for line in kept if line.partition(": the ")[0] in ids} - named


def test_two_audiences_are_two_reasons() -> None:
    """For several audiences each has its reason, and the strictest counts."""
    project = Project("test", [ANA, VIEW, yes("ana", "words")], settings=SETTINGS)
    narrow = attrs.evolve(
        SETTINGS, permission={"words": attrs.evolve(SETTINGS.permission["words"], audiences=("funder",))}
    )
    project = Project(
        "test", project.records(Partner) + project.records(View) + project.records(Consent), settings=narrow
    )
    asked = asked_of(project, Request("publication", ["funder", "public"]), today=NOW.date())
    (_, row) = explained(project, asked)
    reasons = {reason.audience: reason.code for reason in part_of(row, "text").reasons if reason.audience}

    assert {"funder": "allowed", "public": "not_covered"} == reasons


def test_as_partners_join() -> None:
    """A yes to the partners does not reach who joined later, and the reason says so."""
    declared = attrs.evolve(
        SETTINGS,
        audiences={"partners": ("partners",)},
        permission={"words": attrs.evolve(SETTINGS.permission["words"], audiences=("partners",))},
    )
    late = attrs.evolve(BO, joined=LATER)
    row = rows_of(ANA, late, VIEW, yes("ana", "words"), declared=declared, audience="partners")["view:v1"]

    assert ["joined_later", "row"] == codes(row)


def test_the_project_says_until_when() -> None:
    """An answer without a last day has that of the form."""
    declared = attrs.evolve(SETTINGS, consent=ConsentDefaults(until=LATER))
    (reason, *_) = part_of(rows_of(ANA, VIEW, yes("ana", "words"), declared=declared)["view:v1"], "text").deciding

    assert 'The yes of ana of 2019-01-01 to "share" held until 2019-06-01.' == reason.says


@pytest.mark.parametrize(
    ("purpose", "audience"), [("publication", "public"), ("project", "partners"), ("research", "university")]
)
def test_the_example_explains_itself(purpose: str, audience: str) -> None:
    """P14 on the example, with the rules that ship, as of a day on which its answers still hold."""
    project = app.read(Path(__file__).parents[2] / "examples/citizen-led-libraries")
    rules = [one.spec for one in Registry.load().consent_rules.values()]
    asked = asked_of(project, Request(purpose, audience), today=date(2020, 11, 1), rules=rules)
    decided = [one for rows in decide_rows(project, asked).values() for one in rows]
    parts = [(one.groups, row.parts) for one, row in zip(decided, explained(project, asked), strict=True)]

    assert [] == [
        part
        for ranks, found in parts
        for rank, part in zip(ranks, found, strict=True)
        if (part.level.rank, part.level) != (rank, max(reason.level for reason in part.reasons))
    ]
