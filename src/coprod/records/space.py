"""Where people come together, and who came."""

from datetime import datetime
from typing import Annotated, ClassVar

import attrs

from coprod.records.base import Record
from coprod.schema import About, category, key, label, later, start, subject, to, words

__all__ = ["Attendance", "Space"]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Space(Record):
    """
    A meeting, workshop, walk or online board: where people come together.

    It is about nobody, unless fewer than five people came: then it is about each of them.

    Attributes:
        id: Its id, unique among spaces.
        name: What it is called.
        kind: gathering, workshop, visit, drop-in, or the project's own word.
        starts, ends: When it began and ended, as date and time.
        place: Where.
        people: How many heads were counted, named or not.
        purpose: What it was for.
        level: How far those who came could decide: inform, consult, involve, collaborate, empower.
        agreement: Whether there was an agreement for how to talk: none, given, written together.
    """

    about: ClassVar[About] = About("spaces", nobody=True)
    id: Annotated[str, key] = attrs.field(kw_only=False)
    name: str
    kind: Annotated[str | None, label] = None
    starts: Annotated[datetime | None, start] = None
    ends: Annotated[datetime | None, later] = None
    place: str | None = None
    people: int | None = None
    purpose: str | None = None
    level: Annotated[str | None, words("inform", "consult", "involve", "collaborate", "empower")] = None
    agreement: Annotated[str | None, words("none", "given", "written together")] = None


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Attendance(Record):
    """
    A partner came to a space, or could not.

    Attributes:
        partner: Who.
        space: Where.
        came: yes, part, could not, not asked; empty means yes.
        people: How many people of a group came.
        payment: How their time was paid: in their job, fee, voucher, declined, none.
        expenses: paid, declined, none due, owed.
        minutes: How long they were there, in minutes.
        turns: How often they spoke; only where the partners agreed to count.
        seconds: How long they spoke, in seconds; only where the partners agreed to time.
        access: Whether what they need was met, as they say: met, partly, not met, none. Special-category data.
    """

    about: ClassVar[About] = About("participation")
    partner: Annotated[str, key, subject, to("Partner")] = attrs.field(kw_only=False)
    space: Annotated[str, key, to("Space")] = attrs.field(kw_only=False)
    came: Annotated[str | None, words("yes", "part", "could not", "not asked")] = None
    people: int | None = None
    payment: Annotated[str | None, words("in their job", "fee", "voucher", "declined", "none")] = None
    expenses: Annotated[str | None, words("paid", "declined", "none due", "owed")] = None
    minutes: int | None = None
    turns: int | None = None
    seconds: int | None = None
    access: Annotated[str | None, category("access", special=True), words("met", "partly", "not met", "none")] = None
