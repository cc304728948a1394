"""The benchmarks are scripts beside each other, not a package: put them where a script finds its neighbours."""

import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
TIES = 10_000


@pytest.fixture(scope="session", autouse=True)
def scripts():
    """Let tests import the scripts by their names."""
    sys.path.insert(0, str(BENCHMARKS))
    yield
    sys.path.remove(str(BENCHMARKS))


@pytest.fixture(scope="session")
def programme_folder(scripts, tmp_path_factory):
    """A programme of ten thousand relationships."""
    from programme import generate

    folder = tmp_path_factory.mktemp("programme") / "programme"
    generate(folder, TIES)
    return folder


@pytest.fixture(scope="session")
def small_folder(scripts, tmp_path_factory):
    """A programme of one thousand relationships, and the same as CSV beside it."""
    from job_reading import prepare_csv
    from programme import generate

    folder = tmp_path_factory.mktemp("small") / "programme"
    generate(folder, 1_000)
    prepare_csv(folder)
    return folder
