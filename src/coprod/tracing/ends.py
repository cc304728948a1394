"""Loose ends: views that nobody answered, and what was decided, planned or reached without a view behind it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import attrs
import narwhals as nw

from coprod.engines import rows
from coprod.equality.fates import views_with_fates
from coprod.project import Project
from coprod.tracing.facts import step_of
from coprod.tracing.following import reached
from coprod.tracing.source import Source, source_of
from coprod.tracing.steps import Step, in_time
from coprod.tracing.telling import Entry, Section

__all__ = ["LooseEnds", "loose_ends", "unanswered"]


@attrs.frozen(kw_only=True)
class LooseEnds:
    """
    What a project has left open, for its stewards.

    Attributes:
        project: Its name.
        unanswered: Views that ask for an answer, have none in words, and whose fate is open.
        decisions: Decisions with no view behind them.
        goals: Visions, aims, activities and milestones with no view behind them.
        outcomes: Outcomes with no view behind them.
    """

    project: str
    unanswered: tuple[Step, ...] = ()
    decisions: tuple[Step, ...] = ()
    goals: tuple[Step, ...] = ()
    outcomes: tuple[Step, ...] = ()

    def sections(self) -> tuple[Section, ...]:
        """Return the lists as people read them."""
        return (
            _section("Views that nobody answered", self.unanswered),
            _section("Decisions with no view behind them", self.decisions),
            _section("Goals with no view behind them", self.goals),
            _section("Outcomes with no view behind them", self.outcomes),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the lists as JSON has them: typed references."""
        names = ("unanswered", "decisions", "goals", "outcomes")
        return {"project": self.project, **{name: [step.ref for step in getattr(self, name)] for name in names}}


def unanswered(project: Project) -> tuple[str, ...]:
    """
    Return the views that nobody answered, as typed references, by day.

    They ask for an answer (an idea, a proposal, a concern or a question), have no reply in words, and their fate is
    open, or not recorded.

    >>> from coprod import Project, View
    >>> unanswered(Project("Tea", [View("v1", kind="idea"), View("v2", kind="idea", reply="Yes")]))
    ('view:v1',)
    """
    return tuple(step.ref for step in _unanswered(project, source_of(project)))


def loose_ends(project: Project) -> LooseEnds:
    """Return the views that nobody answered, and the decisions, goals and outcomes with no view behind them."""
    source = source_of(project)
    from_views = reached((ref for ref in source.records if ref.startswith("view:")), source.onward)
    without = [ref for ref in source.records if ref not in from_views]
    goals = _steps(source, (ref for ref in without if ref.startswith("goal:")))
    return LooseEnds(
        project=project.name,
        unanswered=_unanswered(project, source),
        decisions=_steps(source, (ref for ref in without if ref.startswith("decision:"))),
        goals=tuple(step for step in goals if step.kind != "outcome"),
        outcomes=tuple(step for step in goals if step.kind == "outcome"),
    )


def _unanswered(project: Project, source: Source) -> tuple[Step, ...]:
    open_ones = views_with_fates(project).filter((nw.col("answered") == 0) & (nw.col("settled") == 0))
    return _steps(source, (f"view:{view}" for (view,) in rows(open_ones.select("view"))))


def _steps(source: Source, refs: Iterable[str]) -> tuple[Step, ...]:
    return tuple(sorted((step_of(source, ref) for ref in refs), key=in_time))


def _section(title: str, steps: tuple[Step, ...]) -> Section:
    entries = (Entry(" ".join(filter(None, [step.day, step.ref])), step.words, (), step.who) for step in steps)
    return Section(f"{title}: {len(steps)}", tuple(entries), "None.")
