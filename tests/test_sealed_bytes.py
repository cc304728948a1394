"""Rows that are sealed on an engine give the bytes that plain rows give, however they are put in order."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coprod.engines import Engine, connect, frame_of, in_polars, lift_columns, rows, sealed, write_parquet
from coprod.tables import in_order

TYPES = {"who": str, "n": int, "x": float, "yes": bool, "nothing": str}
TEXT = st.none() | st.sampled_from(["", "a", "b", "A", "\u00e9", "\ud7ff", "\ue000", "\U0001f375", "a;b", "'", '"x"'])
ROWS = st.lists(
    st.tuples(
        TEXT,
        st.none() | st.sampled_from([0, 1, -1, 2**40]),
        st.none() | st.sampled_from([0.0, 0.5, -1.0, 1e300]),
        st.none() | st.booleans(),
        st.none(),
    ),
    max_size=12,
)
SMALLEST = 3  # rows in a part


def engines() -> list[Engine]:
    """Return the engines that are there."""
    try:
        import duckdb  # noqa: F401
    except ImportError:
        return ["polars"]
    return ["polars", "duckdb"]


@pytest.mark.parametrize("engine", engines())
@given(ROWS)
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
def test_the_same_bytes(engine: Engine, found: list[tuple[object, ...]]) -> None:
    """Nulls come first, texts by their code points; where the rows are many, part after part."""
    before, in_polars.PART = in_polars.PART, SMALLEST
    try:
        frame = frame_of(TYPES, found, engine, connect(engine))
        expected = write_parquet(TYPES, sorted(found, key=in_order)) if found else b""
        assert expected == sealed(frame, TYPES)
    finally:
        in_polars.PART = before


@pytest.mark.parametrize("engine", engines())
def test_many_values_are_lifted(engine: Engine) -> None:
    """Columns of plain values become a frame that can be joined to one that is there."""
    like = frame_of({"who": str}, [("a",), ("c",)], engine, connect(engine))
    known = lift_columns(like, {"who": str, "n": int}, {"who": ["a", "b"], "n": [1, 2]})
    assert [("a", 1), ("c", None)] == sorted(rows(like.join(known, on="who", how="left").select("who", "n")))
