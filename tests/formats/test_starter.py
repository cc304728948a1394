"""What a new project begins with."""

import pytest

from coprod.errors import NotFound
from coprod.formats.column_guide import column_guide
from coprod.formats.project_files import read_project, save_project
from coprod.formats.starter import STARTER, write_starter
from coprod.records import BUILT_IN, Strength
from coprod.schema import columns_of

SHEETS = ["partners", "spaces", "attendances", "views", "decisions", "roles", "experiences", "consents"]


def names(folder):
    """What a folder holds."""
    return sorted(path.name for path in folder.iterdir())


def test_eight_sheets(tmp_path):
    """Settings, eight sheets and a guide; the folder's name is the project's."""
    write_starter(tmp_path / 'Tea, "talk" & é')

    folder = tmp_path / 'Tea, "talk" & é'
    assert sorted(["COLUMNS.md", "coprod.toml", *(f"{name}.csv" for name in SHEETS)]) == names(folder)
    assert 'Tea, "talk" & é' == read_project(folder).name


@pytest.mark.parametrize("kind", ["strength", "strengths", "Strength", Strength])
def test_another_sheet(tmp_path, kind):
    """Another kind by its name, its table's name, or its class."""
    write_starter(tmp_path / "tea", [kind])

    header = (tmp_path / "tea" / "strengths.csv").read_text("utf-8-sig")
    assert "partner,strength,kind,since,until,note\n" == header


def test_unknown_kind(tmp_path):
    """A kind that nobody knows, with the one that was probably meant."""
    with pytest.raises(NotFound, match="Did you mean `strength"):
        write_starter(tmp_path / "tea", ["strenght"])

    assert [] == names(tmp_path)


def test_workbook(tmp_path):
    """One workbook with a sheet of settings and the same sheets."""
    pytest.importorskip("xlsxwriter")
    calamine = pytest.importorskip("python_calamine")

    write_starter(tmp_path / "tea", workbook=True)

    book = calamine.CalamineWorkbook.from_path(tmp_path / "tea" / "project.xlsx")
    assert ["COLUMNS.md", "project.xlsx"] == names(tmp_path / "tea")
    assert ["coprod", *SHEETS] == book.sheet_names
    assert "tea" == read_project(tmp_path / "tea" / "project.xlsx").name


def test_nothing_is_written_over(tea):
    """Beside a project, only the sheet that was asked for is added."""
    before = {path.name: path.read_bytes() for path in tea.iterdir()}

    write_starter(tea, ["strength", "partner"])

    after = {path.name: path.read_bytes() for path in tea.iterdir()}
    assert before.items() <= after.items()
    assert {"strengths.csv", "COLUMNS.md"} == after.keys() - before.keys()


def test_no_sheet_beside_parquet(tmp_path, small):
    """A table that is there as Parquet gets no second file."""
    save_project(small, tmp_path, tables="parquet")

    write_starter(tmp_path, ["partner"])

    assert "partners.csv" not in names(tmp_path)


def test_the_form_can_be_answered(tmp_path):
    """A row in `consents.csv` may name the statements that the settings begin with."""
    write_starter(tmp_path / "tea")
    (tmp_path / "tea" / "partners.csv").write_text("id,kind\nana,person\n", "utf-8")
    answers = "who,status,statements,on\nana,given,1;2;3,2024-01-15\n"
    (tmp_path / "tea" / "consents.csv").write_text(answers, "utf-8")

    assert {"1", "2", "3"} == read_project(tmp_path / "tea").settings.permission.keys()


def test_guide_tells_of_every_column():
    """Each column of each kind is there, says what it is for, and what to write."""
    text = column_guide(BUILT_IN)

    for kind in BUILT_IN:
        section = text.partition(f"## {kind.table()}\n")[2].partition("\n## ")[0]
        named = [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")]
        assert [name for name in columns_of(kind) if name != "extras"] == named


def test_guide_says_what_must_be_there():
    """Required columns, the words that are allowed, references and sensitive columns are marked."""
    lines = column_guide(STARTER).splitlines()

    assert "| `kind` (always) | person, organisation, group or team. | person, organisation, group, team |" in lines
    assert "| `partner` (always) | Who. | the id of a partner |" in lines
    assert "| `note` | What you want to remember. Sensitive. | text |" in lines
