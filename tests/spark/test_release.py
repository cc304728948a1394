"""The same release, byte for byte, whichever engine decided what may leave."""

import io
import os
from datetime import UTC, datetime

import pytest
from tests.spark.town import town

from coprod import Project, Request
from coprod.app import export, share
from coprod.consent import decide
from coprod.records import Consent, Partner, Relationship
from coprod.testing import example

DEEP = bool(os.environ.get("COPROD_DEEP")) or os.environ.get("HYPOTHESIS_PROFILE") == "deep"
SOME = (Partner, Relationship, Consent)  # planning takes Spark as long for a kind as for a thousand rows
FORMATS = ("json", "graphml")
NOW = datetime(2020, 3, 1, 23, 59, tzinfo=UTC)


def written(project: Project, request: Request) -> list[bytes]:
    """Return a release with a fixed name, of a fixed instant, as it leaves."""
    checks = ["voice-share", "being-heard"] if DEEP else []
    release = share(project, request, checks=checks, now=NOW, secret=bytes(32), release_id="r1")
    assert release.kinds
    out = [io.BytesIO() for _ in FORMATS]
    for name, file in zip(FORMATS, out, strict=True):
        export(release, name, file)
    return [file.getvalue() for file in out]


@pytest.fixture
def on_frames(monkeypatch):
    """Let small projects be decided on the frame, as large ones are."""
    monkeypatch.setattr(decide, "SMALL", -1)


@pytest.mark.skipif(not DEEP, reason="takes a minute: set COPROD_DEEP=1")
def test_the_small_example(strict, on_frames):
    """What the public may see."""
    project = example()
    expected = written(project, Request("publication", "public"))

    assert expected == written(project.on("duckdb"), Request("publication", "public"))
    assert expected == written(project.on("spark", strict), Request("publication", "public"))


def test_a_town(lenient, on_frames):
    """What two audiences may see of a drawn project, as it was on a day where time allows; not strict, in London."""
    project = town(4, 20, 30)
    if not DEEP:
        project = Project.made_of(project.name, project.settings, {kind: project.table(kind) for kind in SOME})
    request = Request("publication", {"public", "funder"}, as_of=NOW.date() if DEEP else None)
    expected = written(project, request)

    assert expected == written(project.on("duckdb"), request)
    assert expected == written(project.on("spark", lenient), request)
