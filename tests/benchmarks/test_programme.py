"""The invented programme is a real project, the same at each run, and of the size that was asked for."""

from collections import Counter

import polars as pl
import pytest

import coprod
from coprod.records import BUILT_IN, Partner, Relationship, View
from coprod.schema import columns_of


def test_coprod_reads_a_programme_without_a_problem(programme_folder):
    """Ten thousand relationships, a tenth as many partners, half as many views; and all its tables have rows."""
    project = coprod.read(programme_folder)
    assert [1_000, 10_000, 5_000] == [project.count(kind) for kind in (Partner, Relationship, View)]
    assert [] == [kind.table() for kind in BUILT_IN if not project.count(kind)]


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_what_is_loaded_without_checking_is_what_is_read(small_folder, engine):
    """Parquet, CSV, and the tables in memory of either engine hold the same project."""
    from job_reading import csv_of
    from programme import load

    read = coprod.read(small_folder)
    assert read == load(small_folder, engine)
    assert read == coprod.read(csv_of(small_folder))


def test_the_same_size_gives_the_same_programme(small_folder, tmp_path):
    """Every cell is a hash of its row number: a second run writes the same rows."""
    from programme import generate

    generate(tmp_path, 1_000)
    for kind in BUILT_IN:
        first, second = (pl.read_parquet(folder / f"{kind.table()}.parquet") for folder in (small_folder, tmp_path))
        assert first.equals(second), kind.table()


def test_cells_that_may_be_empty_sometimes_are(programme_folder):
    """In each column that is not required some cells are empty, and in all but notes some are filled."""
    for kind in (Partner, Relationship, View):
        frame = pl.read_parquet(programme_folder / f"{kind.table()}.parquet")
        optional = [name for name, column in columns_of(kind).items() if not column.required and name in frame.columns]
        empty = {name: frame[name].null_count() for name in optional}
        assert all(empty.values()), (kind, empty)
        assert {"note"} == {name for name in optional if empty[name] == len(frame)}


def test_few_partners_have_very_many_ties(programme_folder):
    """Degrees are skewed: the busiest hundredth of the partners has more than a tenth of all ends."""
    ties = pl.read_parquet(programme_folder / "relationships.parquet")
    degrees = Counter([*ties["source"], *ties["target"]])
    busiest = sum(number for _, number in degrees.most_common(10))
    assert busiest > 2 * len(ties) / 10
