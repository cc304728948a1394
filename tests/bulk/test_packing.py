"""Large tables are held in little memory, and nobody who asks sees that."""

import narwhals as nw
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.equality.building import project
from tests.equality.test_many_rows import ALLOWED, CHECKS, Town

from coprod.engines import beside, lift, packing, rows
from coprod.engines.packing import packed, with_numbers
from coprod.equality.run import run_checks
from coprod.project import Project
from coprod.settings import Settings
from coprod.tables import Table

TYPES = {"id": pl.String, "word": pl.String, "number": pl.Int64, "note": pl.String}
ROWS = [(f"p{at}", "yes" if at % 3 else None, at % 5, None) for at in range(1_000)]


@pytest.fixture
def small(monkeypatch):
    """A table is large from one row on."""
    monkeypatch.setattr(packing, "MANY", 1)


def in_columns(found, types=TYPES):
    """The columns of some rows."""
    return pl.DataFrame(found, types, orient="row").iter_columns()


def held(lazy):
    """What is held for a frame."""
    return packing._held[id(lazy)]


@given(
    st.lists(
        st.tuples(
            st.text(max_size=3),
            st.none() | st.sampled_from(["", "a", "ß"]),
            st.none() | st.integers(-(2**63), 2**63 - 1),
        ),
        min_size=1,
    )
)
def test_rows_come_back_as_they_were(found):
    """Whatever is held, what comes back has the same values and the same types."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packing, "MANY", 1)
        frame = pl.DataFrame([(*row, None) for row in found], TYPES, orient="row")

        assert frame.equals(packed(frame.iter_columns(), TYPES).collect())
        assert frame.schema == packed(frame.iter_columns(), TYPES).collect_schema()


def test_what_is_held_is_smaller(small):
    """Few words are places of a byte each, small numbers take a byte, and a column without values is not there."""
    there = held(packed(in_columns(ROWS), TYPES)).schema

    assert ["id", "word", "number"] == there.names()
    assert (pl.String, pl.Int8) == (there["id"], there["number"])
    assert there["word"].categories.to_list() == ["yes"]


def test_few_rows_are_held_as_they_are():
    """Only columns without values are left out."""
    there = held(packed(in_columns(ROWS), TYPES)).schema

    assert {"id": pl.String, "word": pl.String, "number": pl.Int64} == dict(there)


def test_many_words_are_held_as_they_are(small):
    """Words that look few at first, and are many, keep their text."""
    words = ["same" if at % 2 else f"other {at}" for at in range(1, 8_001)]
    frame = pl.DataFrame({"word": words})

    assert frame.equals(packed(frame.iter_columns(), {"word": pl.String}).collect())


def test_rows_without_any_value_are_still_there(small):
    """A table of empty cells has as many rows as before."""
    frame = pl.DataFrame([(None,), (None,)], {"note": pl.String}, orient="row")

    assert frame.equals(packed(frame.iter_columns(), {"note": pl.String}).collect())


def test_what_is_held_goes_with_the_frame(small):
    """When nobody has the frame any more, nothing is kept of it."""
    lazy = packed(in_columns(ROWS), TYPES)
    before = len(packing._held)
    del lazy

    assert before - 1 == len(packing._held)


def test_columns_beside_do_not_undo_it(small):
    """Numbers put beside a table leave the rest as it is held."""
    frame = nw.from_native(packed(in_columns(ROWS), TYPES))
    known = lift(frame, {"text": str, "number": int}, [("p1", 1), ("p2", 2)])
    found = beside(frame, {"code": ("id", known)}, 0)

    assert pl.Int8 == held(found.to_native()).schema["number"]
    assert [("p1", "yes", 1, None, 1), ("p2", "yes", 2, None, 2)] == sorted(rows(found.filter(nw.col("code") > 0)))


def test_columns_beside_a_frame_that_holds_no_less():
    """A frame that is still to be computed is computed once, so that each row has what was made of it."""
    runs = []
    lazy = pl.LazyFrame({"word": ["a", "bc"]}).map_batches(lambda frame: runs.append(1) or frame)
    found = with_numbers(lazy, {"long": "word"}, lambda _, texts: texts.str.len_chars().cast(pl.Int64))

    assert [("a", 1), ("bc", 2)] == found.collect().rows()
    assert [1] == runs


def test_numbers_of_a_column_without_values(small):
    """A column that is not held is made of as well."""
    lazy = packed(in_columns(ROWS), TYPES)
    found = with_numbers(lazy, {"code": "note"}, lambda _, texts: texts.is_null().cast(pl.Int64))

    assert len(ROWS) == found.collect()["code"].sum()


def test_checks_find_the_same(small, monkeypatch):
    """All findings are equal, whether tables, and what is kept of them, are held small or not."""
    town = project(Town().records(), settings=Settings(agreed=ALLOWED, sectors={"citizen": "own experience"}))
    plain = run_checks(town, CHECKS, by="sector")
    frames = {kind: town.frame(kind).to_native().collect() for kind in town.kinds}
    tables = {k: Table(k, frame=nw.from_native(packed(f.iter_columns(), f.schema))) for k, f in frames.items()}
    monkeypatch.setattr("coprod.engines.frames.MANY", 1)

    assert list(plain) == list(run_checks(Project.made_of(town.name, town.settings, tables), CHECKS, by="sector"))
