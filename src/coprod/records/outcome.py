"""What is measured to see change, how it felt, and who could have been here."""

from datetime import date
from typing import Annotated, ClassVar

import attrs

from coprod.records.base import Record
from coprod.records.partner import HERE_AS
from coprod.schema import About, key, moment, rating, subject, to, words

__all__ = ["Experience", "Indicator", "Measurement", "Population"]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Indicator(Record):
    """
    Something that is measured to see change. About nobody.

    Attributes:
        id: Its id, unique among indicators.
        name: What it is called.
        goal: The goal that it tells of; where that is a vision, it asks whether people know what the project is for.
        instrument: Where the question or the scale comes from.
        better: Which way is better: up or down.
        minimum, maximum: Ends of the scale.
    """

    about: ClassVar[About] = About("outcomes", nobody=True)
    id: Annotated[str, key] = attrs.field(kw_only=False)
    name: str
    goal: Annotated[str | None, to("Goal")] = None
    instrument: str | None = None
    better: Annotated[str | None, words("up", "down")] = None
    minimum: float | None = None
    maximum: float | None = None


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Measurement(Record):
    """
    One value of an indicator: special-category data.

    Attributes:
        indicator: Which.
        partner: The person, or the group, team or organisation whose figure it is.
        at: The day.
        value: The value, in the indicator's unit.
    """

    about: ClassVar[About] = About("outcomes", special=True)
    indicator: Annotated[str, key, to("Indicator")] = attrs.field(kw_only=False)
    partner: Annotated[str, key, subject, to("Partner")] = attrs.field(kw_only=False)
    at: Annotated[date, key, moment]
    value: float


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Experience(Record):
    """
    How a space felt: valued, listened to, contributed, safe.

    A slip without a name has its space as subject, and may be equal to another.

    Attributes:
        partner: Who; empty on a slip without a name.
        space: Which space.
        here_as: How they are here, for a slip without a name.
        at: The day, where it is not the day of the space.
        valued, listened, contributed, safe: Each from 1 (not at all) to 5 (very much).
    """

    about: ClassVar[About] = About("experience", notice="space", repeats="partner")
    partner: Annotated[str | None, key, subject, to("Partner")] = attrs.field(default=None, kw_only=False)
    here_as: Annotated[str | None, words(*HERE_AS)] = None
    space: Annotated[str, key, to("Space")]
    at: Annotated[date | None, key, moment] = None
    valued: Annotated[int | None, rating(1, 5)] = None
    listened: Annotated[int | None, rating(1, 5)] = None
    contributed: Annotated[int | None, rating(1, 5)] = None
    safe: Annotated[int | None, rating(1, 5)] = None


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Population(Record):
    """
    How many people of an area could have been here, from a named source. About nobody.

    Attributes:
        characteristic: What was counted, such as `age band` or `sector`.
        value: Which value of it.
        area: Where; empty for the whole area of the project.
        on: The day the count is of.
        count: How many people.
        source: Who counted, and where it can be read.
    """

    about: ClassVar[About] = About("none", nobody=True, in_graph=False)
    characteristic: Annotated[str, key] = attrs.field(kw_only=False)
    value: Annotated[str, key] = attrs.field(kw_only=False)
    area: Annotated[str | None, key] = None
    on: Annotated[date, key]
    count: int
    source: str
