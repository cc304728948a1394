"""The checks that ship, and the indices of unevenness, keep the laws of the kit."""

import os

from coprod.builtin.checks import checks
from coprod.equality.measures import (
    atkinson,
    gini,
    gini_corrected,
    theil_between,
    theil_t,
    theil_within,
)
from coprod.testing import Index, uphold
from coprod.testing.laws.indices import AXIOMS

EXAMPLES = {"deep": 60}.get(os.environ.get("HYPOTHESIS_PROFILE", ""), 6)
OVER_DEEDS = {
    "access": "it goes over those who said whether they got what they need",
    "being-heard": "it goes over views",
    "experience": "it goes over slips",
    "payment": "it goes over visits with a word on pay",
    "plan-and-openness": "its groups are views within the plan and beyond it",
    "safe-space": "it goes over slips",
    "strengths-used": "it goes over people whose strengths are on record",
}
"""Checks that people who came and did nothing are not counted in, and why that is right."""

test_checks = uphold(
    *checks(), examples=EXAMPLES, expect_failure={f"{name}/counts-the-silent": why for name, why in OVER_DEEDS.items()}
)
test_indices = uphold(
    Index(name="gini", measure=gini),
    Index(name="gini_corrected", measure=gini_corrected, claims=set(AXIOMS) - {"replication"}),
    Index(
        name="theil_t",
        measure=theil_t,
        claims={*AXIOMS, "decomposability"},
        between=theil_between,
        within=theil_within,
    ),
    Index(name="atkinson of one half", measure=lambda values: atkinson(values, aversion=0.5)),
)
