"""A bar on stderr, where someone looks and it is known how much is left."""

from __future__ import annotations

import sys
import threading

import attrs

__all__ = ["Told", "bar", "draw"]

OFTEN = 0.2  # seconds between two looks
WIDTH = 24  # signs of a bar
WIPE = "\r\x1b[K"  # to the start of the line, and nothing after it


@attrs.define
class Told:
    """How much is done, from 0 to 1; None until somebody says so."""

    share: float | None = None

    def __call__(self, share: float) -> None:
        """Say how much is done."""
        self.share = min(max(share, 0.0), 1.0)

    @property
    def drawn(self) -> bool:
        """Whether there is a bar to draw, and someone to look at it."""
        return self.share is not None and sys.stderr.isatty()


def bar(share: float) -> str:
    """
    Return a bar with its percentage.

    >>> bar(0.5)
    '[############............]  50 %'
    """
    full = int(share * WIDTH)
    return f"[{'#' * full}{'.' * (WIDTH - full)}] {int(share * 100):3d} %"


def draw(doing: str, done: threading.Event, told: Told) -> None:
    """Draw a bar over itself until all is done, and wipe it."""
    ended = False
    while not ended:
        _say(f"{WIPE}{doing} {bar(told.share or 0.0)}")
        ended = done.wait(OFTEN)
    _say(WIPE)


def _say(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
