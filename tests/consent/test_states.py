"""Numbers in place of ranks and of ids: they tell the same, and who is in no table has agreed to nothing."""

from datetime import date

import narwhals as nw
import pytest
from tests.consent.building import SETTINGS, yes

from coprod import Consent, Level, Partner, Project, Relationship, Request, Space
from coprod.consent import states
from coprod.consent.coding import NUMBER, STRANGER, code_name, coded, numbers
from coprod.consent.decide import asked_of, decide_frames
from coprod.consent.states import Pack, Source, keyed, packs, ruled
from coprod.engines import frame_of, rows
from coprod.tables import Table

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
    told = states.states(frame, [Source(found)], 1).select(*names)
    assert sorted(set(table)) == sorted(rows(told))


@pytest.mark.parametrize("engine", ENGINES)
def test_states_that_rows_are_in_are_among_those_they_could_be_in(engine):
    """What could be made of the values holds what the rows make of them, under the same keys."""
    left, right = packs("l", ["a", "b"]), packs("r", ["d"])
    frame = frame_of({"lpack0": int, "rpack0": int}, [(1, 3), (14, 0), (1, 3)], engine)
    values = [frame.select("lpack0").unique(), frame.select("rpack0").unique()]
    scanned = states.states(frame, [Source(left), Source(right)], 2)
    made = states.states(frame, [Source(left, values[0]), Source(right, values[1])], 2)
    many = states.states(frame, [Source(left, values[0]), Source(right, values[1])], 1_000)
    names = ["__key0", "a", "b", "d"]
    assert {(49, 1, 0, 3), (14, 2, 3, 0)} == set(rows(scanned.select(*names))) == set(rows(many.select(*names)))
    assert 4 == len(rows(made))
    assert set(rows(scanned.select(*names))) < set(rows(made.select(*names)))


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
