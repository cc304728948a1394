"""From a view to what became of it, and back: in a project, and in what a release holds of one."""

import itertools
import json
from datetime import UTC, date, datetime
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.consent.building import released, yes
from tests.formats.releases import release_of

import coprod
from coprod import Decision, Goal, Indicator, Influence, Partner, Project, Response, Role, Space, View
from coprod.errors import NotFound
from coprod.testing import projects
from coprod.tracing import Fact, Link, loose_ends, trace, unanswered

EXAMPLE = Path(__file__).parents[1] / "examples/citizen-led-libraries"
PEOPLE = [Partner(who, kind="person", name=f"{who.title()} Canary", sector="citizen") for who in ("ana", "bo", "cy")]
STORY = [
    *PEOPLE,
    Space("s1", name="Tea", kind="gathering", starts=datetime(2019, 1, 10, 12, tzinfo=UTC), purpose="meet"),
    View(
        "v1",
        partner="ana",
        space="s1",
        discussed="s1",
        at=datetime(2019, 1, 10, 12, tzinfo=UTC),
        kind="idea",
        text="A bench",
        fate="taken up",
        replied_at=datetime(2019, 2, 1, 12, tzinfo=UTC),
        reply="Yes",
    ),
    View("v2", partner="bo", at=datetime(2019, 1, 11, 12, tzinfo=UTC), kind="concern", text="It rains"),
    Decision("d1", title="Benches", space="s1", at=date(2019, 2, 1), rule="consent"),
    Goal("g1", kind="activity", text="Build a bench", agreed=date(2019, 2, 1), done=date(2019, 5, 1)),
    Goal("g2", kind="outcome", text="People sit and talk", done=date(2019, 6, 1)),
    Influence("view:v1", "decision:d1", how="word for word"),
    Influence("decision:d1", "goal:g1"),
    Influence("goal:g1", "goal:g2"),
]


def story(*more):
    """The story of a bench, and more."""
    return Project("Tea", [*STORY, *more])


def refs(steps):
    """The references of steps, in order."""
    return [step.ref for step in steps]


def facts(step):
    """The facts of a step as pairs of what and words."""
    return [(fact.what, fact.words) for fact in step.facts]


def test_from_a_view_to_the_end():
    """A view leads to a decision, a goal and an outcome: each with how many links away it is, by day."""
    found = coprod.trace(story(), "view:v1")

    assert [("decision:d1", 1), ("goal:g1", 2), ("goal:g2", 3)] == [(step.ref, step.depth) for step in found.after]
    assert ((), "A bench", "idea", "2019-01-10") == (found.before, found.step.words, found.step.kind, found.step.day)
    assert "Nothing on record is behind it. It was taken up. It led to 1 decision and 2 goals." == found.answer


def test_from_an_outcome_back_to_the_view():
    """The same way back, with the words that say how."""
    found = trace(story(), "goal:g2")

    assert [("view:v1", -3), ("decision:d1", -2), ("goal:g1", -1)] == [(step.ref, step.depth) for step in found.before]
    assert ((Link("decision:d1", "word for word"),), "word for word") == (found.before[0].links, found.before[0].how)
    assert "Behind it: 1 view, 1 decision and 1 goal. Nothing on record came of it." == found.answer


def test_a_record_may_be_given():
    """A record stands for its reference."""
    assert trace(story(), "goal:g1") == trace(story(), story().get(Goal, "g1"))


def test_an_id_alone():
    """An id that one kind has is enough; where two have it, both are named."""
    assert trace(story(), "view:v1") == trace(story(), "v1")
    with pytest.raises(NotFound) as error:
        trace(story(Goal("d1", kind="aim", text="Sit")), "d1")
    assert "`d1` is the id of `decision:d1` and `goal:d1`: say which" == str(error.value)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"fate": "taken up", "reply": "Yes"}, "It was taken up. No decision or goal is linked to it."),
        ({"fate": "open", "reply": "Soon"}, "It has a reply. No decision or goal is linked to it."),
        ({"fate": "open"}, "Nothing on record came of it. No answer in words is on record."),
        ({"reply": " "}, "Nothing on record came of it. No answer in words is on record."),
    ],
)
def test_what_was_settled_or_answered_is_said_first(more, says):
    """Where a view is settled or has a reply, that nothing is linked to it is not that nothing came of it."""
    view = View("v3", kind="idea", text="Soup", replied_at=datetime(2019, 2, 1, 12, tzinfo=UTC), **more)

    assert f"Nothing on record is behind it. {says}" == trace(story(view), "v3").answer


def test_the_latest_fate_is_said():
    """What a response tells of a view later counts, of several on one day the last of the words."""
    view = View("v3", kind="idea", text="Soup", fate="parked", replied_at=datetime(2019, 2, 1, tzinfo=UTC))
    told = [
        Response(who, "view:v3", fate=fate, at=date(2019, 3, 1)) for who, fate in (("cy", "adapted"), ("bo", "open"))
    ]

    assert "It was adapted. No decision" in trace(story(view, *told), "v3").answer
    assert "It was parked. No decision" in trace(story(view), "v3").answer
    assert "No decision or goal that may be shown is linked to it." in trace(release_of(story(view)), "v3").answer


def test_a_goal_that_took_the_place_of_another():
    """It is followed both ways, like any other link."""
    project = story(Goal("g3", kind="activity", text="Two benches", agreed=date(2019, 7, 1), replaces="g1"))

    assert ("goal:g3", 1) in [(step.ref, step.depth) for step in trace(project, "g1").after]
    assert ["view:v1", "decision:d1", "goal:g1"] == refs(trace(project, "g3").before)
    assert (Link("goal:g3", "took its place"),) == trace(project, "g3").before[-1].links
    assert "goal:g3" not in loose_ends(project).to_dict()["goals"]


def test_a_goal_that_was_only_dropped():
    """What a decision ended is no goal that it led to; what was dropped after it began is."""
    ended = Goal("g3", kind="activity", text="Nine benches", agreed=date(2018, 1, 1), dropped=date(2019, 2, 1))
    begun = Goal("g4", kind="activity", text="A roof", agreed=date(2019, 2, 1), dropped=date(2019, 9, 1))
    links = [Influence("decision:d1", "goal:g3", how="dropped"), Influence("decision:d1", "goal:g4")]

    assert "It led to 3 goals, and to 1 goal being dropped." in trace(story(ended, begun, *links), "d1").answer
    only = Project("Tea", [STORY[3], STORY[6], ended, links[0]])
    assert "It led to 1 goal being dropped." in trace(only, "d1").answer


def test_people_for_and_against_are_counted_as_the_checks_do():
    """A group speaks for its people and never for more, an organisation of several for nobody; the last day counts."""
    many = [
        Partner("knit", kind="group", sector="citizen", people=9),
        Partner("sing", kind="group", sector="citizen", people=4),
        Partner("nhs", kind="organisation", sector="nhs", people=40),
        Partner("shop", kind="organisation", sector="shop", people=1),
        Partner("us", kind="team", sector="nhs"),
    ]
    told = [
        Response("knit", "decision:d1", stance=1),
        Response("sing", "decision:d1", stance=1, people=40, at=date(2019, 3, 1)),
        Response("sing", "decision:d1", stance=-1, at=date(2019, 2, 1)),
        Response("nhs", "decision:d1", stance=1),
        Response("us", "decision:d1", stance=0),
        Response("shop", "decision:d1", stance=-1, people=3),
        Response("ana", "decision:d1", stance=0, people=1),
        Response("nhs", "goal:g1", stance=1),
    ]
    project = story(*many, *told)

    assert ("said of it", "13 for, 1 neither for nor against, 1 against") in facts(trace(project, "d1").step)
    assert "said of it" not in dict(facts(trace(project, "g1").step))
    whole = release_of(project)
    alone = attrs.evolve(whole, kinds=tuple(kind for kind in whole.kinds if kind is not Partner))
    shown = dict(facts(trace(alone, "d1").step))["said of it, of those who may be shown"]
    assert "42 for, 2 neither for nor against, 3 against" == shown


def test_what_became_of_a_view():
    """Its reply, where it was said and discussed, and each fate that was told, in order of days."""
    told = [
        Response("cy", "view:v1", fate="parked", at=date(2019, 1, 20)),
        Response("ana", "view:v1", fate="not taken up", at=date(2019, 3, 1), stance=1),
    ]
    found = trace(story(*told), "view:v1").step

    assert [
        Fact("said and discussed at", "Tea", ref="space:s1"),
        Fact("said of it", "1 for"),
        Fact("fate, as someone tells", "parked", day="2019-01-20"),
        Fact("fate", "taken up", day="2019-02-01"),
        Fact("reply", "Yes", day="2019-02-01"),
        Fact("fate, as who said it tells", "not taken up", day="2019-03-01"),
    ] == list(found.facts)


def test_a_view_discussed_elsewhere():
    """Where it was said and where it was discussed are two facts, where they are two spaces."""
    away = [Space("s2", name="Hall"), View("v3", space="s2", discussed="s1", kind="idea")]

    assert [("discussed at", "Tea"), ("said at", "Hall")] == facts(trace(story(*away), "view:v3").step)


def test_a_view_that_nobody_answered_says_so():
    """A concern without a reply has no answer, though it may have led to something; an experience asks for none."""
    assert trace(story(), "view:v2").answer.endswith("No answer in words is on record.")
    other = View("v3", kind="experience", text="I sat down")
    assert "No answer" not in trace(story(other), "view:v3").answer


def test_roles_are_counted_and_name_nobody():
    """How many did what in a decision, in the order of the roles."""
    roles = [Role("cy", "decision:d1", "decided"), Role("ana", "decision:d1", "initiated")]
    roles += [Role("bo", "decision:d1", "decided"), Role("bo", "space:s1", "hosted"), Role("bo", "goal:g1", "delivers")]
    project = story(*roles)

    found = trace(project, "decision:d1").step
    assert [("decided at", "Tea"), ("decided by", "consent"), ("roles", "initiated (1), decided (2)")] == facts(found)
    assert [("purpose", "meet"), ("roles", "hosted (1)")] == facts(trace(project, "space:s1").step)
    assert ("roles", "delivers (1)") in facts(trace(project, "goal:g1").step)


def test_a_role_of_the_project_s_own():
    """A role that a project added comes after those that ship."""
    words = coprod.Settings(words={"role.role": {"sang": "sang"}})
    roles = [Role("cy", "decision:d1", "sang"), Role("bo", "decision:d1", "informed")]

    found = trace(Project("Tea", [*STORY, *roles], settings=words), "decision:d1").step
    assert ("roles", "informed (1), sang (1)") in facts(found)


def test_what_became_of_a_goal():
    """What it took the place of, what took its place, how it is measured, what people say of it."""
    more = [
        Goal("g3", kind="activity", text="Two benches", agreed=date(2019, 7, 1), replaces="g1"),
        Indicator("i1", name="Days with sun", goal="g1"),
        Response("bo", "goal:g2", stance=-1),
        Response("cy", "goal:g2", stance=1, people=3, at=date(2019, 7, 1)),
        Response("cy", "goal:g2", stance=-1, at=date(2019, 6, 1)),
        Goal("g4", kind="aim", text="Sit", agreed=date(2019, 1, 1), dropped=date(2019, 1, 2)),
    ]
    project = story(*more)

    assert [
        Fact("measured by", "Days with sun", ref="indicator:i1"),
        Fact("done", "", day="2019-05-01"),
        Fact("gave way to", "Two benches", day="2019-07-01", ref="goal:g3"),
    ] == list(trace(project, "goal:g1").step.facts)
    assert [Fact("took the place of", "Build a bench", day="2019-07-01", ref="goal:g1")] == list(
        trace(project, "goal:g3").step.facts
    )
    assert [("planned", "by nobody"), ("said of it", "1 for the better, 1 for the worse"), ("done", "")] == facts(
        trace(project, "goal:g2").step
    )
    assert [Fact("dropped", "", day="2019-01-02")] == list(trace(project, "goal:g4").step.facts)


def test_a_decision_without_a_place_or_a_rule():
    """What is not on record is not told."""
    assert () == trace(Project("Tea", [Decision("d1", title="Tea")]), "decision:d1").step.facts


def test_a_circle_ends():
    """What leads back to itself is told once on each side, and the item itself in the middle alone."""
    found = trace(story(Influence("goal:g2", "decision:d1")), "goal:g1")

    assert ["view:v1", "decision:d1", "goal:g2"] == refs(found.before)
    assert ["decision:d1", "goal:g2"] == refs(found.after)
    assert [0] == [step.depth for step in found.steps if step.ref == "goal:g1"]
    alone = trace(story(Influence("goal:g2", "goal:g2")), "goal:g2")
    assert ["view:v1", "decision:d1", "goal:g1"] == refs(alone.before)


def test_no_view_behind_a_decision():
    """Decisions behind a goal are no view behind it."""
    project = Project("Tea", [*PEOPLE, *STORY[6:8], Influence("decision:d1", "goal:g1"), STORY[3]])

    assert (
        "Behind it: 1 decision, and no view on record. Nothing on record came of it."
        == trace(project, "goal:g1").answer
    )


def test_what_has_no_day_comes_last():
    """Steps go by day, and those without one come after the others, by reference."""
    more = [Goal("g0", kind="aim", text="No day"), Influence("view:v1", "goal:g0")]

    assert "goal:g0" == refs(trace(story(*more), "view:v1").after)[-1]


def test_on_one_day_what_led_to_something_stands_first():
    """Within a day steps go by how far they are away, then views before decisions before goals."""
    project = story(Goal("a1", kind="aim", text="Sit", agreed=date(2019, 2, 1)), Influence("goal:g1", "goal:a1"))

    assert ["decision:d1", "goal:g1", "goal:a1", "goal:g2"] == refs(trace(project, "v1").after)
    assert ["view:v1", "decision:d1", "goal:g1"] == refs(trace(project, "a1").before)


@pytest.mark.parametrize(
    ("ref", "hint"),
    [("view:v11", "Did you mean `view:v1`?"), ("v99", ""), ("partner:ana", "")],
)
def test_what_is_not_there(ref, hint):
    """An item that is not there is an error with the nearest one; a partner is no item."""
    with pytest.raises(NotFound) as error:
        trace(story(), ref)

    assert f"no view, space, decision or goal here is called `{ref}`. {hint}".strip() == str(error.value)


def test_as_json():
    """It goes through JSON, and says nobody's name and nobody's id."""
    plain = trace(story(), "goal:g1").to_dict()

    assert plain == json.loads(json.dumps(plain))
    assert {"project", "item", "answer", "steps"} == plain.keys()
    assert {"ref", "kind", "day", "words", "depth", "links", "facts", "how"} == plain["steps"][0].keys()
    assert "ana" not in json.dumps(plain).split('"')
    assert ("partner:ana",) == trace(story(), "view:v1").step.who


def test_markdown_and_html_hold_words_as_they_are():
    """Whatever somebody said is text, and never markup."""
    view = View("v3", kind="idea", text="<script>*hi*</script>\n# now", reply="<b>")
    found = trace(story(view, Influence("view:v3", "goal:g1", how="<i>")), "goal:g1")

    assert "&lt;script&gt;\\*hi\\*&lt;/script&gt; # now" in found.to_markdown()
    assert "## Behind it\n\n- " in found.to_markdown()
    html = found._repr_html_()
    assert ("&lt;script&gt;" in html, "<script>" in html, "<b>" in html, "<i>" in html) == (True, False, False, False)
    assert "Nothing on record." in trace(story(), "view:v2")._repr_html_()
    assert "Nothing on record." in trace(story(), "view:v2").to_markdown()


def test_an_earlier_day():
    """On a day before the decision nothing had come of the view."""
    assert () == trace(story().at(date(2019, 1, 15)), "view:v1").after


def test_unanswered():
    """Views that ask, have no reply in words, and are open: by day. One that is parked is no longer open."""
    more = [
        View("v3", kind="idea", fate="open", reply=" "),
        View("v4", kind="idea", fate="parked"),
        View("v5", kind="experience"),
        View("v6", kind="question", fate="open"),
        Response("cy", "view:v6", fate="adapted"),
    ]

    assert ("view:v2", "view:v3") == unanswered(story(*more))


def test_loose_ends():
    """Decisions, goals and outcomes that no view led to, and the views that nobody answered."""
    more = [
        Decision("d2", title="Paint", at=date(2019, 1, 1)),
        Goal("g3", kind="milestone", text="Painted"),
        Goal("g4", kind="outcome", text="Children draw on it"),
        Influence("decision:d2", "goal:g3"),
        Influence("space:s1", "goal:g4"),
    ]
    found = loose_ends(story(*more))

    assert {
        "project": "Tea",
        "unanswered": ["view:v2"],
        "decisions": ["decision:d2"],
        "goals": ["goal:g3"],
        "outcomes": ["goal:g4"],
    } == found.to_dict()
    assert ["Views that nobody answered: 1", "Decisions with no view behind them: 1"] == [
        section.title for section in found.sections()[:2]
    ]


# A release holds its rows, and a trace of it holds no more.


def test_a_release_tells_what_it_holds():
    """Where everyone shares everything it tells the same links; what people did is said to be a part."""
    answers = [yes(who, "share") for who in ("ana", "bo", "cy", "space:s1")]
    release = released(*STORY, Role("ana", "decision:d1", "decided"), *answers)

    found = coprod.trace(release, "goal:g2")
    assert ["view:v1", "decision:d1", "goal:g1"] == refs(found.before)
    assert "Nothing that may be shown came of it." in found.answer
    assert all(
        what.endswith(", of those who may be shown")
        for step in found.steps
        for what, _ in facts(step)
        if "roles" in what
    )


def test_a_view_that_stays_is_not_there():
    """The view of someone who agreed to nothing is answered with the same words as one that never was."""
    release = released(*STORY)

    with pytest.raises(NotFound) as kept:
        trace(release, "view:v1")
    with pytest.raises(NotFound) as never:
        trace(release, "view:v9")
    assert str(never.value) == str(kept.value).replace("v1", "v9")
    assert [] == [step.ref for step in trace(release, "goal:g2").before if step.record == "view"]


def test_an_open_view_in_a_release_may_have_been_answered():
    """An empty cell of a release may be one that was held back, so nothing is said of it."""
    assert "No answer" not in trace(release_of(story()), "view:v2").answer
    assert ("planned", "by nobody") not in facts(trace(release_of(story()), "goal:g2").step)


def test_a_link_to_what_has_no_row():
    """A reference that only a link holds is told as such, and nothing else about it."""
    whole = release_of(story())
    kept = attrs.evolve(whole, sealed={k: v for k, v in whole._sealed.items() if k != "decisions"})

    found = trace(kept, "view:v1")
    assert ("decision:d1", "decision", "", "", ()) == (*attrs.astuple(found.after[-1])[:4], found.after[-1].facts)
    assert found.after[-1] in trace(kept, "view:v1").after


def test_a_release_without_a_kind():
    """A release that knows no such kind holds nothing of it."""
    whole = release_of(story())
    kept = attrs.evolve(whole, kinds=tuple(kind for kind in whole.kinds if kind is not Influence))

    assert ((), ()) == (trace(kept, "view:v1").before, trace(kept, "view:v1").after)


def texts_in(plain):
    """All the texts in something made of dictionaries and lists."""
    if isinstance(plain, dict):
        return [text for value in plain.values() for text in texts_in(value)]
    if isinstance(plain, list | tuple):
        return [text for value in plain for text in texts_in(value)]
    return [plain] if isinstance(plain, str) else []


OURS = {
    *("said at", "discussed at", "said and discussed at", "fate", "reply", "purpose", "decided at", "decided by"),
    *("done", "dropped", "took the place of", "gave way to", "took its place", "measured by", "planned", "by nobody"),
    *("fate, as who said it tells", "fate, as someone tells", "view", "space", "decision", "goal"),
}


@settings(max_examples=40, deadline=None)
@given(projects(), st.data())
def test_a_trace_of_a_release_holds_nothing_else(project, data):
    """Every text in it is one that the release's rows hold, cut to its day, with its kind or joined, or one of ours."""
    release = release_of(project)
    held = {text for kind in release.kinds for row in release.rows(kind) for text in texts_in(row)}
    held |= {text[:10] for text in held} | {
        f"{kind.__name__.lower()}:{row['id']}" for kind in release.kinds for row in release.rows(kind) if row.get("id")
    }
    held |= {f"{kind}:{text}" for kind in ("space", "goal") for text in held}
    known = sorted(
        f"{kind.__name__.lower()}:{row['id']}"
        for kind in (View, Decision, Goal, Space)
        for row in release.rows(kind)
        if kind in release.kinds
    )
    if not known:
        return
    for step in trace(release, data.draw(st.sampled_from(known))).steps:
        plain = {
            **step.to_dict(),
            "how": "",
            "facts": [f for f in step.to_dict()["facts"] if "of those" not in f["what"]],
        }
        assert set() == set(texts_in(plain)) - held - OURS - {""}


# Laws

NODES = ["view:a", "view:b", "decision:c", "decision:d", "goal:e", "goal:f", "space:g"]
LINKS = st.sets(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES[:-1])), max_size=12)


def made(links, called=lambda name: name):
    """A project of views, decisions, goals and a space, and what led to what."""

    def ref(node):
        kind, _, name = node.partition(":")
        return f"{kind}:{called(name)}"

    return [
        *(View(called(v), kind="idea", text=v) for v in "ab"),
        *(Decision(called(d), title=d) for d in "cd"),
        *(Goal(called(g), kind="aim", text=g) for g in "ef"),
        Space(called("g"), name="g"),
        *(Influence(ref(source), ref(target)) for source, target in sorted(links)),
    ]


@given(LINKS)
def test_there_and_back_agree(links):
    """One is in what came of another if and only if that is in what is behind the one; what is loose has no view."""
    project = Project("Tea", made(links))
    found = {node: trace(project, node) for node in NODES}

    for one, other in itertools.product(NODES, NODES):
        assert (other in refs(found[one].after)) == (one in refs(found[other].before))
    loose = loose_ends(project)
    without = {n for n in NODES[2:6] if not any(step.record == "view" for step in found[n].before)}
    assert without == set(refs((*loose.decisions, *loose.goals)))


@given(LINKS, st.randoms(use_true_random=False), st.permutations("abcdefg"))
def test_order_and_names_change_nothing(links, random, names):
    """The order of rows changes nothing at all; other ids give the same steps under those ids."""
    called = dict(zip("abcdefg", names, strict=True)).get
    rows = made(links)
    random.shuffle(rows)
    plain, renamed = Project("Tea", rows), Project("Tea", made(links, called))

    for node in NODES:
        kind, _, name = node.partition(":")
        found = trace(plain, node)
        assert found == trace(Project("Tea", made(links)), node)
        other = trace(renamed, f"{kind}:{called(name)}")
        assert sorted((s.words, s.depth, len(s.links)) for s in found.steps) == sorted(
            (s.words, s.depth, len(s.links)) for s in other.steps
        )


# The example


def test_the_example_from_view_to_goal():
    """The remark about ten minutes with the nurse leads to the first vision and to the aim of usable reviews."""
    project = coprod.read(EXAMPLE)
    found = trace(project, "view:v03")

    assert {"decision:d03": 1, "goal:g04": 1, "goal:g01": 2, "goal:g02": 3, "goal:g20": 4} == {
        step.ref: step.depth for step in found.after
    }
    assert ("reply", "Became our second aim") in facts(found.step)
    assert "view:v03" in refs(trace(project, "goal:g04").before)
    assert "became the aim" == next(step for step in found.after if step.ref == "goal:g04").how


def test_the_example_s_loose_ends():
    """The plan that came with the money, and the no that came by email, have no view behind them."""
    found = loose_ends(coprod.read(EXAMPLE)).to_dict()

    assert {"decision:d01", "decision:d04"} <= set(found["decisions"])
    assert "view:v05" in found["unanswered"]
