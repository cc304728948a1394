"""What no row can tell alone: does every reference name something, and is no key there twice?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import Any

import attrs

from coprod.cells import Unreadable
from coprod.errors import Problem
from coprod.records import Record
from coprod.references import Names, resolve
from coprod.rows import Row
from coprod.schema import Column, columns_of

__all__ = ["Draft", "asked", "dangling_problems", "duplicates", "resolve_rows", "twice"]


@attrs.define
class Draft:
    """A row whose cells were read, and whose references are not yet resolved."""

    row: Row
    cells: dict[str, Any]


def asked(drafts: Mapping[type[Record], Iterable[Draft]]) -> Iterator[str]:
    """Yield what the references of rows say."""
    for kind, found in drafts.items():
        refs = [(name, column.many) for name, column in columns_of(kind).items() if column.refs]
        for draft in found:
            for name, many in refs:
                if value := draft.cells.get(name):
                    yield from value if many else (value,)


def dangling_problems(
    found: Sequence[tuple[Column, Problem]], names: Names, broken: Collection[str], tables: Mapping[str, str]
) -> list[Problem]:
    """
    Return the problems of references; of those to a whole table that is not there, one.

    Where a table could not be read, what refers to it is not wrong by itself, and is not reported.
    """
    problems = []
    missing: dict[str, list[Problem]] = {}
    for column, problem in found:
        absent = [kind for kind in column.refs if not names.number(kind)]
        if any(tables.get(kind) in broken for kind in column.refs):
            continue
        if len(absent) == len(column.refs) == 1 and problem.file and not problem.file.startswith(f"{absent[0]}:"):
            missing.setdefault(tables.get(absent[0], absent[0]), []).append(problem)
        else:
            problems.append(problem)
    for table, lost in missing.items():
        expected = f"rows in {table}: {lost[0].where} refers to `{lost[0].value}` there"
        others = sum(problem.more or 1 for problem in lost) - 1
        more = f"So do {others} other cells." if others else ""
        problems.append(Problem(expected, file=table, hint=more) if others else lost[0])
    return problems


def resolve_rows(kind: type[Record], drafts: Iterable[Draft], names: Names) -> Iterator[tuple[Column, Problem]]:
    """Put the references of rows as they are kept; yield those that name nothing, or more than one thing."""
    columns = [
        (name, column, cache(partial(resolve, column, names=names)))
        for name, column in columns_of(kind).items()
        if column.refs
    ]
    for draft in drafts:
        for name, column, resolved in columns:
            if not (value := draft.cells.get(name)):
                continue
            try:
                draft.cells[name] = frozenset(map(resolved, value)) if column.many else resolved(value)
            except Unreadable as error:
                given = draft.row.values.get(name)
                yield column, draft.row.problem(error.expected, column=name, value=given, hint=error.hint)


def duplicates(kind: type[Record], drafts: Iterable[Draft]) -> list[Problem]:
    """Return the problems of keys that stand twice."""
    keys = [name for name, column in columns_of(kind).items() if column.key]
    if not keys:
        return []
    first: dict[tuple[Any, ...], Row] = {}
    problems = []
    for draft in drafts:
        key = tuple(draft.cells.get(name) for name in keys)
        if None in key and kind.about.repeats and draft.cells.get(kind.about.repeats) is None:
            continue
        if key in first:
            problems.append(twice(draft.row, keys, key, first[key]))
        else:
            first[key] = draft.row
    return problems


def twice(row: Row, keys: Sequence[str], key: tuple[Any, ...], first: Row) -> Problem:
    """Return the problem of a row whose key stands in a row before it."""
    value = ", ".join(str(part) for part in key if part is not None)
    where = f"row {first.row}" if first.row is not None else "another record"
    expected = f"each {', '.join(keys)} once; it is also in {where}"
    return row.problem(expected, column=keys[0], value=value)
