"""What the tests of the plugins here share while they are run beside coprod's own."""

import sys

import pytest


@pytest.fixture(scope="module", autouse=True)
def laws_untraced(request):
    """Let coverage look away from laws, which take twice as long under its eyes; the example shows it all of them."""
    tracer = sys.gettrace()
    if request.path.name == "test_laws.py" and "coprod-example" not in request.path.parts:
        sys.settrace(None)
    yield
    sys.settrace(tracer)
