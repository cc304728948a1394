"""The public names: all there, found when touched, and light until then."""

import importlib.util
import subprocess
import sys

import pytest

import coprod

HEAVY = ("polars", "narwhals", "networkx", "numpy", "duckdb", "pandas", "hypothesis", "pluggy")


@pytest.mark.parametrize("name", coprod.__all__)
def test_every_name_is_there(name):
    """Each public name can be had from the package, and says what it is."""
    assert getattr(coprod, name) is not None


def test_names_are_listed():
    """`dir` and `__all__` agree, so that completion shows what there is."""
    assert set(coprod.__all__) <= set(dir(coprod))
    assert len(coprod.__all__) == len(set(coprod.__all__))


def test_no_name_is_a_module():
    """No public name is that of a module, which would take its place once somebody imports it."""
    assert [] == [name for name in coprod.__all__ if importlib.util.find_spec(f"coprod.{name}")]


def test_what_is_not_there_is_an_attribute_error():
    """A name that coprod does not have is the error that Python gives."""
    with pytest.raises(AttributeError, match="has no attribute"):
        _ = coprod.no_such_name


def test_importing_is_light():
    """Importing coprod and touching a record kind loads no engine, no graph library and no plugin manager."""
    code = f"import sys, coprod; coprod.Partner; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "[]" == done.stdout.strip()
