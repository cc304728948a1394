"""One strict reader for CSV: nothing dropped, nothing guessed, real line numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod.errors import Problem
from coprod.formats.csv_tables import read_csv, write_csv
from coprod.records import Partner
from coprod.rows import Row
from coprod.settings import Settings


def read(data):
    """What a table of partners gives."""
    return list(read_csv(data if isinstance(data, bytes) else data.encode(), Partner, Settings(), file="p.csv"))


def values(data):
    """Line and values of each row."""
    return [(row.row, dict(row.values)) for row in read(data)]


def problems(data):
    """Line, value and what was expected of each problem."""
    return [(p.row, p.value, p.expected) for p in read(data) if isinstance(p, Problem)]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("separator", [b",", b";", b"\t"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_as_spreadsheets_write_it(mark, separator, end):
    """Commas, semicolons or tabs, with or without a byte order mark, whatever ends the lines."""
    data = mark + end.join([separator.join([b"id", b"kind"]), separator.join([b"ana", b"person"]), b""])

    assert [(2, {"id": "ana", "kind": "person"})] == values(data)


def test_other_separators_in_the_header():
    """A separator is what gives the columns that we know, not what is there most often."""
    assert [(2, {"id": "a", "x;y;z": "1", "kind": "person"})] == values("id,x;y;z,kind\na,1,person\n")


def test_empty_rows_and_columns():
    """Wholly empty rows and columns are skipped, also before the header; lines keep their numbers."""
    assert [(5, {"id": "ana", "kind": "person"})] == values("\n\nid,,kind,\n,,,\nana,,person,\n\n")


def test_lines_after_a_cell_with_line_breaks():
    """The line is the real one, also after a cell of several lines."""
    found = values('id,kind,name\na,person,"x\ny\nz"\nb,person,\n')

    assert [(2, "x\ny\nz"), (5, "")] == [(line, row["name"]) for line, row in found]


def test_cells_are_left_as_they_are():
    """Blanks, quotes, signs and words like NA stay."""
    found = values('id,kind,name,area\n#1," person ","a ""b""",NA\n')

    assert [(2, {"id": "#1", "kind": " person ", "name": 'a "b"', "area": "NA"})] == found


def test_too_many_cells():
    """Cells beyond the header are not quietly dropped; the row is reported with the first of them."""
    expected = "2 cells, as many as the header has"
    assert [(2, "Bo", expected)] == problems("id,kind\nana,person,Bo,x\n")


def test_empty_cells_at_the_end():
    """Separators after the last column are no cells."""
    assert [(2, {"id": "ana", "kind": "person"})] == values("id,kind\nana,person,,\n")


def test_too_few_cells():
    """A row that ends early is not quietly filled up."""
    assert [(2, "1 cells", "2 cells, as many as the header has")] == problems("id,kind\nana\n")


def test_value_under_no_name():
    """A value in a column without a name."""
    assert [(3, "x", "a name for column 2 in the header")] == problems("id,,kind\na,,person\nb,x,person\n")


def test_duplicate_header():
    """A column that is there twice."""
    assert [(1, "id", "each column once; column 1 has the same name")] == problems("id,kind,id\na,person,b\n")


def test_column_of_extras():
    """The name under which coprod keeps unknown columns is not one of them."""
    expected = "a column for each thing, with a name that says what it is"
    assert [(1, "extras", expected)] == problems("id,kind,extras\na,person,x\n")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ('id,kind\na,"person\nb,person\n', (2, 'a,"person', "a quote that ends this cell")),
        ('id,kind\n"a" x,person\n', (2, '"a" x,person', "a comma after a cell that ends with a quote")),
    ],
)
def test_broken_quotes(data, problem):
    """Where a quote is left open, nothing after it can be told."""
    assert [problem] == problems(data)


def test_header_alone():
    """A table without rows is empty, and its header is checked all the same."""
    assert [[], [(1, "", "the required column `kind`")]] == [read("id,kind\n"), problems("id\n")]


def test_write():
    """Written with the mark that spreadsheets need, quoted where needed and nowhere else."""
    expected = '\ufeffid,name\na,"x, ""y"""\nb,=1+1\n'.encode()
    assert expected == write_csv(["id", "name"], [["a", 'x, "y"'], ["b", "=1+1"]])


TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r"), max_size=8)


@given(st.lists(st.tuples(TEXT, TEXT), max_size=4))
def test_round_trip(rows):
    """Whatever text is written reads as it was; rows without any are skipped."""
    found = [tuple(row.values.values()) for row in read(write_csv(["id", "kind"], rows)) if isinstance(row, Row)]

    assert [row for row in rows if any(map(str.strip, row))] == found
