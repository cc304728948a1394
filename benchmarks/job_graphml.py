"""A release as GraphML: partners and the ties between them, with all columns that are filled."""

# ruff: noqa: S608  # the names in the queries are our own

from __future__ import annotations

import io
import mmap
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import polars as pl
from contest import Answer, Contestant, Job, Outcome
from drawing import scan
from measuring import measured

import coprod
from coprod import Release, Request
from coprod.finding import Findings
from coprod.records import Partner, Record, Relationship
from coprod.release import released_types

Write: TypeAlias = Callable[[Path], None]

RATINGS = ("reliability", "shared_mission", "openness", "influence", "involvement", "resources")
NODE = ("id", "kind", "sector", "here_as", "people", "area", "organisation", "name", "joined", "left")
EDGE = ("source", "target", "kind", "reported_by", "since", "until", "weight", *RATINGS)
TYPES = {"people": "long", "weight": "double", **dict.fromkeys(RATINGS, "long")}
MARK = re.compile(rb"<(node|edge|data) ")
REPLACED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
LINES = 50_000  # written at once


def released(folder: Path, kind: type[Record], columns: Iterable[str]) -> pl.DataFrame:
    """Return the rows of a kind as a release has them: days are text."""
    dates = pl.selectors.date().dt.to_string()
    return scan(folder, kind.table()).select(columns).with_columns(dates).sort(*list(columns)[:2]).collect()


def release_of(folder: Path) -> Release:
    """Return a release that holds every partner and every tie."""
    sealed = {
        Partner.table(): as_sealed(Partner, released(folder, Partner, NODE)),
        Relationship.table(): as_sealed(Relationship, released(folder, Relationship, EDGE)),
    }
    return Release(
        id="0" * 32,
        project="many",
        request=Request("publication", "public"),
        as_of=None,
        kinds=(Partner, Relationship),
        findings=Findings([], project="many", as_of=None, by=""),
        sealed=sealed,
    )


def as_sealed(kind: type[Record], frame: pl.DataFrame) -> bytes:
    """Return rows as the bytes that a release keeps."""
    known = {str: pl.String, int: pl.Int64, float: pl.Float64, bool: pl.Boolean}
    columns = [
        pl.col(name) if name in frame.columns else pl.lit(None, dtype=known[type_]).alias(name)
        for name, type_ in released_types(kind).items()
    ]
    out = io.BytesIO()
    frame.select(columns).write_parquet(out, row_group_size=100_000, compression="zstd", statistics=False)
    return out.getvalue()


def by_coprod(folder: Path) -> Write:
    """Export a release."""
    release = release_of(folder)
    with tempfile.TemporaryDirectory() as place:  # so that no import is timed
        coprod.export(release_of_nothing(release), "graphml", Path(place) / "warm.graphml")
    return lambda target: coprod.export(release, "graphml", target)


def release_of_nothing(release: Release) -> Release:
    """Return the same release without its rows."""
    import attrs

    return attrs.evolve(release, sealed={})


def lines(kind: str, columns: Sequence[str]) -> str:
    """Return the declarations of the attributes of nodes or edges."""
    return "".join(
        f'<key id="{kind}.{name}" for="{kind}" attr.name="{name}" attr.type="{TYPES.get(name, "string")}"/>\n'
        for name in ("record", *columns)
    )


def opening() -> bytes:
    """Return what stands before the first node."""
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    return f'{head}{lines("node", NODE[1:])}{lines("edge", EDGE)}<graph edgedefault="directed">\n'.encode()


CLOSING = b"</graph>\n</graphml>\n"


def by_polars(folder: Path) -> Write:
    """Put lines together in Polars, and let it write them."""
    partners, ties = released(folder, Partner, NODE), released(folder, Relationship, EDGE)

    def write(target: Path) -> None:
        node = [pl.lit('<node id="partner:'), _safe("id"), pl.lit('"><data key="node.record">partner</data>')]
        ends = [pl.lit('<edge source="partner:'), _safe("source"), pl.lit('" target="partner:'), _safe("target")]
        edge = [*ends, pl.lit('"><data key="edge.record">relationship</data>')]
        with target.open("wb") as file:
            file.write(opening())
            for frame, start, kind, columns in (partners, node, "node", NODE[1:]), (ties, edge, "edge", EDGE):
                data = [_data(kind, name, frame.schema[name]) for name in columns]
                whole = pl.concat_str([*start, *data, pl.lit(f"</{kind}>")])
                frame.lazy().select(whole).sink_csv(file, include_header=False, quote_style="never")
            file.write(CLOSING)

    return write


def _safe(name: str) -> pl.Expr:
    text = pl.col(name)
    for raw, safe in REPLACED.items():
        text = text.str.replace_all(raw, safe, literal=True)
    return text


def _data(kind: str, name: str, type_: Any) -> pl.Expr:
    text = _safe(name) if type_ == pl.String else pl.col(name).cast(pl.String)
    return (pl.lit(f'<data key="{kind}.{name}">') + text + pl.lit("</data>")).fill_null("")


def by_sql(folder: Path) -> Write:
    """Put lines together in DuckDB SQL, and write them as they come."""
    import duckdb

    connection = duckdb.connect()
    for name, kind, columns in ("partners", Partner, NODE), ("ties", Relationship, EDGE):
        connection.register("frame", released(folder, kind, columns).to_arrow())
        connection.execute(f"CREATE TABLE {name} AS FROM frame")
    node = _sql("node", "'<node id=\"partner:' || " + _safe_sql("id") + " || '\">'", "partner", NODE[1:])
    ends = f"""'<edge source="partner:' || {_safe_sql("source")} || '"'"""
    ends += f""" || ' target="partner:' || {_safe_sql("target")} || '">'"""
    edge = _sql("edge", ends, "relationship", EDGE)

    def write(target: Path) -> None:
        with target.open("wb") as file:
            file.write(opening())
            for query in f"SELECT {node} FROM partners", f"SELECT {edge} FROM ties":
                found = connection.execute(query)
                while some := found.fetchmany(LINES):
                    file.write("".join([line for (line,) in some]).encode())
            file.write(CLOSING)

    return write


def _safe_sql(name: str) -> str:
    text = f'"{name}"'
    for raw, safe in REPLACED.items():
        text = f"replace({text}, '{raw}', '{safe}')"
    return text


def _sql(kind: str, start: str, record: str, columns: Sequence[str]) -> str:
    parts = [start, f"'<data key=\"{kind}.record\">{record}</data>'"]
    for name in columns:
        text = f'"{name}"::VARCHAR' if name in TYPES else _safe_sql(name)
        parts.append(f"coalesce('<data key=\"{kind}.{name}\">' || {text} || '</data>', '')")
    return " || ".join([*parts, f"'</{kind}>' || chr(10)"])


def filled(record: str, columns: Sequence[str], row: Sequence[Any]) -> Mapping[str, Any]:
    """Return the attributes that a row has."""
    found = {name: value for name, value in zip(columns, row, strict=True) if value is not None}
    return {"record": record, **found}


def networkx_graph(partners: Iterable[Sequence[Any]], ties: Iterable[Sequence[Any]]) -> Any:
    """Return partners and ties as a graph of networkx."""
    import networkx as nx

    graph = nx.MultiDiGraph()
    graph.add_nodes_from((f"partner:{key}", filled("partner", NODE[1:], row)) for key, *row in partners)
    graph.add_edges_from((f"partner:{row[0]}", f"partner:{row[1]}", filled("relationship", EDGE, row)) for row in ties)
    return graph


def by_networkx(folder: Path) -> Write:
    """Build a graph of networkx, and write it."""
    import networkx as nx

    partners, ties = released(folder, Partner, NODE).rows(), released(folder, Relationship, EDGE).rows()
    return lambda target: nx.write_graphml(networkx_graph(partners, ties), target)


def by_networkx_alone(folder: Path) -> Write:
    """Write a graph of networkx that was built before."""
    import networkx as nx

    graph = networkx_graph(released(folder, Partner, NODE).rows(), released(folder, Relationship, EDGE).rows())
    return lambda target: nx.write_graphml(graph, target)


def igraph_graph(partners: pl.DataFrame, ties: pl.DataFrame) -> Any:
    """Return partners and ties as a graph of igraph, which has every attribute on every node and edge."""
    import igraph as ig

    number = {partner: at for at, partner in enumerate(partners["id"])}
    edges = [(number[source], number[target]) for source, target in zip(ties["source"], ties["target"], strict=True)]
    nodes = {"id": [f"partner:{key}" for key in number], "record": ["partner"] * len(number)}
    nodes |= {name: partners[name].to_list() for name in NODE[1:]}
    attributes = {"record": ["relationship"] * len(edges)} | {name: ties[name].to_list() for name in EDGE}
    return ig.Graph(n=len(number), edges=edges, directed=True, vertex_attrs=nodes, edge_attrs=attributes)


def by_igraph(folder: Path) -> Write:
    """Build a graph of igraph, and write it."""
    partners, ties = released(folder, Partner, NODE), released(folder, Relationship, EDGE)
    return lambda target: igraph_graph(partners, ties).write_graphml(str(target))


def by_igraph_alone(folder: Path) -> Write:
    """Write a graph of igraph that was built before."""
    graph = igraph_graph(released(folder, Partner, NODE), released(folder, Relationship, EDGE))
    return lambda target: graph.write_graphml(str(target))


def counted(file: Path, *, data: bool) -> Answer:
    """Return how many nodes and edges are in a file, and attributes of these."""
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as text:
        found = Counter(match[1].decode() for match in MARK.finditer(text, text.find(b"<node ")))
    return {name: found[name] for name in ("node", "edge", "data")[: 3 if data else 2]}


def writing(prepare: Callable[[Path], Write], *, data: bool = True) -> Callable[[Path], Outcome]:
    """Return a run in which only writing is timed."""

    def run(folder: Path) -> Outcome:
        write = prepare(folder)
        with tempfile.TemporaryDirectory() as place:
            target = Path(place) / "out.graphml"
            _, cost = measured(lambda: write(target))
            return Outcome(counted(target, data=data), cost, f"{target.stat().st_size / 1e6:,.0f} MB written")

    return run


JOB = Job(
    "GraphML: writing partners and ties",
    {Partner: NODE, Relationship: EDGE},
    {
        "coprod": Contestant("coprod", writing(by_coprod)),
        "polars": Contestant("hand-written Polars", writing(by_polars)),
        "sql": Contestant("hand-written DuckDB SQL", writing(by_sql), "duckdb"),
        "igraph": Contestant(
            "igraph, graph built", writing(by_igraph, data=False), "igraph", within=1, beside="coprod"
        ),
        "igraph-alone": Contestant(
            "igraph, writing alone", writing(by_igraph_alone, data=False), "igraph", within=1, beside="coprod"
        ),
        "networkx": Contestant(
            "networkx, graph built", writing(by_networkx), "networkx", within=1 / 20, beside="coprod"
        ),
        "networkx-alone": Contestant(
            "networkx, writing alone", writing(by_networkx_alone), "networkx", within=1 / 20, beside="coprod"
        ),
    },
)
