"""A project as one workbook."""

import io
import sys
import zipfile
from datetime import date

import pytest

pytest.importorskip("python_calamine")
xlsxwriter = pytest.importorskip("xlsxwriter")

from coprod.errors import CoprodError, InvalidInput  # noqa: E402  # after what it needs
from coprod.formats.project_files import read_project, save_project  # noqa: E402
from coprod.records import Partner  # noqa: E402

SETTINGS = [["coprod = 1"], ['name = "Tea"']]
PARTNERS = [["id", "kind", "people", "joined"], ["ana", "person", 1, date(2019, 1, 10)]]


@pytest.fixture
def book(tmp_path):
    """Write a workbook of sheets, each a list of rows, and give its path."""

    def written(**sheets):
        path = tmp_path / "tea.xlsx"
        with xlsxwriter.Workbook(path) as out:
            days = out.add_format({"num_format": "dd/mm/yyyy"})
            for name, rows in sheets.items():
                sheet = out.add_worksheet(name)
                for row, cells in enumerate(rows):
                    for column, value in enumerate(cells):
                        if isinstance(value, date):
                            sheet.write_datetime(row, column, value, days)
                        else:
                            sheet.write(row, column, value)
        return path

    return written


def problems(path):
    """What is wrong with a workbook: sheet, cell, column, value, expected."""
    with pytest.raises(InvalidInput) as caught:
        read_project(path)
    assert {path.name} == {p.file for p in caught.value.problems}
    return [(p.sheet, p.cell, p.column, p.value, p.expected) for p in caught.value.problems]


def test_as_people_write_it(book):
    """Numbers, days and text are read as what they are, whatever the cells look like."""
    project = read_project(book(coprod=SETTINGS, partners=PARTNERS, Notes=[["milk"]]))

    assert (Partner("ana", kind="person", people=1, joined=date(2019, 1, 10)),) == project.records(Partner)


def test_numbers_as_ids(book):
    """An id that the workbook keeps as a number is that number, not 7.0."""
    project = read_project(book(coprod=SETTINGS, partners=[["id", "kind"], [7, "person"]]))

    assert ["7"] == [partner.id for partner in project.records(Partner)]


def test_problems_name_sheet_and_cell(book):
    """Problems of tables and settings name sheet and cell, all at once."""
    rows = [["id", "kind"], ["ana", "persn"], ["bo", "person", "Bo"]]
    path = book(coprod=[*SETTINGS, ['timezon = "UTC"']], partners=rows, space=[["id"]])

    kinds = "one of person, organisation, group, team"
    assert [
        ("coprod", "A3", "timezon", "timezon", "a key that coprod knows"),
        ("partners", "C3", "", "Bo", "a name for column 3 in the header"),
        ("space", "", "", "space", "a table that coprod knows"),
        ("partners", "B2", "kind", "persn", kinds),
    ] == sorted(problems(path), key=lambda found: (found[0] != "coprod", found[4] == kinds))


def test_sentence(book):
    """The sentence says the sheet and the cell."""
    path = book(coprod=SETTINGS, partners=[["id", "kind"], ["ana", "persn"]])

    with pytest.raises(InvalidInput) as caught:
        read_project(path)

    assert str(caught.value).startswith(
        "tea.xlsx, sheet partners, cell B2, column kind: found `persn`, expected one of"
    )


def test_formula_that_fails(tmp_path):
    """A cell whose formula gives an error is not taken for an empty one."""
    with xlsxwriter.Workbook(tmp_path / "tea.xlsx") as out:
        settings, partners = out.add_worksheet("coprod"), out.add_worksheet("partners")
        settings.write_column(0, 0, [line for (line,) in SETTINGS])
        partners.write_row(0, 0, ["id", "kind", "area"])
        partners.write_row(1, 0, ["ana", "person"])
        partners.write_formula(1, 2, "=VLOOKUP(1,A:A,2)", None, "#N/A")

    assert [("partners", "C2", "area", "an error", "a value")] == problems(tmp_path / "tea.xlsx")


def test_no_settings(book):
    """A workbook without the sheet that says what it is."""
    assert [("", "", "", "", "a sheet `coprod` with the settings")] == problems(book(partners=PARTNERS))


def test_settings_beside_column_a(book):
    """A value in a column of its own is no line of settings."""
    path = book(coprod=[["coprod = 1"], ["name", "Tea"]])

    assert [("coprod", "B2", "", "Tea", "nothing beside column A")] == problems(path)


def test_curly_quotes(book):
    """Quotes as word processors like them are told apart."""
    path = book(coprod=[["coprod = 1"], ["name = \u201cTea\u201d"]])

    with pytest.raises(InvalidInput) as caught:
        read_project(path)

    assert [("A2", 'Use straight quotes: `"`.')] == [(p.cell, p.hint) for p in caught.value.problems]


def test_empty_sheet(book):
    """A sheet of a table with nothing in it."""
    found = problems(book(coprod=SETTINGS, partners=[]))

    assert [("partners", "", "", "an empty sheet", "a first row with the names of the columns")] == found


def test_text_is_never_a_formula(tmp_path):
    """Text that looks like a formula or a link is written as text."""
    from coprod import Project

    named = Project("Tea", [Partner("ana", kind="person", name='=HYPERLINK("http://x")', area="http://x")])
    save_project(named, tmp_path / "tea.xlsx")

    with zipfile.ZipFile(tmp_path / "tea.xlsx") as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/")]
    assert [False] * len(sheets) == [b"<f>" in sheet or b"hyperlink" in sheet for sheet in sheets]
    assert named == read_project(tmp_path / "tea.xlsx")


def test_text_that_no_cell_holds(tmp_path):
    """A text longer than a cell can hold is refused, where the writer would cut it."""
    from coprod import Project

    with pytest.raises(InvalidInput) as caught:
        save_project(Project("Tea", [Partner("ana", kind="person", name="x" * 40_000)]), tmp_path / "tea.xlsx")

    assert [("partners", 1, "name")] == [(p.file, p.row, p.column) for p in caught.value.problems]
    assert [] == list(tmp_path.iterdir())


def archive(entries):
    """A zip file of entries, as pairs of name and bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in entries:
            made.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "value", "expected"),
    [
        (b"", "", "an .xlsx workbook"),
        (b"id,kind\n", "", "an .xlsx workbook"),
        (archive([("a.txt", b"x")]), "", "an .xlsx workbook"),
        (
            archive([(f"{n}", b"") for n in range(2001)]),
            "2001 entries",
            "a workbook with at most 2000 entries",
        ),
        (
            archive([("xl/worksheets/sheet1.xml", b'<c r="A1"/><c r="XFD1048576"/>')]),
            "1048576 rows and 16384 columns",
            "a workbook with sheets of at most 20000000 cells",
        ),
    ],
    ids=["empty", "csv", "no workbook", "many entries", "wide and long"],
)
def test_files_that_are_no_workbook(tmp_path, data, value, expected):
    """What is no workbook, or one made to fill the memory, is one problem."""
    (tmp_path / "tea.xlsx").write_bytes(data)

    assert [("", "", "", value, expected)] == problems(tmp_path / "tea.xlsx")


def test_password(book):
    """An entry that is encrypted."""
    path = book(coprod=SETTINGS)
    data = bytearray(path.read_bytes())
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)

    assert ["a workbook without a password"] == [found[4] for found in problems(path)]


def test_package_for_reading_is_missing(book, monkeypatch):
    """Without the package that reads workbooks, the sentence says how to get it."""
    monkeypatch.setitem(sys.modules, "python_calamine", None)

    with pytest.raises(CoprodError, match=r'pip install "coprod\[xlsx\]"'):
        read_project(book(coprod=SETTINGS))


def test_package_for_writing_is_missing(tmp_path, monkeypatch, small):
    """The same for the package that writes them; nothing is written."""
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)

    with pytest.raises(CoprodError, match=r'pip install "coprod\[xlsx\]"'):
        save_project(small, tmp_path / "tea.xlsx")

    assert [] == list(tmp_path.iterdir())
