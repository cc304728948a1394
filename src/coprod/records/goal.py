"""What the partners want to reach."""

from datetime import date
from typing import Annotated, ClassVar

import attrs

from coprod.records.base import Record
from coprod.schema import About, key, later, start, to, words

__all__ = ["Goal"]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Goal(Record):
    """
    A vision, aim, activity, milestone or outcome. About nobody.

    Attributes:
        id: Its id, unique among goals.
        kind: vision, aim, activity, milestone, outcome.
        text: In words.
        agreed: The day it was agreed; an outcome without one is one that nobody planned.
        due: The day it should be done.
        done: The day it was.
        dropped: The day it was given up.
        replaces: The goal that it took the place of.
    """

    about: ClassVar[About] = About("plan", nobody=True)
    id: Annotated[str, key] = attrs.field(kw_only=False)
    kind: Annotated[str, words("vision", "aim", "activity", "milestone", "outcome")]
    text: str
    agreed: Annotated[date | None, start] = None
    due: date | None = None
    done: Annotated[date | None, later] = None
    dropped: Annotated[date | None, later] = None
    replaces: Annotated[str | None, to("Goal")] = None
