"""The equality checks that ship."""

from __future__ import annotations

from importlib import import_module

from coprod.equality.check import EqualityCheck

__all__ = ["checks"]

FAMILIES = {  # in the order of a report: how it is to be here, who knows and does what, what came of it
    "experience": "EXPERIENCE",
    "spaces": "SAFE_SPACE",
    "access": "ACCESS",
    "payment": "PAYMENT",
    "missing": "WHO_IS_MISSING",
    "groundwork": "RELATIONSHIPS_FIRST",
    "reach": "CUT_OFF",
    "ties": "CROSS_SECTOR_TIES",
    "exchange": "RECIPROCITY_OF_EXCHANGE",
    "trust": "TRUST_AND_VALUE TRUST_GAP",
    "centre": "CENTRALISATION",
    "brokerage": "BROKERAGE",
    "teams": "TEAM_MIX",
    "strengths": "STRENGTHS_ON_RECORD",
    "using": "STRENGTHS_USED",
    "voice": "VOICE_SHARE",
    "floor": "FLOOR_TIME",
    "concerns": "SHARED_CONCERNS",
    "heard": "BEING_HEARD",
    "funnel": "INFLUENCE_FUNNEL",
    "openness": "PLAN_AND_OPENNESS",
    "vision": "SHARED_VISION",
    "convening": "WHO_CONVENES",
    "decisions": "DECISION_SHARE",
    "roles": "DECISION_ROLE",
    "control": "SHARED_CONTROL",
    "outcomes": "OUTCOMES",
    "standards": "STANDARDS_REVIEW",
}
"""The module of each family, and the checks in it."""


def checks() -> tuple[EqualityCheck, ...]:
    """Return the checks, in the order in which a report shows them."""
    return tuple(
        getattr(import_module(f"coprod.equality.checks.{family}"), name)
        for family, names in FAMILIES.items()
        for name in names.split()
    )
