"""What Spark does as the other engines do: the same rows in, the same rows out, whatever the session."""

import gc
import os
from datetime import UTC, date, datetime

import narwhals as nw
import pytest
from tests.spark.town import empty_columns, town

from coprod import Partner, Project, engines
from coprod.errors import CoprodError, InvalidInput
from coprod.records import View

TYPES = {"id": str, "n": int, "x": float, "yes": bool, "on": date, "at": datetime}
ROWS = [
    ("a'b", 1, 2.5, True, date(2019, 2, 28), datetime(2019, 2, 28, 12, tzinfo=UTC)),
    ("İ straße\n", 2**62, 1e300, False, date(1600, 2, 29), datetime(2019, 10, 27, 1, 30, 0, 1, tzinfo=UTC)),
    ("", -1, -0.5, None, date(9999, 12, 31), datetime(2019, 10, 27, 0, 30, tzinfo=UTC)),  # the same hour in London
    (None, None, None, None, None, None),
]


@pytest.fixture(params=["strict", "lenient"])
def session(request):
    """Each of the two sessions."""
    return request.getfixturevalue(request.param)


def test_rows_come_back(session):
    """Plain rows in a frame are the same plain rows again, nulls and instants included."""
    found = engines.rows(engines.frame_of(TYPES, ROWS, "spark", session))

    assert sorted(ROWS, key=str) == sorted(found, key=str)
    assert {UTC, None} == {row[-1] and row[-1].tzinfo for row in found}


def test_no_rows_keep_their_columns(strict):
    """An empty table has its columns and types."""
    frame = engines.frame_of(TYPES, [], "spark", strict)

    assert (list(TYPES), []) == (frame.collect_schema().names(), engines.rows(engines.keep(frame)))
    assert "spark" == engines.engine_of(frame)


def test_frames_work_together(session):
    """Lifted rows are joined, kept rows are the same, counts are plain numbers, stacked frames go by name."""
    frame = engines.frame_of({"id": str, "n": int}, [("a", 1), ("b", 2), ("c", None)], "spark", session)
    lifted = engines.lift(frame, {"n": int, "id": str}, [(1, "a")])

    assert [("a", 1, 1)] == engines.rows(frame.join(lifted.select("id", m="n"), on="id", how="inner"))
    assert [("b",)] == engines.rows(engines.keep(frame.filter(nw.col("n") > 1).select("id")))
    assert [(3, 3)] == engines.rows(frame.select(a=engines.count(), b=engines.total(nw.col("n"))))
    assert [("a", 1), ("a", 1)] == engines.rows(engines.stack([frame, lifted]).filter(nw.col("id") == "a"))
    days = engines.lift(frame, {"on": date}, [(date(2024, 2, 29),)])
    assert [(date(2024, 2, 29).toordinal(),)] == engines.rows(days.select(n=engines.day_number(nw.col("on"))))
    assert [(2024 * 366 + 60,)] == engines.rows(days.select(n=engines.day_order(nw.col("on"))))


def test_many_rows_go_through_a_file(strict, monkeypatch):
    """Many rows are handed over as Parquet and kept in the cache; what nobody holds any more is let go."""
    from coprod.engines import in_spark

    monkeypatch.setattr(in_spark, "FEW", 3)
    many = [("a", number) for number in range(50)]
    frame = engines.frame_of({"id": str, "n": int}, many, "spark", strict)
    kept = engines.keep(frame.filter(nw.col("n") >= 10))
    cached = strict._jsparkSession.sharedState().cacheManager()

    assert ["file"] == [file.partition(":")[0] for file in frame.to_native().inputFiles()]
    assert many[10:] == sorted(engines.rows(kept))
    assert not cached.isEmpty()
    del kept
    gc.collect()
    assert [(50,)] == engines.rows(engines.keep(frame.select(n=engines.count())))
    assert cached.isEmpty()


def test_sums_past_two_to_the_31(session):
    """More than fits in 32 bits is added up."""
    large = engines.frame_of({"n": int}, [(2**31,), (2**40,)], "spark", session)

    assert [(2**31 + 2**40,)] == engines.rows(large.select(n=engines.total(nw.col("n"))))


@pytest.mark.skipif("COPROD_DEEP" not in os.environ, reason="takes half a minute: set COPROD_DEEP=1")
def test_counts_past_two_to_the_31(strict):
    """More rows than fit in 32 bits are counted."""
    many = nw.from_native(strict.range(2**31 + 5, numPartitions=2))

    assert [(2**31 + 5,)] == engines.rows(many.select(n=engines.count()))


def test_a_project_is_the_same(lenient):
    """A project on Spark equals itself in memory, whatever its cells hold, and so it does at the end of a day."""
    project = town(1, 12, 16)
    moved = project.on("spark", lenient)
    empty = Project("Nobody").on("spark", lenient)

    assert [] == empty_columns(project)
    assert project == moved
    assert project.at(date(2019, 12, 31)) == moved.at(date(2019, 12, 31))
    assert Project("Nobody") == empty == empty.at(date(2019, 12, 31))


def test_a_callers_frames(session):
    """Frames of Spark are read in their own session, as those of another library are, and copied on the way in."""
    at = datetime(2019, 3, 1, 18, 30, tzinfo=UTC)
    partners = session.createDataFrame([("ana", "person"), ("Ana", "person")], "id string, kind string")
    partners.createOrReplaceTempView("partners")
    views = session.sql("select 'v1' as id, 'Ana' as partner, 'idea' as kind, timestamp'2019-03-01 18:30:00Z' as at")
    found = Project.from_frames("Tea", {Partner: partners, View: views}, engine="spark")
    people = [Partner("ana", kind="person"), Partner("Ana", kind="person")]

    assert Project("Tea", [*people, View("v1", partner="Ana", kind="idea", at=at)]) == found
    assert "spark" == engines.engine_of(found.frame(View))
    assert session.conf.get("spark.sql.session.timeZone") == found.frame(View).to_native().sparkSession.conf.get(
        "spark.sql.session.timeZone"
    )


def test_instants_need_a_time_zone(strict):
    """A wall clock's time is refused, with the name of the column: nobody knows which instant it means."""
    views = strict.sql("select 'v1' as id, 'idea' as kind, timestamp_ntz'2019-03-01 18:30:00' as at")

    with pytest.raises(InvalidInput, match="instants that have a time zone") as caught:
        Project.from_frames("Tea", {View: views})

    assert ["at"] == [problem.column for problem in caught.value.problems]


def test_ids_are_read_alike(strict):
    """An id is brought to one Unicode form, and one that is then there twice is refused, on all three alike."""
    import polars as pl
    from duckdb import from_arrow

    rows = {"id": ["Zoe\u0308", "Zoë", "zoë"], "kind": ["person"] * 3}
    frame = pl.DataFrame(rows)
    problems = []
    for each in (frame, from_arrow(frame.to_arrow()), strict.createDataFrame(frame.to_arrow())):
        with pytest.raises(InvalidInput) as caught:
            Project.from_frames("Tea", {Partner: each})
        problems.append(str(caught.value))

    assert [problems[0]] * 3 == problems
    one = strict.createDataFrame(frame.head(1).to_arrow())
    assert ["Zoë"] == [partner.id for partner in Project.from_frames("Tea", {Partner: one}).records(Partner)]


def test_an_engine_that_is_not_there(monkeypatch):
    """What to install is said, where it is not."""
    import sys

    monkeypatch.setitem(sys.modules, "coprod.engines.in_spark", None)

    with pytest.raises(CoprodError, match=r'spark needs more packages: pip install "coprod\[spark\]"'):
        Project("Tea").on("spark")
