"""All checks over some hundred partners: the same findings on both engines, and however an engine runs its plans."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random

import attrs
import narwhals as nw
import pytest
from tests.equality.building import people, project

from coprod.builtin.checks import checks
from coprod.engines import connect, expecting, keep, rows
from coprod.engines.frames import MANY, many_rows
from coprod.equality import here
from coprod.equality.pairs import kinds, pairs_by_kind, partners, told
from coprod.equality.run import run_checks, run_for_release
from coprod.equality.study import Size, Study
from coprod.project import Project
from coprod.records import (
    Attendance,
    Characteristic,
    Decision,
    Exchange,
    Experience,
    Goal,
    Indicator,
    Influence,
    Measurement,
    Membership,
    Mention,
    Need,
    Partner,
    Population,
    Record,
    Relationship,
    Response,
    Role,
    Space,
    Strength,
    View,
)
from coprod.schema import columns_of
from coprod.settings import Agreed, Settings
from coprod.tables import Table
from coprod.testing import example

CHECKS = checks()
ALLOWED = {name: Agreed(decision="d1") for name in ("floor-time", "trust-and-value", "trust-gap")}
FIRST = date(2024, 9, 1)
MORE_THAN_32_BITS = 2_000_000_000


class Town:
    """Invented records that lean on one another: skewed, with gaps in every column that may be empty."""

    def __init__(self, partners: int = 120) -> None:
        """Draw from one seed, so that the town is the same each time."""
        self.draw = Random(5)  # noqa: S311  # no secrets
        self.ids = [f"p{n}" for n in range(partners)]

    def some(self, *values):
        """One of these values, or nothing."""
        return self.draw.choice([*values, None])

    def who(self) -> str:
        """Some partner, the first ones more often."""
        return self.ids[int(len(self.ids) * self.draw.random() ** 2)]

    def day(self):
        """Some day, or none."""
        return self.some(*(FIRST + timedelta(days=n) for n in (0, 40, 200, 500)))

    def at(self):
        """Some instant, or none."""
        return self.some(datetime(2024, 10, 1, 12, tzinfo=UTC), datetime(2025, 3, 1, 18, 30, tzinfo=UTC))

    def records(self) -> Iterator[Record]:
        """Rows of every kind."""
        kinds = ("person", "person", "person", "person", "group", "organisation", "team")
        for n, one in enumerate(self.ids):
            kind = kinds[n % len(kinds)]
            size = self.some(1, 3, MORE_THAN_32_BITS) if kind in {"group", "organisation"} else None
            home = "p5" if kind == "person" and self.draw.random() < 0.2 else None
            sector = self.some("citizen", "citizen", "council", "health")
            yield Partner(one, kind=kind, sector=sector, here_as=self.some("job", None), people=size, organisation=home)
        yield from (
            Space(f"s{n}", name="Tea", starts=self.at(), agreement=self.some("written together")) for n in range(9)
        )
        yield from (
            Decision(
                f"d{n}",
                title="Tea",
                space=self.some("s1", "s2"),
                at=self.day(),
                rule=self.some("consent"),
                topic=self.some("money"),
            )
            for n in range(1, 9)
        )
        yield from self._plans()
        yield from self._words()
        yield from {self._key(row): row for row in self._rows()}.values()

    def _plans(self) -> Iterator[Record]:
        yield from (
            Goal(f"g{n}", kind=kind, text="Tea", agreed=self.day(), due=self.day())
            for n, kind in enumerate(("vision", "outcome", "milestone", "activity"))
        )
        yield Indicator("i1", name="impact", minimum=1, maximum=6)
        yield Indicator("i2", name="visits", better="up")
        yield Population("sector", "citizen", on=FIRST, count=3_000_000_000, source="us")
        yield Population("sector", "council", on=FIRST, count=50, source="us")

    def _words(self) -> Iterator[Record]:
        for n in range(300):
            yield View(
                f"v{n}",
                partner=self.some(self.who(), self.who(), self.who()),
                space=self.some("s1", "s2", "s3"),
                kind=self.some("idea", "concern", "question"),
                in_plan=self.some("yes", "no", "unsure"),
                discussed=self.some("s1"),
                fate=self.some("taken up", "parked", "not taken up"),
                reply=self.some("Yes", " "),
                at=self.at(),
            )

    def _rows(self) -> Iterator[Record]:
        draw, who = self.draw, self.who
        for _ in range(900):
            a, b = who(), who()
            rates = {name: self.some(1, 2, 4) for name in ("reliability", "openness", "influence", "resources")}
            yield Relationship(
                a, b, kind=draw.choice(("knows", "trusts")), since=self.day(), reported_by=self.some(who()), **rates
            )
        for _ in range(300):
            yield Attendance(
                who(),
                f"s{draw.randrange(9)}",
                came=self.some("yes", "part", "could not"),
                payment=self.some("fee", "none"),
                expenses=self.some("owed"),
                access=self.some("met", "not met"),
                turns=self.some(0, 4),
                seconds=self.some(MORE_THAN_32_BITS),
                minutes=self.some(90),
            )
            yield Response(
                who(),
                draw.choice(("view:v1", "view:v2", "view:v7", "goal:g0", "goal:g1")),
                stance=self.some(1, 0, -1),
                people=self.some(2),
                fate=None,
                at=self.day(),
            )
            yield Experience(
                partner=self.some(who()),
                here_as=self.some("job"),
                space=f"s{draw.randrange(9)}",
                valued=self.some(1, 5),
                listened=self.some(4),
                contributed=self.some(2),
                safe=self.some(5),
            )
        for _ in range(120):
            yield Exchange(
                who(),
                who(),
                kind=self.some("visit", "conversation"),
                strength=self.some("Tea", " tea "),
                at=self.day(),
                hours=self.some(0.5, 2.25),
            )
            yield Strength(who(), draw.choice(("tea", "maps")), since=self.day())
            yield Mention(f"view:v{draw.randrange(300)}", partner=who(), part=self.some("said it too"))
            yield Role(
                who(),
                draw.choice(("decision:d1", "decision:d2", "space:s1", "goal:g0")),
                draw.choice(("decided", "facilitated", "shaped", "hosted")),
            )
        for _ in range(60):
            yield Membership(who(), draw.choice(("p6", "p13")))
            yield Characteristic(who(), "age band", draw.choice(("65+", "16-24")))
            yield Need(who(), "a chair")
            yield Measurement(
                draw.choice(("i1", "i2")),
                partner=who(),
                at=FIRST + timedelta(days=draw.randrange(2)),
                value=float(draw.randrange(1, 7)),
            )
            yield Influence(f"view:v{draw.randrange(300)}", draw.choice(("goal:g1", "decision:d1", "view:v3")))

    @staticmethod
    def _key(row: Record):
        """What tells a row of its kind from the others."""
        own = [name for name, column in columns_of(type(row)).items() if column.key]
        return type(row), *(getattr(row, name) for name in own or attrs.fields_dict(type(row)))


@pytest.fixture(scope="module")
def town():
    """The town in Polars."""
    settings = Settings(agreed=ALLOWED, sectors={"citizen": "own experience", "council": "elected"})
    return project(Town().records(), settings=settings)


@pytest.fixture(scope="module")
def in_duckdb(town):
    """The same town in DuckDB."""
    return on_duckdb(town)


def on_duckdb(town: Project) -> Project:
    """The same project with its tables in DuckDB."""
    connection = connect("duckdb")
    tables = {}
    for kind in town.kinds:
        rows = connection.from_arrow(town.frame(kind).to_native().collect().to_arrow())
        tables[kind] = Table(kind, frame=keep(nw.from_native(rows).lazy()))
    return Project.made_of(town.name, town.settings, tables)


def test_both_engines_find_the_same(town, in_duckdb):
    """Findings are equal, evidence and p-values included, and no check raises."""
    one, two = (run_checks(each, CHECKS, by="sector") for each in (town, in_duckdb))

    assert [None] * len(CHECKS) == [finding.error for finding in one]
    assert list(one) == list(two)


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_large_plans_find_the_same(town, in_duckdb, engine, monkeypatch):
    """However an engine runs its plans, the findings are equal."""
    there = in_duckdb if engine == "duckdb" else town
    small = run_checks(there, CHECKS, by="sector")
    monkeypatch.setattr("coprod.engines.frames.MANY", 1)

    assert list(small) == list(run_checks(there, CHECKS, by="sector"))


def test_what_is_kept_of_many_rows_is_let_go(town, monkeypatch):
    """After a run, also one that ends in the middle, nothing of what it kept is left in the database."""
    there = on_duckdb(town)
    monkeypatch.setattr("coprod.engines.frames.MANY", 1)

    run_checks(there, CHECKS, by="sector")
    assert [] == tables_of(there)
    with pytest.raises(KeyboardInterrupt):
        stopped(there)
    assert [] == tables_of(there)


def stopped(there: Project) -> None:
    """Keep many rows, and be stopped."""
    with expecting(MANY):
        kept = keep(there.frame(Partner).select("id"))
        assert (there.count(Partner), 1) == (len(rows(kept)), len(tables_of(there)))
        raise KeyboardInterrupt


def tables_of(there: Project) -> list[str]:
    """Names of the temporary tables beside a project."""
    tables = there.frame(Partner).to_native().query("duckdb_tables", "SELECT table_name FROM duckdb_tables")
    return [name for (name,) in tables.fetchall()]


def test_a_connection_that_is_gone_is_let_go(town, monkeypatch):
    """Where somebody closes the connection on the way, letting go raises nothing on top."""
    connection = connect("duckdb")
    there = town.on("duckdb", connection)
    monkeypatch.setattr("coprod.engines.frames.MANY", 1)

    with expecting(MANY):
        kept = keep(there.frame(Partner).select("id"))
        assert town.count(Partner) == len(rows(kept))
        connection.close()


def test_what_may_leave_is_the_same(town, in_duckdb):
    """The tables that go through disclosure control are equal on both engines."""
    tables = [run_for_release(one, CHECKS, protect=lambda t, _: t, by="sector").tables for one in (town, in_duckdb)]

    assert tables[0] == tables[1]


def test_nothing_on_record():
    """Tables without rows are counted alike, and raise nothing."""
    empty = Project("Tea", [])

    assert list(run_checks(empty, CHECKS)) == list(run_checks(on_duckdb(empty), CHECKS))


def test_people_beyond_32_bits(town, in_duckdb):
    """Numbers past 2 to the 31st are counted in full on both engines."""
    sizes = [Study(one, "sector").sizes for one in (town, in_duckdb)]

    assert sizes[0] == sizes[1]
    assert max(size.people for size in sizes[0].values()) > 2**32


def test_sizes_are_those_of_single_partners(town):
    """What is counted on the engine is what going through partners one by one gives."""
    study = Study(town, "sector")
    expected = {}
    for partner, group in study.group_of.items():
        partners_, people_ = expected.get(group, (0, 0))
        expected[group] = (partners_ + 1, people_ + study.people[partner])

    assert {group: Size(*size) for group, size in expected.items()} == study.sizes


def test_pairs_are_those_of_single_ties(town):
    """Tied pairs by kind, as going through ties one by one finds them."""
    study = Study(town, "sector")
    names = dict(rows(partners(study).select("code", "partner")))
    found = {}
    for tie in town.records(Relationship):
        if tie.source != tie.target:
            there, back = found.get((tie.kind, frozenset((tie.source, tie.target))), (frozenset(), frozenset()))
            found[tie.kind, frozenset((tie.source, tie.target))] = (there | {tie.source}, back | {tie.target})
    columns = ("kind", "lo", "hi", "there", "back")
    counted = rows(pairs_by_kind(study).select(*columns))

    assert len(found) == len(counted)
    for kind, lo, hi, there, back in counted:
        sources, _ = found[kinds(study)[kind], frozenset((names[lo], names[hi]))]
        assert {names[lo]: there, names[hi]: back} == {who: int(who in sources) for who in (names[lo], names[hi])}


def test_who_told(town):
    """How many told of so many ties adds up to all ties between two."""
    ties = [tie for tie in town.records(Relationship) if tie.source != tie.target]

    assert len(ties) == sum(number * n for number, n in rows(told(Study(town)).select("ties", "n")))


def test_a_project_too_large_for_a_check_is_told():
    """A check is not asked of more partners than it takes, and no partner is looked at for that."""
    check = attrs.evolve(next(one for one in CHECKS if one.name == "brokerage"), largest=3)
    study = Study(project(people(a=2, b=2)), "sector")
    [finding] = run_checks(study.project, [check], by="sector")

    assert ("unknown", "too large") == (finding.status, finding.say)


def test_how_plans_run_is_said_and_taken_back():
    """What is expected holds inside, and no longer."""
    with expecting(MANY):
        assert many_rows()
    assert not many_rows()


def test_who_is_here_is_counted_alike_however_many_ties_there_are(monkeypatch):
    """One by one where there are few, together where there are many."""
    study = Study(example())
    few = [table.cells for table in here.count_here(study)]
    monkeypatch.setattr(here, "FEW", -1)
    assert few == [table.cells for table in here.count_here(study)]
    assert len(few[1]) > 1
