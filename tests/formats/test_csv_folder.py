"""CSV: every table can be read back, and no text of it is run by a spreadsheet."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.formats.releases import FINDING, of_rows, release_of, releases, written

from coprod.builtin.formats import CSV
from coprod.markup import RUNS, guarded
from coprod.records import Partner, Relationship
from coprod.schema import columns_of
from coprod.testing import example

BOM = b"\xef\xbb\xbf"


def table(data):
    """The rows of a file, header first."""
    return list(csv.reader(io.StringIO(data.removeprefix(BOM).decode(), newline=""), strict=True))


def plain(value, kind):
    """A value back from its cell."""
    if value == "":
        return None
    return {"yes": True, "no": False}[value] if kind is bool else kind(value)


def back(release, files):
    """The rows of each table, from the files."""
    found = {}
    for name in release.tables:
        kinds = release.columns(name)
        header, *rows = table(files[f"{name}.csv"]) if f"{name}.csv" in files else [list(kinds)]
        assert list(kinds) == header
        found[name] = [
            {column: plain(cell, kinds[column]) for column, cell in zip(header, row, strict=True)} for row in rows
        ]
    return found


def expected(release, change=lambda text: text):
    """The rows of each table, texts changed."""
    return {
        name: [{c: change(v) if isinstance(v, str) else v for c, v in row.items()} for row in release.rows(name)]
        for name in release.tables
    }


@given(releases())
def test_reads_back_guarded(release):
    """The files read back to the rows; a text that a spreadsheet would run has a `'` before it."""
    assert expected(release, guarded) == back(release, written(CSV, release))


@given(releases())
def test_reads_back_unguarded(release):
    """With the guard off the files read back to the rows word for word, and `release.csv` says so."""
    files = written(CSV, release, guard=False)

    assert expected(release) == back(release, files)
    assert ["guarded", "no"] in table(files["release.csv"])


@given(releases())
def test_nothing_is_run(release):
    """No cell of a text column begins with what a spreadsheet runs."""
    files = written(CSV, release)
    cells = [
        cell
        for name in release.tables
        if f"{name}.csv" in files
        for row in table(files[f"{name}.csv"])[1:]
        for cell, kind in zip(row, release.columns(name).values(), strict=True)
        if kind is str
    ]

    assert [] == [cell for cell in cells if cell.startswith(RUNS)]


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_what_is_guarded(first):
    """Each sign that starts a formula, in its wide form too, gets a `'` before it."""
    assert f"'{first}1+1" == guarded(f"{first}1+1")


@given(st.text(min_size=1).filter(lambda text: not text.startswith(RUNS)))
def test_other_text_is_left_alone(text):
    """Text that nothing runs is as it was."""
    assert text == guarded(text)


def test_numbers_stay_numbers():
    """A negative number is not text, and gets no `'`; a text that looks like one does."""
    tie = tuple(
        {"source": "-1", "target": "b", "kind": "knows", "weight": -1.5}.get(n) for n in columns_of(Relationship)
    )
    data = written(CSV, of_rows("x", {Relationship: [tie]}))["relationships.csv"]
    row = dict(zip(*table(data), strict=True))

    assert ("'-1", "-1.5") == (row["source"], row["weight"])


def test_every_field_is_quoted():
    """Every field is in quotes and ends with them, so no separator in a text makes a cell of its own."""
    partner = tuple({"id": 'a";=1+1,"', "kind": "person"}.get(name) for name in columns_of(Partner))
    data = written(CSV, of_rows("x", {Partner: [partner]}))["partners.csv"]

    assert data.startswith(BOM + b'"id","kind",')
    assert b'\r\n"a"";=1+1,""","person","",' in data


def test_only_tables_with_rows():
    """A table without rows has no file; what the release is always has."""
    assert {"release.csv"} == set(written(CSV, of_rows("x", {Partner: []})))


def test_findings():
    """Findings have a file of their own, and so do their numbers; their texts are guarded too."""
    files = written(CSV, release_of(example(), findings=[FINDING]))
    findings, groups = table(files["findings.csv"]), table(files["findings-groups.csv"])

    assert "'-- what would help?" == dict(zip(*findings, strict=True))["ask"]
    assert ["voice-share", "'=citizen", "12", "3", "8", "0.375"] == groups[1]
    assert 2 == len(table(files["findings-measures.csv"])) - 1


@given(releases())
def test_same_release_same_bytes(release):
    """Writing twice gives the same bytes."""
    assert written(CSV, release) == written(CSV, release)
