"""Every problem at once: where it is, what was found, what was expected, what to try."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod import Project, Row
from coprod.errors import InvalidInput, Problem
from coprod.records import (
    Attendance,
    Consent,
    Decision,
    Experience,
    Mention,
    Partner,
    Space,
    Strength,
    View,
)
from coprod.settings import Permission, Settings
from coprod.validation import header_problems

SETTINGS = Settings(
    purposes={"publication": "the report"},
    audiences={"funder": ("The fund",)},
    sectors={"citizen": "own experience", "library": "job"},
    permission={
        "3": Permission(
            says="My words may be used.",
            categories=("views",),
            purposes=("publication",),
            audiences=("public",),
            level="share",
            since=date(2019, 1, 1),
        )
    },
)
ANA = {"id": "ana", "kind": "person"}
S1 = {"id": "s1", "name": "Tea"}


def problems(rows, settings=SETTINGS):
    """What is wrong with *rows*, by kind."""
    with pytest.raises(InvalidInput) as caught:
        Project.from_rows("Tea and talk", rows, settings=settings)
    return caught.value.problems


def places(rows, settings=SETTINGS):
    """Where *rows* are wrong: file, row, column, value."""
    return [(p.file, p.row, p.column, p.value) for p in problems(rows, settings)]


def test_all_problems_at_once():
    """Each wrong cell of each row is reported, with its file, row, column and value."""
    rows = {
        Partner: [
            {"id": "ana", "kind": "persn", "joined": "2019-02-30"},
            {"id": "bo", "kind": "person", "people": "many"},
        ],
        Experience: [{"partner": "ana", "space": "s9", "valued": "7"}],
    }
    expected = {
        ("partners", 1, "kind", "persn"),
        ("partners", 1, "joined", "2019-02-30"),
        ("partners", 2, "people", "many"),
        ("experiences", 1, "space", "s9"),
        ("experiences", 1, "valued", "7"),
    }

    assert expected == set(places(rows))


@pytest.mark.parametrize(
    ("rows", "column", "expected", "hint"),
    [
        ({Partner: [{"kind": "person"}]}, "id", "the required column `id`", ""),
        ({Partner: [{"id": "", "kind": "person"}]}, "id", "a value", ""),
        ({Partner: [ANA | {"sectr": "x"}]}, "sectr", "a column of partners", "Did you mean `sector`?"),
        ({Partner: [ANA, ANA]}, "id", "also in row 1", ""),
        ({Partner: [ANA | {"kind": "persona"}]}, "kind", "one of person", "Did you mean `person`?"),
        ({Partner: [ANA | {"sector": "citizn"}]}, "sector", "one of citizen", "Did you mean `citizen`?"),
        ({Partner: [ANA], Strength: [{"partner": "Ann", "strength": "x"}]}, "partner", "the partner id", ""),
        ({View: [{"id": "v1", "text": "a\x00b"}]}, "text", "control character U+0000", ""),
        ({Partner: [ANA | {"joined": "03/04/2019"}]}, "joined", "a date such as", "dates = "),
    ],
)
def test_each_problem_says_what_was_expected(rows, column, expected, hint):
    """One clear sentence for each problem: what was expected, and what to try."""
    found = next(p for p in problems(rows) if p.column == column)

    assert expected in found.expected
    assert hint in found.hint


def test_a_missing_required_column_is_said_once():
    """A column that is missing altogether is one problem and not one for each row."""
    assert 1 == len(problems({Partner: [{"id": "ana"}, {"id": "bo"}]}))


def test_an_ambiguous_name_names_both():
    """A name that two rows have is a problem that names both."""
    rows = {
        Partner: [ANA | {"name": "Ana"}, {"id": "ana2", "kind": "person", "name": "Ana"}],
        Strength: [{"partner": "Ana", "strength": "x"}],
    }

    assert "one record, and this may mean ana, ana2" == problems(rows)[0].expected


def test_equal_keys_are_a_duplicate():
    """Two rows with equal keys are a duplicate, whatever else is in them."""
    rows = {
        Partner: [ANA],
        Space: [S1],
        Attendance: [{"partner": "ana", "space": "s1"}, {"partner": "ana", "space": "s1", "came": "part"}],
    }

    assert [("attendances", 2, "partner", "ana, s1")] == places(rows)


def test_ids_that_are_equal_in_nfc_are_a_duplicate():
    """An id written with a combining accent is the id with the accented letter."""
    rows = {Partner: [{"id": "e\u0301", "kind": "person"}, {"id": "\u00e9", "kind": "person"}]}

    assert [("partners", 2, "id", "\u00e9")] == places(rows)


def test_ids_are_told_apart_byte_for_byte():
    """Case and leading zeros make another id."""
    ids = ["7", "07", "007", "ana", "Ana"]
    project = Project.from_rows("Tea", {Partner: [{"id": one, "kind": "person"} for one in ids]})

    assert set(ids) == {partner.id for partner in project.records(Partner)}


def test_slips_without_a_name_may_repeat():
    """Two unsigned slips may be alike; two signed ones may not."""
    slip = {"space": "s1", "valued": "5"}
    project = Project.from_rows("Tea", {Space: [S1], Experience: [slip, slip]})
    assert 2 == project.count(Experience)

    signed = slip | {"partner": "ana"}
    assert 1 == len(problems({Partner: [ANA], Space: [S1], Experience: [signed, signed]}))


def test_an_unknown_column_far_from_any_is_kept():
    """A column that is near none of ours is kept as text."""
    project = Project.from_rows("Tea", {Partner: [ANA | {"shoe size": 41}]})

    assert (("shoe size", "41"),) == project.get(Partner, "ana").extras


def test_a_listed_column_is_kept():
    """A column that `[extras]` lists is kept, however near it is to one of ours."""
    settings = Settings(extras={"partners": ("sectr",)})
    project = Project.from_rows("Tea", {Partner: [ANA | {"sectr": "x"}]}, settings=settings)

    assert (("sectr", "x"),) == project.get(Partner, "ana").extras


def test_no_column_is_called_extras():
    """What a row of text has under `extras` belongs into columns of its own; a record gives pairs."""
    [problem] = problems({Partner: [ANA | {"extras": "shoe size: 41"}]})

    assert ("extras", "shoe size: 41") == (problem.column, problem.value)
    assert (("shoe size", "41"),) == Partner("ana", kind="person", extras={"shoe size": "41"}).extras


def test_header_problems_have_their_place():
    """The header's problems name the file and its first row."""
    found = header_problems(Partner, ["id", "knd"], Settings(), file="partners.csv")

    assert [("partners.csv", 1, "knd"), ("partners.csv", 1, "kind")] == [(p.file, p.row, p.column) for p in found]


def test_what_a_reader_met_is_reported_with_the_rest():
    """A problem that a reader yields stands among those that validation finds."""
    with pytest.raises(InvalidInput) as caught:
        Project.from_source("Tea", [Problem("text in UTF-8", file="partners.csv", row=3)])

    assert "partners.csv, row 3: expected text in UTF-8." == str(caught.value)


YES = {"who": "ana", "status": "given", "on": "2019-03-01"}
OWN = {"categories": "views", "purposes": "publication", "audiences": "public", "level": "count"}


@pytest.mark.parametrize(
    ("answer", "column"),
    [
        (YES, "statements"),
        (YES | {"statements": "4"}, "statements"),
        (YES | {"statements": "3"} | OWN, "categories"),
        (YES | OWN | {"audiences": "press"}, "audiences"),
        (YES | OWN | {"audiences": "*"}, "audiences"),
        (YES | OWN | {"purposes": "talks"}, "purposes"),
        (YES | OWN | {"categories": "veiws"}, "categories"),
        (YES | OWN | {"level": ""}, "level"),
        (YES | OWN | {"level": "shared"}, "level"),
        (YES | {"statements": "3", "on": "2018-12-31"}, "on"),
        (YES | {"statements": "3", "given_by": "his mother"}, "authority"),
        (YES | {"statements": "3", "status": "yes"}, "status"),
        (YES | {"statements": "3", "who": "nobody"}, "who"),
        (YES | {"statements": "3", "items": "view:v9"}, "items"),
        (YES | {"status": "requested"}, "statements"),
    ],
)
def test_answers_name_what_exists(answer, column):
    """A yes names what it allows, all of it declared, and nothing by a wildcard."""
    assert column in {p.column for p in problems({Partner: [ANA], Consent: [answer]})}


def test_words_of_a_problem_are_in_order():
    """Whatever the order in which a set gives its words, which changes from run to run."""
    both = YES | {"statements": "3", "categories": "views;relations;identity;profile;spaces;decisions;goals"}
    found = [p.value for p in problems({Partner: [ANA], Consent: [both]}) if p.column == "categories"]

    assert "decisions;goals;identity;profile;relations;spaces;views" in found


@pytest.mark.parametrize(
    "answer",
    [
        YES | {"statements": "3"},
        YES | OWN,
        YES | {"status": "withdrawn"},
        YES | {"status": "refused", "categories": "views"},
        YES | {"status": "refused", "statements": "3", "on": "2018-01-01"},
        YES | {"statements": "3", "given_by": "ana"},
        YES | {"statements": "3", "given_by": "his mother", "authority": "parent"},
        YES | {"status": "requested", "statements": "3"},
    ],
)
def test_answers_that_are_fine(answer):
    """Yeses to statements or cells, refusals of some or all, answers by others with their right."""
    assert 1 == Project.from_rows("Tea", {Partner: [ANA], Consent: [answer]}, settings=SETTINGS).count(Consent)


def test_withdrawing_needs_nothing_else():
    """A person who withdraws names nothing, and the same answer twice is no mistake."""
    answer = {"who": "ana", "status": "withdrawn", "on": "2019-03-01"}
    project = Project.from_rows("Tea", {Partner: [ANA], Consent: [answer, answer]})

    assert 2 == project.count(Consent)


@given(st.permutations([{"id": "v1"}, {"id": "v2", "space": "s1"}, {"id": "v3", "discussed": "s1"}]))
def test_the_order_of_rows_does_not_matter(rows):
    """A reference may name a row that comes later, in a table that comes later."""
    project = Project.from_rows("Tea", {View: rows, Space: [S1]})
    mention = {"item": "v1", "partner": "someone we do not know"}

    assert 3 == project.count(View)
    assert 1 == Project.from_rows("Tea", {Mention: [mention], View: rows, Space: [S1]}).count(Mention)


def test_the_projects_own_words():
    """`[words]` renames a word of ours or adds one; what is kept is ours where there is one."""
    settings = Settings(words={"decision.rule": {"we all nodded": "consensus", "drew lots": "drew lots"}})
    rows = [
        {"id": "d1", "title": "x", "rule": "we all nodded"},
        {"id": "d2", "title": "y", "rule": "drew lots"},
    ]
    project = Project.from_rows("Tea", {Decision: rows}, settings=settings)

    assert ["consensus", "drew lots"] == [decision.rule for decision in project.records(Decision)]


def test_no_value_floods_the_terminal():
    """A cell of a megabyte is cut in the message about it, and control characters are spelled out."""
    found = problems({Partner: [ANA | {"people": "9" * 1_000_000}, {"id": "b", "kind": "\x1b[31m"}]})

    assert all(len(str(problem)) < 400 for problem in found)
    assert "\x1b" not in "".join(map(str, found))


def test_a_missing_sheet_is_one_problem():
    """Where nothing of a kind is there at all, what refers to it is told once, with how much does."""
    rows = {View: [{"id": "v1", "partner": "ana"}, {"id": "v2", "partner": "bo"}]}
    with pytest.raises(InvalidInput) as caught:
        Project.from_rows("p", rows)

    (problem,) = caught.value.problems
    assert ("partners", "So do 1 other cells.") == (problem.file, problem.hint)


def test_what_refers_to_a_broken_file_is_not_wrong():
    """A file that could not be read is one problem, not one for each cell that refers to it."""
    broken = Problem("text in UTF-8", file="partners.csv")
    row = Row(kind=View, values={"id": "v1", "partner": "ana"}, file="views.csv", row=2)
    with pytest.raises(InvalidInput) as caught:
        Project.from_source("p", [broken, row])

    assert (broken,) == caught.value.problems
