"""Every kind of the design's section 3: its columns with their marks, and what holds for all of them."""

import datetime as dt
import zoneinfo

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod.errors import InvalidInput
from coprod.records import BUILT_IN, Membership, Partner, Record, View
from coprod.schema import Column, columns_of, kind_name
from coprod.testing import records

# As the design writes them: * required, # key, ! subject of the row, ? of the cell, @ moment, < start, > end,
# ~ known later, ~c known with column c, % special. A category in brackets is not the kind's own.
DESIGN = {
    "Partner profile": "id*#! kind* sector here_as people area organisation? name[identity]"
    " joined<[participation] left>[participation]",
    "Characteristic characteristics%": "partner*#! characteristic*# value*#",
    "Need access%": "partner*#! need*#",
    "Strength strengths": "partner*#! strength*# kind since#< until>",
    "Exchange relationships": "giver*#! receiver*#! kind# strength at#@ hours",
    "Relationship relationships": "source*#! target*#! kind*# reported_by#! since#< until> weight"
    " reliability[ratings] shared_mission[ratings] openness[ratings] influence[ratings] involvement[ratings]"
    " resources[ratings]",
    "Space spaces nobody": "id*# name* kind starts< ends~ place people purpose level agreement",
    "Attendance participation": "partner*#! space*# came people payment expenses minutes turns seconds access%[access]",
    "View views": "id*# partner! through! space at@ kind topic in_plan discussed fate~replied_at replied_at~"
    " text%[views] reply~replied_at%[views]",
    "Mention views": "item*# partner*#! part",
    "Response views": "partner*#! item*# stance people fate at#@ text%[views]",
    "Decision plan nobody": "id*# title* space at@ rule stage topic",
    "Role decisions": "partner*#! item*# role*#",
    "Goal plan nobody": "id*# kind* text* agreed< due done~ dropped~ replaces",
    "Influence views": "source*# target*# how",
    "Membership participation": "partner*#! group*# role since#< until>",
    "Indicator outcomes nobody": "id*# name* goal instrument better minimum maximum",
    "Measurement outcomes%": "indicator*# partner*#! at*#@ value*",
    "Experience experience": "partner#! here_as space*# at#@ valued listened contributed safe",
    "Population none nobody": "characteristic*# value*# area# on*# count* source*",
}
MARKS = {"moment": "@", "start": "<", "end": ">", "later": "~", "": ""}
NEVER_SHARED = "consent"


def described(column: Column, kind: type[Record]) -> str:
    """A column as the design writes it."""
    marks = [
        "*" * column.required,
        "#" * column.key,
        "!" * column.subject,
        "?" * column.subject_of_cell,
        MARKS[column.time],
        column.known_with and f"~{column.known_with}",
        "%" * (column.special and not kind.about.special),
        f"[{column.category}]" * ((column.category, column.special) != (kind.about.category, kind.about.special)),
    ]
    return column.name + "".join(marks)


@pytest.mark.parametrize("kind", [kind for kind in BUILT_IN if kind.about.category != NEVER_SHARED])
def test_columns_are_those_of_the_design(kind):
    """A kind has the columns, keys, subjects, times and categories that the design gives it."""
    about = kind.about.category + "%" * kind.about.special + " nobody" * kind.about.nobody
    columns = [c for c in columns_of(kind).values() if c.name not in {"note", "extras"}]

    assert DESIGN[f"{kind.__name__} {about}"] == " ".join(described(column, kind) for column in columns)


def test_all_kinds_are_there():
    """The design has twenty kinds and Consent."""
    assert {name.split()[0] for name in DESIGN} | {"Consent"} == {kind.__name__ for kind in BUILT_IN}


@pytest.mark.parametrize("kind", BUILT_IN)
@given(st.data())
def test_records_are_values(kind, data):
    """A record equals one of the same values, can be in a set, and `evolve` with nothing gives it back."""
    record = data.draw(records(kind))

    assert record == attrs.evolve(record)
    assert 1 == len({record, attrs.evolve(record)})
    assert record == kind.trusted(record.values)


@pytest.mark.parametrize("kind", BUILT_IN)
@given(st.data())
def test_records_are_frozen(kind, data):
    """No column of a record can be set."""
    record = data.draw(records(kind))

    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        record.note = "changed"


@pytest.mark.parametrize("kind", BUILT_IN)
@given(st.data())
def test_records_are_equal_by_their_values(kind, data):
    """Two records are one in a set where their kinds and all their values are the same, and only there."""
    one, other = data.draw(records(kind)), data.draw(records(kind))

    assert one == attrs.evolve(one)
    assert {one} == {one, attrs.evolve(one)}
    assert (one.values == other.values) == (one == other) == (len({one, other}) == 1)
    assert one != attrs.evolve(one, note=f"{one.note} and more")


def test_records_of_two_kinds_are_not_equal():
    """A record equals nothing of another kind, whatever its values, nor what is no record."""
    assert Partner("ana", kind="person") not in (View("ana"), "ana", None)


@pytest.mark.parametrize("kind", BUILT_IN)
@given(st.data())
def test_a_record_shows_how_it_is_made(kind, data):
    """What `repr` gives makes the same record again."""
    record = data.draw(records(kind))

    assert record == eval(repr(record), {kind.__name__: kind, "datetime": dt, "zoneinfo": zoneinfo})  # noqa: S307


def test_a_reference_to_a_record():
    """A record with an id is referred to as `kind:id`; one without is named by its key."""
    assert "view:v1" == View("v1").ref
    assert "membership:ana|tuesday|" == Membership("ana", "tuesday").ref


@pytest.mark.parametrize("kind", BUILT_IN)
def test_references_start_with_the_kind(kind, small):
    """Whatever a record is, its reference says of which kind."""
    assert {kind_name(kind)} == {record.ref.partition(":")[0] for record in small.records(kind)}


def test_all_problems_of_a_record_at_once():
    """An object with several wrong values says so about each, with its class and column."""
    with pytest.raises(InvalidInput) as caught:
        Partner("a;b", kind=None, people=-1)

    assert ["Partner.id", "Partner.kind", "Partner.people"] == [p.column for p in caught.value.problems]


@pytest.mark.parametrize("values", [{"people": True}, {"people": "3"}, {"joined": "2019-01-01"}, {"sector": 7}])
def test_types_of_objects_are_strict(values):
    """Text is read in files and forms; an object takes the type that its annotation says."""
    with pytest.raises(InvalidInput):
        Partner("ana", kind="person", **values)


def test_extras_may_be_a_mapping():
    """Extra columns are given as a mapping or as pairs, and kept as sorted pairs."""
    assert (("a", "1"), ("b", "2")) == Partner("ana", kind="person", extras={"b": "2", "a": "1"}).extras
