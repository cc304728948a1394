"""Numbers that anybody can count from what is released by name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod import GroupTable, Request, Settings
from coprod.consent.disclosure import protect

PUBLIC, NAMED = Request("publication", "public"), Request("publication", "funder")


def one_row(**numbers: int) -> GroupTable:
    """How many people each group has."""
    return GroupTable.of("people", ["group"], [((group,), n, n) for group, n in numbers.items()])


def facts(*, within=True, **groups: tuple[int, int]) -> GroupTable:
    """How many of each group were asked, and how many of these answered."""
    cells = [
        ((g, what), n, n) for g, pair in groups.items() for what, n in zip(("asked", "answered"), pair, strict=True)
    ]
    return GroupTable.of("views", ["group", "what"], cells, within={"answered": "asked"} if within else {})


def shown(table: GroupTable, opened: GroupTable | None, request: Request = NAMED) -> dict[tuple[str, ...], int | None]:
    """What is shown of a table of which some is open."""
    (found,) = protect([table], Settings(), request, opened=[opened] if opened else None, people=100)
    return {cell.labels: cell.number for cell in found.cells}


def test_a_number_whose_members_are_all_named_is_shown_as_it_is():
    """Three who share their names are three, also for the public, who get fives of what is hidden."""
    table = one_row(a=3, b=33, c=41)

    assert {("a",): 3, ("b",): 35, ("c",): 40} == shown(table, one_row(a=3), PUBLIC)
    assert {("a",): 3, ("b",): 33, ("c",): 41} == shown(table, one_row(a=3))


def test_what_counts_is_how_many_are_hidden():
    """Twelve of whom nine are named leave three, who are too few."""
    assert None is shown(one_row(a=12, b=20, c=30), one_row(a=9))["a",]
    assert 12 == shown(one_row(a=12, b=20, c=30), one_row(a=7))["a",]


def test_a_named_number_is_blank_where_a_total_less_it_points_at_others():
    """Of fifteen people twelve are named: fifteen less twelve are the three who are not."""
    assert {("a",): None, ("b",): None} == shown(one_row(a=12, b=3), one_row(a=12))


def test_a_part_that_is_named_is_blank_where_the_rest_is_few():
    """Nine were asked, and the six who answered are named: the other three did not."""
    found = shown(facts(a=(9, 6), b=(40, 20), c=(50, 22)), facts(a=(6, 6)))

    assert (None, None) == (found["a", "asked"], found["a", "answered"])


@pytest.mark.parametrize("opened", [one_row(a=13), GroupTable.of("people", ["group"], [(("a",), 12, 4)])])
def test_what_does_not_fit_opens_nothing(opened):
    """More named than there are, or all of a number by fewer people than it stands on, is no reason to show more."""
    table = one_row(a=12, b=20, c=3)

    assert shown(table, None) == shown(table, opened)


def test_where_all_are_named_zeros_are_shown():
    """A 0 or a full line tells nothing of people whom anybody can count."""
    table = facts(a=(3, 3), b=(2, 0))

    assert {("a", "asked"): 3, ("a", "answered"): 3, ("b", "asked"): 2, ("b", "answered"): 0} == shown(table, table)
    assert {None} == set(shown(table, None).values())


@given(st.lists(st.integers(0, 30), min_size=2, max_size=5), st.data())
def test_naming_people_shows_no_other(numbers, data):
    """S1: no number that is shown hides 1 to t-1 people."""
    named = [data.draw(st.integers(0, n)) for n in numbers]
    table, opened = (one_row(**{f"g{at}": n for at, n in enumerate(each)}) for each in (numbers, named))
    found = shown(table, opened)

    for at, (n, open_n) in enumerate(zip(numbers, named, strict=True)):
        assert found[f"g{at}",] is None or not 0 < n - open_n < 5


def test_the_tables_have_to_be_the_same():
    """What is open is counted in the same tables in the same order."""
    with pytest.raises(ValueError, match="same tables"):
        protect([one_row(a=12)], Settings(), NAMED, opened=[])
