"""`coprod trace`: what became of a view, and what is behind a decision or a goal."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from coprod.cli.findings import names_of
from coprod.cli.options import Usage, add_met, add_plugin, day, request_of
from coprod.cli.reading import read_project
from coprod.cli.terminal import progress, remark, say
from coprod.cli.writing import write_json
from coprod.markup import on_one_line

if TYPE_CHECKING:
    from coprod.project import Project
    from coprod.registry import Registry
    from coprod.tracing import Trace
    from coprod.tracing.telling import Entry, Section

__all__ = ["add"]


def add(commands: Any) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "trace",
        help="follow a view to what became of it, and a decision or a goal back to the views behind it",
        description="Follow what led to what, onward and back, for the stewards. Without REF: the views that nobody "
        "answered, and the decisions, goals and outcomes with no view behind them. With --audience and --purpose: "
        "only what may leave, to show in a room.",
        allow_abbrev=False,
    )
    parser.add_argument("project", metavar="PROJECT", help="a folder, a workbook or a JSON file")
    parser.add_argument(
        "ref",
        metavar="REF",
        nargs="?",
        help="a view, space, decision or goal, such as view:v12, or its id alone where only one kind has it",
    )
    parser.add_argument("--as-of", type=day, metavar="D", help="as the project was at the end of this day")
    parser.add_argument("--audience", action="append", default=[], metavar="A", help="who will see it")
    parser.add_argument("--purpose", metavar="P", help="what it is shown for")
    add_met(parser)
    parser.add_argument("--names", action="store_true", help="say who said it; for stewards only")
    parser.add_argument("--json", metavar="FILE", help="write it to FILE as JSON, `-` for stdout")
    add_plugin(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the trace, or the loose ends."""
    _usage(args)
    project, registry = read_project(args.project, args.plugin)
    with progress(f"Following what led to what in {project.name}"):
        found = _traced(args, project, registry) if args.ref else _loose(args, project)
    if args.json:
        write_json(args.json, found.to_dict())
    if args.json != "-":
        names = names_of(project) if args.names else {}
        for line in _lines(args, project, found.answer if args.ref else "", found.sections(), names):
            say(line)
    return 0


def _usage(args: argparse.Namespace) -> None:
    if bool(args.audience) != bool(args.purpose):
        raise Usage("--audience and --purpose go together: who will see it, and what for")
    if args.names and args.audience:
        raise Usage("--names is for stewards, and cannot go with --audience")
    if args.audience and not args.ref:
        raise Usage(
            "with --audience say which view, space, decision or goal: what may leave does not tell what is open"
        )


def _traced(args: argparse.Namespace, project: Project, registry: Registry) -> Trace:
    from coprod import app
    from coprod.consent.keeping import Keeping

    if not args.audience:
        return app.trace(_then(args, project), args.ref)
    kept = Keeping(args.project)
    release = app.share(
        project, request_of(args), registry=registry, secret=kept.secret, ledger=kept.ledger, tell=remark
    )
    return app.trace(release, args.ref)


def _then(args: argparse.Namespace, project: Project) -> Project:
    return project if args.as_of is None else project.at(args.as_of)


def _loose(args: argparse.Namespace, project: Project) -> Any:
    from coprod.tracing import loose_ends

    return loose_ends(_then(args, project))


def _lines(
    args: argparse.Namespace, project: Project, answer: str, sections: Iterable[Section], names: dict[str, str]
) -> Iterator[str]:
    yield f"{project.name} as of {args.as_of}" if args.as_of else project.name
    if answer:
        yield answer
    for section in sections:
        yield ""
        if section.title:
            yield section.title
        if not section.entries:
            yield f"  {section.nothing}"
        for entry in section.entries:
            yield from _entry(entry, names)


def _entry(entry: Entry, names: dict[str, str]) -> Iterator[str]:
    yield f"  {entry.head}{f': {on_one_line(entry.words)}' if entry.words else ''}"
    yield from (f"    {on_one_line(detail)}" for detail in entry.details)
    if names and entry.who:
        yield f"    said by: {', '.join(names.get(who, who) for who in entry.who)}"
