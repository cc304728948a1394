"""What is true of every consent rule."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import attrs

from coprod.app.arguments import today_of
from coprod.consent.decide import asked_of, decide
from coprod.consent.rule import ConsentRule, ConsentState, Ruling
from coprod.level import Level
from coprod.project import Project
from coprod.testing.laws.law import hold, law
from coprod.testing.needs import st
from coprod.testing.strategies import clocks, consent_states, projects, requests

__all__ = [
    "always_answers",
    "answers_the_same_twice",
    "fails_closed",
    "gives_a_reason",
    "ignores_what_it_did_not_name",
    "leaves_what_it_is_shown",
    "only_tightens",
]

VALUES = (None, "under 16", "16-24", "65+", "yes", "no", "more than one", "quillzeb")
UNHEARD_OF = "quillzeb"


def states(rule: ConsentRule) -> st.SearchStrategy[ConsentState]:
    """Return what a rule may be asked: states of its own categories, with values of what it named."""
    values = st.fixed_dictionaries({name: st.sampled_from(VALUES) for name in sorted(rule.characteristics)})
    return st.builds(_with, consent_states(categories=rule.categories or ()), values)


def _with(state: ConsentState, values: dict[str, str | None]) -> ConsentState:
    return attrs.evolve(state, characteristics=MappingProxyType(values))


def asked(_: ConsentRule) -> st.SearchStrategy[Any]:
    """Return projects with what is asked of them, and when."""
    return projects().flatmap(lambda one: st.tuples(st.just(one), requests(one), clocks(one)))


@law("consent_rules", states)
def always_answers(rule: ConsentRule, state: ConsentState) -> None:
    """Whatever it is asked, a rule answers with a ruling and does not raise."""
    said = _said(rule, state)
    hold(type(said) is Ruling, f"it answered {said!r}, which is no Ruling, so all that it is asked about is withheld")
    hold(type(said.level) is Level, f"its level is {said.level!r}, which is no Level")
    hold(isinstance(said.reason, str), f"its reason is {said.reason!r}, which is no text")


@law("consent_rules", states)
def answers_the_same_twice(rule: ConsentRule, state: ConsentState) -> None:
    """Asked the same again, a rule gives the same answer: it goes by what it is shown and by nothing else."""
    one, other = _said(rule, state), _said(rule, state)
    hold(one == other, f"it answered {one!r}, and then {other!r}")


@law("consent_rules", states)
def leaves_what_it_is_shown(rule: ConsentRule, state: ConsentState) -> None:
    """A rule changes nothing of what it is shown."""
    values = dict(state.characteristics)
    shown = attrs.evolve(state, characteristics=values)
    before = {field.name: getattr(shown, field.name) for field in attrs.fields(ConsentState)}
    before["characteristics"] = dict(values)
    _said(rule, shown)
    after = {field.name: getattr(shown, field.name) for field in attrs.fields(ConsentState)}
    hold(before == after, f"it changed {[name for name in before if before[name] != after[name]]}")


@law("consent_rules", asked, shrinks=False)
def only_tightens(rule: ConsentRule, example: tuple[Project, Any, Any]) -> None:
    """With the rule nothing leaves more openly than without it."""
    project, request, now = example
    today = today_of(project, now)
    without, with_it = (decide(project, asked_of(project, request, today=today, rules=rules)) for rules in ([], [rule]))
    for kind, rows in without.items():
        for one, other in zip(rows, with_it[kind], strict=True):
            pairs = zip((*one.groups, *one.identity), (*other.groups, *other.identity), strict=True)
            hold(all(before <= after for before, after in pairs), f"it opened something of {kind.table()}")


@law("consent_rules", states)
def ignores_what_it_did_not_name(rule: ConsentRule, state: ConsentState) -> None:
    """A rule goes by no characteristic that it did not name: coprod will not show it any."""
    more = {name: UNHEARD_OF for name in (*VALUES[1:], "age band", "gender", "health") if name}
    told = attrs.evolve(state, characteristics={**more, **state.characteristics})
    one, other = _said(rule, state), _said(rule, told)
    hold(one == other, f"it answered {one!r}, and {other!r} once it was shown what it did not name")


@law("consent_rules", states, tier="should")
def fails_closed(rule: ConsentRule, state: ConsentState) -> None:
    """Where a characteristic is not on record, a rule is no more open than where it is a word it never heard."""
    none, new = (
        _said(rule, attrs.evolve(state, characteristics=dict.fromkeys(sorted(rule.characteristics), value)))
        for value in (None, UNHEARD_OF)
    )
    if isinstance(none, Ruling) and isinstance(new, Ruling):
        hold(none.level >= new.level, f"it says {new.level.value} of a new word, and {none.level.value} of none")


@law("consent_rules", states, tier="should")
def gives_a_reason(rule: ConsentRule, state: ConsentState) -> None:
    """A rule that objects says why, in one sentence for the stewards."""
    said = _said(rule, state)
    if isinstance(said, Ruling) and said.level is not Level.SHARE:
        hold(said.reason.strip(), f"it tightens to {said.level.value} and does not say why")
        hold("\n" not in said.reason, "its reason is longer than a line")


def _said(rule: ConsentRule, state: ConsentState) -> Any:
    try:
        return rule.decide(state)
    except Exception as error:  # noqa: BLE001  # whatever a rule raises, it has not answered
        return f"{type(error).__name__}: {error}"
