"""The examples in the docstrings of measures and checks."""

import doctest
import importlib
import pkgutil

import pytest

import coprod.equality
import coprod.finding

MODULES = ["coprod.finding"] + [m.name for m in pkgutil.walk_packages(coprod.equality.__path__, "coprod.equality.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples_are_true(name):
    """What a docstring shows is what happens."""
    assert 0 == doctest.testmod(importlib.import_module(name)).failed
