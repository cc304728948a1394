"""Writing a release while looking on: what is written where, and what is said while it is done."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import sys
import tempfile
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from coprod.formats.spec import ExportFormat
from coprod.formats.writing import write_release
from coprod.release import Release

__all__ = ["Watched", "bytes_of", "files_of", "watched"]


@attrs.define
class Watched:
    """
    What happened while a release was written.

    Attributes:
        files: The bytes of each file that is there, by name.
        said: What was logged, warned of, printed or raised.
        elsewhere: Paths that were opened for writing beside the target.
        left: Names of what is left beside the target.
        error: What was raised.
    """

    files: dict[str, bytes] = attrs.field(factory=dict)
    said: list[str] = attrs.field(factory=list)
    elsewhere: list[str] = attrs.field(factory=list)
    left: list[str] = attrs.field(factory=list)
    error: BaseException | None = None


def bytes_of(form: ExportFormat, release: Release) -> dict[str, bytes]:
    """Return what is written of a release in one format, by the names of the files."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / f"out{form.suffix}"
        write_release(release, form, out)
        return files_of(out)


def files_of(out: Path) -> dict[str, bytes]:
    """Return the bytes of each file in a folder, or of one file, by name."""
    if out.is_file():
        return {out.name: out.read_bytes()}
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()}


def watched(form: ExportFormat, release: Release, *, break_after: int | None = None) -> Watched:
    """Write a release and look on; with *break_after*, the disk is full after so many bytes."""
    seen = Watched()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder).resolve() / f"out{form.suffix}"
        target = form if break_after is None else attrs.evolve(form, write=_Breaking(form, break_after))
        with _listening(seen), _opened(seen, out.parent):
            try:
                write_release(release, target, out)
            except Exception as error:  # noqa: BLE001  # what it raises is what is looked at
                seen.error = error
                seen.said += _of_error(error)
        seen.files = files_of(out) if out.exists() else {}
        seen.left = sorted(path.name for path in out.parent.iterdir() if path != out)
    return seen


def _of_error(error: BaseException) -> Iterator[str]:
    """Yield all that an error tells, and what led to it: no local variables, which no log shows."""
    one: BaseException | None = error
    while one is not None:
        yield repr(one)
        yield str(one)
        yield from getattr(one, "__notes__", ())
        one = one.__cause__ or one.__context__


@contextlib.contextmanager
def _listening(seen: Watched) -> Iterator[None]:
    """Hear what is logged, warned of and printed."""
    handler = _Hears(seen.said)
    root, out, err = logging.getLogger(), io.StringIO(), io.StringIO()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        with warnings.catch_warnings(record=True) as warned, _redirected(out, err):
            warnings.simplefilter("always")
            yield
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
    seen.said += [out.getvalue(), err.getvalue(), *(str(one.message) for one in warned)]


@contextlib.contextmanager
def _redirected(out: io.StringIO, err: io.StringIO) -> Iterator[None]:
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        yield


class _Hears(logging.Handler):
    """Keeps what is logged."""

    def __init__(self, said: list[str]) -> None:
        super().__init__(logging.DEBUG)
        self.heard = said

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self.heard.append(record.getMessage())


@attrs.frozen
class _Breaking:
    """Writes as a format does, on a disk that is full after so many bytes."""

    form: ExportFormat
    after: int

    def __call__(self, release: Release, sink: Any, **options: Any) -> None:
        """Write until the disk is full."""
        self.form.write(release, _FullSink(sink, [self.after]), **options)


@attrs.frozen
class _FullSink:
    sink: Any
    left: list[int]

    def open(self, name: str = "") -> Any:
        """Open a file on a disk that will be full."""
        return _FullFile(self.sink.open(name), self.left)


class _FullFile(io.RawIOBase):
    """A file on a disk that is full after so many bytes, whichever file they go to."""

    def __init__(self, file: Any, left: list[int]) -> None:
        super().__init__()
        self.file, self.left = file, left

    def writable(self) -> bool:
        """Whether it can be written to."""
        return True

    def write(self, data: Any) -> int:
        """Write, or say that the disk is full."""
        self.left[0] -= len(data)
        if self.left[0] < 0:
            raise OSError(28, "No space left on device")
        self.file.write(data)
        return len(data)

    def close(self) -> None:
        """Close the file."""
        self.file.close()
        super().close()


# An audit hook cannot be taken out again, so there is one for the process, and it only looks while it is asked to.
_WATCHING: list[tuple[Watched, Path]] = []
_HOOKED: list[bool] = []


@contextlib.contextmanager
def _opened(seen: Watched, target: Path) -> Iterator[None]:
    """See which files are opened for writing anywhere else than in *target*."""
    if not _HOOKED:
        _HOOKED.append(True)
        sys.addaudithook(_look)
    _WATCHING.append((seen, target))
    try:
        yield
    finally:
        _WATCHING.pop()


def _look(event: str, arguments: tuple[Any, ...]) -> None:
    if not _WATCHING or event not in {"open", "os.mkdir", "os.rename", "socket.connect", "subprocess.Popen"}:
        return
    seen, target = _WATCHING[-1]
    if event in {"socket.connect", "subprocess.Popen"}:
        seen.elsewhere.append(event)
    elif event != "open" or _writes(arguments):
        _note(seen, target, arguments[1] if event == "os.rename" else arguments[0])


def _writes(arguments: tuple[Any, ...]) -> bool:
    mode, flags = arguments[1], arguments[2]
    opened = isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_APPEND | os.O_CREAT))
    return opened or (isinstance(mode, str) and any(sign in mode for sign in "wax+"))


def _note(seen: Watched, target: Path, path: Any) -> None:
    if isinstance(path, str | bytes | os.PathLike):
        where = os.path.abspath(os.fsdecode(path))  # noqa: PTH100  # an audit hook opens nothing, not even a folder
        if not where.startswith((str(target), os.devnull)) and "__pycache__" not in where:
            seen.elsewhere.append(where)


def same(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> str:
    """Return in which files two exports differ, and where; empty where they do not."""
    if list(one) != list(other):
        return f"the files are {', '.join(one)}, and {', '.join(other)}"
    for name, data in one.items():
        if data != other[name]:
            at = next((n for n, (a, b) in enumerate(zip(data, other[name], strict=False)) if a != b), -1)
            return f"{name} differs from byte {at} on: {data[at : at + 60]!r}, and {other[name][at : at + 60]!r}"
    return ""
