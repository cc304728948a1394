"""The ledger: only ever added to, by one at a time, and readable after a crash."""

import json
import os
import stat
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod import Request
from coprod.consent import locking
from coprod.consent.appending import CUT
from coprod.consent.ledger import Entry, Ledger
from coprod.counts import Count, Counts
from coprod.errors import HeldBack, InvalidInput, NotFound, WriteFailed

SECRET = b"secret"
TABLE = Counts(check="being-heard", name="views", by=("group", "what"), cells=[Count(("job", "said"), 12)], base=5)
ENTRY = Entry("r1", "2020-01-01T12:00:00+00:00", "publication", ("public",))

texts = st.text(st.characters(codec="utf-8"), max_size=12)
tables = st.builds(
    lambda name, cells: Counts(name=name, by=("group",), cells=[Count((label,), n) for label, n in cells.items()]),
    texts,
    st.dictionaries(texts, st.none() | st.integers(0, 10**9), max_size=3),
)
entries = st.builds(
    Entry,
    release=texts,
    at=texts,
    purpose=texts,
    audiences=st.lists(texts, max_size=3).map(tuple),
    as_of=st.none() | st.dates().map(date.isoformat),
    by=texts,
    level=st.sampled_from(["share", "count"]),
    tables=st.lists(tables, max_size=2).map(tuple),
    touched=st.dictionaries(texts, texts, max_size=3),
)


@pytest.fixture
def ledger(tmp_path):
    """A ledger with nothing in it yet."""
    return Ledger(tmp_path / ".coprod" / "ledger.jsonl", SECRET)


def add(ledger, *entries):
    """Add releases."""
    with ledger.writing() as writer:
        for entry in entries:
            writer.add(entry)


def hashed(ledger, entry):
    """The entry as it is read back: with hashes in place of partners."""
    return attrs.evolve(entry, touched={ledger.hashed(one): how for one, how in entry.touched.items()})


def fresh(tmp_path_factory):
    """A ledger of its own, for an example of Hypothesis."""
    return Ledger(tmp_path_factory.mktemp("ledger") / ".coprod" / "ledger.jsonl", SECRET)


def test_a_ledger_that_is_not_there(ledger, tmp_path):
    """Before anything was released there is nothing, and looking makes no file."""
    assert () == ledger.entries()
    assert [] == ledger.touching("ana")
    assert [] == list(tmp_path.iterdir())


@given(st.lists(entries, max_size=4))
def test_entries_are_read_as_they_were_added(tmp_path_factory, found):
    """Whatever an entry holds, it is there again, in order."""
    ledger = fresh(tmp_path_factory)
    add(ledger, *found)

    assert tuple(hashed(ledger, entry) for entry in found) == ledger.entries()


def test_nobody_stands_in_it_in_clear(ledger):
    """Partners are kept as hashes under the secret, and found by their id."""
    add(ledger, attrs.evolve(ENTRY, touched={"ana-bell": "name", "bo-crow": "pseudonym x2y"}))

    data = ledger.lines.path.read_bytes()
    assert not any(word in data for word in (b"ana-bell", b"bo-crow"))
    assert [("r1", "pseudonym x2y")] == [(entry.release, how) for entry, how in ledger.touching("bo-crow")]
    assert [] == ledger.touching("cy")
    assert [] == Ledger(ledger.lines.path, b"another").touching("bo-crow")


@pytest.mark.skipif(os.name != "posix", reason="other systems have other permissions")
def test_it_is_the_stewards_own(ledger):
    """Nobody else can read the ledger, or list what is beside it; git does not keep it."""
    add(ledger, ENTRY)

    folder = ledger.lines.path.parent
    assert 0o600 == stat.S_IMODE(ledger.lines.path.stat().st_mode)
    assert 0o700 == stat.S_IMODE(folder.stat().st_mode)
    assert b"*\n" == (folder / ".gitignore").read_bytes()


def test_files_are_listed(ledger):
    """Which file a release was written to is a line of its own."""
    add(ledger, ENTRY)
    ledger.written("r1", "csv", Path("out"), "ab12")
    ledger.written("r2", "json", Path("other"), "cd34")

    assert [("csv", "out", "ab12")] == [(one.form, one.out, one.digest) for one in ledger.files("r1")]
    assert ["r1", "r2"] == [one.release for one in ledger.files()]
    assert (ENTRY,) == ledger.entries()


def test_each_line_says_what_it_is(ledger):
    """A line can be read by itself: it says that it is of a ledger, and of which version."""
    add(ledger, ENTRY)
    ledger.written("r1", "csv", "out")

    lines = [json.loads(line) for line in ledger.lines.path.read_text("ascii").splitlines()]
    assert [(1, "release"), (1, "written")] == [(line["coprod-ledger"], line["line"]) for line in lines]


@given(st.lists(entries, min_size=1, max_size=3), st.data())
def test_a_torn_tail_loses_nothing_else(tmp_path_factory, found, data):
    """Wherever a crash cuts the file, every whole entry is readable, before and after the next one is added."""
    ledger = fresh(tmp_path_factory)
    add(ledger, *found)
    path = ledger.lines.path
    whole = path.read_bytes()
    cut = data.draw(st.integers(0, len(whole)))
    path.write_bytes(whole[:cut])
    ends = [at for at, byte in enumerate(whole) if byte == ord("\n")]
    left = tuple(hashed(ledger, entry) for entry in found)[: sum(end <= cut for end in ends)]

    assert left == ledger.entries()
    add(ledger, ENTRY)
    assert (*left, ENTRY) == ledger.entries()


@given(st.integers(1, 400), st.integers(1, 400))
def test_torn_twice(tmp_path_factory, first, second):
    """A crash while the line after a cut one is written leaves a readable ledger too."""
    ledger = fresh(tmp_path_factory)
    add(ledger, ENTRY)
    path = ledger.lines.path
    for cut in (first, second):
        start = path.stat().st_size
        add(ledger, attrs.evolve(ENTRY, release="lost"))
        path.write_bytes(path.read_bytes()[: min(start + cut, path.stat().st_size - 2)])
    add(ledger, attrs.evolve(ENTRY, release="r2"))

    assert ["r1", "r2"] == [entry.release for entry in ledger.entries()]
    assert CUT in path.read_bytes()


@pytest.mark.parametrize(
    "line",
    [
        "no JSON",
        '{"coprod-ledger":1,"line":"release"',
        "[]",
        "{}",
        '{"coprod-ledger":"1"}',
        '{"coprod-ledger":true,"line":"release"}',
        '{"coprod-ledger":0,"line":"release"}',
        '{"coprod-ledger":1}',
        '{"coprod-ledger":1,"line":"other"}',
        '{"coprod-ledger":1,"line":"release","release":"r1"}',
        '{"coprod-ledger":1,"line":"written","release":7,"at":"","form":"","out":"","digest":""}',
        "[" * 100_000,
        "\x00\x00",
    ],
)
def test_a_broken_line_is_an_error(ledger, line):
    """A line that cannot be read may be the one that matters, so its place is told and nothing is skipped."""
    add(ledger, ENTRY)
    with ledger.lines.path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(line + "\n")

    with pytest.raises(InvalidInput, match=r"ledger\.jsonl, row 2: .*expected a line"):
        ledger.entries()
    with pytest.raises(InvalidInput), ledger.writing():
        pass


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("audiences", "public"),
        ("audiences", [1]),
        ("as_of", "soon"),
        ("as_of", 7),
        ("tables", [{}]),
        ("tables", 7),
        ("touched", []),
        ("touched", {"a": 1}),
        ("by", None),
    ],
)
def test_a_value_of_another_type(ledger, key, value):
    """A line whose values are not what coprod writes is broken."""
    add(ledger, ENTRY)
    path = ledger.lines.path
    path.write_text(json.dumps({**json.loads(path.read_text("ascii")), key: value}) + "\n", "ascii")

    with pytest.raises(InvalidInput, match="row 1"):
        ledger.entries()


def test_blank_lines_are_nothing(ledger):
    """A blank line, as an editor may leave it, is no entry and no problem."""
    add(ledger, ENTRY)
    with ledger.lines.path.open("a", encoding="ascii", newline="\n") as file:
        file.write("\r\n\n")
    add(ledger, ENTRY)

    assert (ENTRY, ENTRY) == ledger.entries()


@pytest.mark.parametrize("end", ["", "\n"])
def test_a_later_version(ledger, end):
    """What a later coprod wrote may mean something else, so it is an error that says so."""
    add(ledger, ENTRY)
    with ledger.lines.path.open("a", encoding="ascii", newline="\n") as file:
        file.write('{"coprod-ledger":2,"line":"anything"}' + end)

    with pytest.raises(InvalidInput, match=r"found `version 2`, expected a line of version 1.*later coprod"):
        ledger.entries()


def test_unknown_fields_of_this_version_are_let_be(ledger):
    """A field that this coprod does not know is no problem within a version."""
    add(ledger, ENTRY)
    path = ledger.lines.path
    path.write_text(json.dumps({**json.loads(path.read_text("ascii")), "more": 1}) + "\n", "ascii")

    assert (ENTRY,) == ledger.entries()


def test_an_earlier_release_again(ledger):
    """An earlier release is found by its id, when the same is asked for."""
    entry = attrs.evolve(ENTRY, audiences=("funder", "public"), as_of="2019-05-01")
    add(ledger, entry)

    request = Request("publication", ["public", "funder"], as_of=date(2019, 5, 1))
    assert entry == ledger.again("r1", request)


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        (Request("project", "public"), "now asked for `project`"),
        (Request("publication", "funder"), "to `funder`"),
        (Request("publication", ["public", "funder"]), "to `funder`, `public`"),
        (Request("publication", "public", as_of=date(2019, 5, 1)), "as of 2019-05-01"),
        (Request("publication", "public", level="count"), "at most at `count`"),
    ],
)
def test_an_earlier_release_for_something_else(ledger, request_, says):
    """The same id for another purpose, audience, day or level is an error that says what it was."""
    add(ledger, ENTRY)

    with pytest.raises(HeldBack, match="was for `publication` to `public`, as of no day") as caught:
        ledger.again("r1", request_)
    assert says in str(caught.value)


def test_an_unknown_release(ledger):
    """An id that no release has is an error that names those that are near."""
    add(ledger, *(attrs.evolve(ENTRY, release=one) for one in ("mzqk4f", "mzqk5f", "aaaaaa")))

    with pytest.raises(NotFound, match=r"no release has the id `mzqk6f`\. Did you mean") as caught:
        ledger.find("mzqk6f")
    assert {"mzqk4f", "mzqk5f"} <= set(str(caught.value).replace("`", " ").split())
    assert "aaaaaa" not in str(caught.value)
    with pytest.raises(NotFound, match=r"the id `r9`\.$"):
        ledger.again("r9", Request("publication", "public"))


ADD = """
import sys
from coprod.consent.ledger import Entry, Ledger
path, name, count = sys.argv[1:]
ledger = Ledger(path, b"secret")
for number in range(int(count)):
    with ledger.writing() as writer:
        writer.add(Entry(f"{name}-{number}-{len(writer.entries)}", "now", "publication", ("public",)))
"""


def test_two_processes_at_once(ledger):
    """Nothing is lost between processes, and each sees all that came before it."""
    ledger.lines.path.parent.mkdir()
    command = [sys.executable, "-c", ADD, str(ledger.lines.path)]
    running = [subprocess.Popen([*command, name, "25"]) for name in ("a", "b")]

    assert [0, 0] == [one.wait(120) for one in running]
    found = [entry.release for entry in ledger.entries()]
    assert [str(number) for number in range(50)] == [one.rpartition("-")[2] for one in found]
    assert {f"{name}-{number}" for name in "ab" for number in range(25)} == {one.rpartition("-")[0] for one in found}


@pytest.mark.parametrize("lock", ["flock", "a file"])
def test_many_threads_at_once(ledger, monkeypatch, lock):
    """Nothing is lost between threads, with either kind of lock."""
    if lock == "a file":
        monkeypatch.setattr(locking, "fcntl", None)

    def run(name):
        for number in range(5):
            with ledger.writing() as writer:
                writer.add(attrs.evolve(ENTRY, release=f"{name}-{number}-{len(writer.entries)}"))

    threads = [threading.Thread(target=run, args=(name,)) for name in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    found = [entry.release.rpartition("-")[2] for entry in ledger.entries()]
    assert [str(number) for number in range(40)] == found


def test_a_thread_may_lock_what_it_has_locked(ledger):
    """Writing down a file while the ledger is held does not wait for itself."""
    with ledger.writing() as writer:
        writer.add(ENTRY)
        ledger.written("r1", "csv", "out")
        with ledger.writing() as inner:
            assert (ENTRY,) == inner.entries

    assert 1 == len(ledger.files())


def test_an_error_ends_the_lock(ledger):
    """Whoever fails while holding the lock holds nobody up."""
    with pytest.raises(ZeroDivisionError), ledger.writing():
        raise ZeroDivisionError
    add(ledger, ENTRY)

    assert (ENTRY,) == ledger.entries()


def test_a_lock_that_a_crash_left(ledger, monkeypatch):
    """Where a file stands for the lock, one that is left over is named, so that it can be deleted."""
    monkeypatch.setattr(locking, "fcntl", None)
    monkeypatch.setattr(locking, "PATIENCE", 0.0)
    monkeypatch.setattr(locking, "_created", locking._created)
    ledger.lines.path.parent.mkdir()
    ledger.lines.path.with_suffix(".lock").touch()

    with pytest.raises(WriteFailed, match=r"ledger\.lock is there.*delete this file"):
        add(ledger, ENTRY)


def test_where_there_is_no_project(tmp_path):
    """A ledger beside nothing cannot be written, and says so."""
    with pytest.raises(WriteFailed, match="nothing was kept"):
        add(Ledger(tmp_path / "nowhere" / ".coprod" / "ledger.jsonl", SECRET), ENTRY)


def test_a_full_disk(ledger, monkeypatch):
    """A line that was written in part is no entry, whoever adds it is told, and the next one is whole."""
    add(ledger, ENTRY)
    write = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: write(handle, data[: len(data) // 2]))
    with pytest.raises(WriteFailed, match="nothing was added"):
        add(ledger, attrs.evolve(ENTRY, release="lost"))
    monkeypatch.undo()

    assert (ENTRY,) == ledger.entries()
    add(ledger, attrs.evolve(ENTRY, release="r2"))
    assert ["r1", "r2"] == [entry.release for entry in ledger.entries()]


def test_a_ledger_that_may_not_be_read(ledger):
    """What the system says about a file that it does not give is told."""
    ledger.lines.path.mkdir(parents=True)

    with pytest.raises(InvalidInput, match="a file that can be read"):
        ledger.entries()
    with pytest.raises(WriteFailed):
        ledger.written("r1", "csv", "out")
