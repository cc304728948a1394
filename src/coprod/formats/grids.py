"""A table as found in text, a sheet or a data frame: a header, lines of cells, what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from coprod.cells import NOT_TEXT
from coprod.errors import Problem, shown
from coprod.records import Record
from coprod.rows import Row
from coprod.settings import Settings
from coprod.validation import header_problems

__all__ = ["LONGEST_CELL", "Grid", "is_blank", "letters", "misplaced", "names_of", "rows_of"]

LONGEST_CELL = 131_072  # characters; where the csv module stops by itself
EXTRAS = "extras"  # holds what is in unknown columns, so it cannot be one


@attrs.frozen(kw_only=True)
class Grid:
    """
    A table as found.

    Attributes:
        kind: The record kind that it holds.
        header: Cells of the header.
        lines: Number and cells of each line after it.
        file: Name of the file.
        sheet: Name of the sheet, or of the table in a file that holds several.
        row: Number of the header's line.
        lettered: Whether columns have letters, so that a cell has a name such as `C7`.
    """

    kind: type[Record]
    header: Sequence[object]
    lines: Iterable[tuple[int, Sequence[object]]]
    file: str
    sheet: str = ""
    row: int = 1
    lettered: bool = False


def rows_of(grid: Grid, settings: Settings) -> Iterator[Row | Problem]:
    """Yield the rows of a table, without the wholly empty ones, and what is wrong with its shape."""
    names, problems = names_of(grid)
    yield from problems
    places = {name: letters(at) for at, name in names.items()} if grid.lettered else {}
    some = False
    for number, cells in grid.lines:
        if all(map(is_blank, cells)):
            continue
        some = True
        values = {name: cells[at] if at < len(cells) else None for at, name in names.items()}
        row = Row(kind=grid.kind, values=values, file=grid.file, row=number, sheet=grid.sheet, letters=places)
        if len(cells) != len(grid.header) or len(names) < len(cells):
            yield from misplaced(grid, number, cells, names)
        if any(isinstance(cell, str) and len(cell) > LONGEST_CELL for cell in cells):
            yield from _too_long(row)
        yield row
    if not some:  # with rows, whoever checks them looks at the header too
        yield from header_problems(grid.kind, list(names.values()), settings, file=grid.file, sheet=grid.sheet)


def letters(column: int) -> str:
    """
    Return the letters of a column of a sheet, counted from 0.

    >>> letters(0), letters(27)
    ('A', 'AB')
    """
    before, last = divmod(column, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)


def is_blank(cell: object) -> bool:
    """Whether nothing was recorded in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def names_of(grid: Grid) -> tuple[Mapping[int, str], Sequence[Problem]]:
    """Return the usable columns by position, and what is wrong with the header."""
    names: dict[int, str] = {}
    problems = []
    for at, cell in enumerate(grid.header):
        if is_blank(cell):
            continue
        name = str(cell).strip()
        wrong = _wrong_name(name, names)
        if wrong:
            problems.append(_problem(grid, grid.row, at, wrong, column=shown(name), value=name))
        else:
            names[at] = name
    return names, problems


def _wrong_name(name: str, names: Mapping[int, str]) -> str:
    if NOT_TEXT.search(name):
        return "a column name without control characters"
    if name == EXTRAS:
        return "a column for each thing, with a name that says what it is"
    first = next((at for at, other in names.items() if other == name), None)
    return f"each column once; column {first + 1} has the same name" if first is not None else ""


def misplaced(
    grid: Grid, number: int, cells: Sequence[object], names: Mapping[int, str], *, unnamed: bool = True
) -> Iterator[Problem]:
    """Yield values that stand under no column name, beside the header or, *unnamed*, in it; and lines too short."""
    width = len(grid.header)
    for at, cell in enumerate(cells):
        if at >= width and not is_blank(cell):
            hint = "" if grid.lettered else "A cell with a comma in it needs quotes around it."
            expected = f"{width} cells, as many as the header has"
            yield _problem(grid, number, at, expected, value=cell, hint=hint)
            break
        if unnamed and not is_blank(cell) and is_blank(grid.header[at]):
            yield _problem(grid, number, at, f"a name for column {at + 1} in the header", value=cell)
    if len(cells) <= max(names, default=-1):
        expected = f"{width} cells, as many as the header has"
        yield _problem(grid, number, len(cells), expected, value=f"{len(cells)} cells")


def _too_long(row: Row) -> Iterator[Problem]:
    for name, value in row.values.items():
        if isinstance(value, str) and len(value) > LONGEST_CELL:
            yield row.problem(f"a cell of at most {LONGEST_CELL} characters", column=name, value=value[:100])


def _problem(
    grid: Grid, row: int, at: int, expected: str, *, column: str = "", value: object = "", hint: str = ""
) -> Problem:
    return Problem(
        expected,
        file=grid.file,
        sheet=grid.sheet,
        row=row,
        column=column,
        cell=f"{letters(at)}{row}" if grid.lettered else "",
        value=str(value),
        hint=hint,
    )
