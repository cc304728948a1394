"""
What the stewards keep beside a project, in `.coprod`: its secret, and a list of what was released.

The secret and a release's id give its pseudonyms, so that an earlier release can be made again and nobody
else can tell who is behind one. Neither may leave the stewards' hands: the folder is theirs alone, and git
ignores it.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from coprod.errors import WriteFailed

if TYPE_CHECKING:
    from coprod.release import Release

__all__ = ["note", "secret_of"]

LENGTH = 32  # bytes
PRIVATE = 0o600


def secret_of(project: str) -> bytes:
    """
    Return the project's secret; it is drawn when it is first needed.

    Raises:
        WriteFailed: the file is there, and is not a secret that coprod wrote.
    """
    path = _place(project, "secret")
    with contextlib.suppress(FileExistsError):
        _append(path, secrets.token_hex(LENGTH) + "\n", os.O_EXCL)
    try:
        found = bytes.fromhex(path.read_text("ascii"))
    except ValueError:
        found = b""
    if len(found) != LENGTH:
        raise WriteFailed(f"{path} is broken: with another secret, earlier pseudonyms cannot be made again")
    return found


def note(project: str, release: Release, form: str, out: Path) -> None:
    """Add a line about what was released: for whom, for what, when and where; nothing of what is in it."""
    request = release.request
    line = {
        "release": release.id,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "purpose": request.purpose,
        "audiences": list(request.audiences),
        "as_of": request.as_of.isoformat() if request.as_of else None,
        "by": release.findings.by,
        "format": form,
        "out": str(out),
    }
    _append(_place(project, "releases.jsonl"), json.dumps(line, ensure_ascii=False) + "\n")


def _place(project: str, name: str) -> Path:
    """Return where something is kept: in the project's folder, or beside its one file."""
    path = Path(project)
    folder = (path if path.is_dir() else path.parent) / ".coprod"
    folder.mkdir(mode=0o700, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        _append(folder / ".gitignore", "*\n", os.O_EXCL)
    return folder / (name if path.is_dir() else f"{path.name}.{name}")


def _append(path: Path, text: str, how: int = 0) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | how, PRIVATE)
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
