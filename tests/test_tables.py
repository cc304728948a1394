"""A table keeps rows or a frame, and makes the other when asked."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from coprod import Consent, Space
from coprod.engines import Engine
from coprod.schema import columns_of
from coprod.tables import Table, from_stored, stored_types, to_stored

LONDON = ZoneInfo("Europe/London")
STARTS = columns_of(Space)["starts"]
ROWS = [
    ("s2", "Tea", None, datetime(2019, 7, 1, 12, tzinfo=UTC), *[None] * 8),
    ("s1", "Vision", None, None, *[None] * 8),
]


def test_rows_are_kept_in_order() -> None:
    """The order in which rows came does not matter."""
    assert Table(Space, ROWS).rows() == Table(Space, reversed(ROWS)).rows()
    assert ["s1", "s2"] == [row[0] for row in Table(Space, ROWS).rows()]


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_a_frame_gives_the_rows_again(engine: Engine) -> None:
    """Through any engine, with instants as plain UTC."""
    table = Table(Space, ROWS)
    through = Table(Space, frame=table.on(engine).frame())
    assert table.rows() == through.rows()
    assert 2 == len(through)
    assert UTC == through.rows()[1][3].tzinfo
    assert list(stored_types(Space)) == table.frame().collect_schema().names()


def test_instants_are_kept_in_utc_and_shown_at_home() -> None:
    """One instant, two clocks."""
    given = datetime(2019, 7, 1, 14, tzinfo=timezone(timedelta(hours=2)))
    kept = to_stored(STARTS, given)
    assert (UTC, LONDON) == (kept.tzinfo, from_stored(STARTS, kept, LONDON).tzinfo)
    assert given == from_stored(STARTS, kept, LONDON)


def test_several_words_are_one_text() -> None:
    """Words in a cell are kept in order, and nothing is kept as nothing."""
    column = columns_of(Consent)["statements"]
    assert "1;2" == to_stored(column, frozenset({"2", "1"}))
    assert frozenset({"1", "2"}) == from_stored(column, "1;2", LONDON)
    assert (None, frozenset()) == (to_stored(column, frozenset()), from_stored(column, None, LONDON))


def test_extra_columns_are_one_text() -> None:
    """Pairs of name and text go into JSON and come back."""
    column = columns_of(Space)["extras"]
    pairs = (("a", 'x"y'), ("b", "é"))
    assert pairs == from_stored(column, to_stored(column, pairs), LONDON)
    assert () == from_stored(column, to_stored(column, ()), LONDON)
