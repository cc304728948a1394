"""What a project says of itself on whatever leaves: what it is, whom it is for, and who answers for it."""

from __future__ import annotations

from datetime import date

import attrs

from coprod.request import Request
from coprod.settings import Settings

__all__ = ["Imprint"]


@attrs.frozen(kw_only=True)
class Imprint:
    """
    What a project says of itself on whatever leaves. Its stewards wrote it, about nobody.

    Attributes:
        says: What the project is.
        area: Where it is.
        starts, ends: Its first and its last day.
        purpose: What the release is for, in the project's words.
        audiences: Whom it is for, in the project's words.
        controllers: Who answers for the records.
        contact: How to reach them.
        withdraw_by: How to take a yes back.
        already_out: What happens to what has already been shared.
        complaints: Where to complain.
    """

    says: str = ""
    area: str = ""
    starts: date | None = None
    ends: date | None = None
    purpose: str = ""
    audiences: tuple[str, ...] = ()
    controllers: tuple[str, ...] = ()
    contact: str = ""
    withdraw_by: str = ""
    already_out: str = ""
    complaints: str = ""

    @classmethod
    def of(cls, settings: Settings, request: Request) -> Imprint:
        """Return what a project says of itself to those who asked."""
        return cls(
            says=settings.about,
            area=settings.area,
            starts=settings.starts,
            ends=settings.ends,
            purpose=settings.purposes.get(request.purpose) or request.purpose,
            audiences=tuple(_in_words(one, settings) for one in request.audiences),
            **{name: getattr(settings.held, name) for name in HELD},
        )


HELD = ("controllers", "contact", "withdraw_by", "already_out", "complaints")


def _in_words(audience: str, settings: Settings) -> str:
    """
    Return an audience as its members are called.

    >>> _in_words("funder", Settings(audiences={"funder": ("Scottish Government",)}))
    'Scottish Government'
    """
    if audience == "public":
        return "everyone"
    if settings.joins(audience):
        return "the partners"
    return ", ".join(settings.audiences.get(audience, ())) or audience
