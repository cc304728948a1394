"""GraphML of a large release: the tables are gone through twice, a part at a time, and no graph is in memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs
import narwhals as nw

from coprod.counts import groups_and_ties
from coprod.engines.text import BATCH, Cell, Part, lines
from coprod.formats.drawing import LOOSE, REF, SOURCE, TARGET, Drawing
from coprod.formats.graphml_keys import OPENING, Attributes, Keys, about
from coprod.formats.xml_text import IN_XML, QUOTED, in_quotes
from coprod.records import Record
from coprod.release import Release
from coprod.schema import kind_name

if TYPE_CHECKING:
    from typing import BinaryIO

__all__ = ["write"]

Eager: TypeAlias = "nw.DataFrame[Any]"

NUMBER, RECORD, STRENGTH = "the number", "the record", "strength"


def write(release: Release, file: BinaryIO) -> None:
    """Write a release as one directed graph."""
    _Writing.of(release, file).write()


@attrs.frozen
class _Writing:
    """
    A release on its way into a file.

    Attributes:
        file: Where to.
        drawing: What there is.
        groups: People who are there by group, and the ties between groups.
        nodes: How the attributes of nodes are declared.
        edges: How those of edges are.
    """

    file: BinaryIO
    drawing: Drawing
    groups: tuple[dict[str, Attributes], list[tuple[str, str, Attributes]]]
    nodes: Keys
    edges: Keys

    @classmethod
    def of(cls, release: Release, file: BinaryIO) -> _Writing:
        """Look through a release before it is written."""
        drawing, groups = Drawing.of(release), groups_and_ties(release.counts)
        ends = _ends(drawing)
        loners = list(groups[0].values()) + ([{"record": "", "strength": ""}] if drawing.words is not None else [])
        found = {one: drawing.filled[one] for one in drawing.nodes if one in drawing.filled}
        there = {*map(kind_name, found), *ends, *(one["record"] for one in loners)}
        used = set(drawing.loose).union({"record"} if there else (), *found.values(), *loners)
        return cls(
            file,
            drawing,
            groups,
            Keys.of("node", used, there, release),
            _edge_keys(drawing, [row for *_, row in groups[1]], release),
        )

    def write(self) -> None:
        """Write the declarations, the nodes and the edges."""
        said = {**about(self.drawing.release), **self.drawing.about}
        graph = Keys.of("graph", set(said), set(), self.drawing.release)
        self._say(OPENING)
        for keys in (graph, self.nodes, self.edges):
            self._say("".join(keys.lines()))
        self._say(f'<graph edgedefault="directed">{graph.data(said)}\n')
        for kind in self.drawing.nodes:
            if kind in self.drawing.filled:
                self._write_nodes(kind)
        for frame in self.drawing.ends:
            self._write_ends(frame)
        for ref, attributes in self.groups[0].items():
            self._say(f'<node id="{in_quotes(ref)}">{self.nodes.data(attributes)}</node>\n')
        self._write_edges()
        self._say("</graph>\n</graphml>\n")

    def _say(self, text: str) -> None:
        self.file.write(text.encode())

    def _write_nodes(self, kind: type[Record]) -> None:
        name = kind_name(kind)
        parts = [f'<node id="{in_quotes(name)}:', Cell("id", QUOTED), '">', *self.nodes.parts(kind)]
        for part in self.drawing.course.through(kind):
            ref = nw.concat_str(nw.lit(f"{name}:"), nw.col("id")).alias(REF)
            self._write_lines(self._with_loose(part.with_columns(ref)), [*parts, *self._loose(), "</node>\n"])

    def _write_ends(self, ends: Eager) -> None:
        """Write nodes without a row: partners who are named elsewhere, and strengths."""
        rows = ends.with_columns(nw.col(REF).str.replace_all("(?s):.*", "").alias(RECORD))
        parts: list[Part] = ['<node id="', Cell(REF, QUOTED), '">', self.nodes.cell("record", RECORD)]
        if self.drawing.words is not None:
            rows = _joined(rows, self.drawing.words)
            parts.append(self.nodes.cell(STRENGTH))
        self._write_lines(self._with_loose(rows), [*parts, *self._loose(), "</node>\n"])

    def _with_loose(self, rows: Eager) -> Eager:
        for hanging in self.drawing.loose.values():
            rows = _joined(rows, hanging)
        return rows

    def _loose(self) -> Iterator[Part]:
        """Yield what hangs on a node."""
        for table in self.drawing.loose:
            yield Cell(LOOSE + table, IN_XML, f"{self.nodes.before(table)}[", "]</data>")

    def _write_edges(self) -> None:
        number = 0
        opening: list[Part] = ['<edge id="e', Cell(NUMBER, QUOTED), '" source="', Cell(SOURCE, QUOTED), '" target="']
        for kind in self.drawing.joins:
            if kind not in self.drawing.filled:
                self.drawing.course.past(kind)
                continue
            parts = [*opening, Cell(TARGET, QUOTED), '">', *self.edges.parts(kind), "</edge>\n"]
            for part in self.drawing.parts(kind):
                rows = part.with_row_index(NUMBER).with_columns(nw.col(NUMBER).cast(nw.Int64) + number)
                number += len(rows)
                self._write_lines(rows, parts)
        for at, (source, target, attributes) in enumerate(self.groups[1], number):
            ends = f'source="{in_quotes(source)}" target="{in_quotes(target)}"'
            self._say(f'<edge id="e{at}" {ends}>{self.edges.data(attributes)}</edge>\n')

    def _write_lines(self, rows: Eager, parts: list[Part]) -> None:
        for start in range(0, len(rows), BATCH):
            self.file.write(lines(rows[start : start + BATCH], parts))


def _joined(rows: Eager, more: Eager) -> Eager:
    """Return rows with what is known of their nodes, in their order."""
    return rows.with_row_index(NUMBER).join(more, on=REF, how="left").sort(NUMBER).drop(NUMBER)


def _ends(drawing: Drawing) -> set[str]:
    """Return what records the nodes are that have no row."""
    names = (part.select(nw.col(REF).str.replace_all("(?s):.*", "")).unique()[REF].to_list() for part in drawing.ends)
    return set().union(*names)


def _edge_keys(drawing: Drawing, ties: list[Attributes], release: Release) -> Keys:
    found = {one: drawing.filled[one] for one in drawing.joins if one in drawing.filled}
    there = {*map(kind_name, found), *(row["record"] for row in ties)}
    return Keys.of("edge", set().union({"record"} if there else (), *found.values(), *ties), there, release)
