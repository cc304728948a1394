"""The equality checks that ship."""

from __future__ import annotations

from coprod.equality.check import EqualityCheck
from coprod.equality.checks.experience import EXPERIENCE
from coprod.equality.checks.heard import BEING_HEARD
from coprod.equality.checks.reach import CUT_OFF
from coprod.equality.checks.strengths import STRENGTHS_ON_RECORD
from coprod.equality.checks.ties import CROSS_SECTOR_TIES
from coprod.equality.checks.voice import VOICE_SHARE

__all__ = ["checks"]


def checks() -> tuple[EqualityCheck, ...]:
    """Return the checks, in the order in which a report shows them."""
    return (EXPERIENCE, VOICE_SHARE, BEING_HEARD, STRENGTHS_ON_RECORD, CROSS_SECTOR_TIES, CUT_OFF)
