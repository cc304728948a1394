"""Which numbers are blank, and that the small ones cannot be told."""

import sys
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.consent.disclosure.attack import Attacker, rows_and_columns

from coprod import GroupTable, Request, Settings
from coprod.consent.disclosure import blanks, protect
from coprod.consent.disclosure.grid import grid_of
from coprod.consent.disclosure.system import system_of
from coprod.settings import Thresholds

PUBLIC, NAMED = Request("publication", "public"), Request("publication", "funder")
AUDIENCES = st.sampled_from([(PUBLIC, 10), (NAMED, 5)])
LARGE = st.integers(10, 40)
NUMBERS = st.integers(0, 4) | st.integers(5, 12) | LARGE | LARGE | LARGE | LARGE
EACH_SOLVER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@st.composite
def tables(draw, rows=4, columns=5):
    """A table of up to so many groups and facts."""
    width = draw(st.integers(1, columns))
    return draw(st.lists(st.lists(NUMBERS, min_size=width, max_size=width), min_size=1, max_size=rows))


@st.composite
def nested(draw):
    """A table of up to four groups: how many were asked, of these how many answered, of these how many said yes."""
    rows = []
    for _ in range(draw(st.integers(1, 4))):
        asked = draw(NUMBERS)
        answered = (
            asked - draw(st.integers(0, 4) | st.integers(0, asked)) if asked >= 4 else draw(st.integers(0, asked))
        )
        rows.append([asked, answered, draw(st.integers(0, answered))])
    return rows


def blank_places(table: GroupTable) -> set[tuple[str, ...]]:
    """The labels of what is not shown."""
    return {cell.labels for cell in table.cells if cell.number is None}


def exact(table: GroupTable, least: int) -> GroupTable:
    """The table as it is shown, before anything is rounded: an attacker who knows more than they are told."""
    found = protect([table], Settings(thresholds=Thresholds(named=least)), NAMED)
    return found[0]


@EACH_SOLVER
@given(tables(), AUDIENCES)
def test_no_small_number_is_shown(solver, numbers, audience):
    """S1: no published number stands on 1 to t-1 people, and nothing but blanks is changed for a named audience."""
    request, least = audience
    table = rows_and_columns(numbers)
    (shown,) = protect([table], Settings(), request)

    assert not any(cell.people is not None and 0 < cell.people < least for cell in shown.cells)
    if request is NAMED:
        assert {cell for cell in shown.cells if cell.number is not None} <= set(table.cells)


@EACH_SOLVER
@given(tables(), st.sampled_from([5, 10]))
def test_a_small_number_may_be_any_small_number(solver, numbers, least):
    """S2: whoever knows all totals cannot tell a small number, or a 0, from any other from 1 to t-1."""
    table = rows_and_columns(numbers)
    attacker = Attacker.of(table, exact(table, least), least)

    assert attacker.nothing_is_shown or [] == attacker.narrowed()


@EACH_SOLVER
@given(tables(3, 4), st.sampled_from([5, 10]), st.data())
def test_knowing_oneself_does_not_help(solver, numbers, least, data):
    """S10: the same holds for somebody who was counted and takes themselves away."""
    table = rows_and_columns(numbers)
    attacker = Attacker.of(table, exact(table, least), least)
    counted = [labels for labels in attacker.blanks if attacker.true[labels]]
    own = data.draw(st.sampled_from(counted)) if counted else None

    assert attacker.nothing_is_shown or [] == attacker.narrowed(own)


@EACH_SOLVER
@given(nested(), st.sampled_from([5, 10]))
def test_what_is_left_of_a_whole_is_a_number_too(solver, numbers, least):
    """S2: where one number counts a part of another, neither what is small nor a small left-over can be told."""
    table = rows_and_columns(numbers, within={"x1": "x0", "x2": "x1"})
    attacker = Attacker.of(table, exact(table, least), least)

    assert attacker.nothing_is_shown or [] == attacker.narrowed()


@EACH_SOLVER
@given(st.lists(st.lists(st.lists(NUMBERS, min_size=2, max_size=2), min_size=3, max_size=3), min_size=2, max_size=2))
def test_three_columns(solver, numbers):
    """S2: tables of three columns have totals over each of them and over two together."""
    cells = [
        ((f"g{a}", f"q{b}", f"x{c}"), n, n)
        for a, rows in enumerate(numbers)
        for b, row in enumerate(rows)
        for c, n in enumerate(row)
    ]
    table = GroupTable.of("t", ["group", "question", "fact"], cells)
    attacker = Attacker.of(table, exact(table, 5), 5)

    assert attacker.nothing_is_shown or [] == attacker.narrowed()


@pytest.mark.parametrize(
    "numbers",
    [[[1, 6, 7], [6, 6, 8]], [[2, 6], [7, 8], [6, 6]], [[0, 7, 6], [6, 5, 6], [7, 7, 7]], [[3, 6, 7]]],
)
def test_one_after_the_other(solver, numbers):
    """S2 on small tables, by trying every table that looks the same: all small numbers occur."""
    table = rows_and_columns(numbers)
    attacker = Attacker.of(table, exact(table, 5), 5)
    assert not attacker.nothing_is_shown
    possible = list(attacker.possible(14))

    for labels in attacker.small:
        assert {1, 2, 3, 4} <= {guess[labels] for guess in possible}, labels


@EACH_SOLVER
@given(tables(), AUDIENCES)
def test_a_zero_beside_others_is_not_shown(solver, numbers, audience):
    """A 0 in a line with others says something of each of them: nobody of this group did it, or all did."""
    request, _ = audience
    (shown,) = protect([rows_and_columns(numbers)], Settings(), request)
    for cell in shown.cells:
        r, c = (int(label[1:]) for label in cell.labels)
        if cell.number == 0:
            assert 0 == sum(numbers[r]) + sum(row[c] for row in numbers)


@EACH_SOLVER
@given(tables(), AUDIENCES, st.data())
def test_small_numbers_leave_no_trace(solver, numbers, audience, data):
    """N4: two tables that differ in blanks from 1 to t-1 alone look the same, byte for byte."""
    request, least = audience
    (shown,) = protect([rows_and_columns(numbers)], Settings(), request)
    others = [[data.draw(st.integers(1, least - 1)) if 0 < n < least else n for n in row] for row in numbers]
    few = sum(map(sum, numbers)) < 2 * least or sum(map(sum, others)) < 2 * least  # how many take part is known

    assert few or [shown] == protect([rows_and_columns(others)], Settings(), request)


@EACH_SOLVER
@given(tables(3, 4), st.integers(5, 12), st.integers(1, 10))
def test_a_higher_threshold_opens_nothing_small(solver, numbers, least, more):
    """S5: what is too small to be shown stays so when the threshold rises."""
    table = rows_and_columns(numbers)
    hidden = [
        {grid.labels[at] for at in system.hide if at < system.numbers}
        for t in (least, least + more)
        if (grid := grid_of(table)) and (system := system_of(grid, t, 1))
    ]
    for low, high in pairwise(hidden):
        assert low <= high
        assert high <= blank_places(exact(table, least + more))


@EACH_SOLVER
@given(tables(3, 4), st.data())
def test_order_does_not_matter(solver, numbers, data):
    """S4: cells in another order are the same table, and names that sort alike have the same blanks."""
    table = rows_and_columns(numbers)
    moved = GroupTable("t", table.by, data.draw(st.permutations(table.cells)))
    named = GroupTable.of(
        "t", table.by, [(tuple(f"z{label}" for label in cell.labels), cell.number, cell.people) for cell in table.cells]
    )
    shown = exact(table, 5)

    assert shown == exact(moved, 5)
    assert {tuple(f"z{label}" for label in labels) for labels in blank_places(shown)} == blank_places(exact(named, 5))


@EACH_SOLVER
@given(tables(3, 4), st.data())
def test_groups_may_change_places(solver, numbers, data):
    """S4: when groups change places, what is too small moves with them; only ties go to the first by label."""
    order = data.draw(st.permutations(range(len(numbers))))
    one, other = exact(rows_and_columns(numbers), 5), exact(rows_and_columns([numbers[at] for at in order]), 5)
    small = {(at, c) for at, row in enumerate(numbers) for c, n in enumerate(row) if 0 < n < 5}

    assert all((f"g{order.index(at)}", f"x{c}") in blank_places(other) for at, c in small)
    assert all((f"g{at}", f"x{c}") in blank_places(one) for at, c in small)


@EACH_SOLVER
@given(tables(), AUDIENCES)
def test_the_same_table_has_the_same_blanks(solver, numbers, audience):
    """What several checks count alike is shown alike."""
    table = rows_and_columns(numbers)
    one, other = protect([table, table], Settings(), audience[0])

    assert one == other


@given(tables(3, 4))
@settings(max_examples=20)
def test_the_solver_is_never_worse(numbers):
    """With scipy there are at most as many blanks as without."""
    pytest.importorskip("scipy")
    grid = grid_of(rows_and_columns(numbers))
    system = system_of(grid, 5, 1)
    assert system is not None
    small = frozenset(at for at in system.hide if at < system.numbers)
    quick, _ = blanks.greedy(system, small)
    best = blanks.blanks_of(system)

    assert quick is None or (best is not None and len(best) <= len(quick))


def test_heavy_libraries_are_loaded_only_for_more_blanks():
    """A table with nothing to blank, or with nothing to show, needs no solver."""
    code = (
        "import sys; from coprod import GroupTable, Request, Settings; from coprod.consent.disclosure import protect;"
        "tables = [GroupTable.of('t', ['group'], [((g,), n, n) for g in 'abc']) for n in (3, 30)];"
        "protect(tables, Settings(), Request('p', 'funder'));"
        "assert not {'scipy', 'numpy'} & set(sys.modules)"
    )
    import subprocess

    assert 0 == subprocess.run([sys.executable, "-c", code], check=False).returncode
