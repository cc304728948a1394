"""
Taking back what someone allowed: one row at the end of `consents.csv`.

It has to work whatever else is broken, so it does not read the project. It looks into `partners.csv` for the
id, into `coprod.toml` for the time zone, and at the header of `consents.csv` for how its rows are written.
Nothing that stands in the file is changed.
"""

from __future__ import annotations

import csv
import io
import os
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import attrs

from coprod.errors import InvalidInput, NotFound, Problem, WriteFailed, did_you_mean
from coprod.settings import Settings

__all__ = ["Withdrawal", "withdraw_in_folder"]

BOM = b"\xef\xbb\xbf"
NEEDED = ("who", "status", "on")
PARTNERS, CONSENTS, SPACES = "partners.csv", "consents.csv", "spaces.csv"


@attrs.frozen(kw_only=True)
class Withdrawal:
    """
    A row that was added.

    Attributes:
        partner: Whose it is.
        on: The day from which nothing about them leaves.
        path: The file that it was added to.
        row: What was written, by column.
        read_back: Whether the file, read again, has the row at its end; not so where a quote was left open
            before it.
    """

    partner: str
    on: date
    path: Path
    row: Mapping[str, str]
    read_back: bool = True


def withdraw_in_folder(folder: Path, partner: str, *, now: datetime) -> Withdrawal:
    """
    Add one row to `consents.csv`: everything that *partner* allowed is withdrawn, from the day of *now* on.

    Args:
        folder: The folder of the project.
        partner: The partner's id.
        now: The instant; the row has its day in the project's time zone.

    Raises:
        NotFound: `partners.csv` has no such id.
        InvalidInput: there is no `partners.csv`, or `consents.csv` lacks a column that the row needs.
        WriteFailed: the row could not be written.
    """
    key = _known(folder / PARTNERS, partner)
    day = now.astimezone(_zone(folder)).date()
    row = {"who": _reference(folder, key), "status": "withdrawn", "on": day.isoformat()}
    path = folder / CONSENTS
    if not path.exists() or not _text(path).strip():
        _write(path, _line(NEEDED, ",", b"\n"), os.O_TRUNC)
    header, delimiter = _header(path)
    before = b"" if path.read_bytes().endswith((b"\n", b"\r")) else _newline(path)
    added = before + _line([row.get(name, "") for name in header], delimiter, _newline(path))
    _write(path, added, os.O_APPEND)
    return Withdrawal(partner=key, on=day, path=path, row=row, read_back=_ends_with(path, header, row))


def _known(path: Path, partner: str) -> str:
    wanted = _id(partner)
    if not path.exists():
        hint = "Withdrawing works on a folder of CSV files."
        raise InvalidInput([Problem("a file with the partners", file=str(path), hint=hint)])
    ids = list(_ids(path))
    if wanted not in ids:
        raise NotFound(f"{path}: no partner has the id `{wanted}`. {did_you_mean(wanted, ids)}".strip())
    return wanted


def _ids(path: Path) -> Iterator[str]:
    """Yield the ids of a file, broken or not: where it cannot be read as a whole, line by line."""
    text = _text(path)
    delimiter = _delimiter(text)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        rows = [row for line in text.splitlines() for row in csv.reader([line[:LONGEST]], delimiter=delimiter)]
    header = [name.strip() for name in rows[0]] if rows else []
    at = header.index("id") if "id" in header else 0
    yield from (_id(row[at]) for row in rows[1:] if len(row) > at)


LONGEST = 100_000  # characters of a broken line that are looked at; csv refuses cells that are longer


def _text(path: Path) -> str:
    return path.read_bytes().removeprefix(BOM).decode("utf-8", "replace")


def _id(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _delimiter(text: str) -> str:
    """Return what parts the columns of a header."""
    header = text.lstrip().partition("\n")[0]
    return max((",", ";", "\t"), key=header.count)


def _zone(folder: Path) -> ZoneInfo:
    """Return the project's time zone; where `coprod.toml` does not tell, the one that is the default."""
    try:
        found = tomllib.loads(_text(folder / "coprod.toml"))["timezone"]
        return ZoneInfo(found)
    except (
        OSError,
        KeyError,
        TypeError,
        ValueError,
    ):  # a broken file is reported by those who read the project
        return Settings().zone


def _reference(folder: Path, key: str) -> str:
    """Return the id, or `partner:id` where the bare id could mean something else."""
    spaces = folder / SPACES
    try:
        taken = ":" in key or (spaces.exists() and key in _ids(spaces))
    except (OSError, InvalidInput):
        taken = True  # whatever is broken there must not stop this
    return f"partner:{key}" if taken else key


def _header(path: Path) -> tuple[Sequence[str], str]:
    """Return the columns of the file, and what parts them."""
    text = _text(path)
    delimiter = _delimiter(text)
    first = next(csv.reader(io.StringIO(text.lstrip("\r\n"), newline=""), delimiter=delimiter))
    header = [name.strip() for name in first]
    problems = [
        Problem(f"the required column `{name}`", file=str(path), row=1, column=name)
        for name in NEEDED
        if name not in header
    ]
    if problems:
        raise InvalidInput(problems)
    return header, delimiter


def _newline(path: Path) -> bytes:
    """Return how the file ends its lines."""
    data = path.read_bytes()
    return next((end for end in (b"\r\n", b"\n", b"\r") if end in data), b"\n")


def _line(cells: Sequence[str], delimiter: str, newline: bytes) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="").writerow(cells)
    return out.getvalue().encode() + newline


def _write(path: Path, data: bytes, how: int) -> None:
    """Write *data* in one go, so that of two who withdraw at once both have their row."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | how | getattr(os, "O_BINARY", 0), 0o666)
        try:
            os.write(handle, data)
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        raise WriteFailed(f"{path}: {error.strerror}; nobody's consent was changed") from error


def _ends_with(path: Path, header: Sequence[str], row: Mapping[str, str]) -> bool:
    text = _text(path)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True))
    except csv.Error:
        return False
    return bool(rows) and rows[-1] == [row.get(name, "") for name in header]
