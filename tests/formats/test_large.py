"""What is written a part of a table at a time is to the byte what is written row by row."""

import io
import json
from typing import Annotated, ClassVar

import attrs
import polars as pl
import pytest
from hypothesis import given, settings
from tests.formats import plainly
from tests.formats.releases import FINDING, of_rows, release_of, releases, written

from coprod.builtin.formats import CSV, GRAPHML, JSON, JSONL, PARQUET
from coprod.counts import Count, Counts
from coprod.engines import text
from coprod.engines.text import Style, lines
from coprod.errors import InvalidInput
from coprod.formats import drawing, graphml
from coprod.formats.csv_folder import GUARDED
from coprod.formats.json_lines import IN_JSON, as_json
from coprod.formats.json_release import about
from coprod.formats.project_files import read_project
from coprod.formats.watching import watching
from coprod.formats.xml_text import IN_XML, QUOTED, READABLE, in_element, in_quotes
from coprod.records import BUILT_IN, Experience, Mention, Need, Partner, Record, Relationship, Strength, View
from coprod.release import Release
from coprod.schema import About, columns_of, key, or_words, to
from coprod.testing import example

FEW = 10  # examples: setting many frames to work takes its time


@pytest.fixture
def in_parts(monkeypatch):
    """Write everything as if it were large: from frames, three rows at a time."""
    return small_parts(monkeypatch)


def small_parts(monkeypatch):
    """Let three rows be many."""
    for module, name, value in (
        (graphml, "SMALL", -1),
        (drawing, "STEP", 3),
        (text, "BATCH", 3),
        (text, "FEW_ROWS", -1),
    ):
        monkeypatch.setattr(module, name, value)


def both(form, release, **options):
    """What a format writes from rows, and in parts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(graphml, "SMALL", 10**9)
        rows = written(form, release, **options)
        small_parts(patch)
        return rows, written(form, release, **options)


@settings(max_examples=FEW)
@given(releases())
def test_graphml(release):
    """One graph is the same from frames as from dictionaries, wherever the parts end."""
    rows, frames = both(GRAPHML, release)

    assert rows == frames


@settings(max_examples=FEW)
@given(releases())
def test_json(release):
    """Tables stand in JSON word for word as Python writes them."""
    rows, frames = both(JSON, release)

    assert rows == frames
    assert plainly.json_tables(release) in frames[""]


@settings(max_examples=FEW)
@given(releases())
def test_csv(release):
    """Tables stand in CSV as Python's writer has them, guarded or not."""
    for guard in (True, False):
        rows, frames = both(CSV, release, guard=guard)
        tables = {name: plainly.csv_table(release, name, guard=guard) for name in release.tables if release.rows(name)}
        assert rows == frames
        assert tables == {name: frames[f"{name}.csv"] for name in tables}


@settings(max_examples=FEW)
@given(releases())
def test_json_lines(release):
    """A file has a line for each row, with every column; a table without rows has none."""
    rows, frames = both(JSONL, release)
    found = {name: [json.loads(line) for line in data.splitlines()] for name, data in frames.items()}

    assert rows == frames
    assert [about(release)] == found.pop("release.jsonl")
    assert {f"{name}.jsonl": list(release.rows(name)) for name in release.tables if release.rows(name)} == found


@settings(max_examples=FEW)
@given(releases())
def test_parquet(release):
    """Each table is there with its rows and the types of its columns, also where it has no row."""
    found = written(PARQUET, release)

    assert about(release) == {k: v for k, v in json.loads(found.pop("release.json")).items() if k in about(release)}
    assert {f"{name}.parquet" for name in release.tables} == set(found)
    for name in release.tables:
        frame = pl.read_parquet(io.BytesIO(found[f"{name}.parquet"]))
        assert list(release.rows(name)) == frame.rows(named=True)
        assert release.frame(name).to_native().schema == frame.schema


def test_findings_and_numbers():
    """Findings and numbers by group are in JSON lines and beside Parquet as they are in JSON."""
    people = Counts(name="people", by=["group"], cells=[Count(["everyone"], 12)])
    release = attrs.evolve(release_of(example(), findings=[FINDING]), counts=(people,))
    whole = json.loads(written(JSON, release)[""])
    found = written(JSONL, release)

    assert whole["findings"] == [json.loads(line) for line in found["findings.jsonl"].splitlines()]
    assert whole["counts"] == [json.loads(line) for line in found["counts.jsonl"].splitlines()]
    assert whole == {**json.loads(written(PARQUET, release)["release.json"]), "tables": whole["tables"]}


@pytest.mark.parametrize("form", [JSONL, PARQUET], ids=lambda form: form.name)
def test_is_no_project(tmp_path, form):
    """An export cannot be taken for a project."""
    for name, data in written(form, release_of(example())).items():
        (tmp_path / name).write_bytes(data)

    with pytest.raises(InvalidInput):
        read_project(tmp_path)


def test_groups_and_what_hangs(in_parts):
    """People by group and the ties between groups stand after the rows; what has no node stands on the graph."""
    rows = {
        Partner: [row_of(Partner, id=f"p{n}", kind="person") for n in range(4)],
        Need: [row_of(Need, partner=f"p{n % 5}", need=f"need <{n}>") for n in range(9)],
        Strength: [row_of(Strength, partner=f"p{n % 7}", strength=f"Baking {n % 3}") for n in range(8)],
        Relationship: [row_of(Relationship, source=f"p{n}", target="p9", kind="knows", weight=n / 3) for n in range(7)],
        Experience: [row_of(Experience, valued=n) for n in range(4)],
    }
    numbers = (
        Counts(name="people", by=["group"], grouping="here_as", cells=[Count(["job"], 10), Count(["volunteer"], 20)]),
        Counts(name="ties", by=["kind", "source", "target"], cells=[Count(["knows", "job", "volunteer"], 5)]),
    )
    expected, actual = both(GRAPHML, attrs.evolve(of_rows("x", rows), counts=numbers))

    assert expected == actual
    assert b'<edge id="e15" source="group:job"' in actual[""]


@attrs.frozen(kw_only=True)
class Link(Record):
    """A kind of a plugin whose rows may make the nodes that later rows point at."""

    about: ClassVar[About] = About("links")
    first: Annotated[str | None, key, to("Partner")] = None
    second: Annotated[str | None, key, to("Partner")] = None
    third: Annotated[str | None, to("Partner"), or_words] = None
    sure: bool | None = None


@attrs.frozen(kw_only=True)
class Remark(Record):
    """A kind of a plugin that refers to nothing."""

    about: ClassVar[About] = About("remarks")
    words: Annotated[str, key] = attrs.field(kw_only=False)


def test_kinds_of_plugins(in_parts):
    """A row whose end was made by the row before, one that refers to nothing, an empty text: as row by row."""
    links = [
        row_of(Link, third="c"),
        row_of(Link, first="a", third="c"),
        row_of(Link, first="a", second="c", sure=False),
        row_of(Link, second="b", third="c", sure=True),
        row_of(Link, first="", second="b"),
    ]
    mentions = [row_of(Mention, item="view:v", partner=name) for name in ("c", "his mother", "b", "")]
    ties = [row_of(Relationship, target="z", reported_by="a"), row_of(Relationship, source="", kind="knows")]
    rows = {View: [row_of(View, id="w")], Link: links, Mention: mentions, Relationship: ties}
    rows[Remark] = [row_of(Remark, words='"\\\n'), row_of(Remark, words="\u2028")]
    expected, actual = both(GRAPHML, of_rows("x", rows))

    assert expected == actual
    assert actual[""].count(b"<edge ") == 5


def test_large_parquet_is_read_in_parts(monkeypatch):
    """Parts follow one another in order, and none has more rows than was asked for."""
    monkeypatch.setattr(text, "FEW_BYTES", 0)
    release = of_rows("x", {Need: [row_of(Need, partner="a", need=f"n{n:03d}") for n in range(25)], Partner: []})
    parts = list(release.batches("needs", 10))

    assert [10, 10, 5] == list(map(len, parts))
    assert list(release.rows(Need)) == [row for part in parts for row in part.iter_rows(named=True)]
    assert ([], 25, 0) == (list(release.batches(Partner)), release.height(Need), release.height(Partner))


SIGNS = [chr(at) for at in range(0x10000) if not 0xD800 <= at < 0xE000] + ["\U0001f600", "\U0010ffff"]


STYLES = {
    "json": (IN_JSON, lambda sign: as_json(sign)[1:-1]),
    "xml": (IN_XML, in_element),
    "quoted": (QUOTED, in_quotes),
    "csv": (GUARDED, lambda sign: plainly.cell(sign, guard=True).replace('"', '""')),
}


@pytest.mark.parametrize("name", STYLES)
def test_every_sign(name):
    """Each sign of the first plane of Unicode is written as Python alone would write it, by itself and in a column."""
    style, plain = STYLES[name]
    expected = [plain(sign) for sign in SIGNS]

    assert expected == [style.of(sign) for sign in SIGNS]
    assert expected == text._written(pl.Series(SIGNS), style).to_list()


NUMBERS = [0.0, -0.0, 1.0, 0.1, 1e16, 1e-5, -2.5, 123456789.123, 5e-324, 1e15, 1 / 3]


@pytest.mark.parametrize("more", [0, 100])
def test_decimals(more):
    """Decimals are Python's, those that occur often too; GraphML has nought for what igraph could not read."""
    numbers = NUMBERS + [0.1, 2e300] * more
    often = [number for number in numbers if number]

    assert list(map(repr, numbers)) == text._written(pl.Series(numbers), Style({})).to_list()
    assert list(map(as_json, often)) == text._written(pl.Series(often), IN_JSON).to_list()
    assert [READABLE.of(n) for n in often] == text._written(pl.Series(often), READABLE).to_list()
    with pytest.raises(ValueError, match="not JSON compliant"):
        text._written(pl.Series([float("nan")]), IN_JSON)


@pytest.mark.parametrize("few", [-1, 300])
def test_a_line_without_cells(monkeypatch, few):
    """A line that is text alone is there for each row."""
    monkeypatch.setattr(text, "FEW_ROWS", few)
    frame = of_rows("x", {Need: [row_of(Need, partner="a", need=n) for n in "xy"]}).frame(Need)

    assert b"- \n- \n" == bytes(lines(frame, ["- ", "\n"]))


@pytest.mark.parametrize("form", [GRAPHML, JSON, CSV, JSONL], ids=lambda form: form.name)
def test_how_far_it_is(in_parts, form):
    """Whoever watches is told a share that grows and ends at one; without a watcher nothing is told."""
    told = []
    with watching(told.append):
        written(form, release_of(example()))
    before = len(told)
    written(form, release_of(example()))

    assert sorted(told) == told
    assert 1.0 == told[-1]
    assert before == len(told) > 3


def test_no_row_is_made(in_parts, monkeypatch):
    """Large tables are never made into dictionaries as a whole."""
    release = release_of(example())
    monkeypatch.setattr(Release, "rows", None)
    for form in (GRAPHML, JSON, CSV, JSONL, PARQUET):
        written(form, release)


def test_nothing_released(in_parts):
    """A release of nothing is written from frames as from rows."""
    nothing = of_rows("x", {kind: [] for kind in BUILT_IN})

    for form in (GRAPHML, JSON, CSV, JSONL):
        rows, frames = both(form, nothing)
        assert rows == frames
    assert ["release.jsonl"] == list(written(JSONL, nothing))


def row_of(kind, /, **cells):
    """A released row of *kind*, in the order of its columns."""
    return tuple(cells.get(name) for name in columns_of(kind))
