"""`coprod compare`: the same questions on two days, for people and as JSON."""

import json

import pytest

DAYS = ("--from", "2019-01-15", "--to", "2019-03-01")


def test_prints_both_days_and_the_change(coprod, project):
    """Each check has its title, what it said on each day, and what that means."""
    ran = coprod("compare", project, *DAYS, "--only", "being-heard")

    assert (0, "") == (ran.code, ran.err)
    assert [
        "Tea and talk from 2019-01-15 to 2019-03-01, by here_as",
        "Of 1 question: more even 0, less even 0; for 1 we cannot tell.",
        "",
        "Are people listened to?  [cannot tell]",
    ] == ran.out.splitlines()[:4]
    assert "  2019-01-15  [we cannot tell] " in ran.out
    assert "  2019-03-01  [we cannot tell] Views that ask for an answer: 2." in ran.out
    assert "  There is nothing to compare on either day.\n" in ran.out


def test_prints_the_numbers(coprod, project):
    """The measure that is compared stands under the change, with its interval on each day."""
    numbers = [f"p{n},person,,citizen,own experience" for n in range(12)] + [
        f"q{n},person,,council,job" for n in range(12)
    ]
    (project / "partners.csv").write_text("\n".join(["id,kind,name,sector,here_as", *numbers, ""]), "utf-8")
    for sheet in ("spaces", "attendances", "views", "consents"):
        (project / f"{sheet}.csv").unlink()
    soon = [f"q{n},tea,2019-01-01" for n in range(12)] + ["p0,soup,2019-01-01"]
    later = [f"p{n},soup,2019-02-01" for n in range(1, 12)]
    (project / "strengths.csv").write_text("\n".join(["partner,strength,since", *soon, *later, ""]), "utf-8")

    ran = coprod("compare", project, *DAYS, "--only", "strengths-on-record")
    assert (0, "") == (ran.code, ran.err)
    assert "Was everyone asked what they bring?  [more even]" in ran.out
    assert "  It is more even than it was.\n" in ran.out
    assert "    disparity (even is 1): 0.0833 for own experience (n = 12, from " in ran.out


def test_what_changed_stands_first(coprod, project):
    """Without `--only` what changed is told whole, and the rest in a line each."""
    (project / "strengths.csv").write_text("partner,strength,since\nana,soup,2019-02-01\n", "utf-8")

    ran = coprod("compare", project, *DAYS)
    first, _, rest = ran.out.partition("\n\nFor the rest we see no change:\n")
    assert "more even 0, less even 0; for " in ran.out.splitlines()[1]
    assert "\nWas everyone asked what they bring?  [cannot tell]\n" in first
    assert "  Are people listened to?  [we cannot tell] then, [we cannot tell] now\n" in rest
    assert "Are people listened to?" not in first
    assert all(line.endswith(" now") for line in rest.splitlines())


def test_a_check_without_numbers(coprod, project):
    """Where nothing is on record there are no numbers to put side by side, and no line for them."""
    ran = coprod("compare", project, *DAYS, "--only", "experience")

    assert "  There is nothing to compare on either day." == ran.out.splitlines()[-1]


def test_json(coprod, project, tmp_path):
    """`--json -` prints JSON alone; `--json FILE` writes it beside what is printed."""
    ran = coprod("compare", project, *DAYS, "--json", "-", "--by", "sector")
    beside = coprod("compare", project, *DAYS, "--json", tmp_path / "days.json", "--only", "cut-off")

    report = json.loads(ran.out)
    assert ("Tea and talk", "2019-01-15", "2019-03-01", "sector") == tuple(report.values())[:4]
    assert {"cannot tell"} == {change["verdict"] for change in report["changes"]}
    assert beside.out.startswith("Tea and talk from ")
    assert ["cut-off"] == [c["check"] for c in json.loads((tmp_path / "days.json").read_text("utf-8"))["changes"]]


@pytest.mark.parametrize(
    "wrong",
    [
        ("--from", "2019-01-15"),
        ("--to", "2019-01-15"),
        ("--from", "soon", "--to", "2019-01-15"),
        ("--from", "2019-03-01", "--to", "2019-01-15"),
        (*DAYS, "--only", "being-herd"),
        (*DAYS, "--by", "shoe size"),
        (*DAYS, "--audience", "public"),
    ],
)
def test_wrong_usage(coprod, project, wrong):
    """Both days are needed, in order; checks and groupings are known ones; it is not for an audience."""
    ran = coprod("compare", project, *wrong)

    assert (2, "") == (ran.code, ran.out)
    assert ran.err


def test_problems_in_the_input(coprod, project):
    """A project that cannot be read is exit code 1, with what is wrong."""
    (project / "views.csv").write_text("id,partner\nv1,nobody\n", "utf-8")

    ran = coprod("compare", project, *DAYS)
    assert (1, "") == (ran.code, ran.out)
    assert "nobody" in ran.err
