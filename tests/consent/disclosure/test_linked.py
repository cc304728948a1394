"""S8: what one table of a release does not show, no other table of it tells."""

from hypothesis import given
from hypothesis import strategies as st
from tests.consent.disclosure.attack import Attacker

from coprod import GroupTable, Request, Settings
from coprod.consent.disclosure import protect

NAMED = Request("publication", "funder")
STEPS = ("people", "came", "spoke")
NUMBERS = st.integers(0, 4) | st.integers(5, 30) | st.integers(5, 30)


def people(**numbers: int) -> GroupTable:
    """How many people each group has."""
    return GroupTable.of("people", ["group"], [((group,), n, n) for group, n in numbers.items()])


def asked(answered: dict[str, int], **numbers: int) -> GroupTable:
    """How many of each group were asked, and how many answered."""
    cells = [((g, "asked"), n, n) for g, n in numbers.items()]
    cells += [((g, "answered"), n, n) for g, n in answered.items()]
    return GroupTable.of("asked", ["group", "what"], cells, within={"answered": "asked"})


def funnel(**steps: tuple[int, ...]) -> GroupTable:
    """How many there are of each group, how many of them came, and how many of these spoke."""
    cells = [((g, what), n, n) for g, numbers in steps.items() for what, n in zip(STEPS, numbers, strict=True)]
    return GroupTable.of("funnel", ["group", "what"], cells, within={"came": "people", "spoke": "came"})


def shown(*tables: GroupTable) -> list[dict[str, int | None]]:
    """What is shown of each table."""
    found = protect(tables, Settings(), NAMED)
    return [{" ".join(cell.labels): cell.number for cell in table.cells} for table in found]


def test_tables_that_share_nothing_do_not_matter_to_each_other():
    """A blank in one is no reason for a blank in another."""
    one, other = shown(people(a=3, b=20, c=30), people(a=13, b=21, c=32))

    assert [None, None, 30] == list(one.values())
    assert None not in other.values()


def test_a_blank_is_not_told_by_another_table():
    """Who answered is blank so that nobody can tell who did not; the table that has the same numbers follows."""
    answered = {"a": 18, "b": 20, "c": 24}
    views, people_who_answered = shown(asked(answered, a=20, b=40, c=41), people(**answered))

    assert (None, None) == (views["a answered"], people_who_answered["a"])
    assert {None} == {*views.values(), *people_who_answered.values()}


def test_of_one_group_too():
    """Where all are one group, 30 asked in one table less 29 answered in another would be the one who did not."""
    views, answered, every = shown(asked({"all": 29}, all=30), people(all=29), people(all=30))

    assert {None} == {*views.values(), *answered.values(), *every.values()}


def test_of_one_group_one_number_alone_tells_nothing():
    """How many were asked says nothing of how many answered, so the size of the group stays."""
    views, every = shown(asked({"all": 29}, all=30), people(all=30))

    assert {None} == {views["all answered"]}
    assert {"all": 30} == every


def test_what_both_show_alike_stays():
    """Where both have the same blanks, neither tells anything of the other."""
    table = people(a=3, b=20, c=30)

    assert [[None, None, 30]] * 2 == [list(each.values()) for each in shown(table, table)]


@given(st.lists(st.tuples(NUMBERS, NUMBERS).map(sorted), min_size=2, max_size=4))
def test_no_number_is_blank_here_and_shown_there(pairs):
    """Of the same numbers in two tables, each is blank in both or in none."""
    groups = "abcd"[: len(pairs)]
    answered, every = ({g: pair[at] for g, pair in zip(groups, pairs, strict=True)} for at in (0, 1))
    views, *parts = shown(asked(answered, **every), people(**answered), people(**every))

    for what, part, numbers in zip(("answered", "asked"), parts, (answered, every), strict=True):
        if any(numbers.values()):
            assert [views[f"{g} {what}"] is None for g in groups] == [part[g] is None for g in groups]


@given(
    st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS).map(lambda three: sorted(three)[::-1]), min_size=1, max_size=3),
    st.sets(st.sampled_from(STEPS), min_size=1),
)
def test_all_tables_together_narrow_no_small_number(steps, counted_too):
    """Who has all tables and knows every total, as in S2, narrows no small number, of several groups or of one."""
    rows = dict(zip("abc", steps, strict=False))
    true = funnel(**rows)
    columns = {what: {group: row[STEPS.index(what)] for group, row in rows.items()} for what in STEPS}
    known = [what for what in STEPS if what in counted_too and any(columns[what].values())]  # zeros match anything
    found, *parts = shown(true, *(people(**columns[what]) for what in known))
    seen = {(group, what): found[f"{group} {what}"] for group in rows for what in STEPS}
    for what, part in zip(known, parts, strict=True):
        seen |= {(group, what): n for group, n in part.items() if n is not None}
    numbers = {cell.labels: cell.number for cell in true.cells}
    attacker = Attacker(numbers, seen, 5, true.within)

    if set(seen.values()) != {None}:
        assert [] == attacker.narrowed()
