"""shared-vision, and what stands beside a finding."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.equality.building import decided, found, people, project
from tests.equality.two_ways import counted, disclosed

from coprod.engines import rows
from coprod.equality.beside import beside, beside_table, beside_total
from coprod.equality.checks.vision import SHARED_VISION
from coprod.equality.stances import behind_goals, latest_stances
from coprod.equality.study import Study
from coprod.equality.tables import Tables
from coprod.records import Goal, Influence, Partner, Response, Role, View

OLD = Goal("g1", kind="vision", text="Tea", agreed=date(2019, 1, 17))
NEW = Goal("g2", kind="vision", text="Tea for all", agreed=date(2019, 3, 28), replaces="g1")
KNIT = Partner("knit", kind="group", sector="c", people=12)


def stances(stance, *who, item="goal:g2", **more):
    """What each thinks of a goal."""
    return [Response(one, item, stance=stance, **more) for one in who]


def ids(group, *numbers):
    """Ids of people of a group."""
    return [f"{group}{n}" for n in numbers]


def test_nothing_on_record():
    """Without a vision it cannot tell; nor where nobody said what they think of it."""
    assert ("unknown", "No vision that holds now is on record.") == (
        found(SHARED_VISION).status,
        found(SHARED_VISION, people(a=5)).answer,
    )
    finding = found(SHARED_VISION, people(a=5), NEW, OLD)
    assert ("unknown", "There is a vision, but what people think of it is not on record.") == (
        finding.status,
        finding.answer,
    )


def test_even():
    """Ten of ten in both groups; those who were not heard are in the denominator of `answered`."""
    finding = found(
        SHARED_VISION, people(a=6, b=6), OLD, NEW, stances(1, *ids("a", *range(1, 6)), *ids("b", *range(1, 6)))
    )

    assert ("even", 1, 10) == (finding.status, finding.measure("rate").value, finding.measure("rate").n)
    assert (10 / 12, 12) == (finding.measure("answered").value, finding.measure("answered").n)
    assert finding.answer.endswith("We heard from 83% of 12 people.")
    assert [("a", 6, 5, 5), ("b", 6, 5, 5)] == [(g.group, g.n, g.count, g.total) for g in finding.groups]


def test_uneven():
    """When one group is for it and the other is not, the sentence names the group."""
    for_it, against = stances(1, *ids("a", *range(1, 9))), stances(-1, *ids("b", *range(1, 9)))
    finding = found(SHARED_VISION, people(a=8, b=8), NEW, OLD, for_it, against)

    assert "uneven" == finding.status
    assert "50% of the 16 people who told us are for the vision, and 0% in the group “b”." == finding.answer


def test_one_person_would_turn_it():
    """Four of six against three of six: one person would turn it round."""
    yes, no = stances(1, *ids("a", 1, 2, 3, 4), *ids("b", 1, 2, 3)), stances(0, *ids("a", 5, 6), *ids("b", 4, 5, 6))
    finding = found(SHARED_VISION, people(a=6, b=6), NEW, OLD, yes, no)

    assert ("watch", True) == (finding.status, finding.answer.endswith("That can be chance."))


def test_few_are_for_it():
    """Where groups are alike and fewer than half are for it, it is worth a look."""
    yes, no = stances(1, "a1", "b1"), stances(-1, *ids("a", 2, 3, 4, 5), *ids("b", 2, 3, 4, 5))
    finding = found(SHARED_VISION, people(a=5, b=5), NEW, OLD, yes, no)

    assert ("watch", "Only 20% of the 10 people who told us are for the vision.") == (finding.status, finding.answer)


def test_one_group():
    """Without two groups of five it cannot compare, and says what is known."""
    finding = found(SHARED_VISION, people(a=5, b=1), NEW, OLD, stances(1, *ids("a", *range(1, 6)), "b1"))

    assert ("unknown", True) == (finding.status, finding.answer.startswith("100% of the 6 people"))


@pytest.mark.parametrize(
    ("expected", "goals"),
    [
        ("g2", [OLD, NEW]),
        ("g1", [OLD, Goal("g2", kind="vision", text="T", agreed=date(2019, 3, 28), dropped=date(2019, 4, 1))]),
        ("g2", [Goal("g1", kind="vision", text="T"), Goal("g2", kind="vision", text="T", agreed=date(2019, 1, 1))]),
        (None, [Goal("g1", kind="aim", text="T"), Goal("g2", kind="aim", text="T")]),
        ("g1", [OLD, Goal("g2", kind="vision", text="T", replaces="g1")]),
        ("g1", [OLD, Goal("g2", kind="aim", text="T", agreed=date(2019, 3, 28), replaces="g1")]),
        (
            "g1",
            [
                OLD,
                Goal("g2", kind="vision", text="T", agreed=date(2019, 2, 1), replaces="g1", dropped=date(2019, 3, 1)),
            ],
        ),
        (
            "g2",
            [
                Goal("g1", kind="vision", text="T", agreed=date(2019, 1, 1), replaces="g2"),
                Goal("g2", kind="vision", text="T", agreed=date(2019, 2, 1), replaces="g1"),
            ],
        ),
        ("g2", [OLD, Goal("g2", kind="vision", text="T", agreed=date(2019, 2, 1), replaces="g2")]),
        (
            None,
            [Goal("g1", kind="vision", text="T", replaces="g2"), Goal("g2", kind="vision", text="T", replaces="g1")],
        ),
    ],
)
def test_the_current_vision(expected, goals):
    """It is the latest agreed that is not dropped and that no other such vision replaces; a draft replaces nothing."""
    told = [*stances(1, "a1", item="goal:g1"), *stances(-1, "a1", item="goal:g2")]
    finding = found(SHARED_VISION, people(a=1), goals, told)

    assert {"g1": 1, "g2": 0, None: None}[expected] == finding.measure("rate").value


def test_no_vision_holds():
    """Where all are dropped, or none was agreed, that is said."""
    dropped = Goal("g1", kind="vision", text="T", agreed=date(2019, 1, 1), dropped=date(2019, 2, 1))
    assert "No vision holds now." == found(SHARED_VISION, people(a=5), dropped).answer

    draft = Goal("g2", kind="vision", text="T", replaces="g1")
    assert (
        "There is a vision, but it is not on record that it was agreed."
        == found(SHARED_VISION, people(a=5), dropped, draft).answer
    )


def test_too_few_said_it():
    """What one or two people answer is not told; a group of which two answered is not compared."""
    few = found(SHARED_VISION, people(a=5, b=5), OLD, NEW, stances(1, "a1"), stances(-1, "b1"))
    assert ("unknown", "Too few said what they think of it.") == (few.status, few.answer)

    finding = found(SHARED_VISION, people(a=5, b=5), OLD, NEW, stances(1, *ids("a", 1, 2, 3)), stances(-1, "b1", "b2"))
    assert "one group" == finding.say


def test_the_latest_word_counts():
    """Of several answers of one person the latest counts; one without a day is older than any other."""
    told = [
        *stances(1, "a1"),
        *stances(-1, "a1", at=date(2019, 2, 1)),
        *stances(1, "a1", at=date(2019, 4, 1)),
        Response("a1", "goal:g2", fate=None, at=date(2019, 5, 1)),
    ]
    finding = found(SHARED_VISION, people(a=1), NEW, OLD, told)

    assert (1, 1) == (finding.measure("rate").value, finding.measure("rate").n)


def test_people_of_a_group_count():
    """A group counts as many as it speaks for, and never more than it has; an organisation counts for none."""
    nhs = Partner("nhs", kind="organisation", sector="d")
    finding = found(SHARED_VISION, KNIT, nhs, NEW, OLD, stances(1, "knit", people=4), stances(-1, "nhs", people=9))
    assert (4, 12) == (finding.measure("rate").n, finding.measure("answered").n)

    assert 12 == found(SHARED_VISION, KNIT, NEW, OLD, stances(1, "knit", people=40)).measure("rate").n
    assert 12 == found(SHARED_VISION, KNIT, NEW, OLD, stances(1, "knit")).measure("rate").n


def test_how_it_came_about():
    """Beside it: who shaped it, what was before, and views that led to it straight or through a decision."""
    finding = found(
        SHARED_VISION,
        people(a=2, b=1),
        OLD,
        NEW,
        decided("b1"),
        View("v1", partner="a1", kind="idea"),
        View("v2", partner="a1", kind="idea"),
        Influence("view:v1", "decision:d1"),
        Influence("decision:d1", "goal:g2"),
        Influence("view:v2", "goal:g2"),
        Role("a1", "goal:g2", "shaped"),
        Role("a1", "goal:g2", "initiated"),
        Role("a2", "goal:g2", "delivers"),
        stances(1, "a1"),
    )

    assert [("shaped_by", "a", 1), ("earlier_visions", "", 1), ("views_behind", "", 2)] == [
        (m.name, m.of, m.value) for m in finding.measures if m.name in {"shaped_by", "earlier_visions", "views_behind"}
    ]


def test_on_both_engines_and_in_a_release():
    """Both engines count the same; without person tables the same is said, and what stands beside is not shown."""
    tea = project(people(a=6, b=6), KNIT, OLD, NEW, stances(1, "a1", "a2", "b1", "knit"), stances(0, "b2"))
    counted(SHARED_VISION, tea)
    finding = disclosed(SHARED_VISION, tea)

    assert "unknown" == disclosed(SHARED_VISION, project()).say
    assert "nobody asked" == disclosed(SHARED_VISION, project(people(a=6), OLD, NEW)).say
    assert ("unknown", 16) == (finding.status, finding.measure("rate").n)
    assert "not shown" == finding.measure("views_behind").reason


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(-1, 1), st.integers(1, 28)), unique_by=lambda x: (x[0], x[2])))
def test_each_has_one_latest_stance(told):
    """Whatever was said when, each partner has one stance: that of the latest day."""
    said = [Response(f"a{n}", "goal:g2", stance=s, at=date(2019, 1, day)) for n, s, day in told]
    tea = project(people(a=3), NEW, OLD, said)
    expected = {}
    for n, stance, _ in sorted(told, key=lambda each: each[2]):
        expected[f"a{n}"] = stance

    latest = latest_stances(tea, Study(tea, "sector").groups, "goal:").select("partner", "stance")
    assert sorted(expected.items()) == sorted(rows(latest))


def test_behind_a_goal():
    """What led to a goal: straight, and in one step through a decision or a goal, not through a view."""
    tea = project(
        people(a=1),
        decided("a1"),
        NEW,
        OLD,
        [View(f"v{n}", partner="a1", kind="idea") for n in (1, 2, 3)],
        Influence("view:v1", "view:v2"),
        Influence("view:v2", "goal:g1"),
        Influence("view:v3", "decision:d1"),
        Influence("decision:d1", "goal:g1"),
        Influence("goal:g1", "goal:g2"),
    )
    both = [sorted(rows(behind_goals(one).select("goal", "source"))) for one in (tea, tea.on("duckdb"))]

    assert both[0] == both[1]
    assert [
        ("g1", "decision:d1"),
        ("g1", "view:v2"),
        ("g1", "view:v3"),
        ("g2", "decision:d1"),
        ("g2", "goal:g1"),
        ("g2", "view:v2"),
    ] == both[0]


def test_numbers_beside():
    """Shares have a share or a reason, counts a number; in a release they are not shown."""
    units = {"part": "share of visits", "owed": "visits"}
    tables = Tables([beside_table([("part", "x", 1, 4), ("part", "y", 0, 0), ("owed", "", 3, 9)])])

    assert [("part", "x", 0.25), ("part", "y", None), ("owed", "", 3)] == [
        (m.name, m.of, m.value) for m in beside(tables, units)
    ]
    assert (3, 0) == (beside_total(tables, "owed"), beside_total(Tables([]), "owed"))
    assert {"not shown"} == {m.reason for m in beside(Tables([]), units)}
