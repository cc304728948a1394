"""What partners bring, and what passes between them."""

from datetime import date
from typing import Annotated, ClassVar

import attrs

from coprod.records.base import Record
from coprod.schema import About, end, key, label, moment, start, subject, to

__all__ = ["Exchange", "Strength"]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Strength(Record):
    """
    A partner brings something: a skill, knowledge, lived experience, a contact, a room, time.

    Attributes:
        partner: Who brings it.
        strength: What, in their own words; the same words are the same strength.
        kind: skill, knowledge, lived experience, connection, resource, time, or the project's own word.
        since: First day.
        until: Last day.
    """

    about: ClassVar[About] = About("strengths")
    partner: Annotated[str, key, subject, to("Partner")] = attrs.field(kw_only=False)
    strength: Annotated[str, key] = attrs.field(kw_only=False)
    kind: Annotated[str | None, label] = None
    since: Annotated[date | None, key, start] = None
    until: Annotated[date | None, end] = None


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Exchange(Record):
    """
    One partner gave, another received.

    Attributes:
        giver: Who gave.
        receiver: Who received.
        kind: conversation, visit, introduction, help, teaching, lending, or the project's own word.
        strength: Which strength was used, in the words it is recorded in.
        at: The day.
        hours: How long it took, in hours.
    """

    about: ClassVar[About] = About("relationships")
    giver: Annotated[str, key, subject, to("Partner")] = attrs.field(kw_only=False)
    receiver: Annotated[str, key, subject, to("Partner")] = attrs.field(kw_only=False)
    kind: Annotated[str | None, key, label] = None
    strength: str | None = None
    at: Annotated[date | None, key, moment] = None
    hours: float | None = None
