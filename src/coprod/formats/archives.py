"""What a workbook would unpack to, and which of its cells hold errors, told before anything reads it."""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import IO

from coprod.errors import InvalidInput, Problem

__all__ = ["check_workbook"]

MOST_ENTRIES = 2_000
LARGEST = 1 << 29  # bytes of all entries together, counted as they unpack: what a header says is not believed
STEEPEST = 400  # times an entry may grow; real sheets stay well below, and nothing that is mostly zeros does
SMALL = 1 << 22  # bytes below which growing does no harm
MOST_CELLS = 20_000_000  # from the first to the last of a sheet: the reader keeps room for each, used or not
CHUNK = 1 << 20
OVERLAP = 200  # bytes of a chunk that are looked at again, for what lies across two

SHEET = re.compile(r"xl/worksheets/.*\.xml", re.IGNORECASE)
ERROR = re.compile(rb"<(?:\w+:)?c\b([^>]*\bt\s*=\s*[\"']e[\"'][^>]*)>")
ATTRIBUTE = re.compile(r'(?:\w+:)?(\w+)\s*=\s*"([^"]*)"')
PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{0,3})([0-9]{1,7})[\"']")


def check_workbook(data: bytes, file: str) -> Mapping[str, Sequence[str]]:
    """
    Check that a workbook is one, and that reading it would not flood the memory.

    Returns:
        For each sheet, the cells whose formula gives an error, which a reader would take for empty.

    Raises:
        InvalidInput: it is no zip file, is encrypted, or unpacks to far more than a workbook holds.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_entries(archive.infolist(), file)
            errors = _unpack(archive, file)
            names = _names(archive) if errors else {}
            return {names.get(entry, entry): cells for entry, cells in errors.items()}
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        EOFError,
        OSError,
        RuntimeError,
        KeyError,
    ) as error:
        hint = "Save it again as an Excel workbook (.xlsx)."
        raise InvalidInput([Problem("an .xlsx workbook", file=file, hint=hint)]) from error


def _check_entries(entries: list[zipfile.ZipInfo], file: str) -> None:
    if len(entries) > MOST_ENTRIES:
        _refuse(f"at most {MOST_ENTRIES} entries", f"{len(entries)} entries", file)
    if any(entry.flag_bits & 1 for entry in entries):
        problem = Problem("a workbook without a password", file=file, hint="Take the password off first.")
        raise InvalidInput([problem])
    names = [entry.filename for entry in entries]
    if len(set(names)) < len(names):
        _refuse("each entry once", "an entry that is there twice", file)


def _unpack(archive: zipfile.ZipFile, file: str) -> Mapping[str, Sequence[str]]:
    """Unpack every entry, keep nothing but where errors are, and stop as soon as it is too much."""
    total, errors = 0, {}
    for entry in archive.infolist():
        seen = _Cells(file) if SHEET.fullmatch(entry.filename) else None
        with archive.open(entry) as stream:
            total += _size(stream, entry, LARGEST - total, file, seen)
        if seen and seen.errors:
            errors[entry.filename] = list(seen.errors)
    return errors


def _names(archive: zipfile.ZipFile) -> Mapping[str, str]:
    """Return the name of the sheet that each entry holds."""
    ids = {tag["Id"]: tag["Target"] for tag in _tags(archive, "xl/_rels/workbook.xml.rels", "Relationship")}
    sheets = _tags(archive, "xl/workbook.xml", "sheet")
    entries = {tag["name"]: ids.get(tag.get("id", ""), "") for tag in sheets}
    return {"xl/" + path.removeprefix("/").removeprefix("xl/"): name for name, path in entries.items()}


def _tags(archive: zipfile.ZipFile, entry: str, tag: str) -> list[dict[str, str]]:
    text = archive.read(entry).decode("utf-8", "replace") if entry in archive.namelist() else ""
    found = re.findall(rf"<(?:\w+:)?{tag}\b([^>]*)>", text)
    return [{name: html.unescape(value) for name, value in ATTRIBUTE.findall(one)} for one in found]


def _size(stream: IO[bytes], entry: zipfile.ZipInfo, left: int, file: str, seen: Callable[[bytes], None] | None) -> int:
    size = 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > left:
            _refuse(f"at most {LARGEST} bytes when unpacked", "more", file)
        if size > SMALL and size > STEEPEST * max(entry.compress_size, 1):
            _refuse(f"entries that grow at most {STEEPEST} times", entry.filename, file)
        if seen:
            seen(chunk)
    return size


class _Cells:
    """How far a sheet reaches, told from the places that its cells and rows name, and where errors are."""

    def __init__(self, file: str) -> None:
        self.file, self.before = file, b""
        self.rows = self.columns = 0
        self.errors: dict[str, None] = {}

    def __call__(self, chunk: bytes) -> None:
        chunk = self.before + chunk
        for attributes in ERROR.findall(chunk):
            if place := PLACE.search(b" " + attributes):
                self.errors[(place[1] + place[2]).decode()] = None
        for column, row in PLACE.findall(chunk):
            self.rows, self.columns = max(self.rows, int(row)), max(self.columns, _number(column))
        self.before = chunk[-OVERLAP:]
        if self.rows * self.columns > MOST_CELLS:
            size = f"{self.rows} rows and {self.columns} columns"
            _refuse(f"sheets of at most {MOST_CELLS} cells", size, self.file)


def _number(letters: bytes) -> int:
    """Return the number of a column from its letters, counted from 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _refuse(expected: str, found: str, file: str) -> None:
    hint = "This may be a file made to do harm. Save the workbook again, or ask who sent it."
    raise InvalidInput([Problem(f"a workbook with {expected}", file=file, value=found, hint=hint)])
