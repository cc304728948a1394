"""
A release as a folder of JSON lines, for programs that read as they go: a file for each table with rows.

A line is a row and has every column; null is what was not recorded or may not leave, as in the format json. What the
release says of itself is the one line of `release.jsonl`; findings and numbers by group have a file each where there
are any.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from coprod.engines.text import lines
from coprod.formats.json_lines import as_json, row_parts
from coprod.formats.json_release import about
from coprod.formats.spec import Sink
from coprod.formats.watching import Course
from coprod.release import Release

__all__ = ["write_jsonl_folder"]


def write_jsonl_folder(release: Release, sink: Sink) -> None:
    """Write a release as JSON lines; the same release gives the same bytes."""
    _write(sink, "release", [about(release)])
    course = Course.of(release, release.kinds)
    for kind in release.kinds:
        if not release.height(kind):
            continue
        parts = [*row_parts(release.columns(kind).items()), "\n"]
        with sink.open(f"{kind.table()}.jsonl") as file:
            for part in course.through(kind):
                file.write(lines(part, parts))
    _write(sink, "findings", [finding.to_dict() for finding in release.findings])
    _write(sink, "counts", [table.to_dict() for table in release.counts])


def _write(sink: Sink, name: str, objects: Iterable[Any]) -> None:
    text = "".join(f"{as_json(one)}\n" for one in objects)
    if text:
        with sink.open(f"{name}.jsonl") as file:
            file.write(text.encode())
