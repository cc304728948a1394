"""How far a format is with its writing, for whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from coprod.records import Record
from coprod.release import Release

if TYPE_CHECKING:
    import narwhals as nw

__all__ = ["Course", "Tell", "watching"]

Tell: TypeAlias = Callable[[float], None]
"""Is told which share of the work is done, from 0 to 1."""

_watcher: ContextVar[Tell | None] = ContextVar("watcher", default=None)


@contextmanager
def watching(tell: Tell) -> Iterator[None]:
    """Let *tell* know how far the format is that writes in this block; one that does not say so tells nothing."""
    before = _watcher.set(tell)
    try:
        yield
    finally:
        _watcher.reset(before)


@attrs.define
class Course:
    """
    Goes through the tables of a release, and tells whoever watches how much of it is behind.

    Attributes:
        release: What is written.
        total: How many rows there are to go through.
        done: How many were.
    """

    release: Release
    total: int
    done: int = 0

    @classmethod
    def of(cls, release: Release, tables: Iterable[type[Record]], times: int = 1) -> Course:
        """Return the course through some tables, each of which is gone through so many times."""
        return cls(release, times * sum(map(release.height, tables)))

    def through(self, table: type[Record], rows: int | None = None) -> Iterator[nw.DataFrame[Any]]:
        """Yield a table in parts; a part counts as done when the next is asked for."""
        for part in self.release.batches(table, rows):
            yield part
            self._move(len(part))

    def past(self, table: type[Record]) -> None:
        """Count a table as done that needs no look."""
        self._move(self.release.height(table))

    def _move(self, rows: int) -> None:
        self.done += rows
        if rows and (tell := _watcher.get()):
            tell(self.done / self.total)
