"""The public module of measures."""

import importlib
import inspect
import pkgutil
import subprocess
import sys

import pytest

import coprod.equality.measures
import coprod.measures

MODULES = sorted(found.name for found in pkgutil.iter_modules(coprod.equality.measures.__path__))
HEAVY = ("networkx", "numpy", "scipy", "polars", "duckdb", "pandas")
HANDED_ON = ("e_i_expected_of_sizes", "e_i_of_counts", "four_fifths", "undefined")


def test_public_measures_are_all_of_them_in_order():
    """`coprod.measures` has every measure that the checks use, sorted by name."""
    names = coprod.measures.__all__

    assert sorted(coprod.equality.measures.__all__) == sorted(names)
    assert sorted(names) == names
    assert all(getattr(coprod.measures, name) is getattr(coprod.equality.measures, name) for name in names)


@pytest.mark.parametrize("name", MODULES)
def test_no_measure_is_left_out(name):
    """Whatever a module offers that returns a measure can be had from `coprod.measures`."""
    module = importlib.import_module(f"coprod.equality.measures.{name}")
    functions = [found for found in module.__all__ if inspect.isfunction(getattr(module, found))]
    measures = [
        found for found in functions if "Measure" in inspect.signature(getattr(module, found)).return_annotation
    ]

    assert [] == [found for found in measures if found not in coprod.measures.__all__]


@pytest.mark.parametrize("name", [name for name in coprod.measures.__all__ if name.islower()])
def test_every_measure_shows_how_and_says_where_it_comes_from(name):
    """Each has an example; and a source, its own or that of the measure it names, unless it only hands on."""
    said = inspect.getdoc(getattr(coprod.measures, name))

    assert ">>> " in said
    assert name in HANDED_ON or "Source: " in said or any(f"`{other}`" in said for other in coprod.measures.__all__)


def test_measures_are_light():
    """Importing them loads no graph library, no engine and nothing of numbers."""
    code = f"import sys, coprod.measures; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "[]" == done.stdout.strip()
