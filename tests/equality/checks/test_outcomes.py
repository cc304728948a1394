"""outcomes."""

from datetime import date

from tests.equality.building import found, people, person, project
from tests.equality.two_ways import counted, disclosed

from coprod.equality.checks.outcomes import OUTCOMES
from coprod.records import Goal, Indicator, Influence, Measurement, Partner, Response, Space, View

DAY = date(2019, 1, 17)


def outcome(which="g1", **more):
    """An outcome."""
    return Goal(which, kind="outcome", text="A coffee hour", **more)


def says(stance, *who, item="goal:g1", **more):
    """What each thinks of an outcome."""
    return [Response(one, item, stance=stance, **more) for one in who]


def here(**sizes):
    """So many people of each sector, the first letter saying how they are here."""
    words = {"c": "own experience", "j": "job"}
    return [person(f"{g}{n}", g, here_as=words.get(g)) for g, size in sizes.items() for n in range(1, size + 1)]


def each(group, *numbers):
    """Ids of people of a group."""
    return [f"{group}{n}" for n in numbers]


def test_nothing_on_record():
    """Without outcomes, or without a word on them, it cannot tell."""
    assert ("unknown", "No outcome that people judged is on record yet.") == (
        found(OUTCOMES).status,
        found(OUTCOMES, here(c=5), Goal("g1", kind="aim", text="Tea"), says(1, "c1")).answer,
    )
    finding = found(OUTCOMES, here(c=5), outcome())
    assert ("unknown", "What people think of the changes is not on record yet.") == (finding.status, finding.answer)


def test_nobody_from_own_experience():
    """Where only people in a job judged, it is worth a look, under any grouping."""
    for by in ("sector", "here_as"):
        finding = found(OUTCOMES, here(c=5, j=5), outcome(), says(1, *each("j", 1, 2, 3, 4, 5)), by=by)
        assert ("watch", True) == (finding.status, finding.answer.startswith("Nobody who is here from their own"))
        assert (0, 5) == (finding.measure("from_own_experience").value, finding.measure("from_own_experience").n)


def test_only_good_is_on_record():
    """Where each change is for the better and groups agree, it is worth asking what got worse."""
    everyone = [*each("c", 1, 2, 3, 4, 5), *each("j", 1, 2, 3, 4, 5)]
    finding = found(OUTCOMES, here(c=5, j=5), outcome(), says(1, *everyone))

    assert ("watch", "Each change that people judged is for the better. Nothing for the worse is on record.") == (
        finding.status,
        finding.answer,
    )


def test_some_answers_say_worse():
    """Where most call it better and some worse, it is not only good, and how many say so is said."""
    yes = says(1, *each("c", 2, 3, 4, 5), *each("j", 2, 3, 4, 5))
    finding = found(OUTCOMES, here(c=5, j=5), outcome(), yes, says(-1, "c1", "j1"))

    assert ("even", "Most say that each change is for the better. In 2 of 10 answers it got worse.") == (
        finding.status,
        finding.answer,
    )
    assert (2, 10) == (finding.measure("worse").value, finding.measure("worse").n)


def test_a_figure_got_worse():
    """Where a figure got worse, not only good is on record, whatever people say."""
    everyone = [*each("c", 1, 2, 3, 4, 5), *each("j", 1, 2, 3, 4, 5)]
    figures = [
        Indicator("i1", name="I can check", better="up"),
        *(Measurement("i1", "c1", at=date(2019, month, 1), value=value) for month, value in ((1, 5), (2, 3))),
    ]
    finding = found(OUTCOMES, here(c=5, j=5), outcome(), says(1, *everyone), figures)
    assert ("watch", "On record, no one says that a change is for the worse. Some of the figures got worse.") == (
        finding.status,
        finding.answer,
    )

    told = says(1, *everyone[1:]), says(-1, "c1")
    assert "most better + figures" == found(OUTCOMES, here(c=5, j=5), outcome(), *told, figures).say


def test_for_better_and_for_worse():
    """Two outcomes, one better and one worse, by both groups alike: even, and each is counted."""
    everyone = [*each("c", 1, 2, 3, 4, 5), *each("j", 1, 2, 3, 4, 5)]
    finding = found(
        OUTCOMES,
        here(c=6, j=6),
        outcome(),
        outcome("g2", agreed=DAY),
        outcome("g3"),
        says(1, *everyone),
        says(-1, *everyone, item="goal:g2"),
    )

    assert ("even", 0.5, 20) == (finding.status, finding.measure("rate").value, finding.measure("rate").n)
    assert (
        "People say 1 of 3 changes are for the better and 1 for the worse. 50% of those who judged are here from their"
        " own experience." == finding.answer
    )
    assert (1, 3) == (finding.measure("planned").value, finding.measure("planned").n)
    assert [("c", 5, 5, 10), ("j", 5, 5, 10)] == [(g.group, g.n, g.count, g.total) for g in finding.groups]


def test_not_agreed_on():
    """An outcome on which people differ is neither; the share who say better is said."""
    told = says(1, *each("c", 1, 2, 3), *each("j", 1, 2, 3)), says(-1, *each("c", 4, 5, 6), *each("j", 4, 5, 6))
    finding = found(OUTCOMES, here(c=6, j=6), outcome(), *told)

    assert ("even", "Of 12 answers on what changed, 50% say it got better.") == (finding.status, finding.answer)
    assert 1 == finding.measure("judged", "not agreed on").value


def test_uneven():
    """When one group sees change for the better and the other does not, it is uneven."""
    told = says(1, *each("j", *range(1, 9))), says(-1, *each("c", *range(1, 9)))
    finding = found(OUTCOMES, here(c=8, j=8), outcome(), *told)

    assert "uneven" == finding.status
    assert "Of the answers of the group “c”, 0% say that it got better. Of all it is 50%." == finding.answer


def test_one_answer_would_turn_it():
    """Four of six against three of six: one answer would turn it round."""
    told = says(1, *each("j", 1, 2, 3, 4), *each("c", 1, 2, 3)), says(0, *each("j", 5, 6), *each("c", 4, 5, 6))
    finding = found(OUTCOMES, here(c=6, j=6), outcome(), *told)

    assert ("watch", True) == (finding.status, finding.answer.endswith("That can be chance."))


def test_groups_that_cannot_be_compared():
    """With one group that is large enough, better and worse on record are still worth a look."""
    told = says(1, "c1", "c2"), says(-1, "c1", item="goal:g2")
    finding = found(OUTCOMES, here(c=5), outcome(), outcome("g2"), *told)
    assert ("watch", True) == (finding.status, finding.answer.startswith("People say 1 of 2 changes"))

    assert "watch" == found(OUTCOMES, here(c=5), outcome(), says(-1, "c1")).status


def test_people_of_a_group_count():
    """A group counts those it speaks for; an organisation counts for none."""
    knit = Partner("knit", kind="group", sector="c", here_as="own experience", people=12)
    nhs = Partner("nhs", kind="organisation", sector="j")
    finding = found(OUTCOMES, knit, nhs, outcome(), says(1, "knit", people=4), says(-1, "nhs"))

    assert (1, 4) == (finding.measure("rate").value, finding.measure("rate").n)


def test_paths():
    """A path runs from a view or a decision, straight or in one step; a space alone is none."""
    finding = found(
        OUTCOMES,
        here(c=5),
        [outcome(f"g{n}") for n in (1, 2, 3)],
        Goal("g9", kind="activity", text="Shelves"),
        View("v1", partner="c1", kind="idea"),
        Space("s1", name="Tea"),
        Influence("view:v1", "goal:g1"),
        Influence("view:v1", "goal:g9"),
        Influence("goal:g9", "goal:g2"),
        Influence("space:s1", "goal:g3"),
    )

    assert (2, 3) == (finding.measure("with_a_path").value, finding.measure("with_a_path").n)


def test_before_and_after():
    """First and last figure of each partner by group; down may be better; standards and one figure tell nothing."""
    indicators = [
        Indicator("i1", name="I can check", better="up"),
        Indicator("i2", name="Days to wait", better="down"),
        Indicator("i3", name="Neither"),
        Indicator("ns", name="Impact", better="up", minimum=1, maximum=6),
    ]
    figures = {
        ("i1", "c1"): (2, 5, 4),
        ("i1", "c2"): (2, 2),
        ("i2", "c1"): (9, 3),
        ("i2", "j1"): (3, 9),
        ("i1", "j1"): (3,),
        ("i3", "c1"): (1, 2),
        ("ns", "c1"): (1, 6),
    }
    measured = [
        Measurement(indicator, who, at=date(2019, month, 1), value=value)
        for (indicator, who), values in figures.items()
        for month, value in enumerate(values, 1)
    ]
    finding = found(OUTCOMES, here(c=2, j=1), indicators, measured)

    assert [("c", 2 / 3, 0, 3), ("j", 0, 1, 1)] == [
        (m.of, m.value, finding.measure("worsened", m.of).value, m.n) for m in finding.measures if m.name == "improved"
    ]


def test_on_both_engines_and_in_a_release():
    """Both engines count the same; in a release the answers are judged, and the outcomes are not shown."""
    everyone = [*each("c", 1, 2, 3, 4, 5), *each("j", 1, 2, 3, 4, 5)]
    tea = project(
        here(c=5, j=5), people(a=1), outcome(), outcome("g2"), says(1, *everyone), says(0, "c1", item="goal:g2")
    )
    finding = disclosed(OUTCOMES, tea)

    assert ("even", "even", "not shown") == (finding.status, finding.say, finding.measure("judged").reason)
    counted(OUTCOMES, tea, by="here_as")
    assert "unknown" == disclosed(OUTCOMES, project()).status
