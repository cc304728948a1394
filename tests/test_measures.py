"""The public module of measures."""

import coprod.equality.measures
import coprod.measures


def test_public_measures_are_all_of_them_in_order():
    """`coprod.measures` has every measure that the checks use, sorted by name."""
    names = coprod.measures.__all__

    assert sorted(coprod.equality.measures.__all__) == sorted(names)
    assert sorted(names) == names
    assert all(getattr(coprod.measures, name) is getattr(coprod.equality.measures, name) for name in names)
