"""A project as a networkx graph: nodes, edges, entries, and what is never in it."""

import networkx as nx
from hypothesis import given

from coprod import Project
from coprod.graph import graph_of, strength_node
from coprod.records import (
    Characteristic,
    Consent,
    Exchange,
    Experience,
    Mention,
    Partner,
    Population,
    Space,
    Strength,
    View,
)
from coprod.schema import columns_of, kind_name
from coprod.testing import projects


def test_records_with_an_id_are_nodes(small):
    """A record with an id is the node of its typed reference, and carries its kind and its filled columns."""
    graph = small.graph()

    assert {"record": "view", "space": "talk", "kind": "question", "text": "Is there tea?"} == graph.nodes["view:v3"]
    assert isinstance(graph, nx.MultiDiGraph)


def test_rows_without_an_id_are_edges(small):
    """A row without an id is an edge between its first two references."""
    graph = small.graph()
    edges = {(a, b, row["record"]) for a, b, row in graph.edges(data=True)}

    assert {
        ("partner:ana", "partner:library", "exchange"),
        ("partner:ana", "partner:library", "relationship"),
        ("partner:ana", "partner:tuesday", "membership"),
        ("partner:ana", "space:talk", "attendance"),
        ("view:v1", "partner:library", "mention"),
        ("partner:bo", "view:v1", "response"),
        ("partner:ana", "decision:d1", "role"),
        ("view:v1", "decision:d1", "influence"),
        ("indicator:visits", "partner:library", "measurement"),
        ("partner:bo", "space:talk", "experience"),
    } <= edges


def test_rows_with_one_reference_are_entries(small):
    """A row with fewer than two references is an entry in the attribute named by its plural, on its node."""
    graph = small.graph()

    assert ["65+"] == [entry["value"] for entry in graph.nodes["partner:bo"]["characteristics"]]
    assert ["a chair with arms"] == [entry["need"] for entry in graph.nodes["partner:bo"]["needs"]]
    assert [5] == [entry["valued"] for entry in graph.nodes["space:talk"]["experiences"]]


def test_each_distinct_strength_is_a_node(small):
    """The same words are the same strength, whatever their case and spacing; partners share the node."""
    graph = small.graph()

    assert {"partner:ana", "partner:bo"} == set(graph.predecessors(strength_node("SPEAKS  polish")))
    assert "strength" == graph.nodes[strength_node("speaks polish")]["record"]


def test_consent_is_never_in_the_graph(small):
    """Nobody can read out of the graph who allowed what."""
    graph = small.graph()

    assert not any("consents" in attributes for _, attributes in graph.nodes(data=True))
    assert "consent" not in {row["record"] for _, _, row in graph.edges(data=True)}
    assert not any(node.startswith("consent") for node in graph)


def test_a_mention_of_somebody_unknown_stays_on_its_item():
    """Words about somebody who is no partner make no node."""
    project = Project("Tea", [View("v1"), Mention("view:v1", "his mother", part="is named")])
    graph = project.graph()

    assert {"view:v1"} == set(graph)
    assert ["his mother"] == [entry["partner"] for entry in graph.nodes["view:v1"]["mentions"]]


def test_words_with_a_colon_are_no_reference():
    """Words that look like a reference do not become a node of that name."""
    project = Project("Tea", [View("v1"), Mention("view:v1", "the press: a reporter")])

    assert {"view:v1"} == set(project.graph())


def test_graph_of_what_may_leave():
    """`graph_of` makes a graph of any rows, such as those of a release, and leaves out what is None."""
    rows = {Partner: [{"id": "p1", "kind": "person", "sector": None}], Space: []}
    graph = graph_of(rows)

    assert {"record": "partner", "kind": "person"} == graph.nodes["partner:p1"]


@given(projects())
def test_every_record_is_there_once(project):
    """Every record but consents and populations is one node, one edge or one entry; nothing else is there."""
    graph = project.graph()
    outside = (Consent, Population)
    nodes = {r.ref for kind in project.kinds if "id" in columns_of(kind) for r in project.records(kind)}
    strengths = {strength_node(s.strength) for s in project.records(Strength)}
    entries = sum(
        len(found)
        for _, attributes in graph.nodes(data=True)
        for kind in project.kinds
        if isinstance(found := attributes.get(kind.table()), list)
    )
    rest = sum(project.count(k) for k in project.kinds if "id" not in columns_of(k) and k not in outside)

    assert nodes | strengths == set(graph)
    assert rest == graph.number_of_edges() + entries


@given(projects())
def test_all_carry_what_they_are(project):
    """Every node and edge says which kind of record it is, and holds no empty value."""
    graph = project.graph()
    kinds = {kind_name(kind) for kind in project.kinds} - {"consent", "population"}
    rows = [dict(a) for _, a in graph.nodes(data=True)] + [dict(a) for _, _, a in graph.edges(data=True)]

    assert {row["record"] for row in rows} <= kinds
    assert all(value is not None for row in rows for value in row.values())


def test_each_call_gives_a_new_graph(small):
    """Changing a graph changes neither the project nor the next graph."""
    small.graph().clear()

    assert 6 == len([node for node in small.graph() if node.startswith("partner:")])
    assert small.count(Exchange) == small.count(Characteristic) == 1
    assert 2 == small.count(Experience)
