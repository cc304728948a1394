"""
How hard Hypothesis tries, and where it may write.

`dev` is quick, `ci` tries the same examples each time, `deep` is for a long evening:
`HYPOTHESIS_PROFILE=deep pytest`. Nothing is written into the repository.
"""

import os
import sys
import tempfile
from pathlib import Path

import pytest

os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(Path(tempfile.gettempdir()) / "coprod-hypothesis"))

from hypothesis import HealthCheck, settings

COMMON = {"database": None, "deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("dev", max_examples=30, **COMMON)
settings.register_profile("ci", max_examples=40, derandomize=True, **COMMON)
settings.register_profile("deep", max_examples=20_000, **COMMON)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if "CI" in os.environ else "dev"))


@pytest.fixture(scope="session")
def small():
    """The small invented project: every kind, at most 40 rows."""
    from coprod.testing import example

    return example()


@pytest.fixture(scope="module")
def untraced():
    """Let coverage look away: a module of thousands of examples would take three times as long under its eyes."""
    tracer = sys.gettrace()
    sys.settrace(None)
    yield
    sys.settrace(tracer)
