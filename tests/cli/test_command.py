"""The command as a whole: help, wrong usage, how it ends."""

import gc
import os
import subprocess
import sys
import time

import pytest

from coprod.__main__ import command
from coprod.cli import terminal
from coprod.cli.command import COMMANDS

NAMES = [
    "init",
    "show",
    "check",
    "compare",
    "trace",
    "share",
    "report",
    "import",
    "plugins",
    "withdraw",
    "explain",
    "mine",
    "forget",
]


def test_help_names_every_command(coprod):
    """`coprod --help` lists all commands, on stdout."""
    ran = coprod("--help")

    assert 0 == ran.code
    assert "" == ran.err
    assert [] == [name for name in NAMES if f"\n    {name} " not in ran.out]
    assert len(NAMES) == len(COMMANDS)


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_help(coprod, name):
    """Each command says what it does."""
    ran = coprod(name, "--help")

    assert 0 == ran.code
    assert ran.out.startswith(f"usage: coprod {name} ")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("dance",),
        ("show",),
        ("check", "x", "--by"),
        ("check", "x", "--as-of", "2019-02-30"),
        ("check", "x", "--fail-on", "sunday"),
        ("check", "x", "--audience", "public"),
        ("check", "x", "--purpose", "publication"),
        ("check", "x", "--names", "--audience", "public", "--purpose", "publication"),
        ("share", "x"),
        ("report", "x"),
        ("report", "x", "--audience", "a", "--purpose", "p", "--out", "o", "--format", "graphml"),
        ("share", "x", "--audience", "public"),
        ("import", "polis", "x", "y", "--set", "novalue"),
        ("plugins", "--dance"),
        ("withdraw", "x"),
    ],
)
def test_wrong_usage(coprod, arguments):
    """Wrong usage is exit code 2, said on stderr, and nothing is printed on stdout."""
    ran = coprod(*arguments)

    assert 2 == ran.code
    assert "" == ran.out
    assert ran.err.strip()


@pytest.mark.parametrize("command", ["show", "check"])
def test_a_project_that_is_not_there(coprod, tmp_path, command):
    """A missing project is one line on stderr, and exit code 1."""
    ran = coprod(command, tmp_path / "nowhere")

    assert 1 == ran.code
    assert "" == ran.out
    assert 1 == len(ran.err.splitlines())
    assert "nowhere" in ran.err


def test_all_problems_at_once(coprod, project):
    """Everything that is wrong in a project is told, one line each."""
    (project / "partners.csv").write_text("id,kind\nana,persn\nana,person\nbo,person\ncy,person\n", "utf-8")
    (project / "views.csv").write_text("id,partner,at\nv1,ana,2019-02-30\n", "utf-8")

    ran = coprod("check", project)

    assert 1 == ran.code
    assert "" == ran.out
    assert "persn" in ran.err
    assert "2019-02-30" in ran.err
    assert 3 == len(ran.err.splitlines())


def test_as_a_module():
    """`python -m coprod` is the same command."""
    done = subprocess.run([sys.executable, "-m", "coprod", "--version"], capture_output=True, text=True, check=False)

    assert 0 == done.returncode
    assert done.stdout.startswith("coprod ")


def test_the_process_of_a_command(monkeypatch, capsys):
    """The process ends as the command does, and has not looked for garbage at each step."""
    usual = gc.get_threshold()
    monkeypatch.setattr(sys, "argv", ["coprod", "check", "nowhere", "--names", "--audience", "public"])
    try:
        code = command()
        seldom = gc.get_threshold()
    finally:
        gc.unfreeze()
        gc.set_threshold(*usual)

    assert 2 == code
    assert "go together" in capsys.readouterr().err
    assert seldom > usual


def test_help_loads_nothing_heavy():
    """Asking for help waits for no engine, no plugin and no graph library."""
    code = (
        "import sys; from coprod.cli import main; main(['--help']);"
        "heavy = ('polars', 'narwhals', 'networkx', 'pluggy', 'coprod.registry');"
        "print('loaded', [name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "loaded []" == done.stdout.splitlines()[-1]


def test_a_command_loads_no_other():
    """What one command needs is imported, and none of the other commands."""
    code = (
        "import sys; from coprod.cli import main; main(['show', '--help']);"
        f"print('loaded', [name for name in {COMMANDS!r} if f'coprod.cli.{{name}}' in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "loaded ['show']" == done.stdout.splitlines()[-1]


@pytest.mark.skipif(os.name != "posix", reason="pipes end differently elsewhere")
def test_a_reader_that_stops_listening(project):
    """`coprod show | true` ends quietly."""
    command = f"{sys.executable} -m coprod show '{project}' | true"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False)

    assert "Traceback" not in done.stderr
    assert "roken pipe" not in done.stderr


def test_progress_is_told_when_it_takes_long(capsys, monkeypatch):
    """What takes longer than people wait without a word is told on stderr, again and again."""
    monkeypatch.setattr(terminal, "PATIENCE", 0.0)
    monkeypatch.setattr(terminal, "AGAIN", 0.01)

    with terminal.progress("Reading tea"):
        time.sleep(0.1)

    out, err = capsys.readouterr()
    assert "" == out
    assert "Reading tea ..." == err.splitlines()[0]
    assert len(err.splitlines()) > 1


def test_quick_work_is_not_told(capsys):
    """What is done at once prints nothing."""
    with terminal.progress("Reading tea"):
        pass

    assert ("", "") == capsys.readouterr()


@pytest.mark.parametrize(
    ("terminal_there", "no_color", "coloured"), [(True, "", True), (True, "1", False), (False, "", False)]
)
def test_colour_only_where_someone_looks(monkeypatch, terminal_there, no_color, coloured):
    """Colour needs a terminal, and NO_COLOR turns it off."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal_there, raising=False)
    monkeypatch.setenv("NO_COLOR", no_color)
    monkeypatch.setenv("TERM", "xterm")

    assert coloured == ("\x1b[" in terminal.painted("even", "even"))


def test_names_cannot_steer_the_terminal():
    """Control characters in a name are printed as what they are."""
    assert "\\x1b[2Jana\\u202e" == terminal.plain("\x1b[2Jana\u202e")
