"""
Many projects at once: each checked by itself, or those of an area together.

A project is a task of its own, so that several processes can share the work; what comes out does not depend on how
many there are. One that cannot be read is reported, and the others go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import attrs

from coprod.errors import CoprodError

if TYPE_CHECKING:
    from coprod.finding import Findings
    from coprod.project import Project
    from coprod.registry import Registry

__all__ = ["Broken", "Checked", "check_all", "each"]

T = TypeVar("T")


@attrs.frozen
class Broken:
    """
    A project that could not be used.

    Attributes:
        path: Where it is.
        problems: What is wrong, a line for each problem.
    """

    path: str
    problems: str

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {"path": self.path, "problems": self.problems.splitlines()}


@attrs.frozen
class Checked:
    """
    What the checks found in one project, for its stewards.

    Attributes:
        path: Where it is.
        area: The area that it is of; empty where its settings name none.
        findings: What was found.
    """

    path: str
    area: str
    findings: Findings

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {"path": self.path, "area": self.area, **self.findings.to_dict()}


One: TypeAlias = Checked | Broken


def check_all(
    paths: Iterable[str | Path],
    *,
    by: str = "here_as",
    only: Iterable[str] = (),
    as_of: date | None = None,
    plugins: Iterable[str] = (),
    jobs: int = 1,
) -> tuple[One, ...]:
    """
    Return what the checks find in each project, in the order of *paths*; the numbers of one are for its stewards.

    Args:
        paths: Where the projects are.
        by: The grouping.
        only: Names of checks; by default all that a project knows.
        as_of: The day the data is of.
        plugins: Names of plugins to load beside those that a project names.
        jobs: How many processes share the work; more than one needs joblib, without which one does it all.
    """
    task = _Check(by, tuple(only), as_of, tuple(plugins))
    return tuple(each(task, [str(path) for path in paths], jobs))


@attrs.frozen
class _Check:
    """Checks one project; made of plain values, so that another process can have it."""

    by: str
    only: tuple[str, ...]
    as_of: date | None
    plugins: tuple[str, ...]

    def __call__(self, path: str) -> One:
        """Return what was found, or what is wrong."""
        from coprod.app.verbs import check

        try:
            project, registry = opened(path, self.plugins)
            found = check(project, by=self.by, only=self.only, as_of=self.as_of, registry=registry)
        except (CoprodError, OSError) as error:
            return Broken(path, said(error))
        return Checked(path, project.settings.area, found)


def opened(path: str, plugins: Sequence[str]) -> tuple[Project, Registry]:
    """Return a project, and what is known with its plugins and others."""
    from coprod.app.arguments import registry_of
    from coprod.app.verbs import read
    from coprod.formats.project_files import plugins_of

    registry = registry_of(dict.fromkeys((*plugins_of(Path(path)), *plugins)))
    return read(path, registry=registry), registry


def said(error: CoprodError | OSError) -> str:
    """Return what an error says to people."""
    if isinstance(error, OSError) and not isinstance(error, CoprodError) and error.filename:
        return f"{error.filename}: {error.strerror}."
    return str(error)


def each(task: Callable[[str], T], paths: Sequence[str], jobs: int) -> list[T]:
    """Return what a task makes of each path, in their order; on several processes where joblib is there."""
    if jobs == 1 or len(paths) < 2 or find_spec("joblib") is None:
        return [task(path) for path in paths]
    joblib = import_module("joblib")
    work = (joblib.delayed(task)(path) for path in paths)
    return list(joblib.Parallel(n_jobs=min(jobs, len(paths)))(work))
