"""Partners as a networkx graph."""

from tests.equality.building import people, project

from coprod.equality.study import Study
from coprod.measures import articulation_points, betweenness_centralization, e_i_index, without_partner
from coprod.records import Relationship


def tie(a, b, kind="knows", **more):
    """A relationship of two partners by id."""
    return Relationship(a, b, kind=kind, **more)


def test_partners_and_ties():
    """Everyone is a node with a group; parallel rows are one edge; ties with oneself are out."""
    ties = [
        tie("a1", "a2"),
        tie("a1", "a2", reported_by="b1"),
        tie("a1", "a2", "trusts"),
        tie("a2", "a1"),
        tie("b1", "b1"),
    ]
    graph = Study(project(people(a=2, b=1), ties), "sector").graph()

    assert {"a1": "a", "a2": "a", "b1": "b"} == dict(graph.nodes(data="group"))
    assert {("a1", "a2"): 3, ("a2", "a1"): 1} == {(a, b): n for a, b, n in graph.edges(data="rows")}


def test_one_kind():
    """Of one kind alone, where that is asked for."""
    study = Study(project(people(a=2), tie("a1", "a2"), tie("a2", "a1", "trusts")), "sector")

    assert [("a2", "a1")] == list(study.graph("trusts").edges)


def test_a_new_graph_each_time():
    """What a check does to its graph, no other sees."""
    study = Study(project(people(a=2)), "sector")
    study.graph().clear()

    assert 2 == len(study.graph())


def test_measures_take_the_graph():
    """The graph of partners is what the measures take; parallel rows and ties with oneself change nothing."""
    ties = [tie("a1", "b1"), tie("a1", "b1", reported_by="b1"), tie("b1", "a2"), tie("b1", "b1"), tie("b1", "a1")]
    study = Study(project(people(a=2, b=1), ties), "sector")
    graph = study.graph()

    assert 1 == e_i_index(graph.edges, study.group_of).value
    assert ("b1",) == articulation_points(graph)
    assert 2 == without_partner(graph, "b1")["pieces"].value
    assert 0.5 == betweenness_centralization(graph).value
    assert 3 == len(graph), "the graph stays as it was"
