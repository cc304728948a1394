"""What a column says about itself, and what follows from it."""

from datetime import date, datetime
from typing import Annotated, ClassVar, Literal

import attrs
import pytest

from coprod.records import BUILT_IN, Consent, Goal, Mention, Partner, Record, Relationship, Response, View
from coprod.schema import About, columns_of, end, key, kind_name, later, moment, start, table_name, to


@attrs.frozen(kw_only=True)
class Story(Record):
    """A kind of another author."""

    about: ClassVar[About] = About("stories")
    id: Annotated[str, key] = attrs.field(kw_only=False)
    teller: Annotated[str | None, to(Partner)] = None


def test_a_kind_is_named_for_its_class():
    """References write a kind as its class name in lower case."""
    assert "view" == kind_name(View)
    assert "view" == kind_name("View")


@pytest.mark.parametrize(
    ("kind", "table"),
    [(Partner, "partners"), (Story, "stories"), (Response, "responses"), (Consent, "consents")],
)
def test_a_table_is_named_by_the_plural(kind, table):
    """A table, file and sheet is named by the plural of its kind."""
    assert table == table_name(kind)


def test_a_table_may_have_a_name_of_its_own():
    """`About.table` names the table of a kind whose plural is not regular."""

    @attrs.frozen(kw_only=True)
    class Child(Record):
        about: ClassVar[About] = About("children", table="children")

    assert "children" == table_name(Child)


@pytest.mark.parametrize("kind", BUILT_IN)
def test_every_column_has_a_category(kind):
    """There is no column that consent could not be asked for."""
    assert [] == [column.name for column in columns_of(kind).values() if not column.category]


@pytest.mark.parametrize("kind", BUILT_IN)
def test_every_kind_is_about_somebody_or_says_nobody(kind):
    """Each row has a subject, or is about nobody, or is about whoever the rows are about that it needs."""
    columns = columns_of(kind).values()
    has_subject = any(column.subject for column in columns)
    needs = any(column.refs and column.required for column in columns)

    assert kind.about.nobody or has_subject or needs
    assert not (kind.about.nobody and has_subject), "about nobody, and about somebody"


@pytest.mark.parametrize("kind", BUILT_IN)
def test_references_name_kinds_that_exist(kind):
    """No column refers to a kind that is not there, and only a kind with an id can be referred to."""
    with_id = {kind_name(other) for other in BUILT_IN if "id" in columns_of(other)}

    assert set() == {ref for column in columns_of(kind).values() for ref in column.refs} - with_id


@pytest.mark.parametrize("kind", BUILT_IN)
def test_marks_name_columns_that_exist(kind):
    """`known_with` and `adds_subject_to` name columns of the same kind."""
    columns = columns_of(kind)
    named = {c.known_with for c in columns.values() if c.known_with}
    named |= {name for c in columns.values() for name in c.adds_subject_to[:2] if name}

    assert set() == named - set(columns)


@pytest.mark.parametrize("kind", BUILT_IN)
def test_times_are_days_or_instants(kind):
    """Only a day or an instant can say when."""
    assert set() == {c.type for c in columns_of(kind).values() if c.time} - {date, datetime}


@pytest.mark.parametrize("kind", BUILT_IN)
def test_note_and_extras_come_last_and_are_special(kind):
    """Every kind takes a note and extra columns; both need explicit consent."""
    last = list(columns_of(kind).values())[-2:]

    assert [("note", "notes", True), ("extras", "other", True)] == [(c.name, c.category, c.special) for c in last]


@pytest.mark.parametrize("kind", BUILT_IN)
def test_kinds_are_plain_attrs_classes(kind):
    """A kind is frozen by attrs itself, documented, and its columns are its fields."""
    assert kind.__setattr__ is not object.__setattr__
    assert {field.name for field in attrs.fields(kind)} == set(columns_of(kind))
    assert kind.__doc__


def test_marks_become_columns():
    """What an annotation says is what the column knows."""
    columns = columns_of(Relationship)

    source, openness = columns["source"], columns["openness"]
    assert (True, True, ("partner",), True) == (source.required, source.key, source.refs, source.subject)
    assert ("ratings", 1, 4, int) == (openness.category, openness.low, openness.high, openness.type)
    assert {"since": "start", "until": "end"} == {c.name: c.time for c in columns.values() if c.time}


def test_times_of_columns():
    """Moment, start, end and later are told apart."""
    assert "moment" == columns_of(Response)["at"].time
    assert "later" == columns_of(Goal)["done"].time
    assert "replied_at" == columns_of(View)["fate"].known_with
    assert "" == columns_of(Goal)["due"].time, "what is due is known from the start"


def test_a_reference_to_several_kinds_is_typed():
    """A reference that may name several kinds is written `kind:id`; one that names one kind is the id."""
    assert columns_of(Mention)["item"].typed
    assert not columns_of(View)["space"].typed


def test_a_mention_adds_a_subject_unless_it_is_someone_else():
    """The partner of a mention becomes a subject of its item, with one exception."""
    assert ("item", "part", "someone else") == columns_of(Mention)["partner"].adds_subject_to


def test_types_are_resolved_on_first_use():
    """Optional, annotated and plain types all come down to what a cell holds."""

    @attrs.frozen(kw_only=True)
    class Thing(Record):
        about: ClassVar[About] = About("things")
        at: Annotated[datetime | None, moment] = None
        since: Annotated[date | None, start] = None
        until: Annotated[date, end]
        done: Annotated[date | None, later] = None
        tags: frozenset[str] = frozenset()
        count: int
        share: float = 0.0
        sure: bool | None = None

    types = {name: column.type for name, column in columns_of(Thing).items() if name not in {"note", "extras"}}

    assert {
        "at": datetime,
        "since": date,
        "until": date,
        "done": date,
        "tags": frozenset,
        "count": int,
        "share": float,
        "sure": bool,
    } == types
    assert ["until", "count"] == [column.name for column in columns_of(Thing).values() if column.required]


@pytest.mark.parametrize("hint", [list[str], bytes, Literal["a", "b"]])
def test_a_column_of_another_type_is_refused(hint):
    """A type that no cell can hold is an error that lists those that one can."""
    odd = attrs.make_class("Odd", {"odd": attrs.field(type=hint, kw_only=True)}, bases=(Record,), frozen=True)
    odd.__annotations__ = {"odd": hint}

    with pytest.raises(TypeError, match="use str, int, float, bool, date, datetime"):
        columns_of(odd)


def test_evolve_keeps_working():
    """`attrs.evolve` gives a new record and leaves the old one."""
    ana = Partner("ana", kind="person")

    assert Partner("ana", kind="person", sector="citizen") == attrs.evolve(ana, sector="citizen")
    assert ana.sector is None
