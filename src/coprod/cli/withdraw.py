"""`coprod withdraw`: someone takes back what they allowed."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from coprod.cli.options import Usage
from coprod.cli.terminal import complain, say

__all__ = ["add"]


def add(commands: Any) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "withdraw",
        help="take back everything that a partner allowed",
        description="Add one row to consents.csv: from today on nothing about this partner leaves. "
        "Works whatever else in the project is broken.",
        allow_abbrev=False,
    )
    parser.add_argument("project", type=Path, metavar="PROJECT", help="the folder of the project")
    parser.add_argument("partner", metavar="PARTNER", help="the partner's id")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Add the row."""
    from coprod.formats.withdrawal import withdraw_in_folder

    _folder_of_csv(args.project, args.partner)
    done = withdraw_in_folder(args.project, args.partner, now=datetime.now(UTC))
    row = ", ".join(f"{column} `{value}`" for column, value in done.row.items())
    say(f"{done.partner} has withdrawn: from {done.on} on nothing about them leaves.")
    say(f"One row was added at the end of {done.path}: {row}.")
    say("What was shared before cannot be called back. Tell those who have it.")
    if not done.read_back:
        complain(
            f"{done.path}: the row is at the end, and something before it cannot be read, such as a quote "
            "that was left open. Nothing can be shared until that is mended."
        )
    return 0


def _folder_of_csv(project: Path, partner: str) -> None:
    """Hold that the project is a folder of CSV: no other file can take a row at its end."""
    by_hand = f"add a row to its consents: who `{partner}`, status `withdrawn`, on today's date"
    if project.is_file():
        raise Usage(f"{project} is one file, and this command works on a folder of CSV files: {by_hand}")
    if (project / "consents.parquet").exists():
        raise Usage(f"{project} keeps its consents in Parquet, and this command works on CSV files: {by_hand}")
