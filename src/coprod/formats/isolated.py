"""
Writing a release in a process of its own, for a format that is not to sit beside the project.

The process gets the release as bytes, the name of the format, its options, which plugins to load and where Python
finds them; no environment, and an empty folder that is removed. What it writes comes back as frames and is put in
place as always: all of it, or nothing. It has a limit of time and of size, and one of memory where that is asked for.

It is no prison. The process has the rights of whoever runs coprod: a format that means harm can read and write other
files by their full name, and use the network. For that, run coprod in a container.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import importlib.util
import json
import os
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final

import attrs

from coprod.errors import NotFound, PluginMissing, WriteFailed
from coprod.formats.isolated_frames import BEGIN, CLOSE, CUT, END, FAILED, OPEN, WRITE, Frame, Garbled, frames
from coprod.formats.release_bytes import to_bytes
from coprod.formats.spec import ExportFormat, Sink
from coprod.formats.writing import write_release
from coprod.release import Release

__all__ = ["export_isolated"]

CHILD = Path(__file__).parents[1] / "app" / "isolated_child.py"  # run, not imported: it may know the registry
SIZE: Final = 2**30
FILES = 1_000  # how many files a format may write
CHUNK = 2**18
KEPT_IN_MEMORY = 2**24
NONSENSE = "said what made no sense"


def export_isolated(
    release: Release,
    form: str,
    out: Path | BinaryIO,
    *,
    plugins: Iterable[str] = (),
    options: Mapping[str, Any] | None = None,
    seconds: float = 60,
    size: int = SIZE,
    memory: int | None = None,
) -> None:
    """
    Write a release in one format, in a process of its own; on any failure nothing is left behind.

    Args:
        release: What may leave.
        form: Name of the format.
        out: Where: a file, a folder for a format that writes several files, or an open binary file.
        plugins: The plugins to load there: the one that brings the format, and those whose kinds the release has.
        options: Options of the format: texts, numbers, yes or no.
        seconds: How long it may take, from the start of the process.
        size: How many bytes it may write, all files together.
        memory: How many bytes of address space it may use; None for no limit. Polars alone reserves over 1 GiB of it.

    Raises:
        NotFound: no such format is known there.
        PluginMissing: a plugin could not be loaded there.
        WriteFailed: the target cannot be written, or the format failed, stopped, took too long or wrote too much.
    """
    if os.name != "posix":
        raise WriteFailed("a format can have a process of its own on Linux and macOS only, nothing was written")
    limits = _Limits(form=form, seconds=seconds, size=size, memory=memory)
    job = _job(limits, plugins, options or {}) + to_bytes(release)
    with _process() as process:
        said = _said(_exchanged(process, job, limits), limits)
        first = next(said)
        if first.what != BEGIN:
            raise limits.failed(NONSENSE)
        folder = bool(first.number)
        if folder and not isinstance(out, Path):
            raise ValueError("a format that writes a folder needs a path, not an open file")
        _put(_Replay(said, limits), release, out, folder=folder)


@attrs.frozen(kw_only=True)
class _Limits:
    form: str
    seconds: float
    size: int
    memory: int | None

    def failed(self, what: str) -> WriteFailed:
        return WriteFailed(f"the format `{self.form}` {what}, nothing was written")


def _put(replay: _Replay, release: Release, out: Path | BinaryIO, *, folder: bool) -> None:
    """Write what was said as any format would; to an open file only when all of it is there."""
    form = ExportFormat(name="isolated", summary="", suffix="", media_type="", write=replay, folder=folder)
    if isinstance(out, Path):
        write_release(release, form, out)
        return
    with tempfile.SpooledTemporaryFile(KEPT_IN_MEMORY) as made:
        write_release(release, form, made)  # type: ignore[arg-type]  # it is as binary as any
        made.seek(0)
        shutil.copyfileobj(made, out)


def _job(limits: _Limits, plugins: Iterable[str], options: Mapping[str, Any]) -> bytes:
    for name, value in options.items():
        if not isinstance(value, str | int | float | None):
            raise TypeError(f"option `{name}`: a process of its own can be given texts, numbers, yes and no")
    job = {**attrs.asdict(limits), "plugins": list(plugins), "options": dict(options), "paths": _paths()}
    text = json.dumps(job).encode()
    return len(text).to_bytes(8, "big") + text


def _paths() -> list[str]:
    """Return where Python finds packages: where some are installed, and where coprod and its plugins are."""
    tops = {entry.module.partition(".")[0] for entry in importlib.metadata.entry_points(group="coprod")}
    homes = list(dict.fromkeys(home for top in ["coprod", *sorted(tops)] for home in _homes(top)))
    searched = list(dict.fromkeys(map(os.path.abspath, sys.path)))
    found = [path for path in searched if path in homes or _has_packages(path)]
    return found + [home for home in homes if home not in found]


def _homes(top: str) -> list[str]:
    """Return the folders that hold a package or a module, which is found and not imported."""
    try:
        spec = importlib.util.find_spec(top)
    except (ImportError, ValueError):
        return []
    if spec is None:
        return []
    where = spec.submodule_search_locations or [spec.origin or ""]
    return [str(Path(place).absolute().parent) for place in where if place]


def _has_packages(path: str) -> bool:
    try:
        with os.scandir(path) as found:
            return any(entry.name.endswith((".dist-info", ".egg-info")) for entry in found)
    except OSError:
        return False


def _said(chunks: Iterable[bytes], limits: _Limits) -> Iterator[Frame]:
    """Yield what the process says, up to the end of the export; raise for what failed."""
    try:
        for frame in frames(chunks):
            if frame.what == FAILED:
                raise _failure(frame.data, limits)
            yield frame
            if frame.what == END:
                return
    except Garbled:
        raise limits.failed(NONSENSE) from None
    raise limits.failed("stopped before it was done")


def _failure(data: bytes, limits: _Limits) -> Exception:
    """Return the error for what failed; of the words that came, only the name of a kind of error is repeated."""
    why, _, kind = data.decode("ascii", "replace").partition(" ")
    kind = kind if kind.isidentifier() and kind.isascii() and len(kind) <= 60 else "an error"
    if why == "unknown":
        return NotFound(f"a format called `{limits.form}` is not known to the plugins that were named")
    if why == "plugin":
        return PluginMissing("a plugin could not be loaded in a process of its own, nothing was written")
    if why == "release":
        return WriteFailed("the release has a kind that no named plugin brings, nothing was written")
    if why == "start":
        return limits.failed(f"could not be started ({kind})")
    return limits.failed(f"failed with {kind}")


@contextlib.contextmanager
def _process() -> Iterator[subprocess.Popen[bytes]]:
    """Start the process in a folder of its own; end it and all of its group, and remove the folder."""
    with tempfile.TemporaryDirectory(prefix="coprod-", ignore_cleanup_errors=True) as folder:
        process = _started(folder)
        try:
            yield process
        finally:
            _end(process)


def _started(folder: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-I", "-S", "-X", "utf8", str(CHILD)]
    try:
        return subprocess.Popen(  # noqa: S603  # this Python, and a file of ours
            command,
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={},
            start_new_session=True,
        )
    except OSError as error:
        raise WriteFailed(f"a process of its own could not be started: {error.strerror}") from error


def _exchanged(process: subprocess.Popen[bytes], job: bytes, limits: _Limits) -> Iterator[bytes]:
    """Give the process its job, and yield what comes, as long as there is time."""
    until = time.monotonic() + limits.seconds
    assert process.stdin is not None  # noqa: S101  # both are pipes
    assert process.stdout is not None  # noqa: S101
    waiting = memoryview(job)
    os.set_blocking(process.stdin.fileno(), False)
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdin, selectors.EVENT_WRITE)
        selector.register(process.stdout, selectors.EVENT_READ)
        while True:
            ready = {key.fileobj for key, _ in selector.select(max(0, until - time.monotonic()))}
            if time.monotonic() >= until:
                raise limits.failed(f"took longer than {limits.seconds:g} seconds")
            if process.stdin in ready:
                waiting = _fed(process.stdin, waiting)
                if not waiting:
                    selector.unregister(process.stdin)
                    process.stdin.close()
            if process.stdout in ready:
                chunk = os.read(process.stdout.fileno(), CHUNK)
                if not chunk:
                    return
                yield chunk


def _fed(stdin: Any, waiting: memoryview) -> memoryview:
    """Write what goes into the pipe; return the rest, nothing where nobody reads any more."""
    try:
        return waiting[os.write(stdin.fileno(), waiting[:CHUNK]) :]
    except BlockingIOError:
        return waiting
    except BrokenPipeError:
        return waiting[:0]


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and those of its group, before its number can be given to another."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()


@attrs.define
class _Replay:
    """Writes what a process says into a sink, within the limits; called as a format's `write` is."""

    said: Iterator[Frame]
    limits: _Limits
    files: dict[int, BinaryIO] = attrs.field(factory=dict, init=False)
    ends: dict[int, int] = attrs.field(factory=dict, init=False)
    written: int = attrs.field(default=0, init=False)

    def __call__(self, _: Release, sink: Sink) -> None:
        """Write all files."""
        try:
            for frame in self.said:
                self._take(frame, sink)
        except WriteFailed:
            raise
        except OSError as error:
            raise WriteFailed(f"the export cannot be written: {error.strerror}") from error
        finally:
            for file in self.files.values():
                with contextlib.suppress(OSError):  # the first error is the one to tell
                    file.close()

    def _take(self, frame: Frame, sink: Sink) -> None:
        if frame.what == OPEN:
            self._open(frame, sink)
        elif frame.what in {WRITE, CUT, CLOSE}:
            self._change(frame)
        elif frame.what != END:
            raise self.limits.failed(NONSENSE)

    def _open(self, frame: Frame, sink: Sink) -> None:
        name = frame.data.decode("utf-8", "replace")
        if frame.number != len(self.ends) or len(name) > 255 or name in {".", ".."} or "\0" in name:
            raise self.limits.failed(NONSENSE)
        if len(self.ends) == FILES:
            raise self.limits.failed(f"wrote more than {FILES:,} files")
        try:
            self.files[frame.number] = sink.open(name)
        except ValueError:  # not a plain name
            raise self.limits.failed(NONSENSE) from None
        self.ends[frame.number] = 0

    def _change(self, frame: Frame) -> None:
        file = self.files.get(frame.number)
        if file is None:
            raise self.limits.failed(NONSENSE)
        if frame.what == CLOSE:
            self.files.pop(frame.number).close()
            return
        self._count(frame)
        file.seek(frame.at)
        if frame.what == CUT:
            file.truncate()
        else:
            file.write(frame.data)

    def _count(self, frame: Frame) -> None:
        """Hold that neither what came nor the files, holes included, are too large."""
        end = frame.at + len(frame.data)
        self.written += len(frame.data)
        self.ends[frame.number] = max(self.ends[frame.number], end)
        if max(self.written, sum(self.ends.values())) > self.limits.size:
            raise self.limits.failed(f"wrote more than {self.limits.size:,} bytes")
