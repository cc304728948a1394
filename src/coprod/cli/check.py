"""`coprod check`: does everyone have a say?"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from coprod.cli.options import (
    Usage,
    add_by,
    add_engine,
    add_met,
    add_plugin,
    day,
    known,
    known_grouping,
    on_engine,
    request_of,
)
from coprod.cli.reading import read_project
from coprod.cli.terminal import progress, remark, say
from coprod.cli.writing import write_json

if TYPE_CHECKING:
    from coprod.equality.check import EqualityCheck
    from coprod.finding import Findings
    from coprod.project import Project
    from coprod.registry import Registry

__all__ = ["add"]

FOUND = 3


def add(commands: Any) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "check",
        help="ask who has a say, who is heard, whom we have not reached",
        description="Ask the checks of the whole project, for its stewards. "
        "With --audience and --purpose: only of what may leave, to show in a room. "
        "Of several projects: a table, or with --audience the projects of an area together.",
        allow_abbrev=False,
    )
    parser.add_argument("projects", metavar="PROJECT", nargs="+", help="folders, workbooks or JSON files")
    add_by(parser)
    parser.add_argument("--as-of", type=day, metavar="D", help="as the project was at the end of this day")
    parser.add_argument("--only", action="append", default=[], metavar="CHECK", help="only this check; may be repeated")
    parser.add_argument("--audience", action="append", default=[], metavar="A", help="who will see it")
    parser.add_argument("--purpose", metavar="P", help="what it is shown for")
    add_met(parser)
    parser.add_argument("--names", action="store_true", help="say whom a finding is about; for stewards only")
    parser.add_argument("--json", metavar="FILE", help="write the findings to FILE as JSON, `-` for stdout")
    parser.add_argument("--fail-on", choices=["uneven"], metavar="uneven", help="exit 3 if any finding is this")
    add_engine(parser)
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="processes for several projects (default: 1)")
    add_plugin(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the findings."""
    _usage(args)
    if len(args.projects) > 1:
        from coprod.cli import portfolio

        return portfolio.run(args)
    project, registry = read_project(args.projects[0], args.plugin)
    checks = _checks(args.only, registry)
    with progress(f"Checking {project.name}"):
        findings = _findings(args, on_engine(project, args), registry, checks)
    if args.json:
        write_json(args.json, findings.to_dict())
    if args.json != "-":
        _print(findings, project, names=args.names)
    return FOUND if any(finding.status == args.fail_on for finding in findings) else 0


def _usage(args: argparse.Namespace) -> None:
    known_grouping(args.by)
    if bool(args.audience) != bool(args.purpose):
        raise Usage("--audience and --purpose go together: who will see it, and what for")
    if args.names and args.audience:
        raise Usage("--names is for stewards, and cannot go with --audience")


def _checks(names: list[str], registry: Registry) -> tuple[EqualityCheck, ...]:
    if names:
        return tuple(known(registry.equality_check, name) for name in dict.fromkeys(names))
    return tuple(check.spec for check in registry.equality_checks.values())


def _findings(
    args: argparse.Namespace, project: Project, registry: Registry, checks: tuple[EqualityCheck, ...]
) -> Findings:
    from coprod import app

    if not args.audience:
        return app.check(project, by=args.by, only=checks, as_of=args.as_of, registry=registry)
    from coprod.consent.keeping import Keeping

    kept = Keeping(args.projects[0])
    release = app.share(
        project,
        request_of(args),
        checks=checks,
        by=args.by,
        registry=registry,
        secret=kept.secret,
        ledger=kept.ledger,
        tell=remark,
    )
    return release.findings


def _print(findings: Findings, project: Project, *, names: bool) -> None:
    from coprod.cli.findings import lines

    for line in lines(findings, project if names else None):
        say(line)
