"""`coprod compare`: the same questions on two days."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from coprod.cli.options import Usage, add_by, add_plugin, day, known, known_grouping
from coprod.cli.reading import read_project
from coprod.cli.terminal import painted, progress, say
from coprod.cli.writing import write_json

if TYPE_CHECKING:
    from coprod.equality.comparison import Change, Comparison

__all__ = ["add"]

COLOURS = {"more even": "even", "less even": "uneven", "cannot tell": "unknown"}


def add(commands: Any) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "compare",
        help="ask the same checks on two days, and say what became more even",
        description="Ask the checks of the whole project as it was on two days, for its stewards. A change is called "
        "one only where it is larger than what the numbers are unsure of. What changed is told first, the rest in "
        "short; --only and --json tell all of it.",
        allow_abbrev=False,
    )
    parser.add_argument("project", metavar="PROJECT", help="a folder, a workbook or a JSON file")
    parser.add_argument("--from", type=day, required=True, dest="start", metavar="D", help="the end of the earlier day")
    parser.add_argument("--to", type=day, required=True, dest="end", metavar="D", help="the end of the later day")
    add_by(parser)
    parser.add_argument("--only", action="append", default=[], metavar="CHECK", help="only this check; may be repeated")
    parser.add_argument("--json", metavar="FILE", help="write the comparison to FILE as JSON, `-` for stdout")
    add_plugin(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the comparison."""
    from coprod import app

    known_grouping(args.by)
    if args.start > args.end:
        raise Usage(f"--from is the earlier day: {args.start} is after {args.end}")
    project, registry = read_project(args.project, args.plugin)
    checks = [known(registry.equality_check, name) for name in dict.fromkeys(args.only)]
    with progress(f"Comparing two days of {project.name}"):
        found = app.compare(project, args.start, args.end, by=args.by, only=checks, registry=registry)
    if args.json:
        write_json(args.json, found.to_dict())
    if args.json != "-":
        for line in _lines(found, whole=bool(checks)):
            say(line)
    return 0


def _lines(found: Comparison, *, whole: bool) -> Iterator[str]:
    """Yield what changed and then the rest in short; checks that were asked for by name are told whole."""
    yield f"{found.project} from {found.start} to {found.end}, by {found.by}"
    yield found.summary
    told = [change for change in found if whole or change.anything]
    for change in told:
        yield ""
        yield from _change(change)
    if rest := [change for change in found if change not in told]:
        yield from ("", "For the rest we see no change:")
        yield from (f"  {change.title}  {_statuses(change)}" for change in rest)


def _statuses(change: Change) -> str:
    then, now = (f"[{painted(each.status_in_words, each.status)}]" for each in (change.before, change.after))
    return f"{then} then, {now} now"


def _change(change: Change) -> Iterator[str]:
    yield f"{change.title}  [{painted(change.verdict, COLOURS[change.verdict])}]"
    for finding in (change.before, change.after):
        yield f"  {finding.as_of}  [{painted(finding.status_in_words, finding.status)}] {finding.answer}"
    yield f"  {change.sentence}"
    if change.numbers:
        yield f"    {change.numbers}"
