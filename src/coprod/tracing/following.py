"""Follow what led to what: onward from an item to the end, and back to where it began."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from coprod.errors import NotFound, did_you_mean
from coprod.project import Project
from coprod.records import Record
from coprod.release import Release
from coprod.tracing.facts import step_of
from coprod.tracing.source import Links, Source, source_of
from coprod.tracing.steps import Step, in_time
from coprod.tracing.trace import Trace

__all__ = ["reached", "trace"]


def trace(whole: Project | Release, item: str | Record) -> Trace:
    """
    Return what led to an item, and what became of it.

    Every row of `Influence`, and every goal that took the place of another, is followed, onward and back, until
    there is no other. Where it runs in a circle each record is told once. Of a release it tells what that release
    holds, and no more.

    Args:
        whole: A project, or a release of one; `project.at(day)` for what was on record on a day.
        item: A view, space, decision or goal: the record, its typed reference such as `view:v12`, or its id alone
            where only one kind has it.

    Raises:
        NotFound: there is no such view, space, decision or goal here, or more than one.

    >>> from coprod import Goal, Influence, Project, View
    >>> records = [View("v1", kind="idea", text="A bench"), Goal("g1", kind="activity", text="Build a bench")]
    >>> [step.ref for step in trace(Project("Tea", [*records, Influence("view:v1", "goal:g1")]), "view:v1").after]
    ['goal:g1']
    """
    source = source_of(whole)
    ref = _found(item if isinstance(item, str) else item.ref, source.refs)
    back = _steps(source, ref, source.back, source.onward, -1)
    onward = _steps(source, ref, source.onward, source.back, 1)
    return Trace(
        item=ref,
        project=source.name,
        released=isinstance(whole, Release),
        steps=(*back, step_of(source, ref), *onward),
    )


def reached(start: Iterable[str], links: Links) -> dict[str, int]:
    """
    Return all that can be reached, with how many links away it is; the start is 0 away.

    >>> from coprod.tracing import Link
    >>> reached(["a"], {"a": (Link("b"),), "b": (Link("c"), Link("a"))})
    {'a': 0, 'b': 1, 'c': 2}
    """
    found = dict.fromkeys(start, 0)
    ahead = list(found)
    for ref in ahead:  # it grows while it is walked
        for link in links.get(ref, ()):
            if link.ref not in found:
                found[link.ref] = found[ref] + 1
                ahead.append(link.ref)
    return found


def _steps(source: Source, item: str, links: Links, returning: Links, sign: int) -> tuple[Step, ...]:
    """Return what can be reached from an item one way, each with the links that lead back towards it."""
    found = reached([item], links)
    steps = (
        attrs.evolve(
            step_of(source, ref),
            depth=sign * depth,
            links=tuple(link for link in returning[ref] if link.ref in found and link.ref != ref),
        )
        for ref, depth in found.items()
        if ref != item
    )
    return tuple(sorted(steps, key=in_time))


def _found(item: str, known: Iterable[str]) -> str:
    """Return the reference that is meant: itself, or the one that has this id."""
    refs = set(known)
    meant = [item] if item in refs else sorted(ref for ref in refs if ref.partition(":")[2] == item)
    if len(meant) == 1:
        return meant[0]
    if meant:
        both = " and ".join(f"`{ref}`" for ref in meant)
        message = f"`{item}` is the id of {both}: say which"
    else:
        message = f"no view, space, decision or goal here is called `{item}`. {did_you_mean(item, refs)}".strip()
    raise NotFound(message)
