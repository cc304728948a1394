"""`coprod report`: a page that everyone round the table can read, of what each person allowed."""

from __future__ import annotations

import argparse
from typing import Any

from coprod.cli import share
from coprod.errors import PluginMissing

__all__ = ["add"]

PLUGIN = "coprod-report"  # the package that makes the page
FORMS = {".html": "html", ".htm": "html", ".md": "markdown", ".markdown": "markdown", "": "tables"}


def add(commands: Any) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "report",
        help="write a page that everyone can read, for a purpose and an audience",
        description="Write a page about the project, of what each person allowed, for this purpose, to this audience, "
        "as of now. It needs the package coprod-report. The same as `share --plugin coprod-report --format html`.",
        allow_abbrev=False,
    )
    share.add_what(parser)
    parser.add_argument(
        "--format",
        choices=sorted(set(FORMS.values())),
        metavar="F",
        help="html, markdown, or tables: a folder of CSV (default: as FILE ends, and else html)",
    )
    share.add_how(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the page."""
    _installed()
    args.format = args.format or FORMS.get(args.out.suffix.lower(), "html")
    args.plugin = [PLUGIN, *args.plugin]
    return share.run(args)


def _installed() -> None:
    """Hold that what makes the page is there."""
    from coprod.registry.installed import installed

    if not any(plugin.answers_to(PLUGIN) for plugin in installed()):
        raise PluginMissing(
            f"the page is made by the plugin `{PLUGIN}`, which is not installed. Try: pip install {PLUGIN}"
        )
