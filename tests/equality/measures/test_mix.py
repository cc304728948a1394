"""How mixed: Blau and the index of qualitative variation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod.measures import blau, iqv

counts = st.lists(st.integers(0, 60), min_size=1, max_size=6).filter(any)


@pytest.mark.parametrize(
    ("expected", "mixed"),
    [
        (0.42, [3, 7]),  # math.techqa.club
        (0.255, [85, 15]),  # en-academic
        (0.54, [600, 300, 100]),  # cal47
        (0.75, [1] * 4),  # en-academic
        (0.8, [1] * 5),
    ],
)
def test_o8_blau(expected, mixed):
    """O8: Blau's index as five pages work it out."""
    assert pytest.approx(expected) == blau(mixed).value


@pytest.mark.parametrize(("expected", "mixed"), [(0.84, [3, 7]), (0.51, [85, 15]), (0.81, [600, 300, 100])])
def test_o8_iqv(expected, mixed):
    """O8: as a share of the most that so many categories allow."""
    assert pytest.approx(expected) == iqv(mixed).value


@given(mixed=counts, more=st.integers(0, 3))
def test_bounds(mixed, more):
    """Blau is at most (K - 1) / K, IQV at most 1, and IQV is Blau over that; categories without people count."""
    categories = len(mixed) + more
    found, most = blau(mixed, categories), (categories - 1) / categories

    assert 0 <= found.value <= found.even_at + 1e-12
    assert pytest.approx(most) == found.even_at
    assert categories == 1 or pytest.approx(found.value / most) == iqv(mixed, categories).value
    assert iqv(mixed, categories) == iqv([*mixed, *[0] * more])


@given(mixed=counts)
def test_who_is_who_does_not_matter(mixed):
    """Nine citizens of ten are as mixed as one of ten, and it is the chance that two draws differ."""
    n = sum(mixed)
    differ = sum(a * b for i, a in enumerate(mixed) for j, b in enumerate(mixed) if i != j)

    assert blau(mixed) == blau(mixed[::-1])
    assert pytest.approx(differ / n**2) == blau(mixed).value


def test_p14_nobody_and_one_category():
    """P14: nobody is no mix; with one category alone nothing could be mixed: Blau is 0, IQV undefined."""
    assert {(None, "nobody to count")} == {(m.value, m.reason) for m in (blau([]), blau([0, 0]), iqv([]), iqv([0]))}
    assert (0, None) == (blau([3]).value, iqv([3]).value)
    assert "there could be only one category" == iqv([3]).reason


@pytest.mark.parametrize(("mixed", "categories"), [([3, -1], None), ([3, 1, 2], 2)])
def test_no_mix_is_an_error(mixed, categories):
    """Fewer than nobody, and more categories than there could be, are no mix."""
    with pytest.raises(ValueError, match="no mix"):
        blau(mixed, categories)
