"""
The plugin of coprod's tutorial: one consent rule, one equality check, one format.

Each hook yields specs. Nothing else happens here, so that loading the plugin is quick.
"""

from collections.abc import Iterator

import coprod
from coprod import ConsentRule, EqualityCheck, ExportFormat
from coprod_example.check import MEETING_TIMES
from coprod_example.form import SUMMARY
from coprod_example.rule import YOUNG_PEOPLE_COUNTED

__all__ = ["register_consent_rules", "register_equality_checks", "register_export_formats"]


@coprod.hookimpl
def register_consent_rules() -> Iterator[ConsentRule]:
    """Bring one rule."""
    yield YOUNG_PEOPLE_COUNTED


@coprod.hookimpl
def register_equality_checks() -> Iterator[EqualityCheck]:
    """Bring one check."""
    yield MEETING_TIMES


@coprod.hookimpl
def register_export_formats() -> Iterator[ExportFormat]:
    """Bring one format."""
    yield SUMMARY
