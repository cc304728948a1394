"""Shares of something beside shares of people."""

from hypothesis import given
from hypothesis import strategies as st
from tests.equality.building import chance, people, project

from coprod.engines import rows
from coprod.equality.check import Context
from coprod.equality.shares import (
    SHARE_BAND,
    Shares,
    chance_of_shares,
    seats,
    spread_of_shares,
    tables_of_shares,
)
from coprod.equality.study import Study
from coprod.equality.tables import Tables
from coprod.records import Attendance, Partner, Space

CONTEXT = Context(by="sector", band=SHARE_BAND, random=chance())
AMOUNTS = st.dictionaries(st.sampled_from("abcd"), st.tuples(st.integers(0, 50), st.integers(1, 9)), min_size=1)


def shares(scale=1, unit=None, **groups):
    """Shares of groups, each with what it has and how many people."""
    parts, sizes = ({group: pair[at] for group, pair in groups.items()} for at in (0, 1))
    return Shares(parts=parts, people=sizes, scale=scale, unit=unit or scale)


def test_a_hand_worked_example():
    """Six of ten for half the people is 1.2 times an even share; four of ten is 0.8: both still even."""
    worked = shares(a=(6, 5), b=(4, 5))

    assert [("a", 1.2), ("b", 0.8)] == [(m.of, m.value) for m in worked.ratios]
    assert [("a", 5, 6, 10, 0.6), ("b", 5, 4, 10, 0.4)] == [
        (g.group, g.n, g.count, g.total, g.share) for g in worked.groups
    ]
    assert ("even", {"least": "b", "most": "a"}) == worked.status(CONTEXT)


def test_both_ends_are_judged_and_one_more_may_turn_it():
    """One more would make seven of ten even; it would not make nine of ten so."""
    assert ("watch", {"least": "b", "most": "a"}) == shares(a=(7, 5), b=(3, 5)).status(CONTEXT)
    assert "uneven" == shares(a=(9, 5), b=(1, 5)).status(CONTEXT)[0]
    assert "watch" == shares(scale=60, a=(7 * 60, 5), b=(3 * 60, 5)).status(CONTEXT)[0]
    assert "uneven" == shares(scale=60, unit=1, a=(7 * 60, 5), b=(3 * 60, 5)).status(CONTEXT)[0]


def test_what_cannot_be_compared():
    """Without anything to share, with one group of three, and with "not recorded", nothing is judged."""
    assert ("unknown", {}) == shares(a=(0, 5), b=(0, 5)).status(CONTEXT)
    assert ("unknown", {}) == shares(a=(3, 5), b=(1, 2)).status(CONTEXT)
    assert ("unknown", {}) == Shares(parts={"a": 3, "not recorded": 1}, people={"a": 5, "not recorded": 5}).status(
        CONTEXT
    )
    assert [None] == [g.share for g in shares(a=(0, 5)).groups]
    assert ["unknown", "one group"] == [shares(a=(0, 5), b=(0, 5)).unknown, shares(a=(3, 5), b=(1, 2)).unknown]


def test_most_are_not_recorded():
    """With more than half of the people in no group on record nothing is judged; with half of them it is."""
    most = Shares(parts={"a": 4, "b": 4, "not recorded": 1}, people={"a": 3, "b": 3, "not recorded": 7})
    half = Shares(parts={"a": 4, "b": 4, "not recorded": 1}, people={"a": 3, "b": 3, "not recorded": 6})

    assert (("unknown", {}), "not recorded") == (most.status(CONTEXT), most.unknown)
    assert "unknown" != half.status(CONTEXT)[0]


def test_shares_of_seats():
    """A share may be compared with seats in several rooms, while groups keep their number of people."""
    twice = Shares(parts={"a": 5, "b": 5}, people={"a": 4, "b": 4}, among={"a": 8, "b": 4})

    assert [0.75, 1.5] == [m.value for m in twice.ratios]
    assert [4, 4] == [g.n for g in twice.groups]


@given(AMOUNTS, st.sampled_from([1, 60]))
def test_tables_tell_the_same(amounts, scale):
    """From rows to tables and back, nothing is lost; what is not 0 stands on someone; the whole is one."""
    found = [(group, parts * scale, 1, n) for group, (parts, n) in amounts.items()]
    tables = Tables(tables_of_shares(found, "views", scale=scale))
    back = Shares.of(tables, "views")

    assert {group: n for group, (_, n) in amounts.items()} == back.people
    assert {group: parts * scale * n for group, (parts, n) in amounts.items()} == back.parts
    assert all(bool(cell.number) == bool(cell.people) for cell in tables.group("views").cells)
    assert not back.whole or abs(sum(g.share for g in back.groups) - 1) < 1e-9


@given(AMOUNTS)
def test_ratios_average_to_one(amounts):
    """Weighted by people, the ratios of all groups average to 1."""
    found = shares(**amounts)
    everyone = sum(found.people.values())

    values = [m.value for m in found.ratios]
    assert (
        not found.whole
        or abs(sum(v * n for v, n in zip(values, found.people.values(), strict=True)) / everyone - 1) < 1e-9
    )


def test_chance_and_spread():
    """Those without a group are no part of chance; without person tables there is neither chance nor spread."""
    partners = Tables(tables_of_shares([("a", 2, 1, 4), ("b", 0, 1, 4), ("not recorded", 9, 1, 1)], "views"))
    table = partners.person("partners")

    assert 2 / 70 == chance_of_shares(table, CONTEXT).p_value
    assert ["gini", "theil_between_share"] == [m.name for m in spread_of_shares(table)]
    assert None is chance_of_shares(None, CONTEXT)
    assert ["not shown", "not shown"] == [m.reason for m in spread_of_shares(None)]


def test_seats():
    """Who came has a seat for each of their people, or for as many as were counted; who could not come has none."""
    knit = Partner("knit", kind="group", sector="b", people=12)
    nhs = Partner("nhs", kind="organisation", sector="b")
    came = [
        Attendance("a1", "s", turns=2),
        Attendance("a2", "s", came="could not"),
        Attendance("knit", "s", people=5),
        Attendance("knit", "t", came="part"),
        Attendance("knit", "u", people=40),
        Attendance("nhs", "s"),
    ]
    tea = project(people(a=2), knit, nhs, [Space(i, name="Tea") for i in "stu"], came)

    for each in (tea, tea.on("duckdb")):
        found = rows(
            seats(Study(each, "sector"), "turns").select("partner", "space", "group", "people", "seats", "turns")
        )
        assert [
            ("a1", "s", "a", 1, 1, 2),
            ("knit", "s", "b", 12, 5, None),
            ("knit", "t", "b", 12, 12, None),
            ("knit", "u", "b", 12, 12, None),
        ] == sorted(found)
