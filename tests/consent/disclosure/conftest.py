"""With the solver and without it: what is promised is the same."""

import sys

import pytest

from coprod.consent.disclosure.blanks import blanks_of

FEWEST = "coprod.consent.disclosure.fewest"


@pytest.fixture(params=["with scipy", "without scipy"])
def solver(request, monkeypatch):
    """Whether the fewest blanks can be looked for."""
    blanks_of.cache_clear()
    if request.param == "without scipy":
        monkeypatch.setitem(sys.modules, FEWEST, None)  # so that importing it fails, as without scipy
    else:
        pytest.importorskip("scipy")
    yield request.param
    blanks_of.cache_clear()
