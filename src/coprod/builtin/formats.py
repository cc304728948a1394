"""The formats that ship."""

from __future__ import annotations

from coprod.formats.csv_folder import CSV
from coprod.formats.graphml import GRAPHML
from coprod.formats.json_release import JSON
from coprod.formats.jsonl_folder import JSONL
from coprod.formats.parquet_folder import PARQUET
from coprod.formats.spec import ExportFormat

__all__ = ["formats"]


def formats() -> tuple[ExportFormat, ...]:
    """Return the formats, in the order of their names."""
    return (CSV, GRAPHML, JSON, JSONL, PARQUET)
