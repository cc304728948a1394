"""What a format and a reader are: the specs that plugins register."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

import attrs

from coprod.errors import Problem
from coprod.naming import spec_name, words
from coprod.rows import Row
from coprod.settings import Settings

__all__ = ["ExportFormat", "Reader", "Row", "Sink"]


class Sink(Protocol):
    """Where a format writes: coprod writes beside the target, and renames when all of it is there."""

    def open(self, name: str = "") -> BinaryIO:
        """Open the one file of the export, or, for a format that writes a folder, the file *name* in it."""


@attrs.frozen(kw_only=True)
class ExportFormat:
    """
    A way to write a release.

    Attributes:
        name: Lower-case words joined by `-`.
        summary: One sentence for the list of plugins.
        suffix: Ending of the file, such as `.graphml`; empty for a folder.
        media_type: What the file is, such as `application/graphml+xml`.
        write: Writes a release to a sink. Its keyword-only parameters with defaults are the format's options.
        folder: Whether it writes several files.
        honours: Conditions of consent that it meets, such as credit_me.
    """

    name: str = attrs.field(validator=spec_name)
    summary: str
    suffix: str
    media_type: str
    write: Callable[..., None] = attrs.field(validator=attrs.validators.is_callable())
    folder: bool = False
    honours: frozenset[str] = attrs.field(default=frozenset(), converter=words)


@attrs.frozen(kw_only=True)
class Reader:
    """
    A way to read someone else's files.

    Attributes:
        name: Lower-case words joined by `-`.
        summary: One sentence for the list of plugins.
        read: Yields raw rows with file and line, and problems. Its keyword-only parameters with defaults are the
            reader's options; coprod checks the rows.
        settings: Gives the project's name and settings for what was read; by default the file's name and none.
    """

    name: str = attrs.field(validator=spec_name)
    summary: str
    read: Callable[..., Iterator[Row | Problem]] = attrs.field(validator=attrs.validators.is_callable())
    settings: Callable[[Path], tuple[str, Settings]] | None = None
