"""
A project as one DuckDB file: a table for each record kind that is used, and `coprod`, which holds the settings.

`coprod` has one row with one cell, `settings`: the text of a `coprod.toml`. The file is opened to be read only, and
what is in it goes through the same checks as any other.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from coprod.errors import CoprodError, InvalidInput, Problem, WriteFailed
from coprod.formats.large_tables import large_parquet
from coprod.formats.parquet_tables import read_table, write_table
from coprod.formats.settings import draft_from, to_toml
from coprod.formats.sheets import sheets_of
from coprod.formats.source import Draft, Place, Source
from coprod.formats.toml_text import lines_of, parsed
from coprod.project import Project
from coprod.records import Record
from coprod.rows import LARGE, Large, Row
from coprod.settings import Settings
from coprod.validation import nearest

__all__ = ["draft_of_duckdb", "read_duckdb", "save_duckdb"]

SETTINGS = "coprod"  # the table with the settings
HELD = "Close the other program that has it open, or wait until it is done."


def read_duckdb(path: Path, kinds: Sequence[type[Record]]) -> Source:
    """
    Return what is in a DuckDB file: settings, rows, and every problem.

    Raises:
        InvalidInput: it cannot be read, or another program holds it.
        CoprodError: DuckDB is not installed.
    """
    draft = draft_of_duckdb(path, kinds)
    return Source(draft, _rows(path, kinds, draft.settings))


def draft_of_duckdb(path: Path, kinds: Sequence[type[Record]] | None) -> Draft:
    """Return what the table `coprod` says, as far as it can be read."""
    place = Place(path.name, SETTINGS)
    with closing(_opened(path)) as connection:
        text = _engine().text_in(connection, SETTINGS) if SETTINGS in _engine().tables_of(connection) else None
    if text is None:
        missing = Problem("a table `coprod` with the settings", file=path.name, hint="`coprod.save` writes one.")
        return Draft("", Settings(), (missing,), known=False)
    try:
        return draft_from(parsed(text, place), Place(path.name, SETTINGS, line_of=lines_of(text)), kinds)
    except InvalidInput as error:
        return Draft("", Settings(), tuple(error.problems), known=False)


def _engine() -> Any:
    try:
        from coprod.engines import in_duckdb
    except ImportError as error:
        message = "reading a .duckdb file needs DuckDB: install `coprod[duckdb]`"
        raise CoprodError(message) from error
    return in_duckdb


def _opened(path: Path) -> Any:
    engine = _engine()
    try:
        return engine.opened(path)
    except engine.Held as error:
        raise InvalidInput([Problem("a file that no other program is writing", file=str(path), hint=HELD)]) from error
    except ValueError as error:
        raise InvalidInput([Problem("a DuckDB file", file=str(path), hint=f"DuckDB says: {error}.")]) from error


def _rows(path: Path, kinds: Sequence[type[Record]], settings: Settings) -> Iterator[Row | Large | Problem]:
    tables = {kind.table(): kind for kind in kinds}
    with closing(_opened(path)) as connection:
        for name in _engine().tables_of(connection):
            if name in tables:
                yield from _table(connection, path, tables[name], settings)
            elif name != SETTINGS and (near := nearest(name, tables)):
                hint = f"Did you mean `{near}`?"
                yield Problem("a table that coprod knows", file=path.name, sheet=name, value=name, hint=hint)


def _table(connection: Any, path: Path, kind: type[Record], settings: Settings) -> Iterator[Row | Large | Problem]:
    from coprod.engines.spool import Spool

    spool, name = Spool(), kind.table()
    copy = spool.folder / "table.parquet"
    try:
        _engine().table_to_file(connection, name, copy)
    except ValueError as error:
        yield Problem("a table that DuckDB can read", file=path.name, sheet=name, hint=f"DuckDB says: {error}.")
        return
    large = large_parquet(copy, kind, file=path.name, sheet=name, close=spool.closing())
    if large is not None:
        yield from large
        return
    yield from read_table(copy.read_bytes(), kind, settings, file=path.name, sheet=name)
    spool.close()


def save_duckdb(project: Project, path: Path) -> None:
    """
    Write a project as a DuckDB file: beside *path* first, then in its place.

    Raises:
        InvalidInput: the project could not be read again.
        WriteFailed: nothing was written, or another program holds the file.
    """
    from coprod.engines.spool import Spool

    _refuse_held(path)
    spool = Spool()
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        files = _files(project, spool.folder)
        path.parent.mkdir(parents=True, exist_ok=True)
        _engine().saved(beside, (SETTINGS, to_toml(project.name, project.settings)), files)
        beside.replace(path)
    except OSError as error:
        raise WriteFailed(f"{path}: {error.strerror or error}") from error
    finally:
        beside.unlink(missing_ok=True)
        spool.close()


def _refuse_held(path: Path) -> None:
    if not path.exists():
        return
    engine = _engine()
    try:
        engine.opened(path, read_only=False).close()
    except engine.Held as error:
        raise WriteFailed(f"{path}: another program has it open. {HELD}") from error
    except ValueError as error:
        raise WriteFailed(f"{path}: this is no DuckDB file, and is left as it is") from error


def _files(project: Project, folder: Path) -> dict[str, Path]:
    """Return a Parquet file for each table that is used; of large ones, written by their engine."""
    from coprod.engines import to_parquet

    large = [kind for kind in project.kinds if project.count(kind) > LARGE and not project.table(kind).has_extras()]
    files = {kind.table(): folder / f"{kind.table()}.parquet" for kind in large}
    for kind in large:
        to_parquet(project.table(kind).without_extras(), files[kind.table()])
    for sheet in sheets_of(project, but=large):
        files[sheet.name] = folder / f"{sheet.name}.parquet"
        files[sheet.name].write_bytes(write_table(sheet, project))
    return files
