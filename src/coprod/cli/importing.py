"""`coprod import`: make a project of someone else's files."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from coprod.cli.options import Usage, add_plugin, add_set, known, options_for
from coprod.cli.terminal import counted, progress, say

__all__ = ["add"]


def add(commands: Any) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "import",
        help="make a project of someone else's files",
        description="Read files with a reader such as polis, check every row, and save a project.",
        allow_abbrev=False,
    )
    parser.add_argument("reader", metavar="READER", help="such as polis; `coprod plugins` lists them")
    parser.add_argument("source", metavar="SOURCE", help="the file or folder to read")
    parser.add_argument("out", type=Path, metavar="OUT", help="a new folder, .xlsx or .json")
    add_set(parser, "reader")
    add_plugin(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Read, check and save."""
    from coprod import app
    from coprod.registry import Registry

    registry = Registry.load(*args.plugin)
    options = options_for(known(registry.reader, args.reader).read, args.settings)
    if args.out.exists() and not (args.out.is_dir() and not any(args.out.iterdir())):
        raise Usage(f"{args.out} is there already, and is not overwritten")
    with progress(f"Reading {args.source}"):
        project = app.read(args.source, reader=args.reader, registry=registry, **options)
    with progress(f"Writing {args.out}"):
        app.save(project, args.out)
    counts = [(project.count(kind), kind) for kind in project.kinds]
    say(f"{args.out}: {counted(counts) or 'nothing'}")
    return 0
