"""A new kind is one class: validated, read, written, in the graph, known at a date, withheld by default."""

import itertools
from datetime import UTC, date, datetime
from typing import Annotated, ClassVar

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.asking import groups, levels

import coprod
from coprod import Level, Project, Registry, Request, Settings
from coprod.errors import InvalidInput
from coprod.records import BUILT_IN, Consent, Partner, Record, Space
from coprod.schema import About, category, columns_of, key, moment, rating, subject, to, words
from coprod.settings import Permission
from coprod.testing import projects, records

NOW = datetime(2019, 9, 1, 12, tzinfo=UTC)
DAY = date(2019, 6, 1)


@attrs.frozen(kw_only=True)
class Photo(Record):
    """A picture of a partner, taken in a space."""

    about: ClassVar[About] = About("stories-photos")
    id: Annotated[str, key] = attrs.field(kw_only=False)
    partner: Annotated[str, subject, to(Partner)]
    space: Annotated[str | None, to(Space)] = None
    taken: Annotated[date | None, moment] = None
    style: Annotated[str | None, words("portrait", "group")] = None
    liked: Annotated[int | None, rating(1, 5)] = None
    caption: Annotated[str | None, category("stories-words", special=True)] = None


KINDS = (*BUILT_IN, Photo)
ROWS = [
    {
        "id": "f1",
        "partner": "Ana Lopez",
        "space": "s1",
        "taken": "2019-06-01",
        "style": "portrait",
        "caption": "=1+1",
    },
    {"id": "f2", "partner": "ana", "liked": "5", "note": "out of focus"},
]
SETTINGS = Settings(
    purposes={"publication": "the report"},
    permission={
        "1": Permission(
            says="You may show pictures of me.",
            categories=("stories-photos", "profile", "identity"),
            purposes=("publication",),
            audiences=("public",),
            level="share",
        )
    },
)
YES = Consent("partner:ana", status="given", statements=frozenset({"1"}), on=DAY)


def project_of(*consents, rows=ROWS):
    """A partner, a space, and photos as a form brings them."""
    known = [Partner("ana", kind="person", name="Ana Lopez"), Space("s1", name="Tea"), *consents]
    values = [(type(record), attrs.asdict(record, recurse=False)) for record in known]
    source = [*values, *((Photo, row) for row in rows)]
    found = (coprod.Row(kind=kind, values=row, file=kind.table(), row=n) for n, (kind, row) in enumerate(source, 1))
    return Project.from_source("Tea", found, settings=SETTINGS, kinds=KINDS)


def test_it_is_validated():
    """Its types, words, ratings and references are checked as those of any kind."""
    rows = [{"id": "f1", "partner": "anna", "taken": "2019-02-30", "style": "protrait", "liked": "7"}]
    with pytest.raises(InvalidInput) as caught:
        project_of(rows=rows)

    found = {problem.column: problem.hint for problem in caught.value.problems}
    assert {"partner", "taken", "style", "liked"} == set(found)
    assert "Did you mean `portrait`?" == found["style"]


def test_its_references_are_kept_by_id():
    """A name is read as the id of the one who has it."""
    assert ["ana", "ana"] == [photo.partner for photo in project_of().records(Photo)]


@pytest.mark.parametrize("place", ["folder", "project.json", "book.xlsx"])
def test_it_is_written_and_read(place, tmp_path):
    """A folder, a JSON file and a workbook hold it under its own name, and give it back."""
    if place.endswith("xlsx"):
        pytest.importorskip("xlsxwriter")
        pytest.importorskip("python_calamine")
    project, registry = project_of(YES), Registry.load().extended(Photo)
    coprod.save(project, tmp_path / place)

    assert project == coprod.read(tmp_path / place, registry=registry)
    assert place != "folder" or (tmp_path / place / "photos.csv").exists()


def test_it_is_in_the_graph():
    """It has an id, so it is a node with its filled columns."""
    graph = project_of().graph()

    assert {"record": "photo", "partner": "ana", "liked": 5, "note": "out of focus"} == graph.nodes["photo:f2"]


def test_it_is_known_at_a_date():
    """Before its moment it was not there."""
    assert ["f2"] == [photo.id for photo in project_of().at(date(2019, 5, 31)).records(Photo)]


def test_it_can_be_erased():
    """It goes with its subject."""
    assert 0 == project_of().erase("ana").count(Photo)


def shared(project):
    """What the public gets of photos."""
    registry = Registry.load().extended(Photo)
    release = coprod.share(project, Request("publication", "public"), now=NOW, registry=registry)
    return release.rows("photos") if "photos" in release.tables else ()


def test_it_is_withheld_by_default():
    """Nobody agreed to anything, so nothing of it leaves."""
    assert () == tuple(shared(project_of()))


def test_it_is_withheld_until_its_own_category_is_named():
    """A yes to everything that coprod has is no yes to a category that a plugin brings."""
    built_in = frozenset({c.category for kind in BUILT_IN for c in columns_of(kind).values()})
    yes = Consent(
        "partner:ana",
        status="given",
        on=DAY,
        categories=built_in,
        purposes=frozenset({"publication"}),
        audiences=frozenset({"public"}),
        level="share",
        explicit=True,
    )

    assert () == tuple(shared(project_of(yes)))


def test_it_leaves_with_consent_and_its_special_cells_without():
    """A yes to its category lets it out; the caption, special and in another category, stays empty."""
    rows = shared(project_of(YES))

    assert {(None, "portrait"), (None, None)} == {(row["caption"], row["style"]) for row in rows}


def test_it_is_drawn():
    """The strategies need no word about it: one class is enough."""

    @given(records(Photo), projects(kinds=KINDS, min_partners=1), st.just(NOW))
    def drawn(photo, project, now):
        assert photo == attrs.evolve(photo)
        asked = {"purpose": "publication", "audiences": ["public"], "now": now}
        assert all(type(level) is Level for *_, level in levels(project, **asked))

    drawn()


@pytest.mark.parametrize("kind", KINDS)
def test_every_column_is_in_one_group_and_every_group_has_somebody(kind):
    """Walk all classes: each column is in one group; each group has a subject, or is about nobody."""
    found = list(itertools.chain.from_iterable(groups(kind).values()))
    columns = columns_of(kind).values()
    somebody = any(c.subject or (c.refs and c.required) for c in columns)

    assert sorted(columns_of(kind)) == sorted(found)
    assert all(group.category for group in groups(kind))
    assert somebody or kind.about.nobody
