"""`coprod init`: the sheets of a new project."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from coprod.cli.options import Usage
from coprod.cli.terminal import say
from coprod.errors import NotFound

__all__ = ["add"]

PROJECT = {"coprod.toml", "project.xlsx"}  # what makes a folder a project's


def add(commands: Any) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "init",
        help="start a project: empty sheets to fill in",
        description="Write coprod.toml, eight empty sheets and COLUMNS.md, which explains each column.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "folder",
        type=Path,
        metavar="FOLDER",
        help="a folder that is new or empty, or a project that wants another sheet",
    )
    parser.add_argument(
        "--with",
        action="append",
        default=[],
        dest="kinds",
        metavar="KIND",
        help="another sheet, such as strength; may be repeated",
    )
    parser.add_argument("--workbook", action="store_true", help="one Excel workbook in place of CSV files")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the folder."""
    from coprod.formats.starter import write_starter

    before = _there(args.folder)
    try:
        write_starter(args.folder, args.kinds, workbook=args.workbook)
    except NotFound as error:
        raise Usage(str(error)) from None
    new = sorted(_there(args.folder) - before)
    say(f"{args.folder}: {', '.join(new) or 'all of it was there already'}")
    if not before:
        say("Begin with the partners. COLUMNS.md says what each column is for.")
    return 0


def _there(folder: Path) -> set[str]:
    """Return the files of a folder that is new, empty, or a project's: into no other anything is put."""
    if not folder.exists():
        return set()
    files = {path.name for path in folder.iterdir()} if folder.is_dir() else {folder.name}
    if files and not files & PROJECT:
        raise Usage(f"{folder} holds something else, expected a folder that is new, empty or a project")
    return files
