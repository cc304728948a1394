"""Whatever was done before, what leaves is what would leave if the project had just been read (N10)."""

import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.consent.building import DAY, NOW, SETTINGS

from coprod import Consent, ConsentRule, Level, Partner, Project, Registry, Relationship, Request, Ruling, View, app
from coprod.testing.laws.writing import bytes_of

pytestmark = pytest.mark.usefixtures("untraced")

PEOPLE = ("ana", "bo", "cem", "dee")
PERSON = st.sampled_from(PEOPLE)
STATEMENT = st.sampled_from(sorted(SETTINGS.permission))


def no_views(state):
    """Let views only be counted."""
    return Ruling.tighten(Level.COUNT, "they are ours")


NO_VIEWS = ConsentRule(name="no-views", summary="Views are counted.", decide=no_views, categories={"views"})


class Life(RuleBasedStateMachine):
    """A project over time: records come, change and go, people say yes and no, plugins come, files are read again."""

    @initialize()
    def begin(self):
        """Four people, and nothing else."""
        self.registry = Registry.load()
        self.made = 0
        self.day = DAY
        people = [Partner(who, kind="person", name=who.title()) for who in PEOPLE]
        self.project = Project("Tea", people, settings=SETTINGS)

    @rule(who=PERSON, text=st.sampled_from(["More tea", "Ana said so", "=1+1"]))
    def say(self, who, text):
        """Somebody says something."""
        self.made += 1
        self.project = self.project.add(View(f"v{self.made}", partner=who, text=text, kind="idea"))

    @rule(one=PERSON, other=PERSON)
    def know(self, one, other):
        """Somebody knows somebody."""
        if one != other:
            self.project = self.project.add(Relationship(one, other, kind="knows", since=self._next()))

    @rule(who=PERSON, sector=st.sampled_from(["health", "citizen", None]))
    def edit(self, who, sector):
        """Somebody works elsewhere now."""
        self.project = self.project.replace(Partner(who, kind="person", name=who.title(), sector=sector))

    @rule(who=PERSON, what=STATEMENT)
    def grant(self, who, what):
        """Somebody says yes to something."""
        answer = Consent(f"partner:{who}", status="given", statements={what}, on=self._next())
        self.project = self.project.add(answer)

    @rule(who=PERSON)
    def withdraw(self, who):
        """Somebody takes everything back."""
        self.project = self.project.add(Consent(f"partner:{who}", status="withdrawn", on=self._next()))

    @rule()
    def register(self):
        """A plugin comes, with a rule."""
        if "no-views" not in self.registry.consent_rules:
            self.registry = self.registry.extended(NO_VIEWS)

    @rule()
    def save_and_read(self):
        """The project is kept, and read again."""
        with tempfile.TemporaryDirectory() as folder:
            app.save(self.project, Path(folder) / "tea")
            self.project = app.read(Path(folder) / "tea", registry=self.registry)

    @rule(audience=st.sampled_from(["public", "funder"]))
    def let_out(self, audience):
        """Something is let out in between: what is kept from that must not be used later."""
        self._written(self.project, audience)

    @invariant()
    def as_if_new(self):
        """What leaves is what leaves of a project of the same records that was just made."""
        rows = [record for kind in self.project.kinds for record in self.project.records(kind)]
        new = Project("Tea", rows[::-1], settings=SETTINGS)
        for audience in ("public", "funder"):
            assert self._written(new, audience) == self._written(self.project, audience)

    def _next(self):
        self.day += timedelta(days=1)
        return self.day

    def _written(self, project, audience):
        request = Request("publication", audience)
        options = {"now": NOW, "registry": self.registry, "secret": b"s", "release_id": "r1"}
        return bytes_of(self.registry.export_format("json"), app.share(project, request, **options))


Life.TestCase.settings = settings(
    max_examples=15, stateful_step_count=12, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)
TestLife = Life.TestCase
