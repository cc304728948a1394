"""
The verbs: read, save, check, share, export. The one place where consent and equality meet.

Functions take data first and options by keyword. Data flows one way: for stewards from a project to findings, for an
audience from a project and a request to a release, and from there to a file.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from coprod.errors import HeldBack, NotFound, did_you_mean
from coprod.project import Project
from coprod.records import Partner
from coprod.request import Request
from coprod.statements import PUBLIC

if TYPE_CHECKING:
    from coprod.consent.answers import Asked
    from coprod.equality.check import EqualityCheck
    from coprod.finding import Findings
    from coprod.formats.spec import ExportFormat
    from coprod.formats.withdrawal import Withdrawal
    from coprod.registry import Registry
    from coprod.release import Release

__all__ = ["check", "export", "read", "save", "share", "withdraw"]


def read(
    path: str | PathLike[str], *, reader: str | None = None, registry: Registry | None = None, **options: Any
) -> Project:
    """
    Return a project from a folder, a workbook or a JSON file, or through a reader of someone else's files.

    Args:
        path: Where it is.
        reader: The name of a reader, such as `polis`; None for coprod's own files.
        registry: What is known; by default the built-ins and what the project's `[plugins]` name.
        options: Options of the reader.

    Raises:
        InvalidInput: with every problem; nothing is made of an input that has one.
    """
    from coprod.formats.project_files import plugins_of, read_project

    where = Path(path)
    if reader is None:
        kinds = (registry or _registry(plugins_of(where))).kinds
        return read_project(where, kinds=kinds)
    known = registry or _registry()
    spec = known.reader(reader)
    name, settings = spec.settings(where) if spec.settings else (where.stem, None)
    return Project.from_source(name, spec.read(where, **options), settings=settings, kinds=known.kinds)


def save(project: Project, path: str | PathLike[str], **options: Any) -> None:
    """
    Keep the whole project, private parts included, for its stewards.

    To let something out, `share` and `export`.
    """
    from coprod.formats.project_files import save_project

    save_project(project, Path(path), **options)


def check(
    project: Project,
    *,
    by: str = "here_as",
    only: Iterable[str | EqualityCheck] = (),
    as_of: date | None = None,
    seed: int = 0,
    registry: Registry | None = None,
) -> Findings:
    """
    Return what the checks find on the whole project, for its stewards.

    Args:
        project: The project.
        by: The grouping: here_as, sector, kind, area, team or `characteristic:NAME`.
        only: Checks, or names of checks; by default all that are known.
        as_of: The day the data is of; None for all of it.
        seed: Where chance starts, so that the same data give the same answers.
        registry: What is known; by default the built-ins and what the project's `[plugins]` name.

    Raises:
        NotFound: there is no such check or grouping.
    """
    from coprod.equality.run import run_checks

    known = registry or _registry(project.settings.plugins)
    then = project if as_of is None else project.at(as_of)
    return run_checks(then, _checks(only, known), by=by, as_of=as_of, seed=seed)


def share(
    project: Project,
    request: Request,
    *,
    checks: Iterable[str | EqualityCheck] = (),
    by: str = "here_as",
    now: datetime | None = None,
    registry: Registry | None = None,
    honours: Iterable[str] = (),
    secret: bytes | None = None,
    release_id: str | None = None,
    tell: Callable[[str], None] | None = None,
) -> Release:
    """
    Return what may leave: decide consent as of *now*, and seal what it lets through.

    Args:
        project: The project.
        request: What it is wanted for.
        checks: Checks, or names of checks, to ask of the people who agreed to be counted; by default none.
        by: The grouping for them; a coarser one is used where its groups would be too small. Not by team: the name of
            a team is its identity, so people are then grouped as they are here.
        now: The instant that consent is judged at, aware; by default this one.
        registry: What is known; by default the built-ins and what the project's `[plugins]` name.
        honours: Conditions that are met, such as show_me_first where everybody was shown.
        secret: The project's secret, for pseudonyms; by default a new one, so that they can never be made again.
        release_id: Id of an earlier release, to make the same pseudonyms; by default a new one.
        tell: Is told what a steward should know: rules that failed, texts that name a partner.

    Raises:
        NotFound: the project declares no such purpose or audience.
        HeldBack: the day until which the project may keep its records has passed.
    """
    from coprod.consent.decide import as_of, asked_of, decide
    from coprod.consent.releasing import mentioned
    from coprod.consent.sealing import seal

    known = registry or _registry(project.settings.plugins)
    today = _today(project, now)
    _declared(project, request)
    _kept(project, today)
    rules = [one.spec for one in known.consent_rules.values()]
    asked = asked_of(project, request, today=today, rules=rules, honours=honours)
    whole = decide(project, asked)  # also where less is shown: who a row is about does not change with the day
    ranked = whole if request.as_of is None else as_of(project, whole, request.as_of)
    sealed = seal(
        project,
        ranked,
        request,
        about=mentioned(whole),
        names=project.records(Partner),
        secret=secret or secrets.token_bytes(32),
        release_id=release_id,
        tell=tell,
    )
    _warn(asked, tell)
    return sealed.release(_findings(project, ranked, request, _named(checks, known), by))


def export(
    release: Release,
    form: str | ExportFormat,
    out: str | PathLike[str] | BinaryIO,
    *,
    registry: Registry | None = None,
    **options: Any,
) -> None:
    """
    Write a release in one format; on any failure nothing is left behind.

    Args:
        release: What may leave.
        form: A format, or the name of one, such as `graphml`.
        out: A file, a folder for a format that writes several files, or an open binary file.
        registry: What is known; by default the built-ins.
        options: Options of the format.

    Raises:
        NotFound: there is no such format.
        WriteFailed: the target cannot be written.
    """
    from coprod.formats.writing import write_release

    spec = (registry or _registry()).export_format(form) if isinstance(form, str) else form
    write_release(release, spec, Path(out) if isinstance(out, str | PathLike) else out, **options)


def withdraw(path: str | PathLike[str], partner: str, *, now: datetime | None = None) -> Withdrawal:
    """
    Take back everything that a partner allowed: one row at the end of the project's `consents.csv`.

    It does not read the project, so nothing that is broken elsewhere can stop it, and it asks for no reason.

    Args:
        path: The folder of the project.
        partner: The partner's id.
        now: The instant, aware; by default this one.

    Raises:
        NotFound: the project has no such partner.
    """
    from coprod.formats.withdrawal import withdraw_in_folder

    return withdraw_in_folder(Path(path), partner, now=now or datetime.now(UTC))


def _registry(plugins: Iterable[str] = ()) -> Registry:
    from coprod.registry import Registry

    return Registry.load(*plugins)


def _checks(checks: Iterable[str | EqualityCheck], known: Registry) -> Sequence[EqualityCheck]:
    """Return checks by name or as given; where none are named, all that are known."""
    return _named(checks, known) or [one.spec for one in known.equality_checks.values()]


def _named(checks: Iterable[str | EqualityCheck], known: Registry) -> Sequence[EqualityCheck]:
    return [known.equality_check(one) if isinstance(one, str) else one for one in checks]


def _today(project: Project, now: datetime | None) -> date:
    """Return the day of *now* in the project's time zone."""
    if now is not None and now.tzinfo is None:
        raise ValueError("`now` has to be aware: give it a time zone")
    return (now or datetime.now(UTC)).astimezone(project.settings.zone).date()


def _declared(project: Project, request: Request) -> None:
    """Hold that the project declares the purpose and the audiences; nothing is taken for something else."""
    audiences = {*project.settings.audiences, PUBLIC}
    asked = [("purpose", request.purpose, set(project.settings.purposes))]
    asked += [("audience", audience, audiences) for audience in request.audiences]
    for what, word, known in asked:
        if word not in known:
            hint = did_you_mean(word, known) or f"It declares: {', '.join(sorted(known)) or 'none'}."
            raise NotFound(f"this project declares no {what} `{word}`. {hint}")


def _kept(project: Project, today: date) -> None:
    until = project.settings.held.keep_until
    if until and today > until:
        raise HeldBack(f"these records were to be kept until {until}: nothing leaves after that day")


def _warn(asked: Asked, tell: Callable[[str], None] | None) -> None:
    for name in sorted(asked.failed) if tell else ():
        tell and tell(f"the consent rule `{name}` failed, so what it was asked about is withheld")


def _findings(project: Project, ranked: Any, request: Request, checks: Sequence[EqualityCheck], by: str) -> Findings:
    """Return what the checks find among the people who agreed to be counted, through disclosure control."""
    from coprod.consent.countable import countable
    from coprod.consent.disclosure import protect, threshold
    from coprod.equality.run import grouping_for, run_for_release
    from coprod.finding import Findings

    if not checks:
        return Findings((), project=project.name, as_of=request.as_of, by=by)
    counted = countable(project, ranked)
    by = "here_as" if by == "team" else by  # the name of a team is its identity, which is not asked of numbers
    grouping = grouping_for(counted, by, threshold(project.settings, request))
    return run_for_release(
        counted,
        checks,
        protect=lambda tables: protect(tables, project.settings, request),
        by=grouping,
        as_of=request.as_of,
    )
