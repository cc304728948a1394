"""The process of the `coprod` command, which is also `python -m coprod`."""

import gc
import sys

SELDOM = (50_000, 20, 100)  # how often garbage is looked for: a command is over before it leaves much


def command() -> int:
    """
    Run the command in a process of its own, and return its exit code.

    What is imported and read lives until the end, so that looking for garbage in it finds none: without these two
    lines a check of a small project takes a tenth longer, most of it while Python takes itself apart.
    """
    gc.set_threshold(*SELDOM)
    from coprod.cli import main

    code = main()
    gc.freeze()
    return code


if __name__ == "__main__":
    sys.exit(command())
