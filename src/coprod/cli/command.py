"""The command as a whole: its parser, and how it ends."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from coprod.cli.options import Usage
from coprod.cli.terminal import complain, ready
from coprod.errors import CoprodError

__all__ = ["main"]

COMMANDS = (
    *("init", "show", "check", "compare", "trace", "share", "report", "explain", "mine", "withdraw", "forget"),
    *("import", "plugins"),
)
MODULES = {"import": "importing"}  # the modules that cannot be called as their command is
DONE, PROBLEMS, USAGE = 0, 1, 2
INTERRUPTED = 130  # what shells expect of a command that Ctrl-C ended

EPILOG = """\
exit codes: 0 done, 1 the input has problems, 2 wrong usage, 3 --fail-on was met
"""


def main(argv: Sequence[str] | None = None) -> int:
    """
    Run the command and return its exit code.

    Args:
        argv: The arguments after the command's name; by default those of the process.
    """
    ready()
    try:
        args = _parser(sys.argv[1:] if argv is None else argv).parse_args(argv)
    except SystemExit as stop:  # argparse has said what it had to say
        return stop.code if isinstance(stop.code, int) else USAGE
    return _ended(args)


def _ended(args: argparse.Namespace) -> int:
    try:
        code: int = args.run(args)
        sys.stdout.flush()
    except Usage as error:
        complain(f"coprod {args.command}: {error}")
        return USAGE
    except (CoprodError, OSError) as error:
        return _failed(error)
    except KeyboardInterrupt:
        complain("Stopped.")
        return INTERRUPTED
    return code


def _failed(error: CoprodError | OSError) -> int:
    if isinstance(error, BrokenPipeError):  # whoever read our output, such as `head`, has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    if isinstance(error, OSError) and not isinstance(error, CoprodError) and error.filename:
        complain(f"{error.filename}: {error.strerror}.")
    else:
        complain(str(error))
    return PROBLEMS


def _parser(argv: Sequence[str] = ()) -> argparse.ArgumentParser:
    """Return the parser of these arguments: with all commands, or with the one alone that they begin with."""
    parser = argparse.ArgumentParser(
        prog="coprod",
        description="Co-production projects: check who has a say, and share what each person allowed.",
        epilog=EPILOG,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action=Version, help="show the version and exit")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name in [name for name in COMMANDS if name in argv[:1]] or COMMANDS:
        import_module(f"coprod.cli.{MODULES.get(name, name)}").add(commands)
    return parser


class Version(argparse.Action):
    """`--version`: looked up when it is asked for, since the look-up is not free."""

    def __init__(self, option_strings: Sequence[str], dest: str, **options: object) -> None:
        super().__init__(option_strings, dest, nargs=0, help=str(options.get("help")))

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        """Print the version and exit."""
        from importlib.metadata import PackageNotFoundError, version

        try:
            found = version("coprod")
        except PackageNotFoundError:
            found = "(not installed)"
        print(f"coprod {found}")
        parser.exit()
