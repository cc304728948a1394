"""A project as a folder: `coprod.toml`, and one CSV or Parquet file for each record kind that is used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePath
from typing import Literal

from coprod.cells import write_cell
from coprod.errors import InvalidInput, Problem
from coprod.formats.csv_tables import read_csv, write_csv
from coprod.formats.files import decoded, read_bytes, unreadable
from coprod.formats.large_tables import large_csv, large_parquet
from coprod.formats.parquet_tables import read_table, write_table
from coprod.formats.replacing import replace_files
from coprod.formats.settings import draft_from, to_toml
from coprod.formats.sheets import Sheet, sheets_of
from coprod.formats.source import Draft, Place, Source
from coprod.formats.toml_text import lines_of, parsed
from coprod.project import Project
from coprod.records import Record
from coprod.rows import Large, Row
from coprod.settings import Settings
from coprod.validation import nearest

__all__ = ["SETTINGS", "draft_of_folder", "read_folder", "save_folder"]

SETTINGS = "coprod.toml"
LARGEST_SETTINGS = 1 << 20  # bytes
SUFFIXES = (".csv", ".parquet")
AS_UTF8 = "Save it again as UTF-8 text."


def read_folder(folder: Path, kinds: Sequence[type[Record]]) -> Source:
    """
    Return what is in a folder: settings, rows, and every problem.

    Raises:
        InvalidInput: the folder cannot be listed.
    """
    names = _names(folder)
    draft = draft_of_folder(folder, kinds)
    return Source(draft, _rows(folder, names, kinds, draft.settings))


def draft_of_folder(folder: Path, kinds: Sequence[type[Record]] | None) -> Draft:
    """Return what `coprod.toml` says, as far as it can be read."""
    try:
        text = _settings_text(folder)
        return draft_from(parsed(text, Place(SETTINGS)), Place(SETTINGS, line_of=lines_of(text)), kinds)
    except InvalidInput as error:
        return Draft("", Settings(), tuple(error.problems), known=False)


def _settings_text(folder: Path) -> str:
    names = _names(folder)
    if SETTINGS not in names:
        raise InvalidInput([_no_settings(names)])
    return decoded(read_bytes(folder / SETTINGS, SETTINGS, LARGEST_SETTINGS), SETTINGS, AS_UTF8)


def _names(folder: Path) -> Sequence[str]:
    try:
        return sorted(path.name for path in folder.iterdir())
    except (OSError, ValueError) as error:
        raise InvalidInput([unreadable(error, str(folder))]) from error


def _no_settings(names: Sequence[str]) -> Problem:
    workbook = next((name for name in names if name.endswith(".xlsx")), "")
    hint = f"Is the project in `{workbook}`? Then give that." if workbook else "`coprod init` writes one."
    return Problem("a file with the project's settings", file=SETTINGS, hint=hint)


def _rows(
    folder: Path, names: Sequence[str], kinds: Sequence[type[Record]], settings: Settings
) -> Iterator[Row | Large | Problem]:
    tables = {kind.table(): kind for kind in kinds}
    yield from _strays(names, tables)
    for table, kind in tables.items():
        found = [table + suffix for suffix in SUFFIXES if table + suffix in names]
        if len(found) > 1:
            hint = f"There are `{found[0]}` and `{found[1]}`. Move one of them out."
            yield Problem(f"one file with {table}", file=found[0], hint=hint)
        elif found:
            yield from _table(folder / found[0], kind, settings)


def _table(path: Path, kind: type[Record], settings: Settings) -> Iterator[Row | Large | Problem]:
    large = large_csv if path.suffix == ".csv" else large_parquet
    if (found := large(path, kind)) is not None:
        yield from found
        return
    try:
        data = read_bytes(path, path.name)
    except InvalidInput as error:
        yield from error.problems
        return
    read = read_csv if path.suffix == ".csv" else read_table
    yield from read(data, kind, settings, file=path.name)


def _strays(names: Sequence[str], tables: Mapping[str, type[Record]]) -> Iterator[Problem]:
    """Yield files that look like a table with a misspelt name; any other file is none of our business."""
    for name in names:
        path = PurePath(name)
        if name.startswith(".") or path.suffix.lower() not in SUFFIXES or name in _files_of(tables):
            continue
        if near := nearest(path.stem, tables):
            hint = f"Did you mean `{near}{path.suffix.lower()}`?"
            yield Problem("a table that coprod knows", file=name, value=name, hint=hint)


def _files_of(tables: Mapping[str, type[Record]]) -> set[str]:
    return {table + suffix for table in tables for suffix in SUFFIXES}


def save_folder(project: Project, folder: Path, tables: Literal["csv", "parquet"] = "csv") -> None:
    """
    Write a project as a folder. What else is in the folder stays.

    Raises:
        InvalidInput: the project could not be read again, or the folder holds something else.
        WriteFailed: nothing was written.
    """
    names = _names(folder) if folder.is_dir() else []
    if names and SETTINGS not in names:
        expected, hint = "a new or empty folder, or one with a project", f"It holds no `{SETTINGS}`."
        raise InvalidInput([Problem(expected, file=str(folder), value=names[0], hint=hint)])
    write = write_table if tables == "parquet" else _csv
    files = {f"{sheet.name}.{tables}": write(sheet, project) for sheet in sheets_of(project)}
    if not _same_settings(folder, project):  # else its comments stay
        files[SETTINGS] = to_toml(project.name, project.settings).encode()
    ours = _files_of({kind.table(): kind for kind in project.kinds})
    replace_files(folder, files, gone=sorted(ours & set(names) - set(files)))


def _csv(sheet: Sheet, project: Project) -> bytes:
    zone = project.settings.zone
    return write_csv(sheet.header, ([write_cell(value, zone) for value in row] for row in sheet.rows))


def _same_settings(folder: Path, project: Project) -> bool:
    draft = draft_of_folder(folder, project.kinds) if (folder / SETTINGS).is_file() else None
    return draft == Draft(project.name, project.settings)
