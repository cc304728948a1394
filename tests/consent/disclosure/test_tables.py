"""Tables as the checks count them: what is not there, pairs, parts, and projects that are too small."""

import pytest

from coprod import GroupTable, Request, Settings
from coprod.consent.disclosure import protect

PUBLIC, NAMED = Request("publication", "public"), Request("publication", "funder")


def table(by: list[str], *cells: tuple[str, int, int], **more) -> GroupTable:
    """A table of labels in one string, numbers and people."""
    return GroupTable.of("t", by, [(tuple(labels.split()), n, people) for labels, n, people in cells], **more)


def shown(one: GroupTable, request: Request = NAMED, people: int | None = None) -> dict[str, int | None]:
    """What is shown, by labels in one string."""
    (found,) = protect([one], Settings(), request, people=people)
    return {" ".join(cell.labels): cell.number for cell in found.cells}


def test_a_number_that_is_not_there_is_a_zero():
    """That no pair of two groups is listed says that nobody of one knows anybody of the other."""
    ties = table(["group", "other"], ("a a", 30, 12), ("a b", 20, 12), ("b b", 9, 8), ("b c", 22, 14), ("c c", 12, 8))
    found = shown(ties)

    assert {"a a", "a b", "a c", "b b", "b c", "c c"} == set(found)
    assert None is found["a c"]


def test_what_no_group_has_is_no_number():
    """A check that counts slips only under one question has no zeros under the others."""
    cells = [("a any slips", 20, 20), ("a valued yes", 9, 9), ("b any slips", 30, 30), ("b valued yes", 12, 12)]
    slips = table(["group", "question", "what"], *cells)

    assert {"a any slips": 20, "a valued yes": 9, "b any slips": 30, "b valued yes": 12} == shown(slips)


def test_a_blank_table_does_not_say_what_is_zero():
    """Where nothing is shown, numbers that are 0 and numbers that are not look alike."""
    full = table(["group", "other"], ("a a", 3, 3), ("a b", 2, 3), ("b b", 2, 4))
    part = table(["group", "other"], ("a a", 3, 3), ("b b", 2, 4))

    assert dict.fromkeys(["a a", "a b", "b b"]) == shown(full) == shown(part)


def test_all_of_a_group_is_a_number_too():
    """That all forty answered says it of each: the left-over is 0."""
    within = {"answered": "asked"}
    views = table(["group", "what"], ("a asked", 40, 40), ("a answered", 40, 40), within=within)

    assert {"a asked": 40, "a answered": None} == shown(views)


def test_a_whole_may_be_the_only_one_of_its_group():
    """Of forty slips thirty-eight answer a question: that two do not is a number, too."""
    within = {"yes": "answers", "answers": "slips"}
    cells = [("a any slips", 40, 40), ("b any slips", 50, 50)]
    cells += [("a safe answers", 38, 38), ("b safe answers", 30, 30), ("a safe yes", 20, 20), ("b safe yes", 15, 15)]
    found = shown(table(["group", "question", "what"], *cells, within=within))

    assert None in (found["a any slips"], found["a safe answers"])
    assert (20, 15, 2) == (found["a safe yes"], found["b safe yes"], list(found.values()).count(None))


def test_a_part_that_is_no_part_shows_nothing():
    """A check that says so of more than there is has to be mended; until then nothing is shown."""
    within = {"answered": "asked"}
    views = table(["group", "what"], ("a asked", 40, 40), ("a answered", 41, 41), within=within)

    assert dict.fromkeys(["a asked", "a answered"]) == shown(views)


def test_numbers_about_nobody_are_shown():
    """How many rooms there were says nothing of a person."""
    assert {"hall": 2, "library": 0} == shown(table(["where"], ("hall", 2, 0), ("library", 0, 0)))


def test_a_blank_stays_blank():
    """A number that came without one is not made up, nor can it be told from the others."""
    cells = GroupTable.of("t", ["group"], [(("a",), 20, 20), (("b",), 30, 30)]).cells
    from coprod.equality.tables import Cell

    found = shown(GroupTable("t", ["group"], [*cells, Cell(("c",), None, None)]))
    assert None is found["c"]
    assert 2 == list(found.values()).count(None)


def test_many_facts_by_few_people_are_not_shown():
    """Forty views of three people are three people."""
    found = shown(table(["group"], ("a", 40 * 60, 3), ("b", 50 * 60, 20), ("c", 60 * 60, 30), scale=60))

    assert None is found["a"]
    assert 2 == list(found.values()).count(None)


@pytest.mark.parametrize(("request_", "people", "blank"), [(PUBLIC, 19, True), (PUBLIC, 20, False), (NAMED, 12, False)])
def test_in_a_small_project_the_public_sees_no_groups(request_, people, blank):
    """Fewer than twice the threshold cannot be parted into groups that are large enough."""
    groups = table(["group"], ("a", 12, 12), ("b", 14, 14))
    everyone = table(["group"], ("everyone", 12, 12))

    assert blank == (None in shown(groups, request_, people).values())
    assert None not in shown(everyone, request_, people).values()


def test_how_many_people_there_are_is_read_from_the_tables():
    """Where it is not said, the table with the most people says it."""
    few = [table(["group"], ("a", 12, 12), ("b", 0, 0)), table(["group"], ("everyone", 12, 12))]
    one, other = protect(few, Settings(), PUBLIC)

    assert (True, False) == (one.has_blanks, other.has_blanks)


def test_an_empty_table_is_an_empty_table():
    """There is nothing to blank."""
    empty = table(["group"])
    assert [empty] == protect([empty], Settings(), PUBLIC)
