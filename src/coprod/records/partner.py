"""Who takes part, what they say about themselves, and what they need so that they can."""

from datetime import date
from typing import Annotated, ClassVar

import attrs

from coprod.records.base import Record
from coprod.schema import About, category, end, key, label, start, subject, subject_of_cell, to, words

__all__ = ["HERE_AS", "Characteristic", "Membership", "Need", "Partner"]

HERE_AS = ("own experience", "job", "volunteer", "elected")


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Partner(Record):
    """
    A person, an organisation, a group or a team that takes part.

    Attributes:
        id: Its id, unique among partners. Ids are identity: they leave only with `identity`.
        kind: person, organisation, group or team.
        sector: In the partners' own words, such as citizen, public library, health.
        here_as: How they are here: own experience, job, volunteer or elected; by default as most of their sector.
        people: How many people it stands for.
        area: Where they live or work.
        organisation: The partner whose staff or volunteer they are.
        name: What they are called.
        joined: The day from which they were a partner.
        left: The last day on which they were one; what they said stays said.
    """

    about: ClassVar[About] = About("profile")
    id: Annotated[str, key, subject] = attrs.field(kw_only=False)
    kind: Annotated[str, words("person", "organisation", "group", "team")]
    sector: Annotated[str | None, label] = None
    here_as: Annotated[str | None, words(*HERE_AS)] = None
    people: int | None = None
    area: str | None = None
    organisation: Annotated[str | None, to("Partner"), subject_of_cell] = None
    name: Annotated[str | None, category("identity")] = None
    joined: Annotated[date | None, category("participation"), start] = None
    left: Annotated[date | None, category("participation"), end] = None


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Characteristic(Record):
    """Something that a partner says about who they are: special-category data."""

    about: ClassVar[About] = About("characteristics", special=True)
    partner: Annotated[str, key, subject, to("Partner")] = attrs.field(kw_only=False)
    characteristic: Annotated[str, key] = attrs.field(kw_only=False)
    value: Annotated[str, key] = attrs.field(kw_only=False)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Need(Record):
    """Something that a partner needs so that they can take part: special-category data."""

    about: ClassVar[About] = About("access", special=True)
    partner: Annotated[str, key, subject, to("Partner")] = attrs.field(kw_only=False)
    need: Annotated[str, key] = attrs.field(kw_only=False)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Membership(Record):
    """
    A partner is in a group or a team.

    Attributes:
        partner: Who.
        group: The partner of kind group or team.
        role: What they do in it.
        since: First day.
        until: Last day.
    """

    about: ClassVar[About] = About("participation")
    partner: Annotated[str, key, subject, to("Partner")] = attrs.field(kw_only=False)
    group: Annotated[str, key, to("Partner")] = attrs.field(kw_only=False)
    role: str | None = None
    since: Annotated[date | None, key, start] = None
    until: Annotated[date | None, end] = None
