"""`coprod share`: what each person allowed, and nothing else."""

import re

import pytest

AGREED = ("ana", "Ana", "bench")
NOT_AGREED = ("Bo", "Crow", "Cy", "Dunn", "Eld", "dark")


def share(coprod, project, out, *more, audience="public", form="graphml"):
    """Share to an audience."""
    asked = ("--audience", audience, "--purpose", "publication", "--format", form, "--out", out)
    return coprod("share", project, *asked, *more)


def everything(path):
    """All that was written, as text."""
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    return "\n".join(file.read_text("utf-8") for file in files if file.is_file())


def stands(word, text):
    """Whether a word is there as a word; the sources of checks name people whose names begin alike."""
    return re.search(rf"(?<![A-Za-z]){word}(?![a-z])", text) is not None


@pytest.mark.parametrize("form", ["graphml", "json", "jsonl", "csv"])
def test_holds_who_agreed_and_nobody_else(coprod, project, tmp_path, form):
    """Ana agreed to be named and quoted; Bo and Cy said nothing, so nothing of them leaves."""
    ran = share(coprod, project, tmp_path / "out", form=form)

    text = everything(tmp_path / "out")
    assert (0, "") == (ran.code, ran.err)
    assert [] == [word for word in AGREED if not stands(word, text)]
    assert [] == [word for word in NOT_AGREED if stands(word, text)]


def test_says_what_left_in_one_line(coprod, project, tmp_path):
    """One line says what is in the file; it does not say how much is not."""
    ran = share(coprod, project, tmp_path / "out.graphml")

    assert 1 == len(ran.out.splitlines())
    assert "1 partner," in ran.out
    assert "withheld" not in ran.out


def test_without_consents_nobody_leaves(coprod, project, tmp_path):
    """With `consents.csv` removed, the file holds no person."""
    (project / "consents.csv").unlink()

    ran = share(coprod, project, tmp_path / "out.json", form="json")

    text = everything(tmp_path / "out.json")
    assert 0 == ran.code
    assert [] == [word for word in (*AGREED, *NOT_AGREED) if stands(word, text)]


def test_a_withdrawal_reaches_the_next_release(coprod, project, tmp_path):
    """After `withdraw`, nothing of Ana leaves."""
    coprod("withdraw", project, "ana")

    share(coprod, project, tmp_path / "out.json", form="json")

    assert [] == [word for word in AGREED if word in everything(tmp_path / "out.json")]


def test_a_plugin_rule_is_not_lost(coprod, project, tmp_path, install):
    """A rule of a plugin that the project names holds, also when `--plugin` adds another one."""
    install("strict", RULE)
    install("other", RULE.replace("no-views", "other-rule").replace('"views"', '"outcomes"'))
    with (project / "coprod.toml").open("a", encoding="utf-8") as file:
        file.write('\n[plugins]\nenable = ["strict"]\n')

    share(coprod, project, tmp_path / "out.json", "--plugin", "other", form="json")

    text = everything(tmp_path / "out.json")
    assert "Ana" in text
    assert "bench" not in text


def test_a_rule_that_fails_is_told(coprod, project, tmp_path, install):
    """Where a rule fails, what it was asked about is withheld, and the steward is told its name."""
    install("shaky", RULE.replace('Ruling.withhold("a test")', "1 / 0"))

    ran = share(coprod, project, tmp_path / "out.json", "--plugin", "shaky", form="json")

    assert 0 == ran.code
    assert ran.err.startswith("note: the consent rule `no-views` failed")
    assert "bench" not in everything(tmp_path / "out.json")


def test_an_unknown_format(coprod, project, tmp_path):
    """An unknown format is wrong usage, and the nearest is named."""
    ran = share(coprod, project, tmp_path / "out", form="grafml")

    assert 2 == ran.code
    assert "Did you mean `graphml`?" in ran.err
    assert not (tmp_path / "out").exists()


def test_an_unknown_option(coprod, project, tmp_path):
    """An option that the format lacks is wrong usage."""
    ran = share(coprod, project, tmp_path / "out", "--set", "shoes=red")

    assert 2 == ran.code
    assert "no option `shoes`" in ran.err


def test_an_undeclared_audience(coprod, project, tmp_path):
    """An audience that the project does not declare gets nothing, not even a file."""
    ran = share(coprod, project, tmp_path / "out", audience="martians")

    assert 1 == ran.code
    assert "martians" in ran.err
    assert not (tmp_path / "out").exists()


def test_a_format_that_fails_leaves_nothing(coprod, project, tmp_path, install):
    """Where writing fails, no half a file is left."""
    install("leaky", FAILING)

    ran = share(coprod, project, tmp_path / "out.txt", "--plugin", "leaky", form="leaky")

    assert 1 == ran.code
    assert ran.err.strip()
    assert [] == list(tmp_path.glob("*out*"))


def test_options_reach_the_format(coprod, project, tmp_path, install):
    """`--set` gives an option in the type of its default."""
    install("told", OPTIONS)

    share(
        coprod,
        project,
        tmp_path / "o",
        "--plugin",
        "told",
        "--set",
        "often=3",
        "--set",
        "loud=yes",
        form="told",
    )

    assert "3 True" == (tmp_path / "o").read_text("utf-8")


@pytest.mark.parametrize("wrong", ["often=many", "loud=perhaps"])
def test_options_of_the_wrong_type(coprod, project, tmp_path, install, wrong):
    """A value that is not of the option's type is wrong usage."""
    install("told", OPTIONS)

    assert 2 == share(coprod, project, tmp_path / "o", "--plugin", "told", "--set", wrong, form="told").code


RULE = """
import coprod
from coprod import ConsentRule, Ruling

@coprod.hookimpl
def register_consent_rules():
    yield ConsentRule(
        name="no-views", summary="A test.", decide=lambda _: Ruling.withhold("a test"), categories={"views"}
    )
"""

FORMAT = """
import coprod
from coprod import ExportFormat

def write(release, sink, *, often: int = 1, loud: bool = False):
    with sink.open() as file:
        file.write(f"{often} {loud}".encode())
        END

@coprod.hookimpl
def register_export_formats():
    yield ExportFormat(name="NAME", summary="A test.", suffix="", media_type="text/plain", write=write)
"""

OPTIONS = FORMAT.replace("NAME", "told").replace("END", "")
FAILING = FORMAT.replace("NAME", "leaky").replace("END", "raise OSError('no more ink')")
