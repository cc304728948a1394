"""A process of its own: the same bytes as without it, and what becomes of formats that misbehave."""

import importlib.util
import inspect
import io
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from tests.formats.hostile import HOSTILE
from tests.formats.releases import FINDING, of_rows, release_of, releases
from tests.installing import installer

from coprod import Registry, Request, read, share
from coprod.errors import NotFound, PluginMissing, WriteFailed
from coprod.formats import isolated
from coprod.formats.isolated import export_isolated
from coprod.formats.isolated_frames import END, HEAD, PIECE, WRITE, FarSink, Garbled, frames, send
from coprod.formats.release_bytes import to_bytes
from coprod.formats.writing import write_release
from coprod.records import Partner
from coprod.registry.installed import installed

pytestmark = pytest.mark.skipif(os.name != "posix", reason="processes of their own need process groups")

LIBRARIES = Path(__file__).parents[2] / "examples" / "citizen-led-libraries"
PLUGINS = tuple(one.provider.name for one in installed() if one.provider.distribution.startswith("coprod-"))
REGISTRY = Registry.load(*PLUGINS)


@pytest.fixture
def install(tmp_path_factory, monkeypatch):
    """Install plugins for the length of a test."""
    return installer(tmp_path_factory.mktemp("site"), monkeypatch)


@pytest.fixture
def small_release():
    """A release of two partners."""
    return of_rows("Tea and talk", {Partner: []})


@pytest.fixture
def hostile(install, small_release, tmp_path):
    """Return a function that writes with one of the hostile formats, and returns where."""
    install("hostile", HOSTILE)

    def write(form, *, release=small_release, **more):
        more["seconds"] = more.get("seconds", 30)
        options = {name: more.pop(name) for name in list(more) if name not in {"seconds", "size", "memory"}}
        export_isolated(release, form, tmp_path / "out", plugins=["hostile"], options=options, **more)
        return tmp_path / "out"

    write.folder = tmp_path
    return write


def files_of(path):
    """The bytes of a file, or of the files of a folder by name."""
    return {p.name: p.read_bytes() for p in path.iterdir()} if path.is_dir() else path.read_bytes()


def both(release, form, options, *, plugins=PLUGINS):
    """What a format writes in this process, and in one of its own."""
    with tempfile.TemporaryDirectory() as folder:
        here, there = Path(folder) / "here", Path(folder) / "there"
        write_release(release, form, here, **options)
        export_isolated(release, form.name, there, plugins=plugins, options=options)
        return files_of(here), files_of(there)


def ways(form):
    """The options of a format: as they are, and each yes-or-no the other way round."""
    parameters = inspect.signature(form.write).parameters.values()
    turned = [{p.name: not p.default} for p in parameters if p.kind is p.KEYWORD_ONLY and isinstance(p.default, bool)]
    return [{}, *turned]


CASES = [(one.spec, way) for one in REGISTRY.export_formats.values() for way in ways(one.spec)]


def failure(write, form, **more):
    """What is said when a format fails; nothing is left where it would have written."""
    with pytest.raises(WriteFailed) as caught:
        write(form, **more)
    assert [] == list(write.folder.iterdir())
    return str(caught.value)


# The same as without it


def test_formats_that_ship_are_tried():
    """All formats of coprod and of its plugins are among those that are compared."""
    assert {"csv", "graphml", "json", "jsonl", "parquet", "summary"} <= {form.name for form, _ in CASES}
    assert ("csv", {"guard": False}) in [(form.name, way) for form, way in CASES]


@pytest.mark.parametrize(("form", "options"), CASES, ids=lambda x: getattr(x, "name", str(x)))
def test_same_bytes(form, options):
    """Each format writes the same bytes of the example, findings included, whatever its options."""
    here, there = both(release_of(read(LIBRARIES), findings=[FINDING]), form, options)

    assert here == there


@pytest.mark.parametrize("form", [known.spec for known in REGISTRY.export_formats.values()], ids=lambda x: x.name)
@settings(max_examples=2)
@given(release=releases())
def test_same_bytes_of_any_project(form, release):
    """Each format writes the same bytes of generated projects."""
    here, there = both(release, form, {})

    assert here == there


def test_same_bytes_of_a_real_release():
    """What consent let through, with pseudonyms and checks, is written the same."""
    checks = ["voice-share", "being-heard"]
    release = share(read(LIBRARIES), Request("reporting", "funder"), checks=checks, registry=REGISTRY)

    here, there = both(release, REGISTRY.export_format("json"), {})
    assert here == there


def test_an_open_file(small_release):
    """An open file gets the same bytes, after what was in it."""
    here, there = io.BytesIO(), io.BytesIO()
    for file in (here, there):
        file.write(b"before ")
    write_release(small_release, REGISTRY.export_format("json"), here)
    export_isolated(small_release, "json", there)

    assert here.getvalue() == there.getvalue()


@pytest.mark.parametrize("form", ["back-and-forth", "zips"])
def test_files_are_as_others(hostile, small_release, form):
    """Going back, cutting, writing an archive: the file is as it is in this process."""
    spec = Registry.load("hostile").export_format(form)
    here, there = both(small_release, spec, {}, plugins=["hostile"])

    assert here == there
    assert [] == list(hostile.folder.iterdir())


def test_files_that_are_left_open(hostile):
    """A file that the format does not close is closed for it; one that is opened again begins again."""
    assert {"a.txt": b"third", "b.txt": b"second"} == files_of(hostile("left-open"))


# What the process gets


def test_the_surroundings(hostile, monkeypatch):
    """No environment, no arguments, no path of where coprod runs, no file but pipes; and no project anywhere."""
    monkeypatch.setenv("COPROD_CANARY", "Zebedee Quill")
    monkeypatch.syspath_prepend("")
    found = json.loads(hostile("surroundings").read_text())

    assert ({}, "") == (found["environ"], found["initial"])
    assert [str(isolated.CHILD)] == found["argv"]
    assert str(Path.cwd()) not in {found["cwd"], *found["path"]}
    assert not Path(found["cwd"]).exists()
    assert [] == found["modules"]
    assert {"/dev/null"} >= {name for name in found["files"] if not name.startswith("pipe:")}
    assert "Release" in found["kinds"]
    assert not {"Project", "Consent", "Settings", "Keeping"} & set(found["kinds"])


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read through /proc")
def test_nothing_of_the_project_is_in_memory(hostile, monkeypatch):
    """In all memory of the process is nothing that was withheld, no secret and nothing of the environment."""
    monkeypatch.setenv("COPROD_CANARY", "canary of the environment")
    project, secret = read(LIBRARIES), b"canary: the project's secret"
    release = share(project, Request("publication", "public"), secret=secret)
    data = to_bytes(release)
    left = data + repr([release.rows(table) for table in release.tables]).encode()
    texts = {text.encode() for kind in project.kinds for row in project.stored(kind) for text in row if long(text)}
    withheld = sorted((text for text in texts if text not in left), key=len)[-12:]
    canaries = [release.project.encode(), secret, b"canary of the environment", *withheld]
    found = hostile("searches", release=release, needles=",".join(one.hex() for one in canaries))

    assert len(withheld) > 10
    assert [0] == json.loads(found.read_text())


def long(text):
    """Whether a value is a text that is found nowhere by chance."""
    return isinstance(text, str) and len(text) >= 12


def test_its_folder_is_removed(hostile):
    """What a format leaves in its folder is removed with it."""
    assert not Path(hostile("elsewhere").read_text()).exists()
    assert "True" == hostile("temporary").read_text()


def test_another_path_is_not_prevented(hostile, tmp_path_factory):
    """It is no prison: by its full name a format can write any file; and it is ended for good when time is over."""
    pid = tmp_path_factory.mktemp("elsewhere") / "pid"
    start = time.monotonic()

    assert "took longer than 2 seconds" in failure(hostile, "sleeps", seconds=2, pid=str(pid))
    assert time.monotonic() - start < 8
    assert gone(pid)


def gone(pid):
    """Whether a process is gone, or will be as soon as its new parent looks."""
    for _ in range(50):
        command = ["ps", "-o", "stat=", "-p", pid.read_text()]
        state = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
        if not state or state.startswith("Z"):
            return True
        time.sleep(0.1)
    return False


# Formats that misbehave


def test_printing_does_no_harm(hostile, capfd):
    """What is printed, by Python, by others or by a child, is neither in the file nor on the terminal."""
    assert "''" == hostile("prints").read_text()
    assert ("", "") == tuple(capfd.readouterr())


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("endless", "wrote more than 1,000,000 bytes"),
        ("hole", "wrote more than 1,000,000 bytes"),
        ("cuts", "wrote more than 1,000,000 bytes"),
        ("endless-files", "wrote more than 1,000 files"),
        ("leaves", "stopped before it was done"),
        ("raises", "failed with ValueError"),
        ("exits", "failed with SystemExit"),
        ("odd", "failed with an error"),
        ("big-file", "failed with OSError"),
        ("raw", "said what made no sense"),
        ("outside", "failed with ValueError"),
    ],
)
def test_failures(hostile, form, said):
    """Each failure is one plain sentence, without a word of the format's own, and leaves nothing behind."""
    message = failure(hostile, form, size=1_000_000)

    assert f"the format `{form}` {said}, nothing was written" == message


def test_too_much_memory(hostile):
    """A limit of memory is held where it is asked for."""
    assert "failed with MemoryError" in failure(hostile, "fatter", memory=2**42)


def test_children_that_hold_the_output(hostile):
    """A child that keeps the output open keeps nobody waiting, in the group of the process or out of it."""
    start = time.monotonic()

    assert "the parent's" == hostile("forks").read_text()
    assert "the parent's" == hostile("forks", apart=True).read_text()
    assert time.monotonic() - start < 5


def test_a_child_left_behind(hostile, tmp_path_factory):
    """Where only a child is left that holds the output, the time runs out, and the child is ended."""
    pid = tmp_path_factory.mktemp("elsewhere") / "pid"

    assert "took longer than 5 seconds" in failure(hostile, "forks-and-leaves", seconds=5, pid=str(pid))
    assert gone(pid)


@pytest.mark.parametrize("name", ["../outside", "/outside", "..", ".", "a/b", "a\0b", "", "x" * 256])
def test_names_are_looked_at_on_this_side(hostile, name):
    """A format that goes round the sink can name no file out of its folder."""
    assert "made no sense" in failure(hostile, "raw-name", name=name)
    assert not (hostile.folder.parent / "outside").exists()


@pytest.mark.parametrize(("what", "number"), [("W", 7), ("T", 7), ("C", 7), ("O", 3), ("B", 1), ("Z", 0)], ids=str)
def test_frames_are_looked_at_on_this_side(hostile, what, number):
    """A frame for a file that is not open, or of no known kind, ends it at once."""
    assert "made no sense" in failure(hostile, "raw-frame", what=what, number=number)


@pytest.mark.parametrize(
    ("text", "said"),
    [("start Zebedee", "could not be started (Zebedee)"), ("\x1b[31m", "failed with an error"), ("", "an error")],
)
def test_failures_that_are_made_up(hostile, text, said):
    """Of a failure only what may be the name of an error is repeated."""
    assert said in failure(hostile, "raw-failure", text=text)


# What else may go wrong


def test_what_is_not_known(small_release, install, tmp_path):
    """A format, a plugin or a kind that is not known there is said in words."""
    out = tmp_path / "out"
    install("broken", "raise RuntimeError('Zebedee Quill')")
    with pytest.raises(NotFound, match="a format called `word` is not known"):
        export_isolated(small_release, "word", out)
    for plugin in ("broken", "not-there"):
        with pytest.raises(PluginMissing, match=r"^a plugin could not be loaded in a process of its own"):
            export_isolated(small_release, "json", out, plugins=[plugin])
    with pytest.raises(WriteFailed, match="a kind that no named plugin brings"):
        export_isolated(of_rows("x", {type("Plot", (Partner,), {}): []}), "json", out)
    assert [] == list(tmp_path.iterdir())


def test_targets(hostile, small_release):
    """What was there stays: a file whose successor fails, a folder that is not empty; no open file gets a half."""
    out = hostile.folder / "out"
    out.write_text("before")
    with pytest.raises(WriteFailed):
        hostile("raises")
    assert "before" == out.read_text()
    with pytest.raises(WriteFailed, match="is there already"):
        hostile("left-open")
    with pytest.raises(WriteFailed, match="cannot be written"):
        export_isolated(small_release, "json", hostile.folder / "no" / "folder")
    opened = io.BytesIO()
    with pytest.raises(WriteFailed):
        export_isolated(small_release, "raises", opened, plugins=["hostile"])
    with pytest.raises(ValueError, match="needs a path"):
        export_isolated(small_release, "csv", opened)
    assert b"" == opened.getvalue()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is full")
def test_a_full_disk(small_release, monkeypatch):
    """A disk that is full is said as such."""
    monkeypatch.setattr(isolated, "write_release", lambda release, form, _: form.write(release, Full()))

    with pytest.raises(WriteFailed, match="the export cannot be written: No space left"):
        export_isolated(small_release, "json", Path("x"))


class Full:
    """A sink on a full disk."""

    def open(self, _=""):
        """Open a file that takes nothing."""
        return Path("/dev/full").open("wb", buffering=0)


def test_options_are_plain(small_release, tmp_path):
    """An option that is neither a text nor a number nor yes or no cannot be handed over, and is a mistake of ours."""
    with pytest.raises(TypeError, match="option `guard`"):
        export_isolated(small_release, "csv", tmp_path / "out", options={"guard": [1]})
    with pytest.raises(WriteFailed, match="failed with TypeError"):
        export_isolated(small_release, "csv", tmp_path / "out", options={"gard": True})


def test_where_there_are_no_such_processes(small_release, tmp_path, monkeypatch):
    """Where a process cannot be held, or none be started, nothing is written."""
    monkeypatch.setattr(sys, "executable", "/no/python")
    with pytest.raises(WriteFailed, match="could not be started: No such file"):
        export_isolated(small_release, "json", tmp_path / "out")
    monkeypatch.setattr(isolated.os, "name", "nt")
    with pytest.raises(WriteFailed, match="on Linux and macOS only"):
        export_isolated(small_release, "json", str(tmp_path / "out"))


def test_a_child_that_does_not_read(small_release, tmp_path, monkeypatch):
    """A process that ends before it has read its job is a failure like any other."""
    script = tmp_path / "child.py"
    script.write_text("import os; os._exit(1)")
    monkeypatch.setattr(isolated, "CHILD", script)
    monkeypatch.setattr(isolated, "to_bytes", lambda _: bytes(10_000_000))

    with pytest.raises(WriteFailed, match="stopped before it was done"):
        export_isolated(small_release, "json", tmp_path / "out")


def test_frames():
    """Frames come back as they were sent, however the pipe cuts them; one that is too long is none."""
    here, there = os.pipe()
    send(there, WRITE, 3, 2**40, b"some bytes")
    send(there, END)
    os.close(there)
    with os.fdopen(here, "rb") as file:
        data = file.read()
    for step in (1, 7, len(data)):
        parts = (data[at : at + step] for at in range(0, len(data), step))
        assert [(WRITE, 3, 2**40, b"some bytes"), (END, 0, 0, b"")] == list(frames(parts))
    with pytest.raises(Garbled):
        list(frames([HEAD.pack(WRITE, 0, 0, PIECE + 1)]))


def test_nothing_first(small_release, tmp_path, monkeypatch):
    """A process that says something else before it begins makes no sense."""
    script = tmp_path / "child.py"
    script.write_text(f"import os, sys; sys.stdin.buffer.read(); os.write(1, {HEAD.pack(END, 0, 0, 0)!r})")
    monkeypatch.setattr(isolated, "CHILD", script)

    with pytest.raises(WriteFailed, match="made no sense"):
        export_isolated(small_release, "json", tmp_path / "out")


# The other end, in this process


def child():
    """The script of the process, as a module."""
    spec = importlib.util.spec_from_file_location("isolated_child", isolated.CHILD)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_far_sink_is_strict(small_release):
    """The sink refuses the names that the sink of this process refuses, and closes twice without harm."""
    here, there = os.pipe()
    sink = FarSink(there, folder=True)
    for name in ("", "a/b", "../a"):
        with pytest.raises(ValueError, match="plain files"):
            sink.open(name)
    child()._write(there, REGISTRY.export_format("csv"), small_release, {"guard": False})
    sink.close()
    os.close(there)
    with os.fdopen(here, "rb") as file:
        assert END == list(frames([file.read()]))[-1].what


@pytest.mark.parametrize(
    ("error", "said"),
    [(NotFound(), "unknown"), (PluginMissing(), "plugin"), (RuntimeError(), "start")],
)
def test_reasons(error, said):
    """The reason says what failed before the format had its turn; after that it is the format."""
    assert said == child()._reason("start", error)
    assert "format" == child()._reason("format", error)
