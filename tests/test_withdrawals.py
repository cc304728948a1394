"""After every fourth person of the example took everything back: no words, no names, no number that tells they left."""

import io
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.exported import text_of

from coprod import Keeping, Partner, Project, Registry, Release, Request, View, app

EXAMPLE = Path(__file__).parents[1] / "examples" / "citizen-led-libraries"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
AUDIENCES = {"public": "publication", "funder": "reporting", "partners": "project"}
LEAST = {"public": 10, "funder": 5, "partners": 5}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the example."""
    place = tmp_path_factory.mktemp("withdrawals") / "project"
    shutil.copytree(EXAMPLE, place, ignore=shutil.ignore_patterns(".coprod"))
    return place


@pytest.fixture(scope="module")
def before(folder: Path) -> dict[str, Release]:
    """What each audience had before anybody took anything back."""
    return {audience: shared(folder, audience) for audience in AUDIENCES}


@pytest.fixture(scope="module")
def gone(folder: Path, before: dict[str, Release]) -> list[Partner]:
    """Every fourth person, after `coprod withdraw` of each."""
    assert before
    people = [partner for partner in app.read(folder).records(Partner) if partner.kind == "person"]
    for partner in people[::4]:
        app.withdraw(folder, partner.id, now=NOW)
    return people[::4]


def shared(folder: Path, audience: str) -> Release:
    """What one audience may have, with all checks, entered in the ledger."""
    registry, kept = Registry.load(), Keeping(folder)
    return app.share(
        app.read(folder),
        Request(AUDIENCES[audience], audience),
        checks=list(registry.equality_checks),
        registry=registry,
        now=NOW,
        secret=kept.secret,
        ledger=kept.ledger,
    )


def written(release: Release, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Yield what each registered format writes, as text."""
    for name, known in Registry.load().export_formats.items():
        if known.spec.folder:
            app.export(release, known.spec, tmp_path / name)
            yield name, "".join(map(text_of, sorted((tmp_path / name).iterdir())))
        else:
            out = io.BytesIO()
            app.export(release, known.spec, out)
            yield name, out.getvalue().decode()


@pytest.mark.parametrize("audience", AUDIENCES)
def test_neither_words_nor_names(folder: Path, gone: list[Partner], tmp_path: Path, audience: str) -> None:
    """No format has the id, the name or the words of anyone who took it all back."""
    project: Project = app.read(folder)
    ids = {partner.id for partner in gone}
    said = [view.text for view in project.records(View) if view.text and view.partner in ids]
    assert said
    for name, text in written(shared(folder, audience), tmp_path):
        found = set(re.findall(r"[^\W_]+", text))
        named = [one.id for one in gone if one.id in found or (one.name and one.name in text)]
        assert ([], []) == (named, [words for words in said if words in text]), name


@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_number_tells_that_they_left(
    folder: Path, before: dict[str, Release], gone: list[Partner], audience: str
) -> None:
    """No number of a table differs from what anybody was told before by fewer people than a number stands for."""
    assert gone
    told = {
        (table.check, table.name, table.grouping, cell.labels): (cell.number, table.scale)
        for release in before.values()
        for table in release.counts
        for cell in table.cells
        if cell.number is not None
    }
    after = [
        ((table.check, table.name, table.grouping, cell.labels), cell.number)
        for table in shared(folder, audience).counts
        for cell in table.cells
        if cell.number is not None
    ]
    moved = [(key, told[key], number) for key, number in after if key in told]
    assert [] == [
        (key, then, now) for key, (then, scale), now in moved if 0 < abs(now - then) < LEAST[audience] * scale
    ]
