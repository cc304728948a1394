"""What people see: results on stdout, progress and problems on stderr, colour only where someone looks."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from coprod.cli.progress import OFTEN, Told, draw

if TYPE_CHECKING:
    from coprod.records import Record

__all__ = ["complain", "counted", "painted", "plain", "progress", "ready", "remark", "say"]

PATIENCE = 1.0  # seconds that a person waits without a word
AGAIN = 10.0  # seconds until they are told again

COLOURS = {"even": "32", "uneven": "31", "watch": "33", "unknown": "2"}


def ready() -> None:
    """Let no character that a terminal lacks end the command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def plain(text: str) -> str:
    r"""
    Return *text* without what could steer a terminal: a name may hold anything.

    >>> plain("Ana\x1b[2J")
    'Ana\\x1b[2J'
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c == "\n" else c.encode("unicode_escape").decode() for c in text)


def say(text: str = "") -> None:
    """Print a result."""
    print(plain(text))


def complain(text: str) -> None:
    """Print what is wrong, on stderr, one line for each problem."""
    for line in text.splitlines():
        print(plain(line), file=sys.stderr)


def remark(text: str) -> None:
    """Say on stderr what a steward should know, and what stops nothing."""
    complain(f"note: {' '.join(text.split())}")


def counted(counts: Iterable[tuple[int, type[Record]]]) -> str:
    """Return how many of what, leaving out what there is none of."""
    from coprod.schema import kind_name

    parts = (f"{n:,} {kind_name(kind) if n == 1 else kind.table()}" for n, kind in counts if n)
    return ", ".join(parts)


def painted(text: str, status: str) -> str:
    """Return *text* in the colour of a status, where it is printed on a terminal that may be coloured."""
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return text
    return f"\x1b[{COLOURS.get(status, '0')}m{text}\x1b[0m"


@contextmanager
def progress(doing: str) -> Iterator[Told]:
    """
    Say on stderr what is being done, once it takes longer than a second, and now and then after that.

    The block gets a function that it may tell how much is done, from 0 to 1. On a terminal that becomes a bar, which
    is gone when the work is done; elsewhere it changes nothing.
    """
    done, told = threading.Event(), Told()
    teller = threading.Thread(target=_tell, args=(plain(doing), done, told), daemon=True)
    teller.start()
    try:
        yield told
    finally:
        done.set()
        teller.join()


def _tell(doing: str, done: threading.Event, told: Told) -> None:
    if done.wait(PATIENCE):
        return
    waited = said = PATIENCE
    while not told.drawn:
        if waited >= said:
            print(f"{doing} ..." if said == PATIENCE else f"{doing} ... {said:.0f} s", file=sys.stderr, flush=True)
            said += AGAIN
        if done.wait(min(OFTEN, AGAIN)):
            return
        waited += min(OFTEN, AGAIN)
    draw(doing, done, told)
