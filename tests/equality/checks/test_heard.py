"""being-heard, and what became of a view."""

from datetime import date

import pytest
from tests.equality.building import NOON, decided, found, people, project, room, views
from tests.equality.two_ways import disclosed

from coprod.engines import rows
from coprod.equality.checks.heard import BEING_HEARD
from coprod.equality.fates import deciders, views_with_fates
from coprod.records import Attendance, Decision, Mention, Partner, Response, Role, Space, View

FLAGS = ("answered", "heard", "settled", "taken", "declined")


def fates(*records):
    """The flags that are set, by view, on both engines, which have to agree."""
    tea = project(*records)
    both = [sorted(rows(views_with_fates(one).select("view", *FLAGS))) for one in (tea, tea.on("duckdb"))]
    assert both[0] == both[1]
    return {view: {name for name, flag in zip(FLAGS, flags, strict=True) if flag} for view, *flags in both[0]}


def one(**more):
    """A view of `a1`."""
    return View("v1", partner="a1", **{"kind": "idea", "at": NOON, **more})


@pytest.mark.parametrize("kind", ["experience", None])
def test_only_some_views_ask(kind):
    """An experience, or a view whose kind nobody noted, asks for no answer."""
    assert {} == fates(people(a=1), one(kind=kind))


@pytest.mark.parametrize(("expected", "reply"), [({"answered"}, "Yes"), (set(), None), (set(), " \u00a0 ")])
def test_answered_in_words(expected, reply):
    """A reply without words is no reply."""
    assert {"v1": expected} == fates(people(a=1), one(reply=reply, replied_at=NOON))


@pytest.mark.parametrize(
    ("expected", "fate"),
    [
        (set(), None),
        (set(), "open"),
        ({"settled"}, "parked"),
        ({"settled", "taken"}, "taken up"),
        ({"settled", "taken"}, "adapted"),
        ({"settled", "declined"}, "not taken up"),
        ({"settled"}, "withdrawn"),
    ],
)
def test_fate(expected, fate):
    """Settled when no longer open; taken up as it was, or adapted."""
    assert {"v1": expected} == fates(people(a=1), one(fate=fate, replied_at=NOON))


def test_the_latest_response_counts():
    """The latest fate that someone told stands before an earlier one, and before the view's own."""
    told = [
        Response("a1", "view:v1", fate="not taken up"),
        Response("b1", "view:v1", fate="parked", at=date(2019, 1, 1)),
        Response("b2", "view:v1", fate="taken up", at=date(2019, 3, 1)),
        Response("b1", "view:v1", stance=1, at=date(2019, 4, 1)),
        Response("b1", "goal:g1", stance=1),
    ]
    from coprod.records import Goal

    goal = Goal("g1", kind="aim", text="Tea")

    assert {"v1": {"settled", "taken"}} == fates(people(a=1, b=2), one(fate="open"), goal, told)
    assert {"v1": {"settled", "declined"}} == fates(people(a=1, b=2), one(fate="open"), goal, told[:1])


def test_two_fates_on_one_day():
    """Of two fates told on one day, the same one stands whatever the order of the rows."""
    told = [Response(who, "view:v1", fate=f, at=date(2019, 1, 1)) for who, f in (("b1", "taken up"), ("b2", "parked"))]

    assert {"v1": {"settled", "taken"}} == fates(people(a=1, b=2), one(), told)
    assert {"v1": {"settled", "taken"}} == fates(people(a=1, b=2), one(), reversed(told))


def test_heard_by_someone_who_decides():
    """Heard when someone else who decides came to where it was said or discussed, or responded to it."""
    base = [people(a=1, b=2), decided("b1")]
    there, elsewhere = one(space="s1"), one(discussed="s1")

    assert {"v1": {"heard"}} == fates(*base, room("a1", "b1"), there)
    assert {"v1": {"heard"}} == fates(*base, room("b1"), elsewhere)
    assert {"v1": set()} == fates(*base, room("a1", "b2"), there)
    assert {"v1": {"heard"}} == fates(*base, one(), Response("b1", "view:v1", stance=-1))
    assert {"v1": set()} == fates(*base, one(), Response("b2", "view:v1", stance=1))


def test_not_heard_by_oneself():
    """Who decides does not hear themselves; a note without a name is heard by anyone who decides."""
    base = [people(a=1, b=2), decided("a1")]

    assert {"v1": set()} == fates(*base, room("a1", "b1"), one(space="s1"), Response("a1", "view:v1", stance=1))
    unsigned = View("v1", kind="idea", space="s1", at=NOON)
    assert {"v1": {"heard"}} == fates(*base, room("a1"), unsigned)
    assert {"v1": {"heard"}} == fates(*base, View("v1", kind="idea"), Response("a1", "view:v1", stance=1))


def test_where_all_who_came_decided():
    """By consensus, consent or majority without anyone noted as having decided, those who came decided."""
    base = [people(a=2, b=1), room("a1", "a2"), Attendance("b1", "s1", came="could not")]
    shared = Decision("d1", title="Tea", space="s1", rule="consensus")

    def who(*more):
        return sorted(partner for (partner,) in rows(deciders(project(*base, *more))))

    assert ["a1", "a2"] == who(shared)
    assert ["b1"] == who(shared, Role("b1", "decision:d1", "decided"), Role("a1", "decision:d1", "shaped"))
    assert [] == who(Decision("d1", title="Tea", space="s1", rule="lead decides"))
    assert [] == who(Decision("d1", title="Tea", rule="consensus"))
    assert [] == who(Role("b1", "space:s1", "hosted"))


def test_nothing_on_record():
    """Without a view that asks, or without any answer, it cannot tell."""
    assert "No view that asks for an answer is on record yet." == found(BEING_HEARD).answer
    finding = found(BEING_HEARD, people(a=1), one())
    assert ("unknown", "Views that ask for an answer: 1. No answer is on record yet.") == (
        finding.status,
        finding.answer,
    )


def answered(*said):
    """Views with an answer."""
    return [
        View(f"w{n}", partner=who, kind="idea", at=NOON, reply="Yes", replied_at=NOON, fate="taken up")
        for n, who in enumerate(said)
    ]


def test_all_answered():
    """When all views got an answer it is even, whoever said them."""
    finding = found(BEING_HEARD, people(a=3, b=3), answered("a1", "b1"))

    assert ("even", "Views get an answer about as often in every group of three or more: 100% of 2 did.") == (
        finding.status,
        finding.answer,
    )
    assert 1 == finding.measure("uptake").value


def test_some_wait():
    """Views without an answer are worth a look, and stewards see which."""
    finding = found(BEING_HEARD, people(a=3, b=3), answered("a1", "b1", "b2"), views("a2", "-"))

    assert ("watch", True) == (finding.status, finding.answer.startswith("60% of 5 views"))
    assert ("view:v1", "view:v2") == finding.evidence
    assert ["a", "b", "no name"] == [g.group for g in finding.groups]


def test_who_knows_how_it_ended_waits_no_more():
    """A view without words that was taken up, withdrawn or not taken up has an end, and is no evidence of waiting."""
    ended = [
        View(f"e{n}", partner="a1", kind="idea", at=NOON, fate=fate, replied_at=NOON)
        for n, fate in enumerate(("taken up", "withdrawn", "not taken up"))
    ]
    finding = found(BEING_HEARD, people(a=3), answered("a1", "a2"), ended, views("a2"))
    assert (1, 6, ("view:v1",)) == (
        finding.measure("waiting").value,
        finding.measure("waiting").n,
        finding.evidence,
    )
    assert finding.answer.endswith("For 1 no answer and no end is on record.")

    known = found(BEING_HEARD, people(a=3), answered("a1", "a2"), ended)
    assert ("watch", "ended", ()) == (known.status, known.say, known.evidence)


def test_the_latest_word_of_who_said_it():
    """Only what they said last is compared; of two words on one day, the one that stands for all."""
    before = Response("a1", "view:w0", fate="open", at=date(2019, 2, 1))
    after = Response("a1", "view:w0", fate="taken up", at=date(2019, 5, 1))
    base = people(a=3, b=1), answered("a1")

    assert 0 == found(BEING_HEARD, *base, before, after).measure("told_otherwise").value
    changed = Response("a1", "view:w0", fate="parked", at=date(2019, 6, 1))
    assert (1, 1) == (
        found(BEING_HEARD, *base, before, after, changed).measure("told_otherwise").value,
        found(BEING_HEARD, *base, before, after, changed).measure("told_otherwise").n,
    )
    other = Response("b1", "view:w0", fate="open", at=date(2019, 7, 1))
    assert 0 == found(BEING_HEARD, *base, after, other).measure("told_otherwise").value


def test_one_group_waits():
    """When one group waits and the other does not, it is uneven."""
    a, b = ([f"{g}{n}" for n in range(1, 9)] for g in "ab")
    finding = found(BEING_HEARD, people(a=8, b=8), answered(*a), views(*b))

    assert ("uneven", True) == (finding.status, finding.p_value < 0.05)
    assert "In the group “b”, 0% of views got an answer, against 50% of all views." == finding.answer


def test_one_view_would_turn_it():
    """Four of six against three of six: one view would turn it round."""
    finding = found(
        BEING_HEARD,
        people(a=6, b=6),
        answered("a1", "a2", "a3", "a4", "b1", "b2", "b3"),
        views("a5", "a6", "b4", "b5", "b6"),
    )

    assert ("watch", True) == (finding.status, finding.answer.endswith("That can be chance."))


def test_people_stand_on_views():
    """A group's n is people, not slips: who said two views counts once."""
    finding = found(BEING_HEARD, people(a=3), answered("a1", "a1", "a2"))

    assert [("a", 2, 3, 3)] == [(g.group, g.n, g.count, g.total) for g in finding.groups]


def test_an_organisation_is_no_person():
    """A view of an organisation is in no number; one of an organisation of one person is."""
    nhs = Partner("nhs", kind="organisation", sector="a")
    gentle = Partner("gentle", kind="organisation", sector="a", people=1)
    finding = found(BEING_HEARD, nhs, gentle, answered("gentle"), views("nhs"))

    assert ("even", [("a", 1, 1)], ()) == (
        finding.status,
        [(g.group, g.n, g.total) for g in finding.groups],
        finding.evidence,
    )


def test_their_own_word_beside_the_record():
    """Where who said it says that it ended otherwise than on record, the finding says so."""
    told = Response("a1", "view:w0", fate="open", at=date(2019, 5, 1))
    finding = found(BEING_HEARD, people(a=3), answered("a1", "a2"), told, Response("a2", "view:w1", fate="taken up"))

    assert (1, 2) == (finding.measure("told_otherwise").value, finding.measure("told_otherwise").n)
    assert ("even", "even + differ") == (finding.status, finding.say)
    assert finding.answer.endswith("Of 2 views whose author told us how it ended, 1 ended otherwise than on record.")


def test_their_own_word_is_the_same():
    """Where all say that it ended as on record, nothing is added."""
    finding = found(BEING_HEARD, people(a=3), answered("a1"), Response("a1", "view:w0", fate="taken up"))

    assert ("even", 0) == (finding.say, finding.measure("told_otherwise").value)


def test_a_joint_view_asks_once():
    """A view that several said asks once, in the group of who signed it."""
    too = Mention("view:w0", "b1", part="said it too")
    finding = found(BEING_HEARD, people(a=1, b=1), answered("a1"), too, Space("s1", name="Tea"))

    assert [("a", 1)] == [(g.group, g.count) for g in finding.groups]


def test_on_both_engines_and_in_a_release():
    """Both engines count the same; in a release the same is judged, without chance and without single people."""
    finding = disclosed(BEING_HEARD, project(people(a=6, b=6), answered("a1", "a2", "b1"), views("-")))

    assert ("waiting", None, 4) == (finding.say, finding.p_value, finding.measure("response_rate").n)
    assert () == finding.evidence
