"""Numbers leave only where they stand on enough people, and for the public in fives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod import GroupTable, Request, Settings
from coprod.consent.disclosure import protect, threshold
from coprod.settings import Thresholds

PUBLIC, NAMED = Request("publication", "public"), Request("publication", "funder")


def table(*cells: tuple[str, int, int], scale: int = 1) -> GroupTable:
    """Return a table of label, number and people."""
    return GroupTable.of("t", ["group"], [((label,), number, people) for label, number, people in cells], scale=scale)


@pytest.mark.parametrize(("request_", "least"), [(PUBLIC, 10), (NAMED, 5), (Request("p", ["funder", "public"]), 10)])
def test_thresholds(request_: Request, least: int) -> None:
    """Ten for the public, five for a named audience; the widest counts."""
    assert least == threshold(Settings(), request_)
    assert least + 10 == threshold(Settings(thresholds=Thresholds(public=20, named=15)), request_)


def test_one_small_number_is_blank_and_so_is_another() -> None:
    """Else it could be told from how many there are in all."""
    (shown,) = protect([table(("a", 12, 12), ("b", 4, 4), ("c", 20, 20))], Settings(), NAMED)
    assert [None, None, 20] == [cell.number for cell in shown.cells]


def test_large_enough_tables_pass() -> None:
    """For a named audience numbers are as they are."""
    whole = table(("a", 12, 12), ("b", 6, 6), ("c", 3, 5))
    assert [whole] == protect([whole], Settings(), NAMED)


@given(st.integers(0, 10_000), st.sampled_from([1, 60]))
def test_numbers_for_the_public_are_rounded(number: int, scale: int) -> None:
    """S6: to fives of wholes, no more than two away, the same each time."""
    (shown,) = protect([table(("a", number * scale, 10 + number), scale=scale)], Settings(), PUBLIC)
    (cell,) = shown.cells
    assert cell.number is not None
    assert cell.people is not None
    assert (0, 0) == (cell.number % (5 * scale), cell.people % 5)
    assert abs(cell.number - number * scale) <= 2 * scale
    assert abs(cell.people - 10 - number) <= 2
    assert [shown] == protect([table(("a", number * scale, 10 + number), scale=scale)], Settings(), PUBLIC)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=6))
def test_no_number_stands_on_too_few(people: list[int]) -> None:
    """S1: no published number stands on 1 to t-1 people, and what does is not told by a blank alone."""
    cells = [(str(n), one, one) for n, one in enumerate(people)]
    for request, least in ((PUBLIC, 10), (NAMED, 5)):
        (shown,) = protect([table(*cells)], Settings(), request)
        blank = [cell for cell in shown.cells if cell.number is None]
        assert not any(cell.people is not None and 0 < cell.people < least for cell in shown.cells)
        assert not any(0 < one < least for one in people) or shown.has_blanks
        assert 1 != len(blank) or 1 == len(people)
