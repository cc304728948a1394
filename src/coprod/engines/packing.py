"""
Large tables in little memory, in Polars: what is held is smaller than what is asked.

Whole numbers are held in as few bytes as they need, and where a column has few words, their places among those words in
one byte each. A column that no row fills is not held at all. Whoever asks gets plain 64-bit numbers and plain texts,
made as the rows are gone through, and never sees any other type.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import polars as pl

from coprod.engines.frames import MANY

__all__ = ["packed", "with_numbers"]

WORDS = 200  # different texts in a column; so the place of each fits in one byte
LOOKED_AT = 2_000  # texts by which a column is judged, before all of them are

_held: dict[int, pl.DataFrame] = {}  # what is held for a lazy frame, as long as that is there


def packed(columns: Iterable[pl.Series], order: Mapping[str, Any], *, texts: bool = True) -> pl.LazyFrame:
    """
    Return columns as a lazy frame that holds little; of few rows, all is held as it is that has values.

    Args:
        columns: The columns, one after another: each is let go before the next is asked for.
        order: The type of each column, in the order of the frame; one that is not among the columns has no values.
        texts: Whether few texts are held as places, which takes a while: for what is held long.
    """
    held: list[pl.Series] = []
    empty: pl.Series | None = None
    for column in columns:
        if column.null_count() < len(column):
            held.append(_packed(column, texts=texts))
        else:
            empty = column
    if not held and empty is not None:
        held = [empty]  # somebody has to know how many rows there are
    return _lazy(pl.DataFrame(held), order)


def with_numbers(frame: pl.LazyFrame, columns: Mapping[str, str], number: Callable[[str, pl.Series], pl.Series]) -> Any:
    """
    Return a frame with columns made of others, row by row; those that are there are shared, and not copied.

    What is not in memory yet is computed once, so that a row and what is made of it are never of two runs, whose rows
    may be in another order.

    Args:
        frame: The frame.
        columns: By the name of each new column, the column of texts that it is made of.
        number: Makes a new column of its name and the texts.
    """
    held = _held.get(id(frame))
    order = dict(frame.collect_schema())
    if held is None:
        held = frame.collect()
    made = [number(name, _texts(held, column)).alias(name) for name, column in columns.items()]
    return _lazy(held.hstack(made), {**order, **{one.name: one.dtype for one in made}})


def _texts(held: pl.DataFrame, column: str) -> pl.Series:
    """Return a column of texts that is held, in the order of the rows."""
    if column in held.columns:
        return held[column].cast(pl.String)
    return pl.repeat(None, held.height, dtype=pl.String, eager=True)


def _lazy(held: pl.DataFrame, order: Mapping[str, Any]) -> pl.LazyFrame:
    """Return what is held as plain types, in their order."""
    there = held.schema
    if there == pl.Schema(order):
        return held.lazy()
    plain = [
        pl.lit(None, dtype=type_).alias(name)
        if name not in there
        else pl.col(name).cast(type_)
        if there[name] != type_
        else pl.col(name)
        for name, type_ in order.items()
    ]
    lazy = held.lazy().select(plain)
    _held[id(lazy)] = held
    weakref.finalize(lazy, _held.pop, id(lazy), None)
    return lazy


def _packed(column: pl.Series, *, texts: bool) -> pl.Series:
    """Return a column as it is held."""
    if len(column) < MANY:
        return column
    if column.dtype == pl.Int64:
        return column.shrink_dtype()
    return _places(column) if texts and column.dtype == pl.String else column


def _places(texts: pl.Series) -> pl.Series:
    """Return the places of texts among those that occur, where these are few; else the texts."""
    some = texts.gather_every(max(1, len(texts) // LOOKED_AT))
    if some.n_unique() > WORDS:
        return texts
    words = texts.unique().drop_nulls()
    return texts.cast(pl.Enum(words.sort())) if len(words) <= WORDS else texts
