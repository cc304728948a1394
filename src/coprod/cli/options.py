"""What several commands take: dates, `--set`, `--plugin`, `--by`, `--engine`; and what wrong usage is."""

from __future__ import annotations

import argparse
import inspect
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from coprod.errors import NotFound, did_you_mean

if TYPE_CHECKING:
    from coprod.project import Project
    from coprod.request import Request

__all__ = [
    "Usage",
    "add_by",
    "add_engine",
    "add_met",
    "add_plugin",
    "add_request",
    "add_set",
    "day",
    "known",
    "known_grouping",
    "on_engine",
    "options_for",
    "request_of",
]

YES_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


class Usage(Exception):
    """The command was called in a way that cannot work: exit code 2."""


def day(text: str) -> date:
    """Return the date that an option gives."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"found `{text}`, expected a date such as 2019-02-28") from None


def add_by(parser: argparse.ArgumentParser) -> None:
    """Add `--by`."""
    parser.add_argument(
        "--by",
        default="here_as",
        metavar="GROUPING",
        help="here_as, sector, kind, area, team or characteristic:NAME (default: here_as)",
    )


def add_engine(parser: argparse.ArgumentParser) -> None:
    """Add `--engine`."""
    parser.add_argument(
        "--engine",
        choices=["polars", "duckdb", "spark"],
        metavar="E",
        help="what computes it: polars, duckdb or spark (default: what the project is read into, polars)",
    )


def on_engine(project: Project, args: argparse.Namespace) -> Project:
    """Return the project on the engine that `--engine` names."""
    return project.on(args.engine) if args.engine else project


def add_request(parser: argparse.ArgumentParser) -> None:
    """Add what a command needs that cannot go without a request: audiences, purpose, day, and what else it says."""
    parser.add_argument(
        "--audience", action="append", required=True, metavar="A", help="who would see it; may be repeated"
    )
    parser.add_argument("--purpose", required=True, metavar="P", help="what it would be shared for")
    parser.add_argument("--as-of", type=day, metavar="D", help="the data as it was at the end of this day")
    add_met(parser)


def add_met(parser: argparse.ArgumentParser) -> None:
    """Add what a request says beside purpose and audience: conditions that were met, partners who will get it."""
    parser.add_argument(
        "--met",
        action="append",
        default=[],
        metavar="CONDITION",
        help="a condition that was met, such as show_me_first where everybody was shown; may be repeated",
    )
    parser.add_argument(
        "--recipient",
        action="append",
        metavar="ID",
        help="a partner who will get it, where the audience is the partners; may be repeated (default: all)",
    )


def request_of(args: argparse.Namespace) -> Request:
    """Return the request that the options make."""
    from coprod.request import Request

    return Request(args.purpose, args.audience, as_of=args.as_of, honours=args.met, recipients=args.recipient)


def add_plugin(parser: argparse.ArgumentParser) -> None:
    """Add `--plugin`."""
    parser.add_argument("--plugin", action="append", default=[], metavar="NAME", help="load an installed plugin too")


def add_set(parser: argparse.ArgumentParser, whose: str) -> None:
    """Add `--set`."""
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        type=_pair,
        dest="settings",
        metavar="NAME=VALUE",
        help=f"an option of the {whose}",
    )


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise argparse.ArgumentTypeError(f"found `{text}`, expected NAME=VALUE")
    return name.strip().replace("-", "_"), value


def known(find: Callable[[str], Any], name: str) -> Any:
    """Return what a registry has of this name; asking for something else is wrong usage."""
    try:
        return find(name)
    except NotFound as error:
        raise Usage(str(error)) from None


def options_for(function: Callable[..., Any], pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """
    Return the options that `--set` gives to a reader or a format: keyword-only parameters with a default.

    Each value is read as the type of the default.

    Raises:
        Usage: there is no such option, or the value is not of its type.
    """
    defaults = {
        name: parameter.default
        for name, parameter in inspect.signature(function).parameters.items()
        if parameter.kind is parameter.KEYWORD_ONLY and parameter.default is not parameter.empty
    }
    return {name: _value(name, value, defaults) for name, value in pairs}


def _value(name: str, text: str, defaults: Mapping[str, Any]) -> Any:
    if name not in defaults:
        there = f"There are: {', '.join(sorted(defaults))}." if defaults else "It has none."
        raise Usage(f"there is no option `{name}`. {did_you_mean(name, defaults) or there}")
    default = defaults[name]
    try:
        if isinstance(default, bool):
            return YES_NO[text.strip().lower()]
        return type(default)(text) if isinstance(default, int | float) else text
    except (KeyError, ValueError):
        wanted = "yes or no" if isinstance(default, bool) else "a number"
        raise Usage(f"option `{name}`: found `{text}`, expected {wanted}") from None


def known_grouping(by: str) -> None:
    """Hold that there is such a grouping."""
    from coprod.equality.grouping import CHARACTERISTIC, GROUPINGS

    if by not in GROUPINGS and by.removeprefix(CHARACTERISTIC) in {by, ""}:
        there = ", ".join([*GROUPINGS, f"{CHARACTERISTIC}NAME"])
        raise Usage(f"there is no grouping `{by}`. {did_you_mean(by, GROUPINGS) or f'There are: {there}.'}")
