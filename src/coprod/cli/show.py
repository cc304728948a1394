"""`coprod show`: what is in a project."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from coprod.cli.options import add_plugin
from coprod.cli.reading import read_project
from coprod.cli.terminal import say

if TYPE_CHECKING:
    from coprod.project import Project
    from coprod.records import Record

__all__ = ["add"]


def add(commands: Any) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "show",
        help="say what is in a project",
        description="Say what a project is, how much it holds of what, and from when to when. Names nobody.",
        allow_abbrev=False,
    )
    parser.add_argument("project", metavar="PROJECT", help="a folder, a workbook or a JSON file")
    add_plugin(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the contents."""
    project, _ = read_project(args.project, args.plugin)
    for line in _lines(project):
        say(line)
    return 0


def _lines(project: Project) -> Iterator[str]:
    settings = project.settings
    yield project.name
    if settings.about:
        yield settings.about
    if settings.starts or settings.ends:
        yield f"Runs {_span(settings.starts, settings.ends)}."
    yield ""
    counts = [(kind.table(), project.count(kind), _days(project, kind)) for kind in project.kinds]
    filled = [(table, n, days) for table, n, days in counts if n]
    width = max((len(table) for table, *_ in filled), default=0)
    for table, n, days in filled:
        yield f"{table:<{width}} {n:>8,}  {days}".rstrip()
    if not filled:
        yield "Nothing is on record yet."


def _days(project: Project, kind: type[Record]) -> str:
    """Return from when to when the records of a kind are, by their start or moment."""
    from coprod.schema import columns_of

    at = [i for i, column in enumerate(columns_of(kind).values()) if column.time in {"start", "moment"}]
    zone = project.settings.zone
    found = [row[i] for row in project.stored(kind) for i in at if row[i] is not None]
    days = [v.astimezone(zone).date() if isinstance(v, datetime) else v for v in found]
    return _span(min(days), max(days)) if days else ""


def _span(first: date | None, last: date | None) -> str:
    if first and first == last:
        return f"on {first}"
    return " ".join(filter(None, [f"from {first}" if first else "", f"to {last}" if last else ""]))
