"""
Every leak that is put in on purpose is caught by the test it names.

`tests/mutants/README.md` says how to read and add one.
"""

import os
from collections import Counter
from collections.abc import Iterator

import attrs
import pytest
from tests.mutants.listed import Mutant, attacks, mutants
from tests.mutants.runner import BROKEN, CAUGHT, SURVIVED, Runner, Verdict, running

MUTANTS = mutants()
PLAIN = Mutant(
    name="of two levels the more open one is the stricter",
    attacks=[10],
    file="src/coprod/level.py",
    old="return RANKS[self] > RANKS[other]",
    new="return RANKS[self] < RANKS[other]",
    killed_by="tests/consent/test_level.py::test_max_has_ends",
)
"""A mutant that a test of the runner changes."""

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="each mutant is a fork, which this system lacks")


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    """A server that runs mutants."""
    with running() as one:
        yield one


@pytest.mark.parametrize("mutant", MUTANTS, ids=[mutant.name for mutant in MUTANTS])
def test_a_leak_is_caught(runner: Runner, mutant: Mutant) -> None:
    """With the leak in, the named test fails."""
    verdict = runner.catch(mutant)

    assert CAUGHT == verdict.outcome, f"{mutant.killed_by}: {verdict.said}"


def test_without_leaks_the_named_tests_pass(runner: Runner) -> None:
    """So that each fails because of its leak; none is skipped."""
    verdict = runner.run(sorted({mutant.killed_by for mutant in MUTANTS}))

    assert SURVIVED == verdict.outcome, verdict.said


def test_there_are_enough() -> None:
    """At least sixty, each with a name of its own."""
    assert 60 <= len(MUTANTS)
    assert [] == [name for name, often in Counter(mutant.name for mutant in MUTANTS).items() if often > 1]


def test_every_attack_has_a_mutant_or_a_reason() -> None:
    """What nobody has put in on purpose, nobody knows to be caught."""
    known = attacks()
    tried = {number for mutant in MUTANTS for number in mutant.attacks}

    assert list(range(1, len(known) + 1)) == [attack.number for attack in known]
    assert set() == tried - {attack.number for attack in known}
    assert [] == [attack for attack in known if (attack.number in tried) == bool(attack.without)]


def test_a_mutant_is_caught(runner: Runner) -> None:
    """A plain leak and a plain test."""
    assert Verdict(CAUGHT, "AssertionError") == runner.catch(PLAIN)


def test_text_that_is_not_there_is_told(runner: Runner) -> None:
    """A mutant whose place has changed is mended, and not forgotten."""
    gone, everywhere = (runner.catch(attrs.evolve(PLAIN, old=old)) for old in ("no such text", "NotImplemented"))

    assert (BROKEN, BROKEN) == (gone.outcome, everywhere.outcome)
    assert "0 times, not once" in gone.said
    assert "4 times, not once" in everywhere.said


def test_a_change_that_changes_nothing_survives(runner: Runner) -> None:
    """A test that passes all the same has caught nothing."""
    verdict = runner.catch(attrs.evolve(PLAIN, new="return RANKS[other] < RANKS[self]"))

    assert SURVIVED == verdict.outcome
    assert "passes with the leak in" in verdict.said


@pytest.mark.parametrize("new", ["return (RANKS", "return nothing(other)", "return self.openness"])
def test_nonsense_is_not_taken_for_a_leak(runner: Runner, new: str) -> None:
    """A mutant that is no program, or that fails for a slip of the pen, proves nothing about a test."""
    assert BROKEN == runner.catch(attrs.evolve(PLAIN, new=new)).outcome


@pytest.mark.parametrize("test", ["tests/consent/test_level.py::test_no_such", "tests/no_such_file.py", "setup.cfg"])
def test_a_test_that_cannot_run_catches_nothing(runner: Runner, test: str) -> None:
    """Neither with a leak nor without."""
    assert BROKEN == runner.catch(attrs.evolve(PLAIN, killed_by=test)).outcome
    assert BROKEN == runner.run([test]).outcome


def test_a_test_that_does_not_load_the_file_is_told(runner: Runner) -> None:
    """A test that never gets to the leak survives, and why is said."""
    verdict = runner.catch(attrs.evolve(PLAIN, killed_by="tests/test_repository.py::test_promises_are_seen"))

    assert Verdict(SURVIVED, "the test does not load the changed file") == attrs.evolve(
        verdict, said=verdict.said.splitlines()[0]
    )
