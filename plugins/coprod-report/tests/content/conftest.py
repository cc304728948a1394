"""Releases to make pages of, all invented: of whatever a test names, of a small project, a large one, the example."""

import functools
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

import coprod
from coprod import (
    Attendance,
    Consent,
    Decision,
    Exchange,
    Experience,
    Goal,
    Influence,
    Partner,
    Project,
    Record,
    Registry,
    Relationship,
    Release,
    Request,
    Response,
    Role,
    Settings,
    Space,
    Strength,
    View,
)

EXAMPLE = Path(__file__).parents[4] / "examples" / "citizen-led-libraries"
START = date(2024, 1, 15)
TOML = """\
coprod = 1
name = "Tea and talk"
about = "{about}"
starts = 2024-01-15
sectors = {{ citizen = "own experience", hall = "job" }}
audiences = {{ funder = ["The fund"] }}
purposes = {{ publication = "the report on the wall" }}
held = {{ controllers = ["The hall committee"], contact = "the desk in the hall" }}
consent = {{ method = "written", notice = "Sheet 1" }}
{statements}
"""
STATEMENT = """
[permission.{number}]
says = "You may {level} it."
categories = [
  "identity", "profile", "strengths", "participation", "relationships", "decisions", "views", "experience",
  "outcomes",
]
purposes = ["publication"]
audiences = ["public", "funder"]
level = "{level}"
explicit = true
"""
STATEMENTS = STATEMENT.format(number=1, level="share") + STATEMENT.format(number=2, level="count")


@functools.cache
def settings(about: str = "We meet over tea and make the hall a warmer place") -> Settings:
    """What the invented projects say of themselves, read as a project reads it."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "coprod.toml"
        place.write_text(TOML.format(about=json.dumps(about)[1:-1], statements=STATEMENTS), "utf-8")
        return coprod.read(folder).settings


@pytest.fixture(scope="session")
def form() -> Settings:
    """The settings of a project with a form that people can say yes to."""
    return settings()


def yes(partner: str, statements: str) -> Consent:
    """Somebody's yes to statements on the form."""
    return Consent(f"partner:{partner}", status="given", statements=frozenset(statements), on=START)


def released(project: Project, audience: str = "public", purpose: str = "publication", *, ask: bool = True) -> Release:
    """What may leave of a project, with every check or with none; the same at each call."""
    registry = Registry.load()
    checks = registry.equality_checks if ask else ()
    request = Request(purpose, audience)
    return coprod.share(project, request, checks=checks, registry=registry, secret=b"s" * 32, release_id="r1")


@pytest.fixture(scope="session")
def told() -> Callable[..., Release]:
    """A function: the release of some records, of which everybody in them said yes to everything, beside others."""

    def told(*records: Record, name: str = "Tea and talk", others: Iterable[Record] = (), **more: str) -> Release:
        answers = [yes(one.id, "12") for one in records if isinstance(one, Partner)]
        return released(Project(name, [*records, *others, *answers], settings=settings(**more)), ask=False)

    return told


def few_people() -> Iterator[Record]:
    """Twenty-five people who met three times: eight may be named, four more may be counted, the others said no word."""
    for n in range(25):
        yield Partner(f"p{n}", kind="person", name=f"Nell {chr(65 + n)}.", sector="hall" if n % 5 == 4 else "citizen")
        if n < 12:
            yield yes(f"p{n}", "12" if n < 8 else "2")
    for n in range(3):
        at = datetime(2024, 2 + 3 * n, 6, 18, tzinfo=UTC)
        yield Space(f"s{n}", name=("First tea", "The cold evening", "Looking back")[n], kind="gathering", starts=at)
        for person in range(0, 25, n + 1):
            yield Attendance(f"p{person}", f"s{n}")
        for person in range(0, 25, 2):
            yield Experience(f"p{person}", space=f"s{n}", valued=4 + n % 2, listened=3 + n % 3, contributed=4, safe=5)
    said = ("A curtain for the door", "Tea before the talk", "Who has the key?", "I was cold last time")
    for n, text in enumerate(said):
        at = datetime(2024, 2, 6, 18, 10 + n, tzinfo=UTC)
        kind = ("idea", "proposal", "question", "experience")[n]
        yield View(f"v{n}", partner=f"p{n}", space="s0", at=at, kind=kind, text=text)
    yield Decision("d0", title="Hang a curtain", space="s1", at=date(2024, 5, 6), rule="consensus")
    yield Role("p0", "decision:d0", "decided")
    yield Goal("g0", kind="activity", text="A curtain at the door", agreed=date(2024, 5, 6), done=date(2024, 6, 1))
    yield Goal("g1", kind="outcome", text="People stay for a second cup", done=date(2024, 8, 1))
    yield Influence("view:v0", "decision:d0")
    yield Influence("decision:d0", "goal:g0")
    yield Influence("view:v1", "goal:g1")
    yield Strength("p1", "sews curtains", kind="skill")
    yield Exchange("p1", "p2", kind="help", strength="sews curtains", at=date(2024, 5, 20))
    yield Relationship("p0", "p1", kind="knows", reported_by="p0")
    for n in range(4):
        yield Response(f"p{n}", "goal:g1", stance=1, at=date(2024, 8, 6))


@pytest.fixture(scope="session")
def few() -> Release:
    """What may be public of a project of twenty-five people, every check asked."""
    return released(Project("The warm hall", few_people(), settings=settings()))


@pytest.fixture(scope="session")
def example() -> Release:
    """What may be public of the example, every check asked."""
    return of_example("public", "publication")


@pytest.fixture(scope="session")
def for_the_funder() -> Release:
    """What the funder may have of the example."""
    return of_example("funder", "reporting")


def of_example(audience: str, purpose: str) -> Release:
    """What an audience may have of the example; skip where it is not there."""
    if not EXAMPLE.exists():
        pytest.skip("the example is in coprod's own checkout")
    return released(coprod.read(EXAMPLE), audience, purpose)


@pytest.fixture(scope="session")
def many() -> Release:
    """What may be public of 5,000 views of 400 people, of half of which something came."""
    people = [Partner(f"p{n}", kind="person", name=f"Person {n}", sector="citizen") for n in range(400)]
    first = datetime(2024, 1, 20, 18, tzinfo=UTC)
    views = [
        View(
            f"v{n}",
            partner=f"p{n % 400}",
            at=first + timedelta(hours=2 * n),
            kind=("idea", "concern", "experience")[n % 3],
            text=f"Thought {n}: the hall would be warmer with a curtain and a stove, and the lane safer with a lamp",
            fate="taken up" if n % 2 else None,
            replied_at=first + timedelta(hours=2 * n + 48) if n % 2 else None,
            reply=f"We talked about it and hung curtain {n}" if n % 2 else None,
        )
        for n in range(5000)
    ]
    goals = [
        Goal(f"g{n}", kind="activity", text=f"Curtain {n}", agreed=START, done=START + timedelta(days=n))
        for n in range(100, 400)
    ]
    led = [Influence(f"view:v{n}", f"goal:g{n}") for n in range(100, 400)]
    answers = [yes(one.id, "12") for one in people]
    project = Project("The large hall", [*people, *views, *goals, *led, *answers], settings=settings())
    return released(project, ask=False)
