"""A project as a folder."""

import os
import sys

import pytest

from coprod import Project
from coprod.errors import InvalidInput, WriteFailed
from coprod.formats.project_files import plugins_of, read_project, read_settings, save_project
from coprod.records import Need, Partner
from coprod.settings import Settings


def problems(path):
    """Place and expectation of what is wrong at *path*."""
    with pytest.raises(InvalidInput) as caught:
        read_project(path)
    return [(p.file, p.row, p.expected, p.hint) for p in caught.value.problems]


def names(folder):
    """What a folder holds."""
    return sorted(path.name for path in folder.iterdir())


TEA = Project("Tea", [Partner("ana", kind="person"), Need("ana", "a ramp")])


def test_files(tmp_path):
    """One file for each kind that is used."""
    save_project(TEA, tmp_path / "tea")

    assert ["coprod.toml", "needs.csv", "partners.csv"] == names(tmp_path / "tea")


def test_parquet(tmp_path):
    """Tables may be written as Parquet; the files in CSV give way."""
    save_project(TEA, tmp_path)
    save_project(TEA, tmp_path, tables="parquet")

    assert ["coprod.toml", "needs.parquet", "partners.parquet"] == names(tmp_path)
    assert read_project(tmp_path) == TEA


def test_both_csv_and_parquet(tmp_path):
    """Two files with one table: nobody can tell which is meant."""
    save_project(TEA, tmp_path)
    (tmp_path / "needs.parquet").write_bytes(b"")

    hint = "There are `needs.csv` and `needs.parquet`. Move one of them out."
    assert [("needs.csv", None, "one file with needs", hint)] == problems(tmp_path)


def test_broken_parquet(tmp_path):
    """A file that is no Parquet."""
    save_project(TEA, tmp_path, tables="parquet")
    (tmp_path / "needs.parquet").write_bytes(b"PAR1, or not")

    assert [("needs.parquet", None, "a Parquet file")] == [found[:3] for found in problems(tmp_path)]


def test_rows_of_parquet_have_numbers(tmp_path):
    """A problem in Parquet names the row, counted from 1."""
    from coprod.engines import write_parquet

    save_project(TEA, tmp_path, tables="parquet")
    types = {"id": str, "kind": str, "people": int}
    (tmp_path / "partners.parquet").write_bytes(write_parquet(types, [("ana", "person", 1), ("b", "person", -1)]))

    expected = "a whole number of at least 0"
    assert [("partners.parquet", 2, expected)] == [found[:3] for found in problems(tmp_path)]


@pytest.mark.parametrize(
    ("name", "hint"),
    [("need.csv", "Did you mean `needs.csv`?"), ("Partners.CSV", "Did you mean `partners.csv`?")],
)
def test_name_of_a_table_misspelt(tmp_path, name, hint):
    """A sheet whose name is one slip away from a table's is not passed over."""
    save_project(TEA, tmp_path)
    (tmp_path / name).write_text("partner,need\n", "utf-8")

    assert [(name, None, "a table that coprod knows", hint)] == problems(tmp_path)


def test_other_files_are_nobodys_business(tmp_path):
    """What looks like no table is passed over, and stays when the project is saved again."""
    save_project(TEA, tmp_path)
    others = ["README.md", "photos of the day.csv", ".~lock.partners.csv#", ".hidden.csv"]
    for name in others:
        (tmp_path / name).write_text("x", "utf-8")

    save_project(read_project(tmp_path), tmp_path)

    assert sorted([*others, "coprod.toml", "needs.csv", "partners.csv"]) == names(tmp_path)


def test_tables_that_are_empty_now(tmp_path):
    """A table whose last row is gone goes too, else its rows would be back at the next reading."""
    save_project(TEA, tmp_path)
    save_project(Project("Tea", [Partner("bo", kind="person")]), tmp_path)

    assert ["coprod.toml", "partners.csv"] == names(tmp_path)


def test_comments_stay(tea):
    """`coprod.toml` is left alone while it says the same; its comments are people's work."""
    text = "# our settings\n" + (tea / "coprod.toml").read_text("utf-8")
    (tea / "coprod.toml").write_text(text, "utf-8")

    save_project(read_project(tea), tea)

    assert text == (tea / "coprod.toml").read_text("utf-8")


def test_settings_that_changed_are_written(tmp_path):
    """With other settings, `coprod.toml` is written anew."""
    save_project(TEA, tmp_path)
    save_project(Project("Tea", settings=Settings(about="More tea")), tmp_path)

    assert ("Tea", Settings(about="More tea")) == read_settings(tmp_path)


def test_folder_of_something_else(tmp_path):
    """A folder that holds something else is not filled with sheets."""
    (tmp_path / "thesis.doc").write_text("x", "utf-8")

    with pytest.raises(InvalidInput) as caught:
        save_project(TEA, tmp_path)

    assert ["a new or empty folder, or one with a project"] == [p.expected for p in caught.value.problems]
    assert ["thesis.doc"] == names(tmp_path)


@pytest.mark.parametrize("name", ["tea.csv", "tea.xls"])
def test_forms_that_we_do_not_write(tmp_path, name):
    """A path that ends like some other kind of file is not made a folder."""
    with pytest.raises(InvalidInput):
        save_project(TEA, tmp_path / name)

    assert [] == names(tmp_path)


def test_settings_given_in_place_of_the_folder(tea):
    """`coprod.toml` stands for the folder that it is in."""
    assert read_project(tea / "coprod.toml") == read_project(tea)


def test_plugins_whatever_else_is_wrong(tea):
    """The plugins that a project names can be told although other settings are broken."""
    text = (tea / "coprod.toml").read_text("utf-8").replace("timezone", "timezon")
    (tea / "coprod.toml").write_text(text + '[plugins]\nenable = ["coprod-scotland"]\n', "utf-8")

    assert ("coprod-scotland",) == tuple(plugins_of(tea))


def test_settings_that_cannot_be_read_again(tmp_path):
    """A project whose settings no file could hold is not written."""
    broken = Project("Tea", settings=Settings(timezone="Europe/London", audiences={"public": ("x",)}))

    with pytest.raises(InvalidInput):
        save_project(broken, tmp_path / "tea")

    assert [] == names(tmp_path)


@pytest.mark.parametrize("name", ["sectr", " shoe size", "kind", ""])
def test_column_names_that_cannot_be_read_again(tmp_path, name):
    """An unknown column is written only under a name that reads as an unknown column."""
    project = Project("Tea", [Partner("ana", kind="person", extras={name: "x"})])

    with pytest.raises(InvalidInput) as caught:
        save_project(project, tmp_path / "tea")

    assert {("partners", name)} == {(p.file, p.column) for p in caught.value.problems}
    assert [] == names(tmp_path)


def test_text_that_no_cell_holds(tmp_path):
    """A text longer than what is read is not written."""
    project = Project("Tea", [Partner("ana", kind="person", name="x" * 200_000)])

    with pytest.raises(InvalidInput) as caught:
        save_project(project, tmp_path / "tea")

    assert [("partners", 1, "name")] == [(p.file, p.row, p.column) for p in caught.value.problems]


def test_through_a_link(tmp_path):
    """A folder may be reached by a link, which stays."""
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")

    save_project(TEA, tmp_path / "link")

    assert (tmp_path / "link").is_symlink()
    assert read_project(tmp_path / "real") == TEA


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such pipes on Windows")
def test_a_pipe_is_no_file(tea):
    """A pipe in place of a sheet is refused; reading it would wait for ever."""
    (tea / "spaces.csv").unlink()
    os.mkfifo(tea / "spaces.csv")

    assert ("spaces.csv", None, "a file", "This is a folder or a device.") in problems(tea)


def test_nothing_half_written(tmp_path, monkeypatch):
    """Where one of several files cannot be put in its place, all are as they were, and nothing is left."""
    save_project(TEA, tmp_path / "tea")
    before = {path.name: path.read_bytes() for path in (tmp_path / "tea").iterdir()}
    replace, calls = type(tmp_path).replace, []

    def failing(self, target):
        calls.append(target)
        if len(calls) == 4:
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(type(tmp_path), "replace", failing)
    with pytest.raises(WriteFailed, match="No space left on device"):
        save_project(Project("Other", [Partner("bo", kind="person")]), tmp_path / "tea")

    assert before == {path.name: path.read_bytes() for path in (tmp_path / "tea").iterdir()}
    assert ["tea"] == names(tmp_path)
