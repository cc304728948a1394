"""The whole domain: one small file per concept, attrs classes and nothing but."""

from coprod.records.base import Record
from coprod.records.consent import Consent
from coprod.records.decision import Decision, Role
from coprod.records.goal import Goal
from coprod.records.outcome import Experience, Indicator, Measurement, Population
from coprod.records.partner import Characteristic, Membership, Need, Partner
from coprod.records.relationship import Relationship
from coprod.records.space import Attendance, Space
from coprod.records.strength import Exchange, Strength
from coprod.records.view import Influence, Mention, Response, View

__all__ = [
    "BUILT_IN",
    "Attendance",
    "Characteristic",
    "Consent",
    "Decision",
    "Exchange",
    "Experience",
    "Goal",
    "Indicator",
    "Influence",
    "Measurement",
    "Membership",
    "Mention",
    "Need",
    "Partner",
    "Population",
    "Record",
    "Relationship",
    "Response",
    "Role",
    "Space",
    "Strength",
    "View",
]

BUILT_IN: tuple[type[Record], ...] = (
    Partner,
    Characteristic,
    Need,
    Strength,
    Exchange,
    Relationship,
    Space,
    Attendance,
    View,
    Mention,
    Response,
    Decision,
    Role,
    Goal,
    Influence,
    Membership,
    Indicator,
    Measurement,
    Experience,
    Population,
    Consent,
)
