"""`coprod plugins`: what there is, and who brought it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from coprod.cli.options import add_plugin
from coprod.cli.terminal import say

__all__ = ["add"]


def add(commands: Any) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "plugins",
        help="list rules, checks, formats, readers and record kinds, and who brought each",
        description="List coprod itself and every installed plugin: active, failed and why, or blocked, "
        "since nothing names it. A plugin that nothing names is not run; its source says what it brings.",
        allow_abbrev=False,
    )
    parser.add_argument("project", nargs="?", type=Path, metavar="PROJECT", help="load the plugins that it names")
    parser.add_argument("--json", action="store_true", help="as JSON")
    add_plugin(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the list."""
    from coprod.registry import Registry

    listing = Registry.load(*_named(args.project), *args.plugin, required=False).listing()
    if args.json:
        print(json.dumps(listing, indent=2))
    else:
        for line in _lines(listing):
            say(line)
    return 0


def _named(project: Path | None) -> tuple[str, ...]:
    """Return the plugins that a project names; its tables are not read."""
    if project is None:
        return ()
    from coprod.formats.project_files import read_settings

    return read_settings(project)[1].plugins


def _lines(listing: list[dict[str, Any]]) -> Iterator[str]:
    from coprod.registry import Provider

    for plugin in listing:
        provider = Provider(plugin["name"], plugin["distribution"], plugin["version"])
        why = f", {plugin['why']}" if plugin["why"] else ""
        yield f"{provider}: {plugin['status']}{why}"
        yield from _families(plugin)


def _families(plugin: Mapping[str, Any]) -> Iterator[str]:
    from coprod.registry import FAMILIES

    for family in FAMILIES:
        if plugin[family]:
            yield f"  {family.replace('_', ' ')}: {', '.join(plugin[family])}"
