"""One step of a trace: a view, a space, a decision or a goal, and what is on record about it."""

from __future__ import annotations

from typing import Any

import attrs

__all__ = ["KINDS", "Fact", "Link", "Step", "in_time"]

LAST = "9999-99"  # what has no day on record comes after what has one
KINDS = ("view", "space", "decision", "goal")  # on one day a view comes before what was decided on it


@attrs.frozen
class Fact:
    """
    One thing on record about a step.

    Attributes:
        what: What it is: `reply`, `fate`, `said at`, `roles` ...
        words: What is on record.
        day: The day, as exact as it is known; empty where none is on record.
        ref: Typed reference, where it is about another record, such as the space where a view was discussed.
    """

    what: str
    words: str
    day: str = attrs.field(default="", kw_only=True)
    ref: str = attrs.field(default="", kw_only=True)


@attrs.frozen
class Link:
    """
    One row of `Influence`, or that a goal took the place of another, as seen from a step.

    Attributes:
        ref: The other end: the item that is traced, or something on the same side of it.
        how: How the one led to the other, in the words on record.
    """

    ref: str
    how: str = ""


@attrs.frozen(kw_only=True)
class Step:
    """
    A record on the way.

    Attributes:
        ref: Its typed reference.
        kind: What kind it is: `idea`, `vision`, `workshop`; the name of its record kind where none is recorded.
        day: When it was said, decided or agreed, as ISO text; empty where that is not recorded.
        words: The words, the title or the name.
        depth: How many links away it is: below 0 behind the item, 0 the item itself, above 0 what came of it.
        links: The links by which it hangs together with the item, and with what is on the same side of it.
        facts: What else is on record about it.
        who: Typed references of who said it, for stewards who ask for names.
    """

    ref: str
    kind: str = ""
    day: str = ""
    words: str = ""
    depth: int = 0
    links: tuple[Link, ...] = ()
    facts: tuple[Fact, ...] = ()
    who: tuple[str, ...] = ()

    @property
    def record(self) -> str:
        """The name of its record kind, such as `view`."""
        return self.ref.partition(":")[0]

    @property
    def how(self) -> str:
        """How it is linked, in the words on record; empty where nobody wrote any."""
        return "; ".join(dict.fromkeys(link.how for link in self.links if link.how))

    def to_dict(self) -> dict[str, Any]:
        """Return the step as JSON has it, without who said it."""
        plain = ("ref", "kind", "day", "words", "how", "depth")
        return {
            **{name: getattr(self, name) for name in plain},
            "links": [attrs.asdict(link) for link in self.links],
            "facts": [attrs.asdict(fact) for fact in self.facts],
        }


def in_time(step: Step) -> tuple[str, int, int, str]:
    """Return what sorts steps by day; on one day what led to something stands before it."""
    return step.day or LAST, step.depth, KINDS.index(step.record), step.ref
