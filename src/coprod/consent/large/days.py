"""Days on their way out, as text; and the records from which a day can be read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

import narwhals as nw

from coprod.consent.groups import record_columns
from coprod.consent.large.ranks import PSEUDONYMISE, SHARE, rank_of
from coprod.consent.large.texts import coarse
from coprod.consent.releasing import day
from coprod.engines import Frame, count, keep, lift_columns, rows, stack
from coprod.records import Record
from coprod.schema import Column, columns_of, kind_name

__all__ = ["FINE", "MONTH", "dated", "written"]

c = nw.col
FINE, MONTH = "__day_", "__month_"  # before the name of a column: its day as text, and its month


def written(frame: Frame, column: Column, leaves: nw.Expr, zone: ZoneInfo) -> Frame:
    """Return a frame with the days of a column as text beside it; each distinct one is written once, in Python."""
    name = column.name
    days = [value for (value,) in rows(frame.filter(leaves).select(name).unique())]
    texts = {
        f"{FINE}{name}": [day(one, zone, coarse=False) for one in days],
        f"{MONTH}{name}": [day(one, zone, coarse=True) for one in days],
    }
    known = lift_columns(frame, {name: column.type, **dict.fromkeys(texts, str)}, {name: days, **texts})
    return frame.join(known, on=name, how="left")


def dated(going: Mapping[type[Record], Frame]) -> Frame | None:
    """
    Return the records from which some day can be read, by typed reference as `ref`; None where there are none.

    It is their own day, or that of a record that they point at.
    """
    clear = {kind: frame.filter(~coarse()) for kind, frame in going.items() if "id" in columns_of(kind)}
    own = [_refs(kind, frame.filter(_has_a_day(kind))) for kind, frame in clear.items() if _days(kind)]
    if not own:
        return None
    found = [keep(stack(own))]
    left = _pointing(clear)
    while left is not None:
        left = keep(left.join(found[-1], on="ref", how="anti"))  # so that no record is found twice
        if (more := _more(left, found[-1])) is None:
            break
        found.append(more)
    return stack(found)


def _more(pointing: Frame, days: Frame) -> Frame | None:
    """Return the records that point at one of some others."""
    more = keep(pointing.join(days.select(c("ref").alias("target")), on="target", how="semi").select("ref").unique())
    ((number,),) = rows(more.select(count().alias("number")))
    return more if number else None


def _days(kind: type[Record]) -> list[str]:
    return [name for name, column in columns_of(kind).items() if column.type in {date, datetime}]


def _has_a_day(kind: type[Record]) -> nw.Expr:
    """Return whether a day leaves with a row as it is."""
    return nw.any_horizontal(
        *((rank_of(kind, name) == SHARE) & ~c(name).is_null() for name in _days(kind)), ignore_nulls=True
    )


def _refs(kind: type[Record], frame: Frame, **more: nw.Expr) -> Frame:
    return frame.select(ref=nw.concat_str(nw.lit(f"{kind_name(kind)}:"), c("id")), **more)


def _pointing(clear: Mapping[type[Record], Frame]) -> Frame | None:
    """Return each record with what it points at, as `ref` and `target`."""
    edges = []
    for kind, frame in clear.items():
        for column in record_columns(kind):
            shown = (rank_of(kind, column.name) <= PSEUDONYMISE) & ~c(column.name).is_null()
            target = c(column.name) if column.typed else nw.concat_str(nw.lit(f"{column.refs[0]}:"), c(column.name))
            edges.append(_refs(kind, frame.filter(shown), target=target))
    return keep(stack(edges)) if edges else None
