"""
A release as a folder of CSV files: `release.csv`, a file for each table with rows, and the findings.

A spreadsheet runs a cell that begins with `=` and the like. So a text that does gets a `'` before it,
which spreadsheets do not show; numbers are left as they are. With `--set guard=no` every text is as it
was, for programs that read it, and `release.csv` says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from coprod.engines.text import Cell, Style, lines
from coprod.formats.json_release import about
from coprod.formats.spec import Sink
from coprod.formats.watching import Course
from coprod.markup import RUNS, spreadsheet
from coprod.records import Record
from coprod.release import Release

__all__ = ["write_csv_folder"]

QUOTED = Style({'"': '""'})
GUARDED = Style({'"': '""'}, opening="".join(RUNS))
FINDING = (
    "check",
    "title",
    "question",
    "status",
    "answer",
    "ask",
    "p_value",
    "p_adjusted",
    "smallest_p",
    "band",
    "source",
)


def write_csv_folder(release: Release, sink: Sink, *, guard: bool = True) -> None:
    """
    Write a release as CSV files: UTF-8 with the mark that spreadsheets look for, every field in quotes.

    Args:
        release: What may leave.
        sink: Where to.
        guard: Whether a text that a spreadsheet would run gets a `'` before it.
    """
    said = {**about(release), "audiences": "; ".join(release.request.audiences), "guarded": guard}
    _write(sink, "release", ("key", "value"), said.items(), guard=guard)
    course = Course.of(release, release.kinds)
    for kind in release.kinds:
        if release.height(kind):
            _write_table(sink, kind, course, guard=guard)
    _write_findings(release, sink, guard=guard)
    _write_counts(release, sink, guard=guard)


def _write_table(sink: Sink, kind: type[Record], course: Course, *, guard: bool) -> None:
    """Write a table, a part of it at a time."""
    names = list(course.release.columns(kind))
    parts = [part for name in names for part in (",", Cell(name, GUARDED if guard else QUOTED, '"', '"', '""'))][1:]
    with sink.open(f"{kind.table()}.csv") as file:
        file.write(spreadsheet(names, (), guard=guard))
        for part in course.through(kind):
            file.write(lines(part, [*parts, "\r\n"]))


def _write_counts(release: Release, sink: Sink, *, guard: bool) -> None:
    """Write all numbers as one file, a number a line; its labels stand in one cell, as `group: job; what: asked`."""
    rows = [
        (table.check, table.name, "; ".join(map(": ".join, zip(table.by, cell.labels, strict=True))), cell.number)
        for table in release.counts
        for cell in table.cells
    ]
    if rows:
        _write(sink, "counts", ("check", "table", "labels", "number"), rows, guard=guard)


def _write_findings(release: Release, sink: Sink, *, guard: bool) -> None:
    found = [finding.to_dict() for finding in release.findings]
    if found:
        _write(sink, "findings", FINDING, ([one[name] for name in FINDING] for one in found), guard=guard)
    for part in ("measures", "groups"):
        rows = [{"check": one["check"], **row} for one in found for row in one[part]]
        if rows:
            _write(sink, f"findings-{part}", tuple(rows[0]), (row.values() for row in rows), guard=guard)


def _write(sink: Sink, name: str, header: Sequence[str], rows: Iterable[Iterable[Any]], *, guard: bool) -> None:
    with sink.open(f"{name}.csv") as file:
        file.write(spreadsheet(header, rows, guard=guard))
