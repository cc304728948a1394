"""The formats that ship; what writes one is imported when something is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coprod.formats.spec import ExportFormat, Sink

if TYPE_CHECKING:
    from coprod.release import Release

__all__ = ["CSV", "GRAPHML", "JSON", "JSONL", "PARQUET", "formats"]


def _csv(release: Release, sink: Sink, *, guard: bool = True) -> None:
    from coprod.formats.csv_folder import write_csv_folder

    write_csv_folder(release, sink, guard=guard)


def _graphml(release: Release, sink: Sink) -> None:
    from coprod.formats.graphml import write_graphml

    write_graphml(release, sink)


def _json(release: Release, sink: Sink) -> None:
    from coprod.formats.json_release import write_json

    write_json(release, sink)


def _jsonl(release: Release, sink: Sink) -> None:
    from coprod.formats.jsonl_folder import write_jsonl_folder

    write_jsonl_folder(release, sink)


def _parquet(release: Release, sink: Sink) -> None:
    from coprod.formats.parquet_folder import write_parquet_folder

    write_parquet_folder(release, sink)


CSV = ExportFormat(
    name="csv",
    summary="A folder of CSV files for spreadsheets, with formulas made harmless.",
    suffix="",
    media_type="text/csv",
    write=_csv,
    folder=True,
)
GRAPHML = ExportFormat(
    name="graphml",
    summary="One graph, for Gephi, Cytoscape, igraph and networkx.",
    suffix=".graphml",
    media_type="application/graphml+xml",
    write=_graphml,
)
JSON = ExportFormat(
    name="json",
    summary="One JSON file with the tables and the findings: coprod-release/1.",
    suffix=".json",
    media_type="application/json",
    write=_json,
)
JSONL = ExportFormat(
    name="jsonl",
    summary="A folder of JSON lines, a file for each table, for programs that read as they go.",
    suffix="",
    media_type="application/jsonl",
    write=_jsonl,
    folder=True,
)
PARQUET = ExportFormat(
    name="parquet",
    summary="A folder of Parquet files, one for each table, for Polars, DuckDB, Spark and R.",
    suffix="",
    media_type="application/vnd.apache.parquet",
    write=_parquet,
    folder=True,
)


def formats() -> tuple[ExportFormat, ...]:
    """Return the formats, in the order of their names."""
    return (CSV, GRAPHML, JSON, JSONL, PARQUET)
