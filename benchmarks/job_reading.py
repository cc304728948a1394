"""Reading a whole project, from Parquet and from CSV, with everything checked: types, words, references, keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import polars as pl
from contest import Answer, Call, Contestant, Job, timed
from drawing import EXTRAS, TYPES, scan
from programme import as_csv

import coprod
from coprod.errors import InvalidInput
from coprod.records import BUILT_IN, Record
from coprod.schema import Column, columns_of, kind_name

NOT_TEXT = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
NOT_IN_IDS = r"[;\n\t\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2060}-\u{2069}\u{feff}]"
PROBLEMS = "problems"


def csv_of(folder: Path) -> Path:
    """Return where the same programme is as CSV."""
    return folder.with_name(folder.name + "-csv")


def by_coprod(folder: Path) -> Answer:
    """Read a project, and count its rows, or the problems."""
    try:
        project = coprod.read(folder)
    except InvalidInput as error:
        return {PROBLEMS: len(error.problems)}
    return {PROBLEMS: 0, **{kind.table(): project.count(kind) for kind in BUILT_IN}}


def by_polars(frame_of: Callable[[type[Record]], pl.LazyFrame]) -> Answer:
    """Read every table, count what is wrong in any, and count the rows."""
    frames = {kind: frame_of(kind) for kind in BUILT_IN}
    tables = dict(zip(frames, pl.collect_all(frames.values()), strict=True))
    ids = {kind_name(kind): frame["id"] for kind, frame in tables.items() if "id" in frame.columns}
    wrong = sum(sum(problems(kind, frame, ids)) for kind, frame in tables.items())
    return {PROBLEMS: wrong} if wrong else {PROBLEMS: 0, **{kind.table(): len(f) for kind, f in tables.items()}}


def problems(kind: type[Record], frame: pl.DataFrame, ids: dict[str, pl.Series]) -> Iterator[int]:
    """Yield how many cells are wrong in each way, and how many rows are there twice."""
    columns = [column for column in columns_of(kind).values() if column.name != EXTRAS]
    bad = [condition for column in columns for condition in wrong_cells(column)]
    yield from frame.select([condition.sum().alias(str(at)) for at, condition in enumerate(bad)]).row(0) if bad else ()
    for column in columns:
        if column.refs and not column.or_words and not column.many:
            yield dangling(column, frame[column.name], ids)
    if key := [column.name for column in columns if column.key]:
        signed = frame.drop_nulls(kind.about.repeats) if kind.about.repeats else frame
        yield len(signed) - signed.select(pl.struct(key).n_unique()).item()


def wrong_cells(column: Column) -> Iterator[pl.Expr]:
    """Yield what is wrong with a cell by itself."""
    cell = pl.col(column.name)
    if column.required:
        yield cell.is_null()
    if column.type is int:
        low = 0 if column.low is None else column.low
        yield ~cell.is_between(low, 10**18 if column.high is None else column.high)
    if column.type in {str, frozenset}:
        yield cell.str.contains(NOT_TEXT)
        if not column.free_text and not column.many:
            yield cell.str.contains(NOT_IN_IDS)
    if column.words and not column.many:
        yield ~cell.is_in(column.words)


def dangling(column: Column, cells: pl.Series, ids: dict[str, pl.Series]) -> int:
    """Return how many cells refer to nothing."""
    known = [
        ids[ref].to_frame().select(to=(pl.lit(f"{ref}:") if column.typed else pl.lit("")) + pl.col("id"))
        for ref in column.refs
    ]
    return len(cells.drop_nulls().to_frame("to").join(pl.concat(known), on="to", how="anti"))


def parquet_frame(folder: Path) -> Callable[[type[Record]], pl.LazyFrame]:
    """Return how to scan the Parquet of a kind."""
    return lambda kind: scan(folder, kind.table())


def csv_frame(folder: Path) -> Callable[[type[Record]], pl.LazyFrame]:
    """Return how to scan the CSV of a kind, with its types."""

    def frame(kind: type[Record]) -> pl.LazyFrame:
        kept = {name: str if c.type is frozenset else c.type for name, c in columns_of(kind).items() if name != EXTRAS}
        schema = {name: pl.String if type_ is datetime else TYPES[type_] for name, type_ in kept.items()}
        instants = [
            pl.col(name).str.to_datetime("%Y-%m-%d %H:%M:%SZ", time_unit="us", time_zone="UTC")
            for name, type_ in kept.items()
            if type_ is datetime
        ]
        return pl.scan_csv(csv_of(folder) / f"{kind.table()}.csv", schema=schema).with_columns(instants)

    return frame


def text_of(folder: Path) -> Call:
    """Read the CSV as text alone."""

    def scanned() -> Answer:
        files = (csv_of(folder) / f"{kind.table()}.csv" for kind in BUILT_IN)
        return {file.stem: len(pl.read_csv(file, infer_schema=False)) for file in files}

    return scanned


def prepare_csv(folder: Path) -> None:
    """Write the programme as CSV beside it."""
    as_csv(folder, csv_of(folder))


def warm(call: Call) -> Call:
    """Return the same call, once coprod has read a small project, so that no import is timed."""
    coprod.read(Path(__file__).parents[1] / "examples" / "citizen-led-libraries")
    return call


READS = {kind: tuple(name for name in columns_of(kind) if name != EXTRAS) for kind in BUILT_IN}
PARQUET = Job(
    "Reading Parquet, with the whole validation",
    READS,
    {
        "coprod": Contestant("coprod.read", timed(lambda folder: warm(lambda: by_coprod(folder)))),
        "polars": Contestant(
            "hand-written Polars", timed(lambda folder: lambda: by_polars(parquet_frame(folder))), beside="coprod"
        ),
    },
)
CSV = Job(
    "Reading CSV, with the whole validation",
    READS,
    {
        "coprod": Contestant("coprod.read", timed(lambda folder: warm(lambda: by_coprod(csv_of(folder))))),
        "polars": Contestant(
            "hand-written Polars", timed(lambda folder: lambda: by_polars(csv_frame(folder))), beside="coprod"
        ),
    },
    prepare_csv,
    text_of,
)
