"""
coprod: a co-production project as a graph; check it, share it, grow it.

The public names are here, and are imported when they are first touched, so that `import coprod` stays light. Five
public submodules carry the rest: `coprod.schema` (declaring a record kind), `coprod.measures` (numbers for checks),
`coprod.markup` (others' words in a format), `coprod.testing` (the authors' kit) and `coprod.errors`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coprod.app import check as check
    from coprod.app import compare as compare
    from coprod.app import explain as explain
    from coprod.app import export as export
    from coprod.app import forget as forget
    from coprod.app import held_about as held_about
    from coprod.app import read as read
    from coprod.app import receipt as receipt
    from coprod.app import save as save
    from coprod.app import share as share
    from coprod.app import trace as trace
    from coprod.app import withdraw as withdraw
    from coprod.consent.keeping import Keeping as Keeping
    from coprod.consent.rule import ConsentRule as ConsentRule
    from coprod.consent.rule import ConsentState as ConsentState
    from coprod.consent.rule import Ruling as Ruling
    from coprod.equality.check import Context as Context
    from coprod.equality.check import EqualityCheck as EqualityCheck
    from coprod.equality.study import Study as Study
    from coprod.equality.tables import GroupTable as GroupTable
    from coprod.equality.tables import PersonTable as PersonTable
    from coprod.equality.tables import Tables as Tables
    from coprod.errors import Problem as Problem
    from coprod.finding import Band as Band
    from coprod.finding import Finding as Finding
    from coprod.finding import Findings as Findings
    from coprod.finding import Group as Group
    from coprod.finding import Measure as Measure
    from coprod.formats.spec import ExportFormat as ExportFormat
    from coprod.formats.spec import Reader as Reader
    from coprod.hookspecs import hookimpl as hookimpl
    from coprod.level import Level as Level
    from coprod.project import Project as Project
    from coprod.records import Attendance as Attendance
    from coprod.records import Characteristic as Characteristic
    from coprod.records import Consent as Consent
    from coprod.records import Decision as Decision
    from coprod.records import Exchange as Exchange
    from coprod.records import Experience as Experience
    from coprod.records import Goal as Goal
    from coprod.records import Indicator as Indicator
    from coprod.records import Influence as Influence
    from coprod.records import Measurement as Measurement
    from coprod.records import Membership as Membership
    from coprod.records import Mention as Mention
    from coprod.records import Need as Need
    from coprod.records import Partner as Partner
    from coprod.records import Population as Population
    from coprod.records import Record as Record
    from coprod.records import Relationship as Relationship
    from coprod.records import Response as Response
    from coprod.records import Role as Role
    from coprod.records import Space as Space
    from coprod.records import Strength as Strength
    from coprod.records import View as View
    from coprod.registry import Registry as Registry
    from coprod.release import Release as Release
    from coprod.request import Request as Request
    from coprod.rows import Row as Row
    from coprod.settings import Settings as Settings

__version__ = "0.1.0"

_WHERE = {
    "coprod.app": "check compare explain export forget held_about read receipt save share trace withdraw",
    "coprod.consent.keeping": "Keeping",
    "coprod.consent.rule": "ConsentRule ConsentState Ruling",
    "coprod.equality.check": "Context EqualityCheck",
    "coprod.equality.study": "Study",
    "coprod.equality.tables": "GroupTable PersonTable Tables",
    "coprod.errors": "Problem",
    "coprod.finding": "Band Finding Findings Group Measure",
    "coprod.formats.spec": "ExportFormat Reader",
    "coprod.hookspecs": "hookimpl",
    "coprod.level": "Level",
    "coprod.project": "Project",
    "coprod.records": "Attendance Characteristic Consent Decision Exchange Experience Goal Indicator Influence "
    "Measurement Membership Mention Need Partner Population Record Relationship Response Role Space Strength View",
    "coprod.registry": "Registry",
    "coprod.release": "Release",
    "coprod.request": "Request",
    "coprod.rows": "Row",
    "coprod.settings": "Settings",
}
_HOME = {name: module for module, names in _WHERE.items() for name in names.split()}

__all__ = sorted(_HOME)  # noqa: PLE0605  # derived; a test holds it equal to what type checkers see


def __getattr__(name: str) -> Any:
    """Import a public name when it is first touched."""
    if name not in _HOME:
        raise AttributeError(f"module `coprod` has no attribute `{name}`")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the public names."""
    return [*__all__, "__version__"]
