"""What no other test asked of files, plugins and what the stewards keep."""

import os
import stat
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from tests.consent.building import NOW, SETTINGS, released, yes
from tests.installing import installer
from tests.mutants.stories import ANA, BO

from coprod import (
    Partner,
    Project,
    Request,
    Strength,
    app,
)
from coprod.consent.keeping import Keeping
from coprod.consent.ledger import Entry, Ledger
from coprod.errors import HeldBack, InvalidInput, PluginMissing, WriteFailed
from coprod.formats.isolated import export_isolated
from coprod.formats.json_text import parsed
from coprod.registry import Registry


def test_a_table_of_which_nothing_leaves_is_there_as_any_other() -> None:
    """Whether anything of a kind is on record does not show in what a release lists."""
    assert released().tables == released(ANA, Strength("ana", "sings")).tables


def test_text_stays_text_in_graphml(tmp_path: Path) -> None:
    """Neither an id nor a word can add a node to the file."""
    hostile = Partner('"/><node id="x', kind="person", name="</data></node><node id='y'/><node id='z'><data>")
    app.export(released(hostile, yes(hostile.id, "share")), "graphml", tmp_path / "x.graphml")
    tree = ET.parse(tmp_path / "x.graphml")  # noqa: S314  # our own
    nodes = [
        node for node in tree.iter("{http://graphml.graphdrawing.org/xmlns}node") if "group:" not in node.get("id")
    ]
    assert [f"partner:{hostile.id}"] == [node.get("id") for node in nodes]
    assert hostile.name in [data.text for data in nodes[0]]


def test_a_full_folder_keeps_what_is_in_it(tmp_path: Path) -> None:
    """A release in a folder does not take the place of what is there."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(WriteFailed, match="not overwritten"):
        app.export(released(ANA, yes("ana", "share")), "csv", tmp_path / "out")
    assert ["mine.txt"] == [path.name for path in (tmp_path / "out").iterdir()]


@pytest.mark.skipif(os.name != "posix", reason="elsewhere making a link needs a right of its own")
def test_a_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    """What a link points at is not written over by a file that leaves."""
    (tmp_path / "mine.txt").write_text("mine")
    (tmp_path / "out.json").symlink_to(tmp_path / "mine.txt")
    app.export(released(ANA, yes("ana", "share")), "json", tmp_path / "out.json")
    assert ("mine", False) == ((tmp_path / "mine.txt").read_text(), (tmp_path / "out.json").is_symlink())


@pytest.mark.parametrize("text", ["[" * 21 + "]" * 21, '{"a": 1, "a": 2}', "1" * 401])
def test_json_that_is_made_to_do_harm_is_refused(text: str) -> None:
    """Too deep, a key twice, a number of hundreds of digits: each is an error before anything is made of it."""
    with pytest.raises(InvalidInput):
        parsed(text, "x.json")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project in files in which Ana agreed to everything."""
    app.save(Project("test", [ANA, BO, yes("ana", "share")], settings=SETTINGS), tmp_path / "p")
    return tmp_path / "p"


def test_withdrawing_does_not_read_the_project(folder: Path) -> None:
    """Whatever is broken elsewhere, whoever wants to go can go."""
    (folder / "coprod.toml").write_text("this is = = no toml")
    app.withdraw(folder, "ana", now=NOW)
    assert "ana,withdrawn" in (folder / "consents.csv").read_text("utf-8").replace('"', "").replace("partner:", "")


def test_a_withdrawal_keeps_what_was_there(folder: Path) -> None:
    """It adds a row of today, and every earlier answer stays on record."""
    before = (folder / "consents.csv").read_bytes()
    withdrawal = app.withdraw(folder, "ana", now=NOW)
    assert (folder / "consents.csv").read_bytes().startswith(before)
    assert NOW.date() == withdrawal.on
    assert () == app.share(app.read(folder), Request("publication", "public"), now=NOW).rows("partners")


@pytest.mark.skipif(os.name != "posix", reason="other systems have other permissions")
def test_what_the_stewards_keep_is_theirs_alone(folder: Path) -> None:
    """Nobody else can read the secret or the ledger."""
    kept = Keeping(folder)
    with kept.ledger.writing() as book:
        book.add(ENTRY)
    assert kept.secret
    files = [path for path in (folder / ".coprod").iterdir() if path.suffix in {"", ".jsonl"} and path.name[0] != "."]
    assert {"secret": 0o600, "ledger.jsonl": 0o600} == {one.name: stat.S_IMODE(one.stat().st_mode) for one in files}


ENTRY = Entry("r1", "2020-01-01T12:00:00+00:00", "publication", ["public"], touched={"ana-bell": "name"})


def test_a_broken_secret_is_none(folder: Path) -> None:
    """With part of a secret, pseudonyms could be tried."""
    path = Keeping(folder).place("secret")
    assert Keeping(folder).secret
    path.write_text(path.read_text("ascii")[:8], "ascii")
    with pytest.raises(WriteFailed, match="broken"):
        _ = Keeping(folder).secret


def test_the_ledger_names_nobody_and_tells_no_secret(tmp_path: Path) -> None:
    """Partners stand in it as hashes that only the secret can make; nothing shows the secret."""
    ledger = Ledger(tmp_path / ".coprod" / "ledger.jsonl", b"hush")
    with ledger.writing() as book:
        book.add(ENTRY)
    assert "ana-bell" not in (tmp_path / ".coprod" / "ledger.jsonl").read_text("ascii")
    assert "hush" not in repr(ledger)
    assert ["r1"] == [entry.release for entry, _ in ledger.touching("ana-bell")]
    assert [] == Ledger(tmp_path / ".coprod" / "ledger.jsonl", b"another").touching("ana-bell")


def test_a_release_is_not_made_again_for_others(tmp_path: Path) -> None:
    """The pseudonyms of one audience are none of another's."""
    ledger = Ledger(tmp_path / ".coprod" / "ledger.jsonl", b"s")
    more = {"ledger": ledger, "audience": "funder"}
    released(ANA, yes("ana", "pseudonym"), release_id=None, **more)
    (entry,) = ledger.entries()
    assert released(ANA, yes("ana", "pseudonym"), release_id=entry.release, **more).id == entry.release
    with pytest.raises(HeldBack):
        released(ANA, yes("ana", "pseudonym"), release_id=entry.release, ledger=ledger, audience="public")


def test_a_rule_whose_mark_was_forgotten_is_missed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plugin of which half is not marked is not loaded without that half: it may be the rule."""
    source = (
        "import coprod\n"
        "@coprod.hookimpl\ndef register_readers():\n    return []\n"
        "def register_consent_rules():\n    return []\n"
    )
    installer(tmp_path / "site", monkeypatch)("half", source)
    with pytest.raises(PluginMissing, match="lacks the mark"):
        Registry.load("half")


SLOW = """
import time
import coprod

def write(release, sink):
    time.sleep(3)
    with sink.open() as file:
        file.write(b"late")

@coprod.hookimpl
def register_export_formats():
    yield coprod.ExportFormat(name="slow", summary="A test.", suffix="", media_type="text/plain", write=write)
"""


@pytest.mark.skipif(os.name != "posix", reason="processes of their own need process groups")
def test_a_format_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Time is up, whatever it waits for, and nothing is left of it."""
    installer(tmp_path / "site", monkeypatch)("slow", SLOW)
    with pytest.raises(WriteFailed, match="longer than"):
        export_isolated(released(), "slow", tmp_path / "out", plugins=["slow"], seconds=0.5)
    assert not (tmp_path / "out").exists()
