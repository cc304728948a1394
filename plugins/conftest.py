"""What the tests of the plugins here share while they are run beside coprod's own."""

import sys

import pytest


@pytest.fixture(scope="module", autouse=True)
def laws_untraced(request):
    """Let coverage look away from laws: under its eyes they take twice as long, and other tests cover the same."""
    tracer = sys.gettrace()
    if request.module.__name__.endswith("test_laws"):
        sys.settrace(None)
    yield
    sys.settrace(tracer)
