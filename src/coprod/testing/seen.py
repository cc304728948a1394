"""
What may be seen of a project, said again from the levels alone, and without the code that releases it.

Two projects of which the same may be seen are what non-interference is about: everything that is written for one of
them has to be equal to what is written for the other. So this says nothing of how rows are released: only which cells
of which rows are open how far, and what numbers stand on how many people.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeAlias

from coprod.consent.countable import countable, opened
from coprod.consent.decide import as_of, decide
from coprod.consent.disclosure import threshold
from coprod.consent.groups import partner_columns, subject_columns
from coprod.equality.check import EqualityCheck
from coprod.equality.here import count_here
from coprod.equality.run import grouping_for
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable
from coprod.project import Project
from coprod.schema import Column, columns_of
from coprod.testing.draft import PSEUDONYMISE, SHARE, WITHHOLD, Draft, Item

__all__ = ["numbers", "seen", "shown"]

Seen: TypeAlias = Counter[tuple[Any, ...]]
FEW = "few"


def seen(draft: Draft, *, back: Mapping[str, str] | None = None) -> Seen:
    """
    Return what may be seen of each row that may be there, as a multiset: how open it is, and its cells.

    Args:
        draft: The rows with what was decided of them.
        back: Old names by new, where something that nothing names was renamed.
    """
    there = {item.ref for item in draft.items if item.there < WITHHOLD}
    names = back or {}
    rows = [item for item in draft.items if item.there <= PSEUDONYMISE]
    return Counter((item.kind, item.there, *_cells(draft, item, there, names)) for item in rows)


def _cells(draft: Draft, item: Item, there: set[str], back: Mapping[str, str]) -> Iterator[Any]:
    columns = columns_of(item.kind)
    for name, column in columns.items():
        value = shown(draft, item, column, there, back)
        yield None if value is None else (max(item.there, item.rank(name)), value)


def shown(
    draft: Draft, item: Item, column: Column, there: set[str] | None = None, back: Mapping[str, str] | None = None
) -> Any:
    """Return as much of a cell as may be seen; None where that is nothing."""
    value, rank = item.cells[column.name], max(item.there, item.rank(column.name))
    unsigned = is_unsigned(draft, item)
    if value is None or rank > PSEUDONYMISE or (unsigned and not column.quotable and column.name != "id"):
        return None
    if column.name in item.identity:
        return _who(draft, item, column, back or {})
    if column.refs:
        return value if not column.many and there is not None and column.ref(value) in there else None
    if rank == SHARE and not unsigned:
        return value
    if isinstance(value, date):
        return month(value, draft)
    text = column.type in {str, frozenset, tuple} and not column.words and column.name != "id"
    return None if text and rank == PSEUDONYMISE and not column.label else value


def month(value: date, draft: Draft) -> str:
    """Return the month of a day or an instant, where the project is."""
    local = value.astimezone(draft.project.settings.zone) if isinstance(value, datetime) else value
    return f"{local:%Y-%m}"


def is_unsigned(draft: Draft, item: Item) -> bool:
    """Whether nobody's name stands under a row that could have one."""
    if not item.kind.about.notice:
        return False
    own = subject_columns(item.kind)[0]
    return item.cells[own.name] is None or named(draft, item, own) == ""


def named(draft: Draft, item: Item, column: Column) -> str:
    """Return how a partner may be referred to: as `name`, as `pseudonym`, or not at all."""
    rank = max(item.there, item.identity[column.name])
    if rank == SHARE:
        return "name"
    return "pseudonym" if rank == PSEUDONYMISE and not draft.asked.request.public else ""


def _who(draft: Draft, item: Item, column: Column, back: Mapping[str, str]) -> Any:
    how = named(draft, item, column)
    partner = item.cells[column.name]
    return (how, back.get(f"partner:{partner}", partner)) if how else None


def nowhere(draft: Draft, partner: str) -> bool:
    """Whether nothing that may be there refers to a partner, neither by name nor by pseudonym."""
    return not any(
        item.there <= PSEUDONYMISE and item.cells[column.name] == partner and named(draft, item, column)
        for item in draft.items
        for column in partner_columns(item.kind)
    )


def numbers(project: Project, draft: Draft, checks: Sequence[EqualityCheck]) -> dict[Any, Any]:
    """
    Return what coprod's own numbers and those of these checks may show: each that stands on nobody or enough people.

    Every other one is `few`, whatever it is. So is what is left over of a whole where a part is counted beside it, and
    of a total. Of people who are named anyway, nothing is hidden.
    """
    asked = draft.asked
    decided = decide(project, asked)
    ranked = decided if asked.request.as_of is None else as_of(project, decided, asked.request.as_of)
    counted, named = countable(project, ranked), opened(project, ranked)
    least = threshold(project.settings, asked.request)
    by = grouping_for(counted, "here_as", least, named)
    tables, open_tables = (_tables(Study(one, by), checks) for one in (counted, named))
    found = {name: _numbers(table, open_tables.get(name), least) for name, table in tables.items()}
    return {"by": by, **found}


def _tables(study: Study, checks: Sequence[EqualityCheck]) -> dict[tuple[str, str], GroupTable]:
    found = {("", table.name): table for table in count_here(study)}
    for check in checks:
        found |= {(check.name, table.name): table for table in _counted(check, study)}
    return found


def _counted(check: EqualityCheck, study: Study) -> list[GroupTable]:
    try:
        return [one for one in (check.count(study) if check.count else ()) if isinstance(one, GroupTable)]
    except Exception:  # noqa: BLE001  # a check that raises shows no numbers, and that is no matter of ours
        return []


Numbers: TypeAlias = dict[tuple[str, ...], tuple[int, int]]


def _numbers(table: GroupTable, open_table: GroupTable | None, least: int) -> dict[tuple[str, ...], Any]:
    cells = _with_totals(table)
    named = _with_totals(open_table) if open_table else {}
    found: dict[tuple[str, ...], Any] = {}
    for labels, (number, people) in cells.items():
        known = named.get(labels, (0, 0))
        found[labels] = FEW if 0 < people - known[1] < least else (number, people, known)
    return found


def _with_totals(table: GroupTable) -> Numbers:
    """Return the numbers of a table with its totals over each column, and what is left over of each whole."""
    cells: Numbers = {cell.labels: (cell.number or 0, cell.people or 0) for cell in table.cells}
    for part, whole in table.within.items():
        for labels in [labels for labels in cells if labels[-1] == part]:
            of, less = cells.get((*labels[:-1], whole), (0, 0)), cells[labels]
            cells[*labels, "left over"] = (of[0] - less[0], of[1] - less[1])
    for labels, (number, people) in list(cells.items()):
        for at in range(len(table.by)):
            total = (*labels[:at], "all", *labels[at + 1 :])
            before = cells.get(total, (0, 0))
            cells[total] = (before[0] + number, before[1] + people)
    return cells
