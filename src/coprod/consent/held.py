"""Everything that a project holds about a partner, told to that partner."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import attrs

from coprod.consent.statements_of import StatementAnswered
from coprod.settings import Held

__all__ = ["HeldAbout", "Led", "ReleaseHeld", "RowHeld", "Said"]


@attrs.frozen
class Led:
    """What came of something that was said: a typed reference, its title, how, and through what."""

    ref: str
    title: str
    how: str = ""
    through: str = ""


@attrs.frozen(kw_only=True)
class Said:
    """
    Something that the partner said, and what became of it.

    Attributes:
        ref: Its typed reference; of an answer, what it answers.
        how: said it, said it too, answered.
        at: When, as ISO text.
        kind: idea, concern, question, experience, proposal.
        topic: What it is about.
        text: Their words.
        fate: What became of it.
        reply: The answer that they got.
        replied_at: When, as ISO text.
        led_to: The decisions and goals that it led to.
    """

    ref: str
    how: str
    at: str = ""
    kind: str = ""
    topic: str = ""
    text: str = ""
    fate: str = ""
    reply: str = ""
    replied_at: str = ""
    led_to: tuple[Led, ...] = ()


@attrs.frozen
class RowHeld:
    """
    One more row about the partner.

    Attributes:
        cells: What stands in it, by column.
        kept_back: Columns that hold something which is somebody else's as well, and is not told here.
    """

    cells: Mapping[str, str]
    kept_back: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class ReleaseHeld:
    """
    One release that the partner is in.

    Attributes:
        release: Its id.
        at: When, as ISO text.
        purpose: What for, in the project's words.
        audiences: For whom, in the project's words.
        as_of: The day the data was of, or nothing.
        how: How they are in it: by name, under which made-up name, or in words without a name.
    """

    release: str
    at: str
    purpose: str
    audiences: tuple[str, ...]
    as_of: str
    how: tuple[str, ...]


@attrs.frozen(kw_only=True)
class HeldAbout:
    """
    Everything held about one partner, for that partner only.

    Attributes:
        project: Name of the project.
        partner: The partner's id.
        today: The day it was put together.
        said: What they said, and what became of each.
        named_in: What others said and they are named in, as typed references; the words are the others'.
        spoke_for: What they said for somebody else, as typed references.
        statements: Who may see what, in the words of the form.
        held: Who answers for the records, and how to stop.
        rows: Everything else, by the name of the table.
        pointed_at: How many rows about others point at them, by table and column.
        releases: Every release that they are in; None where nobody looked.
    """

    project: str
    partner: str
    today: date
    said: tuple[Said, ...]
    named_in: tuple[str, ...]
    spoke_for: tuple[str, ...]
    statements: tuple[StatementAnswered, ...]
    held: Held
    rows: Mapping[str, tuple[RowHeld, ...]]
    pointed_at: Mapping[str, int]
    releases: tuple[ReleaseHeld, ...] | None

    @property
    def command(self) -> str:
        """What a steward types to stop everything, with PROJECT for the folder."""
        return f"coprod withdraw PROJECT {shlex.quote(self.partner)}"

    def to_dict(self) -> dict[str, Any]:
        """Return all of it as JSON has it."""
        plain: dict[str, Any] = {"project": self.project, "partner": self.partner, "today": self.today.isoformat()}
        plain["said"] = [attrs.asdict(one) for one in self.said]
        plain |= {"named_in": list(self.named_in), "spoke_for": list(self.spoke_for)}
        plain["statements"] = [one.to_dict() for one in self.statements]
        plain["stop"] = {name: getattr(self.held, name) for name in ("withdraw_by", "contact", "already_out")}
        plain["stop"]["command"] = self.command
        plain["kept"] = {name: getattr(self.held, name) for name in ("where", "lawful_basis", "complaints")}
        plain["kept"]["controllers"] = list(self.held.controllers)
        plain["kept"]["until"] = self.held.keep_until.isoformat() if self.held.keep_until else None
        plain["rows"] = {table: [attrs.asdict(row) for row in rows] for table, rows in self.rows.items()}
        plain["pointed_at"] = dict(self.pointed_at)
        plain["releases"] = None if self.releases is None else [attrs.asdict(one) for one in self.releases]
        return plain

    def to_text(self) -> str:
        """Return all of it in plain sentences."""
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        yield f"What {self.project} holds about you ({self.partner}), on {self.today}. It is for you, and nobody else."
        yield from ("", "What you said, and what became of it", *(line for one in self.said for line in _said(one)))
        if not self.said:
            yield "  We have no words of yours on record."
        yield from (f"  Someone else's words name you: {ref}. Ask us about it." for ref in self.named_in)
        yield from (f"  You spoke for someone else: {ref}. The words are theirs." for ref in self.spoke_for)
        yield from ("", "Who may see what", *(line for one in self.statements for line in _answered(one)))
        if not self.statements:
            yield "  You have not answered any statement. So nothing about you may leave."
        yield from ("", "How to stop", *(f"  {line}" for line in self._stop()))
        yield from ("", "Everything else that we hold")
        yield from (line for table, rows in self.rows.items() for line in _rows(table, rows))
        yield from (f"  Rows about others that point at you, in {name}: {n}." for name, n in self.pointed_at.items())
        yield from ("", "What left, and how you are in it", *(f"  {line}" for line in self._left()))

    def _stop(self) -> Iterator[str]:
        held = self.held
        yield held.withdraw_by or "How to withdraw is not recorded. Tell any of us."
        yield f"Contact: {held.contact or 'not recorded'}."
        yield f"Whoever keeps the records then runs: {self.command}. You need not say why."
        yield held.already_out or "What has left before cannot be called back."
        yield (
            f"We keep the records until {held.keep_until}."
            if held.keep_until
            else "How long we keep this is not recorded."
        )
        yield f"If you are not happy with how we do this: {held.complaints or 'where to complain is not recorded'}."

    def _left(self) -> Iterator[str]:
        if self.releases is None:
            yield "The list of what left was not looked at."
        elif not self.releases:
            yield "Nothing about you by name, under a made-up name or in your words has left."
        for one in self.releases or ():
            day = f", as things were on {one.as_of}" if one.as_of else ""
            yield f"{one.at[:10]}, to {'; '.join(one.audiences)}, for {one.purpose}{day}: {', '.join(one.how)}."


def _said(one: Said) -> Iterator[str]:
    about = ", ".join(filter(None, [one.kind, f"about {one.topic}" if one.topic else ""]))
    told = {"said it": "You said", "said it too": "You said this too", "answered": f"You answered {one.ref}"}[one.how]
    yield f"  {f'On {one.at[:10]}. ' if one.at else ''}{told}{f' ({about})' if about else ''}:"
    yield f'    "{" ".join(one.text.split()) or "(the words are not on record)"}"'
    if one.how == "answered":
        return
    yield f"    What became of it: {one.fate or 'nothing is on record yet'}."
    when = f" on {one.replied_at[:10]}" if one.replied_at else ""
    yield (
        f'    The answer{when}: "{" ".join(one.reply.split())}"'
        if one.reply
        else "    Nobody has answered in words yet."
    )
    for led in one.led_to:
        how = "".join([f" ({led.how})" if led.how else "", f", through {led.through}" if led.through else ""])
        yield f"    It led to {led.ref}{f': {led.title}' if led.title else ''}{how}."


def _answered(one: StatementAnswered) -> Iterator[str]:
    words = f'"{one.says}"' if one.says else "What you named yourself" if one.categories else "Everything"
    by = "" if one.by == "you" else f", from {one.by}"
    said = {"yes": "Yes", "no": "No", "asked": "Asked, and no answer yet"}[one.answer]
    yield f"  {said} ({one.on}{by}): {words}"
    if one.answer == "yes":
        yield f"    What: {', '.join(one.categories)}. For: {'; '.join(one.purposes)}. To: {'; '.join(one.audiences)}."
        yield f"    How: {one.level}. {f'Until {one.until}.' if one.until else 'No last day is set.'}"
    if one.items:
        yield f"    Only about: {', '.join(one.items)}."
    if one.conditions:
        yield f"    Only if this is done first: {', '.join(one.conditions)}."
    if one.answer == "yes" and not one.holds:
        yield "    It does not hold any more, so it opens nothing."


def _rows(table: str, rows: tuple[RowHeld, ...]) -> Iterator[str]:
    yield f"  {table}"
    for row in rows:
        cells = "; ".join(f"{name}: {' '.join(value.split())}" for name, value in row.cells.items())
        back = f" (kept back, since it is also about someone else: {', '.join(row.kept_back)})" if row.kept_back else ""
        yield f"    {cells}{back}"
