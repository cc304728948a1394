"""GraphML: what networkx and igraph read is what is in the release, whatever its text holds."""

import io
import json
import math
import re
import subprocess
import sys
from collections import Counter
from typing import Annotated, ClassVar
from xml.etree import ElementTree as ET

import attrs
import igraph
import networkx as nx
from hypothesis import given
from tests.formats.releases import of_rows, release_of, releases, written

from coprod import Project
from coprod.builtin.formats import GRAPHML
from coprod.records import (
    BUILT_IN,
    Characteristic,
    Experience,
    Mention,
    Partner,
    Record,
    Relationship,
    Space,
    View,
)
from coprod.schema import About, columns_of, key, subject, to
from coprod.testing import example

NAMESPACE = "{http://graphml.graphdrawing.org/xmlns}"


def graphml(release):
    """The bytes of a release as GraphML."""
    return written(GRAPHML, release)[""]


def in_networkx(data):
    """What networkx reads."""
    return nx.read_graphml(io.BytesIO(data), force_multigraph=True)


def in_igraph(data, folder):
    """What igraph reads."""
    path = folder / "x.graphml"
    path.write_bytes(data)
    graph = igraph.Graph.Read_GraphML(str(path))
    for node in graph.vs:
        node["id"] = node["id"].replace("&#38;", "&")  # igraph leaves this one sign of an id as XML has it
    return graph


def flat(attributes):
    """Attributes as they stand in a file: lists are JSON, yes and no are words."""
    plain = {name: json.dumps(v, ensure_ascii=False) if isinstance(v, list) else v for name, v in attributes.items()}
    return {name: as_read(value) for name, value in plain.items()}


def as_read(value):
    """A value as a reader has it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return 0.0 if isinstance(value, float) and abs(value) < sys.float_info.min else value


def edges_of(graph):
    """The edges of a networkx graph with what they carry, the number that GraphML gives each aside."""
    found = ((a, b, tuple(sorted(flat(row).items()))) for a, b, row in graph.edges(data=True))
    return Counter((a, b, tuple(cell for cell in row if cell[0] != "id")) for a, b, row in found)


def filled(attributes):
    """What igraph has of a node or an edge, without what it makes up for what is missing."""
    return {
        name: value
        for name, value in attributes.items()
        if name != "id" and value != "" and not (isinstance(value, float) and math.isnan(value))
    }


@given(releases())
def test_networkx_reads_the_released_graph(release):
    """Networkx reads the nodes, the edges and the attributes of `release.graph()`, types included."""
    expected, actual = release.graph(), in_networkx(graphml(release))

    assert {ref: flat(row) for ref, row in expected.nodes(data=True)} == dict(actual.nodes(data=True))
    assert edges_of(expected) == edges_of(actual)
    assert actual.is_directed()


def test_igraph_reads_the_released_graph(tmp_path):
    """Igraph reads the nodes, the edges and the attributes of `release.graph()`, whatever the text."""

    @given(releases())
    def holds(release):
        expected, actual = release.graph(), in_igraph(graphml(release), tmp_path)
        nodes = {v["id"]: filled(v.attributes()) for v in actual.vs}
        edges = Counter(
            (
                actual.vs[e.source]["id"],
                actual.vs[e.target]["id"],
                tuple(sorted(filled(e.attributes()).items())),
            )
            for e in actual.es
        )

        assert {ref: flat(row) for ref, row in expected.nodes(data=True)} == nodes
        assert edges_of(expected) == edges

    holds()


@given(releases())
def test_same_release_same_bytes(release):
    """Writing twice gives the same bytes: no clock, no order of chance."""
    assert graphml(release) == graphml(release)


@given(releases())
def test_declarations(release):
    """Every attribute is declared once, under an id that GraphML allows, and none that is unused."""
    root = ET.fromstring(graphml(release))  # noqa: S314  # we wrote it
    keys = [key.attrib for key in root.findall(f"{NAMESPACE}key")]
    used = {data.get("key") for data in root.iter(f"{NAMESPACE}data")}

    assert used == {key["id"] for key in keys}
    assert len(keys) == len(used)
    assert all(re.fullmatch(r"[\w.:-]+", key["id"]) for key in keys)
    assert {"string", "long", "double"} >= {key["attr.type"] for key in keys}


def test_edges_have_ids_of_their_own():
    """Every edge has an id, so that programs which merge edges of one id keep them all."""
    graph = in_networkx(graphml(release_of(example())))
    ids = [number for *_, number in graph.edges(keys=True)]

    assert len(ids) == len(set(ids)) > 0


def test_who_it_is_for():
    """The graph says what it was released for, and under which id."""
    graph = in_networkx(graphml(release_of(example())))
    said = {
        "release": "r7f3",
        "project": "Tea and talk",
        "purpose": "publication",
        "audiences": "funder; public",
    }

    assert said.items() <= graph.graph.items()


def test_rows_with_one_node_are_lists_on_it():
    """A characteristic stands on its partner, as a list in JSON."""
    graph = in_networkx(graphml(release_of(example())))
    expected = [{"record": "characteristic", "partner": "bo", "characteristic": "age band", "value": "65+"}]

    assert expected == json.loads(graph.nodes["partner:bo"]["characteristics"])


def test_rows_without_their_node_are_lists_on_the_graph():
    """A row whose node is not in the file is in an attribute of the graph: nothing is lost."""
    bare = row_of(Characteristic, partner="gone", characteristic="age band", value="65+")
    slip = row_of(Experience, here_as="volunteer", valued=5)
    graph = in_networkx(graphml(of_rows("x", {Partner: [], Characteristic: [bare], Experience: [slip]})))

    assert 0 == len(graph)
    assert ["gone"] == [row["partner"] for row in json.loads(graph.graph["characteristics"])]
    assert [5] == [row["valued"] for row in json.loads(graph.graph["experiences"])]


def test_decimals_too_small_to_read(tmp_path):
    """A decimal so small that igraph would refuse the file is written as nought."""
    tie = row_of(Relationship, source="a", target="b", kind="knows", weight=5e-324)

    assert [0.0] == in_igraph(graphml(of_rows("x", {Relationship: [tie]})), tmp_path).es["weight"]


def test_ends_without_a_row_are_nodes(tmp_path):
    """A partner whose own row did not leave is still a node where a tie names them."""
    tie = row_of(Relationship, source="a", target="b", kind="knows")
    data = graphml(of_rows("x", {Partner: [row_of(Partner, id="a", kind="person")], Relationship: [tie]}))

    assert {"partner:a": {"record": "partner", "kind": "person"}, "partner:b": {"record": "partner"}} == dict(
        in_networkx(data).nodes(data=True)
    )
    assert (2, 1) == (in_igraph(data, tmp_path).vcount(), in_igraph(data, tmp_path).ecount())


def test_nothing_released(tmp_path):
    """A release of nothing is a graph without nodes, and still a file that both read."""
    data = graphml(of_rows("x", {kind: [] for kind in BUILT_IN}))

    assert 0 == len(in_networkx(data))
    assert 0 == in_igraph(data, tmp_path).vcount()


def test_words_about_a_stranger_are_no_node():
    """Words about someone who is no partner stay on the record, breaks and quotes as they were."""
    words = 'his "mother"\n\t& <others>'
    project = Project("x", [View("v"), Mention("view:v", words)])
    graph = in_networkx(graphml(release_of(project)))

    assert ["view:v"] == list(graph)
    assert words == json.loads(graph.nodes["view:v"]["mentions"])[0]["partner"]


@attrs.frozen(kw_only=True)
class Plot(Record):
    """A kind of a plugin: whole numbers, decimals, and a yes or no with gaps."""

    about: ClassVar[About] = About("plots")
    id: Annotated[str, key] = attrs.field(kw_only=False)
    partner: Annotated[str | None, subject, to("Partner")] = None
    watered: bool | None = None
    people: str | None = None  # a number in other kinds
    area: float | None = None  # text in other kinds
    beds: int | None = None


def test_types_of_plugins(tmp_path):
    """Yes and no are words, numbers are numbers; what two kinds type differently is text for both."""
    plots = [Plot("1", watered=False, people="us", area=2.5, beds=3), Plot("2")]
    rows = {
        Plot: [(*plot.values[:-1], None) for plot in plots],
        Space: [row_of(Space, id="s", name="S", people=3)],
    }
    data = graphml(of_rows("x", rows))
    nodes = in_networkx(data).nodes

    expected = {"record": "plot", "watered": "no", "people": "us", "area": 2.5, "beds": 3}
    assert expected == nodes["plot:1"]
    assert {"record": "plot"} == nodes["plot:2"]
    assert "3" == nodes["space:s"]["people"]
    assert "" == in_igraph(data, tmp_path).vs.find(id="plot:2")["watered"]


def test_project_name_with_control_characters():
    """A name that XML cannot hold does not break the file."""
    graph = in_networkx(graphml(of_rows("a\x00b\x1b<", {})))

    assert "a\ufffdb\ufffd<" == graph.graph["project"]


def test_networkx_is_not_loaded():
    """Neither asking for the formats nor writing GraphML loads networkx."""
    code = """
import io, sys
from coprod.builtin.formats import formats
from coprod.finding import Findings
from coprod.records import BUILT_IN
from coprod.release import Release
from coprod.request import Request

class Sink:
    def open(self, name=""):
        return io.BytesIO()

request = {"request": Request("publication", "public"), "as_of": None}
release = Release(id="r", project="x", **request, kinds=BUILT_IN, findings=Findings(), sealed={})
for form in formats():
    form.write(release, Sink())
assert "networkx" not in sys.modules
"""

    assert 0 == subprocess.run([sys.executable, "-c", code], check=False).returncode


def row_of(kind, /, **cells):
    """A released row of *kind*, in the order of its columns."""
    return tuple(cells.get(name) for name in columns_of(kind))
