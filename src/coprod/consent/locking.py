"""
One at a time, over processes and threads.

Where the system has `flock`, a lock ends with the process that holds it, however that ends. Elsewhere a file that only
one process can create stands for the lock: after a crash it is still there, and whoever waits for it is told its name
and that it may be deleted.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from coprod.errors import WriteFailed

try:
    import fcntl
except ImportError:  # such as on Windows
    fcntl = None  # type: ignore[assignment]  # looked at before each use

__all__ = ["locked"]

PRIVATE = 0o600
PATIENCE = 120.0  # seconds that a lock made of a file is waited for
PAUSE = 0.02  # seconds

_mine = threading.local()


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """
    Hold the lock of the file at *path*; a thread that holds it already goes straight on.

    Raises:
        WriteFailed: the lock cannot be had.
    """
    held: set[str] = _mine.__dict__.setdefault("held", set())
    name = os.path.realpath(path)
    if name in held:
        yield
        return
    with _flock(path) if fcntl else _created(path):
        held.add(name)
        try:
            yield
        finally:
            held.discard(name)


@contextmanager
def _flock(path: Path) -> Iterator[None]:
    handle = _opened(path, os.O_RDWR | os.O_CREAT)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
        except OSError as error:
            raise WriteFailed(f"{path}: {error.strerror}; without a lock nothing is written") from error
        yield
    finally:
        os.close(handle)  # which ends the lock


@contextmanager
def _created(path: Path) -> Iterator[None]:
    until = time.monotonic() + PATIENCE
    while (handle := _opened(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, until)) < 0:
        time.sleep(PAUSE)
    os.close(handle)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def _opened(path: Path, how: int, until: float = 0.0) -> int:
    """Return the open lock file, or -1 where someone else holds it and there is time to wait."""
    try:
        return os.open(path, how, PRIVATE)
    except OSError as error:
        if not (isinstance(error, FileExistsError) or (isinstance(error, PermissionError) and path.exists())):
            raise WriteFailed(f"{path}: {error.strerror}; without a lock nothing is written") from error
        if time.monotonic() > until:
            hint = "if no other coprod is at work on this project, delete this file"
            raise WriteFailed(f"{path} is there, so someone else is writing; {hint}") from error
        return -1
