"""
A release as a folder of Parquet files, one for each table, for Polars, DuckDB, Spark, R and the like.

A table is written as it is sealed, so no row is decoded: the bytes are those that were decided on. A table without
rows is there too, since its columns have types. What the release says of itself, its findings and its numbers by
group are in `release.json`.
"""

from __future__ import annotations

from coprod.formats.json_lines import as_json
from coprod.formats.json_release import about
from coprod.formats.spec import Sink
from coprod.release import Release

__all__ = ["write_parquet_folder"]


def write_parquet_folder(release: Release, sink: Sink) -> None:
    """Write a release as Parquet; the same release gives the same bytes."""
    said = {
        **about(release),
        "findings": [finding.to_dict() for finding in release.findings],
        "counts": [table.to_dict() for table in release.counts],
    }
    with sink.open("release.json") as file:
        file.write(f"{as_json(said)}\n".encode())
    for table in release.tables:
        with sink.open(f"{table}.parquet") as file:
            file.write(release.parquet(table))
