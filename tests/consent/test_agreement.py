"""
The engine and the slow oracle decide alike: over plain rows, on Polars and on DuckDB.

The oracle was written from the design before the engine was seen. Where the text leaves a choice, the two were brought
to one reading afterwards; it is marked "Read as" in the oracle, or is a decision in the docs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.oracle_of_more import OracleOfMore

from coprod import ConsentRule, ConsentState, Level, Project, Request, Ruling
from coprod.consent.answers import Asked
from coprod.consent.decide import asked_of, decide, decide_frames
from coprod.consent.groups import groups_of
from coprod.consent.ranked import Ranked
from coprod.records import Consent, Record
from coprod.schema import columns_of
from coprod.testing import clocks, projects, requests

pytestmark = pytest.mark.usefixtures("untraced")
Decided: TypeAlias = Mapping[type[Record], Sequence[Ranked]]
Levels: TypeAlias = dict[tuple[type[Record], str, int], list[Level]]
FEW = settings(
    max_examples=max(5, settings().max_examples // 10),
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
"""Planning frames takes far longer than deciding a handful of rows: few examples, and no shrinking."""
FEWER = settings(FEW, max_examples=max(3, FEW.max_examples // 2))  # DuckDB plans a frame anew with each step


def refuses_twelves(state: ConsentState) -> Ruling:
    """A rule that looks at much of what it is shown."""
    if state.characteristics["age band"] is not None and state.public:
        return Ruling.withhold("the young are nobody's news")
    return Ruling(Level.COUNT) if state.by_proxy or state.months > 12 or state.structure else Ruling.no_objection()


def fails_at_times(state: ConsentState) -> Any:
    """A rule that raises at some, and says nothing at others."""
    if state.subject == "organisation":
        raise ValueError("not thought of")
    return None if state.authority == "parent" else Ruling.no_objection()


RULES = (
    ConsentRule(name="young", summary="", decide=refuses_twelves, characteristics=["age band"]),
    ConsentRule(name="fails", summary="", decide=fails_at_times, categories=["views", "profile"]),
)


def by_cell(project: Project, decided: Decided) -> Levels:
    """Return what the engine decided of each cell group, row by row; a row that it does not give is withheld."""
    found = {}
    for kind in project.kinds:
        if kind is not Consent:
            ranked = {one.row: one for one in decided.get(kind, ())}
            for number, row in enumerate(project.stored(kind)):
                shown = [*ranked[row].groups, *ranked[row].identity] if row in ranked else [3] * len(groups_of(kind))
                found[kind, str(row), number] = [Level.of_rank(rank) for rank in shown]
    return found


def by_oracle(project: Project, request: Request, asked: Asked) -> Levels:
    """Return the same, slowly: the level of the first column of each group, and how each partner is named."""
    oracle, found = OracleOfMore(project, request, asked.today, asked.rules), {}
    for kind in project.kinds:
        if kind is not Consent:
            for number, (kept, row) in enumerate(zip(project.stored(kind), project.records(kind), strict=True)):
                cells = [columns_of(kind)[group.columns[0]] for group in groups_of(kind)]
                levels = [oracle.level(row, column) for column in cells]
                found[kind, str(kept), number] = levels + oracle.names(row)
    return found


def agree(data: st.DataObject, decide_by: Callable[[Project, Asked], Decided]) -> None:
    """Draw a project, a request and a clock; both ways must say the same."""
    project = data.draw(projects())
    request, now = data.draw(requests(project)), data.draw(clocks(project))
    rules = data.draw(st.sampled_from([(), RULES, RULES[:1], RULES[1:]]))
    honours = data.draw(st.sampled_from([["credit_me"], []]))
    request = Request(request.purpose, request.audiences, as_of=request.as_of, level=request.level, honours=honours)
    asked = asked_of(project, request, today=now.astimezone(project.settings.zone).date(), rules=rules)
    assert by_oracle(project, request, asked) == by_cell(project, decide_by(project, asked))


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_rows_agree_with_the_oracle(data: st.DataObject) -> None:
    """P16: every cell group of every row has the level that the slow and obvious loops give it."""
    agree(data, decide)


@FEW
@given(st.data())
def test_frames_agree_with_the_oracle(data: st.DataObject) -> None:
    """P16: and on frames, as large projects are decided."""
    agree(data, decide_frames)


@FEWER
@given(st.data())
def test_duckdb_agrees_with_the_oracle(data: st.DataObject) -> None:
    """P16: and on frames in DuckDB."""
    pytest.importorskip("duckdb")
    agree(data, lambda project, asked: decide_frames(project.on("duckdb"), asked))
