"""`coprod init`: the sheets of a new project."""

import pytest

SHEETS = ["partners", "spaces", "attendances", "views", "decisions", "roles", "experiences", "consents"]


def test_writes_eight_sheets(coprod, tmp_path):
    """A new project has its settings, eight sheets, and a page that says what each column is for."""
    ran = coprod("init", tmp_path / "new")

    wanted = {"coprod.toml", "COLUMNS.md", *(f"{name}.csv" for name in SHEETS)}
    assert (0, "") == (ran.code, ran.err)
    assert set() == wanted - {path.name for path in (tmp_path / "new").iterdir()}


def test_a_new_project_can_be_read(coprod, tmp_path):
    """What `init` writes, `show` and `check` read."""
    coprod("init", tmp_path / "new")

    assert [0, 0] == [coprod(command, tmp_path / "new").code for command in ("show", "check")]


def test_another_sheet(coprod, tmp_path):
    """`--with` adds a sheet."""
    ran = coprod("init", tmp_path / "new", "--with", "strength")

    assert 0 == ran.code
    assert (tmp_path / "new" / "strengths.csv").exists()


def test_a_sheet_that_nobody_knows(coprod, tmp_path):
    """An unknown kind is an error, and nothing is written."""
    ran = coprod("init", tmp_path / "new", "--with", "strenght")

    assert ran.code in {1, 2}
    assert "strength" in ran.err
    assert not (tmp_path / "new").exists()


def test_a_sheet_for_a_project_that_is_there(coprod, project):
    """In a project, what is missing is added and nothing is overwritten."""
    before = {path.name: path.read_bytes() for path in project.iterdir()}

    ran = coprod("init", project, "--with", "strength")

    after = {path.name: path.read_bytes() for path in project.iterdir()}
    assert 0 == ran.code
    assert before.items() <= after.items()
    assert "strengths.csv" in after.keys() - before.keys()


def test_a_folder_of_something_else(coprod, tmp_path):
    """A folder that holds something else is left alone."""
    (tmp_path / "thesis.doc").write_text("", "utf-8")

    ran = coprod("init", tmp_path)

    assert 2 == ran.code
    assert ["thesis.doc"] == [path.name for path in tmp_path.iterdir()]


def test_a_workbook(coprod, tmp_path):
    """`--workbook` writes one workbook, which can be read."""
    pytest.importorskip("xlsxwriter")
    pytest.importorskip("python_calamine")

    ran = coprod("init", tmp_path / "new", "--workbook")

    assert 0 == ran.code
    assert 0 == coprod("show", tmp_path / "new" / "project.xlsx").code
