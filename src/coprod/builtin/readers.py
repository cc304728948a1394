"""The readers that ship."""

from __future__ import annotations

from coprod.formats.polis import POLIS
from coprod.formats.spec import Reader

__all__ = ["readers"]


def readers() -> tuple[Reader, ...]:
    """Return the readers, in the order of their names."""
    return (POLIS,)
