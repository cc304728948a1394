"""One project shared twice: over rows, and on the engine as large projects are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import attrs
from hypothesis import strategies as st
from tests.consent.building import DAY, NOW, SETTINGS, no, yes

from coprod import (
    Attendance,
    Consent,
    Decision,
    Exchange,
    Experience,
    Goal,
    Indicator,
    Influence,
    Mention,
    Partner,
    Project,
    Relationship,
    Request,
    Response,
    Role,
    Space,
    View,
)
from coprod.app.arguments import today_of
from coprod.consent import decide
from coprod.consent.decide import asked_of
from coprod.consent.shown import shown
from coprod.engines import Engine
from coprod.schema import columns_of
from coprod.tables import in_order
from coprod.testing.declared import categories

LEVELS = (("share",), ("share", "share", "pseudonymise"), ("pseudonymise",), ("share", "pseudonymise", "count"))
APART = (frozenset(), frozenset(), frozenset({"identity"}), frozenset({"views"}), frozenset({"participation"}))


@contextmanager
def size(small: int) -> Iterator[None]:
    """Take every project of more rows than *small* as a large one."""
    before, decide.SMALL = decide.SMALL, small
    try:
        yield
    finally:
        decide.SMALL = before


def what_leaves(project: Project, request: Request, now: datetime = NOW) -> Mapping[str, Any]:
    """Return all that a release asks of what was decided, as plain values."""
    told: list[str] = []
    decided = shown(project, asked_of(project, request, today=today_of(project, now)))
    decided = decided if request.as_of is None else decided.at(request.as_of)
    sealed = decided.seal(request, secret=b"s", release_id="r1", tell=told.append, listed=True)
    counted = {name: made.on("polars") for name, made in (("counted", decided.countable()), ("open", decided.opened()))}
    numbers = {
        (name, kind): sorted(made.stored(kind), key=in_order) for name, made in counted.items() for kind in made.kinds
    }
    return {"sealed": attrs.asdict(sealed, recurse=False), "told": sorted(told), "numbers": numbers}


def both_ways(
    project: Project, request: Request, engine: Engine, now: datetime = NOW
) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Return what leaves over rows, and what leaves on an engine."""
    with size(10**9):
        over_rows = what_leaves(project, request, now)
    with size(-1):
        return over_rows, what_leaves(project.on(engine), request, now)


@st.composite
def generous(draw: st.DrawFn, project: Project, request: Request, now: datetime) -> Project:
    """Return the project with other answers: everybody allows much, some of it under pseudonyms."""
    known, levels = frozenset(categories(project.kinds)), draw(st.sampled_from(LEVELS))
    people = [one.ref for kind in (Partner, Space) for one in project.records(kind)]
    cells = {"purposes": {request.purpose}, "audiences": set(request.audiences), "explicit": True}
    answers = []
    for who in people:
        apart = draw(st.sampled_from(APART))
        for said, level in ((known - apart, draw(st.sampled_from(levels))), (apart, draw(st.sampled_from(LEVELS[-1])))):
            if said:
                on = today_of(project, now)
                answers.append(Consent(who, status="given", on=on, level=level, categories=said, **cells))
    rows = {
        kind: [{name: getattr(one, name) for name in columns_of(kind)} for one in project.records(kind)]
        for kind in project.kinds
        if kind is not Consent
    }
    rows[Consent] = [{name: getattr(one, name) for name in columns_of(Consent)} for one in answers]
    return Project.from_rows(project.name, rows, settings=attrs.evolve(project.settings, labels=()))


EVENING = datetime(2019, 6, 30, 23, 40, tzinfo=NOW.tzinfo)  # in London it is the first of July
PEOPLE = (
    Partner("ana", kind="person", name="Ana Lopez", sector="citizen", joined=DAY, area="the east side"),
    Partner("bo", kind="person", name="Bo Lind", sector="citizen", organisation="libs", joined=date(2019, 5, 1)),
    Partner("cem", kind="person", name="Cem Acar", joined=DAY, note="Ana's friend"),
    Partner("dee", kind="person", name="Dee Grant"),
    Partner("eve", kind="person", name="Eve Ode", sector="asks after Bo"),
    Partner("libs", kind="organisation", name="County Libraries", people=9),
)
THINGS = (
    *(Space(key, name=f"Evening {key}", starts=EVENING, people=20) for key in ("hall", "yard", "Ana")),
    Space("undated", name="Some day", people=20),
    Goal("g0", kind="vision", text="Tea", agreed=date(2019, 2, 1)),
    *(Goal(f"g{n}", kind="aim", text="More tea", replaces=f"g{n - 1}") for n in (1, 2, 3)),
    Goal("clear", kind="aim", text="No day is known of this"),
    Decision("d1", title="Ana Lopez keeps the key", space="hall", at=date(2019, 7, 2)),
    Decision("d2", title="Tea for all"),
    Indicator("i1", name="Cups", goal="g3"),
)
SAID = (
    View(
        "v1", partner="ana", space="hall", at=EVENING, kind="idea", topic="tea", text="Ana says more tea", reply="Yes"
    ),
    View("v2", partner="bo", space="hall", at=EVENING, kind="idea", topic="Bo", text="Ask Dee"),
    View("v3", partner="eve", at=EVENING, kind="concern", topic="noise", text="Less noise", through="her aunt"),
    View("v4", space="hall", at=EVENING, kind="question", text="Who was here?"),
    View("v5", partner="ana", text="Bo makes the tea", at=datetime(2019, 8, 1, 9, 5, 7, tzinfo=NOW.tzinfo)),
    View("v6", partner="ana", text="Ask Cem about bo"),
    Mention("view:v5", "bo", part="is named"),
    Response("cem", "goal:clear", stance=1, at=date(2019, 8, 2), text="Good"),
    Response("cem", "goal:g2", stance=1, at=date(2019, 8, 2)),
    Response("ana", "goal:g2", stance=1, at=date(2019, 8, 2), text="Cem agrees"),
    Influence("view:v1", "decision:d2", how="Ana asked"),
    Influence("space:undated", "goal:clear"),
)
DONE = (
    Relationship("ana", "bo", kind="knows", since=date(2019, 4, 1), openness=3),
    Relationship("ana", "cem", kind="works with Dee", reported_by="eve", since=date(2019, 4, 1), weight=0.5),
    Relationship("cem", "ana", kind="knows", since=date(2019, 4, 9), until=date(2019, 9, 9), note="a note"),
    Relationship("dee", "ana", kind="knows"),
    Exchange("ana", "cem", kind="visit", at=date(2019, 4, 3), hours=1.5, strength="Ana's tea"),
    *(Attendance(who, "hall", came="yes", access="met") for who in ("ana", "bo", "cem", "eve")),
    Attendance("cem", "undated", minutes=5),
    Role("cem", "goal:clear", "shaped"),
    Role("bo", "decision:d1", "decided"),
    Experience("ana", space="hall", at=date(2019, 7, 1), valued=4),
    Experience(space="hall", here_as="job", valued=2),
)
ANSWERS = (
    yes("partner:ana", "share", "name", "words"),
    yes("partner:bo", "share"),
    no("partner:bo", categories={"identity"}, purposes={"publication"}, audiences={"public"}),
    yes("partner:cem", "pseudonym"),
    yes("partner:dee", "count"),
    yes("partner:eve", "words", "count"),
    yes("partner:libs", "share"),
    *(yes(f"space:{key}", "share") for key in ("hall", "yard")),
)
STORY = Project("Tea", [*PEOPLE, *THINGS, *SAID, *DONE, *ANSWERS], settings=SETTINGS)
"""A project in which every way to leave, and to stay in, is met."""
