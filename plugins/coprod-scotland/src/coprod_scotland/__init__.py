"""
Scotland for coprod: a consent rule, four checks, and the lists that they go by.

The lists are plain data and can be used alone: `COUNCILS`, `PROTECTED` and `Simd`. Where each fact comes from is in
the README of this package.
"""

from collections.abc import Iterator

import coprod
from coprod import ConsentRule, EqualityCheck
from coprod_scotland.areas import COUNCIL_AREAS
from coprod_scotland.capacity import CAPACITY_FROM_12
from coprod_scotland.councils import COUNCILS, RETIRED, Council, council
from coprod_scotland.fairer import FAIRER_SCOTLAND
from coprod_scotland.protected import LIMBS, PROTECTED, Protected, protected, used_by
from coprod_scotland.quintiles import SIMD_QUINTILES
from coprod_scotland.recorded import PROTECTED_CHARACTERISTICS
from coprod_scotland.simd import CODINGS, Simd, simd_quintile

__all__ = [
    "CODINGS",
    "COUNCILS",
    "LIMBS",
    "PROTECTED",
    "RETIRED",
    "Council",
    "Protected",
    "Simd",
    "council",
    "protected",
    "register_consent_rules",
    "register_equality_checks",
    "simd_quintile",
    "used_by",
]


@coprod.hookimpl
def register_consent_rules() -> Iterator[ConsentRule]:
    """Bring the rule on who can answer for themselves."""
    yield CAPACITY_FROM_12


@coprod.hookimpl
def register_equality_checks() -> Iterator[EqualityCheck]:
    """Bring the checks; all of them stay with the stewards."""
    yield COUNCIL_AREAS
    yield PROTECTED_CHARACTERISTICS
    yield SIMD_QUINTILES
    yield FAIRER_SCOTLAND
