"""`coprod withdraw`: one row more, whatever else is broken."""

import csv
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from coprod.formats.withdrawal import withdraw_in_folder

NOON = datetime(2020, 5, 1, 12, tzinfo=UTC)


def consents(project, delimiter=","):
    """The rows of consents.csv."""
    with (project / "consents.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def today():
    """Today where the project is."""
    return datetime.now(ZoneInfo("Europe/London")).date().isoformat()


def test_adds_one_row(coprod, project):
    """Everything is withdrawn from today on, and what was there stays as it was."""
    before = (project / "consents.csv").read_bytes()

    ran = coprod("withdraw", project, "ana")

    assert (0, "") == (ran.code, ran.err)
    assert (project / "consents.csv").read_bytes().startswith(before)
    assert {"who": "ana", "status": "withdrawn", "statements": "", "on": today()} == consents(project)[-1]
    assert 2 == len(consents(project))
    assert "ana has withdrawn" in ran.out
    assert 0 == coprod("show", project).code


@pytest.mark.parametrize("partner", ["zoe", "Ana Bell", ""])
def test_an_unknown_id(coprod, project, partner):
    """An id that no partner has changes nothing."""
    before = (project / "consents.csv").read_bytes()

    ran = coprod("withdraw", project, partner)

    assert (1, "") == (ran.code, ran.out)
    assert "no partner has the id" in ran.err
    assert before == (project / "consents.csv").read_bytes()


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("coprod.toml", "this is = = no toml"),
        ("coprod.toml", 'timezone = "Nowhere/Land"'),
        ("views.csv", '"open quote'),
        ("views.csv", "\x00"),
        ("spaces.csv", "id\n\x00"),
        ("partners.csv", 'id,kind\nzoe,nonsense\n,,,,\nana,"person\n'),
        ("partners.csv", "id,kind\nana,person\nana,person\n" + "x" * 200_000 + "\n"),
        ("partners.csv", "kind,id\nperson,ana\n"),
        ("partners.csv", "\ufeffid;kind\r\nana;person\r\n"),
    ],
)
def test_whatever_else_is_broken(coprod, project, file, text):
    """A broken file is no reason to keep someone who wants to go."""
    (project / file).write_text(text, "utf-8")

    assert 0 == coprod("withdraw", project, "ana").code
    assert "withdrawn" == consents(project)[-1]["status"]


def test_without_a_consents_file(coprod, project):
    """Where there is no `consents.csv` it is made."""
    (project / "consents.csv").unlink()

    assert 0 == coprod("withdraw", project, "bo").code
    assert [{"who": "bo", "status": "withdrawn", "on": today()}] == consents(project)


@pytest.mark.parametrize("text", ["", "\n", "\ufeff"])
def test_an_empty_consents_file(coprod, project, text):
    """An empty file gets its header."""
    (project / "consents.csv").write_text(text, "utf-8")

    assert 0 == coprod("withdraw", project, "bo").code
    assert "bo" == consents(project)[-1]["who"]
    assert 0 == coprod("show", project).code


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("on,who,status\n", "on,who,status\n2020-05-01,ana,withdrawn\n"),
        ("who;status;on\r\n", "who;status;on\r\nana;withdrawn;2020-05-01\r\n"),
        (
            "who,status,on\nbo,given,2019-01-01",
            "who,status,on\nbo,given,2019-01-01\nana,withdrawn,2020-05-01\n",
        ),
        ('"who","status","on"\r\n', '"who","status","on"\r\nana,withdrawn,2020-05-01\r\n'),
        (
            "who,status,on,note,shoe_size\n",
            "who,status,on,note,shoe_size\nana,withdrawn,2020-05-01,,\n",
        ),
    ],
)
def test_written_as_the_file_is_written(project, before, after):
    """The row has the file's columns in their order, its delimiter and its line ends."""
    path = project / "consents.csv"
    path.write_bytes(before.encode())

    withdraw_in_folder(project, "ana", now=NOON)

    assert after.encode() == path.read_bytes()


def test_a_file_without_the_columns(coprod, project):
    """A file that has no place for the row is not written to."""
    (project / "consents.csv").write_text("who,on\n", "utf-8")

    ran = coprod("withdraw", project, "ana")

    assert 1 == ran.code
    assert "`status`" in ran.err
    assert "who,on\n" == (project / "consents.csv").read_text("utf-8")


def test_a_quote_that_was_left_open(coprod, project):
    """A row that a broken file would swallow is written all the same, and the steward is told to mend it."""
    (project / "consents.csv").write_text('who,status,on\nbo,"given,2019-01-01\n', "utf-8")

    ran = coprod("withdraw", project, "ana")

    assert 0 == ran.code
    assert (project / "consents.csv").read_text("utf-8").endswith(f"\nana,withdrawn,{today()}\n")
    assert "left open" in ran.err
    assert 1 == coprod("show", project).code


def test_the_day_is_the_project_s(project):
    """Late in the evening in London it is already tomorrow in Auckland."""
    (project / "coprod.toml").write_text('timezone = "Pacific/Auckland"', "utf-8")

    done = withdraw_in_folder(project, "ana", now=datetime(2020, 5, 1, 20, tzinfo=UTC))

    assert "2020-05-02" == done.on.isoformat()


@pytest.mark.parametrize(
    ("partner", "written"), [("s1", "partner:s1"), ("view:1", "partner:view:1"), ('"q", x', '"q", x')]
)
def test_ids_that_could_be_read_otherwise(coprod, project, partner, written):
    """An id that a space has too, or that looks like a reference, is written so that it means the partner."""
    with (project / "partners.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow([partner, "person", "", "", ""])

    coprod("withdraw", project, partner)

    assert written == consents(project)[-1]["who"]
    assert 0 == coprod("show", project).code


@pytest.mark.parametrize("name", ["tea.json", "tea.xlsx"])
def test_one_file(coprod, tmp_path, name):
    """A project in one file cannot take a row at its end: the person is told what to write where."""
    (tmp_path / name).write_text("{}", "utf-8")

    ran = coprod("withdraw", tmp_path / name, "ana")

    assert 2 == ran.code
    assert "status `withdrawn`" in ran.err


def test_parquet(coprod, project):
    """Nor can a Parquet file."""
    (project / "consents.parquet").write_bytes(b"PAR1")

    assert 2 == coprod("withdraw", project, "ana").code


def test_no_project_at_all(coprod, tmp_path):
    """A folder without partners is a problem, and nothing is made in it."""
    ran = coprod("withdraw", tmp_path, "ana")

    assert 1 == ran.code
    assert "partners.csv" in ran.err
    assert [] == list(tmp_path.iterdir())
