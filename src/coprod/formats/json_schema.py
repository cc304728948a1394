"""The JSON Schema of a release, made from the annotations of the record kinds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from coprod.finding import IN_WORDS
from coprod.formats.json_release import FORMAT
from coprod.level import Level
from coprod.records import BUILT_IN, Consent, Record
from coprod.release import released_types
from coprod.schema import Column, columns_of

__all__ = ["SHIPPED", "release_schema", "schema_text"]

SHIPPED = Path(__file__).with_name("coprod-release-1.schema.json")
NAMES = {str: "string", int: "integer", float: "number", bool: "boolean"}
DAY = "^[0-9]{4}(-[0-9]{2}(-[0-9]{2}([T ].*)?)?)?$"  # as coarse as allowed

TEXT = {"type": "string"}
NUMBER = {"type": ["number", "null"]}
WHOLE = {"type": ["integer", "null"]}
MEASURE = {
    **dict.fromkeys(("name", "unit", "of", "reason"), TEXT),
    **dict.fromkeys(("value", "low", "high"), NUMBER),
    "n": {"type": "integer"},
}
GROUP = {"group": TEXT, "n": WHOLE, "count": NUMBER, "total": NUMBER, "share": NUMBER}
COUNTS = {
    **dict.fromkeys(("check", "name", "grouping"), TEXT),
    "by": {"type": "array", "items": TEXT},
    "cells": {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {"labels": {"type": "array", "items": TEXT}, "number": WHOLE},
            "required": ["labels", "number"],
            "additionalProperties": False,
        },
    },
    "scale": {"type": "integer"},
    "base": {"type": "integer"},
}


def release_schema(kinds: Iterable[type[Record]]) -> dict[str, Any]:
    """
    Return the JSON Schema (draft 2020-12) of a `coprod-release/1` with tables of these kinds.

    Other tables, such as those of plugins, may be there too.

    >>> from coprod import Partner
    >>> list(release_schema([Partner])["properties"]["tables"]["properties"])
    ['partners']
    """
    tables = {kind.table(): _table(kind) for kind in kinds}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": FORMAT,
        "description": "What may leave a co-production project, for one purpose and some audiences.",
        **_object(_about(tables)),
    }


def _about(tables: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "coprod": {"const": FORMAT},
        **dict.fromkeys(("release", "project", "purpose"), TEXT),
        "audiences": {"type": "array", "items": TEXT, "minItems": 1},
        "level": {"enum": [level.value for level in Level]},
        "as_of": {"type": ["string", "null"], "format": "date"},
        "tables": {
            "type": "object",
            "properties": tables,
            "additionalProperties": {"type": "array", "items": {"type": "object"}},
        },
        "findings": {"type": "array", "items": _finding()},
        "counts": {"type": "array", "items": _object(COUNTS)},
    }


def _finding() -> dict[str, Any]:
    return _object(
        {
            **dict.fromkeys(("check", "title", "question", "answer", "ask", "source"), TEXT),
            "status": {"enum": list(IN_WORDS)},
            **dict.fromkeys(("p_value", "p_adjusted", "smallest_p"), NUMBER),
            "band": {"type": ["string", "null"]},
            "measures": {"type": "array", "items": _object(MEASURE)},
            "groups": {"type": "array", "items": _object(GROUP)},
        }
    )


def _table(kind: type[Record]) -> dict[str, Any]:
    columns = columns_of(kind)
    cells = {name: _cell(columns[name], kept) for name, kept in released_types(kind).items()}
    return {"type": "array", "items": _object(cells)}


def _cell(column: Column, kept: type) -> dict[str, Any]:
    """Return what a cell may be; what may not leave is null, in any column but the id."""
    allowed: dict[str, Any] = {"type": [NAMES[kept], "null"] if column.name != "id" else NAMES[kept]}
    if column.time or column.type.__name__ in {"date", "datetime"}:
        allowed["pattern"] = DAY
    bounds = {"minimum": column.low, "maximum": column.high}
    return {**allowed, **{name: bound for name, bound in bounds.items() if bound is not None}}


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return an object that has exactly these properties."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def schema_text() -> str:
    """
    Return what the shipped file holds.

    `SHIPPED.write_text(schema_text(), "utf-8")` brings it up to date.
    """
    kinds = [kind for kind in BUILT_IN if kind is not Consent]
    return json.dumps(release_schema(kinds), indent=1, ensure_ascii=False) + "\n"
