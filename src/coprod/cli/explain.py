"""`coprod explain`: why what may leave, and what may not."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from coprod.cli.options import Usage, add_plugin, add_request, request_of
from coprod.cli.reading import read_project
from coprod.cli.terminal import progress, remark, say

if TYPE_CHECKING:
    from coprod.consent.explanation import Explained, Explanation, PartExplained, Tally

__all__ = ["add"]

LEVELS = {
    "share": "may be shown",
    "pseudonymise": "may be shown under a made-up name",
    "count": "may be counted, and no more",
    "withhold": "may not leave",
}
TRACKS = {"own": "", "others": ", through someone else"}
STOPS = {
    "lapsed": "its last day has passed",
    "authority_ended": "the right to answer for them has ended",
    "lacks_capacity": "they could not decide this alone",
    "condition_unmet": "a condition is not met",
    "joined_later": "someone who would get it joined later",
    "not_explicit": "it is not explicit, as special-category data needs",
    "not_yet_on_form": "the statement is not on the form yet",
    "only_asked": "neither yes nor no",
}


def add(commands: Any) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "explain",
        help="say why something may leave, or may not",
        description="Say how openly each part of a row may leave, and every reason. For the stewards, and never for "
        "the audience. It shows nothing of what stands in the rows.",
        allow_abbrev=False,
    )
    parser.add_argument("project", metavar="PROJECT", help="a folder, a workbook or a JSON file")
    add_request(parser)
    parser.add_argument("--partner", metavar="ID", help="only the rows about this partner")
    parser.add_argument("--about", metavar="REF", help="only this row, such as view:v12")
    parser.add_argument("--json", action="store_true", help="write it to stdout as JSON")
    add_plugin(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the reasons."""
    from coprod.app.people import explain

    if args.partner is not None and args.about is not None:
        raise Usage("--partner and --about exclude each other: explain one partner or one row")
    project, registry = read_project(args.project, args.plugin)
    request = request_of(args)
    with progress(f"Looking for reasons in {project.name}"):
        found = explain(project, request, partner=args.partner, about=args.about, registry=registry)
    for name in found.failed:
        remark(f"the consent rule `{name}` failed, so what it was asked about is withheld")
    if args.json:
        ascii_only = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
        print(json.dumps(found.to_dict(), indent=2, ensure_ascii=ascii_only))
    else:
        for line in _lines(found):
            say(line)
    return 0


def _lines(found: Explanation) -> Iterator[str]:
    request = found.request
    as_of = f", of the data of {request.as_of}" if request.as_of else ""
    yield f"{found.project}: what may leave for {request.purpose}, to {', '.join(request.audiences)}{as_of}."
    yield f"As people have answered by {found.today}. For the stewards only."
    if found.over:
        yield f"The records were to be kept until {found.keep_until}. Nothing leaves, whatever stands below."
    if found.about:
        yield from (line for row in found.rows for line in _row(row))
        if not found.rows:
            yield f"No row is about {found.about}, or was not there yet on that day."
    else:
        yield from (line for tally in found.summary for line in _tally(tally))
        yield from ("", "For the reasons one by one: --partner ID, or --about REF such as view:v12.")


def _row(row: Explained) -> Iterator[str]:
    yield from ("", row.record)
    alike: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for part in row.parts:
        if part.filled:
            alike.setdefault((LEVELS[part.level.value], tuple(_because(part))), []).append(_what(part))
    for (level, because), parts in alike.items():
        yield f"  {'; '.join(parts)}: {level}."
        yield from (f"    {line}" for line in because)
    for part in row.names:
        if part.filled:
            yield f"  the name in `{part.columns[0]}`: {LEVELS[part.level.value]}."
            yield from (f"    {line}" for line in _because(part))
    for effect in row.effects:
        yield f"  {', '.join(effect.columns)}: {effect.says}" if effect.columns else f"  {effect.says}"


def _what(part: PartExplained) -> str:
    special = ", special-category data" if part.special else ""
    return f"{', '.join(part.columns)} ({part.category}{special})"


def _because(part: PartExplained) -> Iterator[str]:
    """Yield each deciding reason once, and under it the answers that stand where there are several."""
    for says, reason in {reason.says: reason for reason in part.deciding}.items():
        yield f"{says}{_why_asked(reason.because)}"
        standing = dict.fromkeys(_answer(answer) for answer in reason.answers if answer.stands)
        if len(standing) > 1 and reason.code not in {"allowed", "public_fact"}:
            yield from (f"  {line}" for line in standing)


def _why_asked(because: str) -> str:
    said = {
        "mention": " They are asked because a Mention names them.",
        "small space": " They are asked because fewer than five people came.",
        "label": " They speak for the community that the partner belongs to.",
    }
    return said.get(because, "")


def _answer(answer: Any) -> str:
    words = f', "{answer.says}"' if answer.says else ""
    stops = "".join(f"; {STOPS[code]}" for code in answer.closed_by if code in STOPS)
    rules = "".join(
        f"; rule `{rule.rule}`: {rule.reason or LEVELS[rule.level.value]}"
        for rule in answer.rules
        if rule.level.value != "share"
    )
    return f"{answer.on}: {answer.status}{TRACKS[answer.track]}{words}{stops}{rules}"


def _tally(tally: Tally) -> Iterator[str]:
    special = ", special-category data" if tally.special else ""
    yield from ("", f"{tally.kind}: {tally.category}{special}")
    yield from (f"  {number:,} {LEVELS[level]}" for level, number in tally.levels.items())
    yield f"  decided by: {_counted(tally.reasons)}"


def _counted(reasons: Mapping[str, int]) -> str:
    pairs: Iterable[tuple[str, int]] = sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(f"{code.replace('_', ' ')} {number:,}" for code, number in pairs) or "nothing"
