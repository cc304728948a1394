"""The verbs that do not let anything out: read, save, check, withdraw."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coprod.app.arguments import named, registry_of
from coprod.project import Project

if TYPE_CHECKING:
    from coprod.engines import Engine
    from coprod.equality.check import EqualityCheck
    from coprod.finding import Findings
    from coprod.formats.withdrawal import Withdrawal
    from coprod.registry import Registry

__all__ = ["check", "read", "save", "withdraw"]


def read(
    path: str | PathLike[str],
    *,
    reader: str | None = None,
    registry: Registry | None = None,
    engine: Engine | None = None,
    **options: Any,
) -> Project:
    """
    Return a project from a folder, a workbook, a JSON or a DuckDB file, or through a reader of someone else's files.

    Args:
        path: Where it is.
        reader: The name of a reader, such as `polis`; None for coprod's own files.
        registry: What is known; by default the built-ins and what the project's `[plugins]` name.
        engine: Where its tables are, such as `duckdb`; by default in memory.
        options: Options of the reader.

    Raises:
        InvalidInput: with every problem; nothing is made of an input that has one.
    """
    from coprod.consent.keeping import Keeping
    from coprod.formats.project_files import plugins_of, read_project

    where = Path(path)
    if reader is None:
        kinds = (registry or registry_of(plugins_of(where))).kinds
        project = read_project(where, kinds=kinds, barred=Keeping(where).barring())
        return project.on(engine) if engine else project
    known = registry or registry_of()
    spec = known.reader(reader)
    name, settings = spec.settings(where) if spec.settings else (where.stem, None)
    project = Project.from_source(name, spec.read(where, **options), settings=settings, kinds=known.kinds)
    return project.on(engine) if engine else project


def save(project: Project, path: str | PathLike[str], **options: Any) -> None:
    """
    Keep the whole project, private parts included, for its stewards.

    To let something out, `share` and `export`.
    """
    from coprod.consent.keeping import Keeping
    from coprod.formats.project_files import save_project

    save_project(project, Path(path), barred=Keeping(path).barring(), **options)


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

    known = registry or registry_of(project.settings.plugins)
    then, past = (project, project) if as_of is None else (project.at(as_of), project.at(as_of, ended=True))
    return run_checks(then, _checks(only, known), by=by, as_of=as_of, seed=seed, past=past)


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


def _checks(checks: Iterable[str | EqualityCheck], known: Registry) -> Sequence[EqualityCheck]:
    """Return checks by name or as given; where none are named, all that are known."""
    return named(checks, known) or [one.spec for one in known.equality_checks.values()]
