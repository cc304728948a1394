"""What is true of every equality check."""

from __future__ import annotations

from typing import Any

from coprod.equality.check import EqualityCheck
from coprod.equality.run import run_check
from coprod.project import Project
from coprod.testing.laws.law import hold, law
from coprod.testing.needs import st
from coprod.testing.strategies import projects

__all__ = ["answers_always", "finds_the_same_twice"]


def drawn(_: EqualityCheck) -> st.SearchStrategy[Any]:
    """Return projects."""
    return projects()


@law("equality_checks", drawn, shrinks=False)
def finds_the_same_twice(check: EqualityCheck, project: Project) -> None:
    """Asked the same of the same project, a check finds the same."""
    one, other = (run_check(check, project).to_dict() for _ in range(2))
    hold(one == other, "the second time it found something else")


@law("equality_checks", drawn, tier="should", shrinks=False)
def answers_always(check: EqualityCheck, project: Project) -> None:
    """Whatever is on record, a check answers and does not raise; where it cannot tell it says so."""
    error = run_check(check, project).error
    hold(not error, f"it raised {error}")
