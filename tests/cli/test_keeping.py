"""What `coprod share` keeps beside a project: its secret, and the ledger."""

import hashlib

import pytest

from coprod.consent.keeping import Keeping


@pytest.fixture
def share(coprod, project, tmp_path):
    """Share to the public, and return the written file."""

    def run(*more):
        asked = ("--audience", "public", "--purpose", "publication", "--format", "json")
        out = tmp_path / "out.json"
        ran = coprod("share", project, *asked, "--out", out, *more)
        return ran, out

    return run


@pytest.fixture
def ledger(project):
    """The ledger of the project."""
    return Keeping(project).ledger


def test_a_broken_secret_is_not_replaced(share, project):
    """With another secret earlier pseudonyms could not be made again, so a broken one is an error."""
    share()
    (project / ".coprod" / "secret").write_text("", "ascii")

    ran, _ = share()

    assert 1 == ran.code
    assert "secret is broken" in ran.err


def test_releases_are_listed(share, ledger):
    """Each release has a line: its id, for whom and for what; and each file, with its digest."""
    _, out = share()
    share()

    entries, files = ledger.entries(), ledger.files()
    assert 2 == len({entry.release for entry in entries})
    assert [("publication", ("public",))] * 2 == [(entry.purpose, entry.audiences) for entry in entries]
    assert [entry.release for entry in entries] == [file.release for file in files]
    assert [("json", str(out))] * 2 == [(file.form, file.out) for file in files]
    assert hashlib.sha256(out.read_bytes()).hexdigest() == files[-1].digest
    data = ledger.lines.path.read_bytes()
    assert not any(word in data for word in (b"Ana", b'"ana"', b"bench"))


def test_who_was_in_it(share, ledger):
    """The ledger finds the releases that hold someone, and says how."""
    share()

    assert ["name"] == [how for _, how in ledger.touching("ana")]
    assert [] == ledger.touching("di")


def test_an_earlier_release_again(share, ledger):
    """`--release ID` writes the same bytes again."""
    _, out = share()
    first = out.read_bytes()

    _, again = share("--release", ledger.entries()[0].release)

    assert first == again.read_bytes()


def test_an_earlier_release_for_another_day(share, ledger):
    """The same id for other data is an error that says what it was, and nothing is written."""
    _, out = share()
    out.unlink()

    ran, _ = share("--release", ledger.entries()[0].release, "--as-of", "2019-03-01")

    assert 1 == ran.code
    assert "was for `publication` to `public`, as of no day" in ran.err
    assert not out.exists()


def test_an_unknown_release(share):
    """An id that no release has is an error."""
    ran, out = share("--release", "abc")

    assert 0 != ran.code
    assert "no release has the id `abc`" in ran.err
    assert not out.exists()


def test_a_statement_that_changed_after_people_were_shared(share, project):
    """Once something left under a statement, other words under its key are a problem."""
    share()
    path = project / "coprod.toml"
    path.write_text(path.read_text("utf-8").replace("what I say may be public", "all I have may be sold"), "utf-8")

    ran, _ = share()

    assert 1 == ran.code
    assert "permission.1" in ran.err
