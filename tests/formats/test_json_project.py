"""A project as one JSON file."""

import json

import pytest

from coprod import Project
from coprod.errors import InvalidInput
from coprod.formats.project_files import read_project, save_project
from coprod.records import Partner

HEAD = '"coprod": "coprod-project/1", "name": "Tea"'


@pytest.fixture
def wrong(tmp_path):
    """Give what is wrong with a JSON text: sheet, row, column, value, expected."""

    def problems(text):
        (tmp_path / "tea.json").write_text(text, "utf-8")
        with pytest.raises(InvalidInput) as caught:
            read_project(tmp_path / "tea.json")
        assert {"tea.json"} == {p.file for p in caught.value.problems}
        return [(p.sheet, p.row, p.column, p.value, p.expected) for p in caught.value.problems]

    return problems


def test_layout(tmp_path):
    """The keys of `coprod.toml`, and a list of objects for each table, without what is not recorded."""
    save_project(Project("Tea", [Partner("ana", kind="person", people=1)]), tmp_path / "tea.json")

    expected = {
        "coprod": "coprod-project/1",
        "name": "Tea",
        "tables": {"partners": [{"id": "ana", "kind": "person", "people": 1}]},
    }
    assert expected == json.loads((tmp_path / "tea.json").read_text("utf-8"))


def test_an_export_is_no_project(wrong):
    """What was exported holds only what may leave, so it is not read as a project."""
    found = wrong('{"coprod": "coprod-release/1", "name": "Tea"}')

    assert [("", None, "coprod", "coprod-release/1", "a project; this is an export")] == found


def test_place_of_a_wrong_value(wrong):
    """A wrong value has its table, row and column; of settings, the path of the key."""
    found = wrong(
        f'{{{HEAD}, "abuot": "x", "tables": {{"partners": ['
        '{"id": "a", "kind": "person"}, {"id": "b", "kind": 3}]}}'
    )

    kinds = "one of person, organisation, group, team"
    assert [
        ("", None, "abuot", "abuot", "a key that coprod knows"),
        ("partners", 2, "kind", "3", kinds),
    ] == found


def test_required_value_left_out(wrong):
    """A key that only some rows have is empty in the others."""
    found = wrong(f'{{{HEAD}, "tables": {{"partners": [{{"id": "a", "kind": "person"}}, {{"id": "b"}}]}}}}')

    assert [("partners", 2, "kind", "", "a value: this column is required")] == found


@pytest.mark.parametrize(
    ("tables", "problem"),
    [
        ('"none"', ("", None, "tables", "none", "an object with a list of rows for each table")),
        ('{"partnrs": []}', ("", None, "tables", "partnrs", "a table that coprod knows")),
        ('{"partners": {}}', ("", None, "tables.partners", "", "a list of objects, one for each row")),
        ('{"partners": [1]}', ("", None, "tables.partners", "", "a list of objects, one for each row")),
    ],
)
def test_shape_of_tables(wrong, tables, problem):
    """Tables are lists of objects, under names that coprod knows."""
    assert [problem] == wrong(f'{{{HEAD}, "tables": {tables}}}')


@pytest.mark.parametrize(
    ("text", "row", "value", "expected"),
    [
        ("", 1, "", "JSON"),
        ("{\n 'a': 1}", 2, "'a': 1}", "JSON"),
        ("[]", None, "", 'an object with "coprod": "coprod-project/1"'),
        ('{"name": "a", "name": "b"}', None, "name", "each key once in its object"),
        ('{"a": NaN}', None, "NaN", "a number; leave the key out where nothing was recorded"),
        ('{"a": -Infinity}', None, "-Infinity", "a number; leave the key out where nothing was recorded"),
        ('{"a": 1e999}', None, "1e999", "a number that can be kept"),
        ('{"a": ' + "9" * 5000 + "}", None, "9" * 60 + "...", "a whole number of at most 18 digits"),
        ('{"a": ' + "[" * 100_000, None, "level 21", "at most 20 levels of brackets"),
    ],
)
def test_json_from_strangers(wrong, text, row, value, expected):
    """What is no JSON, or JSON made to do harm, is one problem."""
    assert [("", row, "", value, expected)] == wrong(text)


def test_brackets_in_text_are_no_levels(tmp_path):
    """Only brackets outside of text count as levels."""
    (tmp_path / "tea.json").write_text(f'{{{HEAD}, "about": "{"[" * 50}\\""}}', "utf-8")

    assert "[" * 50 + '"' == read_project(tmp_path / "tea.json").settings.about


def test_lone_surrogate(wrong):
    """Half a character, which JSON can write and nothing else can, is refused where it stands."""
    found = wrong(f'{{{HEAD}, "about": "\\ud800"}}')

    assert [("", None, "about", "\\xd800", "text without the control character U+D800")] == found


def test_nested_value(wrong):
    """A cell that holds an object."""
    found = wrong(f'{{{HEAD}, "tables": {{"partners": [{{"id": "a", "kind": "person", "name": {{"x": 1}}}}]}}}}')

    assert [("partners", 1, "name", "{'x': 1}", "text")] == found
