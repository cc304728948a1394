"""Forgetting someone: the verb that takes a partner, and all that is about them, out of a project's files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from coprod.app.arguments import registry_of, today_of
from coprod.project import Project
from coprod.records import Partner, Record
from coprod.schema import columns_of

if TYPE_CHECKING:
    from coprod.consent.keeping import Keeping
    from coprod.consent.ledger import Entry, Written
    from coprod.consent.names import Register
    from coprod.registry import Registry

__all__ = ["Erasure", "Held", "forget"]

LARGEST = 10_000_000  # bytes of another file that is looked into
OURS = {".coprod", ".git"}


@attrs.frozen
class Held:
    """
    A release that holds someone who was forgotten.

    Attributes:
        entry: Its entry in the ledger: for whom, what for, when.
        how: How it names them: `name`, `words` for a quote without a name, or `pseudonym` and which.
        files: The files that it was written to.
    """

    entry: Entry
    how: str
    files: tuple[Written, ...]


@attrs.frozen(kw_only=True)
class Erasure:
    """
    What was done to forget someone, and what only people can do.

    Attributes:
        partner: The id they had.
        on: The day on which they were forgotten.
        already: Whether that was done before.
        files: Names of the files that were written anew.
        releases: Releases that hold them; whoever has these should be told.
        places: Where others' words may still name them: to be looked at.
    """

    partner: str
    on: date
    already: bool = False
    files: tuple[str, ...] = ()
    releases: tuple[Held, ...] = ()
    places: tuple[str, ...] = ()


def forget(
    path: str | PathLike[str], partner: str, *, now: datetime | None = None, registry: Registry | None = None
) -> Erasure:
    """
    Take a partner, and all that is about them, out of a project's files, and keep them from coming back.

    What others said stays, and where it names the partner the result says so. A file that nothing is taken out of stays
    as it is. After a crash, the same call again ends what was begun.

    Args:
        path: The folder, workbook or JSON file of the project.
        partner: The partner's id.
        now: The instant, aware; by default this one.
        registry: What is known; by default the built-ins and what the project's `[plugins]` name.

    Raises:
        NotFound: the project has no such partner, and never forgot one.
        InvalidInput: the project or its ledger cannot be read; nothing was changed. `withdraw` still works.
        WriteFailed: a file could not be written.
    """
    from coprod.consent.keeping import Keeping
    from coprod.formats.erasing import digests, finish, rewrite
    from coprod.formats.project_files import plugins_of, read_project

    keeping = Keeping(path)
    where = keeping.project
    kinds = (registry or registry_of(plugins_of(where))).kinds
    with keeping.ledger.lines.lock():
        finish(where)
        seen = digests(where)
        project = read_project(where, kinds=kinds)
        releases = tuple(_releases(keeping, partner))
        on = keeping.forgotten.knows(partner)
        if on and not _has(project, partner):
            places = tuple(_places(where, project, Partner(partner, kind="person")))
            return Erasure(partner=partner, on=on, already=True, releases=releases, places=places)
        known = project.get(Partner, partner)
        left = project.erase(partner)
        if on is None:
            on = today_of(project, now)
            keeping.forgotten.add(partner, _name(known, left), on)
        files = rewrite(where, project, left, seen)
    places = tuple(_places(where, left, known))
    return Erasure(partner=partner, on=on, files=tuple(files), releases=releases, places=places)


def _has(project: Project, partner: str) -> bool:
    return any(one.id == partner for one in project.records(Partner))


def _name(known: Partner, left: Project) -> str | None:
    """Return the name that is not to come back; None where somebody else has it, who stays."""
    from coprod.consent.names import words_of

    def words(name: str | None) -> Sequence[str]:
        return sorted(word.casefold() for word in words_of(name or ""))

    return None if any(words(one.name) == words(known.name) for one in left.records(Partner)) else known.name


def _releases(keeping: Keeping, partner: str) -> Iterator[Held]:
    """Yield each release that holds a partner, once, also where it was made again."""
    found: dict[tuple[str, str], Entry] = {}
    for entry, how in keeping.ledger.touching(partner):
        found.setdefault((entry.release, how), entry)
    for (release, how), entry in found.items():
        yield Held(entry, how, keeping.ledger.files(release))


def _places(where: Path, left: Project, gone: Partner) -> Iterator[str]:
    """Yield where words of others name someone: cells, settings, and other files of the folder."""
    from coprod.consent.names import Register

    register = Register.of([gone])
    yield from _cells(left, gone, register)
    if _names(_settings_text(left), gone, register):
        yield "coprod.toml" if where.is_dir() else f"the settings in {where.name}"
    if where.is_dir():
        yield from _other_files(where, left, gone, register)
    if any((folder / ".git").exists() for folder in (where.resolve(), *where.resolve().parents)):
        yield "the history that git keeps of these files"


def _names(text: str, gone: Partner, register: Register) -> bool:
    return gone.id in register.found_in(text) or re.search(rf"(?<!\w){re.escape(gone.id)}(?!\w)", text) is not None


def _cells(left: Project, gone: Partner, register: Register) -> Iterator[str]:
    for kind in left.kinds:
        for record in left.records(kind):
            for column, text in _texts(record):
                if _names(text, gone, register):
                    yield f"{record.ref}, {column}"


def _texts(record: Record) -> Iterator[tuple[str, str]]:
    """Yield the columns in which people write what they like: another partner's name is about them alone."""
    for name, column in columns_of(type(record)).items():
        value = getattr(record, name)
        if name == "extras":
            yield from value
        elif isinstance(value, str) and (column.free_text or name == "id") and not _own_name(record, name):
            yield name, value


def _own_name(record: Record, column: str) -> bool:
    return isinstance(record, Partner) and column in {"id", "name"}


def _settings_text(project: Project) -> str:
    from coprod.formats.settings import settings_to

    return json.dumps(settings_to(project.name, project.settings), ensure_ascii=False, default=str)


def _other_files(folder: Path, left: Project, gone: Partner, register: Register) -> Iterator[str]:
    """Yield the files that are no tables of the project, and hold the id or a part of the name as text."""
    ours = {"coprod.toml", *(kind.table() + end for kind in left.kinds for end in (".csv", ".parquet"))}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if name.parts[0] in OURS or name.as_posix() in ours or not path.is_file():
            continue
        if path.stat().st_size > LARGEST:
            yield f"{name.as_posix()}, which is too large to look into"
        elif _names(path.read_bytes().decode("utf-8", "replace"), gone, register):
            yield name.as_posix()
