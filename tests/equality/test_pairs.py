"""Partners and pairs as numbers: large ones are taken apart exactly, whatever an engine divides with."""

import math

import narwhals as nw
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from coprod.equality.pairs import _whole


@given(st.integers(0, 2**50 - 1), st.integers(1, 2**40), st.data())
def test_taken_apart(times, by, data):
    """A number is divided without its rest also by an engine that divides decimals, as Spark does."""
    number = times * by + data.draw(st.integers(0, by - 1))

    asked = number - number % by + by // 2

    assert times == math.floor(float(asked) / float(by))


@given(st.integers(0, 2**30), st.integers(1, 2**30), st.data())
def test_as_asked_of_an_engine(times, by, data):
    """Polars, which divides whole numbers, finds the same."""
    number = times * by + data.draw(st.integers(0, by - 1))
    frame = nw.from_native(pl.LazyFrame({"number": [number]}))

    found = frame.select(times=_whole(nw.col("number"), by)).collect()

    assert [times] == found["times"].to_list()
