"""Checks find the same on Polars, DuckDB and Spark."""

import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from tests.spark.town import town

import coprod
from coprod import Partner, Project, View
from coprod.app import check
from coprod.records import Attendance, Membership, Space
from coprod.testing import projects

EXAMPLE = Path(__file__).parents[2] / "examples/citizen-led-libraries"
SEVERAL = ("voice-share", "being-heard", "relationships-first", "trust-and-value", "outcomes")
ALL = bool(os.environ.get("COPROD_DEEP")) or os.environ.get("HYPOTHESIS_PROFILE") == "deep"
FEW = settings(
    max_examples=30 if ALL else 2, phases=[Phase.generate], derandomize=True, suppress_health_check=list(HealthCheck)
)


def agree(project: Project, session, only=(), by: str = "here_as", as_of: date | None = None) -> None:
    """Hold that the three find the same, and that nothing went wrong in all three alike."""
    everywhere = (project, project.on("duckdb"), project.on("spark", session))
    expected, *others = (check(each, only=only, by=by, as_of=as_of) for each in everywhere)

    assert [] == [finding.error for finding in expected if finding.error]
    for found in others:
        assert [] == [finding.error for finding in found if finding.error]
        assert list(expected) == list(found)


def test_the_example(strict):
    """Every check, on the example."""
    agree(coprod.read(EXAMPLE), strict)


def test_a_town(lenient):
    """A drawn project with every column filled and empty; not strict, and in London. Every check where time allows."""
    agree(town(2, 30, 40), lenient, only=() if ALL else SEVERAL, by="sector")


def test_a_day(lenient):
    """What was there at the end of a day."""
    agree(town(3, 12, 16), lenient, only=("being-heard",), as_of=date(2020, 3, 1))


def test_large_numbers_of_people(strict):
    """More people than fit in 32 bits: groups of two thousand million, some of whom came and spoke."""
    billions = 2_000_000_000
    groups = [Partner(f"g{n}", kind="group", sector="ab"[n % 2], people=billions) for n in range(4)]
    more = [Partner("ana", kind="person", sector="a"), Space("s", name="Hall", kind="gathering")]
    more += [Attendance(f"g{n}", "s", people=billions - n) for n in range(4)] + [Membership("ana", "g0")]
    views = [View(f"v{n}", partner=f"g{n % 3}", space="s", kind="idea") for n in range(9)]

    agree(Project("All", [*groups, *more, *views]), strict, only=("voice-share", "influence-funnel"), by="sector")


def test_an_empty_project(lenient):
    """No rows at all."""
    agree(Project("Nobody"), lenient, only=SEVERAL)


@pytest.mark.skipif(not ALL, reason="takes minutes: set COPROD_DEEP=1")
@pytest.mark.parametrize("name", ["strict", "lenient"])
@FEW
@given(project=projects())
def test_drawn_projects(name, project, request):
    """Every check on small drawn projects."""
    agree(project, request.getfixturevalue(name))


@pytest.mark.skipif(not ALL, reason="takes minutes: set COPROD_DEEP=1")
@pytest.mark.parametrize("seed", range(3, 8))
def test_towns(seed, strict):
    """Every check on larger drawn projects."""
    agree(town(seed, 200, 600), strict, by=("here_as", "kind", "area", "team", "everyone")[seed % 5])
