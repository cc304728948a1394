"""Bytes and text from files that strangers may have made; whatever is wrong with one becomes a `Problem`."""

from __future__ import annotations

import errno
import stat
from pathlib import Path

from coprod.errors import InvalidInput, Problem

__all__ = ["LARGEST", "decoded", "read_bytes"]

LARGEST = 1 << 30  # bytes of one file: more does not fit beside what is made of it
BOM = b"\xef\xbb\xbf"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
AROUND = 20  # bytes on either side of a bad one: enough to find the word
SAVE_AS = "Save it again as CSV UTF-8."

REASONS = {
    errno.ENOENT: "a file that exists",
    errno.ENOTDIR: "a file that exists",
    errno.ELOOP: "a file, not a link that leads back to itself",
    errno.EACCES: "a file that you may read",
    errno.EPERM: "a file that you may read",
    errno.EISDIR: "a file, not a folder",
    errno.ENAMETOOLONG: "a shorter name",
}


def read_bytes(path: Path, name: str = "", largest: int = LARGEST) -> bytes:
    """
    Return what is in a file.

    Args:
        path: The file.
        name: What problems call it; by default its whole path.
        largest: How many bytes it may have.

    Raises:
        InvalidInput: it is not there, is no ordinary file, may not be read, or is too large.
    """
    name = name or str(path)
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):  # opening a pipe would wait for ever
            raise InvalidInput([Problem("a file", file=name, hint="This is a folder or a device.")])
        if found.st_size > largest:
            size = f"{found.st_size} bytes"
            raise InvalidInput([Problem(f"a file of at most {largest} bytes", file=name, value=size)])
        return path.read_bytes()
    except (OSError, ValueError) as error:
        if isinstance(error, InvalidInput):
            raise
        raise InvalidInput([unreadable(error, name)]) from error


def unreadable(error: OSError | ValueError, name: str) -> Problem:
    """Return the problem of a file that the system does not give us."""
    number = error.errno if isinstance(error, OSError) else None
    if number in REASONS:
        return Problem(REASONS[number], file=name)
    return Problem("a file that can be read", file=name, hint=f"The system says: {error}.")


def decoded(data: bytes, file: str, hint: str = SAVE_AS) -> str:
    """
    Return the text of bytes that are UTF-8, with or without a byte order mark.

    Raises:
        InvalidInput: they are not; the problem has the line, and the byte with what stands around it.
    """
    if data.startswith(UTF_16):
        raise InvalidInput([Problem("UTF-8 text", file=file, value="UTF-16 text", row=1, hint=hint)])
    try:
        return data.removeprefix(BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidInput([_not_utf8(error, file, hint)]) from error


def _not_utf8(error: UnicodeDecodeError, file: str, hint: str) -> Problem:
    """Return the problem with the line and the word: positions are in the bytes after the mark."""
    data, at = error.object, error.start
    line_start = data.rfind(b"\n", 0, at) + 1
    before = data[max(line_start, at - AROUND) : at].decode("utf-8", "ignore")
    after = data[at + 1 : at + AROUND].split(b"\n")[0].decode("utf-8", "ignore")
    place = f"byte 0x{data[at]:02x} at position {at - line_start + 1} of the line is not UTF-8"
    return Problem(
        "UTF-8 text",
        file=file,
        row=data.count(b"\n", 0, at) + 1,
        value=f"{before}\ufffd{after}".strip(),
        hint=f"The {place}. {hint}",
    )
