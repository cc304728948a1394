"""A large table whose cells were read, in Polars: what is asked of it as a whole, and the table that is kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import attrs
import narwhals as nw
import polars as pl

from coprod.engines.frames import Frame, Types
from coprod.engines.in_polars import KNOWN
from coprod.engines.packing import packed
from coprod.errors import LISTED

__all__ = ["ROW", "Places", "Typed", "Unusable", "called", "ids_among", "run", "texts"]

ROW = " row"  # a name that no column has
NOT_IN_IDS = r"[;\n\t\x{200B}-\x{200F}\x{202A}-\x{202E}\x{2060}-\x{2069}\x{FEFF}]"  # as `coprod.cells` has them


class Unusable(ValueError):
    """What was given is no table that can be looked at as a frame; it says why."""


def run(frames: Sequence[pl.LazyFrame]) -> list[pl.DataFrame]:
    """Return what is asked, in bounded memory as far as the answer is small; raise where the file is broken."""
    try:
        return pl.collect_all(frames, engine="streaming")
    except (pl.exceptions.PolarsError, OSError) as error:
        raise Unusable(str(error).partition("\n")[0]) from error


@attrs.frozen
class Places:
    """The first rows that something is true of, each with a value, and of how many more rows it is true."""

    rows: Sequence[tuple[Any, ...]]
    more: int

    @classmethod
    def of(cls, found: pl.LazyFrame) -> Places:
        """Take rows that start with their number."""
        (done,) = run([found])
        first = done.bottom_k(min(LISTED, done.height), by=done.columns[0]).sort(done.columns[0])
        return cls(first.rows(), done.height - first.height)

    def without(self, rows: Collection[Any]) -> Places:
        """Return the places that are not among the rows with these numbers."""
        return Places([row for row in self.rows if row[0] not in rows], self.more)


@attrs.define
class Typed:
    """A large table whose cells were read; columns go by their names, and each row has its number."""

    frame: pl.DataFrame

    def has(self, column: str) -> bool:
        """Whether the source has the column."""
        return column in self.frame.columns

    def __len__(self) -> int:
        """Return the number of rows."""
        return self.frame.height

    def distinct(self, columns: Sequence[str]) -> list[tuple[Any, ...]]:
        """Return the distinct values of some columns."""
        return run([self.frame.lazy().select(columns).unique()])[0].rows()

    def mark_for_others(self, mark: str) -> None:
        """Add a column that says whether somebody else answered, and nothing says by what right."""
        if not self.has("given_by"):
            self.frame = self.frame.with_columns(pl.lit(value=False).alias(mark))
            return
        who = pl.col("who") if self.has("who") else pl.lit(None, dtype=pl.String)
        key = who.str.replace(r"\A[^:]*(?::|\z)", "")
        other = (pl.col("given_by") != who).fill_null(value=True) & (pl.col("given_by") != key).fill_null(value=True)
        right = pl.col("authority").is_null() if self.has("authority") else pl.lit(value=True)
        marked = pl.col("given_by").is_not_null() & other & right
        self.frame = self.frame.lazy().with_columns(marked.alias(mark)).collect()

    def drop(self, column: str) -> None:
        """Take a column out."""
        self.frame = self.frame.drop(column)

    def values(self, column: str) -> pl.Series:
        """Return one column, to look others up in."""
        return self.frame[column]

    def others(self, column: str, known: Sequence[tuple[str, pl.Series]]) -> list[str]:
        """Return the distinct texts of a column that are not among the known, each a series after a prefix."""
        found = self.frame.lazy().select(pl.col(column).alias("one")).filter(pl.col("one").is_not_null())
        for prefix, series in known:
            ids = pl.DataFrame({"one": series}).lazy()
            ids = ids.select((pl.lit(prefix) + pl.col("one")).alias("one")) if prefix else ids
            found = found.join(ids, on="one", how="anti")
        return run([found.unique()])[0].to_series().to_list()

    def replace(self, column: str, new: Mapping[str, str]) -> None:
        """Put other texts in the place of some."""
        changed = {old: text for old, text in new.items() if old != text}
        if changed:
            self.frame = self.frame.with_columns(pl.col(column).replace(list(changed), list(changed.values())))

    def where(self, columns: Sequence[str], values: Sequence[tuple[Any, ...]]) -> Places:
        """Return where the columns hold one of these combinations; rows have their number, then the values."""
        wanted = pl.DataFrame(values, {name: self.frame.schema[name] for name in columns}, orient="row")
        found = self.frame.lazy().select(ROW, *columns)
        return Places.of(found.join(wanted.lazy(), on=list(columns), how="semi", nulls_equal=True))

    def repeats(self, keys: Sequence[str], unsigned: str) -> Places:
        """
        Return where a key stands again, with the row where it stands first and the key.

        Args:
            keys: Columns of the key.
            unsigned: A column that, left empty, lets rows repeat that have a gap in their key; or empty.
        """
        there = [name for name in keys if self.has(name)]
        frame = self.frame.lazy().filter(~self._may_repeat(keys, unsigned)).select(ROW, *there)
        if not there:
            return Places.of(
                frame.with_columns(pl.col(ROW).min().alias(" first")).filter(pl.col(ROW) > pl.col(" first"))
            )
        likely = frame.with_columns(pl.struct(there).hash().alias(" hash")).filter(pl.col(" hash").is_duplicated())
        (few,) = run([likely.drop(" hash")])
        first = few.lazy().group_by(there).agg(pl.col(ROW).min().alias(" first"))
        again = few.lazy().join(first, on=there, nulls_equal=True).filter(pl.col(ROW) > pl.col(" first"))
        return Places.of(again.select(ROW, " first", *there))

    def _may_repeat(self, keys: Sequence[str], unsigned: str) -> pl.Expr:
        if not unsigned:
            return pl.lit(value=False)
        always = pl.lit(value=True)
        left = pl.col(unsigned).is_null() if self.has(unsigned) else always
        whole = all(self.has(name) for name in keys)
        return left & (pl.any_horizontal(pl.col(name).is_null() for name in keys) if whole else always)

    def finished(self, types: Types) -> Frame:
        """Return the table as it is kept; columns that no row fills take no room."""
        known = (self.frame[name] for name in types if self.has(name))
        frame: Frame = nw.from_native(packed(known, {name: KNOWN[type_] for name, type_ in types.items()}))
        return frame


def texts(found: Iterable[str]) -> pl.Series:
    """Return texts as a column."""
    return pl.Series(list(found), dtype=pl.String)


def ids_among(series: pl.Series, wanted: Iterable[str] | None) -> list[str]:
    """Return the ids of a column, or, where some are wanted, those of them that it has."""
    found = pl.DataFrame({"one": series}).lazy().drop_nulls()
    if wanted is not None:
        found = found.join(pl.DataFrame({"one": texts(wanted)}).lazy(), on="one", how="semi")
    return run([found])[0].to_series().to_list()


def called(typed: Typed, wanted: Iterable[str] | None) -> list[tuple[str, str]]:
    """Return the name and id of each partner, or of those whose name is wanted; a name on one line, in form NFC."""
    if not typed.has("name"):
        return []
    name = pl.col("name").str.replace_all("\n", " ", literal=True).str.strip_chars().str.normalize("NFC")
    found = typed.frame.lazy().select(name.alias("one"), "id").drop_nulls()
    found = found.filter(~pl.col("one").str.contains(NOT_IN_IDS))
    if wanted is not None:
        found = found.join(pl.DataFrame({"one": texts(wanted)}).lazy(), on="one", how="semi")
    return run([found.unique()])[0].rows()
