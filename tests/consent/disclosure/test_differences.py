"""S7: nobody can be told by taking a table from one that left before."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod import GroupTable, Request, Settings
from coprod.consent.disclosure import BASE, as_counts, protect
from coprod.counts import Counts

PUBLIC, NAMED = Request("publication", "public"), Request("publication", "funder")
NUMBERS = st.integers(20, 60)


def people(*, name="people", check="voice", **numbers: int) -> GroupTable:
    """How many people each group has."""
    cells = [((group,), n, n) for group, n in numbers.items()]
    return attrs.evolve(GroupTable.of(name, ["group"], cells), check=check)


def leave(
    table: GroupTable, request: Request, *earlier: Counts, grouping: str = "here_as"
) -> tuple[GroupTable, Counts]:
    """A table as it leaves, and as the ledger keeps it."""
    (shown,) = protect([table], Settings(), request, earlier=earlier, grouping=grouping)
    return shown, as_counts(shown, grouping, BASE if request.public else 1)


def held(table: GroupTable, request: Request, *earlier: Counts, grouping: str = "here_as") -> bool:
    """Whether nothing of a table leaves."""
    return all(cell.number is None for cell in leave(table, request, *earlier, grouping=grouping)[0].cells)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"a": 20, "b": 30}, {"a": 19, "b": 30}),  # someone withdrew
        ({"a": 20, "b": 30}, {"a": 20, "b": 34}),  # four came later
        ({"a": 20, "b": 30}, {"a": 21, "b": 29}),  # one changed groups
        ({"a": 20, "b": 30, "c": 40}, {"a": 30, "b": 20, "c": 41}),  # all in all, one more
    ],
)
def test_who_left_or_came_is_not_pointed_at(before, after):
    """The difference would be one to four people, so the new table is held."""
    _, first = leave(people(**before), NAMED)

    assert held(people(**after), NAMED, first)


def test_enough_together_may_be_told():
    """Five at once point at nobody, and the same table again tells nothing."""
    _, first = leave(people(a=20, b=30), NAMED)

    assert not held(people(a=20, b=30), NAMED, first)
    assert not held(people(a=25, b=30), NAMED, first)


def test_two_audiences_share_what_they_know():
    """What the funder has exactly and the public in fives is compared in fives, by the stricter threshold."""
    _, exact = leave(people(a=21, b=30), NAMED)
    _, fives = leave(people(a=21, b=30), PUBLIC)

    assert not held(people(a=21, b=30), PUBLIC, exact)
    assert not held(people(a=22, b=30), NAMED, fives)
    assert held(people(a=23, b=30), NAMED, fives)
    assert held(people(a=26, b=30), PUBLIC, exact)
    assert held(people(a=31, b=30), NAMED, fives)  # eleven apart, as far as fives tell: perhaps nine
    assert not held(people(a=36, b=30), NAMED, fives)


def test_every_earlier_table_counts():
    """Not only the latest."""
    tables = [leave(people(a=n, b=30), NAMED)[1] for n in (20, 27)]

    assert held(people(a=22, b=30), NAMED, *tables)
    assert not held(people(a=34, b=30), NAMED, *tables)


def test_whatever_the_groups_are_totals_are_compared():
    """Fifty-one people by sector less fifty by the way they are here are one person."""
    _, first = leave(people(a=20, b=30), NAMED)

    assert held(people(north=25, south=26), NAMED, first, grouping="area")
    assert not held(people(north=25, south=25), NAMED, first, grouping="area")


def test_a_new_group_was_nobody_before():
    """A label that one table has and the other does not is 0 there; a blank is not compared."""
    _, first = leave(people(a=20, b=30), NAMED)
    blank = attrs.evolve(first, cells=[attrs.evolve(cell, number=None) for cell in first.cells])

    assert not held(people(a=20, b=30, c=12), NAMED, first)
    assert held(people(a=21, b=30), NAMED, first)
    assert not held(people(a=21, b=30), NAMED, blank)


@pytest.mark.parametrize("other", [{"name": "views"}, {"check": "heard"}])
def test_other_tables_are_other_tables(other):
    """Only the same table of the same check is compared."""
    _, first = leave(people(a=20, b=30, **other), NAMED)

    assert not held(people(a=21, b=30), NAMED, first)


def test_left_overs_are_compared():
    """Ten more were asked and nine more answered: one did not."""

    def views(asked: int, answered: int) -> GroupTable:
        cells = [(("a", "asked"), asked, asked), (("a", "answered"), answered, answered)]
        return GroupTable.of("views", ["group", "what"], cells, within={"answered": "asked"})

    _, first = leave(views(40, 20), NAMED)

    assert held(views(50, 29), NAMED, first)
    assert not held(views(50, 30), NAMED, first)


def test_parts_of_a_whole_are_exact():
    """Half a view more is a difference; a table in other parts cannot be compared, and is held."""

    def views(parts: int, scale: int = 60) -> GroupTable:
        return GroupTable.of("views", ["group"], [(("a",), parts, 20)], scale=scale)

    _, first = leave(views(60 * 20), NAMED)

    assert held(views(60 * 20 + 30), NAMED, first)
    assert not held(views(60 * 25), NAMED, first)
    assert held(views(60 * 20, scale=12), NAMED, first)


@given(st.dictionaries(st.sampled_from("abc"), NUMBERS, min_size=1), st.dictionaries(st.sampled_from("abc"), NUMBERS))
def test_every_difference_is_nobody_or_enough(before, after):
    """S7: of any two tables that leave, each number and the total differ by 0 or by the threshold at least."""
    _, first = leave(people(**before), NAMED)
    second, _ = leave(people(**after), NAMED, first)
    numbers = {cell.labels[0]: cell.number for cell in second.cells}
    if None in numbers.values() or not numbers:
        return
    differences = [numbers.get(group, 0) - before.get(group, 0) for group in {**before, **numbers}]

    assert [] == [n for n in (*differences, sum(differences)) if 0 < abs(n) < 5]


def test_the_ledger_keeps_what_left():
    """Labels, numbers and how they were rounded; never on how many people they stood."""
    _, kept = leave(people(a=23, b=31), PUBLIC)

    assert ("voice", "people", ("group",), "here_as", BASE) == (
        kept.check,
        kept.name,
        kept.by,
        kept.grouping,
        kept.base,
    )
    assert [25, 30] == [cell.number for cell in kept.cells]
    assert kept == Counts.from_dict(kept.to_dict())
