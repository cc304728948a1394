"""The council areas by code and by name."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod.errors import NotFound
from coprod_scotland import COUNCILS, RETIRED, Council, council
from coprod_scotland.councils import ALSO, is_code


def test_there_are_32():
    """Scotland has 32 council areas, each with a code and a name of its own."""
    assert 32 == len(COUNCILS) == len(set(COUNCILS.values()))
    assert all(is_code(code) and len(code) == 9 for code in COUNCILS)


def test_lists_cannot_be_changed():
    """Nobody changes the lists for everybody else."""
    with pytest.raises(TypeError):
        COUNCILS["S12000005"] = "Wee County"


@pytest.mark.parametrize(
    ("old", "now"),
    [
        ("S12000015", "Fife"),
        ("S12000024", "Perth and Kinross"),
        ("S12000044", "North Lanarkshire"),
        ("S12000046", "Glasgow City"),
    ],
)
def test_retired_codes_lead_to_the_current_one(old, now):
    """A retired code gives the area with its code of today, which knows its old one."""
    found = council(old)

    assert now == found.name
    assert old not in COUNCILS
    assert (old,) == found.former


@given(st.sampled_from(sorted(COUNCILS)))
def test_code_and_name_mean_the_same(code):
    """An area is found by its code and by its name, and the code of today is kept."""
    assert Council(code, COUNCILS[code]) == council(code) == council(COUNCILS[code])
    assert council(code) == council(f" {code.lower()} ") == council(COUNCILS[code].upper())


@given(st.sampled_from(sorted({*COUNCILS, *RETIRED, *COUNCILS.values(), *ALSO})))
def test_looking_up_twice_is_the_same(text):
    """The code that was found finds itself."""
    assert council(text) == council(council(text).code)


def test_most_have_had_one_code():
    """An area whose code stayed has no former one."""
    assert () == council("Midlothian").former


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("S1200049", "Did you mean `S12000049`?"),
        ("S12O00047", "Did you mean `S12000047`?"),
        ("S120000046", "Did you mean `S12000046`?"),
        ("S12000099", "No council area in our list has this code."),
        ("S12x", "No council area in our list has this code."),
        ("Midlothain", "Did you mean `Midlothian`?"),
        ("Narnia", "is no council area."),
    ],
)
def test_says_what_may_be_meant(text, hint):
    """A slip gets a suggestion, and a code that is merely near another one does not."""
    with pytest.raises(NotFound) as caught:
        council(text)

    assert str(caught.value).endswith(hint)


@given(st.text())
def test_any_text_is_found_or_not(text):
    """No text does anything but give an area or say that there is none."""
    with contextlib.suppress(NotFound):
        assert council(text).code in COUNCILS
