"""The consent rules that ship."""

from __future__ import annotations

from coprod.consent.rule import ConsentRule, ConsentState, Ruling
from coprod.level import Level

__all__ = ["rules"]


def no_pseudonymised_ties(state: ConsentState) -> Ruling:
    """Let ties under pseudonyms only be counted where the public is to see them: a shape alone points at people."""
    if state.public and state.structure and state.level is Level.PSEUDONYMISE:
        return Ruling.tighten(Level.COUNT, "a network under pseudonyms can be recognised by its shape")
    return Ruling.no_objection()


def review_due(state: ConsentState) -> Ruling:
    """Let nothing leave under an answer that is older than the project lets one be before it asks again."""
    if state.review_months is not None and state.months >= state.review_months:
        return Ruling.withhold("it is time to ask again")
    return Ruling.no_objection()


def rules() -> tuple[ConsentRule, ...]:
    """Return the rules, for the hook that registers them."""
    return (
        ConsentRule(
            name="no-pseudonymised-ties",
            summary="Ties under pseudonyms are only counted, never shown, where the public is to see them.",
            decide=no_pseudonymised_ties,
        ),
        ConsentRule(
            name="review-due",
            summary="An answer that is due for review lets nothing leave until people are asked again.",
            decide=review_due,
        ),
    )
