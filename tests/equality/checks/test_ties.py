"""cross-sector-ties."""

from itertools import combinations

import pytest
from tests.equality.building import found, people, person, project

from coprod.equality.check import Context
from coprod.equality.checks import ties
from coprod.equality.checks.ties import CROSS_SECTOR_TIES
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, Tables
from coprod.records import Relationship


def knows(*pairs, kind="knows"):
    """A relationship for each pair, told by both ends in turn so that nobody told of most."""
    return [Relationship(a, b, kind=kind, reported_by=(a, b)[n % 2]) for n, (a, b) in enumerate(pairs)]


INSIDE = [*combinations(("a1", "a2", "a3", "a4", "a5"), 2), *combinations(("b1", "b2", "b3", "b4", "b5"), 2)]
SOME = [tuple(pair.split("-")) for pair in ["a1-b1", "a2-b2", "a3-b3", "a4-b4", "a1-a2", "a3-a4", "b1-b2", "b3-b4"]]
ACROSS = [(f"a{m}", f"b{n}") for m in range(1, 6) for n in range(1, 6)]


def test_nothing_on_record():
    """Without partners or without ties it cannot tell."""
    assert "unknown" == found(CROSS_SECTOR_TIES).status
    finding = found(CROSS_SECTOR_TIES, people(a=3, b=3))
    assert ("unknown", "No ties are on record yet.") == (finding.status, finding.answer)


def test_one_group():
    """In one group there is nothing to cross."""
    finding = found(CROSS_SECTOR_TIES, people(a=5), knows(("a1", "a2"), ("a2", "a3"), ("a3", "a4"), ("a4", "a5")))

    assert ("unknown", "Only one group is on record, so there is nothing to compare.") == (
        finding.status,
        finding.answer,
    )


def test_ties_stay_inside():
    """When all ties stay inside two groups, it is uneven, and chance would hardly do that."""
    finding = found(CROSS_SECTOR_TIES, people(a=5, b=5), knows(*INSIDE))

    assert ("uneven", -1) == (finding.status, finding.measure("e_i_index").value)
    assert pytest.approx(1 / 9) == finding.measure("e_i_expected").value
    assert pytest.approx(2 / 252) == finding.p_value


def test_ties_cross():
    """When ties cross groups at least as often as expected, it is even."""
    finding = found(CROSS_SECTOR_TIES, people(a=5, b=5), knows(*ACROSS))

    assert ("even", 1) == (finding.status, finding.measure("e_i_index").value)
    assert [("a", 5, 25, 25, 1), ("b", 5, 25, 25, 1)] == [
        (g.group, g.n, g.count, g.total, g.share) for g in finding.groups
    ]


def test_as_chance_would():
    """A little fewer across than expected, as chance would do: even, and it says so."""
    finding = found(CROSS_SECTOR_TIES, people(a=5, b=5), knows(*SOME))

    assert ("even", True) == (finding.status, finding.p_value > 0.05)
    assert "Ties cross groups about as often as chance would have it." == finding.answer


def test_too_few_to_tell():
    """Where even the most extreme case would be no surprise, it cannot tell."""
    finding = found(CROSS_SECTOR_TIES, people(a=2, b=2), knows(("a1", "a2"), ("b1", "b2"), ("a2", "a1"), ("b2", "b1")))

    assert ("unknown", "There are too few partners or ties to tell this from chance.") == (
        finding.status,
        finding.answer,
    )


def test_one_partner_told_most():
    """Where one partner told of more than a third of the ties, it is worth a look at most."""
    told = [Relationship(a, b, kind="knows", reported_by="a1") for a, b in INSIDE]
    finding = found(CROSS_SECTOR_TIES, people(a=5, b=5), told)

    assert ("watch", 1) == (finding.status, finding.measure("told_by_one").value)
    assert "One partner told us of 100% of the ties, so it is mostly their view." == finding.answer


def test_who_told_is_the_source_where_nobody_is_named():
    """A tie without `reported_by` was told by its source."""
    finding = found(CROSS_SECTOR_TIES, people(a=5, b=5), [Relationship("a1", b, kind="knows") for b in ("b1", "b2")])

    assert 1 == finding.measure("told_by_one").value


def test_parallel_rows_fold_and_own_ties_are_left_out():
    """There and back, twice and with oneself, it is one pair; each kind has its own index."""
    rows = [("a1", "b1"), ("b1", "a1"), ("a1", "a1"), ("b2", "b3"), ("a2", "b2")]
    finding = found(CROSS_SECTOR_TIES, people(a=5, b=5), knows(*rows), knows(("a1", "b1"), kind="trusts"))

    assert 3 == finding.measure("e_i_index").n
    assert [3, 1] == [finding.measure("e_i_index", kind).n for kind in ("knows", "trusts")]


def test_partners_of_no_group():
    """Ties of those whose group is not recorded are neither inside nor across."""
    rows = knows(("a1", "x"), ("a1", "b1"), ("a2", "b2"), ("a3", "b3"))
    finding = found(CROSS_SECTOR_TIES, people(a=5, b=5), person("x"), rows)

    assert (3, 10) == (finding.measure("e_i_index").n, finding.measure("e_i_expected").n)


def test_large_networks(monkeypatch):
    """Where there are too many ties to shuffle, only the expected value is given."""
    monkeypatch.setattr(ties, "PAIRS", 3)
    finding = found(CROSS_SECTOR_TIES, people(a=5, b=5), knows(*INSIDE))

    assert ("watch", None) == (finding.status, finding.p_value)
    assert finding.answer.startswith("Fewer ties cross groups")


def test_each_kind_beside_what_to_expect():
    """What to expect goes by partners, so it is the same for all ties and for each kind."""
    finding = found(CROSS_SECTOR_TIES, people(a=5, b=5), knows(*SOME), knows(*INSIDE, kind="trusts"))

    expected = [finding.measure("e_i_expected").value] * 3
    assert expected == [finding.measure("e_i_index", kind).even_at for kind in ("", "knows", "trusts")]
    assert -1 == finding.measure("e_i_index", "trusts").value


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_tables(engine):
    """Both engines count the same: pairs stand on the partners who are in them."""
    study = Study(project(people(a=2, b=2), knows(("a1", "b1"), ("b1", "a1"), ("a2", "b1"))).on(engine), "sector")
    crossed, partners, kinds, told, single, pairs = CROSS_SECTOR_TIES.count(study)

    assert ({("a", "b"): 2}, 3) == (crossed.cells_by_labels(), crossed.people("a", "b"))
    assert {("a",): 2, ("b",): 2} == partners.cells_by_labels()
    assert ((("knows", "a", "b", 2),), ((1, 1), (2, 1))) == (kinds.rows, told.rows)
    assert (4, (("a1", "b1"), ("a2", "b1"))) == (len(single.rows), pairs.rows)


def test_in_a_release():
    """From group tables alone only the expected value is given."""
    study = Study(project(people(a=5, b=5), knows(*INSIDE)), "sector")
    tables = [table for table in CROSS_SECTOR_TIES.count(study) if isinstance(table, GroupTable)]
    finding = CROSS_SECTOR_TIES.judge(Tables(tables), Context(by="sector"))

    assert ("watch", "fewer", -1) == (finding.status, finding.say, finding.measure("e_i_index").value)
