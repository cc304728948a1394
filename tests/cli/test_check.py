"""`coprod check`: findings for people, and as JSON."""

import json

import pytest

KEYS = ["check", "title", "question", "status", "answer", "ask", "p_value", "p_adjusted", "smallest_p"]
KEYS += ["band", "source", "measures", "groups"]


def test_prints_findings(coprod, project):
    """Each finding has its title, its status in words, its answer and a question to talk about."""
    ran = coprod("check", project)

    assert (0, "") == (ran.code, ran.err)
    assert "Tea and talk, by here_as" == ran.out.splitlines()[0]
    assert "Whom have we not reached yet?  [" in ran.out
    assert "To talk about: " in ran.out


def test_names_nobody_unless_asked(coprod, project):
    """Names come with `--names` only."""
    assert "Eld" not in coprod("check", project, "--only", "cut-off").out


def test_names_when_asked(coprod, project):
    """With `--names` stewards see whom a finding is about."""
    ran = coprod("check", project, "--names", "--only", "cut-off")

    assert "About: Di Eld (di)" in ran.out


def test_json_on_stdout(coprod, project):
    """`--json -` prints JSON and nothing else."""
    ran = coprod("check", project, "--json", "-", "--as-of", "2019-03-01", "--by", "sector")

    report = json.loads(ran.out)
    assert {"project", "as_of", "by", "findings"} == report.keys()
    assert ("Tea and talk", "2019-03-01", "sector") == (report["project"], report["as_of"], report["by"])
    assert [KEYS] * len(report["findings"]) == [list(finding) for finding in report["findings"]]


def test_json_in_a_file(coprod, project, tmp_path):
    """`--json FILE` writes the file beside what is printed."""
    ran = coprod("check", project, "--json", tmp_path / "found.json")

    assert "Tea and talk, by here_as" == ran.out.splitlines()[0]
    assert "Tea and talk" == json.loads((tmp_path / "found.json").read_text("utf-8"))["project"]
    assert ["found.json"] == [path.name for path in tmp_path.glob("*found*")]


def test_a_file_that_cannot_be_written(coprod, project):
    """Where the file cannot be written it is one line on stderr, and nothing is left behind."""
    ran = coprod("check", project, "--json", project / "views.csv" / "found.json")

    assert 1 == ran.code
    assert 1 == len(ran.err.splitlines())


def test_only(coprod, project):
    """`--only` asks the checks that it names."""
    ran = coprod("check", project, "--json", "-", "--only", "voice-share", "--only", "cut-off")

    assert {"voice-share", "cut-off"} == {finding["check"] for finding in json.loads(ran.out)["findings"]}


@pytest.mark.parametrize("wrong", [("--only", "voice-shar"), ("--by", "shoe size")])
def test_what_is_not_known(coprod, project, wrong):
    """An unknown check or grouping is wrong usage; the nearest is named where there is one."""
    ran = coprod("check", project, *wrong)

    assert (2, "") == (ran.code, ran.out)
    assert wrong[1] in ran.err


def test_fail_on(coprod, project, install):
    """`--fail-on uneven` is exit code 3 if anything is, after all was printed."""
    install("sure", UNEVEN)

    ran = coprod("check", project, "--plugin", "sure", "--only", "always-uneven", "--fail-on", "uneven")

    assert 3 == ran.code
    assert "Nothing is even." in ran.out
    assert 0 == coprod("check", project, "--plugin", "sure", "--only", "always-uneven").code


def test_fail_on_what_is_not_there(coprod, project):
    """Without anything uneven, `--fail-on` changes nothing."""
    assert 0 == coprod("check", project, "--only", "experience", "--fail-on", "uneven").code


def test_for_a_room(coprod, project):
    """With an audience it is asked of what may leave, and so few people cannot be shown."""
    ran = coprod("check", project, "--audience", "public", "--purpose", "publication")

    assert (0, "") == (ran.code, ran.err)
    assert "Ana" not in ran.out
    assert "Bo" not in ran.out


@pytest.mark.parametrize("option", [("--audience", "martians"), ("--purpose", "fame")])
def test_an_undeclared_audience_or_purpose(coprod, project, option):
    """An audience or purpose that the project does not declare is a problem that names it."""
    wanted = {"--audience": "public", "--purpose": "publication", option[0]: option[1]}

    ran = coprod("check", project, *(part for pair in wanted.items() for part in pair))

    assert (1, "") == (ran.code, ran.out)
    assert option[1] in ran.err


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
