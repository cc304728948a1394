"""Ties between partners."""

from datetime import date
from typing import Annotated, ClassVar

import attrs

from coprod.records.base import Record
from coprod.schema import About, category, end, key, label, rating, start, subject, to

__all__ = ["Relationship"]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Relationship(Record):
    """
    What one partner says of another: knows, works with, trusts, supports, signposts to.

    A relationship is directed: the source says it of the target. A tie that goes both ways is two rows.

    Attributes:
        source: The partner who says it, or of whom it is said by *reported_by*.
        target: The partner it is said of.
        kind: What they are to each other.
        reported_by: The partner who told it.
        since: First day.
        until: Last day.
        weight: Strength of the tie as an imported network gives it.
        reliability, shared_mission, openness: Trust in the target, each from 1 (not at all) to 4 (a great deal).
        influence, involvement, resources: Value of the target, each from 1 to 4.
    """

    about: ClassVar[About] = About("relationships")
    source: Annotated[str, key, subject, to("Partner")] = attrs.field(kw_only=False)
    target: Annotated[str, key, subject, to("Partner")] = attrs.field(kw_only=False)
    kind: Annotated[str, key, label]
    reported_by: Annotated[str | None, key, subject, to("Partner")] = None
    since: Annotated[date | None, key, start] = None
    until: Annotated[date | None, end] = None
    weight: float | None = None
    reliability: Annotated[int | None, category("ratings"), rating(1, 4)] = None
    shared_mission: Annotated[int | None, category("ratings"), rating(1, 4)] = None
    openness: Annotated[int | None, category("ratings"), rating(1, 4)] = None
    influence: Annotated[int | None, category("ratings"), rating(1, 4)] = None
    involvement: Annotated[int | None, category("ratings"), rating(1, 4)] = None
    resources: Annotated[int | None, category("ratings"), rating(1, 4)] = None
