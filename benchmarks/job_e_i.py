"""Do ties cross groups? The E-I index of all ties and of each kind, what chance would give, and who told of most."""

# ruff: noqa: S608  # the names in the queries are our own

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

import polars as pl
from by_hand import (
    GROUPS,
    PARTNERS,
    UNKNOWN,
    Frames,
    Lists,
    e_i,
    e_i_by_chance,
    groups_dicts,
    groups_frame,
    ours,
    with_frames,
    with_lists,
    with_sql,
)
from contest import Answer, Contestant, Job, timed

from coprod.equality.checks.ties import CROSS_SECTOR_TIES

TABLES = {"partners": PARTNERS, "relationships": ("source", "target", "kind", "reported_by")}
PAIRS = f"""
WITH {GROUPS},
folded AS (
    SELECT DISTINCT kind, least(source, target) AS lo, greatest(source, target) AS hi
    FROM relationships WHERE source <> target
),
pairs AS (
    SELECT folded.*, one.here = two.here AS inside
    FROM folded JOIN grouped AS one ON one.partner = lo JOIN grouped AS two ON two.partner = hi
    WHERE one.here <> '{UNKNOWN}' AND two.here <> '{UNKNOWN}'
)
SELECT kind, count(*) FILTER (inside), count(*) FILTER (NOT inside) FROM pairs GROUP BY kind
UNION ALL
SELECT '', count(*) FILTER (inside), count(*) FILTER (NOT inside) FROM (SELECT DISTINCT lo, hi, inside FROM pairs)
"""
SIZES = f"WITH {GROUPS} SELECT count(*) FROM grouped WHERE here <> '{UNKNOWN}' GROUP BY here"
TOLD = """
SELECT max(n) / sum(n) FROM (
    SELECT count(*) AS n FROM relationships WHERE source <> target GROUP BY coalesce(reported_by, source)
)
"""


def by_sql(connection: Any) -> Answer:
    """Answer in DuckDB SQL."""
    counts = connection.execute(PAIRS).fetchall()
    sizes = [n for (n,) in connection.execute(SIZES).fetchall()]
    ((told,),) = connection.execute(TOLD).fetchall()
    return answer_of({kind: (inside, across) for kind, inside, across in counts}, sizes, told)


def by_polars(frames: Frames) -> Answer:
    """Answer in Polars."""
    groups = groups_frame(frames["partners"]).filter(pl.col("here") != UNKNOWN).collect().lazy()
    ties = frames["relationships"].filter(pl.col("source") != pl.col("target"))
    lo, hi = pl.min_horizontal("source", "target"), pl.max_horizontal("source", "target")
    folded = ties.select("kind", lo=lo, hi=hi).unique()
    pairs = folded.join(groups.select(lo="partner", one="here"), on="lo").join(
        groups.select(hi="partner", two="here"), on="hi"
    )
    inside = pairs.select("kind", "lo", "hi", inside=pl.col("one") == pl.col("two"))
    counted = [pl.col("inside").sum().alias("in"), (~pl.col("inside")).sum().alias("out")]
    kinds, whole, sizes, told = pl.collect_all(
        [
            inside.group_by("kind").agg(counted),
            inside.select("lo", "hi", "inside").unique().select(counted),
            groups.group_by("here").len("n"),
            ties.group_by(pl.coalesce("reported_by", "source")).len("n").select(pl.col("n").max() / pl.col("n").sum()),
        ]
    )
    counts = {kind: (n_in, n_out) for kind, n_in, n_out in kinds.rows()} | {"": whole.row(0)}
    return answer_of(counts, sizes["n"].to_list(), told.item())


def by_networkx(lists: Lists) -> Answer:
    """Answer with networkx: one graph, whose edges hold the kinds of tie between their two ends."""
    import networkx as nx

    group, _ = groups_dicts(lists["partners"])
    graph = nx.Graph()
    graph.add_nodes_from((partner, {"group": here}) for partner, here in group.items())
    for source, target, kind, _ in lists["relationships"]:
        if source != target:
            graph.add_edge(source, target)
            graph[source][target].setdefault("kinds", set()).add(kind)
    groups = graph.nodes(data="group")
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for one, two, kinds in graph.edges(data="kinds"):
        if UNKNOWN not in {groups[one], groups[two]}:
            across = groups[one] != groups[two]
            for kind in ("", *kinds):
                counts[kind][across] += 1
    sizes = Counter(here for _, here in groups if here != UNKNOWN)
    return answer_of({kind: (n[0], n[1]) for kind, n in counts.items()}, list(sizes.values()), told_in(lists))


def by_igraph(lists: Lists) -> Answer:
    """Answer with igraph: one graph of all ties, simplified, and one of each kind."""
    import igraph as ig

    group, _ = groups_dicts(lists["partners"])
    number = {partner: at for at, partner in enumerate(group)}
    edges, kinds = [], []
    for source, target, kind, _ in lists["relationships"]:
        edges.append((number[source], number[target]))
        kinds.append(kind)
    graph = ig.Graph(
        n=len(number), edges=edges, vertex_attrs={"group": list(group.values())}, edge_attrs={"kind": kinds}
    )
    graph = graph.induced_subgraph(graph.vs.select(group_ne=UNKNOWN))
    parts = {kind: graph.subgraph_edges(graph.es.select(kind=kind), delete_vertices=False) for kind in set(kinds)}
    counts = {kind: _inside_and_across(part) for kind, part in ({"": graph.copy()} | parts).items()}
    return answer_of(counts, list(Counter(graph.vs["group"]).values()), told_in(lists))


def _inside_and_across(graph: Any) -> tuple[int, int]:
    graph.simplify()
    groups = graph.vs["group"]
    inside = sum(groups[one] == groups[two] for one, two in graph.get_edgelist())
    return inside, graph.ecount() - inside


def told_in(lists: Lists) -> float:
    """Return the largest share of the ties that one partner told of, in plain Python."""
    told = Counter(teller or source for source, target, _, teller in lists["relationships"] if source != target)
    return max(told.values()) / sum(told.values())


def answer_of(counts: dict[str, tuple[int, int]], sizes: list[int], told: float) -> Answer:
    """Return the answer from ties inside groups and across, of each kind and of all."""
    indices = {f"e_i_index {kind}".strip(): e_i(across, inside) for kind, (inside, across) in counts.items()}
    return {**indices, "e_i_expected": e_i_by_chance(sizes), "told_by_one": told}


JOB = Job(
    "E-I: do ties cross groups?",
    CROSS_SECTOR_TIES.reads,
    {
        "coprod-polars": Contestant("coprod on Polars", timed(ours(CROSS_SECTOR_TIES, "polars"))),
        "coprod-duckdb": Contestant("coprod on DuckDB", timed(ours(CROSS_SECTOR_TIES, "duckdb")), "duckdb"),
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
