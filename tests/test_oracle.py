"""The quick decision agrees with the slow and obvious one, for every cell group of every row."""

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.oracle import Plain, effective, groups

from coprod.consent.decide import asked_of, decide, decide_frames
from coprod.level import Level
from coprod.records import Consent
from coprod.testing import clocks, projects, requests

FEW = settings(max_examples=max(5, settings().max_examples // 10), phases=[Phase.generate])
"""Planning frames takes far longer than deciding a handful of rows: few examples, and no shrinking."""

HONOURS = frozenset({"credit_me"})


def slow(project, request, now):
    """The level of each group of each row, as it is kept, from the oracle."""
    plain = Plain(project)
    asked = {"purpose": request.purpose, "audiences": request.audiences, "now": now, "honours": HONOURS}
    return {
        (kind, stored): [effective(plain, kind, row, g, cap=request.level, **asked) for g in groups(kind)]
        for kind in project.kinds
        if kind is not Consent
        for stored, row in zip(project.stored(kind), project.records(kind), strict=True)
    }


def quick(decided, known):
    """The same from the engine; a row that it does not give is withheld."""
    found = {
        (kind, row.row): [max(Level.of_rank(rank), Level.of_rank(row.there)) for rank in row.groups]
        for kind, rows in decided.items()
        for row in rows
    }
    return {key: found.get(key, [Level.WITHHOLD] * len(slow_ones)) for key, slow_ones in known.items()}


def agree(data, decide_by):
    """Draw a project, a request and a clock; both ways must say the same."""
    project = data.draw(projects())
    request, now = data.draw(requests(project)), data.draw(clocks(project))
    today = now.astimezone(project.settings.zone).date()
    known = slow(project, request, now)

    assert known == quick(decide_by(project, asked_of(project, request, today=today, honours=HONOURS)), known)


@given(st.data())
def test_rows_agree_with_the_oracle(data):
    """Over plain rows, as small projects are decided."""
    agree(data, decide)


@FEW
@given(st.data())
def test_frames_agree_with_the_oracle(data):
    """Over frames, as large projects are decided."""
    agree(data, decide_frames)


@FEW
@given(st.data())
def test_duckdb_agrees_with_the_oracle(data):
    """Over frames on DuckDB."""
    pytest.importorskip("duckdb")
    agree(data, lambda project, asked: decide_frames(project.on("duckdb"), asked))
