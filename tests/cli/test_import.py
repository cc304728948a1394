"""`coprod import`: a project from someone else's files."""

import pytest

READER = """
import coprod
from coprod import Partner, Reader, Row

def read(path, *, kind="person"):
    for number, text in enumerate(path.read_text("utf-8").splitlines(), 1):
        yield Row(kind=Partner, values={"id": text, "kind": kind}, file=path.name, row=number)

@coprod.hookimpl
def register_readers():
    yield Reader(name="id-list", summary="A test.", read=read)
"""


@pytest.fixture
def source(tmp_path, install):
    """A list of ids, and a plugin that reads it."""
    install("lists", READER)
    path = tmp_path / "ids.txt"
    path.write_text("ana\nbo\n", "utf-8")
    return path


def bring(coprod, source, out, *more):
    """Import the list."""
    return coprod("import", "id-list", source, out, "--plugin", "lists", *more)


def test_makes_a_project(coprod, source, tmp_path):
    """What was read can be shown."""
    ran = bring(coprod, source, tmp_path / "new")

    assert (0, "") == (ran.code, ran.err)
    assert "2 partners" in ran.out
    assert ["partners", "2"] in [line.split() for line in coprod("show", tmp_path / "new").out.splitlines()]


def test_options_of_the_reader(coprod, source, tmp_path):
    """`--set` reaches the reader."""
    bring(coprod, source, tmp_path / "new", "--set", "kind=group")

    assert "group" in (tmp_path / "new" / "partners.csv").read_text("utf-8")


def test_rows_are_checked(coprod, source, tmp_path):
    """A bad row is a problem with its file and row, and nothing is written."""
    source.write_text("ana\nana\n", "utf-8")

    ran = bring(coprod, source, tmp_path / "new")

    assert (1, "") == (ran.code, ran.out)
    assert "ids.txt, row 2" in ran.err
    assert not (tmp_path / "new").exists()


def test_nothing_is_overwritten(coprod, source, project):
    """An existing project is left alone."""
    before = (project / "partners.csv").read_bytes()

    ran = bring(coprod, source, project)

    assert 2 == ran.code
    assert before == (project / "partners.csv").read_bytes()


def test_an_unknown_reader(coprod, tmp_path):
    """An unknown reader is wrong usage, and the nearest is named."""
    ran = coprod("import", "pollis", tmp_path, tmp_path / "new")

    assert 2 == ran.code
    assert "Did you mean `polis`?" in ran.err
