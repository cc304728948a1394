"""centralisation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.equality.building import found, people, person, project

from coprod.equality.check import Context
from coprod.equality.checks.centre import CENTRALISATION
from coprod.equality.measures import in_degree_centralization
from coprod.equality.run import run_check
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, Tables
from coprod.records import Relationship
from coprod.settings import Agreed, Settings


def knows(*pairs, kind="knows"):
    """A relationship for each pair, given as `a1-b1`, told by its source."""
    return [Relationship(*pair.split("-"), kind=kind) for pair in pairs]


STAR = [f"a{n}-b1" for n in range(1, 6)]
RING = [f"a{n}-a{n % 5 + 1}" for n in range(1, 6)]


def test_nothing_on_record():
    """Without partners, and without ties to someone else, it cannot tell."""
    assert "unknown" == found(CENTRALISATION).status
    finding = found(CENTRALISATION, people(a=5), knows("a1-a1"))
    assert ("unknown", "No ties are on record yet.") == (finding.status, finding.answer)


def test_a_hub():
    """When all five others have no other tie than to one, it is worth a look, and said to be normal."""
    finding = found(CENTRALISATION, people(a=5, b=2), knows(*STAR))

    assert ("watch", 1, 5) == (
        finding.status,
        finding.measure("left_without_one").value,
        finding.measure("left_without_one").n,
    )
    assert "If one partner left, 100% of the 5 others would lose their only tie. At the start that is normal." == (
        finding.answer
    )
    # seven partners, one named by five: (7 * 5 - 5) / (6 * 6)
    assert (pytest.approx(30 / 36), 1) == (
        finding.measure("in_degree_centralization").value,
        finding.measure("ties_at_one").value,
    )
    assert [("a", 5, 0, 5), ("b", 2, 5, 5)] == [(g.group, g.n, g.count, g.total) for g in finding.groups]


def test_a_star_of_ten():
    """When ten have a tie, nine of them to one alone, all the others would lose their only tie."""
    finding = found(CENTRALISATION, people(a=9, b=1), knows(*(f"a{n}-b1" for n in range(1, 10))))

    assert finding.answer.startswith("If one partner left, 100% of the 9 others would lose their only tie.")


def test_no_hub():
    """In a ring nobody loses their only tie: even."""
    finding = found(CENTRALISATION, people(a=5), knows(*RING))

    assert ("even", 0, 0) == (
        finding.status,
        finding.measure("left_without_one").value,
        finding.measure("in_degree_centralization").value,
    )
    assert finding.answer.startswith("No one partner holds all the ties.")


def test_a_third_is_not_more_than_a_third():
    """Two of the six others who hang on one are no more than a third."""
    finding = found(CENTRALISATION, people(a=7), knows("a1-a2", "a2-a3", "a3-a4", "a4-a7", "a7-a1", "a5-a1", "a6-a1"))

    assert ("even", 1 / 3) == (finding.status, finding.measure("left_without_one").value)


def test_parallel_rows_fold():
    """Ties twice, of two kinds or there and back are one between two partners."""
    rows = knows(*RING, *RING[:1]), knows(*RING, kind="trusts"), knows("a2-a1")
    finding = found(CENTRALISATION, people(a=5), person("x"), *(rows[1:]), knows(*RING))

    assert (0.4, 5) == (finding.measure("ties_at_one").value, finding.measure("ties_at_one").n)
    assert [("a", 5, 6), ("not recorded", 1, 0)] == [(g.group, g.n, g.count) for g in finding.groups]


def test_too_few():
    """Among fewer than five partners with a tie, one will always seem to hold the rest."""
    finding = found(CENTRALISATION, people(a=9), knows("a1-a2", "a3-a2", "a4-a2"))

    assert ("unknown", "Too few partners have a tie on record to tell.") == (finding.status, finding.answer)


def test_one_partner_told_most():
    """Where one partner told of more than a third of the ties, it is worth a look at most."""
    told = [Relationship(*pair.split("-"), kind="knows", reported_by="a1") for pair in RING]
    finding = found(CENTRALISATION, people(a=5), told)

    assert "One partner told us of 100% of the ties, so it is mostly their view." == finding.answer
    assert ("watch", 1) == (finding.status, finding.measure("told_by_one").value)


@pytest.mark.parametrize(
    ("high", "status", "answer"),
    [
        (0.9, "even", "Ties are spread over partners as evenly as the partners agreed."),
        (0.5, "uneven", "Ties lead to one partner more than the partners agreed on."),
    ],
)
def test_a_band_that_partners_agreed(high, status, answer):
    """A band that the partners agreed comes before the rule."""
    settings = Settings(agreed={"centralisation": Agreed(high=high, measure="in_degree_centralization", decision="d1")})
    finding = run_check(CENTRALISATION, project(people(a=5, b=2), knows(*STAR), settings=settings), by="sector")

    assert (status, answer) == (finding.status, finding.answer)


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_tables(engine):
    """Both engines count the same: how often each group is named stands on those who are."""
    study = Study(project(people(a=5, b=2), knows(*STAR, "b1-a1")).on(engine), "sector")
    named, degrees, hanging, told = CENTRALISATION.count(study)

    assert {("a", "partners"): 5, ("a", "named"): 1, ("b", "partners"): 2, ("b", "named"): 5} == named.cells_by_labels()
    assert (1, 1) == (named.people("a", "named"), named.people("b", "named"))
    assert ((0, 0, 1), (0, 1, 4), (1, 1, 1), (5, 5, 1)) == degrees.rows
    assert (((5,),), ((1, 6),)) == (hanging.rows, told.rows)


def test_in_a_release():
    """From group tables alone nothing can be said of one partner; how often each group is named is shown."""
    study = Study(project(people(a=5, b=2), knows(*STAR)), "sector")
    tables = [table for table in CENTRALISATION.count(study) if isinstance(table, GroupTable)]
    finding = CENTRALISATION.judge(Tables(tables), Context(by="sector"))

    assert ("unknown", "groups only", "not shown") == (finding.status, finding.say, finding.measures[0].reason)
    assert 1 == finding.groups[1].share


PAIRS = st.sets(st.tuples(st.integers(1, 7), st.integers(1, 7)), min_size=1, max_size=15)


@given(PAIRS)
def test_as_the_measure_and_as_taking_each_partner_away(pairs):
    """In-degree is that of `in_degree_centralization`; who is left without a tie is as if each partner left in turn."""
    arcs = [(f"a{x}", f"a{y}") for x, y in sorted(pairs)]
    finding = found(CENTRALISATION, people(a=7), knows(*(f"{x}-{y}" for x, y in arcs)))
    tied = {end for x, y in arcs if x != y for end in (x, y)}
    lost = [len(tied - {hub} - {e for x, y in arcs if x != y and hub not in (x, y) for e in (x, y)}) for hub in tied]

    expected = in_degree_centralization(arcs, [f"a{n}" for n in range(1, 8)]).value
    assert expected == finding.measure("in_degree_centralization").value
    left = finding.measure("left_without_one")
    assert (max(lost) / (len(tied) - 1) if len(tied) > 4 else None) == left.value
