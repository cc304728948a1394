"""`coprod mine`: everything that is held about a partner, for that partner."""

import argparse
import json

import pytest

from coprod.cli import mine
from coprod.cli.options import Usage
from coprod.consent.keeping import Keeping
from coprod.consent.ledger import Entry
from coprod.errors import NotFound


@pytest.fixture
def run(capsys):
    """Run the command, and return how it ended, what it printed and what it complained of."""

    def run(*arguments: object) -> tuple[int, str, str]:
        parser = argparse.ArgumentParser()
        mine.add(parser.add_subparsers(dest="command"))
        args = parser.parse_args(["mine", *map(str, arguments)])
        code = args.run(args)
        return code, *capsys.readouterr()

    return run


def test_says_all_of_it(run, project):
    """Their words, who may see what, how to stop, everything else, and what left; nobody else's words."""
    code, out, err = run(project, "ana")

    assert (0, "") == (code, err)
    assert "What Tea and talk holds about you (ana)" in out
    assert '"A bench by the door"' in out
    assert "coprod withdraw PROJECT ana" in out
    assert "Nothing about you" in out
    assert "The path is dark" not in out


def test_makes_nothing(run, project):
    """Looking does not draw a secret or make a folder."""
    run(project, "ana")

    assert not (project / ".coprod").exists()


def test_lists_what_left(run, project):
    """Each release in the ledger that they are in, and as whom."""
    with Keeping(project).ledger.writing() as writer:
        writer.add(
            Entry("r1", "2020-05-01T00:00:00+00:00", "publication", ("public",), touched={"ana": "name", "bo": "words"})
        )

    assert "2020-05-01, to everyone, for" in run(project, "ana")[1]
    assert "by name." in run(project, "ana")[1]
    assert "in words, with no name." in run(project, "bo")[1]
    assert "Nothing about you" in run(project, "cy")[1]


def test_json(run, project):
    """`--json` prints the same for programs."""
    found = json.loads(run(project, "bo", "--json")[1])

    assert ("bo", []) == (found["partner"], found["releases"])
    assert ["The path is dark"] == [one["text"] for one in found["said"]]


def test_receipt(run, project):
    """A receipt of what they answered, as text or as JSON."""
    text, plain = (run(project, "ana", "--receipt", how)[1] for how in ("text", "json"))

    assert text.startswith("Receipt for ana: what you answered.")
    assert "2019-02-03" == json.loads(plain)["records"][0]["event"]["event_time"]
    assert "bench" not in text + plain


def test_not_both(run, project):
    """`--json` and `--receipt` at once is wrong usage."""
    with pytest.raises(Usage, match="--receipt json"):
        run(project, "ana", "--json", "--receipt", "text")


def test_nobody_of_that_name(run, project):
    """An id that no partner has is an error."""
    with pytest.raises(NotFound, match="no partner has the id `zoe`"):
        run(project, "zoe")
