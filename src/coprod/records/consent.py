"""What people allow: one answer, to one or more statements, on one day."""

from datetime import date
from typing import Annotated, ClassVar

import attrs

from coprod.records.base import Record, several
from coprod.schema import About, later, or_words, to, words

__all__ = ["CLOSING", "GRANTING", "OPEN_ENDED", "Consent"]

GRANTING = ("given", "renewed")
CLOSING = ("refused", "withdrawn", "revoked", "expired", "invalidated")
OPEN_ENDED = ("requested", "deferred", "unknown")
LEVELS = ("share", "pseudonymise", "count", "withhold")


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Consent(Record):
    """
    One answer to statements on a consent form, or to cells that it names itself.

    A yes names what it allows: statements, or categories with purposes, audiences and a level. A refusal or
    withdrawal that names nothing closes everything. What is empty is as `[consent]` in coprod.toml says.

    Attributes:
        who: The partner; or a space, for the notice that was up in the room.
        status: given, renewed; refused, withdrawn, revoked, expired, invalidated; requested, deferred, unknown.
        statements: Keys of `[permission]`.
        on: The day.
        until: The last day on which it holds.
        method: written, spoken, e-mail, interpreter, notice in the room ...
        notice: Which information they had.
        language: In which language.
        given_by: Who gave it for them; empty for themselves.
        authority: By what right: parent, guardian, attorney, group.
        authority_until: Last day of that right.
        capacity: adult, 12 or over, assessed, lacks.
        items: Typed references, where the answer is about these alone.
        conditions: What must be met, such as show_me_first.
        recorded_by: Who wrote this down: a partner, or words.
        evidence: Where the form or the recording is kept.
        categories, purposes, audiences, level, explicit: Cells of its own, in place of statements.
    """

    about: ClassVar[About] = About("consent", in_graph=False)
    who: Annotated[str, to("Partner", "Space")] = attrs.field(kw_only=False)
    status: Annotated[str, words(*GRANTING, *CLOSING, *OPEN_ENDED)]
    statements: Annotated[frozenset[str], ()] = attrs.field(default=frozenset(), converter=several)
    on: date
    until: Annotated[date | None, later] = None
    method: str | None = None
    notice: str | None = None
    language: str | None = None
    given_by: Annotated[str | None, to("Partner"), or_words] = None
    authority: str | None = None
    authority_until: Annotated[date | None, later] = None
    capacity: Annotated[str | None, words("adult", "12 or over", "assessed", "lacks")] = None
    items: Annotated[frozenset[str], to("View", "Space", "Decision", "Goal", "Indicator")] = attrs.field(
        default=frozenset(), converter=several
    )
    conditions: frozenset[str] = attrs.field(default=frozenset(), converter=several)
    recorded_by: Annotated[str | None, to("Partner"), or_words] = None
    evidence: str | None = None
    categories: frozenset[str] = attrs.field(default=frozenset(), converter=several)
    purposes: frozenset[str] = attrs.field(default=frozenset(), converter=several)
    audiences: frozenset[str] = attrs.field(default=frozenset(), converter=several)
    level: Annotated[str | None, words(*LEVELS)] = None
    explicit: bool | None = None
