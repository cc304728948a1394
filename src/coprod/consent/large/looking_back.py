"""The rows that were there at the end of a day, as they were then: the same as `decide.as_of`, on the frame."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

import narwhals as nw

from coprod.asof import survivors_of
from coprod.consent.large.ranks import COUNT, ROW, rank_of
from coprod.engines import Frame
from coprod.records import Record
from coprod.schema import columns_of

__all__ = ["as_of"]

c = nw.col


def as_of(frames: Mapping[type[Record], Frame], day: date, zone: ZoneInfo) -> dict[type[Record], Frame]:
    """Return the rows that were there at the end of *day*, as they were then, with what was decided of each."""
    return survivors_of({kind: _without_closed_days(kind, frame) for kind, frame in frames.items()}, day, zone)


def _without_closed_days(kind: type[Record], frame: Frame) -> Frame:
    """Empty the days that may not be seen as openly as their row: a row that stays in has none that others go by."""
    most = nw.min_horizontal(c(ROW), nw.lit(COUNT, dtype=nw.Int8))
    days = [name for name, column in columns_of(kind).items() if column.time]
    shown = {name: nw.when(rank_of(kind, name) <= most).then(c(name)) for name in days}
    return frame.with_columns(**shown) if shown else frame
