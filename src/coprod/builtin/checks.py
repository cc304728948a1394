"""The equality checks that ship."""

from __future__ import annotations

from importlib import import_module

from coprod.equality.check import EqualityCheck

__all__ = ["checks"]

FAMILIES = {  # in the order of a report, theme by theme
    "experience": "EXPERIENCE",
    "heard": "BEING_HEARD",
    "spaces": "SAFE_SPACE",
    "access": "ACCESS",
    "payment": "PAYMENT",
    "groundwork": "RELATIONSHIPS_FIRST",
    "reach": "CUT_OFF",
    "missing": "WHO_IS_MISSING",
    "ties": "CROSS_SECTOR_TIES",
    "trust": "TRUST_AND_VALUE TRUST_GAP",
    "centre": "CENTRALISATION",
    "brokerage": "BROKERAGE",
    "strengths": "STRENGTHS_ON_RECORD",
    "using": "STRENGTHS_USED",
    "exchange": "RECIPROCITY_OF_EXCHANGE",
    "teams": "TEAM_MIX",
    "voice": "VOICE_SHARE",
    "floor": "FLOOR_TIME",
    "decisions": "DECISION_SHARE",
    "control": "SHARED_CONTROL",
    "standards": "STANDARDS_REVIEW",
    "convening": "WHO_CONVENES",
    "roles": "DECISION_ROLE",
    "concerns": "SHARED_CONCERNS",
    "funnel": "INFLUENCE_FUNNEL",
    "openness": "PLAN_AND_OPENNESS",
    "vision": "SHARED_VISION",
    "outcomes": "OUTCOMES",
}
"""The module of each family, and the checks in it."""


def checks() -> tuple[EqualityCheck, ...]:
    """Return the checks, in the order in which a report shows them."""
    return tuple(
        getattr(import_module(f"coprod.equality.checks.{family}"), name)
        for family, names in FAMILIES.items()
        for name in names.split()
    )
