"""
The `coprod` command.

One module per command. Each says its options and what it does; whatever is slow to import is imported when
the command runs, so that `coprod --help` answers at once.

Exit codes: 0, done, whatever the findings; 1, the input has problems, all of them on stderr, one a line;
2, wrong usage; 3, what `--fail-on` names was found. Results go to stdout, progress to stderr.
"""

from coprod.cli.command import main

__all__ = ["main"]
