"""`coprod forget`: take someone out of a project."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coprod.cli.options import add_plugin
from coprod.cli.terminal import complain, progress, say
from coprod.errors import InvalidInput

if TYPE_CHECKING:
    from coprod.app.forgetting import Erasure, Held

__all__ = ["add"]

PROBLEMS = 1


def add(commands: Any) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "forget",
        help="take a partner, and all that is about them, out of the project",
        description="Take a partner, and all that is about them, out of the project's files, and keep them from "
        "coming back. Lists the releases that hold them, and where others' words may still name them.",
        allow_abbrev=False,
    )
    parser.add_argument("project", metavar="PROJECT", help="a folder, a workbook or a JSON file")
    parser.add_argument("partner", metavar="PARTNER", help="the partner's id")
    add_plugin(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Forget, and say what is left to do."""
    from coprod.app.forgetting import forget
    from coprod.formats.project_files import plugins_of
    from coprod.registry import Registry

    try:
        registry = Registry.load(*plugins_of(args.project), *args.plugin)
        with progress(f"Taking {args.partner} out of {args.project}"):
            done = forget(args.project, args.partner, registry=registry)
    except InvalidInput as error:
        complain(str(error))
        if Path(args.project).exists():
            complain(_meanwhile(args.project, args.partner))
        return PROBLEMS
    for line in _lines(done, args.project):
        say(line)
    return 0


def _meanwhile(project: str, partner: str) -> str:
    """Return what works whatever is broken."""
    if Path(project).suffix in {".xlsx", ".json", ".duckdb"}:
        how = f"add a row to its consents: who `{partner}`, status `withdrawn`, on today's date"
        return f"Nobody was forgotten. Mend this first. Until then, so that nothing about them leaves, {how}."
    command = f"coprod withdraw {project} {partner}"
    return (
        f"Nobody was forgotten. Mend this first. `{command}` works whatever is broken: nothing about them leaves then."
    )


def _lines(done: Erasure, project: str) -> Iterator[str]:
    if done.already:
        yield f"{done.partner} was forgotten on {done.on}. There was nothing more to take out."
    else:
        yield f"{done.partner} is forgotten: what was about them is out of {project}."
        yield f"Written anew: {', '.join(done.files)}."
    if done.releases:
        yield "These releases hold them, and cannot be called back. Tell those who have them:"
        yield from (f"  {_released(held)}" for held in done.releases)
    else:
        yield "No release that is listed has them by name, by pseudonym or in words."
    if done.places:
        yield "What others wrote stays. It may still name them here, so look:"
        yield from (f"  {place}" for place in done.places)
    yield "Backups are yours to look after."


def _released(held: Held) -> str:
    entry, how = held.entry, HOW.get(held.how, f"as {held.how}")
    files = ", ".join(f"{file.out} ({file.form})" for file in held.files) or "no file is listed"
    return f"{entry.release} of {entry.at[:10]}, to {', '.join(entry.audiences)} for {entry.purpose}, {how}: {files}"


HOW = {"name": "by name", "words": "in words, without a name"}
