"""What is kept beside a project: where it is, and its secret."""

import os
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from coprod.consent.keeping import Keeping
from coprod.consent.ledger import Entry
from coprod.errors import WriteFailed


def test_nothing_is_made_by_looking(tmp_path):
    """Whoever only looks at what is kept leaves no trace."""
    keeping = Keeping(tmp_path)

    assert () == keeping.ledger.entries()
    assert [] == keeping.ledger.touching("ana")
    assert None is keeping.barring()
    assert None is keeping.forgotten.knows("ana", "Ana Bell")
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("project", "kept"),
    [
        ("tea", "tea/.coprod/ledger.jsonl"),
        ("tea/coprod.toml", "tea/.coprod/ledger.jsonl"),
        ("tea.json", ".coprod/tea.json.ledger.jsonl"),
        ("tea.xlsx", ".coprod/tea.xlsx.ledger.jsonl"),
    ],
)
def test_where_it_is(tmp_path, project, kept):
    """It is in the project's folder, or beside its one file under that file's name."""
    assert tmp_path / kept == Keeping(tmp_path / project).ledger.lines.path


def test_the_secret_is_drawn_once(tmp_path):
    """It is drawn when it is first needed, and is the same from then on."""
    first = Keeping(tmp_path).secret

    assert 32 == len(first)
    assert first == Keeping(str(tmp_path)).secret
    assert first != Keeping(tmp_path / "other.json").secret


@pytest.mark.skipif(os.name != "posix", reason="other systems have other permissions")
def test_the_secret_is_the_stewards_own(tmp_path):
    """Nobody else can read it, git does not keep it, and nothing is left from writing it."""
    _ = Keeping(tmp_path).secret

    kept = tmp_path / ".coprod"
    assert 0o600 == stat.S_IMODE((kept / "secret").stat().st_mode)
    assert 0o700 == stat.S_IMODE(kept.stat().st_mode)
    assert [".gitignore", "secret", "secret.lock"] == sorted(path.name for path in kept.iterdir())
    assert b"*\n" == (kept / ".gitignore").read_bytes()


@pytest.mark.parametrize("text", ["", "no hex", "abcd", "ü" * 64])
def test_a_broken_secret_is_not_replaced(tmp_path, text):
    """With another secret earlier pseudonyms could not be made again, so a broken one is an error."""
    _ = Keeping(tmp_path).secret
    path = tmp_path / ".coprod" / "secret"
    path.write_text(text, "utf-8")

    with pytest.raises(WriteFailed, match="secret is broken"):
        _ = Keeping(tmp_path).secret
    assert text == path.read_text("utf-8")


@pytest.mark.parametrize("what", ["ledger", "forgotten"])
def test_a_secret_that_is_gone(tmp_path, what):
    """Where something was written with the secret, a new one is not drawn in its place."""
    keeping = Keeping(tmp_path)
    if what == "ledger":
        with keeping.ledger.writing() as writer:
            writer.add(Entry("r1", "now", "publication", ("public",), touched={"ana": "name"}))
    else:
        keeping.forgotten.add("ana", None, date(2020, 1, 1))
    (tmp_path / ".coprod" / "secret").unlink()

    with pytest.raises(WriteFailed, match=rf"secret is gone, and .*{what}\.jsonl was written with it"):
        _ = keeping.secret


def test_no_project(tmp_path):
    """Beside nothing no secret is kept."""
    with pytest.raises(WriteFailed, match="nothing was kept"):
        _ = Keeping(tmp_path / "no" / "where").secret


DRAW = "import sys; from coprod.consent.keeping import Keeping; print(Keeping(sys.argv[1]).secret.hex())"


def test_two_who_draw_at_once(tmp_path):
    """Processes that need the secret at the same moment have the same."""
    command = [sys.executable, "-c", DRAW, str(tmp_path)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    found = {one.communicate(timeout=120)[0].strip() for one in running}

    assert {Keeping(Path(tmp_path)).secret.hex()} == found
