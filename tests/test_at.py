"""A project as it was at the end of a day: a slow and obvious twin, and what people would expect."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, ClassVar

import attrs
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from coprod import Project
from coprod.asof import targets_first
from coprod.records import (
    Attendance,
    Consent,
    Decision,
    Goal,
    Influence,
    Membership,
    Mention,
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
from coprod.schema import About, columns_of, key, kind_name, to
from coprod.settings import Settings
from coprod.testing import projects
from coprod.testing.drawing import DAYS

DAY = date(2019, 6, 1)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)
SPANS = (Strength, Relationship, Membership)


def content(project: Project) -> Counter:
    """All records of a project, each as often as it is there."""
    return Counter(record for kind in project.kinds for record in project.records(kind))


def known_at(project: Project, day: date) -> Counter:  # noqa: C901  # one story, told in one place
    """What section 4 of the design says of `at`, in plain loops."""
    zone = project.settings.zone
    end_of_day = datetime.combine(day + timedelta(days=1), time(), zone)

    def later(value) -> bool:
        if isinstance(value, datetime):
            return value.astimezone(UTC) >= end_of_day.astimezone(UTC)
        return value is not None and value > day

    def there(row: Record) -> bool:
        for name, column in columns_of(type(row)).items():
            if column.time in {"moment", "start"} and later(getattr(row, name)):
                return False
            ended = column.time == "end" and getattr(row, name) is not None and getattr(row, name) < day
            if ended and type(row) in SPANS:
                return False
        return True

    def named(row: Record, *, required: bool) -> dict[str, str]:
        found = {}
        for name, column in columns_of(type(row)).items():
            value = getattr(row, name)
            if column.refs and not column.many and column.required is required and value is not None:
                found[name] = value if column.typed else f"{column.refs[0]}:{value}"
        return found

    everything = [row for kind in project.kinds for row in project.records(kind)]
    always = [row for row in everything if isinstance(row, Consent)]
    rows = [row for row in everything if not isinstance(row, Consent) and there(row)]
    ids = {row.ref for row in everything if "id" in columns_of(type(row))}
    while True:
        gone = ids - {row.ref for row in rows}
        kept = [row for row in rows if not gone & set(named(row, required=True).values())]
        if len(kept) == len(rows):
            break
        rows = kept

    def cells(row: Record) -> Record:
        columns = columns_of(type(row))
        emptied = {n: None for n, c in columns.items() if c.time in {"later", "end"} and later(getattr(row, n))}
        for name, column in columns.items():
            when = getattr(row, column.known_with) if column.known_with else None
            if column.known_with and (when is None or later(when)):
                emptied[name] = None
        emptied |= {name: None for name, ref in named(row, required=False).items() if ref in gone}
        return attrs.evolve(row, **emptied)

    return Counter([*always, *map(cells, rows)])


@given(projects(), st.sampled_from(DAYS))
def test_at_is_what_the_design_says(project, day):
    """The quick `at` agrees with the slow one."""
    assert known_at(project, day) == content(project.at(day))


@given(projects(), st.sampled_from(DAYS))
def test_at_twice_is_at_once(project, day):
    """What was known at a day was, at that day, all that was known."""
    assert project.at(day) == project.at(day).at(day)


@settings(max_examples=max(5, settings().max_examples // 10), phases=[Phase.generate])
@given(projects(), st.sampled_from(DAYS))
def test_engines_agree(project, day):
    """On DuckDB the project at a day is the same."""
    pytest.importorskip("duckdb")
    assert project.at(day) == project.on("duckdb").at(day)


@given(projects(), st.sampled_from(DAYS))
def test_nothing_later_is_there(project, day):
    """No day or instant that says when something happened, began or ended is after the day."""
    end_of_day = datetime.combine(day + timedelta(days=1), time(), project.settings.zone)
    at = project.at(day)
    for kind in project.kinds:
        if kind is not Consent:
            times = [name for name, column in columns_of(kind).items() if column.time]
            for row in at.records(kind):
                for value in (getattr(row, name) for name in times):
                    assert value is None or (value < end_of_day if isinstance(value, datetime) else value <= day)


@given(projects(), st.sampled_from(DAYS))
def test_a_project_at_a_day_is_valid(project, day):
    """No reference is left that names nothing: the records make a project of their own."""
    at = project.at(day)
    rows = [row for kind in at.kinds for row in at.records(kind) if not isinstance(row, Consent)]

    Project(at.name, rows, settings=at.settings)


@given(projects())
def test_long_after_everything_only_spans_have_ended(project):
    """At the end of all days everything is known, except that spans which ended are over."""
    at = project.at(date(2999, 1, 1))

    for kind in set(project.kinds) - {*SPANS, View}:
        assert project.records(kind) == at.records(kind), kind_name(kind)


@given(projects(), st.sampled_from(DAYS))
def test_consents_and_settings_stay(project, day):
    """Consent is judged as of now, so every answer stays; so do the settings."""
    assert project.records(Consent) == project.at(day).records(Consent)
    assert project.settings == project.at(day).settings


def only(*records, day=DAY, zone="Europe/London"):
    """The project of *records* at a day, as a set of references."""
    at = Project("Tea", records, settings=Settings(timezone=zone)).at(day)
    return {record.ref for kind in at.kinds for record in at.records(kind)}


ANA, BO = Partner("ana", kind="person"), Partner("bo", kind="person")


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_what_ended_can_be_kept(engine):
    """Spans that ended by the day are kept where they are asked for; what began later is not, nor an end to come."""
    team = Partner("t", kind="team")
    ended = [
        Strength("ana", strength="sings", since=BEFORE, until=BEFORE),
        Relationship("ana", "bo", kind="knows", until=BEFORE),
        Membership("ana", "t", until=BEFORE),
    ]
    later = Strength("bo", strength="mends", since=AFTER)
    running = Strength("bo", strength="bakes", since=BEFORE, until=AFTER)
    tea = Project("Tea", [ANA, BO, team, *ended, later, running]).on(engine)
    partners, so_far = [ANA, BO, team], attrs.evolve(running, until=None)

    assert Project("Tea", [*partners, so_far]) == tea.at(DAY)
    assert Project("Tea", [*partners, so_far, *ended]) == tea.at(DAY, ended=True)


@given(projects(), st.sampled_from(DAYS))
def test_what_ended_comes_on_top(project, day):
    """With what ended, all is there that is there without, and beside it spans alone, that ended before the day."""
    more = content(project.at(day, ended=True)) - content(project.at(day))

    assert Counter() == content(project.at(day)) - content(project.at(day, ended=True))
    assert all(type(row) in SPANS and row.until < day for row in more)


def test_a_partner_who_left_stays():
    """What they said stays said; that they left is known from the day they did."""
    left = attrs.evolve(ANA, joined=BEFORE, left=BEFORE)

    assert {"partner:ana"} == only(left)
    assert BEFORE == Project("Tea", [left]).at(DAY).get(Partner, "ana").left
    assert Project("Tea", [attrs.evolve(left, left=AFTER)]).at(DAY).get(Partner, "ana").left is None


def test_a_partner_who_joins_later_takes_their_rows_along():
    """A row that needs somebody who was not there yet was not there either."""
    late = attrs.evolve(BO, joined=AFTER)

    assert {"partner:ana"} == only(ANA, late, Strength("bo", "sings"), Relationship("ana", "bo", kind="knows"))


@pytest.mark.parametrize(("until", "there"), [(BEFORE, False), (DAY, True), (AFTER, True), (None, True)])
def test_a_span_holds_on_its_last_day(until, there):
    """`until` is the last day on which a span holds."""
    assert there is (f"strength:ana|sings|{BEFORE}" in only(ANA, Strength("ana", "sings", since=BEFORE, until=until)))


@pytest.mark.parametrize(
    ("at", "zone", "there"),
    [
        (datetime(2019, 6, 1, 22, 59, 59, tzinfo=UTC), "Europe/London", True),
        (datetime(2019, 6, 1, 23, tzinfo=UTC), "Europe/London", False),
        (datetime(2019, 6, 1, 23, tzinfo=UTC), "UTC", True),
        (datetime(2019, 6, 1, 9, 59, tzinfo=UTC), "Pacific/Kiritimati", True),
        (datetime(2019, 6, 1, 10, tzinfo=UTC), "Pacific/Kiritimati", False),
    ],
)
def test_a_day_ends_in_the_projects_zone(at, zone, there):
    """The end of the day is midnight where the project is."""
    assert there is ("view:v1" in only(View("v1", at=at), zone=zone))


def test_an_answer_is_known_from_the_day_it_was_given():
    """The fate and the reply of a view are known with `replied_at`, and not before."""
    said = datetime(2019, 5, 1, 12, tzinfo=UTC)
    view = View("v1", at=said, fate="taken up", reply="Yes", text="Open!", replied_at=said + timedelta(days=60))
    project = Project("Tea", [view])
    before, after = project.at(DAY).get(View, "v1"), project.at(date(2019, 7, 1)).get(View, "v1")

    assert (None, None, None, "Open!") == (before.fate, before.reply, before.replied_at, before.text)
    assert ("taken up", "Yes") == (after.fate, after.reply)


def test_a_row_without_a_time_takes_that_of_what_it_needs():
    """A mention, a role, an attendance was there when all that it needs was."""
    space = Space("s1", name="Tea", starts=datetime(2019, 6, 5, tzinfo=UTC))
    rows = (Attendance("ana", "s1"), Role("ana", "space:s1", "hosted"), Mention("space:s1", "ana"))

    assert {"partner:ana"} == only(ANA, space, *rows)


def test_what_leads_to_something_later_is_later():
    """An influence takes the latest time among its two ends; a chain falls to the end."""
    view, decision = View("v1"), Decision("d1", title="x", at=AFTER)
    rows = (Influence("view:v1", "decision:d1"), Response("ana", "decision:d1", stance=1))

    assert {"partner:ana", "view:v1"} == only(ANA, view, decision, *rows)


def test_an_optional_reference_to_what_was_not_there_is_emptied():
    """A row stays without a reference that it can do without."""
    space = Space("s1", name="Tea", starts=datetime(2019, 6, 5, tzinfo=UTC))
    project = Project("Tea", [space, attrs.evolve(ANA, joined=AFTER), View("v1", discussed="s1", through="ana")])
    view = project.at(DAY).get(View, "v1")

    assert (None, None) == (view.discussed, view.through)


def test_words_about_somebody_stay():
    """Words in place of a reference name no row, so none can be missing."""
    view = View("v1", through="his mother")

    assert "his mother" == Project("Tea", [view]).at(DAY).get(View, "v1").through


def test_what_is_due_is_known_and_what_is_done_is_not():
    """A plan says when it is due; that it was done or dropped is known on the day."""
    goal = Goal("g1", kind="aim", text="x", agreed=BEFORE, due=AFTER, done=AFTER, dropped=DAY)
    then = Project("Tea", [goal]).at(DAY).get(Goal, "g1")

    assert (AFTER, None, DAY) == (then.due, then.done, then.dropped)


def test_a_population_is_there_whenever_it_was_counted():
    """Who could have been here has no time mark: the count is used for any day."""
    count = Population("age", "65+", on=AFTER, count=7, source="x")

    assert 1 == Project("Tea", [count]).at(DAY).count(Population)


@attrs.frozen(kw_only=True)
class Chicken(Record):
    """A kind whose rows need rows of another, which need them."""

    about: ClassVar[About] = About("plan", nobody=True)
    id: Annotated[str, key] = attrs.field(kw_only=False)
    egg: Annotated[str, to("Egg")]


@attrs.frozen(kw_only=True)
class Egg(Record):
    """The other kind."""

    about: ClassVar[About] = About("plan", nobody=True)
    id: Annotated[str, key] = attrs.field(kw_only=False)
    chicken: Annotated[str, to("Chicken")]


def test_kinds_that_need_each_other_come_to_an_end():
    """Two kinds that need each other are taken as they come, and nothing runs for ever."""
    assert {Chicken, Egg} == set(targets_first([Chicken, Egg]))
    project = Project("p", [Chicken("c", egg="e"), Egg("e", chicken="c")])
    assert project == project.at(date(2019, 1, 1))
