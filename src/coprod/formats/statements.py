"""
What the statements on the consent form said when people answered them.

An answer is worth what its question said. So the words and the scope of each statement are remembered beside
the project, as fingerprints. One that changed under its old key is an error: people would be taken to have
agreed to what they never read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from coprod.errors import InvalidInput, Problem, WriteFailed
from coprod.formats.files import read_bytes
from coprod.formats.replacing import replace_file
from coprod.formats.source import Place
from coprod.settings import Permission, Settings

__all__ = ["changed", "memory_of", "remember"]

FOLDER = ".coprod"
FILE = "statements.json"
LARGEST = 1 << 24  # bytes
NEW_KEY = "Give the new statement a new key, and leave the old one as it was."


def memory_of(project: Path) -> Path:
    """Return where the statements of a project are remembered: in its folder, or beside its one file."""
    if project.suffix in {".json", ".xlsx", ".duckdb"}:
        return project.parent / FOLDER / f"{project.name}.{FILE}"
    return project / FOLDER / FILE


def remember(project: Path, settings: Settings) -> None:
    """
    Remember the statements that a project has now; those that it no longer has stay remembered.

    Raises:
        InvalidInput: one of them changed under its key, or the memory is broken.
        WriteFailed: nothing was written.
    """
    problems = changed(project, settings)
    if problems:
        raise InvalidInput(problems)
    before = _memory(memory_of(project))
    now = {**before, **{key: _fingerprint(said) for key, said in settings.permission.items()}}
    if now != before:
        path = memory_of(project)
        _make_private(path.parent)
        replace_file(path, (json.dumps(now, indent=1, sort_keys=True) + "\n").encode())


def _make_private(folder: Path) -> None:
    """Make the stewards' own folder, which git ignores."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        if not (folder / ".gitignore").exists():
            (folder / ".gitignore").write_bytes(b"*\n")
    except OSError as error:
        raise WriteFailed(f"{folder}: {error.strerror}; nothing was remembered") from error


def changed(project: Path, settings: Settings, place: Place | None = None) -> Sequence[Problem]:
    """
    Return a problem for each statement whose words or scope are not what people answered under its key.

    Args:
        project: The folder or file of the project.
        settings: What it says now.
        place: Where it says so.
    """
    try:
        memory = _memory(memory_of(project))
    except InvalidInput as error:
        return error.problems
    place = place or Place()
    return [
        place.problem(("permission", key), _as_before(parts), said.says, NEW_KEY)
        for key, said in settings.permission.items()
        if (parts := _differing(memory.get(key, {}), _fingerprint(said)))
    ]


def _differing(before: Mapping[str, Any], now: Mapping[str, str]) -> Sequence[str]:
    return [part for part, value in now.items() if before.get(part, value) != value]


def _as_before(parts: Sequence[str]) -> str:
    return f"the {' and '.join(parts)} that people answered under this key"


def _fingerprint(said: Permission) -> Mapping[str, str]:
    """Return what must not change: what people read, and what it allows."""
    scope = [sorted(said.categories), sorted(said.purposes), sorted(said.audiences), sorted(said.conditions)]
    return {"words": _hash(said.says), "scope": _hash([*scope, said.level, said.explicit])}


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()


def _memory(path: Path) -> Mapping[str, Mapping[str, Any]]:
    if not path.exists():
        return {}
    broken = Problem("the statements as coprod wrote them", file=str(path), hint="Restore it from a copy.")
    try:
        found = json.loads(read_bytes(path, largest=LARGEST))
    except (ValueError, RecursionError) as error:
        raise InvalidInput([broken]) from error
    if not isinstance(found, dict) or not all(isinstance(said, dict) for said in found.values()):
        raise InvalidInput([broken])
    return found
