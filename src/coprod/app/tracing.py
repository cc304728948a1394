"""Following: from a view to what became of it, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coprod.project import Project

if TYPE_CHECKING:
    from coprod.records import Record
    from coprod.release import Release
    from coprod.tracing import Trace

__all__ = ["trace"]


def trace(source: Project | Release, item: str | Record) -> Trace:
    """
    Return what led to an item, and what became of it.

    Every row of `Influence`, and every goal that took the place of another, is followed, onward and back, until there
    is no other; a circle is told once. Of a release it tells what that release holds, and no more.

    Args:
        source: The project, or a release of one; `project.at(day)` for what was on record on a day.
        item: A view, space, decision or goal: the record, its typed reference such as `view:v12`, or its id alone
            where only one kind has it.

    Raises:
        NotFound: there is no such view, space, decision or goal here, or more than one.
    """
    from coprod.tracing import trace as follow

    return follow(source, item)
