"""What a law is: one sentence that has to be true of every spec of a family, and a function that tries it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, TypeAlias, TypeVar

import attrs

from coprod.testing.needs import st

__all__ = ["LAWS", "Draws", "Law", "Tier", "hold", "law"]

Tier: TypeAlias = Literal["must", "should"]
Draws: TypeAlias = Callable[[Any], st.SearchStrategy[Any]]
"""From a spec to what its law is tried on."""

F = TypeVar("F", bound=Callable[..., None])


@attrs.frozen
class Law:
    """
    One sentence that is true of every spec of a family.

    Attributes:
        name: Its name, in words joined by `-`.
        says: The sentence.
        family: The family of specs: `consent_rules`, `export_formats` ...
        tier: `must` where breaking it can let something out; `should` where it makes for trouble.
        on_pairs: Whether it is tried on pairs of projects, which takes longer than single things do.
        shrinks: Whether what breaks it is made small; of projects that takes longer than it is worth.
        holds: Tries it on one spec and one thing that was drawn; raises AssertionError where it is broken.
        draws: From a spec to a strategy for the things it is tried on.
    """

    name: str
    says: str
    family: str
    tier: Tier
    on_pairs: bool
    shrinks: bool
    holds: Callable[[Any, Any], None]
    draws: Draws


LAWS: list[Law] = []
"""All laws, in the order in which they are tried."""


def law(
    family: str, draws: Draws, *, tier: Tier = "must", on_pairs: bool = False, shrinks: bool = True
) -> Callable[[F], F]:
    """Make a law of a function: its name is the law's, the first line of its docstring is the sentence."""

    def made(function: F) -> F:
        says = (function.__doc__ or "").strip().splitlines()[0]
        name = function.__name__.replace("_", "-")
        LAWS.append(Law(name, says, family, tier, on_pairs, shrinks and not on_pairs, function, draws))
        return function

    return made


def hold(condition: object, why: str) -> None:
    """Raise AssertionError with what was found, unless a condition is true; also where Python leaves out `assert`."""
    if not condition:
        raise AssertionError(why)
