"""The 32 council areas of Scotland by their codes, and the codes that some had before."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

import attrs

from coprod.errors import NotFound, did_you_mean

__all__ = ["COUNCILS", "RETIRED", "Council", "code_of", "council", "is_code"]

COUNCILS: Mapping[str, str] = MappingProxyType(
    {
        "S12000005": "Clackmannanshire",
        "S12000006": "Dumfries and Galloway",
        "S12000008": "East Ayrshire",
        "S12000010": "East Lothian",
        "S12000011": "East Renfrewshire",
        "S12000013": "Na h-Eileanan Siar",
        "S12000014": "Falkirk",
        "S12000017": "Highland",
        "S12000018": "Inverclyde",
        "S12000019": "Midlothian",
        "S12000020": "Moray",
        "S12000021": "North Ayrshire",
        "S12000023": "Orkney Islands",
        "S12000026": "Scottish Borders",
        "S12000027": "Shetland Islands",
        "S12000028": "South Ayrshire",
        "S12000029": "South Lanarkshire",
        "S12000030": "Stirling",
        "S12000033": "Aberdeen City",
        "S12000034": "Aberdeenshire",
        "S12000035": "Argyll and Bute",
        "S12000036": "City of Edinburgh",
        "S12000038": "Renfrewshire",
        "S12000039": "West Dunbartonshire",
        "S12000040": "West Lothian",
        "S12000041": "Angus",
        "S12000042": "Dundee City",
        "S12000045": "East Dunbartonshire",
        "S12000047": "Fife",
        "S12000048": "Perth and Kinross",
        "S12000049": "Glasgow City",
        "S12000050": "North Lanarkshire",
    }
)
"""The name of each council area by its code of today."""

RETIRED: Mapping[str, str] = MappingProxyType(
    {
        "S12000015": "S12000047",
        "S12000024": "S12000048",
        "S12000044": "S12000050",
        "S12000046": "S12000049",
    }
)
"""Codes still met in older tables, and the code that each area has now. The border moved a little with each."""

ALSO: Mapping[str, str] = MappingProxyType(
    {
        "Aberdeen": "S12000033",
        "Borders": "S12000026",
        "Comhairle nan Eilean Siar": "S12000013",
        "Dundee": "S12000042",
        "Edinburgh": "S12000036",
        "Eilean Siar": "S12000013",
        "Glasgow": "S12000049",
        "Na h-Eileanan an Iar": "S12000013",
        "Orkney": "S12000023",
        "Shetland": "S12000027",
        "Western Isles": "S12000013",
    }
)
"""Other names that people use."""

CODE = re.compile(r"S12\w*")
SLIP = re.compile(r"S120*([1-9]\d?)")  # a zero too many or too few


@attrs.frozen
class Council:
    """
    A council area.

    Attributes:
        code: Its code of today.
        name: Its name.
    """

    code: str
    name: str

    @property
    def former(self) -> tuple[str, ...]:
        """The codes that it had before."""
        return tuple(old for old, new in RETIRED.items() if new == self.code)

    def __str__(self) -> str:
        """Return code and name, as a finding says them."""
        return f"{self.code} ({self.name})"


def council(text: str) -> Council:
    """
    Return the council area that a code or a name means; a retired code gives the area with its code of today.

    Raises:
        NotFound: no council area has this code or name.

    >>> print(council("S12000046"))
    S12000049 (Glasgow City)
    >>> council("Fife").code
    'S12000047'
    >>> council("S1200049")
    Traceback (most recent call last):
    coprod.errors.NotFound: `S1200049` is no council area. Did you mean `S12000049`?
    """
    code = code_of(text) if is_code(text) else _by_name().get(_plain(text), "")
    code = RETIRED.get(code, code)
    if code not in COUNCILS:
        raise NotFound(f"`{text}` is no council area. {_hint(text)}".strip())
    return Council(code, COUNCILS[code])


def is_code(text: str) -> bool:
    """
    Return whether a text is written as the code of a council area, which does not say that there is such a code.

    >>> is_code("S12000099"), is_code("Leith")
    (True, False)
    """
    return bool(CODE.fullmatch(code_of(text)))


def code_of(text: str) -> str:
    """Return a code as tables have it, whatever spaces and small letters it came with."""
    return "".join(text.split()).upper()


def _plain(text: str) -> str:
    return " ".join(text.replace("&", " and ").replace("-", " ").casefold().split())


def _by_name() -> Mapping[str, str]:
    return {_plain(name): code for code, name in (*COUNCILS.items(), *((code, name) for name, code in ALSO.items()))}


def _hint(text: str) -> str:
    """Return what may be meant. Codes are all alike, so that the one nearest in letters would be a wild guess."""
    if not is_code(text):
        return did_you_mean(text.strip(), (*COUNCILS.values(), *ALSO))
    slip = SLIP.fullmatch(code_of(text).replace("O", "0"))
    meant = f"S12{int(slip[1]):06}" if slip else ""
    return (
        f"Did you mean `{meant}`?" if meant in {*COUNCILS, *RETIRED} else "No council area in our list has this code."
    )
