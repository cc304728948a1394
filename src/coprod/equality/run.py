"""
Run checks: on the whole project for its stewards, or on what may be counted for a release.

A check that raises becomes a finding `unknown` with the error, and the others go on. After all have run,
what one report tests is taken together, so that twenty questions do not find something by chance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from random import Random
from typing import TypeAlias

import attrs

from coprod.engines import expecting
from coprod.equality.check import Context, EqualityCheck
from coprod.equality.grouping import EVERYONE
from coprod.equality.here import count_here
from coprod.equality.inference import adjusted
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, Tables
from coprod.finding import AGREED, Band, Finding, Findings, render
from coprod.project import Project
from coprod.records import Attendance, Relationship, Response, View

__all__ = ["Disclosed", "Protect", "grouping_for", "run_check", "run_checks", "run_for_release"]

Protect: TypeAlias = Callable[[Sequence[GroupTable], Sequence[GroupTable]], Sequence[GroupTable]]
"""Disclosure control: the group tables of all checks in, and the same counted on what anybody can see; the same tables
in the same order out, some numbers blank."""

ALPHA = 0.05
LARGE_KINDS = (Relationship, View, Attendance, Response)
COARSER = ("sector", "here_as", EVERYONE)


@attrs.frozen
class Disclosed:
    """What checks find among those who agreed to be counted, and the tables that it is judged on, as they leave."""

    findings: Findings
    tables: tuple[GroupTable, ...]


def run_check(
    check: EqualityCheck,
    project: Project,
    *,
    by: str = "here_as",
    as_of: date | None = None,
    seed: int = 0,
    past: Project | None = None,
) -> Finding:
    """Run one check on the whole project, as `run_checks` does."""
    return run_checks(project, [check], by=by, as_of=as_of, seed=seed, past=past)[0]


def run_checks(
    project: Project,
    checks: Iterable[EqualityCheck],
    *,
    by: str = "here_as",
    as_of: date | None = None,
    seed: int = 0,
    past: Project | None = None,
) -> Findings:
    """
    Run checks on the whole project; what they find is for its stewards.

    Args:
        project: The project, already as it was at *as_of*.
        checks: The checks.
        by: The grouping.
        as_of: The day of the data, to be named in the report.
        seed: Where chance starts, so that the same data give the same answers.
        past: The project with all that ever was by *as_of*, as `project.at(day, ended=True)` gives it; by default the
            project.

    Raises:
        NotFound: there is no such grouping.
    """
    known = list(checks)
    with expecting(_largest(project)):
        study = Study(project, by, past=past)
        contexts = [_context(check, study, as_of, seed, disclosed=False) for check in known]
        found = [_attempt(check, study, context) for check, context in zip(known, contexts, strict=True)]
    return _report(project, known, contexts, found)


def run_for_release(
    countable: Project,
    checks: Iterable[EqualityCheck],
    *,
    protect: Protect,
    opened: Project | None = None,
    by: str = "here_as",
    as_of: date | None = None,
    seed: int = 0,
) -> Disclosed:
    """
    Run checks on what may be counted, with disclosure control between counting and judging.

    How many people and ties there are is counted as well, whatever the checks.

    INVARIANT: a judge sees group tables that went through *protect*, and nothing else.

    Args:
        countable: The rows that may be counted, other cells empty.
        checks: The checks.
        protect: Disclosure control over the group tables of all checks together.
        opened: What anybody can count who has the release; by default nothing.
        by: The grouping; see `grouping_for`.
        as_of: The day of the data, to be named in the report.
        seed: Where chance starts.
    """
    known = list(checks)
    with expecting(_largest(countable)):
        study = Study(countable, by)  # its past is the same rows: what may be counted, and nothing beside it
        contexts = [_context(check, study, as_of, seed, disclosed=True) for check in known]
        counted = [_count(check, study) for check in known]
        tables_of_all = list(count_here(study))
        own = len(tables_of_all)
        tables_of_all += [table for tables in counted if not isinstance(tables, Finding) for table in tables]
        known_already = _opened(known, opened, by, tables_of_all)
    disclosed = _protected(protect, tables_of_all, known_already)
    shown = iter(disclosed[own:])
    found = []
    for check, context, tables in zip(known, contexts, counted, strict=True):
        if isinstance(tables, Finding):
            found.append(tables)
        else:
            found.append(_judge(check, Tables([next(shown) for _ in tables]), context))
    return Disclosed(_report(countable, known, contexts, found), tuple(disclosed))


def _largest(project: Project) -> int:
    """Return how many rows the largest table has, of those that grow with a project."""
    return max(project.count(kind) for kind in LARGE_KINDS)


def _opened(
    checks: Sequence[EqualityCheck], opened: Project | None, by: str, tables: Sequence[GroupTable]
) -> list[GroupTable]:
    """Return the same tables counted on what anybody can see; empty where it cannot be counted."""
    known: dict[tuple[str, str], GroupTable] = {}
    if opened is not None:
        study = Study(opened, by)
        of_checks = [found for check in checks if not isinstance(found := _count(check, study), Finding)]
        known = {(t.check, t.name): t for found in (list(count_here(study)), *of_checks) for t in found}
    return [known.get((table.check, table.name), attrs.evolve(table, cells=())) for table in tables]


def grouping_for(project: Project, by: str, least: int, opened: Project | None = None) -> str:
    """
    Return the finest grouping, from *by* to everyone, in whose groups *least* people each cannot be counted otherwise.

    It is chosen from the sizes of groups alone, so that the choice tells nothing about what they did. Where there are
    fewer people than two groups need, it is everyone.

    Args:
        project: What may be counted.
        by: The grouping that is wanted.
        least: How many people a number stands for at least.
        opened: What anybody can count who has the release; by default nothing.
    """
    coarser = COARSER[COARSER.index(by) + 1 :] if by in COARSER else COARSER
    everyone = sum(_sizes(project, COARSER[-1]).values())
    for grouping in (by, *coarser[:-1]) if everyone >= 2 * least else ():
        known = _sizes(opened, grouping) if opened is not None else {}
        hidden = [people - known.get(group, 0) for group, people in _sizes(project, grouping).items()]
        if all(unseen == 0 or unseen >= least for unseen in hidden):
            return grouping
    return COARSER[-1]


def _sizes(project: Project, by: str) -> dict[str, int]:
    return {group: size.people for group, size in Study(project, by).sizes.items() if size.people}


def _context(check: EqualityCheck, study: Study, as_of: date | None, seed: int, *, disclosed: bool) -> Context:
    return Context(
        by=study.by,
        as_of=as_of,
        band=_agreed(check, study.project) or check.band,
        random=Random(f"{seed}:{check.name}"),  # noqa: S311  # statistics, no secrets
        disclosed=disclosed,
        convention=check.band,
    )


def _agreed(check: EqualityCheck, project: Project) -> Band | None:
    """Return the band that the partners agreed for this check, where they did more than let it run."""
    own = project.settings.agreed.get(check.name)
    if own is None or (own.low is None and own.high is None):
        return None
    return Band(low=own.low, high=own.high, measure=own.measure, agreed=True, on=own.on, decision=own.decision)


def _asked(check: EqualityCheck, study: Study) -> Finding | None:
    """Return nothing where a check may be asked, else the finding that says why it is not."""
    if check.agreed_only and not _decided(check, study.project):
        return Finding("unknown", "not agreed")
    if check.largest is not None and sum(size.partners for size in study.sizes.values()) > check.largest:
        return Finding("unknown", "too large")
    return None


def _decided(check: EqualityCheck, project: Project) -> bool:
    """Return whether the partners named the decision by which this may be counted."""
    own = project.settings.agreed.get(check.name)
    return own is not None and bool(own.decision)


def _attempt(check: EqualityCheck, study: Study, context: Context) -> Finding:
    if (why_not := _asked(check, study)) is not None:
        return why_not
    study.graph_by = ""
    try:
        return attrs.evolve(_a_finding(check, _find(check, study, context)), computed_by=study.graph_by)
    except Exception as error:  # noqa: BLE001  # a check may come from anyone, and the others go on
        return Finding("unknown", "error", error=f"{type(error).__name__}: {error}")


def _find(check: EqualityCheck, study: Study, context: Context) -> Finding:
    if check.find is not None:
        return check.find(study, context)
    assert check.count is not None  # noqa: S101  # the spec holds that it has both or `find`
    assert check.judge is not None  # noqa: S101
    return check.judge(Tables(check.count(study)), context)


def _count(check: EqualityCheck, study: Study) -> list[GroupTable] | Finding:
    """Return the group tables of a check, or a finding where there can be none. Person tables end here."""
    if check.count is None:
        return Finding("unknown", "stewards only")
    if (why_not := _asked(check, study)) is not None:
        return why_not
    try:
        tables = [table for table in check.count(study) if isinstance(table, GroupTable)]
    except Exception as error:  # noqa: BLE001  # as in _attempt
        return _broken(error)
    return [attrs.evolve(table, check=check.name) for table in tables]


def _protected(protect: Protect, tables: Sequence[GroupTable], opened: Sequence[GroupTable]) -> Sequence[GroupTable]:
    shown = list(protect(tables, opened))
    if [(t.check, t.name) for t in shown] != [(t.check, t.name) for t in tables]:
        raise ValueError("disclosure control has to return the same tables in the same order")
    return shown


def _judge(check: EqualityCheck, tables: Tables, context: Context) -> Finding:
    if tables.has_blanks:
        return Finding("unknown", "not shown")
    try:
        assert check.judge is not None  # noqa: S101  # as in _attempt
        return attrs.evolve(_a_finding(check, check.judge(tables, context)), evidence=(), computed_by="")
    except Exception as error:  # noqa: BLE001  # as in _attempt
        return _broken(error)


def _broken(error: Exception) -> Finding:
    """Return the finding of a check that raised, the kind of error alone: a message may hold anything."""
    return Finding("unknown", "error", error=type(error).__name__)


def _a_finding(check: EqualityCheck, found: object) -> Finding:
    """Return what a check found, if it is a finding whose sentence can be said."""
    if not isinstance(found, Finding):
        raise TypeError(f"`{check.name}` has to return a Finding, not {type(found).__name__}")
    _answer(check, found)
    return found


def _answer(check: EqualityCheck, found: Finding) -> str:
    try:
        sentence = check.sentence(found.say)
    except KeyError as error:
        raise ValueError(f"`{check.name}` declares no sentence {error}") from None
    return render(sentence, found.measures, found.words)


def _report(
    project: Project, checks: Sequence[EqualityCheck], contexts: Sequence[Context], found: Sequence[Finding]
) -> Findings:
    tested = [at for at, finding in enumerate(found) if finding.p_value is not None]
    together = dict(zip(tested, adjusted([found[at].p_value or 0.0 for at in tested]), strict=True))
    complete = [
        _complete(check, context, finding, together.get(at))
        for at, (check, context, finding) in enumerate(zip(checks, contexts, found, strict=True))
    ]
    first = contexts[0] if contexts else None
    return Findings(complete, project=project.name, as_of=first.as_of if first else None, by=first.by if first else "")


def _complete(check: EqualityCheck, context: Context, found: Finding, together: float | None) -> Finding:
    """Return the finding with all that coprod adds, milder where chance alone would do as much."""
    band = context.band
    if found.status == "uneven" and together is not None and together > ALPHA and not (band and band.agreed):
        found = _milder(check, found)
    answer = _answer(check, found) + (AGREED if context.disclosed else "")
    return attrs.evolve(
        found,
        check=check.name,
        title=check.title,
        question=check.question,
        theme=check.theme,
        ask=check.ask,
        source=check.source,
        by=context.by,
        as_of=context.as_of,
        band=band,
        p_adjusted=together,
        answer=answer,
    )


def _milder(check: EqualityCheck, found: Finding) -> Finding:
    """
    Return the finding as `watch`, and said so where the check has a sentence for it.

    That is "watch" where it says "uneven", else the sentence of the same name with ", watch" after it.
    """
    first, *more = found.say.split(" + ")
    milder = "watch" if first == found.status else f"{first}, watch"
    return attrs.evolve(found, status="watch", say=" + ".join([milder if milder in check.sentences else first, *more]))
