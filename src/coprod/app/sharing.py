"""Letting something out: share decides what may leave and seals it, export writes it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, date, datetime
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import attrs

from coprod.app.arguments import declared, named, registry_of, today_of
from coprod.errors import HeldBack
from coprod.project import Project
from coprod.records import Partner
from coprod.request import Request

if TYPE_CHECKING:
    from coprod.consent.answers import Asked
    from coprod.consent.ledger import Entry, Ledger, Writer
    from coprod.consent.sealing import Sealed
    from coprod.consent.shown import Shown
    from coprod.counts import Counts
    from coprod.equality.check import EqualityCheck
    from coprod.finding import Findings
    from coprod.formats.spec import ExportFormat
    from coprod.registry import Registry
    from coprod.release import Release

__all__ = ["export", "share"]


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
    ledger: Ledger | None = None,
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
        ledger: What was released before, to anybody. Numbers that would point at a few people beside those are held
            back, and this release is added to it. By default nothing is known of earlier releases.
        tell: Is told what a steward should know: rules that failed, texts that name a partner.

    Raises:
        NotFound: the project declares no such purpose or audience, or the ledger has no such release.
        HeldBack: the day until which the project keeps its records has passed, or the release was for something else.
        InvalidInput: the ledger cannot be read.
        WriteFailed: the ledger cannot be written; then nothing may leave.
    """
    from coprod.consent.decide import asked_of
    from coprod.consent.shown import shown

    known = registry or registry_of(project.settings.plugins)
    today = today_of(project, now)
    declared(project, request)
    _kept(project, today)
    if ledger is not None and release_id is not None:
        ledger.again(release_id, request)
    rules = [one.spec for one in known.consent_rules.values()]
    asked = asked_of(project, request, today=today, rules=rules, honours=honours)
    decided = shown(project, asked)
    decided = decided if request.as_of is None else decided.at(request.as_of)
    sealed = decided.seal(
        request,
        secret=secret or secrets.token_bytes(32),
        release_id=release_id,
        tell=tell,
        listed=ledger is not None,
    )
    _warn(project, asked, tell)
    with _book(ledger) as book:
        earlier = tuple(table for entry in book.entries for table in entry.tables) if book else ()
        numbers, counts = _numbers(project, decided, request, named(checks, known), by, earlier)
        if book:
            book.add(_entry(sealed, numbers, counts, now))
    return sealed.release(numbers, counts)


def export(
    release: Release,
    form: str | ExportFormat,
    out: str | PathLike[str] | BinaryIO,
    *,
    registry: Registry | None = None,
    isolate: bool = False,
    plugins: Iterable[str] = (),
    **options: Any,
) -> None:
    """
    Write a release in one format; on any failure nothing is left behind.

    Args:
        release: What may leave.
        form: A format, or the name of one, such as `graphml`.
        out: A file, a folder for a format that writes several files, or an open binary file.
        registry: What is known; by default the built-ins.
        isolate: Whether the format runs in a process of its own, which gets the release and nothing else.
        plugins: Names of the plugins to load there; it knows formats by name alone.
        options: Options of the format.

    Raises:
        NotFound: there is no such format.
        WriteFailed: the target cannot be written.
    """
    from coprod.formats.writing import write_release

    if isolate:
        from coprod.formats.isolated import export_isolated

        if not isinstance(form, str):
            raise TypeError("a process of its own finds a format by its name: give the name, and the plugin it is in")
        target = Path(out) if isinstance(out, str | PathLike) else out
        return export_isolated(release, form, target, plugins=plugins, options=options)
    spec = (registry or registry_of()).export_format(form) if isinstance(form, str) else form
    return write_release(release, spec, Path(out) if isinstance(out, str | PathLike) else out, **options)


def _kept(project: Project, today: date) -> None:
    until = project.settings.held.keep_until
    if until and today > until:
        raise HeldBack(f"these records were to be kept until {until}: nothing leaves after that day")


def _warn(project: Project, asked: Asked, tell: Callable[[str], None] | None) -> None:
    if tell is None:
        return
    for name in sorted(asked.failed):
        tell(f"the consent rule `{name}` failed, so what it was asked about is withheld")
    if asked.newest == date.max:
        for partner in sorted(one.id for one in project.records(Partner) if one.joined is None):
            tell(f"partner:{partner} has no day of joining on record, so that nothing of people reaches the partners")


def _numbers(
    project: Project,
    decided: Shown,
    request: Request,
    checks: Sequence[EqualityCheck],
    by: str,
    earlier: tuple[Counts, ...],
) -> tuple[Findings, tuple[Counts, ...]]:
    """Return what the checks find among the people who agreed to be counted, and the numbers, disclosure-controlled."""
    from coprod.consent.disclosure import BASE, as_counts, protect, threshold
    from coprod.equality.run import grouping_for, run_for_release

    counted, shown = decided.countable(), decided.opened()
    by = "here_as" if by == "team" else by  # the name of a team is its identity, which is not asked of numbers
    grouping = grouping_for(counted, by, threshold(project.settings, request), shown)
    disclosed = run_for_release(
        counted,
        checks,
        protect=lambda tables, seen: protect(
            tables, project.settings, request, opened=seen, earlier=earlier, grouping=grouping
        ),
        opened=shown,
        by=grouping,
        as_of=request.as_of,
    )
    base = BASE if request.public else 1
    return disclosed.findings, tuple(_shown(as_counts(table, grouping, base)) for table in disclosed.tables)


def _shown(table: Counts) -> Counts:
    """Return a table without its labels where no number of it is shown: that there is such a group tells something."""
    shown = any(cell.number is not None for cell in table.cells)
    return table if shown else attrs.evolve(table, cells=())


def _book(ledger: Ledger | None) -> AbstractContextManager[Writer | None]:
    return nullcontext() if ledger is None else ledger.writing()


def _entry(sealed: Sealed, findings: Findings, counts: tuple[Counts, ...], now: datetime | None) -> Entry:
    from coprod.consent.ledger import Entry

    request = sealed.request
    return Entry(
        release=sealed.id,
        at=(now or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="seconds"),
        purpose=request.purpose,
        audiences=request.audiences,
        as_of=request.as_of.isoformat() if request.as_of else None,
        by=findings.by,
        level=request.level.value,
        tables=counts,
        touched=sealed.touched,
    )
