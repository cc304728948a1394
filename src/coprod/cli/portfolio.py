"""`coprod check` of many projects: a table of what was found, and the projects of an area together."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from coprod.cli.options import Usage, known, request_of
from coprod.cli.terminal import complain, painted, progress, say
from coprod.cli.writing import write_json

if TYPE_CHECKING:
    from coprod.app.portfolio import Broken, Checked
    from coprod.app.rolling_up import Area
    from coprod.finding import Finding

__all__ = ["run", "table"]

PROBLEMS, FOUND = 1, 3
BESIDE = 5  # projects that stand beside one another
TITLE, WORD = 42, 15  # signs of a title and of a status, with the blank after them
LEAST = 2  # blanks between two columns


def run(args: argparse.Namespace) -> int:
    """Print what was found in many projects; a broken one is told on stderr, and the others go on."""
    _usage(args)
    found, broken = _areas(args) if args.audience else _projects(args)
    for one in broken:
        complain("\n".join(f"{one.path}: {line}" for line in one.problems.splitlines()))
    if args.json:
        write_json(args.json, [one.to_dict() for one in (*found, *broken)])
    if args.json != "-":
        for line in _report(found):
            say(line)
    if broken:  # what was not read may be anything
        return PROBLEMS
    return FOUND if any(finding.status == args.fail_on for one in found for finding in one.findings) else 0


def _usage(args: argparse.Namespace) -> None:
    from coprod.registry import Registry

    if args.names:
        raise Usage("--names goes with one project")
    if args.jobs < 1:
        raise Usage("--jobs is the number of processes: 1 or more")
    registry = Registry.load(*args.plugin)
    for name in args.only:
        known(registry.equality_check, name)


def _projects(args: argparse.Namespace) -> tuple[Sequence[Checked], Sequence[Broken]]:
    from coprod.app.portfolio import Broken, Checked, check_all

    with progress(f"Checking {len(args.projects)} projects"):
        done = check_all(
            args.projects, by=args.by, only=args.only, as_of=args.as_of, plugins=args.plugin, jobs=args.jobs
        )
    return [one for one in done if isinstance(one, Checked)], [one for one in done if isinstance(one, Broken)]


def _areas(args: argparse.Namespace) -> tuple[Sequence[Area], Sequence[Broken]]:
    from coprod.app.portfolio import Broken
    from coprod.app.rolling_up import Area, roll_up

    with progress(f"Counting {len(args.projects)} projects"):
        done = roll_up(args.projects, request_of(args), by=args.by, only=args.only, plugins=args.plugin, jobs=args.jobs)
    return [one for one in done if isinstance(one, Area)], [one for one in done if isinstance(one, Broken)]


def _report(found: Sequence[Checked | Area]) -> Iterator[str]:
    from coprod.app.rolling_up import Area
    from coprod.cli.findings import lines

    together = [one for one in found if isinstance(one, Area)]
    for area in together:
        yield from lines(area.findings)
        for check, why in area.left_out.items():
            yield f"Not counted for {check}: {'; '.join(why)}"
        yield ""
    alone = [one for one in found if not isinstance(one, Area)]
    if alone:
        yield from table(alone)
        yield ""
        yield "For one project in full: coprod check PROJECT"


def table(found: Sequence[Checked]) -> Iterator[str]:
    """Yield the projects under numbers, and a line for each check with its status in each; so many at a time."""
    width = len(str(len(found)))
    for number, one in enumerate(found, 1):
        area = f", {one.area}" if one.area else ""
        yield f"{number:>{width}}  {one.findings.project}{area} ({one.path})"
    for start in range(0, len(found), BESIDE):
        part = found[start : start + BESIDE]
        yield ""
        yield _line("", [f"{number}" for number in range(start + 1, start + 1 + len(part))])
        for check, title in _titles(part).items():
            yield _line(title, [_status(one.findings, check) for one in part])


def _titles(found: Iterable[Checked]) -> dict[str, str]:
    return {finding.check: finding.title or finding.check for one in found for finding in one.findings}


def _status(findings: Iterable[Finding], check: str) -> tuple[str, str]:
    return next(((one.status_in_words, one.status) for one in findings if one.check == check), ("not asked", ""))


def _line(title: str, words: Iterable[str | tuple[str, str]]) -> str:
    cells = [_fitted(title, TITLE)]
    for word in words:
        text, status = (word, "") if isinstance(word, str) else word
        cells.append(painted(_fitted(text, WORD), status) if status else _fitted(text, WORD))
    return "".join(cells).rstrip()


def _fitted(text: str, width: int) -> str:
    """Return text in so many signs, cut where it is longer."""
    room = width - LEAST + 1
    return (text if len(text) <= room else f"{text[: room - 3]}...").ljust(width)
