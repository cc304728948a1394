"""Whether a forgetting was interrupted here, so that some files of a project still hold what others do not."""

from __future__ import annotations

from pathlib import Path

from coprod.errors import InvalidInput, Problem

__all__ = ["LAID_OUT", "PLAN", "refuse_unfinished"]

LAID_OUT = "forgetting"
PLAN = "plan.json"
AGAIN = "Run `coprod forget` again, with the same id."


def refuse_unfinished(path: Path) -> None:
    """
    Hold that no forgetting was interrupted here.

    Raises:
        InvalidInput: one was; some files of the project still hold what others do not.
    """
    if (path / ".coprod" / LAID_OUT / PLAN).exists():
        raise InvalidInput([Problem("a project in which no forgetting was interrupted", file=str(path), hint=AGAIN)])
