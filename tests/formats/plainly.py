"""The formats written the slow and obvious way, row by row, from dictionaries: what is quick is held against it."""

from __future__ import annotations

import csv
import io
import json

from coprod.markup import BOM, guarded


def json_tables(release):
    """The tables of a release as they stand in one file of JSON."""
    tables = []
    for table in release.tables:
        rows = [json.dumps(row, ensure_ascii=False, allow_nan=False) for row in release.rows(table)]
        tables.append(f"{json.dumps(table)}: [\n" + ",\n".join(rows) + ("\n" if rows else "") + "]")
    return ",\n".join(tables).encode()


def csv_table(release, table, *, guard):
    """A table of a release as CSV."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(release.columns(table))
    writer.writerows([cell(value, guard=guard) for value in row.values()] for row in release.rows(table))
    return BOM + out.getvalue().encode()


def cell(value, *, guard):
    """The text of a cell."""
    if value is None or isinstance(value, bool):
        return {None: "", True: "yes", False: "no"}[value]
    return guarded(value) if guard and isinstance(value, str) else str(value)
