"""
The ranks beside the rows of a frame, as `on_frames.decide` gives them.

INVARIANT: a row that finds no rank is withheld. `checked` is where every frame comes in, so that no comparison
further on meets a null, which on some engines would be neither true nor false.
"""

from __future__ import annotations

from collections.abc import Iterator

import narwhals as nw

from coprod.consent.groups import groups_of, partner_columns
from coprod.consent.on_frames import ROW, group_name, identity_name
from coprod.engines import Frame
from coprod.level import Level
from coprod.records import Record
from coprod.schema import Column, columns_of

__all__ = ["COUNT", "PSEUDONYMISE", "ROW", "SHARE", "checked", "identity_of", "name_rank", "needed", "rank_of"]

c = nw.col
SHARE, PSEUDONYMISE, COUNT = Level.SHARE.rank, Level.PSEUDONYMISE.rank, Level.COUNT.rank
WITHHOLD = Level.WITHHOLD.rank


def checked(kind: type[Record], frame: Frame) -> Frame:
    """Return the rows of a kind, withheld wherever no rank was found."""
    return frame.with_columns(**{name: c(name).fill_null(nw.lit(WITHHOLD, dtype=nw.Int8)) for name in _ranks(kind)})


def needed(kind: type[Record], frame: Frame) -> Frame:
    """Return the rows that may at least be counted, and all that say who is mentioned: nothing is asked of others."""
    mentions = any(column.adds_subject_to for column in columns_of(kind).values())
    return frame if mentions else frame.filter(c(ROW) <= COUNT)


def _ranks(kind: type[Record]) -> Iterator[str]:
    yield ROW
    yield from (group_name(number) for number in range(len(groups_of(kind))))
    yield from (identity_name(column.name) for column in partner_columns(kind))


def rank_of(kind: type[Record], name: str) -> nw.Expr:
    """Return the rank of each cell of a column; none is more open than its row."""
    (number,) = (n for n, group in enumerate(groups_of(kind)) if name in group.columns)
    return nw.max_horizontal(c(group_name(number)), c(ROW))


def identity_of(column: Column) -> nw.Expr:
    """Return how openly the partner in a column may be referred to."""
    return c(identity_name(column.name))


def name_rank(column: Column) -> nw.Expr:
    """Return how openly the partner in a column is named; never more openly than the row is there."""
    return nw.max_horizontal(identity_of(column), c(ROW))
