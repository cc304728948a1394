"""
The votes of a Polis conversation: the latest of each person on each statement, and what 1 means.

Polis's own database says -1 where its exports say 1 for "agree", and some exports pass that on. So the
sign is never taken for granted: all that the files say of it has to agree, or the reader asks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping
from typing import TypeAlias

import attrs

from coprod.errors import Problem
from coprod.formats.polis_files import Found, Line, Table

__all__ = ["MILLISECONDS", "NUMBER", "Vote", "Votes", "latest", "lost", "sign_of"]

NUMBER = re.compile(r"[0-9]{1,18}")
MILLISECONDS = re.compile(r"[0-9]{13}")  # from 2001 to 2286: seconds have ten digits
STANCES = {"-1": -1, "0": 0, "1": 1}
TELL = "If you know what 1 means in votes.csv, say so: --set sign=1 for agree, --set sign=-1 for disagree."

Pair: TypeAlias = tuple[str, str]
"""A person and a statement."""


@attrs.frozen
class Vote:
    """
    One vote.

    Attributes:
        at: When, in milliseconds since 1970, UTC.
        value: -1, 0 or 1, as in the file.
        line: Where it stands.
    """

    at: int
    value: int
    line: Line


Votes: TypeAlias = Mapping[Pair, Vote]


def latest(votes: Table, statements: Container[str] | None) -> tuple[dict[Pair, Vote], list[Problem]]:
    """
    Return the latest vote of each person on each statement, and what is wrong with votes.

    Of two votes in one millisecond, the one further down in the file counts.

    Args:
        votes: Every vote ever cast.
        statements: The ids of the statements; None where they could not be read.
    """
    found: dict[Pair, Vote] = {}
    problems: list[Problem] = []
    for line in votes.lines:
        wrong = list(_wrong(line, statements))
        problems += wrong
        if not wrong:
            vote = Vote(int(line.cells["timestamp"]), STANCES[line.cells["vote"]], line)
            pair = line.cells["voter-id"], line.cells["comment-id"]
            if pair not in found or vote.at >= found[pair].at:
                found[pair] = vote
    return found, problems


def _wrong(line: Line, statements: Container[str] | None) -> Iterator[Problem]:
    cells = line.cells
    if not MILLISECONDS.fullmatch(cells["timestamp"]):
        yield line.problem("milliseconds since 1970 such as 1403054214196", "timestamp")
    if cells["vote"] not in STANCES:
        yield line.problem("-1, 0 or 1", "vote")
    if not NUMBER.fullmatch(cells["voter-id"]):
        yield line.problem("the number of a person", "voter-id")
    if statements is not None and cells["comment-id"] not in statements:
        yield line.problem("the comment-id of a statement in comments.csv", "comment-id")


def lost(people: Table, votes: Votes) -> Iterator[Problem]:
    """Yield a problem where votes that count are not among the votes cast: half a file, or two exports."""
    cells = ((line, name) for line, name, _ in _matrix(people) if (line.cells["participant"], name) not in votes)
    first = next(cells, None)
    if first:
        more = sum(1 for _ in cells)
        hint = f"So it is with {more} more. Were the files exported at the same time, and in full?" if more else ""
        yield first[0].problem("no vote, since votes.csv has none by this person on this statement", first[1], hint)


def _matrix(people: Table) -> Iterator[tuple[Line, str, int]]:
    """Yield each filled cell of participants-votes.csv: line, statement, vote."""
    names = [name for name in people.header if NUMBER.fullmatch(name)]
    for line in people.lines:
        for name in names:
            if line.cells[name] in STANCES:
                yield line, name, STANCES[line.cells[name]]


@attrs.frozen
class _Sign:
    """What one place says: that 1 is agree (1), that it is disagree (-1), or that neither can be (0)."""

    sign: int
    line: Line
    column: str


def sign_of(found: Found, votes: Votes) -> int | Problem:
    """
    Return 1 where a vote of 1 is "agree", -1 where it is "disagree", or the problem that it cannot be told.

    It is told by comparing the votes with those that count in participants-votes.csv, with the numbers of
    agreements there, and with those in comments.csv, which are of every vote ever cast, superseded ones too.
    """
    first: dict[int, _Sign] = {}
    for one in _signs(found, votes):
        first.setdefault(one.sign, one)
    if not first and any(vote.value for vote in votes.values()):
        hint = f"Nothing in participants-votes.csv and comments.csv tells. {TELL}"
        return Problem("votes of which 1 is known to be agree", file=found.votes.file, column="vote", hint=hint)
    if set(first) <= {1} or set(first) == {-1}:
        return next(iter(first), 1)
    return _contradiction(first)


def _contradiction(first: Mapping[int, _Sign]) -> Problem:
    """Return a problem at the place that speaks against what the exports usually say."""
    odd = first.get(0) or first[-1]
    means = "says neither" if odd.sign == 0 else "says that 1 is disagree"
    other = next((one for sign, one in first.items() if sign != odd.sign), None)
    against = f", and {other.line.file}, row {other.line.number}, something else" if other else ""
    hint = f"Compared with votes.csv this {means}{against}. {TELL}"
    return odd.line.problem("what the votes in votes.csv say", odd.column, hint)


def _signs(found: Found, votes: Votes) -> Iterator[_Sign]:
    for line, name, value in _matrix(found.people):
        vote = votes.get((line.cells["participant"], name))
        if vote and (value or vote.value):
            yield _Sign(value * vote.value, line, name)
    counted = Counter((who, vote.value) for (who, _), vote in votes.items())
    yield from _counts(found.people, "participant", "n-agree", "n-disagree", counted)
    cast = Counter((one.cells["comment-id"], STANCES.get(one.cells["vote"], 0)) for one in found.votes.lines)
    yield from _counts(found.comments, "comment-id", "agrees", "disagrees", cast)


def _counts(
    table: Table, key: str, agree: str, disagree: str, counted: Mapping[tuple[str, int], int]
) -> Iterator[_Sign]:
    """Yield what published counts say; those that fit neither way count something else, and say nothing."""
    for line in table.lines:
        said = line.cells.get(agree), line.cells.get(disagree)
        ones, minus = (counted.get((line.cells[key], value), 0) for value in (1, -1))
        if ones != minus and said in {(str(ones), str(minus)), (str(minus), str(ones))}:
            yield _Sign(1 if said[0] == str(ones) else -1, line, agree)
