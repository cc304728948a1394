"""Writing a release: beside the target first, and in its place only when all of it is there."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import attrs

from coprod.errors import WriteFailed
from coprod.formats.spec import ExportFormat
from coprod.release import Release

__all__ = ["digest_of", "write_release"]


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file; of a folder, over the names and the digests of its files in order."""
    if not path.is_dir():
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    lines = (f"{digest_of(file)}  {file.name}\n" for file in sorted(path.iterdir()))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def write_release(release: Release, form: ExportFormat, out: Path | BinaryIO, **options: Any) -> None:
    """
    Write a release in one format; on any failure nothing is left behind, and what was there before still is.

    Args:
        release: What may leave.
        form: The format.
        out: Where: a file, a folder for a format that writes several files, or an open binary file.
        options: Options of the format.

    Raises:
        WriteFailed: the target cannot be written.
    """
    if not isinstance(out, Path):
        form.write(release, _Opened(out), **options)
        return
    with _beside(out, folder=form.folder) as made:
        form.write(release, _Sink(made, folder=form.folder), **options)


@contextlib.contextmanager
def _beside(out: Path, *, folder: bool) -> Iterator[Path]:
    """Give a place beside the target; put it in the target's place if all went well, else remove it."""
    if folder and out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise WriteFailed(f"{out} is there already, and is not overwritten: name a new folder")
    try:
        place = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    except OSError as error:
        raise WriteFailed(f"{out} cannot be written: {error.strerror}") from error
    made = place / (out.name or "out")
    try:
        if folder:
            made.mkdir()
        yield made
        _move(made, out, folder=folder)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _move(made: Path, out: Path, *, folder: bool) -> None:
    try:
        if folder and out.is_dir():
            out.rmdir()
        os.replace(made, out)  # noqa: PTH105  # Path.replace says no more, and this is the name people know
    except OSError as error:
        raise WriteFailed(f"{out} cannot be written: {error.strerror}") from error


@attrs.frozen
class _Sink:
    """Opens files in a place beside the target."""

    made: Path
    folder: bool

    def open(self, name: str = "") -> BinaryIO:
        """Open the one file of the export, or the file *name* in its folder."""
        if self.folder != bool(name) or name != Path(name).name or name == "..":
            raise ValueError("a format that writes a folder names plain files in it, any other opens its one file")
        return (self.made / name if self.folder else self.made).open("wb")


@attrs.frozen
class _Opened:
    """Gives an open file of the caller, which stays open."""

    out: BinaryIO

    def open(self, name: str = "") -> BinaryIO:
        """Return the caller's file; a folder cannot be written into it."""
        if name:
            raise ValueError("a format that writes a folder needs a path, not an open file")
        return _NotClosed(self.out)  # type: ignore[return-value]  # it hands on all but close


@attrs.frozen
class _NotClosed:
    """Hands everything on to a file, except its end: the caller closes what the caller opened."""

    out: BinaryIO

    def __getattr__(self, name: str) -> Any:
        """Hand on."""
        return getattr(self.out, name)

    def __enter__(self) -> Any:
        """Begin a block."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the block, and leave the file open."""
        self.out.flush()

    def close(self) -> None:
        """Leave the file open."""
        self.out.flush()
