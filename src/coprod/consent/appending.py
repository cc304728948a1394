"""
Files that only ever grow, one JSON object a line, such as the ledger.

What a crash leaves is readable: a last line that was cut is no entry, and is skipped. The next one to write marks it as
cut and begins a new line. Any other line that cannot be read is an error, since it may be the one that matters.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, TypeVar

import attrs

from coprod.consent.locking import locked
from coprod.errors import InvalidInput, Problem, WriteFailed

__all__ = ["Lines", "make_private"]

PRIVATE = 0o600
CUT = b"\x18"  # ends a line that a crash cut; JSON text holds no such byte
VERSION = 1
RESTORE = "Put it back from a copy of this file; coprod itself only ever adds to its end."

T = TypeVar("T")


def make_private(folder: Path) -> None:
    """
    Make the stewards' own folder, which git ignores.

    Raises:
        WriteFailed: it cannot be made, such as where there is no project.
    """
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        with contextlib.suppress(FileExistsError), (folder / ".gitignore").open("xb") as file:
            file.write(b"*\n")
    except OSError as error:
        raise WriteFailed(f"{folder}: {error.strerror}; nothing was kept") from error


@attrs.frozen
class Lines:
    """
    A file that only ever grows.

    Attributes:
        path: The file; it is there once something was added.
        name: What its lines say they are, such as `coprod-ledger`.
    """

    path: Path
    name: str

    def lock(self) -> AbstractContextManager[None]:
        """Return the lock that is held from reading to adding."""
        make_private(self.path.parent)
        return locked(self.path.with_suffix(".lock"))

    def there(self) -> bool:
        """Whether anything was ever added."""
        return self.path.exists() and self.path.stat().st_size > 0

    def read(self, made: Callable[[Mapping[str, Any]], T]) -> list[T]:
        """
        Return what is *made* of each line.

        Raises:
            InvalidInput: a line was not written by coprod, or by a later coprod than this.
        """
        return [self._entry(number, plain, made) for number, plain in self._plain()]

    def add(self, plain: Mapping[str, Any]) -> None:
        """
        Add one line, in one write that is on the disk when this returns.

        Raises:
            WriteFailed: it is not there.
        """
        text = json.dumps({self.name: VERSION, **plain}, allow_nan=False, separators=(",", ":"))
        with self.lock():
            try:
                self._write(text.encode("ascii") + b"\n")
            except OSError as error:
                raise WriteFailed(f"{self.path}: {error.strerror or error}; nothing was added") from error

    def _write(self, line: bytes) -> None:
        new = not self.path.exists()
        how = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
        handle = os.open(self.path, how, PRIVATE)
        try:
            data = self._before() + line
            if os.write(handle, data) != len(data):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(handle)
        finally:
            os.close(handle)
        if new:
            _remember_name(self.path.parent)

    def _before(self) -> bytes:
        """Return what has to be written first so that a new line begins: nothing, where the last one was ended."""
        tail = self.path.read_bytes().rpartition(b"\n")[2]
        if not tail:
            return b""
        return b"\n" if _parsed(tail) is not None else CUT + b"\n"

    def _plain(self) -> Iterator[tuple[int, Mapping[str, Any] | None]]:
        """Yield each line with its number; None for one that cannot be read, and nothing for a cut one."""
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            return
        except OSError as error:
            problem = Problem("a file that can be read", file=str(self.path), hint=f"The system says: {error}.")
            raise InvalidInput([problem]) from error
        *whole, tail = data.split(b"\n")
        for number, line in enumerate(whole, 1):
            if line.strip() and not line.endswith(CUT):
                yield number, _parsed(line)
        if (last := _parsed(tail)) is not None:
            yield len(whole) + 1, last

    def _entry(self, number: int, plain: Mapping[str, Any] | None, made: Callable[[Mapping[str, Any]], T]) -> T:
        version = None if plain is None else plain.get(self.name)
        if plain is None or type(version) is not int or version < 1:
            raise self._broken(number, f'a line with "{self.name}": {VERSION}, as coprod wrote it', RESTORE)
        if version > VERSION:
            raise self._broken(number, f"a line of version {VERSION}", "A later coprod wrote it: use that.", version)
        try:
            return made(plain)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise self._broken(number, "a line as coprod wrote it", RESTORE) from error

    def _broken(self, number: int, expected: str, hint: str, version: int | None = None) -> InvalidInput:
        value = "" if version is None else f"version {version}"
        return InvalidInput([Problem(expected, file=str(self.path), row=number, value=value, hint=hint)])


def _parsed(line: bytes) -> Mapping[str, Any] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _remember_name(folder: Path) -> None:
    """Have the system keep the name of a new file, too; where folders cannot be opened, it does so by itself."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
