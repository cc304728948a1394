"""How GraphML declares the attributes of nodes and edges, and how it writes them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import attrs

from coprod.engines.text import Cell, Part
from coprod.formats.xml_text import IN_XML, READABLE, in_element, in_quotes, readable
from coprod.records import Record
from coprod.release import Release
from coprod.schema import columns_of, kind_name

__all__ = ["OPENING", "Attributes", "Keys", "about"]

Attributes: TypeAlias = dict[str, Any]

TYPES = {int: "long", float: "double"}
OPENING = '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'


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
    def of(cls, scope: str, used: set[str], there: set[str], release: Release) -> Keys:
        """
        Declare the attributes that are used, in the order of the schema and then of their names.

        Args:
            scope: Whose they are.
            used: The names of the attributes.
            there: What records the file holds, of those in *scope*.
            release: What is written.
        """
        types = _types(release, there)
        order = {name: at for at, name in enumerate(types)}
        ordered = sorted(used, key=lambda name: (order.get(name, len(order)), name))
        return cls(scope, {name: f"{scope}.{at}" for at, name in enumerate(ordered)}, types)

    def lines(self) -> Iterator[str]:
        """Yield the declarations."""
        for name, key in self.ids.items():
            kept = self.types.get(name, "string")
            yield f'<key id="{key}" for="{self.scope}" attr.name="{in_quotes(name)}" attr.type="{kept}"/>\n'

    def data(self, attributes: Attributes) -> str:
        """Return the attributes of one node, one edge or the graph."""
        return "".join(
            f"{self.before(name)}{_text(value, self.types.get(name, 'string'))}</data>"
            for name, value in attributes.items()
        )

    def before(self, name: str) -> str:
        """Return what stands before the value of an attribute."""
        return f'<data key="{self.ids[name]}">'

    def cell(self, name: str, column: str = "") -> Cell:
        """Return the attribute that a column holds; there is none where nothing is in it."""
        style = READABLE if self.types.get(name) == "double" else IN_XML
        return Cell(column or name, style, self.before(name), "</data>")

    def parts(self, kind: type[Record]) -> Iterator[Part]:
        """Yield the attributes of a row: the name of its record, and the columns that are filled somewhere."""
        yield self.data({"record": kind_name(kind)})
        yield from (self.cell(name) for name in columns_of(kind) if name != "id" and name in self.ids)


def _types(release: Release, there: set[str]) -> Mapping[str, str]:
    """Return the type of each column of the kinds that are there, by the schema; text where two differ."""
    types = {"record": "string"}
    for kind in release.kinds:
        if kind_name(kind) in there:
            for name, column in release.columns(kind).items():
                kept = TYPES.get(column, "string")
                types[name] = kept if types.get(name, kept) == kept else "string"
    return types


def about(release: Release) -> Attributes:
    """Return what the graph says of the release as a whole."""
    request = release.request
    as_of = {"as_of": release.as_of.isoformat()} if release.as_of else {}
    said = {"project": release.project, "purpose": request.purpose, "audiences": "; ".join(request.audiences)}
    return {"release": release.id, **said, **as_of}


def _text(value: Any, kept: str) -> str:
    """Return a value as the text of an element."""
    if kept != "string":
        return readable(value) if isinstance(value, float) else repr(value)
    if isinstance(value, list):
        value = json.dumps(value, ensure_ascii=False, allow_nan=False)
    if isinstance(value, bool):
        value = "yes" if value else "no"
    return in_element(str(value))
