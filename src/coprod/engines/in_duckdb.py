"""Tables in DuckDB, as relations of one connection."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import duckdb
import narwhals as nw

from coprod.engines.frames import Frame, Types

__all__ = ["collect", "connect", "keep", "made"]

SQL = {str: "VARCHAR", int: "BIGINT", float: "DOUBLE", bool: "BOOLEAN", date: "DATE", datetime: "TIMESTAMPTZ"}
ROWS = 1_000  # how many rows go into one VALUES list


def connect() -> Any:
    """Return a connection in memory whose clock is in UTC."""
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def made(types: Types, rows: Sequence[Sequence[Any]], like: Any = None) -> Frame:
    """Return plain rows as a relation, on the connection of the relation *like*, or on *like* itself."""
    parts = [rows[start : start + ROWS] for start in range(0, len(rows), ROWS)]
    sql = (
        " UNION ALL ".join(_select(types, row) for part in parts for row in part)
        or _select(types, [None] * len(types)) + " WHERE false"
    )
    there = isinstance(like, duckdb.DuckDBPyRelation)
    relation = like.query("coprod_anchor", sql) if there else (like or connect()).sql(sql)
    frame: Frame = nw.from_native(relation).lazy()
    return frame


def _select(types: Types, row: Sequence[Any]) -> str:
    cells = (
        f'CAST({_literal(value)} AS {SQL[kind]}) AS "{name}"'
        for value, (name, kind) in zip(row, types.items(), strict=True)
    )
    return "SELECT " + ", ".join(cells)


def _literal(value: Any) -> str:
    return "NULL" if value is None else "'" + str(value).replace("'", "''") + "'"


def keep(frame: Frame) -> Frame:
    """Return the same rows, computed once, on the same connection."""
    relation = frame.to_native()
    run = relation.materialize if hasattr(relation, "materialize") else relation.execute  # DuckDB 2.0, and before
    kept: Frame = nw.from_native(run()).lazy()
    return kept


def collect(frames: Sequence[Frame]) -> list[list[tuple[Any, ...]]]:
    """Return the rows of several small results."""
    return [_fetch(frame) for frame in frames]


def _fetch(frame: Frame) -> list[tuple[Any, ...]]:
    if any(kind == nw.Datetime for kind in frame.collect_schema().values()):
        return list(frame.collect("polars").rows())  # DuckDB needs another package to hand out an instant
    found: list[tuple[Any, ...]] = frame.to_native().fetchall()
    return found
