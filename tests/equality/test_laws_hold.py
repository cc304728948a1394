"""The checks that ship, and the indices of unevenness, keep the laws of the kit."""

import os
from pathlib import Path

import pytest

import coprod
from coprod.builtin.checks import checks
from coprod.equality.measures import (
    atkinson,
    gini,
    gini_corrected,
    theil_between,
    theil_t,
    theil_within,
)
from coprod.equality.run import run_check
from coprod.testing import Index, uphold
from coprod.testing.altered import with_newcomers
from coprod.testing.draft import CANARY
from coprod.testing.laws.indices import AXIOMS

EXAMPLES = {"deep": 60}.get(os.environ.get("HYPOTHESIS_PROFILE", ""), 6)
EXAMPLE = coprod.read(Path(__file__).parents[2] / "examples/citizen-led-libraries")
OVER_DEEDS = {
    "access": "it goes over those who said whether they got what they need",
    "being-heard": "it goes over views",
    "experience": "it goes over slips",
    "outcomes": "it goes over those who judged what changed",
    "payment": "it goes over visits with a word on pay",
    "plan-and-openness": "its groups are views within the plan and beyond it",
    "safe-space": "it goes over slips",
    "shared-concerns": "it goes over concerns",
    "strengths-used": "it goes over people whose strengths are on record",
    "who-is-missing": "its groups are those of a population; people of none are counted as not on record",
}
"""Checks that people who came and did nothing are not counted in, and why that is right."""

test_checks = uphold(*checks(), examples=EXAMPLES)
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


@pytest.mark.parametrize("check", [one for one in checks() if one.count is not None], ids=lambda check: check.name)
def test_who_came_and_did_nothing_is_counted(check):
    """On the example, people who came and did nothing are in every check but those that go over deeds on purpose."""
    found = run_check(check, with_newcomers(EXAMPLE), by="sector")
    counted = {group.group: group.n or 0 for group in found.groups}

    assert (check.name in OVER_DEEDS or not counted) == (CANARY not in counted)
