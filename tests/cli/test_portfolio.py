"""`coprod check` of several projects."""

import json
import shutil

import pytest


@pytest.fixture
def two(project, tmp_path):
    """Two projects that are alike, the second under another name."""
    other = tmp_path / "walk"
    shutil.copytree(project, other)
    text = (other / "coprod.toml").read_text("utf-8")
    (other / "coprod.toml").write_text(text.replace("Tea and talk", "Walk and talk"), "utf-8")
    return project, other


@pytest.fixture
def broken(tmp_path):
    """A project with two problems."""
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "coprod.toml").write_text('coprod = 1\nshoe = "red"\n', "utf-8")
    return folder


def test_a_table(coprod, two):
    """Each project has a number, and each check a line with its status in plain words."""
    ran = coprod("check", *two, "--only", "cut-off", "--only", "voice-share")

    lines = ran.out.splitlines()
    assert (0, "") == (ran.code, ran.err)
    assert [f"1  Tea and talk ({two[0]})", f"2  Walk and talk ({two[1]})", ""] == lines[:3]
    assert ["1", "2"] == lines[3].split()
    assert lines[4].startswith("Whom have we not reached yet?")
    assert "For one project in full: coprod check PROJECT" == lines[-1]


def test_many(coprod, project, tmp_path):
    """More projects than stand beside one another go on below."""
    paths = [tmp_path / f"tea{n}" for n in range(6)]
    for path in paths:
        shutil.copytree(project, path)

    ran = coprod("check", *paths, "--only", "cut-off")

    assert 2 == ran.out.count("Whom have we not reached yet?")
    assert "\n\n" + " " * 42 + "6\n" in ran.out


def test_a_broken_one(coprod, two, broken):
    """A broken project is told on stderr by its path, the others are printed, and the exit code is 1."""
    ran = coprod("check", two[0], broken, two[1], "--only", "cut-off", "--fail-on", "uneven")

    assert 1 == ran.code
    assert "2  Walk and talk" in ran.out
    assert all(line.startswith(f"{broken}: ") for line in ran.err.splitlines())
    assert "shoe" in ran.err


def test_json(coprod, two, broken):
    """`--json` writes a list: a report of each project, and the problems of each that is broken."""
    ran = coprod("check", *two, broken, "--only", "cut-off", "--json", "-")
    found = json.loads(ran.out)

    assert [str(two[0]), str(two[1]), str(broken)] == [one["path"] for one in found]
    assert ["Tea and talk", "Walk and talk"] == [one["project"] for one in found[:2]]
    assert {"path", "problems"} == set(found[2])


def test_together(coprod, two):
    """With an audience the projects of an area are one report, and no number tells of the one who agreed."""
    ran = coprod("check", *two, "--audience", "public", "--purpose", "publication", "--only", "voice-share")

    assert (0, "") == (ran.code, ran.err)
    assert "no area named, 2 projects, by everyone" == ran.out.splitlines()[0]
    assert "we cannot tell" in ran.out
    assert "Ana" not in ran.out


def test_not_agreed(coprod, two):
    """A check that is asked only where it was agreed says in which projects it was not."""
    ran = coprod("check", *two, "--audience", "public", "--purpose", "publication", "--only", "floor-time")

    assert "Not counted for floor-time: Tea and talk: not agreed there; Walk and talk: not agreed there" in ran.out


@pytest.mark.parametrize(
    "wrong",
    [("--names",), ("--jobs", "0"), ("--only", "voice-shar"), ("--audience", "public"), ("--by", "shoe size")],
)
def test_wrong_usage(coprod, two, wrong):
    """What cannot work with several projects is wrong usage."""
    ran = coprod("check", *two, *wrong)

    assert (2, "") == (ran.code, ran.out)


def test_fail_on(coprod, two, install):
    """`--fail-on uneven` is exit code 3 where any project is."""
    install("sure", UNEVEN)

    ran = coprod("check", *two, "--plugin", "sure", "--only", "always-uneven", "--fail-on", "uneven")

    assert 3 == ran.code


UNEVEN = """
import coprod
from coprod import EqualityCheck, Finding, Partner

@coprod.hookimpl
def register_equality_checks():
    yield EqualityCheck(
        name="always-uneven", title="Is it?", question="Is anything even?", source="a test", reads=(Partner,),
        sentences={"uneven": "Nothing is even."}, ask="Why?", find=lambda study, context: Finding("uneven"),
    )
"""
