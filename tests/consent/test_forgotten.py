"""Who was forgotten: nobody can read it, and whoever comes back is known."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod.consent.forgotten import Forgotten
from coprod.errors import InvalidInput
from coprod.records import Consent, Membership, Mention, Partner, Response, View
from coprod.rows import Row

DAY = date(2020, 5, 1)
IDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=8)


@pytest.fixture
def forgotten(tmp_path):
    """Ana Bell, whose id was `ana-1`, was forgotten."""
    found = Forgotten(tmp_path / ".coprod" / "forgotten.jsonl", b"secret")
    found.add("ana-1", "Ana Bell", DAY)
    return found


def barred(forgotten, kind, **values):
    """The column and the value for which a row is barred; None for one that is not."""
    find = forgotten.barring()
    problem = find(Row(kind=kind, values=values, file="t.csv", row=7))
    return problem and (problem.column, problem.value)


def test_nobody_stands_in_it_in_clear(forgotten):
    """A line holds a day and hashes under the secret."""
    data = forgotten.lines.path.read_bytes()

    assert {"coprod-forgotten", "id", "name", "on"} == set(json.loads(data))
    assert not any(word in data for word in (b"ana", b"Ana", b"Bell", b"bell"))


def test_who_is_known(forgotten):
    """The id tells, and so does the full name, whatever its case, accents and order."""
    assert DAY == forgotten.knows("ana-1")
    assert DAY == forgotten.knows("p7", "BELL, Ána")
    assert None is forgotten.knows("ana-2", "Ana Beller")
    assert None is forgotten.knows("ana-2", "Ana")
    assert None is Forgotten(forgotten.lines.path, b"another").knows("ana-1", "Ana Bell")


@given(IDS, IDS)
def test_an_id_is_known_alone(tmp_path_factory, one, other):
    """Each forgotten id is known, and no other is for its sake."""
    found = Forgotten(tmp_path_factory.mktemp("f") / ".coprod" / "forgotten.jsonl", b"secret")
    found.add(one, None, DAY)

    assert DAY == found.knows(one)
    assert (DAY if one == other else None) == found.knows(other)


def test_one_word_is_no_full_name(tmp_path):
    """A first name alone would keep out everybody who has it, so it is not remembered."""
    found = Forgotten(tmp_path / ".coprod" / "forgotten.jsonl", b"secret")
    found.add("bo", "Bo", DAY)

    assert (DAY, None) == (found.knows("bo"), found.knows("p7", "Bo"))


@pytest.mark.parametrize(
    ("kind", "values", "column"),
    [
        (Partner, {"id": " ana-1 ", "name": "Someone"}, "id"),
        (Partner, {"id": "p7", "name": "ana  BELL"}, "name"),
        (Partner, {"id": "p7", "organisation": "ana-1"}, "organisation"),
        (View, {"id": "v1", "partner": "ana-1"}, "partner"),
        (View, {"id": "v1", "partner": "Ana Bell"}, "partner"),
        (View, {"id": "v1", "through": "ana-1"}, "through"),
        (Membership, {"partner": "bo", "group": "ana-1"}, "group"),
        (Consent, {"who": "partner:ana-1"}, "who"),
        (Consent, {"who": "ana-1"}, "who"),
    ],
)
def test_rows_that_bring_someone_back(forgotten, kind, values, column):
    """A row of any kind that names whom was forgotten has a problem at that column."""
    assert (column, str(values[column])) == barred(forgotten, kind, **values)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (Partner, {"id": "ana", "name": "Ana"}),
        (Partner, {"id": "p7", "name": None}),
        (View, {"id": "ana-1", "partner": "bo", "text": "Ana Bell said it"}),
        (View, {"id": "v1", "through": "Ana Bell, her mother"}),
        (Mention, {"item": "view:v1", "partner": "Ana Bell"}),
        (Response, {"partner": "bo", "item": "view:ana-1"}),
        (Consent, {"who": "space:ana-1", "given_by": "Ana Bell"}),
    ],
)
def test_other_rows(forgotten, kind, values):
    """Words about someone are no reference to them, and other things may have an id like theirs."""
    assert None is barred(forgotten, kind, **values)


def test_an_id_that_a_spreadsheet_made_a_number(tmp_path):
    """The id 7 that a sheet gives as 7.0 is known."""
    found = Forgotten(tmp_path / ".coprod" / "forgotten.jsonl", b"secret")
    found.add("7", None, DAY)

    assert ("id", "7.0") == barred(found, Partner, id=7.0)


def test_the_problem_says_what_to_do(forgotten):
    """It has its place, the day, and what to do about it."""
    problem = forgotten.barring()(Row(kind=Partner, values={"id": "ana-1"}, file="partners.csv", row=7))

    assert (
        "partners.csv, row 7, column id: found `ana-1`, expected nobody who was forgotten, on 2020-05-01, as they "
        "asked; take the row out. `coprod forget` takes out all rows like this; someone else needs another id."
    ) == str(problem)


@pytest.mark.parametrize("line", ["{}", '{"coprod-forgotten":1,"id":"x","name":"y","on":"soon"}', "torn"])
def test_a_broken_line(forgotten, line):
    """A line that cannot be read may be the one that keeps someone out, so it is an error."""
    with forgotten.lines.path.open("a", encoding="ascii", newline="\n") as file:
        file.write(line + "\n")

    with pytest.raises(InvalidInput, match=r"forgotten\.jsonl, row 2"):
        forgotten.knows("ana-1")
    with pytest.raises(InvalidInput, match=r"forgotten\.jsonl, row 2"):
        forgotten.barring()
