"""
What a process of its own says while it writes: frames, each with what it is, which file, where in it, how long.

The one that writes has files that look like any other, and keeps nothing on the disk; the one that reads takes
nothing for granted: whatever comes may have been made up by the format.
"""

from __future__ import annotations

import io
import os
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import attrs

__all__ = ["BEGIN", "CLOSE", "CUT", "END", "FAILED", "OPEN", "WRITE", "FarSink", "Frame", "Garbled", "frames", "send"]

BEGIN, OPEN, WRITE, CUT, CLOSE, END, FAILED = b"BOWTCEF"  # numbers, as bytes give them
HEAD = struct.Struct(">BIQI")
PIECE = 2**18  # bytes of a frame at most


class Garbled(Exception):
    """What came is not a frame, or comes where it makes no sense."""


class Frame(NamedTuple):
    """
    One thing that was said.

    Attributes:
        what: One of the numbers above.
        number: Which file, by the order in which they were opened.
        at: Where in it.
        data: What is written there, or the name of the file.
    """

    what: int
    number: int
    at: int
    data: bytes


def send(descriptor: int, what: int, number: int = 0, at: int = 0, data: bytes = b"") -> None:
    """Say one thing."""
    waiting = memoryview(HEAD.pack(what, number, at, len(data)) + data)
    while waiting:
        waiting = waiting[os.write(descriptor, waiting) :]


def frames(chunks: Iterable[bytes]) -> Iterator[Frame]:
    """
    Yield what was said.

    Raises:
        Garbled: this is no frame.
    """
    waiting = bytearray()
    for chunk in chunks:
        waiting += chunk
        while len(waiting) >= HEAD.size:
            what, number, at, length = HEAD.unpack_from(waiting)
            if length > PIECE:
                raise Garbled
            end = HEAD.size + length
            if len(waiting) < end:
                break
            yield Frame(what, number, at, bytes(waiting[HEAD.size : end]))
            del waiting[:end]


@attrs.define
class FarSink:
    """
    A sink whose files are at the other end.

    Attributes:
        descriptor: Where frames go.
        folder: Whether the format writes several files.
    """

    descriptor: int
    folder: bool
    _opened: list[FarFile] = attrs.field(factory=list, init=False)

    def open(self, name: str = "") -> BinaryIO:
        """Open the one file of the export, or the file *name* in its folder."""
        if self.folder != bool(name) or name != Path(name).name:
            raise ValueError("a format that writes a folder names plain files in it, any other opens its one file")
        file = FarFile(self.descriptor, len(self._opened))
        send(self.descriptor, OPEN, len(self._opened), data=name.encode())
        self._opened.append(file)
        return file  # type: ignore[return-value]  # it is as binary as any

    def close(self) -> None:
        """Close what the format left open."""
        for file in self._opened:
            file.close()


class FarFile(io.BufferedIOBase):
    """A file for writing, such as `open(name, "wb")` gives, whose bytes go to the other end."""

    def __init__(self, descriptor: int, number: int) -> None:
        super().__init__()
        self._descriptor, self._number = descriptor, number
        self._at = self._end = 0
        self._waiting = bytearray()

    def writable(self) -> bool:
        """Return that it can be written."""
        return True

    def seekable(self) -> bool:
        """Return that one can go back in it."""
        return True

    def write(self, data: Any) -> int:
        """Write bytes where the file stands."""
        if self.closed:
            raise ValueError("write to closed file")
        view = memoryview(data).cast("B")
        self._waiting += view
        if len(self._waiting) >= PIECE:
            self.flush()
        return len(view)

    def flush(self) -> None:
        """Send what waits."""
        for start in range(0, len(self._waiting), PIECE):
            data = bytes(self._waiting[start : start + PIECE])
            send(self._descriptor, WRITE, self._number, self._at, data)
            self._at += len(data)
        self._waiting.clear()
        self._end = max(self._end, self._at)

    def tell(self) -> int:
        """Return where the file stands."""
        return self._at + len(self._waiting)

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go to another place, and return it."""
        self.flush()
        at = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._end}[whence]
        if at < 0:
            raise ValueError("there is no place before the start of a file")
        self._at = at
        return at

    def truncate(self, size: int | None = None, /) -> int:
        """Make the file end here, or at *size*."""
        self.flush()
        self._end = self._at if size is None else size
        send(self._descriptor, CUT, self._number, self._end)
        return self._end

    def close(self) -> None:
        """Send what waits, and that it is all."""
        if not self.closed:
            super().close()
            send(self._descriptor, CLOSE, self._number)
