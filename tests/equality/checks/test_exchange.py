"""reciprocity-of-exchange."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.equality.building import DAY, found, people, person, project

from coprod.equality.check import Context
from coprod.equality.checks.exchange import RECIPROCITY_OF_EXCHANGE
from coprod.equality.measures import edgewise_reciprocity
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, Tables
from coprod.records import Exchange, Partner


def gave(*pairs, **more):
    """An exchange for each pair, given as `a1-b1`."""
    return [Exchange(*pair.split("-"), **{"kind": "help", **more}) for pair in pairs]


def ring(group, size):
    """Each of a group gave to the next: all give and receive."""
    return gave(*(f"{group}{n}-{group}{n % size + 1}" for n in range(1, size + 1)))


def test_nothing_on_record():
    """Without partners, without exchange, and with giving to oneself alone, it cannot tell."""
    assert "unknown" == found(RECIPROCITY_OF_EXCHANGE).status
    finding = found(RECIPROCITY_OF_EXCHANGE, people(a=6, b=6), gave("a1-a1"))
    assert ("unknown", "Nothing that partners gave each other is on record yet.") == (finding.status, finding.answer)
    assert "no ties" == finding.measure("edgewise_reciprocity").reason


def test_alike():
    """When all gave and received in both groups it is even; those who did neither are counted."""
    finding = found(RECIPROCITY_OF_EXCHANGE, people(a=6, b=6), ring("a", 5), ring("b", 5))

    assert ("even", 10 / 12) == (finding.status, finding.measure("rate").value)
    assert [("a", 6, 5, 6), ("b", 6, 5, 6)] == [(g.group, g.n, g.count, g.total) for g in finding.groups]
    assert finding.answer.startswith("On record, 83% of 12 partners both gave and received.")


def test_one_group_less():
    """Under four fifths of the best group is uneven, and one partner more or less makes it worth a look."""
    far = found(RECIPROCITY_OF_EXCHANGE, people(a=10, b=10), ring("a", 10), ring("b", 2))
    assert ("uneven", 0.2) == (far.status, far.measure("disparity").value)
    assert "On record, 60% of 20 partners both gave and received. In the group “b” 20% did." == far.answer
    near = found(RECIPROCITY_OF_EXCHANGE, people(a=6, b=6), ring("a", 4), ring("b", 3))
    assert ("watch", True) == (near.status, near.answer.endswith("That can be chance."))


@pytest.mark.parametrize(
    ("turned", "status", "answer"),
    [
        (False, "uneven", "The group “a” gave, but no one is on record as giving to it."),
        (True, "uneven", "The group “a” received, but it is not on record as giving."),
    ],
)
def test_a_group_that_only_gives_or_receives(turned, status, answer):
    """When five of a group gave and nobody received, or the other way round, the sentence says which group."""
    pairs = [f"a{n}-b{n}" for n in range(1, 6)]
    pairs = ["-".join(reversed(pair.split("-"))) for pair in pairs] if turned else pairs
    finding = found(RECIPROCITY_OF_EXCHANGE, people(a=6, b=6), gave(*pairs), ring("b", 6))

    assert (status, answer) == (finding.status, finding.answer)


def test_few_who_only_give():
    """When fewer than five only gave or only received, it can be chance."""
    gives = found(RECIPROCITY_OF_EXCHANGE, people(a=4, b=6), gave("a1-b1"), ring("b", 6))
    receives = found(RECIPROCITY_OF_EXCHANGE, people(a=4, b=6), gave("b1-a1"), ring("b", 6))

    assert ["only gave, watch", "only received, watch"] == [gives.say, receives.say]
    assert gives.answer.endswith("no one is on record as giving to it. That can be chance.")
    assert receives.answer.endswith("it is not on record as giving. That can be chance.")


def test_nobody_did_both():
    """When some gave and others received, in every group, it is worth a look."""
    finding = found(RECIPROCITY_OF_EXCHANGE, people(a=5, b=5), gave("a1-a2", "b1-b2"))

    assert ("watch", "nobody both") == (finding.status, finding.say)


def test_one_group():
    """With one group there is nothing to compare."""
    finding = found(RECIPROCITY_OF_EXCHANGE, people(a=6), ring("a", 6))

    assert ("unknown", "one group") == (finding.status, finding.say)


def test_pairs_both_ways():
    """One pair gave both ways, twice in one of them, and two pairs one way: half of the ties are returned."""
    rows = gave("a1-a2", "a2-a1", "a1-a3", "a3-a4"), gave("a1-a2", at=DAY)
    finding = found(RECIPROCITY_OF_EXCHANGE, people(a=6), *rows)

    assert (0.5, 4) == (finding.measure("edgewise_reciprocity").value, finding.measure("edgewise_reciprocity").n)


def test_hours():
    """Hours are added up by group, in minutes, where they are on record; what cannot be hours is left out."""
    slips = gave("a4-b3", hours=-2.0), gave("a5-b3", hours=1e300)
    rows = gave("a1-b1", hours=1.5), gave("a2-b1", hours=0.25), gave("a3-b2"), *slips
    finding = found(RECIPROCITY_OF_EXCHANGE, people(a=6, b=6), *rows)

    assert (1.75, 2) == (finding.measure("hours_given", "a").value, finding.measure("hours_given", "a").n)
    assert (1.75, 1) == (finding.measure("hours_received", "b").value, finding.measure("hours_received", "b").n)


def test_an_organisation_gives_through_its_people():
    """An organisation gave and received where one of its people did; teams are not counted."""
    more = [Partner("nhs", kind="organisation", sector="b"), Partner("t", kind="team", sector="b")]
    staff = [person("b1", "b", organisation="nhs"), person("b2", "b")]
    finding = found(RECIPROCITY_OF_EXCHANGE, people(a=1), more, staff, gave("a1-b1", "b1-a1", "t-b2"))

    assert [("a", 1, 1), ("b", 2, 3)] == [(g.group, g.count, g.total) for g in finding.groups]


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_tables(engine):
    """Both engines count the same; numbers stand on the partners who are in them."""
    rows = project(people(a=3, b=3), gave("a1-b1", "b1-a1", "a2-b1", hours=0.5), gave("a3-b2")).on(engine)
    exchange, sides, pairs, hours = RECIPROCITY_OF_EXCHANGE.count(Study(rows, "sector"))

    assert {
        ("a", "partners"): 3,
        ("a", "gave"): 3,
        ("a", "received"): 1,
        ("a", "both"): 1,
        ("b", "partners"): 3,
        ("b", "gave"): 1,
        ("b", "received"): 2,
        ("b", "both"): 1,
    } == exchange.cells_by_labels()
    assert (("a", 1, 0, 2), ("a", 1, 1, 1), ("b", 0, 0, 1), ("b", 0, 1, 1), ("b", 1, 1, 1)) == sides.rows
    assert ({("both ways",): 1, ("one way",): 2}, 2, 4) == (
        pairs.cells_by_labels(),
        pairs.people("both ways"),
        pairs.people("one way"),
    )
    assert {("a", "gave"): 60, ("a", "received"): 30, ("b", "gave"): 30, ("b", "received"): 60} == (
        hours.cells_by_labels()
    )


def test_in_a_release():
    """All but chance is counted by group, so a release says the same."""
    study = Study(project(people(a=10, b=10), ring("a", 10), ring("b", 2)), "sector")
    tables = Tables([table for table in RECIPROCITY_OF_EXCHANGE.count(study) if isinstance(table, GroupTable)])
    finding = RECIPROCITY_OF_EXCHANGE.judge(tables, Context(by="sector", band=RECIPROCITY_OF_EXCHANGE.band))

    assert ("uneven", None) == (finding.status, finding.p_value)


def test_chance():
    """Eight of ten against four of ten can be chance; the number is that of partners who did both."""
    finding = found(RECIPROCITY_OF_EXCHANGE, people(a=10, b=10), ring("a", 8), ring("b", 4))

    assert ("watch", 0.4, True) == (finding.status, finding.measure("rate", "b").value, finding.p_value > 0.05)
    assert finding.answer.endswith("In the group “b” 40% did. That can be chance.")


@pytest.mark.parametrize(("turned", "says"), [(False, "only gave, watch"), (True, "only received, watch")])
def test_only_one_way_by_chance(turned, says):
    """Where five of a large group gave and nobody received, as in a group where few did, it can be chance."""
    pairs = [f"a{n}-b{n % 2 + 1}" for n in range(1, 6)]
    pairs = ["-".join(reversed(pair.split("-"))) for pair in pairs] if turned else pairs
    finding = found(RECIPROCITY_OF_EXCHANGE, people(a=20, b=20), gave(*pairs, "b1-b2", "b2-b1"))

    assert ("watch", says, True) == (finding.status, finding.say, finding.answer.endswith("That can be chance."))


PAIRS = st.sets(st.tuples(st.integers(1, 6), st.integers(1, 6)), max_size=15)


@given(PAIRS)
def test_reciprocity_is_that_of_the_measure(pairs):
    """From counted pairs it is what `edgewise_reciprocity` says of the exchanges themselves."""
    arcs = [(f"a{x}", f"a{y}") for x, y in sorted(pairs)]
    finding = found(RECIPROCITY_OF_EXCHANGE, people(a=6), gave(*(f"{x}-{y}" for x, y in arcs)))

    assert edgewise_reciprocity(arcs).value == finding.measure("edgewise_reciprocity").value
