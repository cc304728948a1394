"""What changed because of what people said: which stories are told, and in which order."""

from datetime import UTC, date, datetime

import pytest

from coprod import Decision, Goal, Influence, Partner, Response, View
from coprod_report.facts import Facts
from coprod_report.stories import chosen

SAID, LATER = datetime(2024, 2, 6, 18, tzinfo=UTC), date(2024, 5, 6)
PEOPLE = [Partner(one, kind="person", name=one.title(), sector="citizen") for one in ("ana", "bo", "cy", "di")]


def view(name, partner="ana", **more):
    """Something that was said."""
    return View(name, partner=partner, at=SAID, kind="idea", text=f"Words of {name}", **more)


def goal(name, kind="activity", **more):
    """Something that came of it."""
    return Goal(name, kind=kind, text=f"Goal {name}", **more)


def judged(name, better=0, worse=0):
    """How people judge a goal."""
    stances = [1] * better + [-1] * worse
    return [Response(one.id, f"goal:{name}", stance=s) for one, s in zip(PEOPLE, stances, strict=False)]


def led(*pairs):
    """What led to what, as `v1 g1`."""
    kinds = {"v": "view", "d": "decision", "g": "goal"}
    full = [[f"{kinds[one[0]]}:{one}" for one in pair.split()] for pair in pairs]
    return [Influence(source, target) for source, target in full]


@pytest.fixture
def stories(told):
    """A function: the ends of the stories that are told of some records, in their order."""

    def stories(*records):
        return [story.end for story in chosen(Facts(told(*PEOPLE, *records)))]

    return stories


ENDS = {
    "what people were glad of": [goal("g1", "outcome", done=LATER), *judged("g1", better=2)],
    "what was done": [goal("g2", agreed=LATER, done=LATER)],
    "what is shared": [goal("g3", "vision", agreed=LATER)],
    "what is planned": [goal("g4", agreed=LATER)],
    "what was decided": [Decision("d5", title="Five", at=LATER)],
}
REFS = ["goal:g1", "goal:g2", "goal:g3", "goal:g4", "decision:d5"]


@pytest.mark.parametrize("at", range(len(REFS) - 1))
def test_what_tells_more_comes_first(stories, at):
    """An outcome people were glad of, then what was done, shared, planned, and at last what was only decided."""
    records = [one for end in ENDS.values() for one in end]
    ways = led(f"v1 {REFS[at].partition(':')[2]}", f"v2 {REFS[at + 1].partition(':')[2]}")

    assert [REFS[at], REFS[at + 1]] == stories(view("v1"), view("v2", "bo"), *records, *ways)


def test_at_most_three(stories):
    """Three stories are told, however many there are."""
    records = [one for end in ENDS.values() for one in end]
    names = ("g1", "g2", "g3", "g4")
    ways = led(*(f"v{n} {name}" for n, name in enumerate(names)))
    views = [view(f"v{n}", one.id) for n, one in enumerate(PEOPLE)]

    assert REFS[:3] == stories(*views, *records, *ways)


def test_more_people_come_first(stories):
    """Of two outcomes, the one that more people are glad of is told first."""
    goals = [goal(name, "outcome", done=LATER) for name in ("g1", "g2")]
    answers = [*judged("g1", better=1), *judged("g2", better=3, worse=1)]

    assert ["goal:g2", "goal:g1"] == stories(view("v1"), view("v2", "bo"), *goals, *answers, *led("v1 g1", "v2 g2"))


def test_what_went_worse_is_not_hidden(stories):
    """Where people judged an end to be for the worse, the last of the three stories says so."""
    better = [goal(f"g{n}", "outcome", done=LATER) for n in range(3)]
    worse = [goal("g9", "outcome", done=LATER), *judged("g9", worse=2)]
    answers = [one for n in range(3) for one in judged(f"g{n}", better=n + 1)]
    views = [view(f"v{n}", one.id) for n, one in enumerate(PEOPLE)]
    ways = led("v0 g0", "v1 g1", "v2 g2", "v3 g9")

    assert ["goal:g2", "goal:g1", "goal:g9"] == stories(*views, *better, *worse, *answers, *ways)


def test_what_went_worse_is_told_alone(stories):
    """Where nothing else came of what people said, that is told."""
    records = [goal("g9", "outcome", done=LATER), *judged("g9", worse=2)]

    assert ["goal:g9"] == stories(view("v1"), *records, *led("v1 g9"))


def test_no_view_and_no_end_is_told_twice(stories):
    """Two views that led to one thing make one story; one view that led to two things, too."""
    records = [goal("g1", agreed=LATER, done=LATER), goal("g2", agreed=LATER, done=date(2024, 6, 1))]

    assert ["goal:g1"] == stories(view("v1"), view("v2", "bo"), *records, *led("v1 g1", "v2 g1", "v1 g2"))


def test_different_people_are_heard(stories):
    """Somebody who has a story already makes room for others, unless there are none."""
    goals = [goal(f"g{n}", agreed=LATER, done=date(2024, 6, n + 1)) for n in range(4)]
    views = [view("v0"), view("v1"), view("v2", "bo"), view("v3", "cy")]
    ways = led("v0 g0", "v1 g1", "v2 g2", "v3 g3")

    assert ["goal:g0", "goal:g2", "goal:g3"] == stories(*views, *goals, *ways)
    assert ["goal:g0", "goal:g1", "goal:g2"] == stories(*views[:3], *goals, *ways[:3])


def test_what_was_there_before_did_not_come_of_it(stories):
    """What was decided or agreed before somebody spoke is no change because of what they said."""
    records = [goal("g1", "aim", agreed=date(2024, 1, 1)), Decision("d1", title="One", at=date(2024, 2, 5))]

    assert [] == stories(view("v1"), *records, *led("v1 g1", "v1 d1"))


def test_an_answer_is_a_story_where_there_is_no_other(stories):
    """Where nobody noted what led to what, a view that was taken up and answered in words is told."""
    answered = view("v1", fate="taken up", replied_at=SAID, reply="We do so from now on")
    without_words = view("v2", "bo", fate="taken up", replied_at=SAID)
    turned_down = view("v3", "cy", fate="not taken up", replied_at=SAID, reply="We have no money")

    assert ["view:v1"] == stories(answered, without_words, turned_down)


def test_what_was_planned_and_dropped_is_no_change(stories):
    """A goal that was dropped before it was done is told in the timeline, not here."""
    assert [] == stories(view("v1"), goal("g1", agreed=LATER, dropped=date(2024, 7, 1)), *led("v1 g1"))


def test_what_leads_in_a_circle_ends(stories):
    """Records that lead to each other do not keep the page from being made, and none of them is lost."""
    records = [goal("g1", agreed=LATER, done=LATER), goal("g2", agreed=LATER, done=date(2024, 6, 1))]

    assert ["goal:g1"] == stories(view("v1"), *records, *led("v1 g1", "g1 g2", "g2 g1"))


def test_every_record_that_a_view_led_to_is_on_a_path(told):
    """The paths of a view pass all that it led to, by the shortest way, and no path is the beginning of another."""
    goals = [goal(f"g{n}", agreed=LATER) for n in range(6)]
    ways = led("v1 g0", "g0 g1", "g1 g0", "v1 g2", "g0 g2", "g2 g3", "g2 g4", "g4 g3")
    facts = Facts(told(*PEOPLE, view("v1"), *goals, *ways))

    paths = facts.paths("view:v1")
    assert {f"goal:g{n}" for n in range(5)} == {ref for path in paths for ref in path}
    assert [] == [one for one in paths for other in paths if one != other and other[: len(one)] == one]


def test_a_step_that_may_not_be_told_does_not_end_the_way(told):
    """A decision whose title names somebody is kept back; what came of it is told all the same."""
    eve = Partner("eve", kind="person", name="Eve Unasked", sector="citizen")
    records = [view("v1"), Decision("d1", title="Ask Eve Unasked", at=LATER), goal("g1", agreed=LATER, done=LATER)]
    release = told(*PEOPLE, *records, *led("v1 d1", "d1 g1"), others=[eve])

    assert [None] == [row["title"] for row in release.rows("decisions")]
    assert [("goal:g1",)] == Facts(release).paths("view:v1")
