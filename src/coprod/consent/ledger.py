"""
The list of what was released: for whom, for what, which numbers, and who was in it.

Each release is one line in `.coprod/ledger.jsonl`, and so is each file that it was written to. A later release is held
against the numbers here, an earlier one is made again from its line, and whoever is forgotten is looked up in all of
them. Partners stand in it as hashes under the project's secret, so that the list itself names nobody.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import attrs

from coprod.consent.appending import Lines
from coprod.consent.keyed import keyed
from coprod.counts import Counts
from coprod.errors import HeldBack, NotFound
from coprod.request import Request

__all__ = ["Entry", "Ledger", "Writer", "Written"]

NAME = "coprod-ledger"
NEAR = 3  # ids that an error names


def _texts(values: Iterable[str]) -> tuple[str, ...]:
    if isinstance(values, str):
        raise TypeError("several audiences are a list, and one is a list of one")
    return tuple(values)


def _tables(tables: Iterable[Counts]) -> tuple[Counts, ...]:
    return tuple(tables)


_text = attrs.validators.instance_of(str)
_several = attrs.validators.deep_iterable(_text)


def _by_key(_: object, __: object, value: Mapping[str, str]) -> None:
    for text in (text for pair in value.items() for text in pair):
        if not isinstance(text, str):
            raise TypeError(text)


def _day(_: object, __: object, value: str | None) -> None:
    if value is not None:
        date.fromisoformat(value)


@attrs.frozen
class Entry:
    """
    One release.

    Attributes:
        release: Its id.
        at: When it was decided, in UTC.
        purpose: What for.
        audiences: For whom.
        as_of: The day the data is of; None for all of it.
        by: The grouping of its numbers.
        level: The most open level that was wanted.
        tables: Its numbers, as they left.
        touched: Who was in it, and how: `name`, `words` for a quote without a name, or `pseudonym` and which. By
            partner id in an entry to be added; by keyed hash in one that was read.
    """

    release: str = attrs.field(validator=_text)
    at: str = attrs.field(validator=_text)
    purpose: str = attrs.field(validator=_text)
    audiences: tuple[str, ...] = attrs.field(converter=_texts, validator=_several)
    as_of: str | None = attrs.field(default=None, validator=_day)
    by: str = attrs.field(default="", validator=_text)
    level: str = attrs.field(default="share", validator=_text)
    tables: tuple[Counts, ...] = attrs.field(default=(), converter=_tables)
    touched: Mapping[str, str] = attrs.field(factory=dict, hash=False, validator=_by_key)

    def to_dict(self) -> dict[str, Any]:
        """Return the entry as JSON has it."""
        plain = {field.name: getattr(self, field.name) for field in attrs.fields(Entry)}
        return plain | {"tables": [one.to_dict() for one in self.tables], "touched": dict(self.touched)}

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Entry:
        """Return the entry that `to_dict` wrote."""
        known = {field.name: plain[field.name] for field in attrs.fields(cls)}
        return cls(**known | {"tables": [Counts.from_dict(one) for one in known["tables"]]})


@attrs.frozen
class Written:
    """
    A file that a release was written to.

    Attributes:
        release: Id of the release.
        at: When, in UTC.
        form: Name of the format.
        out: Where to.
        digest: SHA-256 of what was written; empty where it was not taken.
    """

    release: str = attrs.field(validator=_text)
    at: str = attrs.field(validator=_text)
    form: str = attrs.field(validator=_text)
    out: str = attrs.field(validator=_text)
    digest: str = attrs.field(default="", validator=_text)


@attrs.frozen
class Writer:
    """The ledger while nobody else can write to it."""

    entries: tuple[Entry, ...]
    _ledger: Ledger

    def add(self, entry: Entry) -> None:
        """
        Add a release; the partners whom it touches are kept as keyed hashes.

        Raises:
            WriteFailed: it could not be written, so nothing may leave.
        """
        hashed = {self._ledger.hashed(partner): how for partner, how in entry.touched.items()}
        self._ledger.lines.add({"line": "release", **attrs.evolve(entry, touched=hashed).to_dict()})


def _lines(path: Path | str) -> Lines:
    return Lines(Path(path), NAME)


@attrs.frozen
class Ledger:
    """
    The ledger of one project.

    Attributes:
        lines: Its file.
    """

    lines: Lines = attrs.field(alias="path", converter=_lines)
    _secret: bytes | Callable[[], bytes] = attrs.field(repr=False)

    def entries(self) -> tuple[Entry, ...]:
        """
        Return all releases, the oldest first.

        Raises:
            InvalidInput: a line cannot be read, and is not one that a crash cut.
        """
        return tuple(entry for entry in self.lines.read(_either) if isinstance(entry, Entry))

    def files(self, release: str = "") -> tuple[Written, ...]:
        """
        Return the files that a release was written to; without an id, those of all.

        Raises:
            InvalidInput: a line cannot be read.
        """
        found = (one for one in self.lines.read(_either) if isinstance(one, Written))
        return tuple(one for one in found if release in {"", one.release})

    def find(self, release: str) -> Entry:
        """
        Return a release by its id.

        Raises:
            NotFound: there is none.
        """
        entries = {entry.release: entry for entry in reversed(self.entries())}
        if release not in entries:
            near = difflib.get_close_matches(release, sorted(entries), n=NEAR, cutoff=0.6)
            hint = f"Did you mean {' or '.join(f'`{one}`' for one in near)}?" if near else ""
            raise NotFound(f"{self.lines.path}: no release has the id `{release}`. {hint}".strip())
        return entries[release]

    def again(self, release: str, request: Request) -> Entry:
        """
        Return an earlier release that is to be made again, for the same as before.

        Raises:
            NotFound: there is none with this id.
            HeldBack: it was for something else: the same pseudonyms would tie the two together.
        """
        entry = self.find(release)
        asked = Entry(release, entry.at, **_asked(request))
        if _what_for(asked) != _what_for(entry):
            raise HeldBack(
                f"release `{release}` was {_what_for(entry)}, and is now asked {_what_for(asked)}. "
                "Ask for the same again, or make a new release."
            )
        return entry

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """
        Hold the lock, from reading what was released to adding to it.

        Raises:
            InvalidInput: a line cannot be read.
            WriteFailed: the lock cannot be had.
        """
        with self.lines.lock():
            yield Writer(self.entries(), self)

    def written(self, release: str, form: str, out: Path | str, digest: str = "") -> None:
        """
        Add which file a release was written to.

        Raises:
            WriteFailed: it could not be added.
        """
        at = datetime.now(UTC).isoformat(timespec="seconds")
        self.lines.add({"line": "written", **attrs.asdict(Written(release, at, form, str(out), digest))})

    def touching(self, partner: str) -> list[tuple[Entry, str]]:
        """
        Return the releases that hold a partner, the oldest first, and how each names them.

        Raises:
            InvalidInput: a line cannot be read.
        """
        entries = self.entries()
        key = self.hashed(partner) if entries else ""
        return [(entry, entry.touched[key]) for entry in entries if key in entry.touched]

    def hashed(self, partner: str) -> str:
        """Return what stands for a partner's id."""
        secret = self._secret if isinstance(self._secret, bytes) else self._secret()
        return keyed(secret, "ledger", partner)


def _either(plain: Mapping[str, Any]) -> Entry | Written:
    if plain["line"] == "written":
        return Written(**{field.name: plain[field.name] for field in attrs.fields(Written)})
    if plain["line"] != "release":
        raise ValueError(plain["line"])
    return Entry.from_dict(plain)


def _asked(request: Request) -> dict[str, Any]:
    as_of = request.as_of.isoformat() if request.as_of else None
    more = {"as_of": as_of, "level": request.level.value}
    return {"purpose": request.purpose, "audiences": request.audiences, **more}


def _what_for(entry: Entry) -> str:
    day = f"as of {entry.as_of}" if entry.as_of else "as of no day"
    level = "" if entry.level == "share" else f", at most at `{entry.level}`"
    return f"for `{entry.purpose}` to {', '.join(f'`{one}`' for one in sorted(entry.audiences))}, {day}{level}"
