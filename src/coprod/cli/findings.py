"""Findings as people read them on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from coprod.cli.terminal import painted
from coprod.records import Partner

if TYPE_CHECKING:
    from coprod.finding import Finding, Findings, Group, Measure
    from coprod.project import Project

__all__ = ["lines", "names_of"]

MOST = 8  # measures on the screen: who wants all of them wants a file


def lines(findings: Findings, named_from: Project | None = None) -> Iterator[str]:
    """Yield the lines of a report; whom a finding is about only where *named_from* gives names."""
    day = f" as of {findings.as_of}" if findings.as_of else ""
    yield f"{findings.project}{day}, by {findings.by}"
    called = names_of(named_from) if named_from else None
    theme = ""
    for finding in findings:
        if finding.theme != theme:
            theme = finding.theme
            yield from ("", f"— {theme} —") if theme else ()
        yield ""
        yield from _finding(finding)
        if called is not None and finding.evidence:
            yield f"    About: {', '.join(called.get(ref, ref) for ref in finding.evidence)}"


def names_of(project: Project) -> dict[str, str]:
    """Return what to call each partner, by typed reference: for stewards only."""
    return {
        partner.ref: f"{partner.name} ({partner.id})" if partner.name else partner.id
        for partner in project.records(Partner)
    }


def _finding(finding: Finding) -> Iterator[str]:
    yield f"{finding.title or finding.check}  [{painted(finding.status_in_words, finding.status)}]"
    if finding.question and finding.question != finding.title:
        yield f"  {finding.question}"
    yield f"  {finding.answer}"
    if finding.error:
        yield f"    {' '.join(finding.error.split())}"
    yield from _groups(finding.groups)
    yield from _measures(finding)
    if finding.p_value is not None:
        yield f"    {_chance(finding)}"
    if finding.band:
        yield f"    Called even: {finding.band}"
    if finding.ask:
        yield f"  To talk about: {finding.ask}"


def _groups(groups: tuple[Group, ...]) -> Iterator[str]:
    width = max((len(group.group) for group in groups), default=0)
    for group in groups:
        yield f"    {group.group:<{width}}  {', '.join(_numbers(group)) or 'not shown'}"


def _numbers(group: Group) -> Iterator[str]:
    if group.total == 0:
        yield "nothing on record"
    elif group.count is not None:
        yield _plain(group.count) + ("" if group.total is None else f" of {_plain(group.total)}")
    if group.share is not None:
        yield f"{group.share:.0%}"
    if group.n is not None and group.n != group.total:
        yield f"{group.n} {'person' if group.n == 1 else 'people'}"


def _plain(number: float) -> str:
    """Return a number to one place, as people write it: `17.2`, and `1,040`."""
    return f"{number:,.1f}".removesuffix(".0")


def _measures(finding: Finding) -> Iterator[str]:
    """Yield the first measures, less those that a group's line already says; those without a value last."""
    said = {(group.group, group.share) for group in finding.groups}
    left = [m for m in finding.measures if m.value is None or (m.of, m.value) not in said]
    ordered = sorted(left, key=lambda m: m.value is None)
    yield from map(_measure, ordered[:MOST])
    if len(ordered) > MOST:
        yield f"    and {len(ordered) - MOST} more numbers, which --json writes"


def _measure(measure: Measure) -> str:
    of = f" of {measure.of}" if measure.of else ""
    if measure.value is None:
        return f"    {measure.name}{of}: not known, {measure.reason}"
    interval = (
        f", from {measure.low:.3g} to {measure.high:.3g}"
        if measure.low is not None and measure.high is not None
        else ""
    )
    return f"    {measure.name}{of}: {measure.value:.3g} ({measure.unit}, n = {measure.n}){interval}"


def _chance(finding: Finding) -> str:
    together = f", {finding.p_adjusted:.3g} with all checks taken together" if finding.p_adjusted is not None else ""
    smallest = f"; so few could not give less than {finding.smallest_p:.3g}" if finding.smallest_p else ""
    return f"By chance alone: p = {finding.p_value:.3g}{together}{smallest}"
