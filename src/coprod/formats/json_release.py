"""
A release as one JSON file, `coprod-release/1`: for whom and what for, the tables, the findings, the counts.

Every row has every column; null is what was not recorded or may not leave, and the file does not say
which. A table without rows is there too. Several words in one cell are one text in which `;` parts them,
extra columns one text of JSON, as in `release.rows()`. `release_schema` gives the JSON Schema; that of
coprod's own kinds is beside this module.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from coprod.engines.text import lines
from coprod.formats.json_lines import as_json, row_parts
from coprod.formats.spec import Sink
from coprod.formats.watching import Course
from coprod.records import Record
from coprod.release import Release

__all__ = ["FORMAT", "about", "write_json"]

FORMAT = "coprod-release/1"


def write_json(release: Release, sink: Sink) -> None:
    """Write a release as JSON, a row a line; the same release gives the same bytes."""
    course = Course.of(release, release.kinds)
    with sink.open() as file:
        said = ",\n".join(f"{as_json(name)}: {as_json(value)}" for name, value in about(release).items())
        file.write(f'{{{said},\n"tables": {{\n'.encode())
        for at, kind in enumerate(release.kinds):
            file.write(f"{as_json(kind.table())}: [\n".encode())
            for part in _rows(course, kind):
                file.write(part)
            file.write(b"]\n" if at == len(release.kinds) - 1 else b"],\n")
        for line in _numbers(release):
            file.write(f"{line}\n".encode())


def _rows(course: Course, kind: type[Record]) -> Iterator[memoryview | bytes]:
    """Yield the rows of a table, a row a line, with commas between them."""
    parts, written = [*row_parts(course.release.columns(kind).items()), ",\n"], False
    for part in course.through(kind):
        if written:
            yield b",\n"
        yield lines(part, parts)[:-2]
        written = True
    if written:
        yield b"\n"


def _numbers(release: Release) -> Iterator[str]:
    yield '},\n"findings": ['
    yield from _list([finding.to_dict() for finding in release.findings])
    yield '],\n"counts": ['
    yield from _list([table.to_dict() for table in release.counts])
    yield "]}"


def about(release: Release) -> dict[str, Any]:
    """Return what a release says of itself."""
    request = release.request
    return {
        "coprod": FORMAT,
        "release": release.id,
        "project": release.project,
        "purpose": request.purpose,
        "audiences": list(request.audiences),
        "level": request.level.value,
        "as_of": release.as_of.isoformat() if release.as_of else None,
    }


def _list(items: Any) -> Iterator[str]:
    """Yield the items of a list, one a line."""
    before = ""
    for item in items:
        if before:
            yield f"{before},"
        before = as_json(item)
    if before:
        yield before
