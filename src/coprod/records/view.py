"""What people said, about whom, what others answered, and what it led to."""

from datetime import date, datetime
from typing import Annotated, ClassVar

import attrs

from coprod.records.base import Record
from coprod.schema import (
    About,
    adds_subject_to,
    category,
    key,
    known_with,
    label,
    later,
    moment,
    or_words,
    quotable,
    rating,
    subject,
    to,
    words,
)

__all__ = ["FATES", "Influence", "Mention", "Response", "View"]

FATES = ("open", "parked", "taken up", "adapted", "not taken up", "withdrawn")


@attrs.frozen(kw_only=True, eq=False, repr=False)
class View(Record):
    """
    Something that was said, and what became of it.

    Attributes:
        id: Its id, unique among views.
        partner: Who said it; empty for an unsigned note, whose permission is the notice in the room.
        through: Who spoke for them: a partner, or words about someone who is not one.
        space: Where it was said.
        at: When it was said.
        kind: idea, concern, question, experience, proposal.
        topic: What it is about.
        in_plan: Whether it is within the plan: yes, no, unsure.
        discussed: The space where it was discussed.
        fate: open, parked, taken up, adapted, not taken up, withdrawn; a later Response may say otherwise.
        replied_at: When it was answered.
        text: The words. Special-category data, since they may hold anything.
        reply: The answer in words. Special-category data too.
    """

    about: ClassVar[About] = About("views", notice="space")
    id: Annotated[str, key] = attrs.field(kw_only=False)
    partner: Annotated[str | None, subject, to("Partner")] = None
    through: Annotated[str | None, subject, to("Partner"), or_words] = None
    space: Annotated[str | None, to("Space")] = None
    at: Annotated[datetime | None, moment, quotable] = None
    kind: Annotated[str | None, words("idea", "concern", "question", "experience", "proposal"), quotable] = None
    topic: Annotated[str | None, label, quotable] = None
    in_plan: Annotated[str | None, words("yes", "no", "unsure")] = None
    discussed: Annotated[str | None, to("Space")] = None
    fate: Annotated[str | None, words(*FATES), known_with("replied_at")] = None
    replied_at: Annotated[datetime | None, later] = None
    text: Annotated[str | None, category("views", special=True), quotable] = None
    reply: Annotated[str | None, category("views", special=True), known_with("replied_at")] = None


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Mention(Record):
    """
    A view, space, decision or goal speaks of someone, who thereby becomes one of its subjects.

    Attributes:
        item: Typed reference to the view, space, decision or goal.
        partner: The partner, or words about someone who is not one.
        part: said it too, is named, or someone else, which says that a like name is not this partner.
    """

    about: ClassVar[About] = About("views")
    item: Annotated[str, key, to("View", "Space", "Decision", "Goal")] = attrs.field(kw_only=False)
    partner: Annotated[
        str, key, subject, to("Partner"), or_words, adds_subject_to("item", unless=("part", "someone else"))
    ] = attrs.field(kw_only=False)
    part: Annotated[str | None, words("said it too", "is named", "someone else")] = None


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Response(Record):
    """
    A partner's stance on a view, a goal or a decision, or what became of it since; the latest counts.

    Attributes:
        partner: Who.
        item: Typed reference to the view, goal or decision.
        stance: -1 against (of an outcome: for the worse), 0 neither, 1 for (for the better).
        people: How many people it stands for.
        fate: What became of the view by this day.
        at: The day.
        text: In their words. Special-category data.
    """

    about: ClassVar[About] = About("views")
    partner: Annotated[str, key, subject, to("Partner")] = attrs.field(kw_only=False)
    item: Annotated[str, key, to("View", "Goal", "Decision")] = attrs.field(kw_only=False)
    stance: Annotated[int | None, rating(-1, 1)] = None
    people: int | None = None
    fate: Annotated[str | None, words(*FATES)] = None
    at: Annotated[date | None, key, moment] = None
    text: Annotated[str | None, category("views", special=True)] = None


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Influence(Record):
    """
    A space, view, decision or goal led to a view, decision or goal; it is about whoever its source is about.

    Attributes:
        source: Typed reference to what came first.
        target: Typed reference to what came of it.
        how: In words.
    """

    about: ClassVar[About] = About("views")
    source: Annotated[str, key, to("Space", "View", "Decision", "Goal")] = attrs.field(kw_only=False)
    target: Annotated[str, key, to("View", "Decision", "Goal")] = attrs.field(kw_only=False)
    how: str | None = None
