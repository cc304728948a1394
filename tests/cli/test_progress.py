"""A bar on a terminal, and nothing of it elsewhere."""

import io
import sys
import time

import pytest

from coprod.cli import progress, terminal


class Screen(io.StringIO):
    """A stream that someone may look at."""

    def __init__(self, *, there):
        super().__init__()
        self.there = there

    def isatty(self):
        """Whether it is a terminal."""
        return self.there


@pytest.fixture
def impatient(monkeypatch):
    """Tell what is done at once, and often."""
    for module, name in ((terminal, "PATIENCE"), (terminal, "AGAIN"), (terminal, "OFTEN"), (progress, "OFTEN")):
        monkeypatch.setattr(module, name, 0.0 if name == "PATIENCE" else 0.01)


def shown(monkeypatch, *shares, there=True):
    """What is on stderr after work that told these shares."""
    screen = Screen(there=there)
    monkeypatch.setattr(sys, "stderr", screen)
    with terminal.progress("Writing tea\x1b[2J") as told:
        for share in shares:
            told(share)
            time.sleep(0.05)
        time.sleep(0.05)
    return screen.getvalue()


def test_a_bar(impatient, monkeypatch):
    """Where it is known how much is done, a bar grows on one line and is wiped; no name steers the terminal."""
    text = shown(monkeypatch, 0.25, 2.0)

    assert f"{progress.WIPE}Writing tea\\x1b[2J [######..................]  25 %" in text
    assert "[########################] 100 %" in text
    assert text.endswith(progress.WIPE)


def test_no_bar_without_a_terminal(impatient, monkeypatch):
    """In a file there is no bar: what is told changes nothing there."""
    text = shown(monkeypatch, 0.25, there=False)

    assert "Writing tea\\x1b[2J ..." == text.splitlines()[0]
    assert "[" not in text.replace("x1b[2J", "")


def test_no_bar_where_nothing_is_told(impatient, monkeypatch):
    """A format that does not say how far it is has no bar."""
    assert "%" not in shown(monkeypatch)
