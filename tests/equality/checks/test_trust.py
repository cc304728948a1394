"""trust-and-value and trust-gap."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.equality.building import chance, people, project

from coprod.equality.check import Context
from coprod.equality.checks.trust import TRUST_AND_VALUE, TRUST_GAP
from coprod.equality.measures import trust_gap, trust_score
from coprod.equality.run import run_check
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, Tables
from coprod.records import Relationship
from coprod.settings import Agreed, Settings

ASK = Agreed(decision="d11")


def found(check, *records, agreed=ASK):
    """What a check finds where the partners agreed to ask."""
    settings = Settings(agreed={check.name: agreed})
    finding = run_check(check, project(*records, settings=settings), by="sector")
    assert finding.error is None
    return finding


def rated(*rows, kind="works with", **more):
    """A rating for each row, `a1-b1: 4`: all three answers on trust alike."""
    pairs = [row.split(":") for row in rows]
    return [Relationship(*who.split("-"), kind=kind, **dict.fromkeys(TRUST, int(n)), **more) for who, n in pairs]


TRUST = ("reliability", "shared_mission", "openness")
VALUE = ("influence", "involvement", "resources")
ROUND = [rated(*(f"{g}{n}-{g}{n % 5 + 1}:{points}" for n in range(1, 6))) for g, points in (("a", 4), ("b", 2))]
"""In each group five rate the next: 4 of 4 in one, 2 of 4 in the other."""


@pytest.mark.parametrize("check", [TRUST_AND_VALUE, TRUST_GAP])
def test_only_where_agreed(check):
    """Nobody is asked, and nothing said, where no decision allowed it."""
    finding = run_check(check, project(people(a=5, b=5), *ROUND), by="sector")

    assert ("unknown", "not agreed", ()) == (finding.status, finding.say, finding.measures)


@pytest.mark.parametrize("check", [TRUST_AND_VALUE, TRUST_GAP])
def test_nothing_on_record(check):
    """Without partners and without ratings it cannot tell."""
    assert "unknown" == found(check).status
    finding = found(check, people(a=5, b=5), Relationship("a1", "b1", kind="knows"))
    assert ("unknown", "unknown") == (finding.status, finding.say)


def test_trusted_less():
    """When one group is trusted far less than chance would have it, it is uneven, with the scores."""
    finding = found(TRUST_AND_VALUE, people(a=5, b=5), *ROUND)

    assert ("uneven", [4, 2]) == (finding.status, [finding.measure("trust_score", g).value for g in "ab"])
    assert "For trust, the group “b” got 2.0 out of 4. “a” got 4.0." == finding.answer
    assert pytest.approx(2 / 252) == finding.p_value
    assert [("a", 5, 5, 10, 0.5), ("b", 5, 5, 10, 0.5)] == [
        (g.group, g.n, g.count, g.total, g.share) for g in finding.groups
    ]
    assert "fewer than three who rated or were rated" == finding.measure("value_score", "a").reason


def test_as_chance_would():
    """A small difference is no more than chance; too few partners cannot tell."""
    given = (("a", "44321"), ("b", "43211"))
    near = rated(*(f"{g}{n}-{g}{n % 5 + 1}:{p}" for g, points in given for n, p in enumerate(points, 1)))
    assert "even" == found(TRUST_AND_VALUE, people(a=5, b=5), near).status
    few = rated(*(f"{g}{n}-{g}{n % 3 + 1}:{p}" for g, p in (("a", 4), ("b", 2)) for n in range(1, 4)))
    finding = found(TRUST_AND_VALUE, people(a=3, b=3), few)
    assert ("unknown", "no telling", 0.1) == (finding.status, finding.say, finding.smallest_p)


def test_too_few_raters():
    """A number is shown only where three rated and three were rated; one such group has nobody to be compared with."""
    one = found(TRUST_AND_VALUE, people(a=5, b=5), ROUND[0], rated("b1-b2:1", "b2-b1:1", "b1-b3:1"))
    assert ("unknown", "one group", None) == (one.status, one.say, one.measure("trust_score", "b").value)
    assert one.answer.startswith("For trust, the group “a” got 4.0 out of 4. No other group")
    none = found(TRUST_AND_VALUE, people(a=5, b=5), rated("a1-a2:4", "a2-a3:4"))
    assert ("unknown", "too few") == (none.status, none.say)


def test_answers_not_given():
    """A mean is of the answers given; the latest rating counts, and one of oneself does not."""
    rows = [
        Relationship("a1", "b1", kind="knows", reliability=4, influence=1),
        Relationship("a2", "b2", kind="knows", reliability=4, openness=1),
        Relationship("a3", "b3", kind="knows", reliability=4, openness=1, shared_mission=2),
        Relationship("a4", "b4", kind="knows", reliability=1, since=date(2019, 1, 1)),
        Relationship("a4", "b4", kind="knows", reliability=3, since=date(2020, 1, 1)),
        Relationship("a4", "b4", kind="knows", influence=3, since=date(2021, 1, 1)),
        Relationship("b1", "b1", kind="knows", reliability=1),
    ]
    finding = found(TRUST_AND_VALUE, people(a=5, b=5), rows)

    expected = (4 + 2.5 + 7 / 3 + 3) / 4
    assert (pytest.approx(expected), 4) == (
        finding.measure("trust_score", "b").value,
        finding.measure("trust_score", "b").n,
    )


def test_bands_that_partners_agreed():
    """A band on trust or on value decides, and the sentence is about the one that it is about."""
    value = [
        Relationship(f"{g}{n}", f"{g}{n % 5 + 1}", kind="values", **dict.fromkeys(VALUE, points))
        for g, points in (("a", 4), ("b", 1))
        for n in range(1, 6)
    ]
    everyone = people(a=5, b=5), *ROUND, value
    trust = found(TRUST_AND_VALUE, *everyone, agreed=Agreed(low=2.5, measure="trust_score", decision="d1"))
    assert ("uneven", "uneven") == (trust.status, trust.say)
    fine = found(TRUST_AND_VALUE, *everyone, agreed=Agreed(low=1.5, measure="trust_score", decision="d1"))
    assert "even" == fine.status
    other = found(TRUST_AND_VALUE, *everyone, agreed=Agreed(low=2, measure="value_score", decision="d1"))
    assert "For what they bring, the group “b” got 1.0 out of 4. “a” got 4.0." == other.answer


def test_scores_in_a_release():
    """Without single partners there is no chance to compare with, so a difference is worth a look."""
    study = Study(project(people(a=5, b=5), *ROUND), "sector")
    tables = [table for table in TRUST_AND_VALUE.count(study) if isinstance(table, GroupTable)]
    finding = TRUST_AND_VALUE.judge(Tables(tables), Context(by="sector", random=chance()))

    assert ("watch", None) == (finding.status, finding.p_value)


def between(there, back):
    """Three of each group rate one of the other."""
    return rated(*(f"a{n}-b{n}:{there}" for n in range(1, 4)), *(f"b{n}-a{n}:{back}" for n in range(1, 4)))


@pytest.mark.parametrize(("back", "status"), [(3, "even"), (2, "watch"), (4, "watch")])
def test_gap(back, status):
    """From half a point on, a gap is worth a look, whichever way it goes."""
    finding = found(TRUST_GAP, people(a=5, b=5), between(3, back))

    assert (status, abs(3 - back)) == (finding.status, finding.measure("trust_gap").value)
    assert [3 - back, back - 3] == [finding.measure("signed_trust_gap", of).value for of in ("a → b", "b → a")]
    assert [("a", 3, 3), ("b", 3, 3)] == [(g.group, g.count, g.total) for g in finding.groups]
    assert "watch" != status or "more than it is trusted back. The gap is 1.0 points out of 4." in finding.answer


def test_too_few_on_one_side():
    """Where fewer than three of one group rated, no gap between the groups is shown."""
    finding = found(TRUST_GAP, people(a=5, b=5), rated("a1-b1:4", "a2-b2:4", "a3-b3:4", "b1-a1:1", "b2-a2:1"))

    assert ("unknown", "too few", None) == (finding.status, finding.say, finding.measure("trust_gap").value)


def test_gaps_that_partners_agreed():
    """A band on the gap between groups or between pairs decides, and the sentence says which."""
    crossed = rated("a1-b1:4", "b1-a1:2", "a2-b2:2", "b2-a2:4", "a3-b3:3", "b3-a3:3")
    everyone = people(a=5, b=5)
    groups = found(TRUST_GAP, everyone, between(4, 2), agreed=Agreed(high=1, measure="signed_trust_gap", decision="d1"))
    assert ("uneven", True) == (groups.status, groups.answer.endswith("is more than the partners agreed on."))
    pairs = found(TRUST_GAP, everyone, crossed, agreed=Agreed(high=1, decision="d1"))
    assert "Trust there and back is 1.3 points apart. That is more than the partners agreed on." == pairs.answer
    fine = found(TRUST_GAP, everyone, crossed, agreed=Agreed(high=2, decision="d1"))
    assert "even" == fine.status


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_tables(engine):
    """Both engines count the same, in twelfths of a point; each number stands on the end with fewer partners."""
    rows = rated("a1-b1:4", "a2-b1:3", "b1-a1:2"), Relationship("b2", "a2", kind="knows", influence=2, resources=3)
    study = Study(project(people(a=3, b=3), *rows).on(engine), "sector")
    partners, points, ratings, single = TRUST_AND_VALUE.count(study)
    _, given, _, apart, pairs = TRUST_GAP.count(study)

    assert {("a",): 3, ("b",): 3} == partners.cells_by_labels()
    assert {("a", "trust"): 24, ("a", "value"): 30, ("b", "trust"): 84} == points.cells_by_labels()
    assert (2, 1, 12) == (ratings.number("b", "trust"), ratings.people("b", "trust"), points.scale)
    assert (("a", 24, 1, 1), ("b", 84, 2, 1)) == single.rows
    assert {("a", "b"): 84, ("b", "a"): 24} == given.cells_by_labels()
    assert (24, 1) == (apart.number("points"), pairs.number("both ways"))


@pytest.mark.parametrize("check", [TRUST_AND_VALUE, TRUST_GAP])
def test_bands_have_no_convention(check):
    """No convention says how much trust is enough."""
    assert (None, True) == (check.band, check.agreed_only)


ANSWERS = st.none() | st.integers(1, 4)
RATINGS = st.dictionaries(
    st.tuples(st.integers(1, 5), st.integers(1, 5)).filter(lambda pair: pair[0] != pair[1]),
    st.tuples(ANSWERS, ANSWERS, ANSWERS),
    max_size=12,
)


@given(RATINGS)
def test_as_the_measures(ratings):
    """Where they are shown, score and gap are those of `trust_score` and `trust_gap` on the ratings themselves."""
    pairs = {(f"a{x}", f"a{y}"): answers for (x, y), answers in ratings.items()}
    rows = [
        Relationship(*who, kind="knows", **dict(zip(TRUST, answers, strict=True))) for who, answers in pairs.items()
    ]
    score = found(TRUST_AND_VALUE, people(a=5), rows).measure("trust_score").value if rows else None
    gap = found(TRUST_GAP, people(a=5), rows).measure("trust_gap").value

    assert score is None or score == pytest.approx(trust_score(pairs, convention="mean").value)
    assert gap is None or gap == pytest.approx(trust_gap(pairs).value)
