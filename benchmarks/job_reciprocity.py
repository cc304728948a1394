"""Does giving go both ways? How many ties of exchange are returned, who both gives and receives, and the hours."""

# ruff: noqa: S608  # the names in the queries are our own

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl
from by_hand import (
    GROUPS,
    PARTNERS,
    Frames,
    Lists,
    groups_dicts,
    groups_frame,
    ours,
    with_frames,
    with_lists,
    with_sql,
)
from contest import Answer, Contestant, Job, timed

from coprod.equality.checks.exchange import RECIPROCITY_OF_EXCHANGE

TABLES = {"partners": PARTNERS, "exchanges": ("giver", "receiver", "hours")}
MOST = 10_000  # more hours than a year has are a slip of the pen
BOTH = f"""
WITH {GROUPS},
gave AS (
    SELECT giver AS id FROM exchanges WHERE giver <> receiver
    UNION SELECT organisation FROM partners SEMI JOIN exchanges ON giver = id AND giver <> receiver
),
received AS (
    SELECT receiver AS id FROM exchanges WHERE giver <> receiver
    UNION SELECT organisation FROM partners SEMI JOIN exchanges ON receiver = id AND giver <> receiver
)
SELECT here, count(*), count(*) FILTER (gave.id IS NOT NULL AND received.id IS NOT NULL)
FROM partners LEFT JOIN gave USING (id) LEFT JOIN received USING (id) JOIN grouped ON partner = partners.id
WHERE kind <> 'team' GROUP BY here
"""
RETURNED = """
WITH pairs AS (SELECT DISTINCT giver, receiver FROM exchanges WHERE giver <> receiver)
SELECT count(back.giver) / count(*)
FROM pairs LEFT JOIN pairs AS back ON back.giver = pairs.receiver AND back.receiver = pairs.giver
"""
HOURS = f"""
WITH {GROUPS}
SELECT here, sum(hours) FROM exchanges JOIN grouped ON partner = {{end}}
WHERE giver <> receiver AND hours > 0 AND hours <= {MOST} GROUP BY here
"""
ENDS = {"hours_given": "giver", "hours_received": "receiver"}


def by_sql(connection: Any) -> Answer:
    """Answer in DuckDB SQL."""
    both = connection.execute(BOTH).fetchall()
    ((returned,),) = connection.execute(RETURNED).fetchall()
    hours = {name: connection.execute(HOURS.format(end=end)).fetchall() for name, end in ENDS.items()}
    return answer_of(both, returned, hours)


def by_polars(frames: Frames) -> Answer:
    """Answer in Polars."""
    groups = groups_frame(frames["partners"])
    exchanges = frames["exchanges"].filter(pl.col("giver") != pl.col("receiver"))
    belong = frames["partners"].select("id", "organisation").drop_nulls()

    def active(end: str) -> pl.LazyFrame:
        own = exchanges.select(id=end).unique()
        return pl.concat([own, belong.join(own, on="id", how="semi").select(id="organisation")]).unique()

    known = frames["partners"].filter(pl.col("kind") != "team").select(partner="id").join(groups, on="partner")
    did = active("giver").join(active("receiver"), on="id").select(partner="id", both=pl.lit(value=True))
    of_both = known.join(did, on="partner", how="left").group_by("here").agg(pl.len(), pl.col("both").sum())
    pairs = exchanges.select("giver", "receiver").unique()
    back = pairs.select(giver="receiver", receiver="giver").with_columns(back=pl.lit(value=True))
    share = pairs.join(back, on=["giver", "receiver"], how="left").select(pl.col("back").count() / pl.len())
    timed_ = exchanges.filter((pl.col("hours") > 0) & (pl.col("hours") <= MOST))
    hours = [
        timed_.group_by(partner=end).agg(pl.col("hours").sum()).join(groups, on="partner")
        .group_by("here").agg(pl.col("hours").sum())
        for end in ENDS.values()
    ]  # fmt: skip
    both, returned, *summed = pl.collect_all([of_both, share, *hours])
    return answer_of(both.rows(), returned.item(), {n: h.rows() for n, h in zip(ENDS, summed, strict=True)})


def by_networkx(lists: Lists) -> Answer:
    """Answer with networkx: what passes between two is an edge of a directed graph; hours stay on the edges."""
    import networkx as nx

    graph = nx.DiGraph()
    graph.add_nodes_from(row[0] for row in lists["partners"])
    for giver, receiver, hours in lists["exchanges"]:
        if giver != receiver:
            graph.add_edge(giver, receiver)
            known = hours if hours and 0 < hours <= MOST else 0
            graph[giver][receiver]["hours"] = graph[giver][receiver].get("hours", 0) + known
    gave = {partner for partner, number in graph.out_degree() if number}
    received = {partner for partner, number in graph.in_degree() if number}
    given, got = graph.out_degree(weight="hours"), graph.in_degree(weight="hours")
    return in_python(
        lists, gave, received, nx.overall_reciprocity(graph), {"hours_given": given, "hours_received": got}
    )


def by_igraph(lists: Lists) -> Answer:
    """Answer with igraph: a directed graph, simplified, whose edges add up the hours."""
    import igraph as ig

    names = [row[0] for row in lists["partners"]]
    number = {partner: at for at, partner in enumerate(names)}
    edges = [(number[giver], number[receiver]) for giver, receiver, _ in lists["exchanges"]]
    hours = [hours if hours and 0 < hours <= MOST else 0.0 for _, _, hours in lists["exchanges"]]
    graph = ig.Graph(n=len(names), edges=edges, directed=True, edge_attrs={"hours": hours})
    graph.simplify(combine_edges="sum")
    gave, received = (
        {name for name, degree in zip(names, graph.degree(mode=mode), strict=True) if degree} for mode in ("out", "in")
    )
    spent = {
        name: list(zip(names, graph.strength(mode=mode, weights="hours"), strict=True))
        for name, mode in (("hours_given", "out"), ("hours_received", "in"))
    }
    return in_python(lists, gave, received, graph.reciprocity(), spent)


def in_python(
    lists: Lists, gave: set[str], received: set[str], returned: float, hours: Mapping[str, Iterable[tuple[str, float]]]
) -> Answer:
    """Return the answer from who gave, who received, and for how long."""
    group, _ = groups_dicts(lists["partners"])
    for one in (gave, received):
        one |= {row[-1] for row in lists["partners"] if row[-1] and row[0] in one}
    both: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for key, kind, *_ in lists["partners"]:
        if kind != "team":
            both[group[key]][0] += 1
            both[group[key]][1] += key in gave and key in received
    summed: dict[str, list[tuple[str, float]]] = {}
    for name, of_each in hours.items():
        found: dict[str, float] = defaultdict(float)
        for partner, number in of_each:
            found[group[partner]] += number
        summed[name] = list(found.items())
    return answer_of([(here, n[0], n[1]) for here, n in both.items()], returned, summed)


def answer_of(both: list[tuple[str, int, int]], returned: float, hours: dict[str, list[tuple[str, float]]]) -> Answer:
    """Return the answer from partners and those who did both by group, and hours by group."""
    rates = {f"rate {here}": did / partners for here, partners, did in both}
    whole = sum(did for *_, did in both) / sum(partners for _, partners, _ in both)
    spent = {f"{name} {here}": number for name, of in hours.items() for here, number in of if number}
    return {"rate": whole, **rates, "edgewise_reciprocity": returned, **spent}


JOB = Job(
    "Reciprocity: does giving go both ways?",
    RECIPROCITY_OF_EXCHANGE.reads,
    {
        "coprod-polars": Contestant("coprod on Polars", timed(ours(RECIPROCITY_OF_EXCHANGE, "polars"))),
        "coprod-duckdb": Contestant("coprod on DuckDB", timed(ours(RECIPROCITY_OF_EXCHANGE, "duckdb")), "duckdb"),
        "polars": Contestant("hand-written Polars", timed(with_frames(TABLES, by_polars)), within=1.5),
        "sql": Contestant(
            "hand-written DuckDB SQL", timed(with_sql(TABLES, by_sql)), "duckdb", within=1.5, beside="coprod-duckdb"
        ),
        "igraph": Contestant("igraph, graph built", timed(with_lists(TABLES, by_igraph)), "igraph"),
        "networkx": Contestant(
            "networkx, graph built", timed(with_lists(TABLES, by_networkx)), "networkx", within=1 / 30
        ),
    },
)
