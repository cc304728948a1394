"""Trying laws on specs: without pytest as a report, with it as a test for each spec and law."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import attrs
from hypothesis import HealthCheck, Phase, given, settings

from coprod.registry.family import Spec, family_of
from coprod.testing.laws import LAWS, Law
from coprod.testing.laws.indices import Index

__all__ = ["Broken", "LawResult", "Report", "try_laws", "uphold"]

EXAMPLES, PAIRS = 100, 20
NONE: Mapping[str, str] = MappingProxyType({})


class Broken(AssertionError):
    """A law does not hold, or one that was expected not to hold does."""


@attrs.frozen(kw_only=True)
class LawResult:
    """
    What came of trying one law on one spec.

    Attributes:
        spec: The name of the spec.
        law: The name of the law.
        says: The law in one sentence.
        tier: `must` or `should`.
        held: Whether it held.
        why: What was found, where it did not.
        expected: The reason why it was expected not to hold, or nothing.
    """

    spec: str
    law: str
    says: str
    tier: str
    held: bool
    why: str = ""
    expected: str = ""

    @property
    def fine(self) -> bool:
        """Whether it is as it must be; an expected failure that does not fail is not."""
        return not self.held if self.expected else self.held or self.tier == "should"

    def __str__(self) -> str:
        """Return the result on one line."""
        if self.expected:
            said = (
                f"fails, as expected: {self.expected}" if not self.held else f"holds, and was not to: {self.expected}"
            )
        else:
            said = "holds" if self.held else f"{'FAILS' if self.tier == 'must' else 'could be better'}: {self.why}"
        return f"{self.spec}: {self.law}: {said}"


@attrs.frozen
class Report:
    """What came of trying laws: a result for each spec and law."""

    results: tuple[LawResult, ...]

    @property
    def ok(self) -> bool:
        """Whether every law held that must, and none that was expected not to."""
        return all(one.fine for one in self.results)

    def result(self, law: str, spec: str = "") -> LawResult:
        """Return one result by the name of the law, and of the spec where there are several."""
        return next(one for one in self.results if one.law == law and spec in {"", one.spec})

    def hold(self) -> None:
        """Raise `Broken` with all that is not as it must be."""
        if not self.ok:
            raise Broken("\n".join(str(one) for one in self.results if not one.fine))

    def __str__(self) -> str:
        """Return a line for each result."""
        return "\n".join(map(str, self.results))


def try_laws(
    *specs: Spec | Index, examples: int = EXAMPLES, pairs: int = PAIRS, expect_failure: Mapping[str, str] = NONE
) -> Report:
    """
    Try every law on specs of any family.

    Args:
        specs: Consent rules, equality checks, export formats, readers, record kinds, indices of unevenness.
        examples: How many single things each law is tried on.
        pairs: On how many pairs of projects, for the laws of formats.
        expect_failure: Names of laws that do not hold yet, or `spec/law`, each with the reason. One that holds after
            all is a failure, so that the list cannot grow old.

    Raises:
        PluginError: something is not a spec.
        KeyError: no law of these specs has a name in *expect_failure*.
    """
    cases = list(_cases(*specs, expect_failure=expect_failure))
    return Report(tuple(_tried(*case, examples=examples, pairs=pairs) for case in cases))


def uphold(
    *specs: Spec | Index, examples: int = EXAMPLES, pairs: int = PAIRS, expect_failure: Mapping[str, str] = NONE
) -> Callable[..., None]:
    """
    Return a pytest test of the laws on these specs, one case for each spec and law.

    `test_laws = uphold(*specs)` is all that a plugin has to write. The arguments are those of `try_laws`. A law that
    only should hold and does not is shown as an expected failure.
    """
    import pytest

    cases = list(_cases(*specs, expect_failure=expect_failure))
    ids = [f"{_name(spec)}-{law.name}" for spec, law, _ in cases]

    @pytest.mark.parametrize(("spec", "law", "reason"), cases, ids=ids)
    def test_laws(spec: Spec | Index, law: Law, reason: str) -> None:
        """The law holds for the spec."""
        result = _tried(spec, law, reason, examples=examples, pairs=pairs)
        if not result.held and (reason or law.tier == "should"):
            pytest.xfail(reason or result.why)
        Report((result,)).hold()

    return test_laws


def _cases(*specs: Spec | Index, expect_failure: Mapping[str, str]) -> Iterator[tuple[Spec | Index, Law, str]]:
    """Yield each spec with each law of its family, and the reason why it is expected to fail."""
    found = [(spec, law) for spec in specs for law in LAWS if _is_for(law, spec)]
    known = {name for spec, law in found for name in (law.name, f"{_name(spec)}/{law.name}")}
    if unknown := sorted(set(expect_failure) - known):
        raise KeyError(f"no law of these specs is called `{unknown[0]}`; there are {', '.join(sorted(known))}")
    for spec, law in found:
        yield spec, law, expect_failure.get(f"{_name(spec)}/{law.name}", expect_failure.get(law.name, ""))


def _is_for(law: Law, spec: Spec | Index) -> bool:
    """Whether a law is one of this spec's family; of an index, one that it claims."""
    if isinstance(spec, Index):
        return law.family == "indices" and law.name in spec.claims
    return law.family == family_of(spec).name


def _name(spec: Spec | Index) -> str:
    return spec.name if isinstance(spec, Index) else family_of(spec).called(spec)


def _tried(spec: Spec | Index, law: Law, reason: str, *, examples: int, pairs: int) -> LawResult:
    why = _why(spec, law, pairs if law.on_pairs else examples)
    return LawResult(
        spec=_name(spec), law=law.name, says=law.says, tier=law.tier, held=not why, why=why, expected=reason
    )


def _why(spec: Spec | Index, law: Law, examples: int) -> str:
    """Return what breaks a law, as small as it was found, or nothing."""
    phases = [Phase.explicit, Phase.generate, *([Phase.shrink] if law.shrinks else [])]
    quiet = settings(
        max_examples=examples,
        database=None,
        deadline=None,
        derandomize=True,
        phases=phases,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )

    @quiet
    @given(law.draws(spec))
    def tried(drawn: Any) -> None:
        law.holds(spec, drawn)

    try:
        tried()
    except Exception as error:  # noqa: BLE001  # a spec that raises breaks the law, whatever it raises
        return str(error) if isinstance(error, AssertionError) else f"{type(error).__name__}: {error}"
    return ""
