"""relationships-first."""

from datetime import date
from pathlib import Path

import pytest
from tests.equality.building import decided, found, people, person, project, room

import coprod
from coprod.equality.check import Context
from coprod.equality.checks.groundwork import RELATIONSHIPS_FIRST
from coprod.equality.run import run_check
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, Tables
from coprod.records import Decision, Exchange, Partner, Relationship, Role

EARLY, DAY, LATE = date(2019, 1, 2), date(2019, 1, 17), date(2019, 2, 1)


def joint(*who, at=DAY, name="d2", **more):
    """A decision that these made together."""
    return [Decision(name, title="Tea", at=at, **more), *(Role(one, f"decision:{name}", "decided") for one in who)]


def talked(*pairs, at=EARLY, kind="conversation"):
    """A conversation for each pair, given as `a1-b1`."""
    return [Exchange(*pair.split("-"), kind=kind, at=at) for pair in pairs]


def test_nothing_on_record():
    """Without a joint decision, without its day and without a contact that has one, it cannot tell."""
    assert "unknown" == found(RELATIONSHIPS_FIRST).status
    none = found(RELATIONSHIPS_FIRST, people(a=5, b=5), decided("a1"), talked("a1-b1"))
    assert ("unknown", "No decision that two groups made together is on record yet.") == (none.status, none.answer)
    undated = found(RELATIONSHIPS_FIRST, people(a=5, b=5), joint("a1", "b1", at=None), talked("a1-b1"))
    assert ("unknown", "Groups have decided together, but no day is on record for it.") == (
        undated.status,
        undated.answer,
    )
    silent = found(RELATIONSHIPS_FIRST, people(a=5, b=5), joint("a1", "b1"), talked("a1-b1", at=None))
    assert ("unknown", "No talk, visit or tie with a day is on record yet.") == (silent.status, silent.answer)
    assert [("rate", None), ("undated_decisions", 0)] == [(m.name, m.value) for m in silent.measures]


def test_the_decision_to_fund_is_not_the_first():
    """A decision of one group alone is not one that two groups made together, though it came first."""
    fund = joint("a1", "a2", at=EARLY, name="d1", topic="money", rule="lead decides")
    between = talked("a3-b3", at=date(2019, 1, 9))
    finding = found(RELATIONSHIPS_FIRST, people(a=5, b=5), fund, joint("a1", "b1"), between, talked("a4-b4"))

    assert ("decision:d2",) == finding.evidence
    assert 0.4 == finding.measure("rate").value


def test_those_who_came_decided():
    """Where all who came decided, they are the deciders; a named decider goes before them, and no group is none."""
    records = [
        room("a1", "b1", space="s1"),
        room("a1", "b1", space="s2"),
        Decision("d1", title="Tea", space="s1", at=EARLY, rule="consensus"),
        Role("a1", "decision:d1", "decided"),
        Decision("d2", title="Cake", space="s2", at=DAY, rule="consent"),
        Decision("d3", title="Buns", space="s2", at=EARLY, rule="lead decides"),
        joint("a1", "x", name="d4", at=EARLY),
    ]
    flat = [one for each in records for one in (each if isinstance(each, list) else [each])]
    finding = found(RELATIONSHIPS_FIRST, people(a=5, b=5), person("x"), flat, talked("a1-b1"))

    assert ("decision:d2",) == finding.evidence


def test_alike():
    """When as many of each group had met, it is even; those who met nobody are counted."""
    finding = found(RELATIONSHIPS_FIRST, people(a=6, b=6), joint("a1", "b1"), talked("a1-b1", "a2-b2", "a3-b3"))

    assert ("even", 0.5) == (finding.status, finding.measure("rate").value)
    assert [("a", 6, 3, 6), ("b", 6, 3, 6)] == [(g.group, g.n, g.count, g.total) for g in finding.groups]
    assert finding.answer.startswith(
        "On record, 50% of 12 partners had met others when two groups first decided together."
    )


def test_one_group_less():
    """Under four fifths of the best group is uneven, and worth a look where one partner would turn it."""
    inside = talked(*(f"a{n}-a{n + 1}" for n in range(1, 10)), "a10-b1")
    far = found(RELATIONSHIPS_FIRST, people(a=10, b=10), joint("a1", "b1"), inside)
    assert ("uneven", 0.1) == (far.status, far.measure("disparity").value)
    assert far.answer.endswith("In the group “b” it was 10%.")
    near = found(RELATIONSHIPS_FIRST, people(a=6, b=6), joint("a1", "b1"), talked("a1-b1", "a2-b2", "a3-b3", "a4-a1"))
    assert ("watch", True) == (near.status, near.answer.endswith("That can be chance."))


def test_none_before():
    """When every contact came on that day or later, it is worth a look."""
    finding = found(
        RELATIONSHIPS_FIRST, people(a=5, b=5), joint("a1", "b1"), talked("a1-b1", at=DAY), talked("a2-b2", at=LATE)
    )

    assert ("watch", "none before", 0) == (finding.status, finding.say, finding.measure("before_deciding").value)


def test_one_group():
    """When only one group is large enough there is nothing to compare."""
    finding = found(RELATIONSHIPS_FIRST, people(a=5, b=1), joint("a1", "b1"), talked("a1-b1"))

    assert ("unknown", "one group", 2 / 6) == (finding.status, finding.say, finding.measure("rate").value)


def test_what_is_a_contact():
    """Conversations, visits, introductions and ties across groups are; help and ties inside a group are not."""
    finding = found(
        RELATIONSHIPS_FIRST,
        people(a=9, b=9),
        person("x"),
        joint("a1", "b1"),
        talked("a1-b1", kind="visit"),
        talked("a2-b2", kind="introduction"),
        talked("a3-b3", kind="help"),
        talked("a4-a4"),
        Relationship("a5", "b5", kind="knows", since=EARLY),
        Relationship("b5", "a5", kind="trusts", since=LATE),
        Relationship("a6", "b6", kind="knows", since=LATE),
        Relationship("a7", "b7", kind="knows"),
        Relationship("a8", "a9", kind="knows", since=EARLY),
        Relationship("a8", "x", kind="knows", since=EARLY),
    )

    assert [("a", 3), ("b", 3), ("not recorded", 0)] == [(g.group, g.count) for g in finding.groups]
    assert [("introduction", 1, 1), ("tie to another group", 1, 2), ("visit", 1, 1)] == [
        (m.of, m.value, m.n) for m in finding.measures if m.name == "before_deciding"
    ]


def test_who_was_there():
    """Those who joined later or had left are not counted, nor are teams; an organisation meets through its people."""
    partners = [
        person("a1", "a", joined=LATE),
        person("a2", "a", left=EARLY),
        person("a3", "a", joined=EARLY, left=LATE),
        person("a4", "a", organisation="nhs"),
        Partner("nhs", kind="organisation", sector="a"),
        Partner("t1", kind="team", sector="a"),
        person("b1", "b"),
    ]
    finding = found(RELATIONSHIPS_FIRST, partners, joint("a3", "b1"), talked("a4-b1"))

    assert [("a", 2, 3), ("b", 1, 1)] == [(g.group, g.count, g.total) for g in finding.groups]


EVERYTHING = (
    people(a=5, b=5),
    joint("a1", "b1", "b2"),
    joint("a1", "b1", name="d3", at=None),
    talked("a1-b1", "a2-b1"),
    talked("a3-b1", at=LATE),
)


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_tables(engine):
    """Both engines count the same."""
    study = Study(project(*EVERYTHING).on(engine), "sector")
    groundwork, partners, contacts, decisions, first = RELATIONSHIPS_FIRST.count(study)

    assert {
        ("a", "partners"): 5,
        ("a", "met"): 2,
        ("b", "partners"): 5,
        ("b", "met"): 1,
    } == groundwork.cells_by_labels()
    assert (("a", 0, 1, 3), ("a", 1, 1, 2), ("b", 0, 1, 4), ("b", 1, 1, 1)) == partners.rows
    assert {("conversation", "dated"): 3, ("conversation", "before"): 2} == contacts.cells_by_labels()
    assert (3, 3) == tuple(contacts.people("conversation", what) for what in ("dated", "before"))
    assert {("together",): 2, ("dated",): 1} == decisions.cells_by_labels()
    assert (("d2",),) == first.rows


def test_in_a_release():
    """The same is said from group tables alone, without evidence."""
    study = Study(project(*EVERYTHING), "sector")
    tables = [table for table in RELATIONSHIPS_FIRST.count(study) if isinstance(table, GroupTable)]
    finding = RELATIONSHIPS_FIRST.judge(Tables(tables), Context(by="sector", band=RELATIONSHIPS_FIRST.band))

    assert ("watch", (), 1) == (finding.status, finding.evidence, finding.measure("undated_decisions").value)


def test_chance():
    """Nine of ten against half can be chance, so it is worth a look and no more."""
    inside = talked(*(f"a{n}-a{n + 1}" for n in range(1, 9)), "b1-b2", "b3-b4", "b5-b4")
    finding = found(RELATIONSHIPS_FIRST, people(a=10, b=10), joint("a1", "b1"), inside)

    assert ("watch", 0.5, True) == (finding.status, finding.measure("rate", "b").value, finding.p_value > 0.05)
    assert finding.answer.endswith("In the group “b” it was 50%. That can be chance.")


def test_a_tie_that_ended():
    """Who met before the decision did, though the tie ended before the day that is asked for."""
    ties = [Relationship(f"a{n}", f"b{n}", kind="knows", since=EARLY, until=LATE) for n in range(1, 6)]
    tea, day = project(people(a=5, b=5), joint("a1", "b1"), ties), date(2019, 6, 1)
    now = run_check(RELATIONSHIPS_FIRST, tea, by="sector")
    then = run_check(RELATIONSHIPS_FIRST, tea.at(day), by="sector", as_of=day, past=tea.at(day, ended=True))

    assert ("even", 1) == (now.status, now.measure("rate").value)
    assert (now.status, now.answer, now.measures) == (then.status, then.answer, then.measures)


def test_the_example_says_the_same_of_the_past():
    """On a later day as many had met before the first joint decision as on record now."""
    example = coprod.read(Path(__file__).parents[3] / "examples" / "citizen-led-libraries")
    now, then = (
        coprod.check(example, only=["relationships-first"], as_of=day)[0] for day in (None, date(2020, 10, 31))
    )

    assert (20, 31) == tuple(sum(getattr(group, what) for group in now.groups) for what in ("count", "total"))
    assert (now.groups, now.answer) == (then.groups, then.answer)


def test_two_days_side_by_side():
    """What had gone before the first joint decision is the same on every later day, so nothing became less even."""
    ties = [Relationship(f"a{n}", f"b{n}", kind="knows", since=EARLY, until=LATE) for n in range(1, 6)]
    tea = project(people(a=5, b=5), joint("a1", "b1"), ties)
    days = coprod.compare(tea, DAY, date(2019, 6, 1), by="sector", only=["relationships-first"])
    change = days["relationships-first"]

    assert (change.before.measures, change.before.answer) == (change.after.measures, change.after.answer)
