"""The cells of the rows that leave, as they are released: the same as `releasing`, on the frame."""

from __future__ import annotations

from datetime import date, datetime

import narwhals as nw

from coprod.consent.groups import partner_columns, record_columns
from coprod.consent.large.days import FINE, MONTH, written
from coprod.consent.large.leaving import AS, DAYS, OUT, TO, Leaver
from coprod.consent.large.ranks import PSEUDONYMISE, SHARE, name_rank, rank_of
from coprod.consent.large.texts import HELD, UNSIGNED, coarse, leaves
from coprod.engines import Frame
from coprod.records import Record
from coprod.schema import Column, columns_of

__all__ = ["released"]

c = nw.col


def released(leaver: Leaver, kind: type[Record]) -> Frame:
    """Return the rows of a kind as they are released, and tell of each text that is kept back."""
    frame, held = leaver.texts.marked(kind, leaver.going[kind])
    frame = _with_references(leaver, kind, frame)
    filled, columns = leaver.texts.filled[kind], columns_of(kind)
    for name in sorted(filled):
        if _is_day(columns[name]):
            frame = written(frame, columns[name], leaves(kind, columns[name]), leaver.zone)
    empty = {name for name, column in columns.items() if _is_day(column) and name not in filled}
    cells = {name: _cell(kind, column, held=name in held) for name, column in columns.items() if name not in empty}
    return frame.select(**{name: cells.get(name, nw.lit(None, dtype=nw.String)) for name in columns})


def _is_day(column: Column) -> bool:
    return column.type in {date, datetime}


def _with_references(leaver: Leaver, kind: type[Record], frame: Frame) -> Frame:
    """Return the rows with what stands for the partners and records in them."""
    for column in partner_columns(kind):
        if column.refs:
            frame = leaver.beside(frame, column.name, leaver.stand)
    for column in record_columns(kind):
        known = leaver.targets(column)
        if known is not None:
            frame = frame.join(known, on=column.name, how="left")
        else:
            nothing = nw.lit(None, dtype=nw.String), nw.lit(None, dtype=nw.Int8)
            frame = frame.with_columns(nothing[0].alias(f"{TO}{column.name}"), nothing[1].alias(f"{DAYS}{column.name}"))
    return frame


def _cell(kind: type[Record], column: Column, *, held: bool) -> nw.Expr:
    """Return a cell as it is released; empty where it does not leave."""
    if column.name == "id":
        return c(OUT)
    if column.refs and column.many:  # nobody was asked about each of several
        return nw.lit(None, dtype=nw.String)
    open_ = leaves(kind, column)
    if held:
        open_ &= c(f"{HELD}{column.name}").is_null()
    return nw.when(open_).then(_value(kind, column))


def _value(kind: type[Record], column: Column) -> nw.Expr:
    """Return what a cell that leaves is released as."""
    if column in partner_columns(kind):
        other = nw.when(name_rank(column) == PSEUDONYMISE).then(c(f"{AS}{column.name}"))
        return nw.when(name_rank(column) == SHARE).then(c(column.name)).otherwise(other)
    if column.refs:  # where a day is left out, no reference leads to it
        return nw.when(~coarse() | c(f"{DAYS}{column.name}").is_null()).then(c(f"{TO}{column.name}"))
    if _is_day(column):
        month = c(UNSIGNED) | (rank_of(kind, column.name) == PSEUDONYMISE)
        return nw.when(month).then(c(f"{MONTH}{column.name}")).otherwise(c(f"{FINE}{column.name}"))
    return c(column.name)
