"""shared-concerns."""

import csv
from pathlib import Path

import pytest
from tests.equality.building import found, people, person, project
from tests.equality.two_ways import counted, disclosed

import coprod
from coprod.equality.checks.concerns import SHARED_CONCERNS
from coprod.equality.run import run_check
from coprod.records import Mention, Partner, Response, View

POLIS = Path(__file__).parents[4] / "shared" / "data" / "polis"


def concerns(*said, kind="concern"):
    """A concern for each id of a partner; `-` is one without a name."""
    return [View(f"v{n}", partner=None if who == "-" else who, kind=kind) for n, who in enumerate(said, 1)]


def agree(view, *who, stance=1):
    """What people think of a view."""
    return [Response(one, f"view:{view}", stance=stance) for one in who]


def each(group, size):
    """Ids of the people of a group."""
    return [f"{group}{n}" for n in range(1, size + 1)]


def test_nothing_on_record():
    """Without concerns, or without a word on them, it cannot tell."""
    assert "unknown" == found(SHARED_CONCERNS).status
    assert "unknown" == found(SHARED_CONCERNS, people(a=5, b=5)).status
    finding = found(SHARED_CONCERNS, people(a=5, b=5), concerns("a1", "b1"))
    assert ("unknown", "Concerns on record: 2. What others think of them is not.") == (
        finding.status,
        finding.answer,
    )


def test_one_group():
    """Where all are in one group there is no other that could agree."""
    finding = found(SHARED_CONCERNS, people(a=5), concerns("a1"), agree("v1", "a2"))

    assert ("unknown", "No concerns that people of two groups could agree with are on record.") == (
        finding.status,
        finding.answer,
    )


def test_even():
    """Every concern is shared by the other group; one's own agreement, and that of one's group, is no sharing."""
    a, b = each("a", 5), each("b", 5)
    told = [agree(f"v{n}", "b1") for n in range(1, 6)], [agree(f"v{n}", "a1") for n in range(6, 11)]
    finding = found(SHARED_CONCERNS, people(a=5, b=5), concerns(*a, *b), *told[0], *told[1])

    assert ("even", 1, 10) == (finding.status, finding.measure("rate").value, finding.measure("rate").n)
    assert finding.answer.startswith("Of 10 concerns, 100% are shared by someone of another group.")


def test_uneven():
    """When the concerns of one group are shared and those of the other are not, it is uneven."""
    a, b = each("a", 9), each("b", 9)
    told = [agree(f"v{n}", "b1") for n in range(1, 10)]
    own = [agree(f"v{n}", "b2") for n in range(10, 19)]
    finding = found(SHARED_CONCERNS, people(a=9, b=9), concerns(*a, *b), *told, *own)

    assert "uneven" == finding.status
    assert (
        "Of the concerns of the group “b”, 0% are shared by someone of another group. Of all concerns it is 50%."
    ) == (finding.answer)
    assert [("a", 9, 9, 9), ("b", 9, 0, 9)] == [(g.group, g.n, g.count, g.total) for g in finding.groups]


def test_one_concern_would_turn_it():
    """Four of six against three of six: one more would turn it round."""
    a, b = each("a", 6), each("b", 6)
    told = [agree(f"v{n}", "b1") for n in (1, 2, 3, 4)] + [agree(f"v{n}", "a1") for n in (7, 8, 9)]
    finding = found(SHARED_CONCERNS, people(a=6, b=6), concerns(*a, *b), *told)

    assert ("watch", True) == (finding.status, finding.answer.endswith("That can be chance."))


def test_some():
    """With too few concerns to compare, it says how many are shared; those nobody answered are counted."""
    finding = found(SHARED_CONCERNS, people(a=5, b=5), concerns("a1", "b1"), agree("v1", "b1"))

    assert ("watch", "Concerns on record: 2. Shared by someone of another group: 1.") == (
        finding.status,
        finding.answer,
    )
    assert (1, 2) == (finding.measure("answered").value, finding.measure("answered").n)


def test_said_too():
    """Who said it too agrees with it: of another group it is shared, of one's own it is not; nor by an organisation."""
    too = [Mention("view:v1", "b1", part="said it too"), Mention("view:v2", "a2", part="said it too")]
    nhs = Partner("nhs", kind="organisation", sector="b")
    also = [Mention("view:v3", "nhs", part="said it too"), Mention("view:v3", "b2", part="is named")]
    finding = found(SHARED_CONCERNS, people(a=5, b=5), nhs, concerns("a1", "a1", "a2", "-"), too, also)

    assert (1 / 3, 3) == (finding.measure("rate").value, finding.measure("rate").n)
    assert "Of 3 concerns, 33% are shared by someone of another group." == finding.answer
    assert (2, 4) == (finding.measure("answered").value, finding.measure("answered").n)


def test_a_word_of_their_own_stands_before_saying_it_too():
    """Who said it too, and answers that they are against it, does not share it."""
    too, against = Mention("view:v1", "b1", part="said it too"), agree("v1", "b1", stance=-1)
    finding = found(SHARED_CONCERNS, people(a=5, b=5), concerns("a1"), too, against)

    assert ("none", 0) == (finding.say, finding.measure("shared").value)


def test_one_concern_is_no_rate():
    """The one concern of a large group is not compared with those of others."""
    knit = Partner("knit", kind="group", sector="b", people=12)
    told = [agree(f"v{n}", "knit") for n in range(1, 6)]
    finding = found(SHARED_CONCERNS, people(a=5), knit, concerns(*each("a", 5), "knit"), *told)

    assert ("watch", "some") == (finding.status, finding.say)


def test_none():
    """Where others answered and nobody agreed, it says so; neither and against are not agreement."""
    told = [agree("v1", "b1", stance=0), agree("v2", "a1", stance=-1)]
    finding = found(SHARED_CONCERNS, people(a=5, b=5), concerns("a1", "b1"), *told)

    assert ("watch", "Concerns on record: 2. Nobody of another group is on record as agreeing with any.") == (
        finding.status,
        finding.answer,
    )


def test_whose_group_nobody_knows():
    """A concern without a name, or of someone in no group, can be shared with no other group."""
    told = agree("v1", "b1"), agree("v2", "b1")
    finding = found(SHARED_CONCERNS, people(a=5, b=5), person("x"), concerns("-", "x"), *told)

    assert ("unknown", "There are concerns on record, but not which group they came from.") == (
        finding.status,
        finding.answer,
    )


def test_an_organisation_is_no_person():
    """A concern of an organisation is in no number; a group's people stand on its concern."""
    nhs, knit = Partner("nhs", kind="organisation", sector="a"), Partner("knit", kind="group", sector="b", people=12)
    finding = found(SHARED_CONCERNS, people(a=3), nhs, knit, concerns("nhs", "knit"), agree("v2", "a1"))

    assert [("b", 12, 1, 1)] == [(g.group, g.n, g.count, g.total) for g in finding.groups]


def statement_votes(*agreeing):
    """Statements without a kind, and on each how many of `a` and of `b` agree; the others are against."""
    views = [View(f"v{n}", partner="a1") for n in range(1, len(agreeing) + 1)]
    told = []
    for n, (yes_a, yes_b) in enumerate(agreeing, 1):
        for group, yes in (("a", yes_a), ("b", yes_b)):
            told += agree(f"v{n}", *each(group, yes))
            told += agree(f"v{n}", *each(group, 4)[yes:], stance=-1)
    return [*views, *told]


def test_common_ground():
    """Where nothing is called a concern, statements that most of each group agree with are counted and ranked."""
    finding = found(SHARED_CONCERNS, people(a=4, b=4), statement_votes((4, 1), (3, 3), (4, 4)))

    assert ("even", "Statements that every group looked at: 3. Most people in every group agree with 2 of them.") == (
        finding.status,
        finding.answer,
    )
    assert ("view:v3", "view:v2") == finding.evidence
    assert (5 / 6) ** 2 == pytest.approx(finding.measure("group_informed_consensus", "v3").value)
    assert (4 / 6) ** 2 == pytest.approx(finding.measure("group_informed_consensus", "v2").value)


def test_no_common_ground():
    """Half is not most."""
    finding = found(SHARED_CONCERNS, people(a=4, b=4), statement_votes((4, 2)))

    assert (
        "watch",
        "Statements that every group looked at: 1. There is none that most people in every group agree with.",
    ) == (
        finding.status,
        finding.answer,
    )


def test_one_group_looked():
    """Statements that only one group looked at tell nothing about others; nor do two of a small group."""
    only_a = [View("v1", partner="a1"), *agree("v1", *each("a", 4)), *agree("v1", "b1", "b2")]

    assert "unknown" == found(SHARED_CONCERNS, people(a=4, b=4), only_a).status
    assert "unknown" == found(SHARED_CONCERNS, people(a=4, b=2), only_a).status


def test_left_out():
    """From one person in five without a group on, it is worth a look, and said."""
    strangers = [person(f"x{n}") for n in range(1, 4)]
    finding = found(SHARED_CONCERNS, people(a=4, b=4), strangers, statement_votes((4, 4)))

    assert "watch" == finding.status
    assert finding.answer.endswith("People in no group here: 3 of 11. This says nothing of them.")
    assert "even" == found(SHARED_CONCERNS, people(a=4, b=4), strangers[:1], statement_votes((4, 4))).status


def test_on_both_engines_and_in_a_release():
    """Both engines count the same; in a release concerns are judged, and statements are not shown."""
    tea = project(people(a=6, b=6), concerns(*each("a", 6), *each("b", 6), "-"), agree("v1", "b1"), agree("v7", "a1"))
    assert ("even", 12) == (disclosed(SHARED_CONCERNS, tea).status, disclosed(SHARED_CONCERNS, tea).measure("rate").n)

    talk = project(people(a=4, b=4), statement_votes((4, 4)))
    counted(SHARED_CONCERNS, talk)
    assert ("unknown", "not shown") == (
        disclosed(SHARED_CONCERNS, talk).status,
        disclosed(SHARED_CONCERNS, talk).measure("common_ground").reason,
    )


@pytest.mark.skipif(not POLIS.exists(), reason="the Polis conversations are not here")
def test_people_left_out_of_every_opinion_group():
    """In 15-per-hour-seattle 201 of 339 people are in no opinion group, and the finding says so."""
    talk = coprod.read(POLIS / "15-per-hour-seattle", reader="polis")
    finding = run_check(SHARED_CONCERNS, talk, by="characteristic:opinion group")

    assert "watch" == finding.status
    assert finding.answer.endswith("People in no group here: 201 of 339. This says nothing of them.")


@pytest.mark.skipif(not POLIS.exists(), reason="the Polis conversations are not here")
def test_consensus_as_polis_published_it():
    """The consensus of the statements that are common ground is that of the published file, to 1e-9."""
    folder = POLIS / "bg2050-volunteers"
    with (folder / "comments.csv").open(encoding="utf-8", newline="") as file:
        published = {f"c{row['comment-id']}": float(row["group-informed-consensus"]) for row in csv.DictReader(file)}
    talk = coprod.read(folder, reader="polis")
    finding = run_check(SHARED_CONCERNS, talk, by="characteristic:opinion group")
    ours = {m.of: m.value for m in finding.measures if m.name == "group_informed_consensus"}

    assert 50 == len(ours)
    assert {view: published[view] for view in ours} == pytest.approx(ours, abs=1e-9)
