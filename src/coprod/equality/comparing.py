"""
Two days of one project side by side: did it become more even?

Whether something changed is decided by how sure the measures are, and by nothing else. For each check one measure is
compared: the one that its band is about, else the first that has a value when all is even. Where there is one of the
whole, it is that one; of several groups it is the one that the sentence of that day speaks of, else the one furthest
from even, of those that may be judged. Of a measure in several parts, such as the steps of a way, it is the same part
on both days: the one of the later day. Its distance from even has an interval, as far as the measure itself has one.
*Less even* or *more even* is said only where the intervals of the two days do not overlap; in every other case coprod
cannot tell.

The rule is strict. What is on record by the later day includes what was on record by the earlier one, so a change has
to be large to be seen; and the intervals take what was counted as independent, which views of one person are not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import TypeAlias

from coprod.equality.check import EqualityCheck
from coprod.equality.comparison import Change, Comparison, Verdict
from coprod.equality.grouping import comparable
from coprod.equality.run import run_checks
from coprod.finding import Finding, Measure
from coprod.project import Project

__all__ = ["change_of", "compare", "distance"]

Interval: TypeAlias = tuple[float, float]

SPOKEN_OF = ("here", "least")  # words of a finding that say whose number its sentence tells, the most exact first


def compare(
    project: Project, start: date, end: date, checks: Iterable[EqualityCheck], *, by: str = "here_as", seed: int = 0
) -> Comparison:
    """
    Run checks on a project as it was on two days, and say for each whether it became more even.

    Args:
        project: The project.
        start: The earlier day.
        end: The later day.
        checks: The checks.
        by: The grouping.
        seed: Where chance starts.

    Raises:
        ValueError: *start* is after *end*.
        NotFound: there is no such grouping.
    """
    if start > end:
        raise ValueError(f"the earlier day comes first: {start} is after {end}")
    known = list(checks)
    before, after = (
        run_checks(project.at(day), known, by=by, as_of=day, seed=seed, past=project.at(day, ended=True))
        for day in (start, end)
    )
    changes = map(change_of, before, after)
    return Comparison(project=project.name, start=start, end=end, by=by, changes=tuple(changes))


def change_of(before: Finding, after: Finding) -> Change:
    """Return whether what one check found became more even, by the rule of this module."""
    first, second = _compared(before, after)
    verdict, why = _verdict(before, after, first, second)
    return Change(before, after, first=first, second=second, verdict=verdict, why=why)


def distance(measure: Measure) -> Interval | None:
    """
    Return how far from even a measure is, at least and at most; None where that is not known.

    >>> from coprod.measures import disparity
    >>> [round(end, 2) for end in distance(disparity({"a": (45, 50), "b": (10, 50)}))]
    [0.61, 0.87]
    """
    if measure.even_at is None or measure.low is None or measure.high is None:
        return None
    ends = [abs(end - measure.even_at) for end in (measure.low, measure.high)]
    return (0.0 if measure.low <= measure.even_at <= measure.high else min(ends)), max(ends)


def _compared(before: Finding, after: Finding) -> tuple[Measure | None, Measure | None]:
    """Return the measure that is compared, as it was on each day."""
    name = next(_names(before, after), None)
    if not name:
        return None, None
    second = _spoken_of(after, _known(after, name))
    return _spoken_of(before, _same_part(before, after, second, _known(before, name))), second


def _names(before: Finding, after: Finding) -> Iterator[str]:
    """Yield names of measures, the one to be compared first."""
    both = [measure for finding in (after, before) for measure in finding.measures if measure.value is not None]
    of_band = after.band.measure if after.band else ""
    yield from (measure.name for measure in both if measure.name == of_band)
    yield from (measure.name for measure in both if measure.even_at is not None)
    yield from (measure.name for measure in both if measure.low is not None and measure.high is not None)
    yield from (measure.name for measure in both)


def _known(finding: Finding, name: str) -> list[Measure]:
    """Return the measure of this name of the whole; else those of groups that may be judged."""
    sizes = {group.group: group.n or 0 for group in finding.groups}
    left_out = sizes.keys() - set(comparable(sizes))
    named = [m for m in finding.measures if m.name == name and m.value is not None]
    if whole := [measure for measure in named if not measure.of]:
        return whole[:1]
    # of a measure in several parts `of` says both: `facilitated: job`
    return [m for m in named if not {m.of, m.of.rpartition(": ")[2]} & left_out]


def _same_part(before: Finding, after: Finding, second: Measure | None, known: list[Measure]) -> list[Measure]:
    """Return the measures of the part that is compared on the later day; all where there is none."""
    groups = {group.group for finding in (before, after) for group in finding.groups}
    return [m for m in known if second is None or _part(m, groups) == _part(second, groups)]


def _part(measure: Measure, groups: Collection[str]) -> str:
    """Return what a measure is of, without the group."""
    if measure.of in groups:
        return ""
    part, _, group = measure.of.rpartition(": ")
    return part if group in groups else measure.of


def _spoken_of(finding: Finding, known: list[Measure]) -> Measure | None:
    """Return the measure whose group the sentence speaks of; else the one furthest from even."""
    words = (finding.words[word] for word in SPOKEN_OF if word in finding.words)
    said = (measure for word in words for measure in known if measure.of == word)
    furthest = max(known, key=lambda m: abs((m.value or 0) - m.even_at) if m.even_at is not None else 0, default=None)
    return next(said, furthest)


def _verdict(before: Finding, after: Finding, first: Measure | None, second: Measure | None) -> tuple[Verdict, str]:
    missing = [f for f, m in ((before, first), (after, second)) if f.status == "unknown" or m is None]
    if missing or first is None or second is None:
        return "cannot tell", "either day" if len(missing) == 2 else ("start" if before in missing else "end")
    if first.even_at is None or second.even_at is None:
        return "cannot tell", "side by side"
    was, now = distance(first), distance(second)
    if was is None or now is None:
        return "cannot tell", "not sure"
    if now[1] < was[0]:
        return "more even", "apart"
    return ("less even", "apart") if now[0] > was[1] else ("cannot tell", "overlap")
