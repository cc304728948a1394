"""Writing so that what is there afterwards is whole: all of the new, or all of the old."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from coprod.errors import WriteFailed

__all__ = ["replace_file", "replace_files"]


def replace_file(path: Path, data: bytes) -> None:
    """
    Write a file beside *path*, then put it in its place.

    Raises:
        WriteFailed: it could not be written; what was there is there still.
    """
    with _reported(path):
        path = Path(os.path.realpath(path))  # a link stays one
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = _write_beside(path, data)
        try:
            beside.replace(path)
        except OSError:
            beside.unlink(missing_ok=True)
            raise


def replace_files(folder: Path, files: Mapping[str, bytes], gone: Iterable[str] = ()) -> None:
    """
    Write *files* into a folder and take those that are *gone* out of it.

    All is written beside the folder first. A new folder is then renamed into place in one step. In one that
    exists, whose other files stay, each file is swapped in a step, and all are put back if one cannot be.

    Raises:
        WriteFailed: something could not be written; what was there is there still.
    """
    with _reported(folder):
        folder = Path(os.path.realpath(folder))
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        try:
            _fill(beside / "new", files)
            if folder.exists():
                _swap(folder, beside, [*files, *gone])
            else:
                (beside / "new").replace(folder)
        finally:
            shutil.rmtree(beside, ignore_errors=True)


@contextmanager
def _reported(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if isinstance(error, WriteFailed):
            raise
        raise WriteFailed(f"{path}: {error.strerror or error}; nothing was written") from error


def _write_beside(path: Path, data: bytes) -> Path:
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with beside.open("xb") as file:
            file.write(data)
        if path.exists():
            shutil.copymode(path, beside)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
    return beside


def _fill(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)


def _swap(folder: Path, beside: Path, names: Iterable[str]) -> None:
    """Move the old files out and the new ones in; on an error, move what was moved back."""
    old, new = beside / "old", beside / "new"
    old.mkdir()
    moved: list[tuple[Path, Path]] = []
    try:
        for name in names:
            for source, target in ((folder / name, old / name), (new / name, folder / name)):
                if source.exists() or source.is_symlink():
                    source.replace(target)
                    moved.append((source, target))
    except OSError:
        for source, target in reversed(moved):
            target.replace(source)
        raise
