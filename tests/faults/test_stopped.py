"""Stopped in the middle, or out of room: nothing half-written, the input untouched, and a second try succeeds."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

resource = pytest.importorskip("resource", reason="limits of a process are not to be had here")

EXAMPLE = Path(__file__).parents[2] / "examples/citizen-led-libraries"
INTERRUPTED = 130
ROOM = 4_000  # bytes that a file may have

INTERRUPTING = """\
import os, signal, sys, time
from importlib import import_module
from coprod.cli import main

module, name = sys.argv[1].rsplit(".", 1)
there = import_module(module)
real = getattr(there, name)

def interrupted(*args, **options):
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(60)  # nobody gets here
    return real(*args, **options)

setattr(there, name, interrupted)
sys.exit(main(sys.argv[2:]))
"""
MOMENTS = {
    "reading": "coprod.formats.folder.read_csv",
    "deciding": "coprod.consent.on_rows.decide_rows",
    "writing": "coprod.formats.writing._move",
}


@pytest.fixture
def project(tmp_path):
    """A copy of the example."""
    shutil.copytree(EXAMPLE, tmp_path / "project", ignore=shutil.ignore_patterns(".coprod"))
    return tmp_path / "project"


def share(project: Path, out: Path, form: str = "json") -> list[str]:
    """Return the words of a command that shares the project."""
    request = ["--audience", "public", "--purpose", "publication", "--format", form, "--out", str(out)]
    return ["share", str(project), *request]


def files(folder: Path) -> dict[str, bytes]:
    """Return what a folder holds, but for what coprod keeps in it."""
    found = (path for path in folder.rglob("*") if path.is_file() and ".coprod" not in path.parts)
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def succeeds(project: Path, out: Path) -> None:
    """Hold that sharing it now works."""
    again = subprocess.run([sys.executable, "-m", "coprod", *share(project, out)], capture_output=True, check=False)
    assert 0 == again.returncode, again.stderr
    assert out.stat().st_size > 0


@pytest.mark.parametrize("moment", MOMENTS)
def test_interrupted(moment, project, tmp_path):
    """Ctrl-C while it reads, decides, seals or writes."""
    before, out = files(project), tmp_path / "out.json"
    command = [sys.executable, "-c", INTERRUPTING, MOMENTS[moment], *share(project, out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    assert (INTERRUPTED, "Stopped.") == (done.returncode, done.stderr.splitlines()[-1])
    assert ["project"] == [path.name for path in tmp_path.iterdir()]
    assert before == files(project)
    succeeds(project, out)


def _little_room() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, ROOM))


@pytest.mark.parametrize("form", ["json", "csv"])
def test_no_room(form, project, tmp_path):
    """A file that may not grow any further, as on a disk that is full: said in one line, and nothing is left."""
    before, out = files(project), tmp_path / f"out.{form}"
    out.write_text("an earlier one", "utf-8") if form != "csv" else None
    command = [sys.executable, "-m", "coprod", *share(project, out, form)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=_little_room)

    assert 1 == done.returncode
    assert "Traceback" not in done.stderr
    assert [] == [path for path in tmp_path.iterdir() if path not in {project, out}]
    assert form == "csv" or "an earlier one" == out.read_text("utf-8")
    assert before == files(project)
    succeeds(project, tmp_path / "again.json")
