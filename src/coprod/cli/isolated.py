"""
Writing a release in a process of its own: `coprod share --isolate`.

The format runs where the project never was: the child gets the serialised release, the format's name and
where to write, and nothing else. That keeps a careless format from what it was not given. It is no wall
against a hostile one: the child may do what the person who runs it may do.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coprod.errors import CoprodError, WriteFailed

if TYPE_CHECKING:
    from coprod.release import Release

__all__ = ["export_isolated"]


def export_isolated(
    release: Release, form: str, out: Path, options: Mapping[str, Any], plugins: Sequence[str]
) -> None:
    """
    Write a release in a child process.

    Raises:
        WriteFailed: the format failed, or the target cannot be written.
    """
    task = pickle.dumps((release, form, str(out), dict(options), tuple(plugins)))
    command = [sys.executable, "-m", "coprod.cli.isolated"]
    done = subprocess.run(command, input=task, stderr=subprocess.PIPE, check=False)  # noqa: S603  # our own
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["it said nothing"]
        raise WriteFailed(f"the format `{form}` failed, nothing was written: {said[-1]}")


def main() -> int:
    """Write what stands on stdin; what is wrong goes to stderr, in one line."""
    from coprod import app
    from coprod.registry import Registry

    release, form, out, options, plugins = pickle.load(sys.stdin.buffer)  # noqa: S301  # from our own parent
    try:
        app.export(release, Registry.load(*plugins).export_format(form), out, **options)
    except (CoprodError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
