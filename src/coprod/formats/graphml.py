"""
A release as GraphML, for Gephi, Cytoscape, igraph, networkx and the like.

What is a node and what is an edge is said in `coprod.graph`: the file holds what `release.graph()` holds,
under the same typed references. It is written as text: networkx is heavy to import, and slow to write a
large graph. A small release is drawn row by row, a large one a part of a table at a time; the bytes are the
same.

GraphML knows no lists. A row that belongs to one node alone (a need, a characteristic) stands in an
attribute of that node, named by its table, as a list in JSON; one whose node is not in the file stands in
such an attribute of the graph itself. Kinds that are in no graph, such as populations, are not in the file,
and neither are findings, which are about groups: the formats json and csv have all of these.

Yes and no are words, since some readers make "no" of what was not recorded. An attribute that no node or
edge has is not declared.
"""

from __future__ import annotations

from coprod.formats import graphml_rows
from coprod.formats.spec import Sink
from coprod.release import Release

__all__ = ["write_graphml"]

SMALL = 100_000  # bytes of sealed tables: some ten thousand rows, which are drawn before frames are set up


def write_graphml(release: Release, sink: Sink) -> None:
    """Write a release as one directed graph; the same release gives the same bytes."""
    with sink.open() as file:
        if release.size < SMALL:
            graphml_rows.write(release, file)
            return
        from coprod.formats import graphml_frames

        graphml_frames.write(release, file)
