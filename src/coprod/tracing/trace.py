"""The way to and from one view, space, decision or goal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import attrs

from coprod.equality.fates import ASKING
from coprod.records.view import FATES
from coprod.tracing.steps import KINDS, Fact, Step
from coprod.tracing.telling import Entry, Section, as_html, as_markdown

__all__ = ["Trace"]


@attrs.frozen(kw_only=True)
class Trace:
    """
    What led to an item, and what became of it.

    Attributes:
        item: Its typed reference.
        project: Name of the project.
        released: Whether it tells what a release holds, and not the whole project.
        steps: What is behind it, the item itself, and what came of it; each of the three by day, and on one day
            what led to something before it.
    """

    item: str
    project: str
    released: bool = False
    steps: tuple[Step, ...]

    @property
    def step(self) -> Step:
        """The item itself."""
        return next(step for step in self.steps if not step.depth)

    @property
    def before(self) -> tuple[Step, ...]:
        """What is behind it."""
        return tuple(step for step in self.steps if step.depth < 0)

    @property
    def after(self) -> tuple[Step, ...]:
        """What came of it."""
        return tuple(step for step in self.steps if step.depth > 0)

    @property
    def answer(self) -> str:
        """What is behind it and what came of it, in a few words."""
        where = "that may be shown" if self.released else "on record"
        no_reply = "No answer in words is on record." if self._waiting else ""
        return " ".join(filter(None, [self._behind(where), self._became, self._led(where), no_reply]))

    @property
    def _became(self) -> str:
        """What became of a view, where it is settled or has a reply: the latest fate that is on record."""
        told = {fact.what: fact for fact in self.step.facts}
        later = [fact for fact in self.step.facts if fact.what.startswith("fate, ") and fact.words in FATES]
        latest = max(later, key=lambda fact: (fact.day, FATES.index(fact.words)), default=told.get("fate"))
        if latest and latest.words != FATES[0]:
            return f"It was {latest.words}."
        return "It has a reply." if "reply" in told else ""

    def _led(self, where: str) -> str:
        if not self.after:
            shown = " that may be shown" if self.released else ""
            return f"No decision or goal{shown} is linked to it." if self._became else f"Nothing {where} came of it."
        ended = [step for step in self.after if self._ended(step)]
        begun = _counted(step for step in self.after if step not in ended)
        dropped = f"{_counted(ended)} being dropped" if ended else ""
        return f"It led to {', and to '.join(filter(None, [begun, dropped]))}."

    def _ended(self, step: Step) -> bool:
        """Whether something led to no more than that a goal was dropped: it had been agreed before."""
        days = {other.ref: other.day for other in self.steps}
        dropped = any(fact.what == "dropped" for fact in step.facts)
        return dropped and bool(step.day) and all(step.day < days[link.ref] for link in step.links)

    @property
    def _waiting(self) -> bool:
        """Whether it asks for an answer, and none is on record; a release may have held it back."""
        asks = self.step.record == "view" and self.step.kind in ASKING and not self.released
        return asks and all(fact.what != "reply" for fact in self.step.facts)

    def _behind(self, where: str) -> str:
        if not self.before:
            return f"Nothing {where} is behind it."
        views = any(step.record == "view" for step in self.before)
        return f"Behind it: {_counted(self.before)}{'' if views else f', and no view {where}'}."

    def sections(self) -> tuple[Section, ...]:
        """Return it in three parts, as people read it."""
        where = "that may be shown" if self.released else "on record"
        behind = tuple(_entry(step, "led to") for step in self.before)
        came = tuple(_entry(step, "from") for step in self.after)
        return (
            Section("", (_entry(self.step, ""),)),
            Section("Behind it", behind, f"Nothing {where}."),
            Section("What came of it", came, f"Nothing {where}."),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it, without who said what."""
        steps = [step.to_dict() for step in self.steps]
        return {"project": self.project, "item": self.item, "answer": self.answer, "steps": steps}

    def to_markdown(self) -> str:
        """Return it as Markdown, safe whatever the words hold."""
        return as_markdown(self.item, self.answer, self.sections())

    def _repr_html_(self) -> str:
        """Return it as HTML for a notebook, with every text escaped."""
        return as_html(self.item, self.answer, self.sections())


def _counted(steps: Iterable[Step]) -> str:
    """Return how many of what, such as `2 views and 1 decision`."""
    found = Counter(step.record for step in steps)
    parts = [f"{found[kind]} {kind}{'' if found[kind] == 1 else 's'}" for kind in KINDS if found[kind]]
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _entry(step: Step, link: str) -> Entry:
    kind = step.kind if step.kind == step.record else f"{step.record}, {step.kind}"
    head = " ".join(filter(None, [step.day, step.ref, f"({kind})"]))
    links = (f"{link} {one.ref}{f': {one.how}' if one.how else ''}" for one in step.links)
    return Entry(head, step.words, (*links, *map(_told, step.facts)), step.who)


def _told(fact: Fact) -> str:
    """Return a fact on one line, such as `fate, 2019-01-17: taken up`."""
    when = f"{fact.what}, {fact.day}" if fact.day else fact.what
    what = " ".join(filter(None, [fact.words, f"({fact.ref})" if fact.ref else ""]))
    return f"{when}: {what}" if what else when
