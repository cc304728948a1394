"""
Rows as found, to tables that can be relied on: every problem at once, nothing dropped, nothing guessed.

Three passes. The header of each source: are the columns known, are the required ones there? Each cell: is it of its
column's type, range and words? Then what no row can tell alone: does every reference name something, is no key there
twice, do consents answer statements that exist?

Large tables come as frames; `coprod.bulk` asks them the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from coprod.across import Draft, asked, dangling_problems, duplicates, resolve_rows, twice
from coprod.cells import Cell, Unreadable, clean, read_cell
from coprod.errors import InvalidInput, Problem, Tally
from coprod.records import BUILT_IN, Consent, Record
from coprod.references import Names
from coprod.rows import Large, Row
from coprod.schema import Column, columns_of, kind_name
from coprod.settings import Settings
from coprod.statements import consent_problems
from coprod.tables import STORED_AS_READ, Stored, Table, to_stored

if TYPE_CHECKING:
    from coprod.bulk import LargeTable

__all__ = ["categories_of", "header_problems", "validate"]


def validate(
    source: Iterable[Row | Large | Problem], settings: Settings, kinds: Sequence[type[Record]] = BUILT_IN
) -> dict[type[Record], Table]:
    """
    Return the tables of a source, by kind.

    Raises:
        InvalidInput: with every problem, in the order of the source as far as each can be told by itself; of each
            kind of problem the first hundred, and how many more there are.
    """
    tally = Tally()
    large: list[Large] = []
    try:
        drafts = _drafts(source, settings, tally, large)
        tables = _read_large(large, settings, tally)
        _compare(drafts, tables, settings, tally, kinds)
    finally:
        for one in large:
            one.raw.close()
    if tally:
        raise InvalidInput(tally.problems())
    found = {table.large.kind: table.table() for table in tables}
    every = _all(kinds, [*drafts, *found])
    return {kind: found.get(kind) or Table(kind, _stored(kind, drafts.get(kind, ()))) for kind in every}


def _read_large(found: Sequence[Large], settings: Settings, tally: Tally) -> list[LargeTable]:
    """Read the cells of large tables; one whose file turns out to be broken is a problem, and is not there."""
    if not found:
        return []
    from coprod.bulk import LargeTable, Unusable

    tables = []
    for one in found:
        wrong = header_problems(one.kind, list(one.names.values()), settings, file=one.file, sheet=one.sheet)
        table = LargeTable(one, settings, frozenset(problem.column for problem in wrong))
        _add(tally, wrong)
        try:
            _add(tally, table.read(lambda row, text: _sector(row, text, settings)))
        except Unusable as error:
            tally.add(Problem(one.form, file=one.file, sheet=one.sheet, hint=f"{error}."))
            continue
        tables.append(table)
    return tables


def _compare(
    drafts: Mapping[type[Record], list[Draft]],
    tables: Sequence[LargeTable],
    settings: Settings,
    tally: Tally,
    kinds: Sequence[type[Record]],
) -> None:
    """Look for what no row can tell alone."""
    broken = {Path(problem.file).stem for problem in tally.problems() if problem.row is None or not problem.column}
    dangling: list[tuple[Column, Problem]] = []
    small = Names.of((kind_name(type_), draft.cells) for type_, found in drafts.items() for draft in found)
    names = small
    if tables:
        from coprod.bulk import KnownIds

        known = KnownIds(small, tables)
        names = known.names(asked(drafts))
    for type_, found in drafts.items():
        dangling.extend(resolve_rows(type_, found, names))
        _add(tally, duplicates(type_, found))
    for table in tables:
        dangling.extend(table.resolve(known))
        _add(tally, table.duplicates(twice))
    _add(tally, dangling_problems(dangling, names, broken, {kind_name(kind): kind.table() for kind in kinds}))
    answers = [(draft.row, draft.cells) for draft in drafts.get(Consent, ())]
    categories = categories_of(_all(kinds, [*drafts, *(table.large.kind for table in tables)]))
    _add(tally, consent_problems(answers, settings, categories))
    for table in tables:
        _add(tally, table.consents(categories))


def _add(tally: Tally, problems: Iterable[Problem]) -> None:
    for problem in problems:
        tally.add(problem)


def categories_of(kinds: Iterable[type[Record]]) -> frozenset[str]:
    """Return the categories that the columns of these kinds are in."""
    return frozenset(column.category for kind in kinds for column in columns_of(kind).values())


def _all(kinds: Sequence[type[Record]], drafts: Iterable[type[Record]]) -> list[type[Record]]:
    return list(dict.fromkeys((*kinds, *drafts)))


def _stored(kind: type[Record], drafts: Iterable[Draft]) -> Iterator[Stored]:
    columns = [(name, column, column.type in STORED_AS_READ) for name, column in columns_of(kind).items()]
    for draft in drafts:
        cells = draft.cells
        yield tuple([cells.get(name) if same else to_stored(column, cells.get(name)) for name, column, same in columns])


def _drafts(
    source: Iterable[Row | Large | Problem], settings: Settings, tally: Tally, large: list[Large]
) -> dict[type[Record], list[Draft]]:
    """Return the rows of small tables as drafts; put large tables into *large* and problems into *tally*."""
    drafts: dict[type[Record], list[Draft]] = {}
    headers: dict[tuple[Any, ...], _Header] = {}
    reading = _Reading(settings)
    problems: list[Problem] = []
    for row in source:
        if not isinstance(row, Row):
            if isinstance(row, Problem):
                tally.add(row)
            else:
                large.append(row)
            continue
        header = (row.kind, row.file, row.sheet, frozenset(row.values))
        if header not in headers:
            found = header_problems(row.kind, list(row.values), settings, file=row.file, sheet=row.sheet)
            _add(tally, found)
            headers[header] = _Header.of(row, {problem.column for problem in found})
        cells = _read_row(row, reading, headers[header], problems)
        if problems:
            _add(tally, problems)
            problems.clear()
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


class _Header(NamedTuple):
    """What the columns of rows are: those that were reported already, and others that coprod does not know."""

    reported: set[str]
    more: tuple[str, ...]

    @classmethod
    def of(cls, row: Row, reported: set[str]) -> Self:
        columns = columns_of(row.kind)
        return cls(reported, tuple(name for name in row.values if name not in columns and name not in reported))


class _Reading:
    """How a source is read, and what each text of each column was found to be: most stand there many times."""

    def __init__(self, settings: Settings) -> None:
        self.settings, self.cells = settings, settings.reading
        self.known: dict[type[Record], list[tuple[str, Column, dict[str, Cell]]]] = {}

    def columns(self, kind: type[Record]) -> list[tuple[str, Column, dict[str, Cell]]]:
        """Return the columns of a kind that hold a cell each, with what their texts were found to be so far."""
        if kind not in self.known:
            columns = columns_of(kind).items()
            self.known[kind] = [(name, column, {}) for name, column in columns if column.type is not tuple]
        return self.known[kind]


def _read_row(row: Row, reading: _Reading, header: _Header, problems: list[Problem]) -> dict[str, Any]:
    cells: dict[str, Any] = {}
    for name, column, known in reading.columns(row.kind):
        value = row.values.get(name)
        cell = known[value] if type(value) is str and value in known else _read(row, column, reading, known, problems)
        cells[name] = cell
        if cell is None and column.required and name not in header.reported and not _filled(value):
            problems.append(row.problem("a value: this column is required", column=name))
    cells["extras"] = _extras(row, header.more, problems)
    if kind_name(row.kind) == "partner":
        problems.extend(_sector(row, cells.get("sector"), reading.settings))
    return cells


def _filled(value: object) -> bool:
    return value is not None and str(value).strip() != ""


def _read(row: Row, column: Column, reading: _Reading, known: dict[str, Cell], problems: list[Problem]) -> Cell:
    """Read a cell, and remember what its text was found to be."""
    value = row.values.get(column.name)
    try:
        cell = read_cell(column, value, reading.cells, kind_name(row.kind))
    except Unreadable as error:
        problems.append(row.problem(error.expected, column=column.name, value=value, hint=error.hint))
        return None
    if type(value) is str:
        known[value] = cell
    return cell


def _extras(row: Row, names: Iterable[str], problems: list[Problem]) -> tuple[tuple[str, str], ...]:
    given = row.values.get("extras")  # a record gives pairs; a file has columns, and none of this name
    found: dict[str, object] = dict(given) if isinstance(given, tuple) else {}
    if _filled(given) and not isinstance(given, tuple):
        hint = "Extra columns stand beside the others, each under its own name."
        problems.append(row.problem("no column called `extras`", column="extras", value=given, hint=hint))
    found.update({name: row.values[name] for name in names})
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
