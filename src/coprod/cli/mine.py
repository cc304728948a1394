"""`coprod mine`: everything that is held about a partner, for that partner."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from coprod.cli.options import Usage, add_plugin
from coprod.cli.reading import read_project
from coprod.cli.terminal import progress, say

__all__ = ["add"]


def add(commands: Any) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "mine",
        help="everything that is held about a partner, to give to that partner",
        description="Print what a partner said and what became of it, who may see what, how to stop, everything else "
        "that is held, and every release that they are in. Give it to that partner, and to nobody else.",
        allow_abbrev=False,
    )
    parser.add_argument("project", metavar="PROJECT", help="a folder, a workbook or a JSON file")
    parser.add_argument("partner", metavar="PARTNER", help="the partner's id")
    parser.add_argument("--json", action="store_true", help="write it to stdout as JSON")
    parser.add_argument(
        "--receipt",
        choices=["text", "json"],
        metavar="HOW",
        help="only a receipt of what they answered, with the fields of ISO/IEC TS 27560: text or json",
    )
    add_plugin(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print what is held."""
    from coprod.app.people import held_about, receipt
    from coprod.consent.keeping import Keeping

    if args.json and args.receipt:
        raise Usage("--json is for everything that is held; for a receipt say --receipt json")
    project, registry = read_project(args.project, args.plugin)
    with progress(f"Gathering what {project.name} holds"):
        if args.receipt:
            found = receipt(project, args.partner)
            _print(found.to_dict() if args.receipt == "json" else found.to_text())
        else:
            held = held_about(project, args.partner, ledger=Keeping(args.project).ledger, registry=registry)
            _print(held.to_dict() if args.json else held.to_text())
    return 0


def _print(found: dict[str, Any] | str) -> None:
    if isinstance(found, str):
        for line in found.splitlines():
            say(line)
    else:
        ascii_only = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
        print(json.dumps(found, indent=2, ensure_ascii=ascii_only))
