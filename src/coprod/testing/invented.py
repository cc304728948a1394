"""A small project, invented from end to end: something is shared, something counts, something stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

from coprod.project import Project
from coprod.records import (
    Attendance,
    Characteristic,
    Consent,
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
from coprod.settings import ConsentDefaults, Held, Permission, Settings

__all__ = ["example"]

START, TALK = date(2019, 3, 1), date(2019, 5, 14)
NAMED = ("identity", "profile", "strengths", "participation", "relationships", "decisions", "views")
COUNTED = (*NAMED, "experience", "access", "characteristics", "outcomes", "ratings", "plan", "spaces")


def example() -> Project:
    """
    Return a small invented project: every record kind is used, in at most 40 rows, the same at each call.

    Ana and the library may be named, Bo only counts, Cem was in and withdrew, Dee was never asked. The board in
    the room was under a notice. `publication` to the `public` shares some, counts some, withholds the rest.

    >>> example().count(Partner)
    6
    """
    records = [*_partners(), *_gatherings(), *_views(), *_plan(), *_change(), *_answers()]
    return Project("Tea and talk", records, settings=_settings())


def _settings() -> Settings:
    name = _statement("You may print my name, my words and what I do.", NAMED, "share")
    count = _statement("Count me, with no name.", COUNTED, "count")
    return Settings(
        about="Invented from end to end",
        starts=START,
        held=Held(controllers=("The library on the square",), contact="the desk", kept_by=("ana",)),
        sectors={"citizen": "own experience", "public library": "job"},
        audiences={"funder": ("The fund",)},
        purposes={"publication": "the report"},
        consent=ConsentDefaults(method="written", notice="Sheet 1"),
        permission={"1": name, "2": count},
    )


def _statement(says: str, categories: tuple[str, ...], level: str) -> Permission:
    return Permission(
        says=says,
        categories=categories,
        purposes=("publication",),
        audiences=("funder", "public"),
        level=level,
        explicit=True,
    )


def _partners() -> Iterator[Record]:
    yield Partner("ana", kind="person", name="Ana Lopez", sector="citizen", organisation="library", joined=START)
    yield Partner("bo", kind="person", name="Bo Lind", sector="citizen", area="S12000019", joined=START)
    yield Partner("cem", kind="person", name="Cem Acar", sector="citizen", joined=START)
    yield Partner("dee", kind="person", name="Dee", sector="citizen", joined=TALK)
    yield Partner("library", kind="organisation", name="The library on the square", sector="public library", people=9)
    yield Partner("tuesday", kind="group", name="The Tuesday group", people=12)
    yield Characteristic("bo", "age band", "65+")
    yield Need("bo", "a chair with arms")
    yield Strength("ana", "speaks Polish", kind="skill", since=START)
    yield Strength("bo", "Speaks Polish", kind="skill")
    yield Membership("ana", "tuesday", since=START)
    yield Exchange("ana", "library", kind="teaching", strength="speaks Polish", at=TALK, hours=2.0)
    yield Relationship("ana", "library", kind="works with", reported_by="ana", since=START, openness=4)
    yield Relationship("bo", "cem", kind="knows")


def _gatherings() -> Iterator[Record]:
    at = datetime(2019, 5, 14, 17, 30, tzinfo=UTC)
    yield Space("talk", name="Tea and talk", kind="gathering", starts=at, people=14, level="collaborate")
    yield Attendance("ana", "talk", payment="voucher")
    yield Attendance("bo", "talk", access="met", minutes=90)
    yield Attendance("cem", "talk", came="part")
    yield Experience("bo", space="talk", valued=4, listened=5, contributed=3)
    yield Experience(space="talk", here_as="volunteer", valued=5)


def _views() -> Iterator[Record]:
    at = datetime(2019, 5, 14, 18, 0, tzinfo=UTC)
    yield View(
        "v1",
        partner="ana",
        space="talk",
        at=at,
        kind="idea",
        text="Open on Sundays",
        fate="taken up",
        replied_at=at,
    )
    yield View("v2", partner="cem", space="talk", at=at, kind="concern", text="Who will pay?")
    yield View("v3", space="talk", kind="question", text="Is there tea?")  # an unsigned note on the board
    yield Mention("view:v1", "library", part="is named")
    yield Response("bo", "view:v1", stance=1, at=TALK)


def _plan() -> Iterator[Record]:
    yield Goal("sunday", kind="aim", text="Open when people can come", agreed=TALK)
    yield Decision("d1", title="Open on Sundays in June", space="talk", at=TALK, rule="consensus", topic="plan")
    yield Role("ana", "decision:d1", "initiated")
    yield Influence("view:v1", "decision:d1", how="almost word for word")


def _change() -> Iterator[Record]:
    yield Indicator("visits", name="Visits on a Sunday", goal="sunday", better="up", minimum=0.0)
    yield Measurement("visits", "library", at=TALK, value=41.0)
    yield Population("age band", "65+", on=START, count=1800, source="the census, as we invented it")


def _answers() -> Iterator[Record]:
    yield Consent("partner:ana", status="given", statements=frozenset("12"), on=START)
    yield Consent("partner:library", status="given", statements=frozenset("12"), on=START)
    yield Consent("partner:bo", status="given", statements=frozenset("2"), on=START)
    yield Consent("partner:cem", status="given", statements=frozenset("12"), on=START)
    yield Consent("partner:cem", status="withdrawn", on=TALK)
    yield Consent("space:talk", status="given", statements=frozenset("12"), on=TALK, method="notice in the room")
