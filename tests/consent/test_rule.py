"""Rules can only tighten, and one that fails withholds."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.consent.building import released, rows, yes

from coprod import ConsentRule, ConsentState, Level, Partner, Ruling
from coprod.consent.answers import ruling
from coprod.registry import Registry

ANA = Partner("ana", kind="person", name="Ana B", sector="citizen")


def rule(decide: Callable[[ConsentState], Any], **more: Any) -> ConsentRule:
    """Return a rule that decides so."""
    return ConsentRule(name="test", summary="A rule of a test.", decide=decide, **more)


@pytest.mark.parametrize("answer", [None, 0, True, float("nan"), "share", Level.SHARE, Ruling("share"), object()])  # type: ignore[arg-type]
def test_an_answer_that_is_no_ruling_withholds(answer: object) -> None:
    """P6: whatever a rule returns in place of a ruling counts as WITHHOLD."""
    assert Level.WITHHOLD == ruling(rule(lambda _: answer), ConsentState()).level


@pytest.mark.parametrize("error", [ValueError, KeyError, RecursionError, StopIteration])
def test_a_rule_that_raises_withholds(error: type[Exception]) -> None:
    """P6: whatever a rule raises counts as WITHHOLD, and the reason names the error but not its text."""

    def decide(_: ConsentState) -> Ruling:
        raise error("Ana said so")

    assert Ruling(Level.WITHHOLD, f"rule_failed: {error.__name__}") == ruling(rule(decide), ConsentState())


def test_a_generator_is_no_ruling() -> None:
    """P6: a rule that yields by mistake withholds."""

    def decide(_: ConsentState) -> Any:
        yield Ruling.no_objection()

    assert Level.WITHHOLD == ruling(rule(decide), ConsentState()).level


@given(st.sampled_from(Level))
def test_a_rule_never_opens(level: Level) -> None:
    """P4: whatever a rule answers, nothing leaves that consent alone would keep."""
    mine = rule(lambda _: Ruling(level))
    registry = Registry.load().extended(mine)
    assert [] == rows(released(ANA, registry=registry), "partners")
    found = rows(released(ANA, yes("ana", "share"), registry=registry), "partners", "id")
    assert (["ana"] if level is Level.SHARE else []) == found


def test_a_rule_is_asked_only_for_its_categories() -> None:
    """A rule about views does not touch profiles."""
    registry = Registry.load().extended(rule(lambda _: Ruling.withhold("no"), categories=["views"]))
    assert ["ana"] == rows(released(ANA, yes("ana", "share"), registry=registry), "partners", "id")


def test_a_rule_sees_only_the_characteristics_it_names() -> None:
    """A rule sees the value of what it names, None where nothing is recorded, and nothing else."""
    seen = []

    def decide(state: ConsentState) -> Ruling:
        seen.append(dict(state.characteristics))
        return Ruling.no_objection()

    state = ConsentState(characteristics={"age band": "12-15", "faith": "none"})
    ruling(rule(decide, characteristics=["age band", "carer"]), state)
    assert [{"age band": "12-15", "carer": None}] == seen


def test_a_failed_rule_is_told_to_the_steward() -> None:
    """Sharing says by name which rule failed, and nothing of what it was asked about."""
    told: list[str] = []
    registry = Registry.load().extended(rule(lambda _: None))
    released(ANA, yes("ana", "share"), registry=registry, tell=told.append)
    assert ["the consent rule `test` failed, so what it was asked about is withheld"] == told


def test_a_name_of_a_rule_is_lower_case_words() -> None:
    """A rule cannot be called anything."""
    with pytest.raises(ValueError, match="being-heard"):
        ConsentRule(name="No Photos", summary="", decide=lambda _: Ruling.no_objection())


def test_shorthands_of_rulings() -> None:
    """The three ways to answer give the level they say."""
    assert Ruling(Level.SHARE, "") == Ruling.no_objection()
    assert Ruling(Level.WITHHOLD, "why") == Ruling.withhold("why")
    assert Ruling(Level.COUNT, "why") == Ruling.tighten(Level.COUNT, "why")
