"""
Rows as lines of text, a batch at a time, in the order of the rows.

A line is literal text and cells in turn. Whole columns are made text at once; decimals alone are written one by one,
since engines print them in ways of their own, and Python's is what a file holds.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

if TYPE_CHECKING:
    import narwhals as nw
    import polars as pl

__all__ = ["BATCH", "Cell", "Part", "Style", "batches_of", "gathered", "height_of", "lines", "with_text"]

Eager: TypeAlias = "nw.DataFrame[Any]"

BATCH = 100_000  # rows that are in memory at a time, as many as a group of Parquet rows has
TEXT = "the text"  # with a blank, so that it is the name of no column
FEW = 4  # how often a decimal has to occur for looking it up to pay
FEW_BYTES = 100_000  # of Parquet, which are decoded at once
FEW_ROWS = 300  # which are written one by one: to set a frame to work takes longer


@attrs.frozen
class Style:
    """
    How values stand in a file.

    Attributes:
        signs: Single characters that cannot stand there as they are, and what stands in their place.
        words: What no and yes are.
        decimal: Returns the text of a decimal.
        opening: Characters at the start of a text that call for a `'` before it.
    """

    signs: Mapping[str, str]
    words: tuple[str, str] = ("no", "yes")
    decimal: Callable[[float], str] = repr
    opening: str = ""
    _table: Mapping[int, str] = attrs.field(init=False, repr=False)

    @_table.default
    def _made(self) -> Mapping[int, str]:
        return str.maketrans(dict(self.signs))

    def of(self, value: Any) -> str:
        """Return the text of one value."""
        if isinstance(value, str):
            text = value.translate(self._table)
            return f"'{text}" if value[:1] and value[0] in self.opening else text
        if isinstance(value, bool):
            return self.words[value]
        return self.decimal(value) if isinstance(value, float) else str(value)


@attrs.frozen
class Cell:
    """
    The place of a cell in a line.

    Attributes:
        column: Name of the column.
        style: How its values are written.
        before, after: What stands around a value.
        absent: What stands in place of all three where there is no value.
    """

    column: str
    style: Style
    before: str = ""
    after: str = ""
    absent: str = ""

    def of(self, value: Any) -> str:
        """Return what stands in the line for one value."""
        return self.absent if value is None else f"{self.before}{self.style.of(value)}{self.after}"


Part: TypeAlias = "str | Cell"
"""What a line is made of: text as it is, and cells."""


def height_of(data: bytes) -> int:
    """Return how many rows Parquet bytes hold, as their footer says."""
    import polars as pl

    return int(pl.scan_parquet(io.BytesIO(data)).select(pl.len()).collect().item())


def batches_of(data: bytes, rows: int = BATCH) -> Iterator[Eager]:
    """Yield the rows of Parquet bytes in order, at most *rows* at a time; no more than those are decoded."""
    import narwhals as nw
    import polars as pl

    if len(data) < FEW_BYTES:
        whole = pl.read_parquet(io.BytesIO(data))
        yield from (nw.from_native(part, eager_only=True) for part in whole.iter_slices(rows) if len(part))
        return
    for start in range(0, height_of(data), rows):
        part = pl.scan_parquet(io.BytesIO(data)).slice(start, rows).collect(engine="in-memory")
        yield nw.from_native(part, eager_only=True)


def lines(frame: Eager, parts: Sequence[Part]) -> memoryview:
    """Return a line for each row, as UTF-8; what ends a line is for *parts* to say."""
    out = io.BytesIO()
    if len(frame) <= FEW_ROWS:
        out.write("".join(_each(frame, parts)).encode())
        return out.getbuffer()
    text = _text(frame.to_native(), parts).to_frame()
    text.write_csv(out, include_header=False, quote_style="never", line_terminator="")
    return out.getbuffer()


def with_text(frame: Eager, name: str, parts: Sequence[Part]) -> Eager:
    """Return the rows with the line of each as a column more."""
    import narwhals as nw

    native = frame.to_native()
    return nw.from_native(native.with_columns(_text(native, parts).alias(name)), eager_only=True)


def gathered(frame: Eager, by: str, text: str, between: str) -> Eager:
    """Return the texts of all rows that have the same value in *by*, in their order, as one."""
    import narwhals as nw
    import polars as pl

    together = frame.to_native().group_by(by, maintain_order=True).agg(pl.col(text).str.join(between))
    return nw.from_native(together, eager_only=True)


def _each(frame: Eager, parts: Sequence[Part]) -> Iterator[str]:
    """Yield the line of each row, made by itself; the same as `_text` makes of all."""
    columns = [(part, frame[part.column].to_list()) for part in parts if isinstance(part, Cell)]
    for at in range(len(frame)):
        said = iter(cell.of(values[at]) for cell, values in columns)
        yield "".join(part if isinstance(part, str) else next(said) for part in parts)


def _text(frame: pl.DataFrame, parts: Sequence[Part]) -> pl.Series:
    import polars as pl

    cells = [part for part in parts if isinstance(part, Cell)]
    done = pl.DataFrame([_written(frame[cell.column], cell.style).alias(f"{at}") for at, cell in enumerate(cells)])
    exprs = list(_flat(parts, done))
    return done.select(pl.concat_str(exprs).alias(TEXT)).to_series() if cells else _same(parts, frame.height)


def _flat(parts: Iterable[Part], done: pl.DataFrame) -> Iterator[pl.Expr]:
    """Yield what a line is put together from; a cell that is never empty needs no place of its own."""
    import polars as pl

    literal, at = "", 0
    for part in parts:
        if isinstance(part, str):
            literal += part
            continue
        name, at = f"{at}", at + 1
        if done[name].null_count():
            yield pl.lit(literal)
            literal = ""
            yield pl.concat_str([pl.lit(part.before), pl.col(name), pl.lit(part.after)]).fill_null(part.absent)
            continue
        yield pl.lit(literal + part.before)
        yield pl.col(name)
        literal = part.after
    yield pl.lit(literal)


def _same(parts: Iterable[Part], height: int) -> pl.Series:
    import polars as pl

    return pl.Series(TEXT, ["".join(part for part in parts if isinstance(part, str))]).new_from_index(0, height)


def _written(column: pl.Series, style: Style) -> pl.Series:
    import polars as pl

    if column.dtype == pl.String:
        return _marked(column, style)
    if column.dtype == pl.Boolean:
        no, yes = style.words
        return column.replace_strict([False, True], [no, yes], return_dtype=pl.String)
    return _decimals(column, style.decimal) if column.dtype == pl.Float64 else column.cast(pl.String)


def _marked(column: pl.Series, style: Style) -> pl.Series:
    """Return text with its signs replaced; a look tells whether there are any, which is seldom."""
    import polars as pl

    safe = column
    if style.signs and column.str.contains(_any_of(style.signs)).any():
        safe = column.str.replace_many(list(style.signs), list(style.signs.values()))
    if not style.opening:
        return safe
    opens = column.str.contains(r"\A" + _any_of(style.opening))
    if not opens.any():
        return safe
    return pl.select(pl.when(opens).then(pl.concat_str([pl.lit("'"), safe])).otherwise(safe)).to_series()


def _any_of(signs: Iterable[str]) -> str:
    return "[" + "".join(f"\\x{{{ord(sign):x}}}" for sign in signs) + "]"


def _decimals(column: pl.Series, write: Callable[[float], str]) -> pl.Series:
    """Return decimals as text; nought is left to each on its own, since it may have a sign that equals do not show."""
    import polars as pl

    once = column.drop_nulls().unique()
    if len(once) * FEW > len(column) or (once == 0).any():
        return pl.Series([None if value is None else write(value) for value in column], dtype=pl.String)
    texts = pl.Series([write(value) for value in once], dtype=pl.String)
    return column.replace_strict(once, texts, return_dtype=pl.String)
