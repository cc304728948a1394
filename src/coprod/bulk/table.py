"""One large table, from cells as found to a frame that can be relied on."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

import attrs

from coprod.bulk.consents import find
from coprod.bulk.found import Found
from coprod.cells import Unreadable, clean, read_cell
from coprod.errors import Problem
from coprod.records import Consent
from coprod.references import Names, resolve
from coprod.rows import Large, Row
from coprod.schema import Column, columns_of, kind_name
from coprod.settings import Settings
from coprod.tables import Table, stored_types, to_stored

__all__ = ["LargeTable"]

LONG, CELL, EXTRA, SECTOR = 1, 10, 100_000, 200_000  # the order of problems in one row
Check = Callable[[Row, str], Sequence[Problem]]
Twice = Callable[[Row, Sequence[str], tuple[Any, ...], Row], Problem]


class Known(Protocol):
    """What references may name."""

    def plain(self, column: Column) -> Sequence[tuple[str, Any]]:
        """Return the ids that a column may hold as they are, after a prefix."""

    def names(self, texts: Iterable[str]) -> Names:
        """Return the ids and names that these texts may mean."""


@attrs.define
class LargeTable:
    """
    One large table, as far as it was read.

    Attributes:
        large: The table as found.
        settings: The settings of the project.
        reported: Columns that the header was told off for.
    """

    large: Large
    settings: Settings
    reported: frozenset[str]
    _found: Found = attrs.field(init=False)
    _columns: Mapping[str, Column] = attrs.field(init=False)
    _typed: Any = attrs.field(init=False, default=None)

    def __attrs_post_init__(self) -> None:
        """Look up the columns."""
        self._found = Found(self.large)
        self._columns = columns_of(self.large.kind)

    @property
    def kind(self) -> str:
        """The name of the kind of its rows."""
        return kind_name(self.large.kind)

    def read(self, sector: Check) -> list[Problem]:
        """Read all cells, each by itself; *sector* says what is wrong with a sector."""
        raw, reading = self.large.raw, self.settings.reading
        if self.large.skips_empty:
            raw.without_empty_rows()
        blanks, lengths = raw.profile()
        self._too_long(lengths)
        types, own = stored_types(self.large.kind), set(reading.words)
        sources = {name: source for source, name in self.large.names.items()}
        known = [column for name, column in self._columns.items() if name in sources and column.type is not tuple]
        plans = [
            raw.plan(one, sources[one.name], reading, types[one.name], own=f"{self.kind}.{one.name}" in own)
            for one in known
        ]
        raw.odd(plans)
        for at, (column, plan) in enumerate(zip(known, plans, strict=True)):
            self._look_at(CELL + 2 * at, column, plan)
            if column.required and column.name not in self.reported and blanks[plan.source]:
                self._found.add(CELL + 2 * at + 1, raw.where_blank(plan.source), self._required(column.name))
        self._typed = raw.typed(plans, self._extras(sources))
        if self.kind == "partner" and self._typed.has("sector") and self.settings.sectors:
            self._sectors(sector)
        return self._found.take()

    def _too_long(self, lengths: Mapping[str, int]) -> None:
        longest = self.large.longest
        for source, name in self.large.names.items():
            if lengths.get(source, 0) > longest > 0:
                expected = f"a cell of at most {longest} characters"
                self._found.add(
                    LONG,
                    self.large.raw.where_long(source, longest),
                    lambda row, rest, name=name, expected=expected: row.problem(  # type: ignore[misc]
                        expected, column=name, value=rest[0][:100]
                    ),
                )

    def _required(self, name: str) -> Callable[[Row, tuple[Any, ...]], Problem]:
        return lambda row, _: row.problem("a value: this column is required", column=name)

    def _look_at(self, order: int, column: Column, plan: Any) -> None:
        """Read the odd values of a column, each once; report those that cannot be read, wherever they stand."""
        values = plan.odd.values
        found: list[Any] = []
        wrong: dict[int, Unreadable] = {}
        for at, value in enumerate(values):
            try:
                found.append(to_stored(column, read_cell(column, value, self.settings.reading, self.kind)))
            except Unreadable as error:
                found.append(None)
                wrong[at] = error
        plan.found = found
        self._report(order, column.name, plan.source, plan.odd, wrong)

    def _report(self, order: int, name: str, source: str, odd: Any, wrong: Mapping[int, Unreadable]) -> None:
        values = odd.values
        alike: dict[Any, list[int]] = defaultdict(list)
        for at, error in wrong.items():
            alike[Problem(error.expected).alike].append(at)
        said = {values[at]: error for at, error in wrong.items()}

        def problem(row: Row, rest: tuple[Any, ...]) -> Problem:
            error = said[rest[0]]
            return row.problem(error.expected, column=name, value=rest[0], hint=error.hint)

        for some in alike.values():
            self._found.add(order, self.large.raw.where(source, odd.some(some)), problem)

    def _extras(self, sources: Mapping[str, str]) -> dict[str, Any]:
        """Return, for each column that coprod does not know, its values and how each is kept."""
        pairs: dict[str, Any] = {}
        if "extras" in sources and "extras" in self._columns:
            hint = "Extra columns stand beside the others, each under its own name."
            self._found.add(
                EXTRA,
                self.large.raw.where_filled(sources["extras"]),
                lambda row, rest: row.problem("no column called `extras`", column="extras", value=rest[0], hint=hint),
            )
        unknown = sorted(name for name in sources if name not in self._columns and name not in self.reported)
        for at, name in enumerate(unknown, 1):
            odd = self.large.raw.filled(sources[name])
            texts: list[str | None] = []
            wrong: dict[int, Unreadable] = {}
            for where, value in enumerate(odd.values):
                try:
                    texts.append(json.dumps({clean(name): clean(str(value))}, ensure_ascii=False)[1:-1])
                except Unreadable as error:
                    texts.append(None)
                    wrong[where] = error
            self._report(EXTRA + at, name, sources[name], odd, wrong)
            pairs[sources[name]] = odd, texts
        return pairs

    def _sectors(self, check: Check) -> None:
        for (value,) in self._typed.distinct(["sector"]):
            if value is not None and check(self._found.row(None), value):
                places = self._typed.where(["sector"], [(value,)])
                self._found.add(SECTOR, places, lambda row, rest: check(row, rest[0])[0])

    def ids(self) -> Any:
        """Return the ids of its rows; None where it has none."""
        return self._typed.values("id") if self._typed.has("id") else None

    @property
    def typed(self) -> Any:
        """The table as far as it was read."""
        return self._typed

    def resolve(self, known: Known) -> list[tuple[Column, Problem]]:
        """Put the references as they are kept; return those that name nothing, or more than one thing."""
        order = list(self._columns)
        for name, column in self._columns.items():
            if not column.refs or not self._typed.has(name):
                continue
            odd = self._typed.others(name, known.plain(column))
            if not odd:
                continue
            names = known.names(odd)
            new, wrong = {}, {}
            for text in odd:
                try:
                    new[text] = _resolved(column, text, names)
                except Unreadable as error:
                    wrong[text] = error
            self._dangling(order.index(name), column, wrong)
            self._typed.replace(name, new)
        return [(self._columns[problem.column], problem) for problem in self._found.take()]

    def _dangling(self, order: int, column: Column, wrong: Mapping[str, Unreadable]) -> None:
        alike: dict[Any, list[tuple[str]]] = defaultdict(list)
        for text, error in wrong.items():
            alike[Problem(error.expected).alike].append((text,))
        source = next(source for source, name in self.large.names.items() if name == column.name)
        for texts in alike.values():
            places = self._typed.where([column.name], texts)
            given = self.large.raw.at(source, [number for number, _ in places.rows])
            self._found.add(
                order,
                places,
                lambda row, rest, given=given: row.problem(  # type: ignore[misc]
                    wrong[rest[0]].expected, column=column.name, value=given[row.row], hint=wrong[rest[0]].hint
                ),
            )

    def duplicates(self, twice: Twice) -> list[Problem]:
        """Return the problems of keys that stand twice."""
        keys = [name for name, column in self._columns.items() if column.key]
        if not keys:
            return []
        there = [name for name in keys if self._typed.has(name)]

        def problem(row: Row, rest: tuple[Any, ...]) -> Problem:
            first, *values = rest
            at = dict(zip(there, values, strict=True))
            return twice(row, keys, tuple(at.get(name) for name in keys), self._found.row(first))

        self._found.add(0, self._typed.repeats(keys, self.large.kind.about.repeats), problem)
        return self._found.take()

    def consents(self, categories: Iterable[str]) -> list[Problem]:
        """Return what is wrong with each answer by itself: statements that are not there, words not declared ..."""
        if self.large.kind is Consent:
            find(self._typed, self._found, self.settings, categories)
        return self._found.take()

    def table(self) -> Table:
        """Return the table as a project keeps it."""
        return Table(self.large.kind, frame=self._typed.finished(stored_types(self.large.kind)))


def _resolved(column: Column, text: str, names: Names) -> str:
    if not column.many:
        return resolve(column, text, names)
    return ";".join(sorted({resolve(column, one, names) for one in text.split(";")}))
