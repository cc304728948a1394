"""
SIMD, the Scottish Index of Multiple Deprivation: which version and which quintile, never one without the other.

A quintile alone says nothing: in the files of 2004 and 2006 a 1 is least deprived, from 2009v2 on it is most
deprived. Here 1 is always most deprived.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, Self, TypeAlias

import attrs

from coprod.errors import InvalidInput, Problem, did_you_mean

__all__ = ["CODINGS", "QUINTILES", "Coding", "Simd", "simd_quintile"]

Coding: TypeAlias = Literal["1 is most deprived", "1 is least deprived"]
MOST: Coding = "1 is most deprived"
LEAST: Coding = "1 is least deprived"

CODINGS: Mapping[str, Coding] = MappingProxyType(
    {
        "2004": LEAST,
        "2006": LEAST,
        "2009v2": MOST,
        "2012": MOST,
        "2016": MOST,
        "2020": MOST,
        "2020v2": MOST,
    }
)
"""How the published quintiles of each version are coded, the oldest first."""

QUINTILES = range(1, 6)
EXAMPLE = "`SIMD2020v2 Q1`"
WRITTEN = re.compile(
    r"(simd)?[\s:]*(quintile[\s:]*)?(?P<version>(19|20)\d\d(\s*v\s*\d)?)"
    r"([\s,:;/-]+(quintile|q)?|q)\s*(?P<value>\d)"
    r"(\s*\(?\s*(?P<number>[15])\s*(=|is)\s*(?P<end>most|least)(\s+deprived)?\s*\)?)?",
    re.IGNORECASE,
)


def _version(text: str) -> str:
    """Return a version as it is written here: `2020v2`, whatever stands around it."""
    return "".join(text.split()).casefold().removeprefix("simd")


def _known(_: object, __: object, version: str) -> None:
    if version not in CODINGS:
        raise InvalidInput([Problem(_one_of(), column="version", value=version, hint=did_you_mean(version, CODINGS))])


def _one_of() -> str:
    return f"a version of SIMD: {', '.join(CODINGS)}"


def _quintile(_: object, __: object, value: int) -> None:
    if type(value) is not int or value not in QUINTILES:
        raise InvalidInput([Problem("a quintile, from 1 to 5", column="quintile", value=str(value))])


@attrs.frozen
class Simd:
    """
    The quintile of an area, in one version of SIMD. It is about the area, and not about anyone who lives there.

    Attributes:
        version: Such as 2020v2.
        quintile: From 1, most deprived, to 5, least deprived, whatever the version.

    Raises:
        InvalidInput: there is no such version or quintile.
    """

    version: str = attrs.field(converter=_version, validator=_known)
    quintile: int = attrs.field(validator=_quintile)

    @classmethod
    def read(cls, text: str) -> Self:
        """
        Return what a text says, such as `SIMD2020v2 Q1`; the number is coded as that version was published.

        `(1 = most deprived)` behind it says how it is coded, and then that holds.

        Raises:
            InvalidInput: the version or the quintile is missing, or unknown.

        >>> Simd.read("SIMD 2016 quintile 2").quintile, Simd.read("SIMD2004 Q2").quintile
        (2, 4)
        """
        found = WRITTEN.fullmatch(text.strip())
        if found is None:
            hint = "A quintile means one thing in one version and another in the next: say both."
            raise InvalidInput([Problem(f"a version of SIMD and a quintile, such as {EXAMPLE}", value=text, hint=hint)])
        coding = (MOST if (found["number"], found["end"].casefold()) in ENDS else LEAST) if found["number"] else None
        version = _version(found["version"])
        return cls(version, simd_quintile(version, int(found["value"]), coding))

    def __str__(self) -> str:
        """Return it as text that `read` gives back, with its coding where it is not the published one."""
        said = "" if CODINGS[self.version] == MOST else " (1 = most deprived)"
        return f"SIMD{self.version} Q{self.quintile}{said}"


ENDS = {("1", "most"), ("5", "least")}  # two ways to say that 1 is most deprived


def simd_quintile(version: str, value: int, coding: Coding | None = None) -> int:
    """
    Return a quintile with 1 as most deprived, whatever the version.

    Args:
        version: Such as 2020v2.
        value: The quintile as it stands in the data.
        coding: How it is coded there; by default as that version was published.

    Raises:
        InvalidInput: there is no such version, quintile or coding.

    >>> simd_quintile("2020v2", 1), simd_quintile("2004", 1), simd_quintile("2004", 1, "1 is most deprived")
    (1, 5, 1)
    """
    checked = Simd(version, value)
    used = CODINGS[checked.version] if coding is None else coding
    if used not in {MOST, LEAST}:
        raise InvalidInput([Problem(f"`{MOST}` or `{LEAST}`", column="coding", value=str(coding))])
    return value if used == MOST else len(QUINTILES) + 1 - value
