"""
What a check counts.

Group tables may leave after disclosure control; person tables never leave.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

import attrs

from coprod.errors import NotFound

__all__ = ["Cell", "GroupTable", "PersonTable", "Tables"]


def _words(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(words)


def _within(within: Mapping[str, str]) -> dict[str, str]:
    return dict(within)


def _rows(rows: Iterable[tuple[Any, ...]]) -> tuple[tuple[Any, ...], ...]:
    return tuple(sorted(rows))


@attrs.frozen
class Cell:
    """
    One whole number of a group table.

    Attributes:
        labels: What it is about, one label for each column of `by`.
        number: The number, in units of one part in the table's `scale`; None where it may not be shown.
        people: How many people it stands on, which is what a threshold looks at; None where that may not be
            shown.
    """

    labels: tuple[str, ...] = attrs.field(converter=_words)
    number: int | None
    people: int | None


def _cells(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    return tuple(sorted(cells, key=lambda cell: cell.labels))


@attrs.frozen
class GroupTable:
    """
    Whole numbers by one or more labels, each with the number of people it stands on.

    Attributes:
        name: Its name among the tables of the check.
        by: What each label is: `group`, `other`, `what`, `question`, `when` ...
        cells: The numbers, one for each combination of labels; one that is not there is 0 of nobody.
        scale: Of how many parts a whole is made: 60 where a view is shared out among those who said it
            together.
        within: Labels of the last column that count a part of what another label counts: `{"answered": "asked"}`, so
            that what is left over is looked at too before anything is shown.
        check: The check that counted it; coprod fills it in.
    """

    name: str
    by: tuple[str, ...] = attrs.field(converter=_words)
    cells: tuple[Cell, ...] = attrs.field(converter=_cells)
    scale: int = attrs.field(default=1, kw_only=True)
    within: Mapping[str, str] = attrs.field(factory=dict, kw_only=True, converter=_within, hash=False)
    check: str = attrs.field(default="", kw_only=True)

    def __attrs_post_init__(self) -> None:
        """Hold that each cell has a label for each column, and that none is there twice."""
        labels = [cell.labels for cell in self.cells]
        if any(len(each) != len(self.by) for each in labels) or len(set(labels)) < len(labels):
            raise ValueError(f"table `{self.name}` needs one cell for each combination of {', '.join(self.by)}")

    @classmethod
    def of(
        cls,
        name: str,
        by: Iterable[str],
        cells: Iterable[tuple[tuple[str, ...], int, int]],
        *,
        scale: int = 1,
        within: Mapping[str, str] | None = None,
    ) -> GroupTable:
        """Return a table of plain rows: labels, number, people."""
        made = (Cell(labels, number, people) for labels, number, people in cells)
        return cls(name, by, made, scale=scale, within=within or {})

    @property
    def has_blanks(self) -> bool:
        """Whether a number may not be shown."""
        return any(cell.number is None for cell in self.cells)

    def labels(self, column: str) -> tuple[str, ...]:
        """Return the labels that occur in one column, in order."""
        place = self.by.index(column)
        return tuple(sorted({cell.labels[place] for cell in self.cells}))

    def number(self, *labels: str) -> int:
        """Return one number; 0 where there is no such cell, and where it may not be shown."""
        return next((cell.number or 0 for cell in self.cells if cell.labels == labels), 0)

    def people(self, *labels: str) -> int:
        """Return how many people one number stands on; 0 where that may not be shown."""
        return next((cell.people or 0 for cell in self.cells if cell.labels == labels), 0)

    def cells_by_labels(self) -> dict[tuple[str, ...], int]:
        """Return every number by its labels; 0 where it may not be shown."""
        return {cell.labels: cell.number or 0 for cell in self.cells}

    def total(self, **labels: str) -> int:
        """Return the sum of the numbers that have these labels: `table.total(what="asked")`."""
        wanted = [(self.by.index(column), label) for column, label in labels.items()]
        return sum(cell.number or 0 for cell in self.cells if all(cell.labels[at] == label for at, label in wanted))


@attrs.frozen
class PersonTable:
    """
    A row for each person, pair or slip: for measures that need single people. Never leaves.

    Attributes:
        name: Its name among the tables of the check.
        columns: Names of its columns.
        rows: The rows, in order.
    """

    name: str
    columns: tuple[str, ...] = attrs.field(converter=_words)
    rows: tuple[tuple[Any, ...], ...] = attrs.field(converter=_rows)

    def column(self, name: str) -> tuple[Any, ...]:
        """Return one column."""
        place = self.columns.index(name)
        return tuple(row[place] for row in self.rows)


Table: TypeAlias = GroupTable | PersonTable


class Tables(Mapping[str, Table]):
    """The tables of one check by name: what `judge` sees, and all that it sees."""

    __slots__ = ("_tables",)

    def __init__(self, tables: Iterable[Table]) -> None:
        """Take the tables that a check counted."""
        self._tables: dict[str, Table] = {}
        for table in tables:
            if table.name in self._tables:
                raise ValueError(f"two tables are named `{table.name}`")
            self._tables[table.name] = table

    def group(self, name: str) -> GroupTable:
        """
        Return a group table.

        Raises:
            NotFound: there is none of this name.
        """
        table = self._tables.get(name)
        if not isinstance(table, GroupTable):
            raise NotFound(f"no group table `{name}`")
        return table

    def person(self, name: str) -> PersonTable | None:
        """Return a person table, or None: there is none in a release."""
        table = self._tables.get(name)
        return table if isinstance(table, PersonTable) else None

    @property
    def has_blanks(self) -> bool:
        """Whether a number of some group may not be shown."""
        return any(table.has_blanks for table in self._tables.values() if isinstance(table, GroupTable))

    def __getitem__(self, name: str) -> Table:
        """Return a table by name."""
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        """Go through the names."""
        return iter(self._tables)

    def __len__(self) -> int:
        """Return how many tables there are."""
        return len(self._tables)
