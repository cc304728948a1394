"""The example project: what it is there to show, and what leaves of it."""

import io
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.exported import text_of

from coprod import Experience, Goal, Partner, Project, Registry, Request, Response, View, app
from coprod.consent.countable import countable
from coprod.consent.decide import asked_of, decide
from coprod.equality.study import Study

EXAMPLE = Path(__file__).parents[1] / "examples" / "citizen-led-libraries"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
PUBLIC = Request("publication", "public")


@pytest.fixture(scope="module")
def project() -> Project:
    """The example as it is."""
    return app.read(EXAMPLE)


@pytest.fixture(scope="module")
def unasked(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The example before anybody was asked."""
    folder = tmp_path_factory.mktemp("unasked") / "project"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns(".coprod"))
    (folder / "consents.csv").unlink()
    return app.read(folder)


def written(project: Project, tmp_path: Path, request: Request = PUBLIC) -> Iterator[tuple[str, str]]:
    """Yield what each registered format writes, as text, with its findings."""
    registry = Registry.load()
    checks = [one.spec for one in registry.equality_checks.values()]
    release = app.share(project, request, now=NOW, registry=registry, checks=checks)
    for name, known in registry.export_formats.items():
        if known.spec.folder:
            app.export(release, known.spec, tmp_path / name)
            yield name, "".join(map(text_of, sorted((tmp_path / name).iterdir())))
        else:
            out = io.BytesIO()
            app.export(release, known.spec, out)
            yield name, out.getvalue().decode()


def words_of(text: str) -> set[str]:
    """Return the words of a text."""
    return set(re.findall(r"[^\W_]+", text))


def test_every_kind_is_used(project: Project) -> None:
    """A newcomer can see each record kind at work."""
    assert [] == [kind.__name__ for kind in project.kinds if not project.count(kind)]


def test_enough_people_may_be_counted(project: Project) -> None:
    """At least twelve on each side of `here_as`."""
    ranked = decide(project, asked_of(project, PUBLIC, today=NOW.date()))
    study = Study(countable(project, ranked), "here_as")
    sizes = {"own experience": 0, "job": 0}
    for partner, people in study.people.items():
        group = study.group_of[partner]
        sizes[group] = sizes.get(group, 0) + people
    assert min(sizes["own experience"], sizes["job"]) >= 12


def test_the_hard_cases_are_there(project: Project) -> None:
    """An unsigned note and slips, someone helped to speak, a group of many, an organisation of one, a bad outcome."""
    views, partners = project.records(View), project.records(Partner)
    assert any(view.partner is None for view in views)
    assert any(view.through for view in views)
    assert any(slip.partner is None for slip in project.records(Experience))
    assert any(partner.kind == "group" and (partner.people or 0) > 5 for partner in partners)
    assert any(partner.kind == "organisation" and partner.people == 1 for partner in partners)
    unplanned = {f"goal:{goal.id}" for goal in project.records(Goal) if goal.kind == "outcome" and not goal.agreed}
    assert {-1, 1} <= {one.stance for one in project.records(Response) if one.item in unplanned}


def test_without_a_yes_no_person_leaves(unasked: Project, tmp_path: Path) -> None:
    """With `consents.csv` gone, no format lets a person's id, name or words out; facts of organisations may leave."""
    people = [partner for partner in unasked.records(Partner) if partner.kind == "person"]
    said = [view.text for view in unasked.records(View) if view.text]
    for name, text in written(unasked, tmp_path):
        found = words_of(text)
        named = [one.id for one in people if one.id in found or (one.name and one.name in text)]
        assert ([], []) == (named, [words for words in said if words in text]), name


def test_who_agreed_leaves_and_nobody_else(project: Project, tmp_path: Path) -> None:
    """Every person named in what leaves is one who may be: their own row is in the release."""
    release = app.share(project, PUBLIC, now=NOW)
    agreed = {row["id"] for row in release.rows(Partner)}
    others = [one for one in project.records(Partner) if one.kind == "person" and one.id not in agreed]
    assert others
    assert {"jean", "libs"} <= agreed
    for name, text in written(project, tmp_path):
        found = words_of(text)
        assert [] == [one.id for one in others if one.id in found or (one.name and one.name in text)], name
