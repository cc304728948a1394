"""
Large tables as they are found, in Polars: which cells need a closer look, and the table that comes of it.

A `Raw` table has its columns as the source has them, named by position, and the number of each row. Nothing of it is
kept in memory. `Typed` is what is made of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import attrs
import polars as pl

from coprod.cells import Reading
from coprod.engines.in_polars import KNOWN
from coprod.engines.plain import INTEGERS, Plain, blank, instant_rule, plain
from coprod.engines.typed import ROW, Places, Typed, Unusable, run
from coprod.schema import Column

__all__ = ["Odd", "Plan", "Raw"]

PLAIN_TYPES = {pl.String, pl.Float32, pl.Float64, pl.Boolean, pl.Date, pl.Null, *INTEGERS}


@attrs.frozen
class Odd:
    """The distinct values of a column that need a closer look."""

    series: pl.Series = attrs.field(eq=False)

    @property
    def values(self) -> list[Any]:
        """The values, as Python has them."""
        return self.series.to_list()

    def some(self, at: Sequence[int]) -> Odd:
        """Return those at these positions."""
        return Odd(self.series.gather(list(at)))


@attrs.define
class Plan:
    """How one column is made: from a cell of *source* by an expression, or, of odd values, what was found for each."""

    name: str
    source: str
    type: type
    rule: Plain
    odd: Odd | None = None
    found: Sequence[Any] = ()

    def expression(self) -> pl.Expr:
        """Return what makes the column."""
        to = KNOWN[self.type]
        cell = pl.col(self.source)
        looked_at = pl.lit(None, dtype=to)
        if self.odd is not None and len(self.odd.series):
            if self.rule.value is None and self.odd.values == list(self.found):
                return cell.cast(to)  # as it stands
            new = pl.Series(self.found, dtype=to)
            looked_at = cell.replace_strict(self.odd.series, new, default=None, return_dtype=to)
        if self.rule.good is None or self.rule.value is None:
            return looked_at
        if self.odd is None or not len(self.odd.series):
            return self._all_plain().cast(to)
        return pl.when(self.rule.good).then(self.rule.value.cast(to)).otherwise(looked_at)

    def _all_plain(self) -> pl.Expr:
        """Return the value of each cell; all are plain or blank."""
        assert self.rule.good is not None  # noqa: S101  # asked before
        assert self.rule.value is not None  # noqa: S101  # asked before
        return pl.when(self.rule.good).then(self.rule.value)


@attrs.define
class Raw:
    """
    A large table as found.

    Attributes:
        frame: Its columns, and the number of each row.
        types: Type of each column.
        close: Takes away what was only kept for reading.
    """

    frame: pl.LazyFrame
    types: Mapping[str, Any]
    close: Callable[[], None] = lambda: None

    @classmethod
    def of(cls, frame: pl.LazyFrame, *, first: int = 1, close: Callable[[], None] = lambda: None) -> Raw | None:
        """Return a frame with its rows numbered; None where a column is of a type that has to be looked at by hand."""
        try:
            schema = frame.collect_schema()
        except (pl.exceptions.PolarsError, OSError) as error:
            raise Unusable(str(error).partition("\n")[0]) from error
        if not all(_plain_type(type_) for type_ in schema.values()):
            return None
        named = frame.select(
            pl.col(name).alias(str(at)) if type_ != pl.Null else pl.col(name).cast(pl.String).alias(str(at))
            for at, (name, type_) in enumerate(schema.items())
        ).with_row_index(ROW, first)
        types = {str(at): pl.String if type_ == pl.Null else type_ for at, type_ in enumerate(schema.values())}
        return cls(named.with_columns(pl.col(ROW).cast(pl.Int64)), types, close)

    @classmethod
    def numbered(cls, frame: pl.LazyFrame, columns: int, close: Callable[[], None]) -> Raw:
        """Return a frame of text whose last column has the numbers of its rows."""
        return cls(frame, {str(at): pl.String for at in range(columns)}, close)

    def without_empty_rows(self) -> None:
        """Leave out the rows in which nothing was recorded, if there are any: else no later question asks again."""
        if not self.types:
            return
        some = pl.any_horizontal(~blank(name, type_) for name, type_ in self.types.items())
        (done,) = run([self.frame.select(some.all())])
        if not done.item():
            self.frame = self.frame.filter(some)

    def as_text(self, name: str) -> None:
        """Read whole numbers in a column as text, as a spreadsheet's ids are read."""
        if self.types[name] in INTEGERS:
            self.frame = self.frame.with_columns(pl.col(name).cast(pl.String))
            self.types = {**self.types, name: pl.String}

    def profile(self) -> tuple[Mapping[str, int], Mapping[str, int]]:
        """Return how many cells of each column are blank, and the bytes of the longest text in it."""
        blanks = [blank(name, type_).sum().cast(pl.Int64).alias(f"b{name}") for name, type_ in self.types.items()]
        texts = [name for name, type_ in self.types.items() if type_ == pl.String]
        longest = [pl.col(name).str.len_bytes().max().cast(pl.Int64).alias(f"l{name}") for name in texts]
        (done,) = run([self.frame.select(*blanks, *longest)])
        row = done.row(0, named=True)
        return {name: row[f"b{name}"] for name in self.types}, {name: row[f"l{name}"] or 0 for name in texts}

    def plan(self, column: Column, source: str, reading: Reading, kept: type, *, own: bool) -> Plan:
        """Return how *column* is made of the column *source*."""
        if column.type is str or column.many:
            self.as_text(source)
        type_ = self.types[source]
        if isinstance(type_, pl.Datetime):
            rule = instant_rule(type_)(pl.col(source), column, reading) if column.type is datetime else Plain()
        else:
            rule = plain(column, source, type_, reading, own=own)
        return Plan(column.name, source, kept, rule)

    def odd(self, plans: Sequence[Plan]) -> None:
        """Find the values of each plan's column that need a closer look."""
        asked = []
        for plan in plans:
            cell = pl.col(plan.source)
            some = self.frame.filter(cell.is_not_null())
            if plan.rule.good is not None:
                some = some.filter(~plan.rule.good.fill_null(value=False))
            asked.append(some.select(plan.source).unique())
        for plan, done in zip(plans, run(asked), strict=True):
            plan.odd = Odd(done.to_series().sort())

    def where(self, name: str, values: Odd) -> Places:
        """Return where a column holds one of these values."""
        wanted = pl.DataFrame({name: values.series}).lazy()
        return Places.of(self.frame.select(ROW, name).join(wanted, on=name, how="semi"))

    def where_blank(self, name: str) -> Places:
        """Return where nothing was recorded in a column."""
        return Places.of(self.frame.filter(blank(name, self.types[name])).select(ROW))

    def where_filled(self, name: str) -> Places:
        """Return where something stands in a column."""
        return Places.of(self.frame.filter(~blank(name, self.types[name])).select(ROW, name))

    def where_long(self, name: str, characters: int) -> Places:
        """Return where a text is longer than it may be."""
        return Places.of(self.frame.filter(pl.col(name).str.len_chars() > characters).select(ROW, name))

    def filled(self, name: str) -> Odd:
        """Return the distinct values of a column that are not blank."""
        some = self.frame.filter(~blank(name, self.types[name])).select(name).unique()
        return Odd(run([some])[0].to_series().sort())

    def at(self, name: str, rows: Sequence[int]) -> Mapping[int, Any]:
        """Return what stands in a column in these rows."""
        (done,) = run([self.frame.filter(pl.col(ROW).is_in(list(rows))).select(ROW, name)])
        return dict(done.rows())

    def typed(self, plans: Sequence[Plan], pairs: Mapping[str, tuple[Odd, Sequence[str | None]]]) -> Typed:
        """
        Return the table.

        Args:
            plans: How its columns are made.
            pairs: For each column that coprod does not know, its values, and for each the text `"name": "value"`.
        """
        made = [plan.expression().alias(plan.name) for plan in plans]
        more = [
            pl.col(name).replace_strict(odd.series, pl.Series(texts, dtype=pl.String), default=None)
            for name, (odd, texts) in pairs.items()
            if len(odd.series)
        ]
        if more:
            text = pl.concat_str(more, separator=", ", ignore_nulls=True)
            some = pl.any_horizontal(one.is_not_null() for one in more)
            made.append(pl.when(some).then(pl.concat_str(pl.lit("{"), text, pl.lit("}"))).alias("extras"))
        (done,) = run([self.frame.select(pl.col(ROW), *made)])
        return Typed(done)


def _plain_type(type_: Any) -> bool:
    return isinstance(type_, pl.Datetime) or type_ in PLAIN_TYPES
