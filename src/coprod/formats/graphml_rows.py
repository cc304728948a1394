"""GraphML of a small release, from dictionaries, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import attrs

from coprod.counts import groups_and_ties
from coprod.formats.graphml_keys import OPENING, Attributes, Keys, about
from coprod.formats.xml_text import in_quotes
from coprod.graph import attributes_of, ends_of
from coprod.records import Record, Strength
from coprod.release import Release
from coprod.schema import columns_of, kind_name

if TYPE_CHECKING:
    from typing import BinaryIO

__all__ = ["write"]


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
        drawing = cls(about=about(release))
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


def write(release: Release, file: BinaryIO) -> None:
    """Write a release as one directed graph."""
    file.write("".join(_lines(release)).encode())


def _lines(release: Release) -> Iterator[str]:
    drawing = Drawing.of(release)
    graph = _keys("graph", [drawing.about], release)
    nodes = _keys("node", list(drawing.nodes.values()), release)
    edges = _keys("edge", [attributes for *_, attributes in drawing.edges], release)
    yield OPENING
    for keys in (graph, nodes, edges):
        yield from keys.lines()
    yield f'<graph edgedefault="directed">{graph.data(drawing.about)}\n'
    for ref, attributes in drawing.nodes.items():
        yield f'<node id="{in_quotes(ref)}">{nodes.data(attributes)}</node>\n'
    for number, (source, target, attributes) in enumerate(drawing.edges):
        ends = f'source="{in_quotes(source)}" target="{in_quotes(target)}"'
        yield f'<edge id="e{number}" {ends}>{edges.data(attributes)}</edge>\n'
    yield "</graph>\n</graphml>\n"


def _keys(scope: str, found: list[Attributes], release: Release) -> Keys:
    there = {one.get("record", "") for one in found}
    return Keys.of(scope, set().union(*found), there, release)
