"""What is kept beside a project: its secret, and what was released."""

import json
import os
import stat

import pytest


@pytest.fixture
def share(coprod, project, tmp_path):
    """Share to the public, and return the written file."""

    def run(*more):
        asked = ("--audience", "public", "--purpose", "publication", "--format", "json")
        out = tmp_path / "out.json"
        ran = coprod("share", project, *asked, "--out", out, *more)
        return ran, out

    return run


def test_the_secret_is_drawn_once(share, project):
    """The first release draws the secret; later ones use it."""
    share()
    first = (project / ".coprod" / "secret").read_text("ascii")
    share()

    assert first == (project / ".coprod" / "secret").read_text("ascii")
    assert 64 == len(first.strip())


@pytest.mark.skipif(os.name != "posix", reason="other systems have other permissions")
def test_the_secret_is_the_stewards_own(share, project):
    """Nobody else can read it, and git does not keep it."""
    share()

    assert 0o600 == stat.S_IMODE((project / ".coprod" / "secret").stat().st_mode)
    assert "*\n" == (project / ".coprod" / ".gitignore").read_text("ascii")


def test_a_broken_secret_is_not_replaced(share, project):
    """With another secret earlier pseudonyms could not be made again, so a broken one is an error."""
    share()
    (project / ".coprod" / "secret").write_text("", "ascii")

    ran, _ = share()

    assert 1 == ran.code
    assert "secret is broken" in ran.err


def test_releases_are_listed(share, project):
    """Each release has a line: its id, for whom and for what; nothing of what is in it."""
    share()
    share()

    lines = [json.loads(line) for line in (project / ".coprod" / "releases.jsonl").read_text("utf-8").splitlines()]
    assert 2 == len({line["release"] for line in lines})
    assert [["public"], ["public"]] == [line["audiences"] for line in lines]
    assert "Ana" not in json.dumps(lines)


def test_an_earlier_release_again(share, project):
    """`--release ID` writes the same bytes again."""
    _, out = share()
    first = out.read_bytes()
    key = json.loads((project / ".coprod" / "releases.jsonl").read_text("utf-8").splitlines()[0])["release"]

    _, again = share("--release", key)

    assert first == again.read_bytes()


def test_a_statement_that_changed_after_people_were_shared(share, project):
    """Once something left under a statement, other words under its key are a problem."""
    share()
    path = project / "coprod.toml"
    path.write_text(path.read_text("utf-8").replace("what I say may be public", "all I have may be sold"), "utf-8")

    ran, _ = share()

    assert 1 == ran.code
    assert "permission.1" in ran.err
