"""What someone wants the data for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from coprod.level import Level
from coprod.naming import words

__all__ = ["Request"]


def _audiences(value: str | Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({value} if isinstance(value, str) else set(value)))


def _recipients(value: Iterable[str] | None) -> tuple[str, ...] | None:
    return None if value is None else tuple(sorted({value} if isinstance(value, str) else set(value)))


@attrs.frozen
class Request:
    """
    What someone wants the data for: one purpose, one or more audiences, the day the data is of.

    Attributes:
        purpose: A purpose that the project declares.
        audiences: Audiences that it declares, or `public`. Several get what every one of them may see.
        as_of: The day the data is of; None for all of it. Consent is always judged as of now.
        level: The most open level that is wanted.
        honours: Conditions that are met, such as show_me_first where everybody was shown.
        recipients: Ids of the partners who will get it, where the audience is the partners themselves; None for all who
            are there now. An answer reaches them if they had joined by the day it was given.

    >>> Request("publication", "public").audiences
    ('public',)
    """

    purpose: str
    audiences: tuple[str, ...] = attrs.field(converter=_audiences, validator=attrs.validators.min_len(1))
    as_of: date | None = attrs.field(default=None, kw_only=True)
    level: Level = attrs.field(default=Level.SHARE, kw_only=True, converter=Level)
    honours: frozenset[str] = attrs.field(default=frozenset(), kw_only=True, converter=words)
    recipients: tuple[str, ...] | None = attrs.field(default=None, kw_only=True, converter=_recipients)

    @property
    def public(self) -> bool:
        """Whether everybody is among those who ask."""
        return "public" in self.audiences
