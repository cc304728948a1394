"""The five roles of Gould and Fernandez."""

from itertools import permutations

import pytest
from hypothesis import given
from tests.equality.measures.known import directed, labelled

from coprod.measures import BROKERAGE_ROLES, brokerage_roles, brokerage_totals


def test_o18_by_hand():
    """O18: a library between citizens and care: once itinerant between two citizens, four times liaison."""
    ties = [("c1", "w"), ("h1", "w"), ("t", "w"), ("w", "h1"), ("w", "c2")]
    group_of = {"c1": "citizen", "c2": "citizen", "w": "library", "h1": "care", "t": "third"}
    roles = brokerage_roles(ties, group_of)

    assert {"coordinator": 0, "itinerant": 1, "gatekeeper": 0, "representative": 0, "liaison": 4} == roles["w"]
    assert {0} == {number for who in group_of if who != "w" for number in roles[who].values()}
    assert [0, 1, 0, 0, 4] == [measure.value for measure in brokerage_totals(ties, group_of).values()]


@pytest.mark.parametrize(
    ("expected", "groups"),
    [
        ("coordinator", "xxx"),
        ("itinerant", "xyx"),
        ("gatekeeper", "xyy"),
        ("representative", "xxy"),
        ("liaison", "xyz"),
    ],
)
def test_each_role(expected, groups):
    """The role of v in a -> v -> b by the groups of a, v and b."""
    found = brokerage_roles([("a", "v"), ("v", "b")], dict(zip("avb", groups, strict=True)))

    assert {role: int(role == expected) for role in BROKERAGE_ROLES} == found["v"]


@given(network=labelled(directed()))
def test_p11_roles_add_up_to_open_paths(network):
    """P11: the five roles of a partner add up to the ways a -> v -> b without a -> b, as one would list them."""
    ties, group_of = network
    arcs = set(ties)
    roles = brokerage_roles(ties, group_of)
    for broker in group_of:
        open_paths = sum(
            broker not in {a, b} and {(a, broker), (broker, b)} <= arcs and (a, b) not in arcs
            for a, b in permutations(group_of, 2)
        )
        assert open_paths == sum(roles[broker].values())
    totals = brokerage_totals(ties, group_of)

    assert tuple(totals) == BROKERAGE_ROLES
    if ties:
        assert {role: sum(of[role] for of in roles.values()) for role in BROKERAGE_ROLES} == {
            role: measure.value for role, measure in totals.items()
        }


@given(network=labelled(directed(3)))
def test_p11_no_brokers_where_all_are_tied(network):
    """P11: where everyone is tied to everyone, nobody stands between others: 0, which is known."""
    _, group_of = network
    ties = list(permutations(group_of, 2))

    assert {0} == {number for roles in brokerage_roles(ties, group_of).values() for number in roles.values()}
    assert {0} == {measure.value for measure in brokerage_totals(ties, group_of).values()}


@given(network=labelled(directed()))
def test_told_both_ways_counts_twice(network):
    """In a network without directions a gatekeeper one way is a representative the other; a tie twice is one."""
    ties, group_of = network
    both = [*ties, *((b, a) for a, b in ties)]
    found = brokerage_roles([*both, *both, *((who, who) for who in group_of)], group_of)

    assert all(roles["gatekeeper"] == roles["representative"] for roles in found.values())
    assert all(sum(roles.values()) % 2 == 0 for roles in found.values())
    assert found == brokerage_roles(both, group_of)


def test_p14_without_ties():
    """P14: without ties nobody brokers, and the totals are undefined rather than 0."""
    totals = brokerage_totals([], {"a": "x"})

    assert {"a": dict.fromkeys(BROKERAGE_ROLES, 0)} == brokerage_roles([], {"a": "x"})
    assert [(None, "no ties", role) for role in BROKERAGE_ROLES] == [(m.value, m.reason, m.of) for m in totals.values()]
