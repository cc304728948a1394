"""`coprod explain`: why something may leave, or may not."""

import argparse
import json

import pytest

from coprod.cli import explain
from coprod.cli.options import Usage
from coprod.errors import NotFound

ASKED = ("--audience", "public", "--purpose", "publication")


@pytest.fixture
def run(capsys):
    """Run the command, and return how it ended, what it printed and what it complained of."""

    def run(*arguments: object) -> tuple[int, str, str]:
        parser = argparse.ArgumentParser()
        explain.add(parser.add_subparsers(dest="command"))
        args = parser.parse_args(["explain", *map(str, arguments)])
        code = args.run(args)
        return code, *capsys.readouterr()

    return run


def test_of_one_partner(run, project):
    """Each row about them, how openly each part may leave, and why in the words of the form."""
    code, out, err = run(project, *ASKED, "--partner", "bo")

    assert (0, "") == (code, err)
    assert ["Tea and talk: what may leave for publication, to public."] == out.splitlines()[:1]
    assert "For the stewards only." in out
    assert [line for line in out.splitlines() if line in {"partner:bo", "view:v2", "attendance:bo|s1"}]
    assert "bo has not answered." in out


def test_of_one_record(run, project):
    """A reference picks one row; what stands in it is not printed."""
    _, out, _ = run(project, *ASKED, "--about", "view:v1")

    assert "view:v1" in out
    assert "ana allowed this on 2019-02-03" in out
    assert "bench" not in out
    assert "view:v2" not in out


def test_of_everything(run, project):
    """Without either it is summed up by kind and category."""
    _, out, _ = run(project, *ASKED)

    assert "view: views" in out
    assert "1 may be shown" in out
    assert "decided by: no answer" in out
    assert "--about REF" in out


def test_json(run, project):
    """`--json` prints all reasons for programs."""
    _, out, _ = run(project, *ASKED, "--about", "view:v2", "--as-of", "2019-12-31", "--json")
    found = json.loads(out)
    (row,) = found["rows"]

    assert ("2019-12-31", ["public"], "publication") == (found["as_of"], found["audiences"], found["purpose"])
    assert "no_answer" in {reason["code"] for part in row["parts"] for reason in part["reasons"]}


def test_a_row_that_was_not_there_yet(run, project):
    """On a day before anything was said there is nothing to explain."""
    with pytest.raises(NotFound, match="nothing here is called"):
        run(project, *ASKED, "--about", "view:v2", "--as-of", "2019-01-01")


def test_several_answers_are_listed(run, project):
    """Where two answers stand that say the same, both are listed under the reason."""
    with (project / "coprod.toml").open("a", encoding="utf-8") as file:
        for key in ("8", "9"):
            file.write(
                f'\n[permission.{key}]\nsays = "Count me {key}."\ncategories = ["views"]\npurposes = ["publication"]\n'
                'audiences = ["public"]\nlevel = "count"\nexplicit = true\n'
            )
    with (project / "consents.csv").open("a", encoding="utf-8") as file:
        file.write("bo,given,8;9,2019-02-03\n")

    _, out, _ = run(project, *ASKED, "--about", "view:v2")

    assert '2019-02-03: given, "Count me 8."' in out
    assert '2019-02-03: given, "Count me 9."' in out


def test_a_project_that_is_over(run, project):
    """After the day until which the records were to be kept it says that nothing leaves."""
    text = (project / "coprod.toml").read_text("utf-8")
    (project / "coprod.toml").write_text(f"{text}\n[held]\nkeep_until = 2020-01-01\n", "utf-8")

    assert "Nothing leaves, whatever stands below." in run(project, *ASKED, "--partner", "bo")[1]


def test_one_or_the_other(run, project):
    """A partner and a record at once is wrong usage."""
    with pytest.raises(Usage, match="exclude each other"):
        run(project, *ASKED, "--partner", "bo", "--about", "view:v1")


def test_nobody_of_that_name(run, project):
    """An id that no partner has is an error."""
    with pytest.raises(NotFound, match="no partner has the id `zoe`"):
        run(project, *ASKED, "--partner", "zoe")
