"""Group tables and person tables."""

import pytest

from coprod.equality.tables import Cell, GroupTable, PersonTable, Tables
from coprod.errors import NotFound

CELLS = [(("job", "asked"), 3, 2), (("job", "answered"), 1, 1), (("carer", "asked"), 4, 4)]


def table(**more):
    """A table of views by group and stage."""
    return GroupTable.of("views", ("group", "what"), CELLS, **more)


def test_order_does_not_matter():
    """The same cells in another order make an equal table."""
    assert table() == GroupTable.of("views", ["group", "what"], reversed(CELLS))


def test_looking_up():
    """One number, the people it stands on, a sum, the labels of a column; what is not there is 0."""
    views = table()

    assert (3, 2, 0, 0) == (
        views.number("job", "asked"),
        views.people("job", "asked"),
        views.number("carer", "answered"),
        views.people("carer", "answered"),
    )
    assert (7, 4) == (views.total(what="asked"), views.total(group="job"))
    assert ("carer", "job") == views.labels("group")
    assert {("carer", "asked"): 4, ("job", "asked"): 3, ("job", "answered"): 1} == views.cells_by_labels()


def test_blanks():
    """A number that may not be shown is a blank, and counts as nothing in sums."""
    views = GroupTable("views", ("group",), [Cell(("job",), None, None), Cell(("carer",), 4, 4)])

    assert views.has_blanks
    assert (0, 0, 4) == (views.number("job"), views.people("job"), views.total())
    assert Tables([views]).has_blanks
    assert not Tables([table(), PersonTable("slips", ["n"], [])]).has_blanks


@pytest.mark.parametrize("labels", [[("a",), ("a",)], [("a", "b")]])
def test_one_cell_for_each_combination(labels):
    """A combination twice, or a label too many, is an error."""
    with pytest.raises(ValueError, match="one cell for each"):
        GroupTable("views", ("group",), [Cell(each, 1, 1) for each in labels])


def test_person_table():
    """Rows are in order, and a column is a tuple."""
    slips = PersonTable("slips", ["group", "n"], [("job", 2), ("carer", 1)])

    assert (("carer", 1), ("job", 2)) == slips.rows
    assert (1, 2) == slips.column("n")


def test_tables_by_name():
    """A group table has to be there; a person table may be missing, as it is in a release."""
    slips = PersonTable("slips", ["n"], [(1,)])
    tables = Tables([table(), slips])

    assert (table(), slips) == (tables.group("views"), tables.person("slips"))
    assert (None, None) == (tables.person("views"), tables.person("people"))
    assert (2, ["views", "slips"], slips) == (len(tables), list(tables), tables["slips"])
    for name in ("people", "slips"):
        with pytest.raises(NotFound, match=f"no group table `{name}`"):
            tables.group(name)


def test_two_tables_of_one_name():
    """Two tables of one name are an error: one of them would be lost."""
    with pytest.raises(ValueError, match="two tables are named `views`"):
        Tables([table(), table()])
