"""What was decided, and who did what in it."""

from datetime import date
from typing import Annotated, ClassVar

import attrs

from coprod.records.base import Record
from coprod.schema import About, key, label, moment, subject, to, words

__all__ = ["Decision", "Role"]

ROLES = (
    "initiated",
    "shaped",
    "decided",
    "vetoed",
    "delivers",
    "reviews",
    "consulted",
    "informed",
    "hosted",
    "facilitated",
    "set the agenda",
)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Decision(Record):
    """
    Something that was decided. About nobody: `Role` says who took part.

    Attributes:
        id: Its id, unique among decisions.
        title: What was decided.
        space: Where; empty for a decision outside any gathering.
        at: The day.
        rule: consensus, consent, majority, lead decides.
        stage: commission, design, deliver, assess.
        topic: plan, money, people, agenda, evidence, or the project's own word.
    """

    about: ClassVar[About] = About("plan", nobody=True)
    id: Annotated[str, key] = attrs.field(kw_only=False)
    title: str
    space: Annotated[str | None, to("Space")] = None
    at: Annotated[date | None, moment] = None
    rule: Annotated[str | None, words("consensus", "consent", "majority", "lead decides")] = None
    stage: Annotated[str | None, words("commission", "design", "deliver", "assess")] = None
    topic: Annotated[str | None, label] = None


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Role(Record):
    """
    What a partner did in a decision, a space or for a goal.

    Attributes:
        partner: Who.
        item: Typed reference to the decision, space or goal.
        role: initiated, shaped, decided, vetoed, delivers, reviews, consulted, informed; hosted, facilitated, set
            the agenda.
    """

    about: ClassVar[About] = About("decisions")
    partner: Annotated[str, key, subject, to("Partner")] = attrs.field(kw_only=False)
    item: Annotated[str, key, to("Decision", "Space", "Goal")] = attrs.field(kw_only=False)
    role: Annotated[str, key, words(*ROLES)] = attrs.field(kw_only=False)
