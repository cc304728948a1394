"""`export` in a process of its own, as a caller meets it; what it keeps out is in tests/formats/test_isolated.py."""

import io

import pytest
from tests.consent.building import released, yes

from coprod import Partner, app
from coprod.builtin.formats import formats


@pytest.fixture
def release():
    """A small release."""
    return released(Partner("ana", kind="person", name="Ana Canary"), yes("ana", "share"))


def test_the_same_bytes(release, tmp_path):
    """A format writes the same in a process of its own."""
    app.export(release, "json", tmp_path / "alone.json", isolate=True)
    app.export(release, "json", tmp_path / "here.json")

    assert (tmp_path / "here.json").read_bytes() == (tmp_path / "alone.json").read_bytes()


def test_a_format_is_found_by_its_name(release):
    """A format given as an object cannot be handed to another process: that is said, and nothing else is written."""
    out = io.BytesIO()
    with pytest.raises(TypeError, match="by its name"):
        app.export(release, formats()[0], out, isolate=True)

    assert b"" == out.getvalue()
