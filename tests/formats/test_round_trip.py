"""Saving and then reading gives an equal project, whichever form it is saved in."""

import tempfile
from datetime import date
from pathlib import Path
from typing import Annotated, ClassVar

import attrs
import pytest
from hypothesis import given

from coprod import Partner, Project
from coprod.formats.project_files import read_project, save_project
from coprod.records import BUILT_IN, Record
from coprod.schema import About, key, rating, subject, to
from coprod.testing import projects

FORMS = [("folder", {}), ("folder", {"tables": "parquet"}), ("project.json", {}), ("project.xlsx", {})]
IDS = ["csv", "parquet", "json", "xlsx"]


@pytest.mark.parametrize(("name", "options"), FORMS, ids=IDS)
@given(project=projects())
def test_round_trip(name, options, project):
    """Generated projects of every kind, hostile text included, read as they were saved."""
    with tempfile.TemporaryDirectory() as folder:
        save_project(project, Path(folder) / name, **options)

        assert project == read_project(Path(folder) / name)


@attrs.frozen(kw_only=True)
class GardenDay(Record):
    """A partner worked in a garden: a kind that a plugin might bring."""

    about: ClassVar[About] = About("gardens")
    partner: Annotated[str, key, subject, to("Partner")] = attrs.field(kw_only=False)
    day: Annotated[date, key]
    joy: Annotated[int | None, rating(1, 5)] = None
    hours: float | None = None
    rain: bool | None = None
    crops: frozenset[str] = frozenset()


@pytest.mark.parametrize(("name", "options"), FORMS, ids=IDS)
def test_kind_of_a_plugin(name, options, tmp_path):
    """A new kind is one class: its table is written and read, every type of column, with no more said."""
    day = GardenDay("ana", day=date(1850, 5, 1), joy=5, hours=0.1 + 0.2, rain=False, crops=frozenset({"a", "b"}))
    project = Project("Tea", [Partner("ana", kind="person"), day])

    save_project(project, tmp_path / name, **options)

    assert (day,) == read_project(tmp_path / name, kinds=(*BUILT_IN, GardenDay)).records(GardenDay)


@pytest.mark.parametrize(("name", "options"), FORMS, ids=IDS)
def test_same_bytes(name, options, small, tmp_path):
    """The same project gives the same bytes, so that version control shows changes and nothing else."""
    files = []
    for place in (tmp_path / "one" / name, tmp_path / "two" / name):
        place.parent.mkdir()
        save_project(small, place, **options)
        inside = sorted(place.iterdir()) if place.is_dir() else [place]
        files.append([(path.name, path.read_bytes()) for path in inside if path.is_file()])

    assert files[0] == files[1]


def test_from_form_to_form(small, tmp_path):
    """A project that went through every form is what it was."""
    project = small
    for number, (name, options) in enumerate(FORMS):
        place = tmp_path / str(number) / name
        save_project(project, place, **options)
        project = read_project(place)

    assert small == project
