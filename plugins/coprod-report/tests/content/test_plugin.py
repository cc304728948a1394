"""What the plugin is made of: coprod's public names and nothing else of it; and what `coprod report` does with it."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import coprod
import coprod_report
from coprod import Registry

SOURCES = sorted(Path(coprod_report.__file__).parent.glob("*.py"))
PUBLIC = {"coprod.errors", "coprod.markup", "coprod.measures", "coprod.schema", "coprod.testing"}
TOML = """\
coprod = 1
name = "Tea"
starts = 2024-01-01
purposes = { publication = "the report" }
sectors = { citizen = "own experience" }
"""


def imported(path):
    """All that a file imports of coprod, as `module.name`."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.partition(".")[0] == "coprod")
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "coprod":
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def public(name):
    """Whether a name is one that coprod gives to everybody; `Sink` is the type of what a format is given."""
    module, _, last = name.rpartition(".")
    if module == "coprod":
        return last in coprod.__all__
    return module in PUBLIC or name == "coprod.formats.spec.Sink"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_uses_public_names_alone(path):
    """No module of the page reaches into coprod."""
    assert [] == [name for name in imported(path) if not public(name)]


def test_reaches_for_nothing_with_an_underscore():
    """Nor does it touch what coprod keeps to itself, on any object."""
    texts = {path.name: path.read_text("utf-8") for path in SOURCES}

    found = {(name, one) for name, text in texts.items() for one in re.findall(r"(\w+)\._[a-z]", text)}
    assert {one for one in found if one[1] != "self"} == set()


def test_brings_three_formats():
    """The page comes in through the hook for formats, by the name of the plugin or of its package."""
    for name in ("report", "coprod-report"):
        known = Registry.load(name)

        assert {"html", "markdown", "tables"} <= known.export_formats.keys()
        assert "report" in {plugin.name for plugin in known.plugins}


@pytest.fixture
def project(tmp_path):
    """The folder of a project in which nobody has said yes to anything."""
    folder = tmp_path / "tea"
    folder.mkdir()
    (folder / "coprod.toml").write_text(TOML, "utf-8")
    (folder / "partners.csv").write_text("id,kind,name,sector\nana,person,Ana Bell,citizen\n", "utf-8")
    return folder


def report(project, out, *options):
    """Run the command as it is run; return its exit code."""
    asked = ("--audience", "public", "--purpose", "publication", "--out", out, *options)
    return subprocess.run([sys.executable, "-m", "coprod", "report", project, *asked], check=False).returncode


@pytest.mark.parametrize(
    ("out", "option"), [("r.html", "--set=easy_read=yes"), ("r.md", "--by=kind"), ("r", "--isolate")]
)
def test_the_command_writes_it(project, tmp_path, out, option):
    """`coprod report` writes each form, with the options of `coprod share`; nobody who did not say yes is in it."""
    path = tmp_path / out

    assert 0 == report(project, path, option)
    text = "".join(one.read_text("utf-8") for one in (path.iterdir() if path.is_dir() else [path]))
    easy = "easy" in option
    assert easy == ("People chose what you see here. We left out the rest." in text)
    assert easy != ("It holds only what people agreed to share with you." in text)
    assert "Ana" not in text
