"""What engines do alike: the same rows in, the same rows out."""

import stat
from datetime import UTC, date, datetime
from pathlib import Path

import narwhals as nw
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coprod import engines
from coprod.engines import Engine, in_duckdb

TYPES = {"id": str, "n": int, "x": float, "yes": bool, "on": date, "at": datetime}
ROWS = [
    ("a'b", 1, 2.5, True, date(2019, 2, 28), datetime(2019, 2, 28, 12, tzinfo=UTC)),
    (None, None, None, None, None, None),
]
ENGINES: list[Engine] = ["polars", "duckdb"]


@pytest.mark.parametrize("engine", ENGINES)
def test_rows_come_back(engine: Engine) -> None:
    """Plain rows in a frame are the same plain rows again, nulls and instants included."""
    assert sorted(ROWS, key=str) == sorted(engines.rows(engines.frame_of(TYPES, ROWS, engine)), key=str)


@pytest.mark.parametrize("lifted", [False, True])
@pytest.mark.parametrize("engine", ENGINES)
def test_many_rows_come_back_as_few_do(engine: Engine, *, lifted: bool) -> None:
    """Thousands of plain rows are the same plain rows and the same types again, and can be joined to what is there."""
    many = [(f"{row[0]}{number}" if number % 2 else None, *row[1:]) for number in range(2_000) for row in ROWS]
    few = engines.frame_of(TYPES, ROWS, engine)
    frame = engines.lift(few, TYPES, many) if lifted else engines.frame_of(TYPES, many, engine)

    assert few.collect_schema() == frame.collect_schema()
    assert sorted(many, key=str) == sorted(engines.rows(frame), key=str)
    if lifted:
        known = engines.lift(few, {"id": str}, [("a'b1",), ("nobody",)])
        assert [("a'b1",)] == engines.rows(known.join(frame.select("id"), on="id", how="semi"))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("size", [0, 1, 20_000])
def test_whole_numbers_come_back(engine: Engine, size: int) -> None:
    """Rows of whole numbers alone are lifted in another way: they come back as others do, nulls and signs included."""
    many = [(number, None if number % 3 else -number * 10**14) for number in range(size)]
    frame = engines.lift(engines.frame_of({"id": str}, [("a",)], engine), {"n": int, "m": int}, many)

    assert {"n": nw.Int64(), "m": nw.Int64()} == dict(frame.collect_schema())
    assert sorted(many, key=str) == sorted(engines.rows(frame), key=str)


@pytest.mark.parametrize("engine", ENGINES)
def test_rows_that_are_alike_are_one(engine: Engine) -> None:
    """Nulls are alike, too."""
    frame = engines.frame_of({"n": int, "t": str}, [(1, "a"), (1, "a"), (1, None), (1, None), (None, None)], engine)
    assert [(1, "a"), (1, None), (None, None)] == sorted(engines.rows(engines.distinct(frame)), key=str)


def test_what_memory_cannot_hold_is_for_this_user_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """DuckDB puts it in a folder that nobody else can look into, and nothing in the current one."""
    monkeypatch.chdir(tmp_path)
    connection = engines.connect("duckdb")
    connection.execute("SET memory_limit = '20MB'")
    connection.execute("CREATE TABLE numbers AS SELECT i, sha256(i::VARCHAR) AS text FROM range(400_000) AS r(i)")
    ((aside,),) = connection.execute("SELECT current_setting('temp_directory')").fetchall()

    assert list(Path(aside).iterdir())
    assert 0o700 == stat.S_IMODE(Path(aside).parent.stat().st_mode)
    assert [] == list(tmp_path.iterdir())


def test_nothing_is_left_in_the_catalog_but_tables() -> None:
    """What is lifted and kept in DuckDB leaves no view behind that a caller would see, nor makes one on the way."""
    frame = engines.frame_of({"n": int}, [(1,)], "duckdb")
    kept = engines.keep(engines.lift(frame, {"n": int}, [(2,)]), many=True)
    views = kept.to_native().query(in_duckdb.THERE, "SELECT 1 FROM duckdb_views() WHERE NOT internal").fetchall()
    assert [] == views
    assert [(2,)] == engines.rows(kept)


@pytest.mark.parametrize("engine", ENGINES)
def test_no_rows_keep_their_columns(engine: Engine) -> None:
    """An empty table has its columns and types."""
    frame = engines.frame_of(TYPES, [], engine)
    assert (list(TYPES), []) == (frame.collect_schema().names(), engines.rows(frame))


@pytest.mark.parametrize("engine", ENGINES)
def test_lifted_rows_can_be_joined(engine: Engine) -> None:
    """A few rows put beside a frame are on its engine."""
    frame = engines.frame_of({"id": str}, [("a",), ("b",)], engine)
    lifted = engines.lift(frame, {"id": str, "n": int}, [("a", 1)])
    assert [("a", 1)] == engines.rows(frame.join(lifted, on="id", how="inner"))


@pytest.mark.parametrize("engine", ENGINES)
def test_kept_rows_are_the_same(engine: Engine) -> None:
    """What is computed once is what was asked for."""
    frame = engines.frame_of({"n": int}, [(1,), (2,)], engine)
    assert [(2,)] == engines.rows(engines.keep(frame.filter(nw.col("n") > 1)))


@pytest.mark.parametrize("engine", ENGINES)
def test_numbers_of_texts_are_put_beside_them(engine: Engine) -> None:
    """Each row keeps its place and its other columns; a text without a number has the one that stands for it."""
    frame = engines.frame_of({"id": str, "n": int}, [("b", 1), (None, 2), ("a", 3), ("z", 4), ("a", 5)], engine)
    known = engines.lift(frame, {"text": str, "number": int}, [("a", 10), ("b", 20)])
    found = engines.rows(engines.beside(frame, {"of_id": ("id", known)}, 0).select("id", "n", "of_id"))
    assert [("a", 3, 10), ("a", 5, 10), ("b", 1, 20), ("z", 4, 0), (None, 2, 0)] == sorted(found, key=str)


@pytest.mark.parametrize("expected", [0, 10, 10_000_000])
@pytest.mark.parametrize("engine", ENGINES)
def test_numbers_in_place_of_texts(engine: Engine, expected: int) -> None:
    """Only numbers and what else is asked for are there, however many rows are expected, and by one table for two."""
    frame = engines.frame_of(
        {"a": str, "b": str, "n": int, "x": str}, [("p", "q", 1, "x"), ("q", None, 2, "x")], engine
    )
    known = engines.lift(frame, {"text": str, "number": int}, [("p", 10), ("q", 20)])

    with engines.expecting(expected):
        found = engines.numbers(frame, {"one": ("a", known), "two": ("b", known)}, -1, also=["n"])
        rows = engines.rows(found)

    assert ["one", "two", "n"] == found.collect_schema().names()
    assert [(10, 20, 1), (20, -1, 2)] == sorted(rows)


@pytest.mark.parametrize("engine", ENGINES)
@given(rows=st.lists(st.tuples(st.sampled_from(["a", "b", None]), st.sampled_from([1, None, 2**40]))))
def test_distinct_rows(engine: Engine, rows: list[tuple[str | None, int | None]]) -> None:
    """Each row is there once, those with nothing in them too."""
    frame = engines.frame_of({"id": str, "n": int}, rows, engine)
    assert sorted(set(rows), key=str) == sorted(engines.rows(engines.distinct(frame)), key=str)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("places", [[], [0], [2, 0, 2], [1]])
def test_values_are_looked_up_by_number(engine: Engine, places: list[int]) -> None:
    """Whatever the order of the table is, a number finds its own value."""
    frame = engines.frame_of({"at": int}, [(at,) for at in places], engine)
    table = engines.lift(frame, {"number": int, "value": str}, [(2, "c"), (0, "a"), (1, "b")])
    found = engines.rows(engines.looked_up(frame, "at", table).select("at", "value"))
    assert sorted((at, "abc"[at]) for at in places) == sorted(found)


@pytest.mark.parametrize("table", [[(0, "a"), (2, "c")], [(1, "b")], [(0, "a"), (0, "b")]])
def test_a_place_is_not_taken_for_a_number(table: list[tuple[int, str]]) -> None:
    """A table with a gap would tell of one what is known of another."""
    frame = engines.frame_of({"at": int}, [(0,)])
    with pytest.raises(ValueError, match="missing, or there twice"):
        engines.looked_up(frame, "at", engines.lift(frame, {"number": int, "value": str}, table))


@pytest.mark.parametrize("number", [-1, 2])
def test_a_number_that_is_not_there_has_no_value(number: int) -> None:
    """Not that of the last, nor any other: Polars refuses it, DuckDB leaves the row out."""
    frame, table = engines.frame_of({"at": int}, [(number,)]), [(0, "a"), (1, "b")]
    with pytest.raises(pytest.importorskip("polars").exceptions.PolarsError):
        engines.rows(engines.looked_up(frame, "at", engines.lift(frame, {"number": int, "value": str}, table)))
    frame = engines.frame_of({"at": int}, [(number,)], "duckdb")
    known = engines.lift(frame, {"number": int, "value": str}, table)
    assert [] == engines.rows(engines.looked_up(frame, "at", known))


@pytest.mark.parametrize("engine", ENGINES)
def test_counts_and_totals_are_plain_numbers(engine: Engine) -> None:
    """Whatever an engine's own type of a count is."""
    frame = engines.frame_of({"n": int}, [(1,), (2,), (None,)], engine)
    assert [(3, 3)] == engines.rows(frame.select(a=engines.count(), b=engines.total(nw.col("n"))))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("day", [date(1600, 2, 29), date(1999, 12, 31), date(2000, 1, 1), date(2024, 2, 29)])
def test_day_numbers_are_pythons(engine: Engine, day: date) -> None:
    """The number of a day is `date.toordinal()`."""
    frame = engines.frame_of({"on": date}, [(day,)], engine)
    assert [(day.toordinal(),)] == engines.rows(frame.select(engines.day_number(nw.col("on")).alias("on")))


@pytest.mark.parametrize("engine", ENGINES)
def test_stacked_frames_go_by_name(engine: Engine) -> None:
    """Columns in another order do not end up in each other's place."""
    one = engines.frame_of({"a": int, "b": int}, [(1, 2)], engine)
    other = engines.lift(one, {"b": int, "a": int}, [(20, 10)])
    assert [(1, 2), (10, 20)] == sorted(engines.rows(engines.stack([one, other])))


def test_parquet_is_the_same_bytes_each_time() -> None:
    """The same rows give the same file, and the file gives the rows."""
    data = engines.write_parquet(TYPES, ROWS)
    assert data == engines.write_parquet(TYPES, ROWS)
    assert (list(TYPES), ROWS) == engines.read_parquet(data)
    assert ROWS == engines.from_parquet(data)


def test_what_is_no_parquet_says_so() -> None:
    """Any other bytes are a ValueError in words."""
    with pytest.raises(ValueError, match="not a Parquet file"):
        engines.read_parquet(b"id,name\n")


def test_rows_of_a_callers_frame() -> None:
    """Polars, pandas and DuckDB frames give names and plain rows."""
    duckdb, pandas, polars = (pytest.importorskip(name) for name in ("duckdb", "pandas", "polars"))
    columns = {"id": ["a", "b"], "n": [1, 2]}
    frames = [polars.DataFrame(columns), polars.LazyFrame(columns), pandas.DataFrame(columns)]
    frames.append(duckdb.sql("SELECT 'a' AS id, 1 AS n UNION ALL SELECT 'b', 2 ORDER BY id"))
    for frame in frames:
        assert (["id", "n"], [("a", 1), ("b", 2)]) == engines.plain_rows(frame)


def test_a_stranger_is_nobody_though_a_hash_is_that_of_a_partner(monkeypatch):
    """A second hash tells two texts apart whose first hash is the same; who is known keeps the number."""
    polars = pytest.importorskip("polars")
    real, seeds = polars.Expr.hash, []

    def alike(text, seed=0, *more):
        seeds.append(seed)
        return text.str.len_bytes().cast(polars.UInt64) if seed == seeds[0] else real(text, seed, *more)

    monkeypatch.setattr(polars.Expr, "hash", alike)
    frame = engines.frame_of({"id": str}, [("a",), ("z",), ("bb",)])
    known = engines.lift(frame, {"text": str, "number": int}, [("a", 10), ("bb", 20)])
    found = engines.rows(engines.beside(frame, {"number": ("id", known)}, 0).select("id", "number"))
    assert [("a", 10), ("bb", 20), ("z", 0)] == sorted(found)


@pytest.mark.parametrize("engine", ENGINES)
@given(days=st.lists(st.dates(), min_size=2, unique=True))
@example(days=[date(2021, 1, 1), date(2020, 12, 31), date(2020, 1, 1), date(2019, 12, 31)])
def test_a_later_day_has_a_larger_number(engine: Engine, days: list[date]) -> None:
    """Days in the order of `day_order` are in their own order, and no two have one number."""
    frame = engines.frame_of({"on": date}, [(day,) for day in days], engine)
    numbers = dict(engines.rows(frame.select("on", n=engines.day_order(nw.col("on")))))

    assert sorted(days) == sorted(days, key=numbers.__getitem__)
    assert len(days) == len(set(numbers.values()))
