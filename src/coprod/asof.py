"""
A project as it was at the end of a day.

Rows whose moment or start is later are left out, and so is a span (a row without an id) whose end has passed, unless
ended ones are asked for too: some ask how it is, and some whether it ever was. A row without a time of its own takes
the latest among the rows that its required references name. Cells that became known later are emptied. A required
reference to a row that is left out takes the row along; an optional one is emptied.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import narwhals as nw

from coprod.engines import Frame, collect, frame_of, lift, stack
from coprod.records import Consent, Population, Record
from coprod.schema import Column, columns_of, kind_name
from coprod.tables import Stored, Table, stored_types

__all__ = ["at", "survivors", "survivors_of", "targets_first"]

ALWAYS = (Consent, Population)  # judged as of now; and what others counted, whenever
GONE = "__gone"  # column names that no record has
NUMBER = "__number"


def at(
    tables: Mapping[type[Record], Table], day: date, zone: ZoneInfo, *, ended: bool = False
) -> dict[type[Record], Table]:
    """Return the tables as they were at the end of *day* in *zone*; with *ended*, spans that were over by then too."""
    end = _end_of(day, zone)
    frames = {kind: table.frame() for kind, table in tables.items() if len(table)}
    held = {kind: _held(kind, frame, day, end, ended=ended) for kind, frame in frames.items()}
    known = _without_dangling(held, tables)
    return {kind: Table(kind, frame=known[kind], derived=True) if kind in known else tables[kind] for kind in tables}


def survivors(
    rows: Mapping[type[Record], Sequence[Stored]], day: date, zone: ZoneInfo
) -> dict[type[Record], list[tuple[int, Stored]]]:
    """
    Return the rows that were there at the end of *day*, as they were then, each with its number among those given.

    Who a row is about does not change with the day it is looked at. So consent is decided on all rows, and this says
    which of them are shown, and how.
    """
    end = _end_of(day, zone)
    given = {kind: found for kind, found in rows.items() if found}
    held = {kind: _held(kind, _numbered(kind, found), day, end) for kind, found in given.items()}
    known = _without_dangling(held, {kind: Table(kind, found) for kind, found in given.items()})
    names = {kind: [NUMBER, *stored_types(kind)] for kind in known}
    found = collect([frame.select(*names[kind]) for kind, frame in known.items()])
    return {kind: [(row[0], row[1:]) for row in sorted(left)] for kind, left in zip(known, found, strict=True)}


def survivors_of(frames: Mapping[type[Record], Frame], day: date, zone: ZoneInfo) -> dict[type[Record], Frame]:
    """Return the same of frames; whatever columns they have beside those of the kind stay as they are."""
    held = {kind: _held(kind, frame, day, _end_of(day, zone)) for kind, frame in frames.items()}
    return _without_dangling(held, {kind: Table(kind, frame=frame) for kind, frame in frames.items()})


def _end_of(day: date, zone: ZoneInfo) -> datetime:
    """Return the instant at which a day is over, in UTC: engines compare like with like."""
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)


def _numbered(kind: type[Record], rows: Sequence[Stored]) -> Frame:
    return frame_of({**stored_types(kind), NUMBER: int}, ((*row, number) for number, row in enumerate(rows)))


def _held(kind: type[Record], frame: Frame, day: date, end: datetime, *, ended: bool = False) -> Frame:
    """Return the rows that were there by their own times, with what was not yet known emptied."""
    if kind in ALWAYS:
        return frame
    columns = columns_of(kind)
    spans = "id" not in columns and not ended
    for column in columns.values():
        if column.time in {"moment", "start"}:
            frame = frame.filter(nw.col(column.name).is_null() | ~_after(column, day, end))
        elif column.time == "end" and spans:
            frame = frame.filter(nw.col(column.name).is_null() | (nw.col(column.name) >= nw.lit(day)))
    unknown = [column for column in columns.values() if column.time in {"later", "end"}]
    emptied = {column.name: nw.when(~_after(column, day, end)).then(nw.col(column.name)) for column in unknown}
    emptied |= {
        column.name: nw.when((~_after(columns[column.known_with], day, end)).fill_null(value=False)).then(
            nw.col(column.name)
        )
        for column in columns.values()
        if column.known_with
    }
    return frame.with_columns(**emptied) if emptied else frame


def _after(column: Column, day: date, end: datetime) -> nw.Expr:
    """Whether the day or instant in *column* comes after the end of *day*."""
    if column.type is datetime:
        return nw.col(column.name) >= nw.lit(end)
    return nw.col(column.name) > nw.lit(day)


def _without_dangling(
    frames: Mapping[type[Record], Frame], tables: Mapping[type[Record], Table]
) -> dict[type[Record], Frame]:
    """Take rows along whose required references are gone, then empty the optional ones."""
    by_name = {kind_name(kind): kind for kind in frames}
    done = dict(frames)
    for kind in targets_first(frames):
        for column in references(kind, required=True):
            done[kind] = done[kind].join(_gone(column, done, tables, by_name), on=column.name, how="anti")
    for kind in frames:
        for column in references(kind, required=False):
            done[kind] = emptied(done[kind], column.name, _gone(column, done, tables, by_name))
    return done


def references(kind: type[Record], *, required: bool) -> list[Column]:
    """Return the references of *kind*: those that every row fills, or those that a row can do without."""
    columns = columns_of(kind).values()
    return [c for c in columns if c.refs and not c.many and c.required is required and kind not in ALWAYS]


def targets_first(kinds: Iterable[type[Record]]) -> list[type[Record]]:
    """Return *kinds* so that each comes after those that its required references name."""
    by_name = {kind_name(kind): kind for kind in kinds}
    order: list[type[Record]] = []

    visiting: set[type[Record]] = set()  # kinds that need each other are taken as they come

    def visit(kind: type[Record]) -> None:
        visiting.add(kind)
        for name in dict.fromkeys(ref for column in references(kind, required=True) for ref in column.refs):
            if name in by_name and by_name[name] not in visiting:
                visit(by_name[name])
        if kind not in order:
            order.append(kind)

    for kind in by_name.values():
        visit(kind)
    return order


def _gone(
    column: Column,
    frames: Mapping[type[Record], Frame],
    tables: Mapping[type[Record], Table],
    by_name: Mapping[str, type[Record]],
) -> Frame:
    """Return what *column* may refer to that was in the project and is no more, in the column's own name."""
    gone = []
    for kind in (by_name[ref] for ref in column.refs if ref in by_name):
        lost = tables[kind].frame().select("id").join(frames[kind].select("id"), on="id", how="anti")
        ref = nw.concat_str(nw.lit(f"{kind_name(kind)}:"), nw.col("id")) if column.typed else nw.col("id")
        gone.append(lost.select(ref.alias(column.name)))
    return stack(gone) if gone else lift(next(iter(frames.values())), {column.name: str}, [])


def emptied(frame: Frame, name: str, gone: Frame) -> Frame:
    """Return *frame* with the cells of one column emptied where *gone* lists them."""
    marked = gone.with_columns(**{GONE: nw.lit(1, dtype=nw.Int64)})
    found = frame.join(marked, on=name, how="left")
    return found.with_columns(**{name: nw.when(nw.col(GONE).is_null()).then(nw.col(name))}).drop(GONE)
