"""
Rows as found, to tables that can be relied on: every problem at once, nothing dropped, nothing guessed.

Three passes. The header of each source: are the columns known, are the required ones there? Each cell: is it of its
column's type, range and words? Then what no row can tell alone: does every reference name something, is no key there
twice, do consents answer statements that exist?
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from coprod.cells import Cell, Unreadable, clean, read_cell
from coprod.errors import InvalidInput, Problem
from coprod.records import BUILT_IN, Consent, Record
from coprod.references import Names, resolve
from coprod.rows import Row
from coprod.schema import Column, columns_of, kind_name
from coprod.settings import Settings
from coprod.statements import consent_problems
from coprod.tables import Stored, to_stored

__all__ = ["categories_of", "header_problems", "validate"]


@attrs.define
class Draft:
    """A row whose cells were read, and whose references are not yet resolved."""

    row: Row
    cells: dict[str, Any]


def validate(
    source: Iterable[Row | Problem], settings: Settings, kinds: Sequence[type[Record]] = BUILT_IN
) -> dict[type[Record], list[Stored]]:
    """
    Return the rows of a source as they are kept, by kind.

    Raises:
        InvalidInput: with every problem, in the order of the source as far as each can be told by itself.
    """
    problems: list[Problem] = []
    drafts = _drafts(source, settings, problems)
    broken = {Path(problem.file).stem for problem in problems if problem.row is None or not problem.column}
    dangling: list[tuple[Column, Problem]] = []
    names = Names.of((kind_name(type_), draft.cells) for type_, found in drafts.items() for draft in found)
    for type_, found in drafts.items():
        for draft in found:
            dangling.extend(_resolve(type_, draft, names))
        problems.extend(_duplicates(type_, found))
    problems.extend(_dangling(dangling, names, broken, {kind_name(kind): kind.table() for kind in kinds}))
    answers = [(draft.row, draft.cells) for draft in drafts.get(Consent, ())]
    problems.extend(consent_problems(answers, settings, categories_of(_all(kinds, drafts))))
    if problems:
        raise InvalidInput(dict.fromkeys(problems))
    return {kind: [_stored(kind, draft.cells) for draft in drafts.get(kind, ())] for kind in _all(kinds, drafts)}


def categories_of(kinds: Iterable[type[Record]]) -> frozenset[str]:
    """Return the categories that the columns of these kinds are in."""
    return frozenset(column.category for kind in kinds for column in columns_of(kind).values())


def _all(kinds: Sequence[type[Record]], drafts: Mapping[type[Record], Any]) -> list[type[Record]]:
    return list(dict.fromkeys((*kinds, *drafts)))


def _stored(kind: type[Record], cells: Mapping[str, Any]) -> Stored:
    return tuple(to_stored(column, cells.get(name)) for name, column in columns_of(kind).items())


def _drafts(
    source: Iterable[Row | Problem], settings: Settings, problems: list[Problem]
) -> dict[type[Record], list[Draft]]:
    drafts: dict[type[Record], list[Draft]] = {}
    headers: dict[tuple[Any, ...], set[str]] = {}
    reading = settings.reading
    for row in source:
        if isinstance(row, Problem):
            problems.append(row)
            continue
        header = (row.kind, row.file, row.sheet, frozenset(row.values))
        if header not in headers:
            found = header_problems(row.kind, list(row.values), settings, file=row.file, sheet=row.sheet)
            problems.extend(found)
            headers[header] = {problem.column for problem in found}
        cells = _read_row(row, settings, reading, headers[header], problems)
        drafts.setdefault(row.kind, []).append(Draft(row, cells))
    return drafts


def header_problems(
    kind: type[Record], names: Sequence[str], settings: Settings, *, file: str, sheet: str = ""
) -> list[Problem]:
    """
    Return what is wrong with the columns of a source: unknown ones close to a known one, required ones missing.

    A column that coprod does not know is kept as text when `[extras]` lists it, or when no known column is near.
    """
    columns = columns_of(kind)
    kept = settings.extras.get(kind.table(), ())
    row = 1 if file else None
    unknown = [name for name in names if name not in columns and name not in kept]
    problems = [
        Problem(
            f"a column of {kind.table()}",
            file=file,
            sheet=sheet,
            row=row,
            column=name,
            value=name,
            hint=f"Did you mean `{near}`? If not, list it under [extras] in coprod.toml.",
        )
        for name in unknown
        if (near := nearest(name, columns))
    ]
    missing = [name for name, column in columns.items() if column.required and name not in names]
    problems += [
        Problem(f"the required column `{name}`", file=file, sheet=sheet, row=row, column=name) for name in missing
    ]
    return problems


def nearest(word: str, known: Iterable[str]) -> str:
    """
    Return the known word within two edits of *word*, or an empty text.

    >>> nearest("prtner", ["partner", "space"])
    'partner'
    """
    near = [(edits(word.lower(), other), other) for other in known]
    best = min(near, default=(9, ""))
    return best[1] if best[0] <= min(2, max(1, len(word) // 3)) else ""


def edits(one: str, other: str) -> int:
    """Return how many letters must be put in, taken out, changed or swapped to make *one* into *other*."""
    before, line = list[int](), list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, last, line = line, before, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, line[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            line.append(cost)
    return line[-1]


def _read_row(
    row: Row, settings: Settings, reading: Any, reported: set[str], problems: list[Problem]
) -> dict[str, Any]:
    cells: dict[str, Any] = {}
    kind = kind_name(row.kind)
    columns = columns_of(row.kind)
    for name, column in columns.items():
        if column.type is not tuple:
            cells[name] = _read(row, column, reading, kind, problems)
            if cells[name] is None and column.required and name not in reported and not _filled(row.values.get(name)):
                problems.append(row.problem("a value: this column is required", column=name))
    cells["extras"] = _extras(row, columns, reported, problems)
    if kind == "partner":
        problems.extend(_sector(row, cells.get("sector"), settings))
    return cells


def _filled(value: object) -> bool:
    return value is not None and str(value).strip() != ""


def _read(row: Row, column: Column, reading: Any, kind: str, problems: list[Problem]) -> Cell:
    value = row.values.get(column.name)
    try:
        return read_cell(column, value, reading, kind)
    except Unreadable as error:
        problems.append(row.problem(error.expected, column=column.name, value=value, hint=error.hint))
        return None


def _extras(
    row: Row, columns: Mapping[str, Column], reported: set[str], problems: list[Problem]
) -> tuple[tuple[str, str], ...]:
    given = row.values.get("extras")  # a record gives pairs; a file has columns, and none of this name
    found: dict[str, object] = dict(given) if isinstance(given, tuple) else {}
    if _filled(given) and not isinstance(given, tuple):
        hint = "Extra columns stand beside the others, each under its own name."
        problems.append(row.problem("no column called `extras`", column="extras", value=given, hint=hint))
    found.update({name: value for name, value in row.values.items() if name not in columns and name not in reported})
    kept = {}
    for name, value in found.items():
        if not _filled(value):
            continue
        try:
            kept[clean(name)] = clean(str(value))
        except Unreadable as error:
            problems.append(row.problem(error.expected, column=name, value=value, hint=error.hint))
    return tuple(sorted(kept.items()))


def _sector(row: Row, sector: str | None, settings: Settings) -> list[Problem]:
    """A sector need not be listed, but one letter off a listed one is a slip of the pen."""
    if (
        not sector
        or not settings.sectors
        or sector in settings.sectors
        or not (near := nearest(sector, settings.sectors))
    ):
        return []
    known = "one of " + ", ".join(settings.sectors)
    hint = f"Did you mean `{near}`? If not, list it under [sectors] in coprod.toml."
    return [row.problem(known, column="sector", value=sector, hint=hint)]


def _dangling(
    found: Sequence[tuple[Column, Problem]], names: Names, broken: Collection[str], tables: Mapping[str, str]
) -> list[Problem]:
    """
    Return the problems of references; of those to a whole table that is not there, one.

    Where a table could not be read, what refers to it is not wrong by itself, and is not reported.
    """
    problems = []
    missing: dict[str, list[Problem]] = {}
    for column, problem in found:
        absent = [kind for kind in column.refs if not names.ids.get(kind)]
        if any(tables.get(kind) in broken for kind in column.refs):
            continue
        if len(absent) == len(column.refs) == 1 and problem.file and not problem.file.startswith(f"{absent[0]}:"):
            missing.setdefault(tables.get(absent[0], absent[0]), []).append(problem)
        else:
            problems.append(problem)
    for table, lost in missing.items():
        expected = f"rows in {table}: {lost[0].where} refers to `{lost[0].value}` there"
        more = f"So do {len(lost) - 1} other cells." if len(lost) > 1 else ""
        problems.append(Problem(expected, file=table, hint=more) if len(lost) > 1 else lost[0])
    return problems


def _resolve(kind: type[Record], draft: Draft, names: Names) -> list[tuple[Column, Problem]]:
    problems: list[tuple[Column, Problem]] = []
    for name, column in columns_of(kind).items():
        value = draft.cells.get(name)
        if not column.refs or not value:
            continue
        try:
            draft.cells[name] = (
                frozenset(resolve(column, one, names) for one in value)
                if column.many
                else resolve(column, value, names)
            )
        except Unreadable as error:
            given = draft.row.values.get(name)
            problems.append((column, draft.row.problem(error.expected, column=name, value=given, hint=error.hint)))
    return problems


def _duplicates(kind: type[Record], drafts: Iterable[Draft]) -> list[Problem]:
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
            problems.append(_twice(draft, keys, key, first[key]))
        else:
            first[key] = draft.row
    return problems


def _twice(draft: Draft, keys: Sequence[str], key: tuple[Any, ...], first: Row) -> Problem:
    value = ", ".join(str(part) for part in key if part is not None)
    where = f"row {first.row}" if first.row is not None else "another record"
    expected = f"each {', '.join(keys)} once; it is also in {where}"
    return draft.row.problem(expected, column=keys[0], value=value)
