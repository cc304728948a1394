"""
A release as one JSON file, `coprod-release/1`: for whom and what for, the tables, the findings, the counts.

Every row has every column; null is what was not recorded or may not leave, and the file does not say
which. A table without rows is there too. Several words in one cell are one text in which `;` parts them,
extra columns one text of JSON, as in `release.rows()`. `release_schema` gives the JSON Schema; that of
coprod's own kinds is beside this module.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from coprod.formats.spec import ExportFormat, Sink
from coprod.release import Release

__all__ = ["FORMAT", "JSON"]

FORMAT = "coprod-release/1"


def write_json(release: Release, sink: Sink) -> None:
    """Write a release as JSON, a row a line; the same release gives the same bytes."""
    with sink.open() as file:
        for line in _lines(release):
            file.write(f"{line}\n".encode())


def _lines(release: Release) -> Iterator[str]:
    said = ",\n".join(f"{_json(name)}: {_json(value)}" for name, value in about(release).items())
    yield f'{{{said},\n"tables": {{'
    last = len(release.tables) - 1
    for at, table in enumerate(release.tables):
        yield f"{_json(table)}: ["
        yield from _list(release.rows(table))
        yield "]" if at == last else "],"
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
        before = _json(item)
    if before:
        yield before


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


JSON = ExportFormat(
    name="json",
    summary="One JSON file with the tables and the findings: coprod-release/1.",
    suffix=".json",
    media_type="application/json",
    write=write_json,
)
