"""Rows of a large table that may not be in the project: each distinct value that may say so is asked about once."""

from __future__ import annotations

from collections.abc import Callable

from coprod.bulk.found import Found
from coprod.errors import Problem
from coprod.records import Partner
from coprod.rows import Large, Row
from coprod.schema import columns_of

__all__ = ["barred_in"]


def barred_in(large: Large, barred: Callable[[Row], Problem | None]) -> list[Problem]:
    """Return the problems of the rows that are barred, one for each row."""
    found = Found(large)
    told: set[int | None] = set()
    sources = {name: source for source, name in large.names.items()}
    for order, (name, column) in enumerate(columns_of(large.kind).items()):
        about_someone = "partner" in column.refs or (large.kind is Partner and name in {"id", "name"})
        if not about_someone or name not in sources:
            continue
        odd = large.raw.filled(sources[name])
        rows = [Row(kind=large.kind, values={name: value}, file=large.file, sheet=large.sheet) for value in odd.values]
        wrong = {at: problem for at, row in enumerate(rows) if (problem := barred(row))}
        if not wrong:
            continue
        said = {odd.values[at]: problem for at, problem in wrong.items()}
        places = large.raw.where(sources[name], odd.some(list(wrong)))
        places = places.without(told)
        told.update(number for number, _ in places.rows)
        found.add(order, places, lambda row, rest, said=said: found.at(said[rest[0]], row))  # type: ignore[misc]
    return found.take()
