"""A table read as a whole and the same table read row by row: equal projects, or equal problems."""

import csv
import io
import tempfile
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coprod import project as from_frames
from coprod.engines import packing
from coprod.errors import InvalidInput
from coprod.formats import large_tables
from coprod.formats.csv_tables import read_csv
from coprod.formats.large_tables import large_csv
from coprod.formats.project_files import read_project, save_project
from coprod.project import Project
from coprod.records import BUILT_IN, Partner, Relationship, View
from coprod.schema import columns_of
from coprod.settings import Permission, Settings
from coprod.testing.strategies import projects

PERMISSION = Permission(
    says="All of it.",
    categories=("views",),
    purposes=("talks",),
    audiences=("public",),
    level="share",
    since=date(2019, 1, 1),
)
SETTINGS = Settings(
    dates="DD/MM/YYYY",
    sectors={"citizen": "own experience", "council": "job"},
    purposes={"talks": "talks"},
    permission={"1": PERMISSION, "2": PERMISSION},
    words={"view.kind": {"grumble": "concern"}, "partner.id": {"old": "ana"}},
    extras={"partners": ("shoe_size", "colour")},
)
IDS = ["ana", "bo", "v1", "s1", "d1", "i1", "ANA", "caf\u00e9", "cafe\u0301", "old", " bo", "x;y", "a\u200bb", "007"]
REFS = ["ana", "bo", "partner:ana", " ana ", "Ana Lopez", "Bo", "space:s1", "view:v1", "v1", "s1", "view:ana", "nobody"]
REFS += ["d1", "goal:g1", "decision:d1", "caf\u00e9", "cafe\u0301", "ANA", "a;b", "view:v1;space:s1", "old", "i1"]
NUMBERS = [
    "1",
    "3",
    "4",
    "5",
    "0",
    "-1",
    "007",
    " 2 ",
    "2.0",
    "2.5",
    "1e3",
    "x",
    "-0.0",
    "9" * 18,
    "9" * 19,
    ".5",
    "3,5",
]
DAYS = ["2019-02-28", "2020-02-29", "28/02/2019", "2019-02-30", "0000-01-01", "soon", " 2019-01-01 ", "2018-12-31"]
CLOCKS = ["2019-02-28 13:30", "2019-02-28T13:30:05Z", "2019-02-28 13:30+02:00", "2019-03-31 01:30", "2019-10-27 01:30"]
CLOCKS += ["2019-02-28 24:00", "2019-02-28 9:05", "1900-01-01 00:00", "0001-01-01 00:00+05:00", *DAYS]
TEXTS = [
    "tea",
    "Ana Lopez",
    "caf\u00e9",
    "a\tb",
    "a\nb",
    "a\r\nb",
    "bad\x07",
    "\u2028",
    'quote "x"',
    "a,b",
    "\u00a0",
    "\x1c",
]
POOLS = {int: NUMBERS, float: NUMBERS, date: DAYS, datetime: CLOCKS, bool: ["yes", "NO", "1", "maybe", "true", " no "]}
BLANK = ["", "", " "]
UNKNOWN = ("shoe_size", "colour", "colur", "sectr")
FEW = settings(max_examples=settings.default.max_examples // 3, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module", autouse=True)
def held_packed():
    """Every table that is read as a whole is held packed, as large ones are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packing, "MANY", 1)
        yield


def pool(column):
    """Texts that a column may hold, good ones first."""
    if column.type in POOLS:
        return POOLS[column.type]
    if column.name == "id":
        return IDS
    own = ["1", "2", "3", "views", "talks", "public", "1;2", "views;*", ";"] if column.many else []
    words = [*column.words, "grumble", column.words[0].upper()] if column.words else []
    return own + words + (REFS if column.refs else []) + (TEXTS if not column.words and not own else ["citizn"])


@st.composite
def tables(draw):
    """Rows of several kinds, many cells of which are wrong."""
    found = {}
    for kind in draw(st.lists(st.sampled_from(BUILT_IN), min_size=1, max_size=4, unique=True)):
        columns = columns_of(kind)
        names = [name for name, column in columns.items() if column.type is not tuple]
        kept = [name for name in names if columns[name].required or draw(st.booleans())]
        cells = {name: st.sampled_from(pool(columns[name])[:3] * 4 + pool(columns[name]) + BLANK) for name in kept}
        cells |= {name: st.sampled_from(TEXTS) for name in draw(st.lists(st.sampled_from(UNKNOWN), max_size=1))}
        found[kind] = draw(st.lists(st.fixed_dictionaries(cells), min_size=1, max_size=6))
    return found


def outcome(rows):
    """The project, or how often each problem is told."""
    try:
        return Project.from_source("x", rows, settings=SETTINGS)
    except InvalidInput as error:
        return Counter(map(str, error.problems))


def text_of(rows, quoting):
    """A table as CSV."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n", quoting=quoting)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


@pytest.fixture(autouse=True)
def everything_is_large(monkeypatch):
    """Read even the smallest table as a whole."""
    monkeypatch.setattr(large_tables, "LARGE", -1)


@FEW
@given(found=tables(), quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_text(found, quoting):
    """CSV full of slips, with quotes and without."""
    with tempfile.TemporaryDirectory() as folder:
        slow, fast = [], []
        for kind, rows in found.items():
            path = Path(folder) / f"{kind.table()}.csv"
            path.write_bytes(text_of(rows, quoting))
            slow += read_csv(path.read_bytes(), kind, SETTINGS, file=path.name)
            fast += large_csv(path, kind)

        assert outcome(slow) == outcome(fast)


@settings(max_examples=settings.default.max_examples // 6, suppress_health_check=list(HealthCheck))
@given(made=projects(), form=st.sampled_from(["csv", "parquet"]))
def test_whole_projects(made, form):
    """What is valid reads back as it was."""
    with tempfile.TemporaryDirectory() as folder:
        save_project(made, Path(folder) / "p", tables=form)

        assert made == read_project(Path(folder) / "p")


INSTANTS = [datetime.fromisoformat(f"2019-{text}") for text in ("02-28 13:30:01.000005", "03-31 01:30", "10-27 01:30")]
TYPED = [
    (pl.Int64, [1, 3, 9, -1, 10**18, None]),
    (pl.UInt8, [1, 3, 9, None]),
    (pl.Float64, [1.0, 2.5, -0.0, float("nan"), float("inf"), 1e300, None]),
    (pl.Boolean, [True, False, None]),
    (pl.Date, [date(2019, 2, 28), date(1, 1, 1), None]),
    (pl.Datetime("us"), [None, *INSTANTS]),
    (pl.Datetime("ns"), [None, *INSTANTS]),
    (pl.Datetime("ms", "Europe/London"), [None, *(one.replace(tzinfo=UTC, microsecond=0) for one in INSTANTS)]),
    (pl.String, ["ana", "person", "7", "2019-02-28", "yes", "", " ", None]),
    (pl.Null, [None]),
    (pl.Categorical, ["ana", "person", None]),
]


@FEW
@given(data=st.data(), kind=st.sampled_from([Partner, Relationship, View]))
def test_typed_columns(data, kind):
    """Frames whose columns are of any type, whatever the column should hold."""
    columns = {}
    height = data.draw(st.integers(1, 5))
    for name in [*columns_of(kind)][:-1]:
        if columns_of(kind)[name].required or data.draw(st.booleans()):
            type_, values = data.draw(st.sampled_from(TYPED))
            cells = data.draw(st.lists(st.sampled_from(values), min_size=height, max_size=height))
            columns[name] = pl.Series(cells, dtype=type_)
    frame = pl.DataFrame(columns)
    found = []
    for large in (10**9, -1):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(from_frames, "LARGE", large)
            found.append(outcome(from_frames.brought(kind, frame)))

    assert found[0] == found[1]
