"""
Writing a project anew where it stands, without someone.

In a folder only the tables that change are written. All of them are laid out in `.coprod/forgetting` first, with what
the files were before; then each takes its place in one step. Where that is interrupted, the folder is still there, no
half of a project is read, and doing it again ends it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from coprod.cells import write_cell
from coprod.errors import InvalidInput, Problem, WriteFailed
from coprod.formats.csv_tables import header_of, write_csv
from coprod.formats.duckdb_project import save_duckdb
from coprod.formats.files import read_bytes
from coprod.formats.json_project import save_json
from coprod.formats.parquet_tables import write_table
from coprod.formats.replacing import replace_file
from coprod.formats.sheets import Sheet, sheets_of
from coprod.formats.unfinished import LAID_OUT, PLAN
from coprod.formats.workbook import SETTINGS, save_workbook, sheet_names
from coprod.project import Project

__all__ = ["digests", "finish", "rewrite"]

OTHERWISE = "Put the file back as it was; or delete `.coprod/forgetting`, and take the person's rows out by hand."


def digests(path: Path) -> Mapping[str, str]:
    """Return the SHA-256 of the files of a project, by name."""
    found = sorted(path.iterdir()) if path.is_dir() else [path]
    return {one.name: _digest(one) for one in found if one.suffix in {".csv", ".parquet", ".json", ".xlsx", ".duckdb"}}


def _digest(path: Path) -> str:
    return hashlib.sha256(read_bytes(path)).hexdigest() if path.is_file() else ""


def rewrite(path: Path, before: Project, after: Project, seen: Mapping[str, str]) -> Sequence[str]:
    """
    Write a project anew where it stands, and return the names of the files that changed.

    Args:
        path: The folder or file.
        before: What was read from it.
        after: What it is to be.
        seen: What `digests` gave before it was read.

    Raises:
        InvalidInput: a file was changed by someone else in the meantime; or a workbook has a sheet that would be lost.
        WriteFailed: it could not be written; everything is as it was, or a part is done and can be ended by `finish`.
    """
    if path.is_dir():
        changed = dict(_changed(path, before, after))
        if changed:
            _lay_out(path / ".coprod", changed, seen)
            finish(path)
        return list(changed)
    if digests(path) != seen:
        raise InvalidInput([_touched(path.name, "Read it again.")])
    if path.suffix == ".xlsx":
        _nothing_lost(path, after)
    {".xlsx": save_workbook, ".duckdb": save_duckdb}.get(path.suffix, save_json)(after, path)
    return [path.name]


def finish(folder: Path) -> None:
    """
    End a forgetting that was laid out, if there is one; one file is written in one step and needs none.

    Raises:
        InvalidInput: a file was changed since, so that what was laid out is no longer what it should be.
        WriteFailed: a file could not be written; the rest is still laid out.
    """
    place = folder / ".coprod" / LAID_OUT
    if not (place / PLAN).exists():
        if folder.is_dir():
            _remove(folder / ".coprod")
        return
    plan = _plan(place / PLAN)
    now = {name: _digest(folder / name) for name in plan}
    if problems := [_touched(name, OTHERWISE) for name in plan if now[name] not in plan[name]]:
        raise InvalidInput(problems)
    for name, (_, after) in plan.items():
        if now[name] != after:
            replace_file(folder / name, (place / name).read_bytes())
    _remove(folder / ".coprod")


def _changed(folder: Path, before: Project, after: Project) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of each table that changes; one that loses its last row keeps its header."""
    new = {sheet.kind: sheet for sheet in sheets_of(after)}
    for old in sheets_of(before):
        if before.stored(old.kind) != after.stored(old.kind):
            sheet = new.get(old.kind, attrs.evolve(old, rows=()))
            name = next(n for n in (f"{sheet.name}.parquet", f"{sheet.name}.csv") if (folder / n).exists())
            yield name, write_table(sheet, after) if name.endswith(".parquet") else _csv(folder / name, sheet, after)


def _csv(path: Path, sheet: Sheet, project: Project) -> bytes:
    """Return a sheet with the columns that its file has, in their order."""
    header = header_of(read_bytes(path), sheet.kind, path.name) or sheet.header
    rows = (dict(zip(sheet.header, row, strict=True)) for row in sheet.rows)
    zone = project.settings.zone
    return write_csv(header, ([write_cell(row.get(name), zone) for name in header] for row in rows))


def _lay_out(kept: Path, files: Mapping[str, bytes], seen: Mapping[str, str]) -> None:
    """Write all files and the plan beside the place where they are looked for, then rename: now it will be done."""
    try:
        kept.mkdir(mode=0o700, exist_ok=True)
        _remove(kept)
        beside = Path(tempfile.mkdtemp(prefix=f"{LAID_OUT}-", dir=kept))
        plan = {name: [seen.get(name, ""), hashlib.sha256(data).hexdigest()] for name, data in files.items()}
        for name, data in {**files, PLAN: json.dumps(plan).encode()}.items():
            with (beside / name).open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        beside.rename(kept / LAID_OUT)
    except OSError as error:
        raise WriteFailed(f"{kept}: {error.strerror or error}; no file of the project was changed") from error


def _remove(kept: Path) -> None:
    """Remove what is laid out, the plan first, and what was being laid out when a crash came."""
    (kept / LAID_OUT / PLAN).unlink(missing_ok=True)
    for old in kept.glob(f"{LAID_OUT}*"):
        if old.is_dir():
            shutil.rmtree(old, ignore_errors=True)


def _plan(path: Path) -> Mapping[str, tuple[str, str]]:
    try:
        found: Any = json.loads(read_bytes(path))
        return {name: (before, after) for name, (before, after) in found.items()}
    except (ValueError, AttributeError, TypeError) as error:
        raise InvalidInput([Problem("the plan as coprod wrote it", file=str(path), hint=OTHERWISE)]) from error


def _touched(name: str, hint: str) -> Problem:
    return Problem("the file as it was when it was read; someone changed it since", file=name, hint=hint)


def _nothing_lost(path: Path, project: Project) -> None:
    """Hold that a workbook has no sheets but the project's: a new one has no place for any other."""
    ours = {SETTINGS, *(kind.table() for kind in project.kinds)}
    hint = "Move it to another file: the workbook is written anew, and this sheet would be lost."
    lost = [name for name in sheet_names(path) if name not in ours]
    if lost:
        raise InvalidInput(
            [Problem("the project's own sheets alone", file=path.name, sheet=n, hint=hint) for n in lost]
        )
