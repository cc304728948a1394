"""
A project as one workbook: a sheet for each record kind, and a sheet `coprod` with the settings.

The sheet `coprod` holds the lines of `coprod.toml`, one in each row of column A, so that what is said about
that file holds for the sheet too.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from coprod.cells import write_cell
from coprod.errors import CoprodError, InvalidInput, Problem
from coprod.formats.archives import check_workbook
from coprod.formats.files import read_bytes
from coprod.formats.grids import Grid, letters, rows_of
from coprod.formats.replacing import replace_file
from coprod.formats.settings import draft_from, to_toml
from coprod.formats.sheets import Sheet, sheets_of
from coprod.formats.source import Draft, Place, Source
from coprod.formats.toml_text import lines_of, parsed
from coprod.project import Project
from coprod.records import Record
from coprod.rows import Row
from coprod.settings import Settings
from coprod.validation import nearest

if TYPE_CHECKING:
    import xlsxwriter

__all__ = ["SETTINGS", "draft_of_workbook", "read_workbook", "save_workbook", "sheet_names", "workbook_bytes"]

SETTINGS = "coprod"
LARGEST = 1 << 28  # bytes of the file
LONGEST = 32_767  # characters of a cell in a workbook
FIRST_YEAR = 1901  # spreadsheets do not agree on days before
NEEDS = 'workbooks need two more packages: pip install "coprod[xlsx]"'


def read_workbook(path: Path, kinds: Sequence[type[Record]]) -> Source:
    """
    Return what is in a workbook: settings, rows, and every problem.

    Raises:
        InvalidInput: it cannot be opened at all.
        CoprodError: the packages for workbooks are not installed.
    """
    book = _opened(path)
    draft = _draft(book, kinds)
    return Source(draft, _rows(book, kinds, draft.settings))


def draft_of_workbook(path: Path, kinds: Sequence[type[Record]] | None) -> Draft:
    """Return what the sheet `coprod` says, as far as it can be read."""
    try:
        return _draft(_opened(path), kinds)
    except InvalidInput as error:
        return Draft("", Settings(), tuple(error.problems), known=False)


def sheet_names(path: Path) -> Sequence[str]:
    """
    Return the names of all sheets of a workbook.

    Raises:
        InvalidInput: it cannot be opened.
        CoprodError: the packages for workbooks are not installed.
    """
    return _opened(path).sheets


@attrs.frozen
class Book:
    """
    A workbook that was checked and opened.

    Attributes:
        file: Name of the file.
        sheets: Names of its sheets.
        read: Gives the cells of a sheet, from A1 on.
        errors: For each sheet, the cells whose formula gives an error.
    """

    file: str
    sheets: Sequence[str]
    read: Callable[[str], Sequence[Sequence[Any]]]
    errors: Mapping[str, Sequence[str]]

    def cells(self, sheet: str) -> Sequence[Sequence[Any]]:
        """Return the cells of a sheet, from A1 on."""
        from python_calamine import CalamineError

        try:
            return self.read(sheet)
        except CalamineError as error:
            raise InvalidInput([_broken(self.file, sheet, error)]) from error

    def faulty(self, sheet: str, header: Sequence[object] = ()) -> Iterator[Problem]:
        """Yield the cells of a sheet whose formula gives an error."""
        names = {letters(at): str(name) for at, name in enumerate(header)}
        for cell in self.errors.get(sheet, ()):
            column = cell.rstrip("0123456789")
            yield Problem(
                "a value",
                file=self.file,
                sheet=sheet,
                row=int(cell.removeprefix(column)),
                column=names.get(column, ""),
                cell=cell,
                value="an error",
                hint="The formula in this cell fails; write what it should give.",
            )


def _opened(path: Path) -> Book:
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError as error:
        raise CoprodError(NEEDS) from error
    data = read_bytes(path, path.name, LARGEST)
    errors = check_workbook(data, path.name)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except CalamineError as error:
        raise InvalidInput([_broken(path.name, "", error)]) from error
    return Book(
        path.name,
        book.sheet_names,
        lambda name: book.get_sheet_by_name(name).to_python(skip_empty_area=False),
        errors,
    )


def _broken(file: str, sheet: str, error: Exception) -> Problem:
    return Problem("an .xlsx workbook", file=file, sheet=sheet, hint=f"It cannot be read: {error}.")


def _draft(book: Book, kinds: Sequence[type[Record]] | None) -> Draft:
    try:
        text = _settings_text(book)
        data = parsed(text, Place(book.file, SETTINGS))
    except InvalidInput as error:
        return Draft("", Settings(), tuple(error.problems), known=False)
    return draft_from(data, Place(book.file, SETTINGS, lines_of(text)), kinds)


def _settings_text(book: Book) -> str:
    file = book.file
    if SETTINGS not in book.sheets:
        hint = "It holds the lines of coprod.toml; `coprod init --workbook` writes one."
        raise InvalidInput([Problem(f"a sheet `{SETTINGS}` with the settings", file=file, hint=hint)])
    rows = book.cells(SETTINGS)
    beside = [
        Problem(
            "nothing beside column A",
            file=file,
            sheet=SETTINGS,
            row=number,
            cell=f"{letters(at)}{number}",
            value=str(cell),
            hint='Write the whole line into column A, such as `name = "Our project"`.',
        )
        for number, row in enumerate(rows, 1)
        for at, cell in enumerate(row)
        if at and str(cell).strip()
    ]
    if beside := [*book.faulty(SETTINGS), *beside]:
        raise InvalidInput(beside)
    return "\n".join(str(row[0]) if row else "" for row in rows)


def _rows(book: Book, kinds: Sequence[type[Record]], settings: Settings) -> Iterator[Row | Problem]:
    tables = {kind.table(): kind for kind in kinds}
    for name in book.sheets:
        if name in tables:
            yield from _table(book, tables[name], settings)
        elif name != SETTINGS and (near := nearest(name, tables)):
            hint = f"Did you mean `{near}`?"
            yield Problem("a table that coprod knows", file=book.file, sheet=name, value=name, hint=hint)


def _table(book: Book, kind: type[Record], settings: Settings) -> Iterator[Row | Problem]:
    sheet = kind.table()
    try:
        lines = iter(enumerate(book.cells(sheet), 1))
    except InvalidInput as error:
        yield from error.problems
        return
    row, header = next(((n, c) for n, c in lines if any(str(cell).strip() for cell in c)), (0, ()))
    if not header:
        expected = "a first row with the names of the columns"
        yield Problem(expected, file=book.file, sheet=sheet, value="an empty sheet")
        return
    yield from book.faulty(sheet, header)
    yield from rows_of(
        Grid(kind=kind, header=header, lines=lines, file=book.file, sheet=sheet, row=row, lettered=True),
        settings,
    )


def save_workbook(project: Project, path: Path) -> None:
    """
    Write a project as a workbook.

    Raises:
        InvalidInput: the project could not be read again.
        WriteFailed: nothing was written.
        CoprodError: the packages for workbooks are not installed.
    """
    sheets = sheets_of(project, longest=LONGEST)
    tables = {sheet.name: (sheet.header, _texts(sheet, project)) for sheet in sheets}
    replace_file(path, workbook_bytes(to_toml(project.name, project.settings), tables))


def _texts(sheet: Sheet, project: Project) -> list[list[Any]]:
    """Return the rows with numbers and days as they are, and all else as text."""
    zone = project.settings.zone
    return [[v if _native(v) else write_cell(v, zone) for v in row] for row in sheet.rows]


def _native(value: object) -> bool:
    """Whether a workbook keeps the value as it is; it has 16 digits, and days from 1900 on."""
    if isinstance(value, bool | datetime):
        return False
    if isinstance(value, int | float):
        return float(f"{value:.16G}") == value
    return isinstance(value, date) and value.year >= FIRST_YEAR


def workbook_bytes(toml: str, tables: Mapping[str, tuple[Sequence[str], Sequence[Sequence[Any]]]]) -> bytes:
    """
    Return a workbook: the lines of *toml* in the sheet `coprod`, then a sheet for each table.

    Raises:
        InvalidInput: a line of the settings does not fit into a cell.
        CoprodError: the packages for workbooks are not installed.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise CoprodError(NEEDS) from error
    lines = toml.rstrip("\n").split("\n")
    long = [line for line in lines if len(line) > LONGEST]
    if long:
        expected = f"settings of at most {LONGEST} characters each, which is what a cell can hold"
        raise InvalidInput([Problem(expected, file=SETTINGS, value=line[:100]) for line in long])
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"author": "", "created": datetime(2000, 1, 1)})  # noqa: DTZ001  # no name, no clock
        _settings_sheet(book, lines)
        for name, (header, rows) in tables.items():
            _sheet(book, name, header, rows)
    return out.getvalue()


def _settings_sheet(book: xlsxwriter.Workbook, lines: Sequence[str]) -> None:
    sheet = book.add_worksheet(SETTINGS)
    sheet.set_column(0, 0, 100)
    for row, line in enumerate(lines):
        if line:
            sheet.write_string(row, 0, line)


def _sheet(book: xlsxwriter.Workbook, name: str, header: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Write a sheet; text is always written as text, so that none of it becomes a formula or a link."""
    sheet = book.add_worksheet(name)
    bold, days = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(header), 16)
    for at, column in enumerate(header):
        sheet.write_string(0, at, column, bold)
    for row, cells in enumerate(rows, 1):
        for at, value in enumerate(cells):
            if isinstance(value, date):
                sheet.write_datetime(row, at, value, days)
            elif isinstance(value, int | float):
                sheet.write_number(row, at, value)
            elif value:
                sheet.write_string(row, at, value)
