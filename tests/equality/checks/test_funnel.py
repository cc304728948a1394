"""influence-funnel."""

import attrs
import pytest
from tests.equality.building import NOON, decided, found, people, project, room
from tests.equality.two_ways import counted, disclosed

from coprod.equality.checks.funnel import INFLUENCE_FUNNEL
from coprod.records import Attendance, Partner, View
from coprod.settings import Agreed, Settings


def everyone(a, b):
    """Ids of so many people of each group."""
    return [*(f"a{n}" for n in range(1, a + 1)), *(f"b{n}" for n in range(1, b + 1))]


def said(who, fate=None, space="s1"):
    """An idea of each."""
    return [View(f"v-{one}", partner=one, kind="idea", at=NOON, space=space, fate=fate) for one in who]


def test_nothing_on_record():
    """Without attendance or views, it cannot tell; with one of two groups, it cannot compare."""
    assert "It is not on record yet who came" in found(INFLUENCE_FUNNEL).answer
    assert "unknown" == found(INFLUENCE_FUNNEL, people(a=6, b=6)).status
    finding = found(INFLUENCE_FUNNEL, people(a=6, b=1), room("a1", "a2"))
    assert ("unknown", "There are too few people or views in two groups to compare.") == (
        finding.status,
        finding.answer,
    )


def test_those_who_never_came_are_counted():
    """Whoever did not come is among the people of their group; the first step with a gap is told."""
    finding = found(INFLUENCE_FUNNEL, people(a=10, b=10), room(*everyone(10, 2)), said(everyone(10, 1)))

    assert ("uneven", 0.2) == (finding.status, finding.measure("disparity", "space: b").value)
    assert "In the group “b”, 20% of people came to a gathering. In the group “a” it was 100%." == finding.answer
    assert [("a", 10, 10, 10), ("b", 10, 2, 10)] == [(g.group, g.n, g.count, g.total) for g in finding.groups]


def test_all_who_came_and_few_who_spoke():
    """Where all came, and one group has fewer views on record, the second step is told."""
    finding = found(INFLUENCE_FUNNEL, people(a=10, b=10), room(*everyone(10, 10)), said(everyone(10, 3)))

    assert "In the group “b”, 30% of people have a view on record. In the group “a” it was 100%." == finding.answer


def test_heard():
    """Views are heard where someone else who decides was there: a hand-worked third step."""
    views = [*said(everyone(6, 0)), *said(everyone(0, 6), space=None)]
    finding = found(INFLUENCE_FUNNEL, people(a=6, b=6, c=1), room(*everyone(6, 6), "c1"), views, decided("c1"))

    assert (1, 0) == tuple(finding.measure("rate", f"audience: {g}").value for g in "ab")
    assert "0% of views were heard by someone else who decides. In the group “a” it was 100%." in finding.answer


def test_taken_up():
    """Of views settled either way, those taken up or adapted: a hand-worked fourth step, and all before it even."""
    views = [
        *said(everyone(6, 0), "adapted"),
        *said(["b1"], "taken up"),
        *said([f"b{n}" for n in range(2, 7)], "not taken up"),
    ]
    finding = found(INFLUENCE_FUNNEL, people(a=6, b=6, c=1), room(*everyone(6, 6), "c1"), views, decided("c1"))

    assert ("uneven", 1 / 6) == (finding.status, finding.measure("rate", "influence: b").value)
    assert "17% of the views that were settled were taken up" in finding.answer


def test_even():
    """Where no group falls behind at any step, it is even; where a step cannot be compared, it cannot tell."""
    records = [people(a=6, b=6, c=1), room(*everyone(6, 6), "c1"), decided("c1")]
    finding = found(INFLUENCE_FUNNEL, *records, said(everyone(6, 6), "taken up"))
    assert ("even", True) == (
        finding.status,
        "no group of three or more falls far behind the others." in finding.answer,
    )

    finding = found(INFLUENCE_FUNNEL, *records, said(everyone(6, 6), "open"))
    assert ("unknown", True) == (finding.status, "not every step is on record" in finding.answer)


def test_one_person_would_turn_it():
    """Four of six against three of six may be chance."""
    finding = found(INFLUENCE_FUNNEL, people(a=6, b=6), room("a1", "a2", "a3", "a4", "b1", "b2", "b3"))

    assert ("watch", True) == (finding.status, finding.answer.endswith("That can be chance."))


def test_people_of_a_group():
    """Of a group, those who came are counted; its views stand for all of it; unsigned views are nobody's."""
    knit = Partner("knit", kind="group", sector="b", people=12)
    views = [*said(["knit", "nhs"]), View("x", kind="idea", at=NOON)]
    nhs = Partner("nhs", kind="organisation", sector="b")
    came = [Attendance("knit", "s1", people=5)]
    finding = found(INFLUENCE_FUNNEL, people(a=5), knit, nhs, room("a1"), came, views)

    assert (5 / 12, 12) == (finding.measure("rate", "space: b").value, finding.measure("rate", "space: b").n)
    assert (1, 1) == (finding.measure("rate", "voice: b").value, finding.measure("rate", "audience").n)


@pytest.mark.parametrize(("low", "status"), [(0.5, "unknown"), (0.9, "watch")])
def test_the_partners_band(low, status):
    """The partners' own band holds in place of four fifths."""
    settings = Settings(agreed={"influence-funnel": Agreed(low=low)})
    from coprod.equality.run import run_check

    tea = project(people(a=6, b=6), room("a1", "a2", "a3", "a4", "b1", "b2", "b3"), settings=settings)
    assert status == run_check(INFLUENCE_FUNNEL, tea, by="sector").status


def test_two_ways():
    """Both engines count the same, and group tables alone give the same answer."""
    tea = project(people(a=10, b=10), room(*everyone(10, 10)), said(everyone(10, 3)), decided("a1"))

    assert ["funnel", "steps"] == [table.name for table in counted(INFLUENCE_FUNNEL, tea)]
    assert "uneven" == disclosed(INFLUENCE_FUNNEL, tea).status


@pytest.mark.parametrize(
    ("stage", "records"),
    [
        ("space", [room(*everyone(9, 5))]),
        ("voice", [room(*everyone(10, 10)), said(everyone(9, 5))]),
    ],
)
def test_chance(stage, records):
    """Nine of ten against half at the step that is told can be chance, so it is worth a look and no more."""
    finding = found(INFLUENCE_FUNNEL, people(a=10, b=10), *records)

    assert ("watch", f"{stage}: b", True) == (finding.status, finding.words["here"], finding.p_value > 0.05)
    assert finding.answer.endswith("That can be chance.")


def test_chance_of_views():
    """Of views each partner is one draw: who said ten views that were not taken up is one person, not ten."""
    fates = [
        *said(everyone(5, 4), "taken up"),
        *[attrs.evolve(v, id=f"w{v.id}") for v in said(everyone(5, 4), "adapted")],
    ]
    turned_down = [
        View(f"x{n}", partner="b5", kind="idea", at=NOON, space="s1", fate="not taken up") for n in range(10)
    ]
    finding = found(
        INFLUENCE_FUNNEL, people(a=5, b=5, c=1), room(*everyone(5, 5), "c1"), fates, turned_down, decided("c1")
    )

    assert ("watch", "influence: b", True) == (finding.status, finding.words["here"], finding.p_value > 0.05)
