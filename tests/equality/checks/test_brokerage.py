"""brokerage: who brings groups together."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.equality.building import decided, found, people, person, project, room
from tests.equality.measures.known import directed, labelled

from coprod.engines import rows
from coprod.equality.check import Context
from coprod.equality.checks import brokerage
from coprod.equality.checks.brokerage import BROKERAGE
from coprod.equality.lots import around
from coprod.equality.measures.brokerage import roles_of_one
from coprod.equality.pairs import partners
from coprod.equality.run import run_check, run_for_release
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, Tables
from coprod.measures import brokerage_roles
from coprod.records import Relationship


def knows(*pairs, **more):
    """A relationship for each pair, given as `a1-b1`, told by its source."""
    return [Relationship(*pair.split("-"), kind="knows", **more) for pair in pairs]


THROUGH_ONE = [*(f"a{n}-b1" for n in range(1, 6)), "b1-c1"]
"""Five of one group reach one of another through one partner."""

THROUGH_TWO = ["a1-b1", "a2-b1", "a3-b2", "a4-b2", "b1-c1", "b1-c2", "b2-c1", "b2-c2"]
"""Through two partners of one group."""


def test_nothing_on_record():
    """Without partners, without ties and in one group alone, nobody stands between groups."""
    assert "unknown" == found(BROKERAGE).status
    assert "unknown" == found(BROKERAGE, people(a=5, b=5)).status
    finding = found(BROKERAGE, people(a=9), knows("a1-a2", "a2-a3", "a2-a4", "a2-a5", "a2-a6", "a2-a7"))
    assert ("unknown", "No one on record stands between two groups yet.") == (finding.status, finding.answer)


def test_too_few():
    """With fewer than five ways between groups it cannot tell."""
    finding = found(BROKERAGE, people(a=5, b=5, c=5), knows(*THROUGH_ONE[-3:]))

    assert ("unknown", "too few", 2) == (finding.status, finding.say, finding.measure("bridges").value)


def test_one_partner():
    """When all ways lead through one partner, it is worth a look; no name is said."""
    finding = found(BROKERAGE, people(a=5, b=5, c=5), knows(*THROUGH_ONE))

    assert ("watch", "On record, one partner alone brings groups together.") == (finding.status, finding.answer)
    roles = {m.of: m.value for m in finding.measures if m.name == "brokerage_totals"}
    assert {"coordinator": 0, "itinerant": 0, "gatekeeper": 0, "representative": 0, "liaison": 5} == roles
    assert [("a", 5, 0, 5), ("b", 5, 5, 5), ("c", 5, 0, 5)] == [
        (g.group, g.n, g.count, g.total) for g in finding.groups
    ]


def test_one_group():
    """When all ways lead through one group, it is worth a look."""
    finding = found(BROKERAGE, people(a=5, b=5, c=5), knows(*THROUGH_TWO))

    assert ("watch", 8) == (finding.status, finding.measure("bridges").value)
    assert "The group “b” alone brings groups together, as far as is on record." == finding.answer


def test_several_groups():
    """When partners of two groups do, it is even; a way inside one group is no bridge."""
    finding = found(BROKERAGE, people(a=5, b=5, c=5), knows(*THROUGH_TWO, "c1-a5", "b4-c1", "b4-b5", "b5-b3"))

    assert ("even", "Partners of more than one group bring groups together.") == (finding.status, finding.answer)
    assert 1 == finding.measure("brokerage_totals", "coordinator").value


def test_one_partner_told_most():
    """Where one partner told of more than a third of the ties, it is worth a look at most."""
    finding = found(BROKERAGE, people(a=5, b=5, c=5), knows(*THROUGH_TWO, reported_by="a1"))

    assert ("watch", "one teller") == (finding.status, finding.say)


def test_partners_of_no_group():
    """Ties of those whose group is not recorded are left out."""
    finding = found(BROKERAGE, people(a=6, b=1), person("x"), knows(*(f"a{n}-x" for n in range(1, 7)), "x-b1"))

    assert ("unknown", 0) == (finding.status, finding.measure("bridges").value)


def test_spoken_for():
    """Five of a group reach the one who decides through someone of another group, and a sixth by themselves."""
    who = people(a=6, b=1, c=1)
    finding = found(BROKERAGE, who, decided("c1"), knows(*THROUGH_ONE, "a6-c1", "a6-b1", "a1-a2"))

    assert (5 / 6, 6) == (finding.measure("spoken_for", "a").value, finding.measure("spoken_for", "a").n)
    nobody = found(BROKERAGE, who, knows(*THROUGH_ONE))
    assert "nobody of another group decides" == nobody.measure("spoken_for", "a").reason
    inside = found(BROKERAGE, people(a=6, b=1), decided("a6"), knows("a1-a2", "a2-a6", "a3-b1", "b1-a6"))
    assert "nobody of another group decides" == inside.measure("spoken_for", "a").reason


EVERYTHING = people(a=5, b=1, c=1), knows(*THROUGH_ONE, "b1-a1"), decided("b1"), room("c1", space="s2")


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_tables(engine):
    """Both engines count the same: ways stand on those who are in the middle, pairs on those who start them."""
    study = Study(project(*EVERYTHING).on(engine), "sector")
    partners, roles, deciding, bridges, told = BROKERAGE.count(study)

    assert {("a",): 5, ("b",): 1, ("c",): 1} == partners.cells_by_labels()
    assert ({("b", "itinerant"): 4, ("b", "liaison"): 5}, 1) == (roles.cells_by_labels(), roles.people("b", "liaison"))
    assert {("a", "pairs"): 5, ("a", "direct"): 5, ("c", "pairs"): 1} == deciding.cells_by_labels()
    assert (((5,),), 7) == (bridges.rows, sum(ties * n for ties, n in told.rows))


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
@settings(max_examples=settings.default.max_examples // 4)
@given(network=labelled(directed(4)), most=st.integers(1, 4), deciding=st.sets(st.integers(0, 8)))
def test_of_partners_drawn_by_lot(engine, network, most, deciding):
    """What is counted of those who were drawn is what it is where all are asked."""
    ties, group_of = network
    who = [person(one, group) for one, group in group_of.items()]
    decide = {partner for n, partner in enumerate(group_of) if n in deciding}
    study = Study(project(who, knows(*(f"{a}-{b}" for a, b in ties))).on(engine), "sector")
    number = dict(rows(partners(study).select("partner", "code")))
    names = {code: partner for partner, code in number.items()}
    near = around(study, most, {number[one] for one in decide})
    wanted = brokerage_roles(ties, group_of)

    assert (min(most, len(group_of)), len(group_of) > most) == (len(near.asked), near.by_lot)
    for one in near.asked:
        found = roles_of_one(one, near.before.get(one, frozenset()), near.after, near.group_of)
        assert wanted[names[one]] == found
        assert {b for a, b in ties if a == names[one]} == {names[b] for b in near.after.get(one, frozenset())}
        for b in near.after.get(one, frozenset()):
            ahead = {names[c] for c in near.after.get(b, frozenset())}
            assert {c for a, c in ties if a == names[b] and c in decide} == ahead & decide


def test_who_decides_is_looked_for_beyond_those_named():
    """In a chain, of the one who is named by somebody drawn it is known that they name somebody who decides."""
    chain = [f"a{n}" for n in range(1, 10)]
    ties = knows(*(f"{a}-{b}" for a, b in pairwise(chain)))
    study = Study(project(people(a=9), ties), "sector")
    near = around(study, 1, {code for (code,) in rows(partners(study).select("code"))})
    [drawn] = near.asked
    [named] = near.after[drawn]

    assert 1 == len(near.after[named])


def test_what_partners_drawn_by_lot_tell(monkeypatch):
    """More than one group is seen to bring others together; that one alone does is not said."""
    monkeypatch.setattr(brokerage, "LARGEST", 12)
    several = found(BROKERAGE, people(a=5, b=5, c=5), knows(*THROUGH_TWO, "c1-a5", "b4-c1", "b4-b5", "b5-b3", "a5-b1"))

    assert ("even", "drawn", 12) == (several.status, several.say, several.measure("bridging").n)
    assert several.answer.startswith("Of 12 partners drawn by lot, ")
    alone = found(BROKERAGE, people(a=5, b=5, c=5), knows(*THROUGH_TWO))
    assert ("unknown", "few drawn") == (alone.status, alone.say)
    told = found(BROKERAGE, people(a=5, b=5, c=5), knows(*THROUGH_TWO, reported_by="a1"))
    assert ("watch", "one teller") == (told.status, told.say)


def test_partners_drawn_by_lot_in_a_release(monkeypatch):
    """From group tables alone the same is said, with the same intervals."""
    monkeypatch.setattr(brokerage, "LARGEST", 12)
    known = project(people(a=5, b=5, c=5), knows(*THROUGH_TWO, "c1-a5", "b4-c1", "b4-b5", "b5-b3", "a5-b1"))
    released = run_for_release(known, [BROKERAGE], protect=lambda tables, _: tables, by="sector").findings["brokerage"]
    own = run_check(BROKERAGE, known, by="sector")

    assert (None, "drawn", own.groups) == (released.error, released.say, released.groups)
    assert [m for m in own.measures if m.name != "told_by_one"] == list(released.measures)


def test_an_interval_is_as_wide_as_the_draws_make_it(monkeypatch):
    """With two who decide there are twice as many pairs, and no more partners who were drawn."""
    monkeypatch.setattr(brokerage, "LARGEST", 12)
    who = people(a=10, b=2, c=1)
    one, two = (found(BROKERAGE, who, decided(*those), knows("a1-b1")) for those in (["c1"], ["c1", "b1"]))
    one, two = one.measure("spoken_for", "a"), two.measure("spoken_for", "a")

    assert (0, 0, 2 * one.n, one.high) == (one.value, two.value, two.n, two.high)
    assert one.high < 0.4


def test_in_a_release():
    """From group tables alone it is said through which group ways lead, not through how many partners."""
    study = Study(project(*EVERYTHING), "sector")
    tables = [table for table in BROKERAGE.count(study) if isinstance(table, GroupTable)]
    finding = BROKERAGE.judge(Tables(tables), Context(by="sector"))

    assert ("watch", "small group", {}) == (finding.status, finding.say, finding.words)


@pytest.mark.parametrize(("size", "says"), [(2, "One small group"), (3, "The group “b”")])
def test_a_small_group_is_not_named(size, says):
    """A sentence about a group of one or two would be about those people."""
    finding = found(BROKERAGE, people(a=5, b=size, c=5), knows(*THROUGH_TWO))

    assert ("watch", f"{says} alone brings groups together, as far as is on record.") == (
        finding.status,
        finding.answer,
    )
