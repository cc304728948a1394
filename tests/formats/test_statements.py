"""What the statements on the consent form said when people answered them."""

import attrs
import pytest

from coprod import Project
from coprod.errors import InvalidInput
from coprod.formats.project_files import read_project, save_project
from coprod.formats.statements import changed, memory_of, remember
from coprod.settings import Permission, Settings

SAID = Permission(says="Quote me.", categories=("views", "profile"), purposes=(), audiences=("public",), level="share")


def settings(**changes):
    """Settings with one statement."""
    return Settings(permission={"1": attrs.evolve(SAID, **changes)})


@pytest.fixture
def project(tmp_path):
    """A folder in which the statement is remembered."""
    remember(tmp_path, settings())
    return tmp_path


@pytest.mark.parametrize(
    ("change", "parts"),
    [
        ({"says": "Quote me by name."}, "words"),
        ({"level": "count"}, "scope"),
        ({"explicit": True}, "scope"),
        ({"conditions": ("show_me_first",)}, "scope"),
        ({"audiences": ("public", "funder")}, "scope"),
        ({"says": "Count me.", "categories": ("views",)}, "words and scope"),
    ],
)
def test_what_changed(project, change, parts):
    """Other words, or another scope, under the same key."""
    found = changed(project, settings(**change))

    expected = f"the {parts} that people answered under this key"
    assert [("coprod.toml", "permission.1", expected)] == [(p.file, p.column, p.expected) for p in found]


@pytest.mark.parametrize("change", [{}, {"categories": ("profile", "views")}, {"since": None}])
def test_what_did_not(project, change):
    """The order of a list, and since when a statement was asked, are neither words nor scope."""
    assert [] == list(changed(project, settings(**change)))


def test_new_keys(project):
    """A statement under a new key is welcome, and the old one may be left out."""
    remember(project, Settings(permission={"2": SAID}))

    assert [] == list(changed(project, Settings(permission={"2": SAID})))


def test_old_keys_are_not_free(project):
    """A key whose statement was left out is not free for another."""
    remember(project, Settings())

    assert ["permission.1"] == [p.column for p in changed(project, settings(says="Other words."))]


def test_a_change_is_not_remembered(project):
    """What changed does not become what people answered."""
    with pytest.raises(InvalidInput):
        remember(project, settings(says="Other words."))

    assert [] == list(changed(project, settings()))


def test_saving_does_not_launder(tmp_path):
    """A project with a changed statement is not saved over the one that people answered."""
    declared = {"purposes": {"talks": "talks"}}
    save_project(Project("Tea", settings=attrs.evolve(settings(), **declared)), tmp_path / "tea")

    with pytest.raises(InvalidInput):
        save_project(Project("Tea", settings=attrs.evolve(settings(level="count"), **declared)), tmp_path / "tea")

    assert "share" == read_project(tmp_path / "tea").settings.permission["1"].level


@pytest.mark.parametrize("name", ["tea.json", "tea.xlsx"])
def test_beside_one_file(tmp_path, name):
    """Of a project in one file, they are remembered beside it, under its name."""
    save_project(Project("Tea", settings=settings()), tmp_path / name)

    assert tmp_path / ".coprod" / f"{name}.statements.json" == memory_of(tmp_path / name)
    assert ["permission.1"] == [p.column for p in changed(tmp_path / name, settings(level="count"))]
    assert [] == list(changed(tmp_path / f"other-{name}", settings(level="count")))


def test_kept_out_of_git(project):
    """What is beside a project is its stewards' own."""
    assert "*\n" == (project / ".coprod" / ".gitignore").read_text("utf-8")


@pytest.mark.parametrize("text", ["", "[]", '{"1": 2}', "\0"])
def test_broken_memory(project, text):
    """A memory that is not as coprod wrote it is a problem, not a blank."""
    memory_of(project).write_text(text, "utf-8")

    found = changed(project, settings())

    assert ["the statements as coprod wrote them"] == [p.expected for p in found]
