"""
What a consent rule is asked, and what it answers.

A rule never allows and never denies: it answers with a level, and can only tighten what a person's own answer gives.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Self

import attrs

from coprod.level import Level
from coprod.naming import spec_name, words

__all__ = ["ConsentRule", "ConsentState", "Ruling"]

NONE: Mapping[str, Any] = MappingProxyType({})


@attrs.frozen(kw_only=True)
class ConsentState:
    """
    All that a rule sees: coded facts about one answer and one cell; never an id, an instant or any content.

    Every field has a default, so that a test names only what matters.

    Attributes:
        category: Category of the cell, such as views.
        special: Whether it is special-category data.
        structure: Whether the row ties a partner to another partner or to a record.
        purpose: What it is asked for.
        audience: Who asks.
        public: Whether that is everybody.
        subject: Kind of the subject: person, organisation, group, team, space.
        track: own, or others' where someone answered for them.
        level: What the answer gives before any rule, with the base already in it.
        status: Status of the answer, such as given; `public fact` where none is needed.
        explicit: Whether the answer is explicit consent.
        months: Whole months since the answer.
        review_months: After how many the project asks again; None where it never does.
        capped: Whether the request asked for less than the answer gives.
        authority: By what right someone answered for them, or None.
        capacity: adult, 12 or over, assessed, lacks; or None.
        by_proxy: Whether someone answered for them.
        method: How they answered, or None.
        unmet: Conditions of the answer that neither the request nor the format meets.
        lawful_basis: The project's lawful basis, which is not a permission.
        characteristics: The subject's value of each characteristic that the rule named; None where none is recorded.
    """

    category: str = "profile"
    special: bool = False
    structure: bool = False
    purpose: str = "publication"
    audience: str = "public"
    public: bool = True
    subject: str = "person"
    track: str = "own"
    level: Level = Level.SHARE
    status: str = "given"
    explicit: bool = False
    months: int = 0
    review_months: int | None = None
    capped: bool = False
    authority: str | None = None
    capacity: str | None = None
    by_proxy: bool = False
    method: str | None = None
    unmet: frozenset[str] = frozenset()
    lawful_basis: str = ""
    characteristics: Mapping[str, str | None] = attrs.field(default=NONE, hash=False)


@attrs.frozen
class Ruling:
    """
    A rule's opinion: the most open level it can accept, and one plain sentence why.

    Attributes:
        level: The level.
        reason: Why, for the stewards; empty where there is no objection.
    """

    level: Level
    reason: str = ""

    @classmethod
    def no_objection(cls) -> Self:
        """Have nothing to say. It opens nothing that consent or another rule has closed."""
        return cls(Level.SHARE)

    @classmethod
    def withhold(cls, reason: str) -> Self:
        """Let nothing leave."""
        return cls(Level.WITHHOLD, reason)

    @classmethod
    def tighten(cls, level: Level, reason: str) -> Self:
        """Let it leave at most at *level*."""
        return cls(level, reason)


@attrs.frozen(kw_only=True)
class ConsentRule:
    """
    A rule that may tighten what people's own answers give.

    Attributes:
        name: Lower-case words joined by `-`.
        summary: One sentence for the list of plugins.
        decide: The rule: a plain function of a `ConsentState`. Raising, or returning anything else than a `Ruling`,
            withholds.
        categories: The categories it is asked about; None means all.
        characteristics: The characteristics of the subject that it may see.
    """

    name: str = attrs.field(validator=spec_name)
    summary: str
    decide: Callable[[ConsentState], Ruling] = attrs.field(validator=attrs.validators.is_callable())
    categories: frozenset[str] | None = attrs.field(default=None, converter=attrs.converters.optional(words))
    characteristics: frozenset[str] = attrs.field(default=frozenset(), converter=words)
