"""
The whole domain: one small file per concept, attrs classes and nothing but.

Each kind is imported when it is first touched: making an attrs class takes time, and few programs need them all. Here
annotations are objects and not texts: each is read, and reading a text takes longer than making the object.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coprod.records.base import Record as Record
    from coprod.records.consent import Consent as Consent
    from coprod.records.decision import Decision as Decision
    from coprod.records.decision import Role as Role
    from coprod.records.goal import Goal as Goal
    from coprod.records.outcome import Experience as Experience
    from coprod.records.outcome import Indicator as Indicator
    from coprod.records.outcome import Measurement as Measurement
    from coprod.records.outcome import Population as Population
    from coprod.records.partner import Characteristic as Characteristic
    from coprod.records.partner import Membership as Membership
    from coprod.records.partner import Need as Need
    from coprod.records.partner import Partner as Partner
    from coprod.records.relationship import Relationship as Relationship
    from coprod.records.space import Attendance as Attendance
    from coprod.records.space import Space as Space
    from coprod.records.strength import Exchange as Exchange
    from coprod.records.strength import Strength as Strength
    from coprod.records.view import Influence as Influence
    from coprod.records.view import Mention as Mention
    from coprod.records.view import Response as Response
    from coprod.records.view import View as View

    BUILT_IN: tuple[type[Record], ...]

_KINDS = {  # in the order of files and reports
    "Partner": "partner",
    "Characteristic": "partner",
    "Need": "partner",
    "Strength": "strength",
    "Exchange": "strength",
    "Relationship": "relationship",
    "Space": "space",
    "Attendance": "space",
    "View": "view",
    "Mention": "view",
    "Response": "view",
    "Decision": "decision",
    "Role": "decision",
    "Goal": "goal",
    "Influence": "view",
    "Membership": "partner",
    "Indicator": "outcome",
    "Measurement": "outcome",
    "Experience": "outcome",
    "Population": "outcome",
    "Consent": "consent",
}

__all__ = sorted(["BUILT_IN", "Record", *_KINDS])  # noqa: PLE0605  # derived from the table above


def __getattr__(name: str) -> Any:
    """Import a kind when it is first touched."""
    if name == "BUILT_IN":
        value: Any = tuple(__getattr__(kind) for kind in _KINDS)
    elif name == "Record" or name in _KINDS:
        value = getattr(import_module(f"coprod.records.{_KINDS.get(name, 'base')}"), name)
    else:
        raise AttributeError(f"module `coprod.records` has no attribute `{name}`")
    globals()[name] = value
    return value
