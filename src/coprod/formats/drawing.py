"""
A release as nodes and edges, without a graph in memory.

What is a node and what is an edge is said in `coprod.graph`. Here the tables are gone through once, a part at a time,
to learn what a file has to say before its first node: which attributes occur, which ends of edges have no row of
their own, and what hangs on a node. In memory are the references of all nodes and the rows that hang on them, as
text; the edges are not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs
import narwhals as nw

from coprod.engines.text import gathered, with_text
from coprod.formats.json_lines import attribute_parts
from coprod.formats.watching import Course
from coprod.graph import ends_of, strength_node
from coprod.records import Record, Strength
from coprod.release import Release
from coprod.schema import columns_of, kind_name

if TYPE_CHECKING:
    from coprod.schema import Column

__all__ = ["LOOSE", "REF", "SOURCE", "TARGET", "Drawing"]

Eager: TypeAlias = "nw.DataFrame[Any]"

# Columns beside those of a kind: no field of a class has a name with a blank.
REF, SOURCE, TARGET, PLACE, TEXT = "the node", "the source", "the target", "the place", "the text"
LOOSE = "what hangs on "  # and the name of a table
STEP = 500_000  # rows that are looked at together: fewer steps, and fewer times that all nodes are looked through


@attrs.define
class Drawing:
    """
    What there is to draw.

    Attributes:
        release: What may leave.
        course: Tells how far it is.
        nodes: The kinds whose rows are nodes.
        joins: The kinds whose rows join nodes, or hang on one.
        filled: The columns that are filled in some node or some edge, by kind; a kind without any is not there.
        ids: The nodes that are rows.
        ends: The nodes that are ends of edges and no rows, in the order in which they were found.
        words: The words of each strength that is a node.
        loose: What hangs on nodes, by table: a node, and objects of JSON with commas between them.
        about: What hangs on no node, by table.
    """

    release: Release
    course: Course
    nodes: tuple[type[Record], ...]
    joins: tuple[type[Record], ...]
    filled: dict[type[Record], set[str]] = attrs.Factory(dict)
    ids: list[Eager] = attrs.Factory(list)
    ends: list[Eager] = attrs.Factory(list)
    words: Eager | None = None
    loose: dict[str, Eager] = attrs.Factory(dict)
    about: dict[str, str] = attrs.Factory(dict)
    _before: dict[type[Record], list[int]] = attrs.Factory(dict)

    @classmethod
    def of(cls, release: Release) -> Drawing:
        """Look through the rows of a release: nodes first, then what joins them, then what hangs on them."""
        shown = [kind for kind in release.kinds if kind.about.in_graph]
        nodes = tuple(kind for kind in shown if "id" in columns_of(kind))
        joins = tuple(kind for kind in shown if "id" not in columns_of(kind))
        drawing = cls(release, Course.of(release, shown, times=2), nodes, joins)
        for kind in nodes:
            for part in drawing.course.through(kind, STEP):
                drawing._fill(kind, part)
                drawing.ids.append(part.select(_ref(kind_name(kind), "id").alias(REF)))
        hanging = {kind: drawing._join(kind) for kind in joins}
        for kind, parts in hanging.items():
            if parts:
                drawing._hang(kind, nw.concat(parts))
        return drawing

    def parts(self, kind: type[Record]) -> Iterator[Eager]:
        """Yield the rows of a kind that join nodes, in parts, with their two ends."""
        before = iter(self._before.get(kind, ()))
        for whole in self.course.through(kind, STEP):
            known = [*self.ids, *self.ends[: next(before)]]
            yield _only(_with_ends(kind, whole, known), joined=True)

    def _fill(self, kind: type[Record], part: Eager) -> None:
        found = {name for name in columns_of(kind) if name != "id" and part[name].null_count() < len(part)}
        self.filled.setdefault(kind, set()).update(found)

    def _join(self, kind: type[Record]) -> list[Eager]:
        """Look at what joins nodes; return what does not, as text with the node that it hangs on."""
        hanging, types = [], list(self.release.columns(kind).items())
        for part in self.course.through(kind, STEP):
            self._before.setdefault(kind, []).append(len(self.ends))
            rows = _with_ends(kind, part, [*self.ids, *self.ends])
            joined, rest = _only(rows, joined=True), _only(rows, joined=False)
            if len(joined):
                self._fill(kind, joined)
                self._end(joined)
            if kind is Strength:
                self._word(joined)
            if len(rest):
                text = with_text(rest, TEXT, list(attribute_parts(kind, types)))
                hanging.append(text.select(nw.col(SOURCE).alias(REF), TEXT))
        return hanging

    def _end(self, joined: Eager) -> None:
        """Keep the ends that are no nodes yet, in the order of the rows, source before target."""
        both = [joined.select(nw.col(name).alias(REF)).with_row_index(PLACE) for name in (SOURCE, TARGET)]
        known = _together([*self.ids, *self.ends])
        new = [one.join(known, on=REF, how="anti").with_columns(second=nw.lit(at)) for at, one in enumerate(both)]
        found = nw.concat(new)
        if len(found):
            self.ends.append(found.sort(PLACE, "second").unique(REF, keep="first", maintain_order=True).select(REF))

    def _word(self, joined: Eager) -> None:
        """Keep the words of each strength: those of its last row."""
        found = joined.select(nw.col(TARGET).alias(REF), "strength")
        all_words = found if self.words is None else nw.concat([self.words, found])
        self.words = all_words.unique(REF, keep="last", maintain_order=True)

    def _hang(self, kind: type[Record], rows: Eager) -> None:
        known = _together([*self.ids, *self.ends])
        numbered = rows.with_row_index(PLACE)
        on_nodes = numbered.join(known, on=REF, how="semi").sort(PLACE)
        on_none = numbered.join(known, on=REF, how="anti").sort(PLACE)
        if len(on_nodes):
            self.loose[kind.table()] = gathered(on_nodes, REF, TEXT, ", ").rename({TEXT: LOOSE + kind.table()})
        if len(on_none):
            self.about[kind.table()] = f"[{', '.join(on_none[TEXT].to_list())}]"


def _together(refs: Sequence[Eager]) -> Eager:
    return nw.concat(list(refs)) if refs else nw.from_dict({REF: []}, {REF: nw.String}, backend="polars")


def _only(rows: Eager, *, joined: bool) -> Eager:
    """Return the rows that have two ends, or those that have not."""
    if joined and not rows[TARGET].null_count():
        return rows
    return rows.filter(~nw.col(TARGET).is_null() if joined else nw.col(TARGET).is_null())


def _with_ends(kind: type[Record], part: Eager, known: Sequence[Eager]) -> Eager:
    """Return rows with the nodes that they lie between, as `coprod.graph.ends_of` has them."""
    columns = [column for column in columns_of(kind).values() if column.refs and not column.many]
    if any(column.or_words for column in columns):
        return _one_by_one(kind, columns, part, known)
    if _full(part, [column.name for column in columns[:2]]):
        source, target = (_filled("" if c.typed else c.refs[0], c.name) for c in columns[:2])
        return part.with_columns(source.alias(SOURCE), target.alias(TARGET))
    refs = [_ref("" if column.typed else column.refs[0], column.name) for column in columns]
    if kind is Strength:
        part = _with_strengths(part)
        refs.append(nw.col(REF))
    if not refs:
        return part.with_columns(_nothing(SOURCE), _nothing(TARGET))
    seconds = [
        nw.when(nw.any_horizontal(*(~one.is_null() for one in refs[:at]), ignore_nulls=False)).then(refs[at])
        for at in range(1, len(refs))
    ]
    target = nw.coalesce(*seconds).alias(TARGET) if seconds else _nothing(TARGET)
    return part.with_columns(nw.coalesce(*refs).alias(SOURCE), target)


def _full(part: Eager, columns: Sequence[str]) -> bool:
    """Return whether there are two references, and each row has both, as nearly all tables have."""
    return len(columns) == 2 and not any(part[name].null_count() or (part[name] == "").any() for name in columns)


def _ref(kind: str, column: str) -> nw.Expr:
    """Return the typed reference in a column; an empty text is none."""
    return nw.when(nw.col(column) != "").then(_filled(kind, column))


def _filled(kind: str, column: str) -> nw.Expr:
    return nw.concat_str(nw.lit(f"{kind}:"), nw.col(column)) if kind else nw.col(column)


def _nothing(name: str) -> nw.Expr:
    return nw.lit(None, dtype=nw.String).alias(name)


def _with_strengths(part: Eager) -> Eager:
    said = part["strength"].unique().to_list()
    return part.with_columns(
        part["strength"]
        .replace_strict(said, [strength_node(s) if s else None for s in said], return_dtype=nw.String)
        .alias(REF)
    )


def _one_by_one(kind: type[Record], columns: Sequence[Column], part: Eager, known: Sequence[Eager]) -> Eager:
    """Return rows with their ends where words may stand for a reference: one row may make a node of the next one's."""
    rows = list(part.iter_rows(named=True))
    perhaps = {c.ref(row[c.name]) for row in rows for c in columns if c.or_words and row[c.name]}
    asked = nw.from_dict({REF: sorted(perhaps)}, {REF: nw.String}, backend="polars")
    nodes, found = set(asked.join(_together(known), on=REF, how="semi")[REF].to_list()), []
    for row in rows:
        ends = ends_of(kind, row, nodes)
        nodes.update(ends if len(ends) == 2 else ())
        found.append((*ends, None, None)[:2])
    made = [
        nw.new_series(name, [ends[at] for ends in found], nw.String, backend="polars")
        for at, name in enumerate((SOURCE, TARGET))
    ]
    return part.with_columns(*made)
