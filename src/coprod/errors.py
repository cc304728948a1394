"""
Every error that coprod raises on purpose.

::

    CoprodError
    ├── InvalidInput (ValueError)       an input has problems; all of them, each with its place
    ├── NotFound (KeyError)             no such record, kind, format or audience
    ├── HeldBack (ValueError)           what was asked for may not leave
    ├── WriteFailed (OSError)           nothing was written
    └── PluginError
        ├── PluginMissing (LookupError) a plugin that the project names is not installed, or did not load
        └── PluginConflict (ValueError) two plugins bring the same name

Each is also the builtin that a caller would expect, so `except ValueError` works.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

__all__ = [
    "CoprodError",
    "HeldBack",
    "InvalidInput",
    "NotFound",
    "PluginConflict",
    "PluginError",
    "PluginMissing",
    "Problem",
    "WriteFailed",
    "did_you_mean",
]

SHOWN = 60  # characters of a value that a message repeats: enough to find it, too few to flood a terminal


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """
    Return a hint that names the closest known word, or an empty text.

    >>> did_you_mean("sectr", ["sector", "kind"])
    'Did you mean `sector`?'
    """
    import difflib  # only where something went wrong

    near = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.7)
    return f"Did you mean `{near[0]}`?" if near else ""


def shown(value: object) -> str:
    """Return *value* on one line, cut to a length that a message can bear."""
    text = str(value)
    text = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text[: SHOWN + 1])
    return text if len(text) <= SHOWN else text[:SHOWN] + "..."


@attrs.frozen
class Problem:
    """
    One thing wrong in an input: where, what, what was expected, what to try.

    Attributes:
        expected: What should be there, as the end of the sentence "expected ...".
        file: Name of the file, or of the workbook.
        row: Line of a text file, or row of a sheet, counted from 1; None where there is none.
        column: Name of the column or of the key.
        value: What was found; empty where nothing was.
        hint: What to try.
        sheet: Sheet of a workbook.
        cell: Cell of a sheet, such as `C7`.
    """

    expected: str
    file: str = attrs.field(default="", kw_only=True)
    row: int | None = attrs.field(default=None, kw_only=True)
    column: str = attrs.field(default="", kw_only=True)
    value: str = attrs.field(default="", kw_only=True, converter=shown)
    hint: str = attrs.field(default="", kw_only=True)
    sheet: str = attrs.field(default="", kw_only=True)
    cell: str = attrs.field(default="", kw_only=True)

    @property
    def where(self) -> str:
        """Return the place in words: file, sheet, row, column."""
        row = f"row {self.row}" if self.row is not None else ""
        place = f"cell {self.cell}" if self.cell else row
        sheet = f"sheet {self.sheet}" if self.sheet else ""
        column = f"column {self.column}" if self.column else ""
        return ", ".join(part for part in (self.file, sheet, place, column) if part)

    def __str__(self) -> str:
        """Return the problem as one sentence, with a second one where there is a hint."""
        found = f"found `{self.value}`, expected {self.expected}" if self.value else f"expected {self.expected}"
        sentence = f"{self.where}: {found}" if self.where else found
        return f"{sentence}. {self.hint}".rstrip() if self.hint else f"{sentence}."


class CoprodError(Exception):
    """Anything that coprod raises on purpose."""


class InvalidInput(CoprodError, ValueError):
    """
    An input has problems, and nothing was made of it.

    Attributes:
        problems: All that is wrong, in the order of the input.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Take the *problems*; the message is one line for each."""
        self.problems: Sequence[Problem] = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class NotFound(CoprodError, KeyError):
    """Something was asked for by a name that nothing has."""

    def __str__(self) -> str:
        """Return the message as it is; `KeyError` would quote it."""
        return str(self.args[0]) if self.args else ""


class HeldBack(CoprodError, ValueError):
    """What was asked for may not leave, and nothing was written."""


class WriteFailed(CoprodError, OSError):
    """A file could not be written; nothing of it was left behind."""


class PluginError(CoprodError):
    """A plugin did not do what it should."""


class PluginMissing(PluginError, LookupError):
    """A plugin that was named is not installed, or could not be loaded."""


class PluginConflict(PluginError, ValueError):
    """Two plugins bring something under the same name."""
