"""A rule: from 12 on, people in Scotland are taken to be able to answer for themselves."""

from __future__ import annotations

from coprod import ConsentRule, ConsentState, Ruling
from coprod_scotland.ages import youngest

__all__ = ["CAPACITY_FROM_12", "decide"]

PRESUMED = 12  # years; Data Protection Act 2018, section 208(3)
AGES = ("age", "age band", "age group")
ABLE = ("adult", "12 or over", "assessed")
SEVERAL = "more than one"  # what coprod says where two values of one characteristic are on record


def decide(state: ConsentState) -> Ruling:
    """
    Withhold what rests on the answer of someone who may be under 12 and whose answer nobody backed.

    An answer is backed by a capacity on record (they are 12 or over, or somebody looked into whether they understand),
    or by an authority: a parent, a guardian. A "no" needs neither: a rule can only tighten, so it always stands.
    """
    if state.subject != "person" or state.authority or state.capacity in ABLE:
        return Ruling.no_objection()
    if not any(may_be_under(PRESUMED, state.characteristics.get(name)) for name in AGES):
        return Ruling.no_objection()
    return Ruling.withhold(
        "going by the age on record they may be under 12, and it is not on record that they understand what they"
        " agree to, or by what right someone answered for them"
    )


def may_be_under(age: int, words: str | None) -> bool:
    """
    Return whether someone with these words for an age may be under *age*.

    No words, or words without an age, are no reason to doubt: most grown-ups were never asked. Two different ages on
    record are one.
    """
    if words is None:
        return False
    if words == SEVERAL:
        return True
    lowest = youngest(words)
    return lowest is not None and lowest < age


CAPACITY_FROM_12 = ConsentRule(
    name="capacity-from-12",
    summary="From 12 on people answer for themselves; a younger person's yes needs an authority, or a note that they"
    " understand.",
    decide=decide,
    characteristics=frozenset(AGES),
)
