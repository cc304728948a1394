"""Answers in a large table: each distinct combination of what they say is looked at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from coprod.bulk.found import Found
from coprod.errors import Problem
from coprod.rows import Row
from coprod.settings import Settings
from coprod.statements import consent_problems

__all__ = ["find"]

SETS = ("statements", "categories", "purposes", "audiences")
LOOKED_AT = (*SETS, "status", "level", "on")
FOR_OTHERS = " for others"  # whether somebody else answered, and nothing says by what right
SOMEBODY = "?"


def find(typed: Any, found: Found, settings: Settings, categories: Iterable[str]) -> None:
    """Put what is wrong with answers into *found*."""
    typed.mark_for_others(FOR_OTHERS)
    columns = [name for name in (*LOOKED_AT, FOR_OTHERS) if typed.has(name)]
    said: dict[tuple[Any, ...], Sequence[Problem]] = {}
    alike: dict[Any, list[tuple[Any, ...]]] = defaultdict(list)
    known = frozenset(categories)
    for one in typed.distinct(columns):
        cells = _cells(dict(zip(columns, one, strict=True)))
        said[one] = list(consent_problems([(found.row(None), cells)], settings, known))
        for at, problem in enumerate(said[one]):
            alike[at, problem.alike].append(one)
    for (at, _), some in alike.items():

        def problem_of(row: Row, rest: tuple[Any, ...], at: int = at) -> Problem:
            return found.at(said[rest][at], row)

        found.add(at, typed.where(columns, some), problem_of)
    typed.drop(FOR_OTHERS)


def _cells(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the cells of an answer as they are before they are kept, as far as they matter here."""
    cells = {name: frozenset(v.split(";")) if name in SETS and v else v for name, v in values.items()}
    cells["given_by"] = SOMEBODY if cells.pop(FOR_OTHERS) else None
    cells["who"] = None
    return cells
