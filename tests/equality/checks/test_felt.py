"""How it felt at first and at the latest gathering, and where notes say otherwise than the record."""

from datetime import timedelta

import pytest
from tests.equality.building import NOON, found, project, room, slips
from tests.equality.example import EXAMPLE, everyone
from tests.equality.two_ways import counted, disclosed

from coprod.equality.checks.experience import EXPERIENCE, QUESTIONS
from coprod.equality.run import run_check
from coprod.records import Experience, Space

MORE = Space("s2", name="More tea", starts=NOON + timedelta(days=30))


def asked(*records):
    """What the check finds, by how people are here."""
    return found(EXPERIENCE, *records, by="here_as")


def note(group, space="s1", *, times=1, **answers):
    """Notes that answer some of the questions."""
    return [Experience(space=space, here_as=group, **answers) for _ in range(times)]


def test_then_and_now_by_group():
    """Each group over all four questions, and each question, at first and at the latest gathering."""
    first = slips("job", 5, 5, 5, 1) + slips("own experience", 2, 2, 2, 4)
    latest = slips("job", 5, 5, 5, 5, space="s2") + slips("own experience", 4, 4, 5, 5, space="s2")
    finding = asked(room(), MORE, first, latest)

    assert (1 / 4, 1) == tuple(
        finding.measure("felt", f"safe{when}: own experience").value for when in (", at first", "")
    )
    assert ((3 / 4, 16), (1, 16)) == tuple(
        (finding.measure("felt", f"all four{when}: job").value, finding.measure("felt", f"all four{when}: job").n)
        for when in (", at first", "")
    )
    assert (
        "Over all four questions, the group “own experience” gave 4 or 5 of 5 in 25% of its answers at first, and in"
        " 100% at the latest gathering. In the group “job” it was 75% and 100%." in finding.answer
    )


def test_a_group_that_fell_on_one_question():
    """Where a group fell on some question, that is said, unless one note more would make up for it."""
    first = note("job", times=6, valued=5, listened=5) + note("own experience", times=6, valued=1, listened=4)
    better = note("job", "s2", times=6, valued=5, listened=5)
    mixed = note("own experience", "s2", times=4, valued=5, listened=1)
    mixed += note("own experience", "s2", times=2, valued=5, listened=5)
    finding = asked(room(), MORE, first, better, mixed)
    assert (
        "Fewer in the group “own experience” felt listened to than at first. It was 100% and is 33%." in finding.answer
    )

    one_fell = note("job", "s2", times=5, valued=5) + note("job", "s2", valued=1)
    assert "Fewer in" not in asked(room(), MORE, note("job", times=6, valued=5), one_fell).answer


def test_groups_with_few_notes_are_not_told():
    """A group with one or two notes on either day is not spoken of; with one group left, it alone is."""
    records = room(), MORE, slips("job", *[1] * 5), slips("job", *[5] * 5, space="s2")
    finding = asked(*records, slips("volunteer", 1, 1), slips("volunteer", *[5] * 5, space="s2"))
    assert (
        "Over all four questions, 0% of the answers of the group “job” were 4 or 5 of 5 at first. At the latest"
        " gathering it was 100%." in finding.answer
    )

    nobody = asked(room(), MORE, slips("job", *[1] * 5), slips("volunteer", *[5] * 5, space="s2"))
    assert [] == [part for part in ("then", "fell") if part in nobody.say]


def test_one_gathering_alone():
    """With one gathering there is no then and now."""
    assert "then and now" not in asked(room(), slips("job", *[5] * 5)).say


@pytest.mark.parametrize(
    ("level", "agreement", "expected"),
    [
        ("empower", "written together", {"contributed": (2, 6), "safe": (2, 6)}),
        ("collaborate", "given", {"contributed": (2, 6)}),
        ("involve", "written together", {"safe": (2, 6)}),
        ("consult", "none", {}),
        (None, None, {}),
    ],
)
def test_notes_that_say_otherwise_than_the_record(level, agreement, expected):
    """Where the record calls it shared, the notes that say 1 or 2 of 5 are counted, by group; 3 is not otherwise."""
    space = Space("s1", name="Tea", starts=NOON, level=level, agreement=agreement)
    finding = asked(space, slips("job", 5, 4, 3, 1), slips("own experience", 2, 5))
    told = {m.of: (m.value, m.n) for m in finding.measures if m.name == "told_otherwise"}

    assert expected == {of: pair for of, pair in told.items() if of in QUESTIONS}
    assert {f"{q}: {g}": pair for q in expected for g, pair in {"job": (1, 4), "own experience": (1, 2)}.items()} == {
        of: pair for of, pair in told.items() if of not in QUESTIONS
    }
    assert ("contributed" in expected) == (
        "There are 6 notes from gatherings that set out to decide together. 2 of them gave 1 or 2" in finding.answer
    )
    assert ("safe" in expected) == (
        "There are 6 notes from gatherings that agreed together how to talk. 2 of them gave 1 or 2" in finding.answer
    )


def test_few_notes_or_none_otherwise():
    """Where no note says otherwise, or there are fewer than five, there is no sentence."""
    shared = Space("s1", name="Tea", starts=NOON, level="empower")
    assert "added little" not in asked(shared, slips("job", *[3] * 6)).say

    few = Space("s0", name="Tea", level="empower"), slips("job", 1, 1, 1, 1, space="s0")
    finding = asked(*few, room(), slips("job", *[5] * 6))
    assert ("added little" in finding.say, 4) == (False, finding.measure("told_otherwise", "contributed").value)


def test_on_both_engines_and_in_a_release():
    """Both engines count the same, and the group tables alone say the same."""
    shared = Space("s1", name="Tea", starts=NOON, level="empower", agreement="written together")
    latest = slips("job", *[4] * 6, space="s2") + slips("own experience", *[5] * 6, space="s2")
    tea = project(shared, MORE, slips("job", *[2] * 6), slips("own experience", *[1] * 6), latest)
    counted(EXPERIENCE, tea, "here_as")

    assert "even + then and now + added little + not at ease" == disclosed(EXPERIENCE, tea, "here_as").say


@pytest.mark.parametrize("by", ["here_as", "sector", "everyone"])
def test_counted_again_in_the_example(by):
    """A count slip by slip gives the same, on an example of fifteen gatherings."""
    spaces = {space.id: space for space in EXAMPLE.records(Space)}
    known, expected, then_and_now = everyone(by), {}, {}
    for slip in EXAMPLE.records(Experience):
        unsigned = {"here_as": slip.here_as, "everyone": "everyone"}.get(by) or "not recorded"
        group = known[slip.partner][0] if slip.partner else unsigned
        space = spaces[slip.space]
        shared = {
            "contributed": space.level in {"collaborate", "empower"},
            "safe": "together" in (space.agreement or ""),
        }
        for question, holds in shared.items():
            if holds and (answer := getattr(slip, question)) is not None:
                for of in (question, f"{question}: {group}"):
                    yes, n = expected.get(of, (0, 0))
                    expected[of] = (yes + (answer < 3), n + 1)
        when = {"s1": ", at first", "s15": ""}.get(slip.space)
        for question in QUESTIONS if when is not None else ():
            if (answer := getattr(slip, question)) is not None:
                for of in (f"{question}{when}: {group}", f"all four{when}: {group}"):
                    yes, n = then_and_now.get(of, (0, 0))
                    then_and_now[of] = (yes + (answer > 3), n + 1)
    finding = run_check(EXPERIENCE, EXAMPLE, by=by)
    felt = {m.of: (m.value, m.n) for m in finding.measures if m.name == "felt"}

    assert expected == {m.of: (m.value, m.n) for m in finding.measures if m.name == "told_otherwise"}
    assert {of: (pytest.approx(yes / n), n) for of, (yes, n) in then_and_now.items()} == felt
