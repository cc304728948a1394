"""A project in files, whichever: a folder, one workbook, or one JSON or DuckDB file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal, TypeAlias

import attrs

from coprod.errors import InvalidInput, Problem
from coprod.formats.files import unreadable
from coprod.formats.folder import SETTINGS, draft_of_folder, read_folder, save_folder
from coprod.formats.source import Draft, Source
from coprod.formats.statements import changed, memory_of, remember
from coprod.formats.unfinished import refuse_unfinished
from coprod.project import Project
from coprod.records import BUILT_IN, Record
from coprod.rows import LARGE, Large, Row
from coprod.schema import columns_of
from coprod.settings import Settings
from coprod.tables import from_stored

__all__ = ["plugins_of", "read_project", "read_settings", "save_project"]

StrPath: TypeAlias = str | os.PathLike[str]
Kinds: TypeAlias = Sequence[type[Record]]
Barred: TypeAlias = Callable[[Row], Problem | None]
"""Finds the problem of a row that may not be in the project, such as of someone who was forgotten."""
FORMS = "a project: a folder with coprod.toml, an .xlsx workbook, a .json or a .duckdb file"
NOT_OURS = {".csv", ".parquet", ".xls", ".xlsm", ".ods", ".toml", ".zip", ".txt", ".graphml"}


@attrs.frozen
class Form:
    """One form of files: how to read all, how to read the settings alone, how to save."""

    read: Callable[[Path, Kinds], Source]
    draft: Callable[[Path, Kinds | None], Draft]
    save: Callable[[Project, Path], None]


FOLDER = Form(read_folder, draft_of_folder, save_folder)


def _workbook() -> Form:
    from coprod.formats.workbook import draft_of_workbook, read_workbook, save_workbook

    return Form(read_workbook, draft_of_workbook, save_workbook)


def _json() -> Form:
    from coprod.formats.json_project import draft_of_json, read_json, save_json

    return Form(read_json, draft_of_json, save_json)


def _duckdb() -> Form:
    from coprod.formats.duckdb_project import draft_of_duckdb, read_duckdb, save_duckdb

    return Form(read_duckdb, draft_of_duckdb, save_duckdb)


FORM_OF: Mapping[str, Callable[[], Form]] = {".xlsx": _workbook, ".json": _json, ".duckdb": _duckdb}
"""What loads a form: most projects are folders, and need none of these."""


def read_project(path: StrPath, *, kinds: Kinds = BUILT_IN, barred: Barred | None = None) -> Project:
    """
    Return the project in a folder, a workbook, a JSON or a DuckDB file.

    Args:
        path: The folder or file.
        kinds: The record kinds that it may use.
        barred: Finds the problem of a row that may not be in it; None where any may.

    Raises:
        InvalidInput: with every problem of settings, tables and rows; a statement that is not what people
            answered under its key is one, and so is a forgetting that was interrupted.
        CoprodError: reading a workbook needs packages that are not installed.
    """
    found = _there(Path(path))
    refuse_unfinished(found)
    source = _form(found).read(found, kinds)
    draft = source.draft
    known = {problem.column for problem in draft.problems}
    more = [
        one
        for one in changed(found, draft.settings, draft.place)
        if not any(column.startswith(one.column) for column in known)
    ]
    rows = source.rows if barred is None else _held_against(source.rows, barred)
    return Source(attrs.evolve(draft, problems=(*draft.problems, *more)), rows).project(kinds)


def read_settings(path: StrPath, *, kinds: Kinds | None = None) -> tuple[str, Settings]:
    """
    Return a project's name and settings without its tables, so that the plugins it names can be loaded first.

    Args:
        path: The folder or file.
        kinds: The record kinds that it may use; without them, the names of categories, tables and columns are
            not checked yet.

    Raises:
        InvalidInput: with every problem of the settings.
    """
    found = _there(Path(path))
    draft = _form(found).draft(found, kinds)
    if draft.problems:
        raise InvalidInput(draft.problems)
    return draft.name, draft.settings


def plugins_of(path: StrPath) -> Sequence[str]:
    """
    Return the names of the plugins that a project wants, whatever else is wrong with it.

    `read_project` can then be given the record kinds of these plugins, and tells all problems at once.

    Raises:
        InvalidInput: there is no project at *path*.
    """
    found = _there(Path(path))
    return _form(found).draft(found, None).settings.plugins


def save_project(
    project: Project, path: StrPath, *, tables: Literal["csv", "parquet"] = "csv", barred: Barred | None = None
) -> None:
    """
    Write a whole project for its stewards; nothing is held back, and reading gives an equal project.

    Args:
        project: The project.
        path: A folder, or a file that ends in .xlsx, .json or .duckdb.
        tables: In a folder, how the tables are written.
        barred: Finds the problem of a row that may not be there; None where any may.

    Raises:
        InvalidInput: it could not be read again, a statement is not what people answered under its key, or a row
            is barred.
        WriteFailed: nothing was written.
    """
    target = Path(path)
    refuse_unfinished(target)
    problems = [*changed(target, project.settings), *(_barred_rows(project, barred) if barred else ())]
    if problems:
        raise InvalidInput(problems)
    if target.suffix in FORM_OF:
        FORM_OF[target.suffix]().save(project, target)
    elif target.suffix in NOT_OURS and not target.is_dir():
        raise InvalidInput([Problem(FORMS, file=str(target))])
    else:
        save_folder(project, target, tables)
    if memory_of(target).exists() or project.settings.permission:
        remember(target, project.settings)


def _held_against(rows: Iterable[Row | Large | Problem], barred: Barred) -> Iterator[Row | Large | Problem]:
    """Yield the rows, and after each that is barred its problem; the row stays, since others may refer to it."""
    for row in rows:
        yield row
        if isinstance(row, Large):
            from coprod.bulk import barred_in

            yield from barred_in(row, barred)
        if isinstance(row, Row) and (problem := barred(row)):
            yield problem


def _barred_rows(project: Project, barred: Barred) -> Iterator[Problem]:
    zone = project.settings.zone
    for kind in project.kinds:
        columns = columns_of(kind)
        if project.count(kind) > LARGE:
            yield from _barred_at_once(project, kind, barred)
            continue
        for number, stored in enumerate(project.stored(kind), 1):
            values = {n: from_stored(c, v, zone) for (n, c), v in zip(columns.items(), stored, strict=True)}
            if problem := barred(Row(kind=kind, values=values, file=kind.table(), row=number)):
                yield problem


def _barred_at_once(project: Project, kind: type[Record], barred: Barred) -> Iterator[Problem]:
    from coprod.bulk import barred_in
    from coprod.engines import large_frame

    found = large_frame(project.frame(kind).to_native(), LARGE)
    assert found is not None  # noqa: S101  # the columns of a project are of types that can be looked at as a whole
    names = {str(at): name for at, name in enumerate(found[0])}
    yield from barred_in(Large(kind=kind, raw=found[1], names=names, file=kind.table()), barred)


def _there(path: Path) -> Path:
    """Return the path of what is there; for a `coprod.toml`, its folder."""
    try:
        path.stat()
    except (OSError, ValueError) as error:
        raise InvalidInput([unreadable(error, str(path))]) from error
    return path.parent if path.name == SETTINGS else path


def _form(path: Path) -> Form:
    if path.is_dir():
        return FOLDER
    if path.suffix not in FORM_OF:
        raise InvalidInput([Problem(FORMS, file=str(path))])
    return FORM_OF[path.suffix]()
