"""The files of a Polis conversation, each with its columns by name and its lines by number."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Self

import attrs

from coprod.cells import Unreadable, clean
from coprod.errors import InvalidInput, Problem, did_you_mean
from coprod.formats.csv_tables import lines_of
from coprod.formats.files import decoded, read_bytes

__all__ = ["COMMENTS", "PEOPLE", "VOTES", "Found", "Line", "Table", "read_summary"]

COMMENTS = ("timestamp", "comment-id", "author-id", "moderated", "comment-body")
VOTES = ("timestamp", "comment-id", "voter-id", "vote")
PEOPLE = ("participant", "group-id")
SUMMARY = "summary.csv"


@attrs.frozen
class Line:
    """
    One record of a file.

    Attributes:
        file: Name of the file.
        number: The line on which it starts, counted from 1.
        cells: Its cells by the name of the column.
    """

    file: str
    number: int
    cells: Mapping[str, str] = attrs.field(hash=False)

    def problem(self, expected: str, column: str, hint: str = "") -> Problem:
        """Return a problem with what stands in *column*."""
        value = self.cells.get(column, "")
        return Problem(expected, file=self.file, row=self.number, column=column, value=value, hint=hint)


@attrs.frozen
class Table:
    """
    One file, as far as it could be read.

    Attributes:
        file: Its name.
        header: Names of its columns; empty where the header is broken.
        lines: Its records that have as many cells as the header.
        problems: What is wrong with its shape.
    """

    file: str
    header: Sequence[str] = ()
    lines: Sequence[Line] = ()
    problems: Sequence[Problem] = ()

    @property
    def readable(self) -> bool:
        """Whether the header is as it should be, so that what is not there can be missed."""
        return bool(self.header)


@attrs.frozen
class Found:
    """
    The three files with a header.

    Attributes:
        comments: Its statements.
        votes: Every vote ever cast.
        people: Who voted, in which opinion group they are, and the vote of each that counts.
    """

    comments: Table
    votes: Table
    people: Table

    @property
    def tables(self) -> tuple[Table, ...]:
        """All three, in the order in which problems are told."""
        return self.comments, self.votes, self.people

    @classmethod
    def of(cls, folder: Path) -> Self:
        """Read the files in *folder*."""
        return cls(
            _read(folder / "comments.csv", COMMENTS),
            _read(folder / "votes.csv", VOTES),
            _read(folder / "participants-votes.csv", PEOPLE),
        )


def read_summary(folder: Path) -> tuple[Mapping[str, str], Sequence[Problem]]:
    """Return the pairs of key and value in summary.csv, which has no header, and what is wrong with it."""
    try:
        text = clean(decoded(read_bytes(folder / SUMMARY, SUMMARY), SUMMARY))
    except InvalidInput as error:
        return {}, error.problems
    except Unreadable as error:
        return {}, [Problem(error.expected, file=SUMMARY, hint=error.hint)]
    try:
        return dict(cells for cells in csv.reader(io.StringIO(text), strict=True) if cells), []
    except (csv.Error, ValueError):
        return {}, [Problem("two cells on each line, a key and its value", file=SUMMARY)]


def _read(path: Path, required: Sequence[str]) -> Table:
    """Return a file with a header, which must have the *required* columns."""
    try:
        lines = lines_of(decoded(read_bytes(path, path.name), path.name), ",", path.name)
        header = [name.strip() for name in next(lines, (1, []))[1]]
        wrong = tuple(_wrong_header(header, required, path.name))
        return Table(path.name, problems=wrong) if wrong else _table(path.name, header, lines)
    except InvalidInput as error:
        return Table(path.name, problems=tuple(error.problems))


def _wrong_header(header: Sequence[str], required: Sequence[str], file: str) -> Iterator[Problem]:
    for name in required:
        if name not in header:
            hint = did_you_mean(name, header)
            yield Problem(f"the required column `{name}`", file=file, row=1, column=name, hint=hint)
    for name in sorted({name for name in header if header.count(name) > 1}):
        yield Problem("each column once", file=file, row=1, column=name, value=name)


def _table(file: str, header: Sequence[str], lines: Iterator[tuple[int, list[str]]]) -> Table:
    """Return the records of the right width, and a problem for each other one; blank lines are none."""
    good: list[Line] = []
    problems: list[Problem] = []
    try:
        for number, cells in lines:
            if not any(map(str.strip, cells)):
                continue
            if len(cells) == len(header):
                good.append(Line(file, number, dict(zip(header, cells, strict=True))))
            else:
                expected = f"{len(header)} cells, as many as the header has"
                problems.append(Problem(expected, file=file, row=number, value=f"{len(cells)} cells"))
    except InvalidInput as error:  # a quote left open: nothing after it can be told
        problems += error.problems
    return Table(file, header, good, problems)
