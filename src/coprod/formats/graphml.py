"""
A release as GraphML, for Gephi, Cytoscape, igraph, networkx and the like.

What is a node and what is an edge is said in `coprod.graph`: the file holds what `release.graph()` holds,
under the same typed references. It is written as text: networkx is heavy to import, and slow to write a
large graph.

GraphML knows no lists. A row that belongs to one node alone (a need, a characteristic) stands in an
attribute of that node, named by its table, as a list in JSON; one whose node is not in the file stands in
such an attribute of the graph itself. Kinds that are in no graph, such as populations, are not in the file,
and neither are findings, which are about groups: the formats json and csv have all of these.

Yes and no are words, since some readers make "no" of what was not recorded. An attribute that no node or
edge has is not declared.
"""

from __future__ import annotations

import html
import json
import re
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

import attrs

from coprod.counts import groups_and_ties
from coprod.formats.spec import ExportFormat, Sink
from coprod.graph import attributes_of, ends_of
from coprod.records import Record, Strength
from coprod.release import Release
from coprod.schema import columns_of, kind_name

__all__ = ["GRAPHML"]

Attributes: TypeAlias = dict[str, Any]

TYPES = {int: "long", float: "double"}
NOT_IN_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
BREAKS = {ord("\t"): "&#9;", ord("\n"): "&#10;"}  # in an attribute of XML they would be read as blanks
SMALLEST = sys.float_info.min
LINES = 5_000  # how many are put together before they are written
OPENING = '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'


@attrs.define
class Drawing:
    """
    A release as nodes and edges.

    Attributes:
        about: Attributes of the whole graph.
        nodes: Attributes of each node by its typed reference.
        edges: Source, target and attributes of each edge.
    """

    about: Attributes = attrs.Factory(dict)
    nodes: dict[str, Attributes] = attrs.Factory(dict)
    edges: list[tuple[str, str, Attributes]] = attrs.Factory(list)

    @classmethod
    def of(cls, release: Release) -> Drawing:
        """Draw the rows of a release: nodes first, then what joins them, then what hangs on them."""
        drawing = cls(about=_about(release))
        shown = [kind for kind in release.kinds if kind.about.in_graph]
        for kind in shown:
            if "id" in columns_of(kind):
                for row in release.rows(kind):
                    drawing.nodes[f"{kind_name(kind)}:{row['id']}"] = attributes_of(kind, row)
        loose = [one for kind in shown if "id" not in columns_of(kind) for one in drawing._join(kind, release)]
        for kind, ends, attributes in loose:
            home = drawing.nodes.get(ends[0], drawing.about) if ends else drawing.about
            home.setdefault(kind.table(), []).append(attributes)
        groups, ties = groups_and_ties(release.counts)
        drawing.nodes.update(groups)
        drawing.edges.extend(ties)
        return drawing

    def _join(self, kind: type[Record], release: Release) -> Iterator[tuple[type[Record], list[str], Attributes]]:
        """Add the rows of a kind that join two nodes; yield the others."""
        for row in release.rows(kind):
            ends, attributes = ends_of(kind, row, self.nodes), attributes_of(kind, row)
            if len(ends) < 2:
                yield kind, ends, attributes
                continue
            self.edges.append((ends[0], ends[1], attributes))
            for end in ends:
                self.nodes.setdefault(end, {"record": end.partition(":")[0]})
            if kind is Strength:
                self.nodes[ends[1]] = {"record": "strength", "strength": row["strength"]}


def _about(release: Release) -> Attributes:
    request = release.request
    as_of = {"as_of": release.as_of.isoformat()} if release.as_of else {}
    said = {"project": release.project, "purpose": request.purpose, "audiences": "; ".join(request.audiences)}
    return {"release": release.id, **said, **as_of}


@attrs.frozen
class Keys:
    """
    The declarations of the attributes of nodes, edges or the graph.

    Attributes:
        scope: Whose: node, edge or graph.
        ids: The id of each declaration by the name of the attribute.
        types: The type of each attribute.
    """

    scope: str
    ids: Mapping[str, str]
    types: Mapping[str, str]

    @classmethod
    def of(cls, scope: str, found: Collection[Attributes], release: Release) -> Keys:
        """Declare the attributes that are used, in the order of the schema and then of their names."""
        types = _types(release, found)
        order = {name: at for at, name in enumerate(types)}
        used = sorted(set().union(*found), key=lambda name: (order.get(name, len(order)), name))
        return cls(scope, {name: f"{scope}.{at}" for at, name in enumerate(used)}, types)

    def lines(self) -> Iterator[str]:
        """Yield the declarations."""
        for name, key in self.ids.items():
            kept = self.types.get(name, "string")
            yield f'<key id="{key}" for="{self.scope}" attr.name="{_quoted(name)}" attr.type="{kept}"/>'

    def data(self, attributes: Attributes) -> str:
        """Return the attributes of one node, one edge or the graph."""
        return "".join(
            f'<data key="{self.ids[name]}">{_text(value, self.types.get(name, "string"))}</data>'
            for name, value in attributes.items()
        )


def _types(release: Release, found: Iterable[Attributes]) -> Mapping[str, str]:
    """Return the type of each column of the kinds that are there, by the schema; text where two differ."""
    there = {one.get("record") for one in found}
    types = {"record": "string"}
    for kind in release.kinds:
        if kind_name(kind) in there:
            for name, column in release.columns(kind).items():
                kept = TYPES.get(column, "string")
                types[name] = kept if types.get(name, kept) == kept else "string"
    return types


def _text(value: Any, kept: str) -> str:
    """Return a value as the text of an element; igraph refuses a file with a decimal below `SMALLEST`."""
    if kept != "string":
        return repr(value if value >= SMALLEST or value <= -SMALLEST else type(value)())
    if isinstance(value, list):
        value = json.dumps(value, ensure_ascii=False, allow_nan=False)
    if isinstance(value, bool):
        value = "yes" if value else "no"
    return html.escape(_in_xml(str(value)), quote=False)


def _quoted(text: str) -> str:
    """Return text as it stands between the quotes of an attribute of XML."""
    return html.escape(_in_xml(text)).translate(BREAKS)


def _in_xml(text: str) -> str:
    """Return text without what XML cannot hold; rows hold none of it, a project's name may."""
    return text if text.isascii() and text.isprintable() else NOT_IN_XML.sub("\ufffd", text)


def _lines(release: Release) -> Iterator[str]:
    drawing = Drawing.of(release)
    graph = Keys.of("graph", [drawing.about], release)
    nodes = Keys.of("node", drawing.nodes.values(), release)
    edges = Keys.of("edge", [attributes for _, _, attributes in drawing.edges], release)
    yield OPENING
    for keys in (graph, nodes, edges):
        yield from keys.lines()
    yield f'<graph edgedefault="directed">{graph.data(drawing.about)}'
    for ref, attributes in drawing.nodes.items():
        yield f'<node id="{_quoted(ref)}">{nodes.data(attributes)}</node>'
    for number, (source, target, attributes) in enumerate(drawing.edges):
        ends = f'source="{_quoted(source)}" target="{_quoted(target)}"'
        yield f'<edge id="e{number}" {ends}>{edges.data(attributes)}</edge>'
    yield "</graph>\n</graphml>\n"


def write_graphml(release: Release, sink: Sink) -> None:
    """Write a release as one directed graph; the same release gives the same bytes."""
    with sink.open() as file:
        waiting: list[str] = []
        for line in _lines(release):
            waiting.append(line)
            if len(waiting) == LINES:
                file.write(("\n".join(waiting) + "\n").encode())
                waiting.clear()
        file.write("\n".join(waiting).encode())


GRAPHML = ExportFormat(
    name="graphml",
    summary="One graph, for Gephi, Cytoscape, igraph and networkx.",
    suffix=".graphml",
    media_type="application/graphml+xml",
    write=write_graphml,
)
