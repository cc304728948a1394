"""
From what was decided to the rows that leave.

Ids are identity. A partner is named by their own id only where their identity is shared, by a pseudonym where that is
allowed and the public is not among the audiences, and else not at all: then a reference that the row needs keeps the
row in, and one that it can do without is emptied. A view whose speaker may not be named leaves as a quote that nobody's
name stands under: words, kind, topic and month, and an id that links it to nothing.

Where a day is left out, no reference leads to it: what leaves under a pseudonym does not point at a record that has its
day, nor at one that points at such a record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import compress
from typing import Any
from zoneinfo import ZoneInfo

import attrs

from coprod.consent.groups import partner_columns, record_columns, subject_columns
from coprod.consent.names import Register
from coprod.consent.pseudonyms import Pseudonyms
from coprod.consent.ranked import Ranked
from coprod.level import Level
from coprod.records import Partner, Record
from coprod.schema import Column, columns_of, kind_name
from coprod.tables import Stored

__all__ = ["Leaving", "Left", "day", "how_named", "leaving", "mentioned"]

SHARE, PSEUDONYMISE = Level.SHARE.rank, Level.PSEUDONYMISE.rank
MONTH = len("2019-02")
NONE: frozenset[str] = frozenset()


@attrs.frozen
class Leaving:
    """
    Everything that decides how a row leaves.

    Attributes:
        public: Whether the public is among the audiences.
        pseudonyms: Makes the pseudonyms of this release.
        register: The names that are looked for in free text.
        about: Whom a row with an id is about beside its own partners, by its typed reference.
        zone: The project's time zone.
        held: Is told of each text that is kept back because it names a partner.
    """

    public: bool
    pseudonyms: Pseudonyms
    register: Register
    about: Mapping[str, frozenset[str]]
    zone: ZoneInfo
    held: Callable[[str, str], None]


@attrs.frozen
class _Row:
    """A row on its way out: what it is, how each partner in it is named, whether nobody's name stands under it."""

    kind: type[Record]
    ranked: Ranked
    named: Mapping[str, str | None]
    unsigned: bool
    ref: str
    out: str

    @property
    def coarse(self) -> bool:
        """Whether days in it are told by their month alone."""
        return self.unsigned or self.ranked.there == PSEUDONYMISE

    def shown(self) -> Iterator[Any]:
        """Yield the cells that leave as they are."""
        ranks = self.ranked.by_column(self.kind)
        for name, value in zip(columns_of(self.kind), self.ranked.row, strict=True):
            if value is not None and ranks[name] == SHARE:
                yield value

    def points_at(self) -> Iterator[str]:
        """Yield the records that it points at, by typed reference."""
        ranks, names = self.ranked.by_column(self.kind), list(columns_of(self.kind))
        for column in record_columns(self.kind):
            value = self.ranked.row[names.index(column.name)]
            if value is not None and ranks[column.name] <= PSEUDONYMISE:
                yield column.ref(value)

    def lost(self, column: Column, dated: frozenset[str], left: Mapping[str, str]) -> bool:
        """Whether it may not point at what it needs in this column."""
        target = column.ref(self.ranked.row[list(columns_of(self.kind)).index(column.name)])
        return target not in left or (self.coarse and target in dated)


@attrs.frozen
class Left:
    """
    What leaves.

    Attributes:
        rows: The rows by kind, in the columns of the kind and as released.
        touched: By partner, how they are in it: by name, under a pseudonym, in words that nobody's name stands under.
    """

    rows: Mapping[type[Record], list[Stored]]
    touched: Mapping[str, str]


def leaving(ranked: Mapping[type[Record], Iterable[Ranked]], order: Iterable[type[Record]], how: Leaving) -> Left:
    """
    Return the rows that leave.

    Args:
        ranked: What was decided, by kind.
        order: The kinds so that each comes after those that it needs.
        how: Everything that decides how a row leaves.
    """
    kinds = tuple(order)
    going: dict[type[Record], list[_Row]] = {}
    refs: dict[str, str] = {}
    for kind in kinds:
        going[kind] = [row for one in ranked.get(kind, ()) if (row := _going(kind, one, refs, how))]
        refs.update((row.ref, row.out) for row in going[kind] if row.ref)
    dated = _dated(going) if any(row.ranked.there == PSEUDONYMISE for rows in going.values() for row in rows) else NONE
    refs = _without_days(going, kinds, dated, refs) if dated else refs
    rows = {kind: [_released(row, refs, dated, how) for row in found] for kind, found in going.items()}
    return Left(rows, _touched(going))


def _dated(going: Mapping[type[Record], Iterable[_Row]]) -> frozenset[str]:
    """Return the records from which some day can be read: their own, or that of a record that they point at."""
    clear = [row for rows in going.values() for row in rows if row.ref and not row.coarse]
    days = {row.ref for row in clear if any(isinstance(value, date) for value in row.shown())}
    pointing = [(row.ref, set(row.points_at())) for row in clear]
    while more := {ref for ref, targets in pointing if ref not in days and targets & days}:
        days |= more
    return frozenset(days)


def _without_days(
    going: dict[type[Record], list[_Row]], kinds: Iterable[type[Record]], dated: frozenset[str], refs: Mapping[str, str]
) -> dict[str, str]:
    """Leave out what would need to point at a day that it may not tell, and what needs that; return what is left."""
    left = dict(refs)
    for kind in kinds:
        needs = [column for column in record_columns(kind) if column.required]
        lost = [any(row.lost(column, dated, left) for column in needs) for row in going[kind]]
        for row in compress(going[kind], lost):
            left.pop(row.ref, None)
        going[kind] = [row for row, gone in zip(going[kind], lost, strict=True) if not gone]
    return left


def _touched(going: Mapping[type[Record], Iterable[_Row]]) -> dict[str, str]:
    """Return, by partner, how they are in what leaves."""
    found: dict[str, set[str]] = {}
    for kind, rows in going.items():
        at = {column.name: list(columns_of(kind)).index(column.name) for column in partner_columns(kind)}
        first = next(iter(at), "")
        for row in rows:
            for name, place in at.items():
                partner, out = row.ranked.row[place], row.named[name]
                if partner is not None and (out is not None or (row.unsigned and name == first)):
                    found.setdefault(partner, set()).add(how_named(partner, out))
    return {partner: ", ".join(sorted(how)) for partner, how in sorted(found.items())}


def how_named(partner: str, out: str | None) -> str:
    """Return how a partner is in what leaves, whom *out* stands for there."""
    return "words" if out is None else "name" if out == partner else f"pseudonym {out}"


def _going(kind: type[Record], ranked: Ranked, refs: Mapping[str, str], how: Leaving) -> _Row | None:
    """Return a row on its way out, or None where it stays."""
    if ranked.there > PSEUDONYMISE:
        return None
    cells = dict(zip(columns_of(kind), ranked.row, strict=True))
    named = _named(kind, ranked, cells, how)
    if any(column.required and named[column.name] is None for column in partner_columns(kind)):
        return None
    needs = [column for column in record_columns(kind) if column.required]
    if any(column.ref(cells[column.name]) not in refs for column in needs):
        return None
    unsigned = bool(kind.about.notice) and named[subject_columns(kind)[0].name] is None
    if unsigned and needs:
        return None  # a slip that nobody signed is counted, and not shown one by one
    ref = f"{kind_name(kind)}:{cells['id']}" if "id" in cells else ""
    return _Row(kind, ranked, named, unsigned, ref, _out(kind, cells, ranked, named, how, unsigned=unsigned))


def _named(kind: type[Record], ranked: Ranked, cells: Mapping[str, Any], how: Leaving) -> dict[str, str | None]:
    """Return how each partner that a row refers to is named."""
    return {
        column.name: _name(cells[column.name], max(identity, ranked.there), how)
        for column, identity in zip(partner_columns(kind), ranked.identity, strict=True)
    }


def _name(partner: str | None, rank: int, how: Leaving) -> str | None:
    if partner is None or rank == SHARE:
        return partner
    return how.pseudonyms.of("partner", partner) if rank == PSEUDONYMISE and not how.public else None


def _out(
    kind: type[Record],
    cells: Mapping[str, Any],
    ranked: Ranked,
    named: Mapping[str, str | None],
    how: Leaving,
    *,
    unsigned: bool,
) -> str:
    """Return the typed reference that a row leaves under."""
    name = kind_name(kind)
    if "id" not in cells:
        return ""
    if kind is Partner:
        return f"{name}:{named['id']}"
    if unsigned or ranked.there == PSEUDONYMISE or how.register.found_in(cells["id"]):
        return f"{name}:{how.pseudonyms.of(name, cells['id'])}"
    return f"{name}:{cells['id']}"


def _released(row: _Row, refs: Mapping[str, str], dated: frozenset[str], how: Leaving) -> Stored:
    ranks, subjects = row.ranked.by_column(row.kind), _subjects(row, how)
    seen = {ref: out for ref, out in refs.items() if ref not in dated} if row.coarse and dated else refs
    return tuple(
        _cell(row, column, value, ranks[name], seen, how, subjects)
        for (name, column), value in zip(columns_of(row.kind).items(), row.ranked.row, strict=True)
    )


def _subjects(row: _Row, how: Leaving) -> frozenset[str]:
    """Return the partners whose own names may stand in the row's texts: its subjects, where they share identity."""
    if row.unsigned or row.ranked.there == PSEUDONYMISE:
        return frozenset()
    own = {
        value
        for column, identity in zip(partner_columns(row.kind), row.ranked.identity, strict=True)
        if identity == SHARE and (value := row.ranked.row[list(columns_of(row.kind)).index(column.name)])
    }
    return frozenset(own) | how.about.get(row.ref, frozenset())


def _cell(
    row: _Row,
    column: Column,
    value: Any,
    rank: int,
    refs: Mapping[str, str],
    how: Leaving,
    subjects: frozenset[str],
) -> Any:
    if column.name == "id" and row.out:
        return row.out.partition(":")[2]
    several = column.refs and column.many  # nobody was asked about each of several
    if value is None or rank > PSEUDONYMISE or several or (row.unsigned and not column.quotable):
        return None
    if column.refs:
        return row.named[column.name] if column.name in row.named else _reference(column, value, refs)
    if isinstance(value, date):
        return day(value, how.zone, coarse=row.unsigned or rank == PSEUDONYMISE)
    if column.type in {str, frozenset, tuple} and not column.words:
        return _text(row, column, value, rank, how, subjects)
    return value


def _reference(column: Column, value: str, refs: Mapping[str, str]) -> str | None:
    out = refs.get(column.ref(value))
    return out if out is None or column.typed else out.partition(":")[2]


def day(value: date, zone: ZoneInfo, *, coarse: bool) -> str:
    """Return a day or an instant as text in the project's zone: to the minute, or *coarse*, by its month."""
    local = value.astimezone(zone) if isinstance(value, datetime) else value
    if coarse:
        return local.isoformat()[:MONTH]
    return local.isoformat(timespec="minutes") if isinstance(local, datetime) else local.isoformat()


def _text(row: _Row, column: Column, value: str, rank: int, how: Leaving, subjects: frozenset[str]) -> str | None:
    """Return a text where no more than whom it is about is named in it."""
    if rank == PSEUDONYMISE and not column.label:
        return None
    if rank == PSEUDONYMISE:
        subjects = frozenset()  # a name beside a pseudonym tells whose it is
    if column.category == "identity" or how.register.found_in(value) <= subjects:
        return value
    how.held(row.ref or kind_name(row.kind), column.name)
    return None


def mentioned(ranked: Mapping[type[Record], Iterable[Ranked]]) -> dict[str, frozenset[str]]:
    """Return, by typed reference, the partners whom mentions name and who share their identity."""
    found: dict[str, set[str]] = {}
    for kind, rows in ranked.items():
        names = list(columns_of(kind))
        for number, column in enumerate(partner_columns(kind)):
            if column.adds_subject_to:
                item = names.index(column.adds_subject_to[0])
                for one in rows:
                    if one.identity[number] == SHARE:
                        found.setdefault(one.row[item], set()).add(one.row[names.index(column.name)])
    return {item: frozenset(people) for item, people in found.items()}
