"""What ships with coprod, through the same hooks as any plugin."""

from __future__ import annotations

from collections.abc import Iterable

from coprod.consent.rule import ConsentRule
from coprod.equality.check import EqualityCheck
from coprod.formats.spec import ExportFormat, Reader
from coprod.hookspecs import hookimpl
from coprod.records import BUILT_IN, Record

__all__: list[str] = []


@hookimpl
def register_consent_rules() -> Iterable[ConsentRule]:
    """Bring the rules of `coprod.builtin.rules`."""
    from coprod.builtin.rules import rules

    return rules()


@hookimpl
def register_equality_checks() -> Iterable[EqualityCheck]:
    """Bring the checks of `coprod.builtin.checks`."""
    from coprod.builtin.checks import checks

    return checks()


@hookimpl
def register_export_formats() -> Iterable[ExportFormat]:
    """Bring the formats of `coprod.builtin.formats`."""
    from coprod.builtin.formats import formats

    return formats()


@hookimpl
def register_readers() -> Iterable[Reader]:
    """Bring the readers of `coprod.builtin.readers`."""
    from coprod.builtin.readers import readers

    return readers()


@hookimpl
def register_record_types() -> Iterable[type[Record]]:
    """Bring the record kinds of `coprod.records`."""
    return BUILT_IN
