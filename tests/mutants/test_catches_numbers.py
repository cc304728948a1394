"""What no other test asked of numbers."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.consent.building import SETTINGS, no, released, yes
from tests.mutants.stories import LATER

from coprod import (
    GroupTable,
    Membership,
    Partner,
    Release,
    Request,
)
from coprod.consent.disclosure import as_counts, protect
from coprod.consent.ledger import Ledger
from coprod.equality.check import EqualityCheck
from coprod.equality.study import Study
from coprod.equality.tables import Tables
from coprod.finding import Finding, Measure

PUBLIC, FUNDER = Request("publication", "public"), Request("publication", "funder")


def table(*cells: tuple[str, int], by: str = "group", **more: object) -> GroupTable:
    """Return a table in which each number is of as many people."""
    return GroupTable.of("here", [by], [((label,), number, number) for label, number in cells], **more)


def shown(counted: GroupTable, request: Request, **more: object) -> dict[str, int | None]:
    """Return what disclosure control leaves of a table, by label."""
    (one,) = protect([counted], SETTINGS, request, **more)
    return {cell.labels[0]: cell.number for cell in one.cells}


def test_numbers_stand_on_ten_for_the_public_and_on_five_for_others() -> None:
    """Nine people are too few for everybody, and enough for the funder; four are too few for both."""
    nine, four = table(("a", 40), ("b", 40), ("c", 9)), table(("a", 40), ("b", 40), ("c", 4))
    assert shown(nine, PUBLIC)["c"] is None
    assert 9 == shown(nine, FUNDER)["c"]
    assert shown(four, FUNDER)["c"] is None


def test_a_small_number_cannot_be_told_from_a_total() -> None:
    """Where one number is too small, a total that somebody knows does not give it away: another is blank as well."""
    assert 2 <= list(shown(table(("a", 40), ("b", 40), ("c", 4)), FUNDER).values()).count(None)


def test_none_at_all_is_told_no_more_than_a_few() -> None:
    """That nobody of a group did something says it of each of them: beside others, 0 is blank."""
    cells = [(("a", "asked"), 40, 40), (("b", "asked"), 40, 40), (("a", "heard"), 20, 20), (("b", "heard"), 0, 0)]
    within = {"heard": "asked"}
    (one,) = protect([GroupTable.of("t", ["group", "what"], cells, within=within)], SETTINGS, FUNDER)
    assert {cell.labels: cell.number for cell in one.cells}["b", "heard"] is None


def test_all_but_a_few_is_told_no_more_than_a_few() -> None:
    """39 of 40 who were heard are one who was not: what is left over of a whole is a number too."""
    cells = [(("a", "asked"), 40, 40), (("b", "asked"), 40, 40), (("a", "heard"), 20, 20), (("b", "heard"), 39, 39)]
    within = {"heard": "asked"}
    (one,) = protect([GroupTable.of("t", ["group", "what"], cells, within=within)], SETTINGS, FUNDER)
    numbers = {cell.labels: cell.number for cell in one.cells}
    assert None in {numbers["b", "asked"], numbers["b", "heard"]}


def test_numbers_for_the_public_are_to_the_nearest_five() -> None:
    """Each is rounded by itself, from what was counted."""
    assert {"a": 40, "b": 45} == shown(table(("a", 42), ("b", 43)), PUBLIC)
    assert {"a": 42, "b": 43} == shown(table(("a", 42), ("b", 43)), FUNDER)


def test_few_people_are_not_compared_for_the_public() -> None:
    """Under twenty people no two groups can both be large enough."""
    assert {None} == set(shown(table(("a", 12), ("b", 12)), PUBLIC, people=19).values())
    assert {10} == set(shown(table(("a", 12), ("b", 12)), PUBLIC, people=20).values())


def test_one_more_than_last_time_is_not_told() -> None:
    """A number that differs from an earlier release by one points at who came or went."""
    earlier = [as_counts(table(("a", 40), ("b", 41)), "here_as", 1)]
    assert {None} == set(shown(table(("a", 40), ("b", 40)), FUNDER, earlier=earlier, grouping="here_as").values())
    assert {40, 60} == set(shown(table(("a", 40), ("b", 60)), FUNDER, earlier=earlier, grouping="here_as").values())


def test_a_total_over_other_groups_is_compared_as_well() -> None:
    """Other groups do not hide who went: the people are the same."""
    earlier = [as_counts(table(("x", 81)), "sector", 1)]
    assert {None} == set(shown(table(("a", 40), ("b", 40)), FUNDER, earlier=earlier, grouping="here_as").values())


CROWD = [Partner(f"p{n}", kind="person", here_as="job" if n % 2 else "volunteer") for n in range(40)]
COUNTED = [yes(one.id, "count") for one in CROWD]


def test_a_release_after_a_withdrawal_holds_back_its_numbers(tmp_path: Path) -> None:
    """With a ledger, the second release does not tell how many went."""
    more = {"ledger": Ledger(tmp_path / ".coprod" / "ledger.jsonl", b"s"), "audience": "funder", "release_id": None}
    first = numbers(released(*CROWD, *COUNTED, **more))
    second = numbers(released(*CROWD, *COUNTED, no("p0", on=LATER), **more))
    assert {20} <= first
    assert not {19, 39} & second


def numbers(release: Release) -> set[int | None]:
    """Return all numbers of a release."""
    return {cell.number for counts in release.counts for cell in counts.cells}


def test_a_table_without_numbers_has_no_labels() -> None:
    """That there is such a group tells something, where nothing of it is shown."""
    few = [Partner(f"p{n}", kind="person", here_as="job") for n in range(4)]
    release = released(*few, *COUNTED[:4], audience="funder")
    assert [] == [cell for counts in release.counts for cell in counts.cells]


def test_only_who_agreed_is_counted() -> None:
    """Twenty of forty agreed to be counted: there are twenty."""
    release = released(*CROWD, *COUNTED[:20], audience="funder", checks=["voice-share"])
    assert {10} <= numbers(release)
    assert not {20, 40} & numbers(release)


def heads(study: Study) -> Iterator[GroupTable]:
    """Count people by group."""
    sizes = Counter(study.group_of.values())
    yield GroupTable.of("heads", ["group"], [((group,), number, number) for group, number in sorted(sizes.items())])


def all_told(tables: Tables, _: object) -> Finding:
    """Say how many there are, and who is one of them."""
    here = sum(cell.number or 0 for cell in tables.group("heads").cells)
    return Finding("even", measures=Measure("people", here, unit="people", n=here), evidence=["partner:p0"])


HEADS = EqualityCheck(
    name="heads",
    title="How many?",
    question="How many are we?",
    source="nobody",
    reads=(Partner,),
    sentences={"even": "We are {people}."},
    ask="Who else?",
    theme="counting",
    count=heads,
    judge=all_told,
)


def test_a_finding_that_leaves_names_nobody() -> None:
    """Evidence is for the stewards."""
    (found,) = released(*CROWD, *COUNTED, audience="funder", checks=[HEADS]).findings
    assert ("even", ()) == (found.status, found.evidence)


def test_a_finding_says_nothing_of_blanks() -> None:
    """Where too few may be counted, a check is not asked what it makes of it."""
    (found,) = released(*CROWD[:4], *COUNTED[:4], audience="funder", checks=[HEADS]).findings
    assert ("unknown", ()) == (found.status, found.measures)


def test_no_number_is_told_by_the_name_of_a_team() -> None:
    """A team's name is its identity, so that people are counted as they are here."""
    team = Partner("tuesdays", kind="team", name="Tuesdays")
    members = [Membership(one.id, "tuesdays") for one in CROWD]
    release = released(*CROWD, team, *members, *COUNTED, yes("tuesdays", "count"), audience="funder", by="team")
    assert "tuesdays" not in repr([counts.to_dict() for counts in release.counts]).lower()
    assert "team" != release.findings.by
