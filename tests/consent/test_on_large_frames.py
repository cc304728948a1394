"""
A large project is shared on its engine, and what leaves is the same, byte for byte, as over plain rows.

`decide.SMALL` is set to nothing here, so that small projects take the way of large ones. `HYPOTHESIS_PROFILE=deep`
draws many.
"""

import os
from datetime import date
from pathlib import Path

import attrs
import narwhals as nw
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.consent.both_ways import STORY, both_ways, generous, size, what_leaves
from tests.consent.building import NOW, SETTINGS, released, rows, yes

from coprod import Exchange, Level, Partner, Project, Registry, Relationship, Request, View, app
from coprod.consent.decide import asked_of
from coprod.consent.large.ranks import checked
from coprod.consent.ledger import Ledger
from coprod.consent.on_frames import decide
from coprod.engines import Engine
from coprod.engines import rows as rows_of
from coprod.records import Attendance, Consent, Space
from coprod.release import Release
from coprod.testing import Pair, clocks, example, indistinguishable_pairs, projects, requests

DEEP = os.environ.get("HYPOTHESIS_PROFILE") == "deep"
QUIET = {"deadline": None, "phases": [Phase.generate], "suppress_health_check": list(HealthCheck), "database": None}
AUDIENCES = ("public", "funder", ("funder", "public"))
CHECKS = ("voice-share", "cross-sector-ties", "being-heard")


def agree(data: st.DataObject, engine: Engine) -> None:
    """Draw a project, a request and a clock; both ways let the same leave."""
    project = data.draw(projects())
    request, now = data.draw(requests(project)), data.draw(clocks(project))
    if data.draw(st.integers(0, 3)):
        days = st.sampled_from([None, None, None, request.as_of])
        audiences = data.draw(st.sampled_from(["public", "funder", "funder", request.audiences]))
        request = Request(request.purpose, audiences, as_of=data.draw(days))
        project = data.draw(generous(project, request, now))
    over_rows, on_frames = both_ways(project, request, engine, now)
    assert over_rows == on_frames


@settings(max_examples=2_000 if DEEP else 8, **QUIET)
@given(st.data())
def test_the_same_leaves_of_any_project(data: st.DataObject) -> None:
    """Bytes, who is in them, what may be counted and what the steward is told are those of plain rows."""
    agree(data, "polars")


@settings(max_examples=300 if DEEP else 1, **QUIET)
@given(st.data())
def test_the_same_leaves_of_any_project_in_duckdb(data: st.DataObject) -> None:
    """The same in DuckDB."""
    pytest.importorskip("duckdb")
    agree(data, "duckdb")


@pytest.mark.parametrize(
    ("engine", "audience", "day"),
    [
        ("polars", "public", None),
        ("polars", "funder", None),
        ("polars", "funder", date(2019, 7, 1)),
        ("duckdb", "funder", date(2019, 7, 1)),  # planning takes it seconds: one is enough
    ],
)
def test_the_same_leaves_of_a_story(engine: Engine, audience: str, day: date | None) -> None:
    """Names, pseudonyms, quotes, mentions, days by the month, references to days: all as over plain rows."""
    pytest.importorskip(engine)
    over_rows, on_frames = both_ways(STORY, Request("publication", audience, as_of=day), engine)
    assert over_rows == on_frames


def shared(project: Project, audience: str | tuple[str, ...], **more: object) -> Release:
    """Return what leaves of a project, with checks."""
    request = Request("publication", audience)
    return app.share(project, request, checks=CHECKS, now=NOW, registry=Registry.load(), secret=b"s", **more)  # type: ignore[arg-type]  # options


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_same_release_of_the_example(audience: str | tuple[str, ...]) -> None:
    """Findings and numbers are the same too, for every audience of the example."""
    found = []
    for small in (10**9, -1):
        with size(small):
            release = shared(example(), audience, release_id="r1")
        tables = {kind: release.rows(kind) for kind in release.kinds}
        found.append((tables, release.counts, [finding.to_dict() for finding in release.findings]))
    assert found[0] == found[1]
    assert any(found[0][0].values())


@settings(max_examples=200 if DEEP else 3, **QUIET)
@given(indistinguishable_pairs())
def test_nobody_learns_what_may_not_leave(pair: Pair) -> None:
    """Of two projects of which the same may be seen, the same leaves of both on an engine too (N1, N2, N3)."""
    with size(-1):
        one, other = pair.releases()
    assert [one.rows(kind) for kind in one.kinds] == [other.rows(kind) for kind in other.kinds], pair.what_changed
    assert one.counts == other.counts


def on_frames(*records: object, audience: str = "public", **more: object) -> Release:
    """Return what leaves of these records, shared on their engine."""
    with size(-1):
        return released(*records, audience=audience, **more)  # type: ignore[arg-type]  # records


ANA, BO = Partner("ana", kind="person", name="Ana Lopez"), Partner("bo", kind="person", name="Bo Lind")


def test_who_finds_no_rank_is_withheld() -> None:
    """A null never opens: where a join found nothing, a row is withheld, and so is each cell and each name."""
    asked = asked_of(STORY, Request("publication", "public"), today=NOW.date())
    frame = decide(STORY, asked)[Relationship]
    ranks = [name for name in frame.collect_schema().names() if name.startswith("__")]
    lost = frame.with_columns(**{name: nw.lit(None, dtype=nw.Int8) for name in ranks})
    assert {(Level.WITHHOLD.rank,) * len(ranks)} == set(rows_of(checked(Relationship, lost).select(*ranks)))


def test_a_name_is_asked_for_beside_the_row() -> None:
    """Who shares their words and not their name leaves a quote that nobody's name stands under."""
    said = View("v1", partner="ana", kind="idea")
    assert [("v1", "ana")] == rows(on_frames(ANA, said, yes("ana", "share")), "views", "id", "partner")
    [(key, who)] = rows(on_frames(ANA, said, yes("ana", "words")), "views", "id", "partner")
    assert (True, None) == (key != "v1", who)


def test_days_under_a_pseudonym_are_months() -> None:
    """What leaves under a pseudonym has its day by the month, and no words."""
    passed = Exchange("ana", "bo", kind="visit", at=date(2019, 4, 3), strength="baking")
    release = on_frames(ANA, BO, passed, yes("ana", "pseudonym"), yes("bo", "pseudonym"), audience="funder")
    assert [("2019-04", None)] == rows(release, "exchanges", "at", "strength")


def test_a_closed_cell_is_empty() -> None:
    """Trust is a category of its own: who shares ties alone shares no ratings."""
    ties = Consent(
        "ana",
        status="given",
        on=NOW.date(),
        level="share",
        categories={"relationships", "identity"},
        purposes={"publication"},
        audiences={"public"},
    )
    tie = Relationship("ana", "ana", kind="knows", openness=3)
    assert [{"source": "ana", "target": "ana", "kind": "knows"}] == rows(on_frames(ANA, tie, ties), "relationships")


def test_a_text_that_names_somebody_else_stays() -> None:
    """A name in a text is looked for, in any case, and the steward is told."""
    told: list[str] = []
    said = (View("v1", partner="ana", text="ask LIND"), View("v2", partner="ana", text="Ana asks"))
    release = on_frames(ANA, attrs.evolve(BO, id="p7"), *said, yes("ana", "share"), tell=told.append)
    assert [None, "Ana asks"] == rows(release, "views", "text")
    assert ["view:v1: the text names a partner and was kept back; a Mention would say who it is about"] == told


def test_an_odd_id_is_found_in_a_text() -> None:
    """Ids with signs in them are looked for as well, also when they have no word in them."""
    people = (Partner("j.baird-2", kind="person"), Partner("--", kind="person"))
    said = (View("v1", partner="ana", text="see j.baird-2"), View("v2", partner="ana", text="so -- yes"))
    assert [None, None] == rows(on_frames(ANA, *people, *said, yes("ana", "share")), "views", "text")


def test_no_reference_leads_to_a_day_that_is_left_out() -> None:
    """Who came to an evening with a known day is not shown under a pseudonym."""
    spaces = (Space("dated", name="Tea", starts=NOW, people=20), Space("some", name="Tea too", people=20))
    came = (Attendance("ana", "dated"), Attendance("ana", "some"))
    release = on_frames(ANA, *spaces, *came, yes("ana", "pseudonym"), audience="funder")
    assert ["some"] == rows(release, "attendances", "space")


def test_what_anybody_can_count_has_everybody_named() -> None:
    """What leaves under a pseudonym is nothing that anybody could take off a number."""
    said = View("v1", partner="ana", kind="idea")
    project = Project("Tea", [ANA, said, yes("ana", "words", "pseudonym")], settings=SETTINGS)
    with size(-1):
        found = what_leaves(project, Request("publication", "funder"))["numbers"]
    assert (1, 0) == (len(found["counted", View]), len(found["open", View]))


def test_who_is_in_it_is_in_the_ledger(tmp_path: Path) -> None:
    """The ledger says of a large project too who is in a release, and how."""
    ways = []
    for small in (10**9, -1):
        ledger = Ledger(tmp_path / f"{small}.jsonl", b"s")
        with size(small):
            shared(STORY, "public", ledger=ledger)
        ways.append([dict(entry.touched) for entry in ledger.entries()])
    assert ways[0] == ways[1]
    assert set(ways[0][0].values()) == {"name", "words"}
