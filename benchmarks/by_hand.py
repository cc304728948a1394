"""What the peers share: which group each partner is in and the formulas, written out once for each way of working."""

# ruff: noqa: S608  # the names in the queries are our own

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import polars as pl
from contest import Answer, Call
from drawing import scan
from programme import load
from programme_people import SECTORS

from coprod import Project
from coprod.engines import Engine
from coprod.equality.check import EqualityCheck
from coprod.equality.run import run_check

Frames: TypeAlias = Mapping[str, pl.LazyFrame]
Lists: TypeAlias = Mapping[str, Sequence[tuple[Any, ...]]]
Columns: TypeAlias = Mapping[str, Sequence[str]]

UNKNOWN = "not recorded"
PARTNERS = ("id", "kind", "sector", "here_as", "people", "organisation")
GROUPS = f"""
usual(sector, here) AS (VALUES {", ".join(f"('{sector}', '{here}')" for sector, here in SECTORS.items())}),
own AS (
    SELECT id, organisation, coalesce(here_as, here) AS here,
        CASE WHEN kind = 'person' OR (kind = 'organisation' AND people = 1) THEN 1
             WHEN kind = 'group' THEN coalesce(people, 0) ELSE 0 END AS people
    FROM partners LEFT JOIN usual USING (sector)
),
grouped AS (
    SELECT own.id AS partner, coalesce(own.here, theirs.here, '{UNKNOWN}') AS here, own.people
    FROM own LEFT JOIN own AS theirs ON theirs.id = own.organisation
)
"""


def ours(check: EqualityCheck, engine: Engine) -> Callable[[Path], Call]:
    """Return how coprod answers: one check on tables that are loaded, and its measures."""

    def prepare(folder: Path) -> Call:
        run_check(check, Project("warm"))  # so that no import is timed; the peers' modules are loaded before too
        project = load(folder, engine, check.reads)
        return lambda: measures_of(run_check(check, project).measures)

    return prepare


def measures_of(measures: Iterable[Any]) -> Answer:
    """Return measures as plain numbers, those of a group under its name too; undefined ones are left out."""
    return {f"{one.name} {one.of}".strip(): float(one.value) for one in measures if one.value is not None}


def with_frames(tables: Columns, answer: Callable[[Frames], Answer]) -> Callable[[Path], Call]:
    """Return how a peer answers from Polars frames that are loaded."""

    def prepare(folder: Path) -> Call:
        frames = {name: scan(folder, name).select(columns).collect().lazy() for name, columns in tables.items()}
        return lambda: answer(frames)

    return prepare


def with_sql(tables: Columns, answer: Callable[[Any], Answer]) -> Callable[[Path], Call]:
    """Return how a peer answers from DuckDB tables that are loaded."""

    def prepare(folder: Path) -> Call:
        import duckdb

        connection = duckdb.connect()
        connection.execute("SET TimeZone = 'UTC'")
        for name, columns in tables.items():
            some = ", ".join(f'"{column}"' for column in columns)
            connection.execute(f"CREATE TABLE {name} AS SELECT {some} FROM '{folder / name}.parquet'")
        return lambda: answer(connection)

    return prepare


def with_lists(tables: Columns, answer: Callable[[Lists], Answer]) -> Callable[[Path], Call]:
    """Return how a peer answers from lists of plain tuples."""

    def prepare(folder: Path) -> Call:
        lists = {name: scan(folder, name).select(columns).collect().rows() for name, columns in tables.items()}
        return lambda: answer(lists)

    return prepare


def groups_frame(partners: pl.LazyFrame) -> pl.LazyFrame:
    """Return each partner, its group and its people, in Polars."""
    kind, people = pl.col("kind"), pl.col("people")
    alone = (kind == "person") | ((kind == "organisation") & (people == 1).fill_null(value=False))
    number = pl.when(alone).then(1).when(kind == "group").then(people.fill_null(0)).otherwise(0)
    usual = pl.col("sector").replace_strict(SECTORS, default=None, return_dtype=pl.String)
    own = partners.select(
        "organisation", partner="id", here=pl.coalesce("here_as", usual), people=number.cast(pl.Int64)
    )
    theirs = own.select(organisation="partner", theirs="here")
    both = own.join(theirs, on="organisation", how="left")
    return both.select("partner", pl.coalesce("here", "theirs", pl.lit(UNKNOWN)).alias("here"), "people")


def groups_dicts(partners: Iterable[tuple[Any, ...]]) -> tuple[dict[str, str], dict[str, int]]:
    """Return the group and the people of each partner, in plain Python."""
    own: dict[str, str | None] = {}
    people: dict[str, int] = {}
    works_for: dict[str, str] = {}
    for key, kind, sector, here_as, number, organisation in partners:
        own[key] = here_as or SECTORS.get(sector)
        alone = kind == "person" or (kind == "organisation" and number == 1)
        people[key] = 1 if alone else (number or 0) if kind == "group" else 0
        if organisation:
            works_for[key] = organisation
    return {key: here or own.get(works_for.get(key, "")) or UNKNOWN for key, here in own.items()}, people


def e_i(across: int, inside: int) -> float:
    """Return the E-I index."""
    return (across - inside) / (across + inside)


def e_i_by_chance(sizes: Iterable[int]) -> float:
    """Return the E-I index where ties do not care about groups."""
    known = list(sizes)
    everyone = sum(known)
    pairs, inside = everyone * (everyone - 1), sum(size * (size - 1) for size in known)
    return (pairs - 2 * inside) / pairs


def gini(people: Iterable[tuple[float, int]]) -> float:
    """Return the Gini coefficient of values and how many people have each."""
    below, ranked, whole = 0, 0.0, 0.0
    for value, number in sorted(people):
        ranked += value * number * (below + (number + 1) / 2)
        whole += value * number
        below += number
    return (2 * ranked / whole - (below + 1)) / below


def theil_between_share(rows: Iterable[tuple[str, float, int]]) -> float:
    """Return the share of Theil's T that lies between groups, from group, value, and how many people have it."""
    groups: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for group, value, number in rows:
        groups[group].append((value, number))
    people = {group: sum(n for _, n in of) for group, of in groups.items()}
    have = {group: math.fsum(v * n for v, n in of) for group, of in groups.items()}
    mean = math.fsum(have.values()) / sum(people.values())
    whole = math.fsum(n * _x_ln_x(v / mean) for of in groups.values() for v, n in of)
    between = math.fsum(
        people[group] * _x_ln_x(have[group] / people[group] / mean) for group in groups if people[group]
    )
    return between / whole


def _x_ln_x(x: float) -> float:
    return x * math.log(x) if x > 0 else 0.0
