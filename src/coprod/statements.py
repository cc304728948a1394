"""Whether consents answer statements that exist, and name cells that exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from coprod.errors import Problem, did_you_mean
from coprod.records.consent import GRANTING, OPEN_ENDED
from coprod.rows import Row
from coprod.settings import Settings

__all__ = ["PUBLIC", "consent_problems", "unknown_scope"]

PUBLIC = "public"  # an audience that is always there
CELLS = ("categories", "purposes", "audiences")


def consent_problems(
    answers: Iterable[tuple[Row, Mapping[str, Any]]], settings: Settings, categories: Iterable[str]
) -> Iterator[Problem]:
    """Yield what is wrong with *answers*, each a row and its cells, given what coprod.toml declares."""
    known = frozenset(categories)
    for row, cells in answers:
        yield from _statements(row, cells, settings)
        yield from unknown_scope(row, cells, settings, known)
        yield from _names_something(row, cells)
        if cells.get("given_by") and cells["given_by"] not in _own(cells["who"]) and not cells.get("authority"):
            expected = "by what right they answered for someone else"
            yield row.problem(expected, column="authority", hint="Such as parent, guardian, attorney or group.")


def unknown_scope(
    row: Row, cells: Mapping[str, Any], settings: Settings, categories: frozenset[str]
) -> Iterator[Problem]:
    """Yield categories, purposes and audiences that nothing declares; a wildcard is one of them."""
    declared = {
        "categories": categories,
        "purposes": frozenset(settings.purposes),
        "audiences": frozenset(settings.audiences) | {PUBLIC},
    }
    for column, known in declared.items():
        for word in sorted((cells.get(column) or frozenset()) - known):
            expected = f"one of the declared {column}: {', '.join(sorted(known)) or 'none'}"
            yield row.problem(expected, column=column, value=word, hint=did_you_mean(word, known))


def _statements(row: Row, cells: Mapping[str, Any], settings: Settings) -> Iterator[Problem]:
    for key in sorted(cells.get("statements") or ()):
        statement = settings.permission.get(key)
        if statement is None:
            hint = did_you_mean(key, settings.permission) or f"Add [permission.{key}] to coprod.toml."
            yield row.problem("a statement on the form", column="statements", value=key, hint=hint)
        elif statement.since and cells.get("on") and cells["on"] < statement.since and cells.get("status") in GRANTING:
            expected = f"an answer from {statement.since} on, since when statement {key} has these words"
            hint = "If its words or scope changed, give the new statement a new key."
            yield row.problem(expected, column="on", value=cells["on"], hint=hint)


def _names_something(row: Row, cells: Mapping[str, Any]) -> Iterator[Problem]:
    own = [column for column in CELLS if cells.get(column)]
    status = cells.get("status")
    if cells.get("statements") and own:
        value = ";".join(sorted(cells[own[0]]))
        yield row.problem("statements, or cells of its own, and not both", column=own[0], value=value)
    if status in GRANTING and not cells.get("statements"):
        missing = [column for column in (*CELLS, "level") if not cells.get(column)]
        expected = "what it allows: statements, or categories with purposes, audiences and a level"
        if missing:
            yield row.problem(expected, column="statements" if len(missing) == len(CELLS) + 1 else missing[0])
    if status in OPEN_ENDED and not cells.get("statements") and not own:
        yield row.problem(f"which statements were {status}", column="statements")


def _own(who: str | None) -> tuple[str, ...]:
    """Return how `given_by` may write the subject itself."""
    return (who, who.partition(":")[2]) if who else ()
