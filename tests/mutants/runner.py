"""
Runs named tests with one leak put in, each in a process of its own.

A server loads what tests need, but nothing of coprod, and forks for every mutant. The new process serves the changed
source when its module is imported, and runs the named test. So a change also reaches what is made at import: columns,
constants, specs that another module holds. Nothing is written to the files, and a mutant cannot disturb the next.

`python -m tests.mutants.runner` is the server: a job as a line of JSON in, a verdict as a line of JSON out.
"""

from __future__ import annotations

import gc
import importlib
import importlib.abc
import importlib.machinery
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import PurePosixPath
from types import CodeType, ModuleType
from typing import IO, Any

import attrs
from tests.mutants.listed import ROOT, Mutant, changed

__all__ = ["BROKEN", "CAUGHT", "SURVIVED", "Runner", "Verdict", "running"]

CAUGHT, SURVIVED, BROKEN = "caught", "survived", "broken"
SECONDS = 60  # after which a test that does not end is given up
LOADED = ("pytest", "hypothesis.strategies", "attrs", "narwhals", "networkx", "pluggy", "xml.etree.ElementTree")
"""What is loaded before the first fork. Not Polars: its threads would not be there in the new process."""
SLIPS = {
    *(NameError, UnboundLocalError, SyntaxError, IndentationError),
    *(ImportError, ModuleNotFoundError, AttributeError, TypeError),
}
"""How a test ends where the mutant is no leak but nonsense."""
QUIET = ("-q", "-x", "-p", "no:cacheprovider", "--assert=plain", "--tb=short", "--no-header")
NOT_OURS = ("COV", "COVERAGE", "PYTEST", "CI")  # what others of the same process tell their children


@attrs.frozen
class Verdict:
    """
    How the tests ended.

    Attributes:
        outcome: `caught` where a test failed, `survived` where all passed, `broken` where neither can be said.
        said: Why, for whoever has to mend it.
    """

    outcome: str
    said: str = ""


class Runner:
    """Has tests run by a server, with a leak or without."""

    def __init__(self, server: subprocess.Popen[str]) -> None:
        self.server = server

    def catch(self, mutant: Mutant) -> Verdict:
        """Return whether the test that a mutant names fails with the mutant in."""
        try:
            source = changed(mutant)
        except (OSError, ValueError, SyntaxError) as error:
            return Verdict(BROKEN, f"{type(error).__name__}: {error}")
        return self._ask(tests=[mutant.killed_by], file=mutant.file, source=source)

    def run(self, tests: Sequence[str]) -> Verdict:
        """Return how tests end with nothing changed: they should all pass, and none be skipped."""
        return self._ask(tests=list(tests), file="", source="")

    def _ask(self, **job: Any) -> Verdict:
        assert self.server.stdin is not None
        assert self.server.stdout is not None
        self.server.stdin.write(json.dumps(job) + "\n")
        self.server.stdin.flush()
        return Verdict(**json.loads(self.server.stdout.readline()))


@contextmanager
def running() -> Iterator[Runner]:
    """Start a server, and end it at the end of the block."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(NOT_OURS)}
    paths = os.pathsep.join(path for path in (str(ROOT), os.environ.get("PYTHONPATH")) if path)
    ours = {"PYTHONPATH": paths, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "HYPOTHESIS_PROFILE": "mutants"}
    command = [sys.executable, "-m", "tests.mutants.runner"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with (
        tempfile.TemporaryDirectory(prefix="coprod-mutants-") as cache,
        subprocess.Popen(command, cwd=ROOT, env=kept | ours | _bytecode(cache), **pipes) as server,
    ):
        yield Runner(server)


def _bytecode(cache: str) -> dict[str, str]:
    """Let what is compiled be kept for the next mutant, where the system would not keep it."""
    return {"PYTHONPYCACHEPREFIX": cache, "PYTHONDONTWRITEBYTECODE": ""} if sys.dont_write_bytecode else {}


class Served(importlib.machinery.SourceFileLoader):
    """Loads a module from a source of its own."""

    source = ""
    used = False

    def get_code(self, fullname: str) -> CodeType:
        """Compile the source, whatever is kept in a cache."""
        type(self).used = True
        return compile(self.source, self.get_filename(fullname), "exec", dont_inherit=True)


class Changed(importlib.abc.MetaPathFinder):
    """Finds the one module that is changed."""

    def __init__(self, file: str) -> None:
        path = PurePosixPath(file).with_suffix("")
        parts = path.parts[path.parts.index("src") + 1 :]
        self.name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Return where the changed module is; of any other, nothing."""
        if fullname != self.name:
            return None
        found = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if found and found.origin:
            found.loader = Served(fullname, found.origin)
        return found


class Watch:
    """Sees how tests end."""

    def __init__(self) -> None:
        self.passed, self.skipped = 0, 0
        self.failures: list[BaseException] = []

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Count what passed and what was skipped."""
        self.passed += report.when == "call" and report.passed
        self.skipped += report.skipped

    def pytest_exception_interact(self, call: Any, report: Any) -> None:
        """Keep what ended a test."""
        if getattr(report, "when", "") == "call":
            self.failures += leaves(call.excinfo.value)


def leaves(error: BaseException) -> Iterator[BaseException]:
    """Yield an error, or those that it groups."""
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from leaves(one)
    else:
        yield error


def serve(jobs: IO[str], verdicts: IO[str]) -> None:
    """Do jobs until there are no more."""
    for module in LOADED:
        importlib.import_module(module)
    _profile()
    gc.freeze()  # what is loaded stays shared with the new processes,
    gc.disable()  # which end before there is anything to collect
    for line in jobs:
        verdicts.write(json.dumps(attrs.asdict(_forked(json.loads(line)))) + "\n")
        verdicts.flush()


def _profile() -> None:
    """Let Hypothesis try the same examples each time, and not look for smaller ones."""
    from hypothesis import HealthCheck, Phase, settings

    settings.register_profile(
        "mutants",
        max_examples=100,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


def _forked(job: dict[str, Any]) -> Verdict:
    """Do a job in a process of its own."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.close(read)
        _child(job, write)
    os.close(write)
    with os.fdopen(read, encoding="utf-8") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    if said:
        return Verdict(**json.loads(said))
    return Verdict(BROKEN, f"the test ended its process or took more than {SECONDS} seconds (status {status})")


def _child(job: dict[str, Any], write: int) -> None:
    """Do a job, write its verdict, and end this process, whatever happens."""
    try:
        signal.alarm(SECONDS if job["source"] else 10 * SECONDS)
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as out:
            for stream in (1, 2):
                os.dup2(out.fileno(), stream)
            verdict = _judged(job)
            sys.stdout.flush()
            out.seek(0)
            said = verdict.said if verdict.outcome == CAUGHT else f"{verdict.said}\n{out.read()[-2000:]}"
        with os.fdopen(write, "w", encoding="utf-8") as pipe:
            json.dump({"outcome": verdict.outcome, "said": said}, pipe)
    finally:
        os._exit(0)


def _judged(job: dict[str, Any]) -> Verdict:
    """Run the tests with the changed source in place."""
    import pytest

    if job["source"]:
        Served.source = job["source"]
        sys.meta_path.insert(0, Changed(job["file"]))
    watch = Watch()
    code = pytest.main([*QUIET, *job["tests"]], plugins=[watch])
    if code == pytest.ExitCode.OK:
        return _survived(watch, job)
    if code != pytest.ExitCode.TESTS_FAILED or not watch.failures:
        return Verdict(BROKEN, f"pytest could not run the test: {code!r}")
    if all(type(error) in SLIPS for error in watch.failures):
        return Verdict(BROKEN, f"the test did not see a leak but a slip: {watch.failures[0]!r}")
    return Verdict(CAUGHT, type(watch.failures[0]).__name__)


def _survived(watch: Watch, job: dict[str, Any]) -> Verdict:
    if watch.skipped or watch.passed < len(job["tests"]):
        return Verdict(BROKEN, f"{watch.passed} passed and {watch.skipped} were skipped: that says nothing")
    if job["source"] and not Served.used:
        return Verdict(SURVIVED, "the test does not load the changed file")
    return Verdict(SURVIVED, "the test passes with the leak in")


if __name__ == "__main__":
    serve(sys.stdin, os.fdopen(os.dup(1), "w", encoding="utf-8"))
