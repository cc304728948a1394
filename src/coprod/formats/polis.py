"""
A Polis conversation, from a folder as Polis's openData has it.

People who voted or wrote become partners (`p12`), statements views (`c12`), the latest vote of each
person on each statement a response, Polis's opinion group the characteristic `opinion group`. Someone
whom Polis left out of every group stays, without one.

Left out on purpose: `xid`, which ties a person to an account somewhere else; what is counted from the
votes (`agrees`, `n-votes` and the like); `datetime`, the local text of the same instant; and statements
that the moderators took out before anybody could vote on them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from coprod.errors import Problem
from coprod.formats.polis_files import COMMENTS, PEOPLE, VOTES, Found, Line, Table, read_summary
from coprod.formats.polis_votes import MILLISECONDS, NUMBER, STANCES, Votes, latest, lost, sign_of
from coprod.records import Characteristic, Partner, Record, Response, View
from coprod.rows import Row
from coprod.schema import columns_of
from coprod.settings import Settings

__all__ = ["read_polis", "settings_of"]

OPINION_GROUP = "opinion group"
VOTER, AUTHOR = "participant", "author"  # who wrote and never voted is often the one who convened
LEFT_OUT = frozenset({"datetime", "agrees", "disagrees", "xid", "n-comments", "n-votes", "n-agree", "n-disagree"})
KEPT = frozenset({"moderated"})  # used here, and kept as it is too
NOT_HERE = "Not here: statements that the moderators took out before anybody could vote on them ({})."
SIGNS = {"auto": 0, "1": 1, "-1": -1}
START = datetime(1970, 1, 1, tzinfo=UTC)


def read_polis(path: Path, *, sign: str = "auto") -> Iterator[Row | Problem]:
    """
    Yield the rows of a conversation, and all that is wrong with its files.

    Args:
        path: The folder with `comments.csv`, `votes.csv`, `participants-votes.csv` and `summary.csv`.
        sign: What a vote of 1 in `votes.csv` means: `1` for agree, `-1` for disagree; `auto` tells it from
            what the other files say, and refuses where they say nothing or different things.
    """
    if not path.is_dir():
        yield Problem("a folder with the files of a Polis conversation", file=str(path))
        return
    found = Found.of(path)
    problems = [*read_summary(path)[1], *(problem for table in found.tables for problem in table.problems)]
    statements = _statements(found)
    ids = {line.cells["comment-id"] for line in statements} if found.comments.readable else None
    votes, wrong = latest(found.votes, ids)
    yield from (*problems, *wrong)
    yield from _people(found, votes)
    yield from _opinion_groups(found.people)
    yield from _views(statements, _extra(found.comments, COMMENTS, View))
    if not (problems or wrong):  # else votes would seem to be missing, or to say something else
        yield from _responses(found, votes, str(sign))


def settings_of(path: Path) -> tuple[str, Settings]:
    """Return the topic as the name, what it says of itself, and which of its columns are kept."""
    said, found = read_summary(path)[0], Found.of(path)
    left_out = len(found.comments.lines) - len(_statements(found))
    about = (
        said.get("conversation-description", "").strip(),
        said.get("url", "").strip(),
        NOT_HERE.format(left_out) if left_out else "",
    )
    tables = (
        (Partner, found.people, PEOPLE),
        (View, found.comments, COMMENTS),
        (Response, found.votes, VOTES),
    )
    extras = {kind.table(): tuple(_extra(table, used, kind).values()) for kind, table, used in tables}
    return " ".join(said.get("topic", "").split()) or path.name, Settings(
        about="\n\n".join(filter(None, about)),
        timezone="UTC",
        extras={table: names for table, names in extras.items() if names},
    )


def _extra(table: Table, used: Iterable[str], kind: type[Record]) -> Mapping[str, str]:
    """Return the columns that are kept, and the name of each: one of ours would be read as ours."""
    dropped = (LEFT_OUT | set(used)) - KEPT
    names = [name for name in table.header if name and name not in dropped and not NUMBER.fullmatch(name)]
    return {name: f"polis {name}" if name in columns_of(kind) else name for name in names}


def _kept(line: Line, names: Mapping[str, str]) -> Mapping[str, str]:
    return {name: line.cells[theirs] for theirs, name in names.items()}


def _statements(found: Found) -> Sequence[Line]:
    """Return the statements, without those that the moderators took out before anybody could vote on them."""
    on_the_ballot = {line.cells["comment-id"] for line in found.votes.lines}.union(found.people.header)
    lines = found.comments.lines
    return [one for one in lines if one.cells["moderated"] != "-1" or one.cells["comment-id"] in on_the_ballot]


def _people(found: Found, votes: Votes) -> Iterator[Row | Problem]:
    """Yield everyone who is listed, voted or wrote: each once, unless the list itself has them twice."""
    extra = _extra(found.people, PEOPLE, Partner)
    known = {line.cells["participant"] for line in found.people.lines}
    for line in found.people.lines:
        yield from _not_votes(line)
        yield from _person(line, "participant", VOTER, _kept(line, extra))
    voted = {who: vote.line for (who, _), vote in votes.items() if who not in known}
    for line in voted.values():
        yield from _person(line, "voter-id", VOTER)
    wrote = {line.cells["author-id"]: line for line in reversed(_statements(found))}
    for who, line in wrote.items():
        if who not in known and who not in voted:
            yield from _person(line, "author-id", AUTHOR)


def _person(line: Line, column: str, sector: str, extra: Mapping[str, str] | None = None) -> Iterator[Row | Problem]:
    who = line.cells[column]
    if NUMBER.fullmatch(who):
        yield _row(line, Partner, {"id": f"p{who}", "kind": "person", "sector": sector, **(extra or {})})
    else:
        yield line.problem("the number of a person", column)


def _not_votes(line: Line) -> Iterator[Problem]:
    """Yield cells under the number of a statement that hold no vote."""
    for name, cell in line.cells.items():
        if cell and cell not in STANCES and NUMBER.fullmatch(name):
            yield line.problem("-1, 0, 1, or nothing where the statement was not seen", name)


def _opinion_groups(people: Table) -> Iterator[Row]:
    for line in people.lines:
        group = line.cells["group-id"].strip()
        if group and NUMBER.fullmatch(line.cells["participant"]):
            who = f"p{line.cells['participant']}"
            yield _row(line, Characteristic, {"partner": who, "characteristic": OPINION_GROUP, "value": group})


def _views(statements: Iterable[Line], extra: Mapping[str, str]) -> Iterator[Row | Problem]:
    for line in statements:
        number, author, at = (line.cells[name] for name in ("comment-id", "author-id", "timestamp"))
        if not NUMBER.fullmatch(number):
            yield line.problem("the number of a statement", "comment-id")
        elif not MILLISECONDS.fullmatch(at):
            yield line.problem("milliseconds since 1970 such as 1403054214196", "timestamp")
        elif NUMBER.fullmatch(author):
            said = {"partner": f"p{author}", "at": _instant(int(at)), "text": line.cells["comment-body"]}
            yield _row(line, View, {"id": f"c{number}", **said, **_kept(line, extra)})


def _responses(found: Found, votes: Votes, sign: str) -> Iterator[Row | Problem]:
    yield from lost(found.people, votes)
    if sign not in SIGNS:
        yield Problem(f"one of {', '.join(SIGNS)}", column="sign", value=sign)
        return
    agree = SIGNS[sign] or sign_of(found, votes)
    if isinstance(agree, Problem):
        yield agree
        return
    extra = _extra(found.votes, VOTES, Response)
    for (who, number), vote in votes.items():
        said = {"partner": f"p{who}", "item": f"view:c{number}", "stance": vote.value * agree}
        yield _row(vote.line, Response, {**said, "at": _instant(vote.at).date(), **_kept(vote.line, extra)})


def _instant(milliseconds: int) -> datetime:
    return START + timedelta(milliseconds=milliseconds)


def _row(line: Line, kind: type[Record], values: Mapping[str, object]) -> Row:
    return Row(kind=kind, values=values, file=line.file, row=line.number)
