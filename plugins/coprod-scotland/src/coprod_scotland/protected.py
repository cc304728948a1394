"""The nine protected characteristics of the Equality Act 2010, and which aims of section 149 each counts in."""

from __future__ import annotations

from typing import Literal, TypeAlias

import attrs

from coprod.errors import NotFound, did_you_mean

__all__ = ["LIMBS", "PROTECTED", "Limb", "Protected", "protected", "used_by"]

Limb: TypeAlias = Literal["eliminate", "advance", "foster"]

LIMBS: tuple[Limb, ...] = ("eliminate", "advance", "foster")
"""What section 149 asks: eliminate discrimination, advance equality of opportunity, foster good relations."""


@attrs.frozen
class Protected:
    """
    A protected characteristic.

    Attributes:
        name: As the Act has it.
        also: What forms call it.
        limbs: The limbs of section 149 that it counts in.
    """

    name: str
    also: tuple[str, ...] = ()
    limbs: tuple[Limb, ...] = LIMBS


PROTECTED: tuple[Protected, ...] = (
    Protected("age", ("age band", "age group")),
    Protected("disability", ("disabled", "disabled person", "impairment")),
    Protected("gender reassignment", ("trans", "trans status", "trans status or history", "transgender")),
    Protected("marriage and civil partnership", ("marital status", "civil partnership", "marriage"), ("eliminate",)),
    Protected("pregnancy and maternity", ("pregnancy", "maternity", "pregnant")),
    Protected("race", ("ethnicity", "ethnic group", "ethnic background", "nationality", "national origin")),
    Protected("religion or belief", ("religion", "belief", "religion and belief", "faith")),
    Protected("sex"),
    Protected("sexual orientation", ("sexuality",)),
)
"""All nine, in the order of the Act. `gender` is under none: on some forms it means sex, on others it does not."""


def used_by(limb: Limb) -> tuple[Protected, ...]:
    """
    Return the characteristics that one limb of section 149 is about.

    >>> [len(used_by(limb)) for limb in LIMBS]
    [9, 8, 8]
    """
    return tuple(each for each in PROTECTED if limb in each.limbs)


def protected(name: str) -> Protected:
    """
    Return the protected characteristic that a name on a form means.

    Raises:
        NotFound: it means none.

    >>> protected("Ethnic group").name
    'race'
    """
    known = {word: each for each in PROTECTED for word in (each.name, *each.also)}
    plain = " ".join(name.replace("-", " ").replace("_", " ").casefold().split())
    if plain not in known:
        raise NotFound(f"`{name}` is no protected characteristic. {did_you_mean(plain, known)}".strip())
    return known[plain]
