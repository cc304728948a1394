"""JSON: what is written says the release word for word, and keeps to its schema."""

import json
import re

import jsonschema
import pytest
from hypothesis import given
from tests.formats.releases import FINDING, of_rows, release_of, releases, written

from coprod.builtin.formats import JSON
from coprod.errors import InvalidInput
from coprod.formats.json_schema import SHIPPED, release_schema, schema_text
from coprod.formats.project_files import read_project
from coprod.records import BUILT_IN, Partner
from coprod.testing import example


def text_of(release):
    """A release as JSON."""
    return written(JSON, release)[""].decode()


def strict(text):
    """What JSON says; numbers that are none are refused."""
    return json.loads(text, parse_constant=pytest.fail)


@given(releases())
def test_reads_back(release):
    """Every table is there with its rows word for word, and the text says what it is and for whom."""
    found = strict(text_of(release))

    assert {name: list(release.rows(name)) for name in release.tables} == found["tables"]
    assert ("coprod-release/1", "r7f3", release.project) == (
        found["coprod"],
        found["release"],
        found["project"],
    )
    assert ("publication", ["funder", "public"], "share") == (
        found["purpose"],
        found["audiences"],
        found["level"],
    )
    assert (release.as_of and release.as_of.isoformat()) == found["as_of"]


@given(releases())
def test_keeps_to_the_schema(release):
    """A written release validates against the schema of its kinds and against the shipped one."""
    found = strict(text_of(release))
    for schema in (release_schema(release.kinds), json.loads(SHIPPED.read_text("utf-8"))):
        jsonschema.Draft202012Validator(schema).validate(found)


def test_findings_keep_to_the_schema():
    """Findings are in the file as `check --json` has them, and validate."""
    found = strict(text_of(release_of(example(), findings=[FINDING])))

    assert [FINDING.to_dict()] == found["findings"]
    jsonschema.Draft202012Validator(release_schema(BUILT_IN)).validate(found)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("tables", "partners", 0, "id"), None),
        (("tables", "partners", 0, "shoe size"), 42),
        (("tables", "partners", 0, "people"), "nine"),
        (("tables", "partners", 0, "joined"), "March"),
        (("coprod",), "coprod-project/1"),
        (("audiences",), []),
    ],
)
def test_schema_refuses(path, value):
    """The schema is strict: an unknown column, a wrong type, a day that is none, another format."""
    found = strict(text_of(release_of(example())))
    place = found
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value

    assert not jsonschema.Draft202012Validator(release_schema(BUILT_IN)).is_valid(found)


def test_tables_of_plugins_may_be_there():
    """The shipped schema takes tables that it does not know."""
    found = strict(text_of(of_rows("x", {Partner: []}))) | {"tables": {"plots": [{"id": "1"}]}}

    assert jsonschema.Draft202012Validator(release_schema([])).is_valid(found)


def test_shipped_schema_is_up_to_date():
    """The shipped file is what the annotations say; `SHIPPED.write_text(schema_text())` renews it."""
    assert schema_text() == SHIPPED.read_text("utf-8")


def test_schema_is_a_schema():
    """The schema itself is a valid one."""
    jsonschema.Draft202012Validator.check_schema(release_schema(BUILT_IN))


@given(releases())
def test_same_release_same_bytes(release):
    """Writing twice gives the same bytes."""
    assert text_of(release) == text_of(release)


def test_nothing_released():
    """A release of nothing has every table, empty."""
    assert {"partners": []} == strict(text_of(of_rows("x", {Partner: []})))["tables"]
    assert {} == strict(text_of(of_rows("x", {})))["tables"]


def test_is_no_project(tmp_path):
    """An export cannot be taken for a project."""
    path = tmp_path / "x.json"
    path.write_text(text_of(release_of(example())), "utf-8")

    with pytest.raises(InvalidInput, match=re.escape("this is an export")):
        read_project(path)
