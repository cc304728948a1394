"""The readers that ship; what reads is imported when something is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from coprod.formats.spec import Reader

if TYPE_CHECKING:
    from coprod.errors import Problem
    from coprod.rows import Row
    from coprod.settings import Settings

__all__ = ["POLIS", "readers"]


def _polis(path: Path, *, sign: str = "auto") -> Iterator[Row | Problem]:
    from coprod.formats.polis import read_polis

    yield from read_polis(path, sign=sign)


def _settings_of_polis(path: Path) -> tuple[str, Settings]:
    from coprod.formats.polis import settings_of

    return settings_of(path)


POLIS = Reader(
    name="polis",
    summary="A folder with a Polis conversation: comments, votes, participants-votes and summary.csv.",
    read=_polis,
    settings=_settings_of_polis,
)


def readers() -> tuple[Reader, ...]:
    """Return the readers, in the order of their names."""
    return (POLIS,)
