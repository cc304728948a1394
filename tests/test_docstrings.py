"""Examples in docstrings are run."""

import doctest
import importlib
import importlib.util
import pkgutil

import pytest

import coprod

NOT_HERE = {"coprod.engines.in_spark"} if importlib.util.find_spec("pyspark") is None else set()
MODULES = sorted(
    found.name
    for found in pkgutil.walk_packages(coprod.__path__, "coprod.")
    if "__main__" not in found.name and found.name not in NOT_HERE
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_give_what_they_say(name):
    """Each example in a docstring runs and gives what stands under it."""
    failed, _ = doctest.testmod(importlib.import_module(name))

    assert 0 == failed


def test_there_are_examples():
    """So that the test above cannot pass on nothing."""
    tried = [doctest.testmod(importlib.import_module(name)).attempted for name in MODULES]

    assert sum(tried) >= 20
