"""
The engine and the slow oracle decide alike: over plain rows, on Polars and on DuckDB.

The oracle was written from the design before the engine was seen. Where the text leaves a choice, the two were brought
to one reading afterwards; it is marked "Read as" in the oracle, or is a decision in the docs.
"""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import oracle

from coprod import Project, Request
from coprod.consent.decide import asked_of, decide_frames
from coprod.consent.groups import groups_of
from coprod.consent.on_rows import decide_rows
from coprod.consent.ranked import Ranked
from coprod.engines import Engine
from coprod.records import Record
from coprod.tables import in_order
from coprod.testing import clocks, projects, requests

HONOURED = frozenset({"credit_me"})
QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large]


def drawn(data: st.DataObject) -> tuple[Project, Request, oracle.datetime]:
    """Return a project, a request that it declares, and a moment."""
    project = data.draw(projects(max_partners=4))
    return project, data.draw(requests(project)), data.draw(clocks(project))


def decided(project: Project, request: Request, now: oracle.datetime) -> dict[type[Record], list[Ranked]]:
    """Return what the engine decides over plain rows."""
    today = now.astimezone(project.settings.zone).date()
    return decide_rows(project, asked_of(project, request, today=today, honours=HONOURED))


@given(st.data())
@settings(suppress_health_check=QUIET)
def test_the_engine_decides_as_the_oracle(data: st.DataObject) -> None:
    """P16: every cell group of every row has the level that the slow and obvious loops give it."""
    project, request, now = drawn(data)
    asked = {
        "purpose": request.purpose,
        "audiences": request.audiences,
        "now": now,
        "honours": HONOURED,
        "cap": request.level,
    }
    plain = oracle.Plain(project)
    for kind, rows in decided(project, request, now).items():
        for record, ranked in zip(project.records(kind), rows, strict=True):
            groups = [oracle.Group(*group.pair, group.cell) for group in groups_of(kind)]
            expected = [oracle.effective(plain, kind, record, group, **asked).rank for group in groups]
            assert expected == list(ranked.groups), (record, groups)


@pytest.mark.parametrize(("engine", "examples"), [("polars", 15), ("duckdb", 3)])
def test_frames_decide_as_rows(engine: Engine, examples: int) -> None:
    """What is decided on a frame, whatever the engine, is what is decided over plain rows."""

    @given(st.data())
    @settings(max_examples=examples, suppress_health_check=QUIET)
    def same(data: st.DataObject) -> None:
        project, request, now = drawn(data)
        today = now.astimezone(project.settings.zone).date()
        asked = asked_of(project, request, today=today, honours=HONOURED)
        found = decide_frames(project.on(engine), asked)
        for kind, rows in decide_rows(project, asked).items():
            assert rows == sorted(found[kind], key=lambda ranked: in_order(ranked.row)), kind

    same()
