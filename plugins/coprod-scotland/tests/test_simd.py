"""SIMD: version and quintile together, 1 always most deprived."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod.errors import InvalidInput
from coprod_scotland import CODINGS, Simd, simd_quintile

VERSIONS = st.sampled_from(sorted(CODINGS))
QUINTILES = st.integers(1, 5)
SIMDS = st.builds(Simd, VERSIONS, QUINTILES)
TURNED = ["2004", "2006"]


def how_deprived(version, published):
    """How deprived a published quintile is, from 1 to 5, said in another way than the code does."""
    return published if version in TURNED else (5, 4, 3, 2, 1)[published - 1]


@pytest.mark.parametrize("version", TURNED)
def test_2004_and_2006_run_the_other_way(version):
    """The published 5 of 2004 and 2006 is the most deprived fifth."""
    assert [5, 4, 3, 2, 1] == [simd_quintile(version, value) for value in range(1, 6)]


@pytest.mark.parametrize("version", sorted({*CODINGS} - {*TURNED}))
def test_later_versions_stay(version):
    """From 2009v2 on the published 1 is the most deprived fifth."""
    assert [1, 2, 3, 4, 5] == [simd_quintile(version, value) for value in range(1, 6)]


@given(VERSIONS, QUINTILES, QUINTILES)
def test_order_is_kept(version, one, other):
    """Whoever lives in the more deprived area has the lower quintile after recoding."""
    before = how_deprived(version, one) > how_deprived(version, other)

    assert before == (simd_quintile(version, one) < simd_quintile(version, other))


@given(VERSIONS, QUINTILES)
def test_recoding_twice_is_the_same(version, value):
    """What was recoded is recoded: written down and read again it stays."""
    once = str(Simd.read(f"SIMD{version} Q{value}"))

    assert once == str(Simd.read(once))


@given(SIMDS)
def test_text_goes_round(simd):
    """What a SIMD is written as reads back as the same."""
    assert simd == Simd.read(str(simd))


@given(VERSIONS, QUINTILES)
def test_a_coding_that_is_said_holds(version, value):
    """Whatever the version, a said coding holds, and the two run against each other."""
    assert value == simd_quintile(version, value, "1 is most deprived")
    assert 6 - value == simd_quintile(version, value, "1 is least deprived")


@pytest.mark.parametrize(
    ("text", "version", "quintile"),
    [
        ("SIMD2020v2 Q1", "2020v2", 1),
        ("simd 2020 V2 quintile 3", "2020v2", 3),
        ("2016: 4", "2016", 4),
        ("SIMD quintile 2012, 5", "2012", 5),
        ("SIMD2004 Q1", "2004", 5),
        ("SIMD2004Q1 (1 is most deprived)", "2004", 1),
        ("SIMD2016 Q2 (5 = most deprived)", "2016", 4),
        ("SIMD2006 Q2 (5 = least)", "2006", 2),
        ("SIMD2012 Q2 1 = LEAST DEPRIVED", "2012", 4),
    ],
)
def test_reads(text, version, quintile):
    """Usual ways to write it are read."""
    assert Simd(version, quintile) == Simd.read(text)


@pytest.mark.parametrize(
    "text", ["Q1", "SIMD 2", "SIMD2020v2", "1", "", "SIMD2020v2 decile 3", "SIMD20202", "SIMD2016 Q12"]
)
def test_a_version_or_quintile_is_missing(text):
    """Half of it is refused: the same number means two things."""
    with pytest.raises(InvalidInput, match="a version of SIMD and a quintile"):
        Simd.read(text)


@pytest.mark.parametrize(("text", "hint"), [("SIMD2009 Q1", "Did you mean `2009v2`"), ("SIMD1999 Q1", "2004, 2006")])
def test_no_such_version(text, hint):
    """An unknown version is refused, with those that there are and perhaps the one meant."""
    with pytest.raises(InvalidInput, match=hint):
        Simd.read(text)


@pytest.mark.parametrize("value", [0, 6, -1, True, 1.0, "1"])
def test_no_such_quintile(value):
    """A quintile is a whole number from 1 to 5."""
    with pytest.raises(InvalidInput, match="from 1 to 5"):
        Simd("2016", value)


def test_no_such_coding():
    """A coding is one of two."""
    with pytest.raises(InvalidInput, match="1 is most deprived"):
        simd_quintile("2016", 1, "the other way round")


@given(st.text() | st.from_regex(r"SIMD20\d\dv?\d? Q\d", fullmatch=True))
def test_any_text_is_read_or_refused(text):
    """No text does anything but give a SIMD or the reason why not."""
    with contextlib.suppress(InvalidInput):
        assert Simd.read(text).version in CODINGS
