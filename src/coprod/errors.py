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

import re
from collections.abc import Collection, Iterable, Sequence

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
    "Tally",
    "WriteFailed",
    "did_you_mean",
]

SHOWN = 60  # characters of a value that a message repeats: enough to find it, too few to flood a terminal
LISTED = 100  # problems of one kind that are told in full: enough to see what went wrong, few enough to read
MANY = 10_000  # known words that a slip is looked up in: among more it takes seconds, and anything is near something
BEFORE_DETAILS = re.compile(r"[^,;:]*")  # what was expected, up to what may differ from row to row


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """
    Return a hint that names the closest known word, or an empty text; among very many words none is looked for.

    >>> did_you_mean("sectr", ["sector", "kind"])
    'Did you mean `sector`?'
    """
    import difflib  # only where something went wrong

    known = known if isinstance(known, Collection) else set(known)
    if len(known) > MANY:
        return ""
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
        more: How many more there are like it that are not told one by one; 0 where it is one problem itself.
    """

    expected: str
    file: str = attrs.field(default="", kw_only=True)
    row: int | None = attrs.field(default=None, kw_only=True)
    column: str = attrs.field(default="", kw_only=True)
    value: str = attrs.field(default="", kw_only=True, converter=shown)
    hint: str = attrs.field(default="", kw_only=True)
    sheet: str = attrs.field(default="", kw_only=True)
    cell: str = attrs.field(default="", kw_only=True)
    more: int = attrs.field(default=0, kw_only=True)

    @property
    def alike(self) -> tuple[str, str, str, str]:
        """What it has in common with others of its kind: the table, the column, and what was expected there."""
        found = BEFORE_DETAILS.match(self.expected)
        return self.file, self.sheet, self.column, found[0] if found else ""

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
        if self.more:
            return f"{self.where or 'here'}: {self.more} more like this, expected {self.expected}."
        found = f"found `{self.value}`, expected {self.expected}" if self.value else f"expected {self.expected}"
        sentence = f"{self.where}: {found}" if self.where else found
        return f"{sentence}. {self.hint}".rstrip() if self.hint else f"{sentence}."


class Tally:
    """
    Problems as they are found: the first hundred of each kind in full, the rest counted.

    Two are of a kind where table and column are the same and so is what was expected, up to its details.

    >>> tally = Tally()
    >>> for row in range(1, 104):
    ...     tally.add(Problem("a date such as 2019-02-28", file="views.csv", row=row, column="at", value="soon"))
    >>> len(tally), str(tally.problems()[-1])
    (103, 'views.csv, column at: 3 more like this, expected a date such as 2019-02-28.')
    """

    def __init__(self, problems: Iterable[Problem] = ()) -> None:
        """Take the first *problems*."""
        self._listed: dict[Problem, None] = {}
        self._many: dict[tuple[str, str, str, str], list[int]] = {}  # listed, and not listed
        self._said: dict[tuple[str, str, str, str], str] = {}
        for problem in problems:
            self.add(problem)

    def add(self, problem: Problem) -> None:
        """Take one problem, or the number of those like it that nobody needs to see."""
        many = self._many.setdefault(problem.alike, [0, 0])
        if self._said.setdefault(problem.alike, problem.expected) != problem.expected:
            self._said[problem.alike] = problem.alike[3]
        if problem.more or (many[0] >= LISTED and problem not in self._listed):
            many[1] += problem.more or 1
        elif problem not in self._listed:
            self._listed[problem] = None
            many[0] += 1

    def problems(self) -> tuple[Problem, ...]:
        """Return those that are told in full, in the order they came, then how many more there are of each kind."""
        rest = (
            Problem(self._said[kind], file=kind[0], sheet=kind[1], column=kind[2], more=more)
            for kind, (_, more) in self._many.items()
            if more
        )
        return (*self._listed, *rest)

    def __len__(self) -> int:
        """Return how many problems there are in all."""
        return len(self._listed) + sum(more for _, more in self._many.values())


class CoprodError(Exception):
    """Anything that coprod raises on purpose."""


class InvalidInput(CoprodError, ValueError):
    """
    An input has problems, and nothing was made of it.

    Attributes:
        problems: All that is wrong, in the order of the input; of each kind the first hundred, then how many more.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Take the *problems*; the message is one line for each."""
        self.problems: Sequence[Problem] = Tally(problems).problems()
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
