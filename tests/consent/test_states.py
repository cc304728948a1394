"""Numbers in place of ranks and of ids: they tell the same, and who is in no table has agreed to nothing."""

from datetime import date

import narwhals as nw
import pytest
from tests.consent.building import SETTINGS, yes

from coprod import Consent, Level, Partner, Project, Relationship, Request, Space
from coprod.consent import on_frames, states
from coprod.consent.coding import NUMBER, STRANGER, code_name, coded, numbers
from coprod.consent.decide import asked_of, decide_frames
from coprod.consent.states import PLACE, Pack, crossed, few, keyed, packs, placed, ruled
from coprod.engines import frame_of, rows
from coprod.tables import Table
from coprod.testing import example

c = nw.col
ENGINES = ["polars", "duckdb"]
PEOPLE = [Partner(name, kind="person", sector="citizen") for name in ("ana", "bo")]
DAY = date(2020, 1, 1)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_row_without_a_ruling_is_withheld(engine):
    """Default deny: what was decided for no state, or for none that a row is in, opens nothing."""
    frame = frame_of({"id": str, "__key0": int}, [("a", 1), ("b", 2), ("c", None)], engine)
    rulings = frame.filter(c("id") == nw.lit("a")).select("__key0", nw.lit(0, dtype=states.RANK).alias("rank"))
    found = ruled(frame, rulings, [Pack("__key0", ("x",))], ["rank"]).select("id", "rank")
    assert [("a", Level.SHARE.rank), ("b", Level.WITHHOLD.rank), ("c", Level.WITHHOLD.rank)] == sorted(rows(found))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("digits", [1, 31, 32, 70])
def test_ranks_come_back_from_their_numbers(engine, digits):
    """However many there are: what does not fit one number is in the next."""
    names = [f"r{n}" for n in range(digits)]
    table = [tuple((row * n + row) % 4 for n in range(digits)) for row in range(4)]
    found = packs("p", names)
    frame = frame_of(dict.fromkeys(names, int), table, engine).select(
        *[pack.of({n: c(n) for n in names}) for pack in found]
    )
    told = states.states(frame, found).select(*names)
    assert sorted(set(table)) == sorted(rows(told))


@pytest.mark.parametrize("engine", ENGINES)
def test_each_state_that_can_be_has_its_place(engine):
    """Places are counted from 0 without a gap, and that of a row is that of the state which its subjects make."""
    values = frame_of({PLACE: int, "a": int}, [(0, 5), (1, 7), (2, 9)], engine)
    made = {
        (number, left, right)
        for number, left, right in rows(crossed(values, ["l", "r"], 3).select("number", "la", "ra"))
    }
    assert set(range(9)) == {number for number, *_ in made}
    row = frame_of({f"l{PLACE}": int, f"r{PLACE}": int}, [(2, 1)], engine).select(placed(["l", "r"], 3))
    [(place,)] = rows(row)
    assert {(9, 7)} == {(left, right) for number, left, right in made if number == place}


def test_places_are_for_few_states():
    """Where there would be more states than are worth deciding, or nobody is asked, rows are gone through."""
    assert (True, False, False) == (few(300, 2), few(400, 2), few(300, 0))


def test_keys_are_cut_between_sources():
    """A source is in one key as a whole, and a key holds no more digits than fit."""
    one, other = packs("l", [f"a{n}" for n in range(20)]), packs("r", [f"b{n}" for n in range(20)])
    frame = frame_of({"lpack0": int, "rpack0": int}, [(0, 0)])
    assert [20, 20] == [len(key.digits) for key in keyed(frame, [*one, *other])[1]]


@pytest.mark.parametrize("engine", ENGINES)
def test_partners_and_spaces_have_numbers(engine):
    """Each has its own from 1 up, and the number of a reference is that of whom it names."""
    project = Project("p", [*PEOPLE, Space("ana", name="Room"), Relationship("ana", "bo", kind="knows")]).on(engine)
    known = {ref: number for number, ref in rows(numbers(project).select(NUMBER, "ref"))}
    assert {None: STRANGER, "partner:ana": 1, "partner:bo": 2, "space:ana": 3} == known
    tie = coded(project, Relationship).select(*[code_name(name) for name in ("source", "target", "reported_by")])
    assert [(1, 2, STRANGER)] == rows(tie)


def stray(engine):
    """Return ties of ana with somebody whom no table has, though there is an answer in their name."""
    whole = Project(
        "p",
        [*PEOPLE, Relationship("ana", "bo", kind="knows"), yes("ana", "share"), yes("bo", "share")],
        settings=SETTINGS,
    )
    kept = {kind: whole.table(kind) for kind in whole.kinds}
    kept[Partner] = Table(Partner, [row for row in whole.stored(Partner) if row[0] == "ana"])
    return Project.made_of("p", whole.settings, kept).on(engine)


@pytest.mark.parametrize("engine", ENGINES)
def test_nobody_answers_for_strangers(engine):
    """Who is in no table has agreed to nothing, whatever an answer says, and nobody else has agreed through it."""
    project = stray(engine)
    assert 2 == project.count(Consent)
    decided = decide_frames(project, asked_of(project, Request("publication", "public"), today=DAY))
    assert [Level.WITHHOLD.rank] == [one.there for one in decided[Relationship]]
    assert [Level.SHARE.rank] == [one.there for one in decided[Partner]]


@pytest.mark.parametrize("engine", ENGINES)
def test_numbers_are_made_once_and_kept_with_their_tables(engine):
    """A second decision finds them; a project of other partners makes its own."""
    project = Project("p", [*PEOPLE, Relationship("ana", "bo", kind="knows")]).on(engine)
    assert coded(project, Relationship).to_native() is not None
    first = project.table(Partner).made("numbers", (project.table(Partner), project.table(Space)), lambda: None)
    assert first is numbers(project)
    smaller = Project.made_of(
        "q",
        project.settings,
        {**{k: project.table(k) for k in project.kinds}, Partner: Table(Partner, project.stored(Partner)[:1])},
    ).on(engine)
    assert {1, STRANGER} == {number for (number,) in rows(numbers(smaller).select(NUMBER))}


def test_rows_that_others_point_at_are_told_alike():
    """Whichever way their kinds are decided, what is passed on has one type, so that they can stand in one table."""
    asked = asked_of(example(), Request("publication", "public"), today=DAY)
    decider = on_frames._Decider(example(), asked)
    decider.decided()
    types = [frame.collect_schema()[on_frames.ANYONE] for frame in decider.targets.values()]
    assert {states.RANK()} == set(types)
    assert 1 < len(types)
