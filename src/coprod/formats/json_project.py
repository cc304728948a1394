"""A project as one JSON file: the keys of `coprod.toml`, and `tables`, a list of objects for each kind."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from coprod.cells import write_cell
from coprod.errors import InvalidInput, Problem
from coprod.formats.files import decoded, read_bytes
from coprod.formats.grids import Grid, rows_of
from coprod.formats.json_text import parsed
from coprod.formats.replacing import replace_file
from coprod.formats.settings import LAYOUT, draft_from, settings_to
from coprod.formats.sheets import Sheet, sheets_of
from coprod.formats.source import Draft, Place, Source
from coprod.project import Project
from coprod.records import Record
from coprod.rows import Row
from coprod.settings import Settings
from coprod.validation import nearest

__all__ = ["draft_of_json", "read_json", "save_json"]

FORMAT = f"coprod-project/{LAYOUT}"
TABLES = "tables"
LARGEST = 1 << 28  # bytes
AS_UTF8 = "Save it again as UTF-8 text."


def read_json(path: Path, kinds: Sequence[type[Record]]) -> Source:
    """
    Return what is in a JSON file: settings, rows, and every problem.

    Raises:
        InvalidInput: it cannot be read at all.
    """
    data = _data(path)
    draft = _draft(data, path.name, kinds)
    return Source(draft, _rows(data.get(TABLES, {}), path.name, kinds, draft.settings))


def draft_of_json(path: Path, kinds: Sequence[type[Record]] | None) -> Draft:
    """Return what the file says besides its tables, as far as it can be read."""
    try:
        return _draft(_data(path), path.name, kinds)
    except InvalidInput as error:
        return Draft("", Settings(), tuple(error.problems), known=False)


def _data(path: Path) -> Mapping[str, Any]:
    file = path.name
    data = parsed(decoded(read_bytes(path, file, LARGEST), file, AS_UTF8), file)
    if not isinstance(data, dict):
        raise InvalidInput([Problem(f'an object with "coprod": "{FORMAT}"', file=file)])
    return data


def _draft(data: Mapping[str, Any], file: str, kinds: Sequence[type[Record]] | None) -> Draft:
    said = {key: value for key, value in data.items() if key != TABLES}
    if said.get("coprod") == FORMAT:
        said["coprod"] = LAYOUT
    return draft_from(said, Place(file), kinds)


def _rows(found: object, file: str, kinds: Sequence[type[Record]], settings: Settings) -> Iterator[Row | Problem]:
    if not isinstance(found, Mapping):
        yield Problem("an object with a list of rows for each table", file=file, column=TABLES, value=str(found))
        return
    tables = {kind.table(): kind for kind in kinds}
    for name, rows in found.items():
        if name not in tables:
            near = nearest(name, tables)
            hint = f"Did you mean `{near}`?" if near else f"There are: {', '.join(tables)}."
            yield Problem("a table that coprod knows", file=file, column=TABLES, value=name, hint=hint)
        elif not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            yield Problem("a list of objects, one for each row", file=file, column=f"{TABLES}.{name}")
        else:
            yield from rows_of(_grid(tables[name], rows, file), settings) if rows else ()


def _grid(kind: type[Record], rows: Sequence[Mapping[str, Any]], file: str) -> Grid:
    """Return objects as a table; a key that one of them has is a column of all."""
    header = list(dict.fromkeys(name for row in rows for name in row))
    lines = ((number, [row.get(name) for name in header]) for number, row in enumerate(rows, 1))
    return Grid(kind=kind, header=header, lines=lines, file=file, sheet=kind.table())


def save_json(project: Project, path: Path) -> None:
    """
    Write a project as a JSON file.

    Raises:
        InvalidInput: the project could not be read again.
        WriteFailed: nothing was written.
    """
    tables = {sheet.name: _objects(sheet, project) for sheet in sheets_of(project)}
    data = {**settings_to(project.name, project.settings), "coprod": FORMAT, TABLES: tables}
    text = json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False, default=date.isoformat)
    replace_file(path, (text + "\n").encode())


def _objects(sheet: Sheet, project: Project) -> list[dict[str, Any]]:
    return [
        {name: _plain(value, project) for name, value in zip(sheet.header, row, strict=True) if _there(value)}
        for row in sheet.rows
    ]


def _there(value: object) -> bool:
    return value is not None and value != frozenset()


def _plain(value: Any, project: Project) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    return write_cell(value, project.settings.zone) if isinstance(value, date | datetime) else value
