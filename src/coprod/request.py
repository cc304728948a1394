"""What someone wants the data for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from coprod.level import Level

__all__ = ["Request"]


def _audiences(value: str | Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({value} if isinstance(value, str) else set(value)))


@attrs.frozen
class Request:
    """
    What someone wants the data for: one purpose, one or more audiences, the day the data is of.

    Attributes:
        purpose: A purpose that the project declares.
        audiences: Audiences that it declares, or `public`. Several get what every one of them may see.
        as_of: The day the data is of; None for all of it. Consent is always judged as of now.
        level: The most open level that is wanted.

    >>> Request("publication", "public").audiences
    ('public',)
    """

    purpose: str
    audiences: tuple[str, ...] = attrs.field(converter=_audiences, validator=attrs.validators.min_len(1))
    as_of: date | None = attrs.field(default=None, kw_only=True)
    level: Level = attrs.field(default=Level.SHARE, kw_only=True, converter=Level)

    @property
    def public(self) -> bool:
        """Whether everybody is among those who ask."""
        return "public" in self.audiences
