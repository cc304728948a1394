"""`coprod forget`: someone is out of the project, and the steward knows what is left to do."""

import shlex

import pytest

from coprod.consent.keeping import Keeping

HISTORY = "  the history that git keeps of these files\n"


@pytest.fixture
def shared(coprod, project, tmp_path):
    """The file that a release was written to, and the release's id."""
    out = tmp_path / "out.json"
    asked = ("--audience", "public", "--purpose", "publication", "--format", "json")
    assert 0 == coprod("share", project, *asked, "--out", out).code
    return out, Keeping(project).ledger.entries()[0]


def test_forgets(coprod, project, shared):
    """It says what it did, which release holds them, how, and where that is."""
    out, entry = shared
    (project / "views.csv").write_text(
        "id,partner,space,at,kind,text\nv1,ana,s1,,idea,A bench\nv2,bo,s1,,idea,Ana is right\n", "utf-8"
    )

    ran = coprod("forget", project, "ana")

    assert (0, "") == (ran.code, ran.err)
    assert ran.out.replace(HISTORY, "") == (
        f"ana is forgotten: what was about them is out of {project}.\n"
        "Written anew: partners.csv, attendances.csv, views.csv, consents.csv.\n"
        "These releases hold them, and cannot be called back. Tell those who have them:\n"
        f"  {entry.release} of {entry.at[:10]}, to public for publication, by name: {out} (json)\n"
        "What others wrote stays. It may still name them here, so look:\n"
        "  view:v2, text\n"
        "Backups are yours to look after.\n"
    )
    assert 0 == coprod("show", project).code
    assert not any(b"Bell" in path.read_bytes() for path in project.rglob("*") if path.is_file())


def test_again(coprod, project):
    """Forgetting someone twice is no error, and says when it was."""
    coprod("forget", project, "ana")

    ran = coprod("forget", project, "ana")

    assert 0 == ran.code
    assert "ana was forgotten on " in ran.out
    assert "No release that is listed has them by name, by pseudonym or in words." in ran.out


def test_an_unknown_id(coprod, project):
    """An id that no partner has is an error that names the one that is near."""
    ran = coprod("forget", project, "anna")

    assert (1, "") == (ran.code, ran.out)
    assert "Did you mean `ana`?" in ran.err
    assert "withdraw" not in ran.err


def test_a_broken_project(coprod, project):
    """It says what is broken and that withdrawing works all the same; and so it does."""
    (project / "views.csv").write_text("id,partner\nv1,nobody\n", "utf-8")

    ran = coprod("forget", project, "ana")

    assert (1, "") == (ran.code, ran.out)
    assert "views.csv, row 2" in ran.err
    command = ran.err.partition("Mend this first. `")[2].partition("`")[0]
    assert f"coprod withdraw {project} ana" == command
    assert 0 == coprod(*shlex.split(command)[1:]).code


def test_a_broken_file(coprod, tmp_path):
    """One file takes no row at its end, so what to write where is told."""
    (tmp_path / "tea.json").write_text("{", "utf-8")

    ran = coprod("forget", tmp_path / "tea.json", "ana")

    assert 1 == ran.code
    assert "add a row to its consents: who `ana`, status `withdrawn`" in ran.err


def test_no_project(coprod, tmp_path):
    """Where there is nothing, that is all there is to say."""
    ran = coprod("forget", tmp_path / "tea", "ana")

    assert 1 == ran.code
    assert "a file that exists" in ran.err
    assert "withdraw" not in ran.err
    assert [] == list(tmp_path.iterdir())
