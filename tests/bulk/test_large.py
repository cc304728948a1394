"""Large tables: every problem in its place, the first hundred of a kind, and nothing but the file's own faults."""

import os
from datetime import date

import polars as pl
import pytest

import coprod
from coprod import project as from_frames
from coprod.consent.keeping import Keeping
from coprod.errors import InvalidInput, Problem, Tally
from coprod.formats import large_tables
from coprod.formats.csv_tables import read_csv
from coprod.formats.large_tables import large_csv, large_parquet
from coprod.formats.project_files import read_project
from coprod.project import Project
from coprod.records import Partner, Relationship
from coprod.schema import columns_of
from coprod.settings import Settings
from coprod.tables import stored_types

SETTINGS = 'coprod = 1\nname = "Tea"\n'


@pytest.fixture(autouse=True)
def everything_is_large(monkeypatch):
    """Read even the smallest table as a whole."""
    monkeypatch.setattr(large_tables, "LARGE", -1)
    monkeypatch.setattr(from_frames, "LARGE", -1)


@pytest.fixture
def tea(tmp_path):
    """A project whose tables are still to be written."""
    (tmp_path / "coprod.toml").write_text(SETTINGS)
    return tmp_path


def partners(tea, text):
    """Write partners, and read them."""
    (tea / "partners.csv").write_bytes(text.encode())
    return read_project(tea)


def problems(tea, text):
    """What is wrong with partners."""
    with pytest.raises(InvalidInput) as caught:
        partners(tea, text)
    return list(caught.value.problems)


@pytest.mark.parametrize("large", [True, False])
def test_the_rest_is_counted(tea, monkeypatch, large):
    """Of 250 alike, a hundred are told with their rows, the first ones, and the others are counted."""
    monkeypatch.setattr(large_tables, "LARGE", -1 if large else 10**9)
    rows = "".join(f"p{n},person,soon\n" for n in range(250))

    found = problems(tea, f"id,kind,joined\n{rows}")

    assert 101 == len(found)
    assert list(range(2, 102)) == [problem.row for problem in found[:-1]]
    assert "partners.csv, column joined: 150 more like this, expected a date such as 2019-02-28." == str(found[-1])


def test_kinds_are_counted_by_themselves():
    """What differs only in its details is of one kind; another column is another kind."""
    tally = Tally(Problem(f"each id once; it is also in row {n}", file="a", row=n, column="id") for n in range(120))
    tally.add(Problem("a whole number such as 3", file="a", row=1, column="people"))

    assert [20] == [problem.more for problem in tally.problems() if problem.more]
    assert "a, column id: 20 more like this, expected each id once." == str(tally.problems()[-1])
    assert tally.problems() == InvalidInput([*tally.problems()[:-1], tally.problems()[-1]]).problems


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("quote", ["", '"'])
def test_as_spreadsheets_write_it(tea, end, mark, quote):
    """Line ends, byte order mark and quotes make no difference, and neither do empty lines."""
    lines = [f"{mark}id;kind;name", "ana;person;Ana", ";;", f"bo;group;{quote}Bo{quote}", ""]

    made = partners(tea, end.join(lines))

    assert [("ana", "Ana"), ("bo", "Bo")] == [(one.id, one.name) for one in made.records(Partner)]


def test_lines_are_the_real_ones(tea):
    """After a cell of two lines and an empty line, a problem has the line that an editor shows."""
    found = problems(tea, 'id,kind,name\nana,person,"a\nb"\n\nbo,persn,\n')

    assert [(5, "kind")] == [(problem.row, problem.column) for problem in found]


def test_a_nul_in_a_cell(tea):
    """A character that no file can carry is said, with its row."""
    found = problems(tea, "id,kind,name\nana,person,A\0\nbo,person,B\n")

    assert [(2, "name", "text without the control character U+0000")] == [(p.row, p.column, p.expected) for p in found]


def test_not_utf8(tea):
    """A file that is no UTF-8 is said as for a small one, with the line."""
    (tea / "partners.csv").write_bytes(b"id,kind,name\nana,person,Zo\xeb\n")

    with pytest.raises(InvalidInput, match=r"row 2: found `ana,person,Zo.*expected UTF-8 text"):
        read_project(tea)


def test_a_parquet_file_cut_short(tea):
    """Half a file is no file; the folder is as it was, and the whole file reads."""
    whole = tea / "partners.parquet"
    pl.DataFrame({"id": [f"p{n}" for n in range(1000)], "kind": "person"}).write_parquet(whole)
    data = whole.read_bytes()
    whole.write_bytes(data[: len(data) // 2])

    with pytest.raises(InvalidInput, match=r"partners\.parquet: expected a Parquet file"):
        read_project(tea)
    whole.write_bytes(data)

    assert 1000 == read_project(tea).count(Partner)


def test_a_parquet_file_with_a_broken_middle(tea):
    """A page that cannot be unpacked is a problem of the file."""
    whole = tea / "partners.parquet"
    pl.DataFrame({"id": [f"p{n * n}" for n in range(5000)], "kind": "person"}).write_parquet(whole)
    data = bytearray(whole.read_bytes())
    data[60:400] = b"\xff" * 340
    whole.write_bytes(data)

    with pytest.raises(InvalidInput, match=r"partners\.parquet: expected a Parquet file"):
        read_project(tea)


def test_ids_are_told_apart_byte_for_byte_and_in_nfc(tea):
    """Ids that differ in case are two; one written in two Unicode forms is one."""
    found = problems(tea, "id,kind\nana,person\nANA,person\ncaf\u00e9,person\ncafe\u0301,person\n")

    assert [(5, "id", "caf\u00e9")] == [(problem.row, problem.column, problem.value) for problem in found]


@pytest.mark.parametrize("kind", [Partner, Relationship])
def test_nulls_in_every_column_that_may_be_empty(kind):
    """Empty columns of the right type read as nothing recorded."""
    types = {str: pl.String, int: pl.Int64, float: pl.Float64}
    required = {"id": "ana", "kind": "person", "source": "ana", "target": "ana"}
    cells = {
        name: pl.Series(
            [required[name] if column.required else None], dtype=types.get(stored_types(kind)[name], pl.Null)
        )
        for name, column in columns_of(kind).items()
    }
    frames = {Partner: pl.DataFrame({"id": ["ana"], "kind": ["person"]}), kind: pl.DataFrame(cells)}

    made = Project.from_frames("Tea", frames)

    filled = {name for name, value in zip(columns_of(kind), made.stored(kind)[0], strict=True) if value is not None}
    assert {name for name, column in columns_of(kind).items() if column.required} == filled


def test_nothing_is_left_behind(tea, tmp_path, monkeypatch):
    """What is kept for a moment goes, whether the table is good or not."""
    place = tmp_path / "moment"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", os.fspath(place))

    partners(tea, "id,kind\nana,person\n")
    problems(tea, "id,kind\nana,persn\n")

    assert [] == list(place.iterdir())


def test_someone_who_was_forgotten(tea):
    """They are told once for each row, in a large table as in a small one."""
    text = "id,kind,name,organisation\nana,person,Ana Lopez,ana\nbo,person,,ana\n"
    Keeping(tea).forgotten.add("ana", "Ana Lopez", date(2019, 6, 1))
    (tea / "partners.csv").write_text(text)

    with pytest.raises(InvalidInput) as caught:
        coprod.read(tea)

    assert [(2, "id"), (3, "organisation")] == [(problem.row, problem.column) for problem in caught.value.problems]


def test_frames_are_copied():
    """A frame that changes later does not change the project, and a large one needs no plain rows."""
    frame = pl.DataFrame({"id": ["ana", "bo"], "kind": ["person", "person"]})
    made = Project.from_frames("Tea", {Partner: frame})
    frame[0, "id"] = "cy"

    assert ["ana", "bo"] == [one.id for one in made.records(Partner)]
    assert "<Project 'Tea': 2 partners>" == repr(made)


def test_a_name_that_cannot_be_a_reference():
    """A name with a semicolon is a name; nothing can be referred to by it."""
    rows = [{"id": "ana", "kind": "person", "name": "Ana; Lopez"}]

    assert 1 == Project.from_rows("Tea", {Partner: rows}).count(Partner)
    assert 1 == Project.from_frames("Tea", {Partner: pl.DataFrame(rows)}).count(Partner)


def test_columns_of_ones_own(tea):
    """Columns that coprod does not know are kept as text, quotes and all."""
    (tea / "coprod.toml").write_text(SETTINGS + '[extras]\npartners = ["shoe_size"]\n')
    text = 'id,kind,shoe_size,colour\nana,person,38,"a ""b"""\nbo,person,,\n'
    slow = Project.from_source(
        "Tea", read_csv(text.encode(), Partner, Settings(), file="partners.csv"), settings=read_settings(tea)
    )

    assert slow == partners(tea, text)


def read_settings(tea):
    """The settings of the project."""
    return coprod.read(tea).settings


def test_no_large_table(tea):
    """What is no file is left to whoever reads by rows and says so."""
    assert large_csv(tea / "none.csv", Partner) is None
    assert large_parquet(tea, Partner) is None
