"""One cell: text or a value in, what a column holds out, and back."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod.cells import Reading, Unreadable, read_cell, write_cell
from coprod.records import (
    BUILT_IN,
    Attendance,
    Consent,
    Decision,
    Experience,
    Goal,
    Partner,
    Relationship,
    Space,
    View,
)
from coprod.schema import columns_of
from coprod.testing import records

LONDON = ZoneInfo("Europe/London")
READING = Reading(LONDON, "DD/MM/YYYY")

JOINED = columns_of(Partner)["joined"]
PEOPLE = columns_of(Partner)["people"]
STARTS = columns_of(Space)["starts"]
VALUED = columns_of(Experience)["valued"]
WEIGHT = columns_of(Relationship)["weight"]
EXPLICIT = columns_of(Consent)["explicit"]
STATEMENTS = columns_of(Consent)["statements"]
RULE = columns_of(Decision)["rule"]
TEXT = columns_of(View)["text"]
ID = columns_of(Partner)["id"]


@pytest.mark.parametrize("value", [None, "", "   ", float("nan")])
@pytest.mark.parametrize("column", [JOINED, PEOPLE, STARTS, VALUED, WEIGHT, EXPLICIT, STATEMENTS, RULE, TEXT])
def test_empty_is_not_recorded(column, value):
    """An empty cell, blanks, None and NaN are all "not recorded"."""
    assert read_cell(column, value, READING) is None


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        (JOINED, "2019-02-28", date(2019, 2, 28)),
        (JOINED, "28/02/2019", date(2019, 2, 28)),
        (JOINED, "1/2/2019", date(2019, 2, 1)),
        (JOINED, " 2019-02-28 ", date(2019, 2, 28)),
        (STARTS, "2019-07-01 18:30", datetime(2019, 7, 1, 17, 30, tzinfo=UTC)),
        (STARTS, "2019-07-01T18:30Z", datetime(2019, 7, 1, 18, 30, tzinfo=UTC)),
        (STARTS, "2019-07-01 18:30:05+05:30", datetime(2019, 7, 1, 13, 0, 5, tzinfo=UTC)),
        (STARTS, "01/07/2019 9:00", datetime(2019, 7, 1, 8, tzinfo=UTC)),
        (STARTS, "2019-07-01", datetime(2019, 6, 30, 23, tzinfo=UTC)),
        (PEOPLE, "12", 12),
        (PEOPLE, "12.0", 12),
        (PEOPLE, " +3 ", 3),
        (WEIGHT, "2.5", 2.5),
        (WEIGHT, "-1e-3", -0.001),
        (EXPLICIT, "yes", True),
        (EXPLICIT, "TRUE", True),
        (EXPLICIT, "1", True),
        (EXPLICIT, "No", False),
        (EXPLICIT, "false", False),
        (EXPLICIT, "0", False),
        (STATEMENTS, "1; 2;;1", frozenset({"1", "2"})),
        (RULE, " consensus ", "consensus"),
        (TEXT, " as it was said ", " as it was said "),
        (TEXT, "two\r\nlines\rand more", "two\nlines\nand more"),
        (ID, "007", "007"),
        (ID, "e\u0301", "\u00e9"),
        (VALUED, "5", 5),
    ],
)
def test_text_is_read_as_its_column_holds_it(column, text, value):
    """Dates, instants in the project's zone, numbers, yes and no, words, text as it is, ids in NFC."""
    assert value == read_cell(column, text, READING)


@pytest.mark.parametrize(
    ("column", "given_", "value"),
    [
        (PEOPLE, 7.0, 7),
        (ID, 7.0, "7"),
        (ID, 7, "7"),
        (JOINED, datetime(2019, 2, 28), date(2019, 2, 28)),  # noqa: DTZ001  # as workbooks keep a day
        (JOINED, date(2019, 2, 28), date(2019, 2, 28)),
        (STARTS, datetime(2019, 7, 1, 18, 30), datetime(2019, 7, 1, 17, 30, tzinfo=UTC)),  # noqa: DTZ001
        (STARTS, date(2019, 7, 1), datetime(2019, 6, 30, 23, tzinfo=UTC)),
        (WEIGHT, 2, 2.0),
        (STATEMENTS, ["1", "2"], frozenset({"1", "2"})),
        (EXPLICIT, True, True),
    ],
)
def test_typed_values_are_read_too(column, given_, value):
    """Workbooks, forms and frames bring values; they are read as text would be."""
    assert value == read_cell(column, given_, READING)


def test_minus_zero_is_zero():
    """There is one zero, so that equal projects have equal bytes."""
    assert "0.0" == str(read_cell(WEIGHT, "-0.0", READING))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (JOINED, "2019-02-30"),
        (JOINED, "soon"),
        (JOINED, "2019-2-3"),
        (JOINED, datetime(2019, 2, 28, 1, tzinfo=UTC)),
        (JOINED, 43524),
        (STARTS, "2019-02-28 25:00"),
        (STARTS, "18:30"),
        (STARTS, "9999-12-31 23:00-05:00"),
        (STARTS, "0001-01-01 00:00+05:00"),
        (PEOPLE, "-1"),
        (PEOPLE, "3.5"),
        (PEOPLE, "about 12"),
        (PEOPLE, True),
        (PEOPLE, 2.5),
        (PEOPLE, 2**63),
        (PEOPLE, 10**18),  # a file keeps 18 digits
        (VALUED, "7"),
        (VALUED, 0),
        (WEIGHT, "2,5"),
        (WEIGHT, "inf"),
        (WEIGHT, "1e999"),
        (WEIGHT, float("inf")),
        (EXPLICIT, "maybe"),
        (EXPLICIT, 2),
        (RULE, "concensus"),
        (TEXT, "a\x00b"),
        (TEXT, "a\x07b"),
        (TEXT, "\ud800"),
        (TEXT, ["a"]),
        (ID, "a;b"),
        (ID, "a\nb"),
        (ID, "a\u202eb"),
        (ID, "a\u200bb"),
        (STATEMENTS, 3),
    ],
)
def test_nothing_is_guessed(column, value):
    """What is not of the column's type, range or words is refused, with what was expected."""
    with pytest.raises(Unreadable) as caught:
        read_cell(column, value, READING)

    assert caught.value.expected


def test_a_date_that_does_not_exist_says_so():
    """30 February is a date in form, and none in the calendar."""
    with pytest.raises(Unreadable) as caught:
        read_cell(JOINED, "2019-02-30", READING)

    assert "There is no 2019-02-30 in the calendar." == caught.value.hint


def test_an_undeclared_form_of_dates_names_the_key():
    """Day first or month first is never guessed: the sentence names the key to set."""
    with pytest.raises(Unreadable) as caught:
        read_cell(JOINED, "03/04/2019", Reading(LONDON))

    assert 'dates = "DD/MM/YYYY"' in caught.value.hint


@pytest.mark.parametrize(
    ("form", "text"), [("MM/DD/YYYY", "02/28/2019"), ("D.M.YYYY", "28.2.2019"), ("YYYY/MM/DD", "2019/02/28")]
)
def test_declared_forms(form, text):
    """A project may declare how its spreadsheets write dates; ISO stays understood."""
    reading = Reading(LONDON, form)

    assert date(2019, 2, 28) == read_cell(JOINED, text, reading) == read_cell(JOINED, "2019-02-28", reading)


def test_a_rating_says_its_range():
    """A 7 on a scale of 5 names the scale."""
    with pytest.raises(Unreadable) as caught:
        read_cell(VALUED, "7", READING)

    assert "a whole number from 1 to 5" == caught.value.expected


def test_an_unknown_word_suggests_the_nearest():
    """A slip of the pen in a vocabulary is met with the word that was probably meant."""
    with pytest.raises(Unreadable) as caught:
        read_cell(RULE, "concensus", READING)

    assert "Did you mean `consensus`?" == caught.value.hint


def test_a_project_has_words_of_its_own():
    """A project may rename a word of ours, or add one."""
    reading = Reading(LONDON, words={"goal.kind": {"dream": "vision", "festival": "festival"}})
    column = columns_of(Goal)["kind"]

    assert "vision" == read_cell(column, "dream", reading, "goal")
    assert "festival" == read_cell(column, "festival", reading, "goal")
    assert "vision" == read_cell(column, "vision", reading, "goal")


def test_the_hour_that_comes_twice():
    """In the hour that clocks repeat, what is written carries its offset, and is read back as it was."""
    second = datetime(2019, 10, 27, 1, 30, tzinfo=UTC)
    first = datetime(2019, 10, 27, 0, 30, tzinfo=UTC)

    assert "2019-10-27 01:30" == write_cell(first, LONDON)
    assert "2019-10-27 01:30+0000" == write_cell(second, LONDON)
    assert [first, second] == [read_cell(STARTS, write_cell(at, LONDON), READING) for at in (first, second)]


@pytest.mark.parametrize("kind", BUILT_IN)
@given(st.data())
def test_what_is_written_is_read_back(kind, data):
    """`read_cell` gives back what `write_cell` wrote, for every column of every kind."""
    record = data.draw(records(kind))
    for name, column in columns_of(kind).items():
        if name != "extras":
            value = read_cell(attrs.evolve(column, words=()), getattr(record, name), READING)
            again = read_cell(attrs.evolve(column, words=()), write_cell(value, LONDON), READING)
            assert value == again, name


def test_came_defaults_to_empty():
    """Nothing is filled in that nobody wrote: an attendance without `came` stays empty, and means yes."""
    assert Attendance("ana", "s1").came is None
