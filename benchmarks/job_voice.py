"""Who has a say? Each group's share of the views over its share of the people, and how uneven it is between people."""

# ruff: noqa: S608  # the names in the queries are our own

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

import polars as pl
from by_hand import (
    GROUPS,
    PARTNERS,
    Frames,
    Lists,
    gini,
    groups_dicts,
    groups_frame,
    ours,
    theil_between_share,
    with_frames,
    with_lists,
    with_sql,
)
from contest import Answer, Contestant, Job, timed

from coprod.equality.checks.voice import VOICE_SHARE

TABLES = {
    "partners": PARTNERS,
    "attendances": ("partner", "space", "came"),
    "views": ("id", "partner"),
    "mentions": ("item", "partner", "part"),
}
HERE = ("yes", "part")
AUTHORS = """
authors AS (
    SELECT id AS view, partner FROM views WHERE partner IS NOT NULL
    UNION
    SELECT item[6:], partner FROM mentions SEMI JOIN partners ON partner = id
    WHERE part = 'said it too' AND starts_with(item, 'view:')
),
together AS (SELECT view, count(*) AS n FROM authors GROUP BY view)
"""
SHARES = f"""
WITH {GROUPS}, {AUTHORS},
said AS (SELECT partner, sum(1 / n) AS views FROM authors JOIN together USING (view) GROUP BY partner),
here AS (SELECT DISTINCT partner FROM attendances WHERE came IS NULL OR came IN {HERE})
SELECT here, coalesce(views, 0) / people, sum(people)::BIGINT
FROM grouped LEFT JOIN said USING (partner)
WHERE people > 0 AND (views > 0 OR partner IN (FROM here))
GROUP BY ALL
"""
SLIPS = f"""
WITH {AUTHORS}
SELECT count(*) FILTER (n IS NULL), count(*) FILTER (n > 1) FROM views LEFT JOIN together ON view = id
"""


def by_sql(connection: Any) -> Answer:
    """Answer in DuckDB SQL; the two indices are worked out from how many people have how much."""
    rows = connection.execute(SHARES).fetchall()
    ((unsigned, joint),) = connection.execute(SLIPS).fetchall()
    return answer_of(rows, unsigned, joint)


def by_polars(frames: Frames) -> Answer:
    """Answer in Polars; the two indices are worked out from how many people have how much."""
    people = groups_frame(frames["partners"]).filter(pl.col("people") > 0)
    came = (
        frames["attendances"].filter(pl.col("came").is_null() | pl.col("came").is_in(HERE)).select("partner").unique()
    )
    too = frames["mentions"].filter((pl.col("part") == "said it too") & pl.col("item").str.starts_with("view:"))
    known = frames["partners"].select(partner="id")
    also = too.select(pl.col("item").str.slice(5).alias("view"), "partner").join(known, on="partner", how="semi")
    signed = (
        frames["views"].filter(pl.col("partner").is_not_null()).select("partner", view="id").select("view", "partner")
    )
    authors = pl.concat([signed, also]).unique().with_columns(n=pl.len().over("view"))
    said = authors.group_by("partner").agg((1 / pl.col("n")).sum().alias("views"))
    there = came.with_columns(came=pl.lit(value=True))
    each = people.join(said, on="partner", how="left").join(there, on="partner", how="left")
    present = each.filter(pl.col("came") | (pl.col("views") > 0))
    value = pl.col("views").fill_null(0) / pl.col("people")
    shares = present.group_by("here", value.alias("value")).agg(pl.col("people").sum())
    joint = authors.filter(pl.col("n") > 1).select(pl.col("view").n_unique())
    named = authors.select(pl.col("view").n_unique())
    rows, views, together, whole = pl.collect_all([shares, named, joint, frames["views"].select(pl.len())])
    return answer_of(rows.rows(), whole.item() - views.item(), together.item())


def by_python(lists: Lists) -> Answer:
    """Answer in plain Python: dictionaries and loops."""
    group, people = groups_dicts(lists["partners"])
    came = {partner for partner, _, how in lists["attendances"] if how is None or how in HERE}
    authors: dict[str, set[str]] = defaultdict(set)
    for view, partner in lists["views"]:
        if partner:
            authors[view].add(partner)
    for item, partner, part in lists["mentions"]:
        if part == "said it too" and item.startswith("view:") and partner in group:
            authors[item[5:]].add(partner)
    said: dict[str, float] = defaultdict(float)
    for of_view in authors.values():
        for partner in of_view:
            said[partner] += 1 / len(of_view)
    found: Counter[tuple[str, float]] = Counter()
    for partner, number in people.items():
        if number and (partner in came or partner in said):
            found[group[partner], said.get(partner, 0.0) / number] += number
    joint = sum(len(of_view) > 1 for of_view in authors.values())
    rows = [(here, value, number) for (here, value), number in found.items()]
    return answer_of(rows, len(lists["views"]) - len(authors), joint)


def answer_of(rows: Iterable[tuple[str, float, int]], unsigned: int, joint: int) -> Answer:
    """Return the answer from group, views of each person, and how many people have so many."""
    known = list(rows)
    people: dict[str, int] = defaultdict(int)
    views: dict[str, float] = defaultdict(float)
    for group, value, number in known:
        people[group] += number
        views[group] += value * number
    even = sum(views.values()) / sum(people.values())
    ratios = {f"representation_ratio {group}": views[group] / people[group] / even for group in people}
    spread = {
        "gini": gini((value, number) for _, value, number in known),
        "theil_between_share": theil_between_share(known),
    }
    return {**ratios, **spread, "unsigned_views": unsigned, "joint_views": joint}


JOB = Job(
    "Voice share: who has a say? With Gini and Theil",
    VOICE_SHARE.reads,
    {
        "coprod-polars": Contestant("coprod on Polars", timed(ours(VOICE_SHARE, "polars"))),
        "coprod-duckdb": Contestant("coprod on DuckDB", timed(ours(VOICE_SHARE, "duckdb")), "duckdb"),
        "polars": Contestant("hand-written Polars", timed(with_frames(TABLES, by_polars)), within=1.5),
        "sql": Contestant(
            "hand-written DuckDB SQL", timed(with_sql(TABLES, by_sql)), "duckdb", within=1.5, beside="coprod-duckdb"
        ),
        "python": Contestant("plain Python", timed(with_lists(TABLES, by_python))),
    },
)
