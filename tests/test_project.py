"""A project: an immutable set of tables and its settings, however it was made."""

from datetime import UTC, date, datetime
from random import Random

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod import Project
from coprod.cells import write_cell
from coprod.engines import engine_of
from coprod.errors import InvalidInput, NotFound
from coprod.records import BUILT_IN, Consent, Experience, Partner, Relationship, Space, Strength, View
from coprod.schema import columns_of
from coprod.settings import Settings
from coprod.tables import Table
from coprod.testing import projects


def everything(project):
    """All records of a project."""
    return [record for kind in project.kinds for record in project.records(kind)]


def as_text(record, zone):
    """A record as a spreadsheet holds it: text in each column, extra columns under their own names."""
    columns = columns_of(type(record))
    cells = {name: write_cell(getattr(record, name), zone) for name in columns if name != "extras"}
    return cells | dict(record.extras)


@given(projects(), st.randoms(use_true_random=False))
def test_order_does_not_matter(project, random: Random):
    """Projects of the same records are equal, whatever the order."""
    shuffled = everything(project)
    random.shuffle(shuffled)

    assert project == Project(project.name, shuffled, settings=project.settings)


@given(projects())
def test_text_gives_the_same_project(project):
    """Rows as spreadsheets hold them, hostile text included, give the project that they were written from."""
    rows = {kind: [as_text(r, project.settings.zone) for r in project.records(kind)] for kind in project.kinds}
    full = {kind: found for kind, found in rows.items() if found}

    assert project == Project.from_rows(project.name, full, settings=project.settings)


@given(projects())
def test_records_are_what_went_in(project):
    """`records` gives objects that pass their own checks, sorted, as many as `count` says."""
    for kind in project.kinds:
        found = project.records(kind)
        assert [kind(**attrs.asdict(r, recurse=False)) for r in found] == list(found)
        assert project.count(kind) == len(found) == len(project.stored(kind))


@given(projects())
def test_engines_hold_the_same(project):
    """On DuckDB a project equals itself in memory, and gives the same records."""
    pytest.importorskip("duckdb")
    moved = project.on("duckdb")

    assert project == moved
    assert everything(project) == everything(moved)


@given(projects())
def test_frames_give_the_same_project(project):
    """A project of its own frames is the same project."""
    frames = {kind: project.frame(kind).collect().to_native() for kind in project.kinds if project.count(kind)}
    frames = {kind: frame.drop("extras") for kind, frame in frames.items()}
    plain = [attrs.evolve(record, extras=()) for record in everything(project)]
    expected = Project(project.name, plain, settings=project.settings)

    assert expected == Project.from_frames(project.name, frames, settings=project.settings)


@pytest.mark.parametrize("to", ["polars", "pandas", "arrow", "duckdb"])
def test_frames_of_any_library(to):
    """Polars, pandas, PyArrow and DuckDB relations are all read, and copied on the way in."""
    pl = pytest.importorskip("polars")
    frame = pl.DataFrame(
        {
            "id": ["ana", "bo"],
            "kind": ["person", "person"],
            "people": [1, None],
            "joined": [date(2019, 3, 1), None],
        }
    )
    if to == "duckdb":
        frame = pytest.importorskip("duckdb").from_arrow(frame.to_arrow())
    elif to != "polars":
        pytest.importorskip("pandas" if to == "pandas" else "pyarrow")
        frame = frame.to_pandas() if to == "pandas" else frame.to_arrow()
    partners = [
        Partner("ana", kind="person", people=1, joined=date(2019, 3, 1)),
        Partner("bo", kind="person"),
    ]

    assert Project("Tea", partners) == Project.from_frames("Tea", {Partner: frame})


def test_frames_keep_their_problems_apart():
    """A frame's problems name the row, counted from 1."""
    pl = pytest.importorskip("polars")
    frame = pl.DataFrame({"id": ["ana", "bo"], "kind": ["person", "persn"]})

    with pytest.raises(InvalidInput) as caught:
        Project.from_frames("Tea", {Partner: frame})

    assert [("partners", 2, "kind")] == [(p.file, p.row, p.column) for p in caught.value.problems]


def test_a_changed_frame_does_not_reach_the_project():
    """What a caller does to a frame later does not change the project."""
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame({"id": ["ana"], "kind": ["person"]})
    project = Project.from_frames("Tea", {Partner: frame})
    frame.loc[0, "id"] = "bo"

    assert "ana" == project.records(Partner)[0].id


@given(projects())
def test_adding_what_was_taken_away(project):
    """`add` is the other half of leaving out; the project it is called on stays as it was."""
    strengths = project.records(Strength)
    without = Project(
        project.name,
        [r for r in everything(project) if not isinstance(r, Strength)],
        settings=project.settings,
    )

    assert project == without.add(*strengths)
    assert 0 == without.count(Strength)


def test_add_checks_the_new_rows_against_the_old(small):
    """A key that is taken, or a reference to nothing, is a problem also when it comes later."""
    with pytest.raises(InvalidInput) as taken:
        small.add(Partner("ana", kind="person"))
    with pytest.raises(InvalidInput) as nothing:
        small.add(Strength("nobody", "whistles"))

    assert ["id"] == [p.column for p in taken.value.problems]
    assert ["partner"] == [p.column for p in nothing.value.problems]


def test_replace_takes_the_place_of_the_one_with_its_key(small):
    """A record takes the place of the one with its key; all else stays."""
    changed = small.replace(attrs.evolve(small.get(Partner, "bo"), area="the east side"))

    assert "the east side" == changed.get(Partner, "bo").area
    assert small == changed.replace(small.get(Partner, "bo"))


@given(projects(min_partners=1))
def test_replacing_records_by_themselves_changes_nothing(project):
    """Each record with a key may take its own place, and the project stays equal."""
    keyed = [r for r in everything(project) if not isinstance(r, Consent | Experience)]

    assert project == project.replace(*keyed)


@pytest.mark.parametrize(
    "record",
    [Experience(space="talk", valued=1), Consent("partner:bo", status="withdrawn", on=date(2019, 6, 1))],
)
def test_replacing_takes_no_other_row_away(small, record):
    """Slips without a name and answers have no key that tells them apart: none is replaced by another."""
    before = small.add(record)
    with pytest.raises((NotFound, InvalidInput)):
        before.replace(attrs.evolve(record, note="changed"))


def test_replacing_what_is_not_there(small):
    """There is nothing to replace where no record has this key."""
    with pytest.raises(NotFound, match="partner:eve"):
        small.replace(Partner("eve", kind="person"))


def test_get_suggests_the_nearest(small):
    """An id that nothing has is met with the nearest one."""
    with pytest.raises(NotFound, match="Did you mean `library`"):
        small.get(Partner, "libary")


def test_what_is_no_record_is_refused():
    """Something else than a record is a problem and not a crash."""
    with pytest.raises(InvalidInput, match="expected a record"):
        Project("Tea", [{"id": "ana", "kind": "person"}])


def test_settings_and_name_are_part_of_equality(small):
    """The same records under another name, or other settings, are another project."""
    assert Project("a") != Project("b")
    assert Project("a") != Project("a", settings=Settings(about="x"))
    assert small != "a project"


def test_a_project_says_what_is_in_it(small):
    """The repr is one line: the name, and how much there is of what, and no content."""
    assert repr(small).startswith("<Project 'Tea and talk': 6 partners, 1 characteristic, ")
    assert "Ana" not in repr(small)
    assert "<Project 'Tea': nothing yet>" == repr(Project("Tea"))


def test_instants_are_in_the_projects_zone(small):
    """An instant without an offset is in the project's zone, and comes back in it."""
    settings = Settings(timezone="Europe/London")
    project = Project.from_rows(
        "Tea", {Space: [{"id": "s1", "name": "x", "starts": "2019-07-01 18:30"}]}, settings=settings
    )
    starts = project.get(Space, "s1").starts

    assert datetime(2019, 7, 1, 17, 30, tzinfo=UTC) == starts
    assert "2019-07-01T18:30:00+01:00" == starts.isoformat()


def test_frames_hold_what_records_hold(small):
    """A frame has a column for each column of the kind, in order."""
    for kind in BUILT_IN:
        assert list(columns_of(kind)) == small.frame(kind).collect_schema().names()


def test_a_frame_can_be_filtered(small):
    """A frame is lazy and Narwhals: the same code runs on every engine."""
    import narwhals as nw

    pytest.importorskip("duckdb")
    for project in (small, small.on("duckdb")):
        found = project.frame(View).filter(nw.col("kind") == "idea").select("id").collect("polars")
        assert ["v1"] == found["id"].to_list()


@given(projects(max_partners=3))
def test_projects_may_be_small(project):
    """The strategy keeps to its limits."""
    assert project.count(Partner) <= 3


@given(projects(kinds=[Partner, Relationship]))
def test_projects_may_be_of_some_kinds(project):
    """The strategy draws the kinds it is asked for."""
    assert {Partner, Relationship} == set(project.kinds)


@pytest.mark.parametrize("rows", [(), (("ana", "person", *[None] * 20),)])
def test_a_kind_without_a_table_is_where_the_others_are(rows):
    """Tables of two engines cannot be joined, so an absent one is on the engine of the others, with or without rows."""
    pytest.importorskip("duckdb")
    width = len(columns_of(Partner))
    partners = Table(Partner, [row[:width] for row in rows]).on("duckdb")
    project = Project.made_of("x", Settings(), {Partner: partners})
    assert "duckdb" == engine_of(project.frame(View))
    assert 0 == project.count(View)
