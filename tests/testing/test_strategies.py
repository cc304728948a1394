"""What plugin authors test with: it draws what matters, needs no help, and says what it lacks."""

import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.asking import levels

from coprod.level import Level
from coprod.records import BUILT_IN, Consent, Mention
from coprod.records.consent import CLOSING, GRANTING
from coprod.request import Request
from coprod.testing import clocks, consent_states, example, projects, records, requests
from coprod.testing import settings as project_settings

pytestmark = pytest.mark.usefixtures("untraced")

MANY = settings(
    max_examples=150,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def seen(strategy, look, *, profile=MANY):
    """How often each thing that *look* finds was drawn."""
    found = Counter()

    @profile
    @given(strategy)
    def draw(drawn):
        found.update(look(drawn))

    draw()
    return found


@pytest.fixture(scope="module")
def drawn():
    """What 150 projects hold, by kind of thing."""

    def look(project):
        for kind in project.kinds:
            yield from [kind.__name__] * project.count(kind)
        for event in project.records(Consent):
            yield "yes" if event.status in GRANTING else "no" if event.status in CLOSING else "open"
            for name in (
                "items",
                "until",
                "conditions",
                "given_by",
                "authority_until",
                "statements",
                "level",
            ):
                if getattr(event, name):
                    yield name
            if event.capacity:
                yield event.capacity
            if event.status in CLOSING and not (event.statements or event.items or event.categories):
                yield "no to everything"
        names = ("labels", "public_facts", "extras", "words", "sectors")
        yield from (name for name in names if getattr(project.settings, name))

    return seen(projects(), look)


@pytest.mark.parametrize("kind", BUILT_IN)
def test_every_kind_is_drawn(kind, drawn):
    """Rows of every kind occur in projects, and often."""
    assert drawn[kind.__name__] >= 30


@pytest.mark.parametrize(
    "what",
    [
        *(
            "yes",
            "no",
            "open",
            "no to everything",
            "items",
            "until",
            "conditions",
            "given_by",
            "authority_until",
        ),
        *(
            "statements",
            "level",
            "12 or over",
            "lacks",
            "labels",
            "public_facts",
            "extras",
            "words",
            "sectors",
        ),
    ],
)
def test_everything_that_consent_knows_is_drawn(what, drawn):
    """Each part of an answer, and each setting that consent reads, occurs often."""
    assert drawn[what] >= 8


def test_all_levels_are_reached():
    """Among what is drawn something is shared, pseudonymised, counted and withheld."""

    def look(found):
        project, request, now = found
        asked = {"purpose": request.purpose, "audiences": request.audiences, "now": now}
        return Counter(level for *_, level in levels(project, **asked))

    asked = projects().flatmap(lambda p: st.tuples(st.just(p), requests(p), clocks(p)))
    found = seen(asked, look, profile=settings(MANY, max_examples=120))

    assert set(Level) == set(found)
    assert all(count > sum(found.values()) / 2_000 for count in found.values()), found


@given(project_settings(), consent_states(categories=["views"]))
def test_the_smaller_strategies(drawn_settings, state):
    """Statements are for purposes that exist; states are about the categories asked for."""
    assert all(set(one.purposes) <= set(drawn_settings.purposes) for one in drawn_settings.permission.values())
    assert "views" == state.category


@given(records(Mention, ids={"view": ["v9"], "partner": ["eve"]}))
def test_records_refer_to_what_they_are_given(mention):
    """References name the ids that were given, or are words where words may stand."""
    assert "view:v9" == mention.item


@given(projects().flatmap(requests))
def test_requests_are_declared(request_):
    """A request asks for a purpose and for audiences that the project declares."""
    assert isinstance(request_, Request)
    assert request_.audiences


def test_the_example_is_small_and_whole():
    """Every kind is used, in at most 40 rows; it is the same each time."""
    project = example()

    assert [] == [kind.__name__ for kind in BUILT_IN if not project.count(kind)]
    assert sum(project.count(kind) for kind in BUILT_IN) <= 40
    assert project == example()


def test_of_the_example_some_is_shared_some_counted_some_withheld():
    """Whoever measures or explains with it sees every outcome but pseudonyms."""
    asked = {"purpose": "publication", "audiences": ["public"], "now": datetime(2019, 9, 1, tzinfo=UTC)}

    assert {Level.SHARE, Level.COUNT, Level.WITHHOLD} == {level for *_, level in levels(example(), **asked)}


@pytest.mark.parametrize("use", ["from coprod.testing import projects", "import coprod.testing.strategies"])
def test_without_hypothesis_it_says_what_to_install(use):
    """A missing Hypothesis is one clear sentence that names the extra; `example` does without."""
    code = f"import sys; sys.modules['hypothesis'] = None\nfrom coprod.testing import example; example()\n{use}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert 'pip install "coprod[testing]"' in done.stderr
    assert 0 != done.returncode
