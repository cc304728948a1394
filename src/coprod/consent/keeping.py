"""
What the stewards keep beside a project, in `.coprod`: its secret, its ledger, and who was forgotten.

The secret and a release's id give its pseudonyms, so that an earlier release can be made again and nobody else can tell
who is behind one. Nothing of this may leave the stewards' hands: the folder is theirs alone, and git ignores it.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from coprod.errors import Problem, WriteFailed
from coprod.rows import Row

if TYPE_CHECKING:
    from coprod.consent.forgotten import Forgotten
    from coprod.consent.ledger import Ledger

__all__ = ["Keeping"]

FOLDER = ".coprod"
ONE_FILE = {".json", ".xlsx", ".duckdb"}
LENGTH = 32  # bytes
PRIVATE = 0o600


def _root(path: str | os.PathLike[str]) -> Path:
    found = Path(path)
    return found.parent if found.name == "coprod.toml" else found


@attrs.frozen
class Keeping:
    """
    What is kept beside the project at a path: a folder, a workbook, a JSON or a DuckDB file.

    Nothing is made on the disk until something has to be kept.

    Attributes:
        project: The path.
    """

    project: Path = attrs.field(converter=_root)

    @property
    def secret(self) -> bytes:
        """
        The project's secret, which is drawn when it is first needed.

        Raises:
            WriteFailed: the file is there, and is not a secret that coprod wrote; or it is gone, and what was written
                with it is not.
        """
        path = self.place("secret")
        if not path.exists():
            self._draw(path)
        try:
            found = bytes.fromhex(path.read_text("ascii"))
        except OSError as error:
            raise WriteFailed(f"{path}: {error.strerror}") from error
        except ValueError:
            found = b""
        if len(found) != LENGTH:
            raise WriteFailed(f"{path} is broken: with another secret, earlier pseudonyms cannot be made again")
        return found

    @property
    def ledger(self) -> Ledger:
        """The list of what was released."""
        from coprod.consent.ledger import Ledger

        return Ledger(self.place("ledger.jsonl"), lambda: self.secret)

    @property
    def forgotten(self) -> Forgotten:
        """Those who were forgotten."""
        from coprod.consent.forgotten import Forgotten

        return Forgotten(self.place("forgotten.jsonl"), lambda: self.secret)

    def barring(self) -> Callable[[Row], Problem | None] | None:
        """
        Return what finds the problem of a row that brings back someone who was forgotten; None where nobody was.

        Raises:
            InvalidInput: a line of the list cannot be read.
        """
        return self.forgotten.barring() if self.place("forgotten.jsonl").exists() else None

    def place(self, name: str) -> Path:
        """Return where something is kept: in the project's folder, or beside its one file."""
        if self.project.suffix in ONE_FILE and not self.project.is_dir():
            return self.project.parent / FOLDER / f"{self.project.name}.{name}"
        return self.project / FOLDER / name

    def _draw(self, path: Path) -> None:
        """Draw the secret; of two who do so at once, both have the one that was there first."""
        from coprod.consent.appending import make_private
        from coprod.consent.locking import locked

        orphans = [lines.path for lines in (self.ledger.lines, self.forgotten.lines) if lines.there()]
        if orphans and not path.exists():
            hint = "put it back from a copy, since nothing else can tell who is in it"
            raise WriteFailed(f"{path} is gone, and {orphans[0]} was written with it: {hint}")
        make_private(path.parent)
        beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        try:
            handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
            with os.fdopen(handle, "w", encoding="ascii", newline="\n") as file:
                file.write(secrets.token_hex(LENGTH) + "\n")
                file.flush()
                os.fsync(handle)
            with locked(path.with_suffix(".lock")):
                if not path.exists():
                    beside.replace(path)
        except OSError as error:
            raise WriteFailed(f"{path}: {error.strerror or error}; no secret was kept") from error
        finally:
            beside.unlink(missing_ok=True)
