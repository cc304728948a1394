"""What `explain` answers with: how openly each part of a row may leave, and every reason. It holds no content."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import attrs

from coprod.level import Level
from coprod.request import Request

__all__ = [
    "AnswerSeen",
    "Effect",
    "Explained",
    "Explanation",
    "PartExplained",
    "Reason",
    "RuleSaid",
    "Tally",
    "tallied",
]


@attrs.frozen
class RuleSaid:
    """What a consent rule said of an answer: its name, the most open level it accepts, why."""

    rule: str
    level: Level
    reason: str

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {"rule": self.rule, "level": self.level.value, "reason": self.reason}


@attrs.frozen(kw_only=True)
class AnswerSeen:
    """
    One answer, as far as it is about the part in question.

    Attributes:
        on: The day it was given.
        status: Its status, such as given or withdrawn.
        track: `own`, or `others` where someone answered for the subject.
        statement: Key of the statement that it answers; empty where it names cells of its own, or everything.
        says: The words of that statement.
        level: What it gives here.
        stands: Whether no later answer took its place.
        closed_by: Codes of what keeps a yes from opening anything.
        rules: What the consent rules said of it.
    """

    on: date
    status: str
    track: str
    statement: str = ""
    says: str = ""
    level: Level
    stands: bool
    closed_by: tuple[str, ...] = ()
    rules: tuple[RuleSaid, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        plain: dict[str, Any] = {
            "on": self.on.isoformat(),
            "status": self.status,
            "track": self.track,
            "statement": self.statement,
        }
        plain |= {"says": self.says, "level": self.level.value, "closed_by": list(self.closed_by)}
        return plain | {"stands": self.stands, "rules": [rule.to_dict() for rule in self.rules]}


@attrs.frozen(kw_only=True)
class Reason:
    """
    One reason. The level of a part is the strictest level among its reasons.

    Attributes:
        code: What kind of reason it is, such as `no_answer`; stable, for programs.
        level: The most open level that it leaves.
        says: The same in a plain sentence.
        subject: Who is asked, as a typed reference; empty where the reason is about nobody.
        because: Why they are asked: row, cell, notice, mention, small space, label.
        record: The record they were asked about, where it is one that the row needs and not the row itself.
        audience: To whom, where it is about one audience.
        answers: Their answers, as far as these are about this part.
    """

    code: str
    level: Level
    says: str
    subject: str = ""
    because: str = ""
    record: str = ""
    audience: str = ""
    answers: tuple[AnswerSeen, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        names = ("code", "says", "subject", "because", "record", "audience")
        plain = {name: getattr(self, name) for name in names}
        return plain | {"level": self.level.value, "answers": [answer.to_dict() for answer in self.answers]}


@attrs.frozen(kw_only=True)
class PartExplained:
    """
    A part of a row: cells that are decided together, or how a partner in it may be referred to.

    Attributes:
        category: What the subjects are asked for.
        special: Whether it is special-category data.
        columns: Names of its columns.
        level: How openly it may leave.
        filled: Whether anything stands in it.
        reasons: Every reason, also those that leave it more open than it is.
    """

    category: str
    special: bool
    columns: tuple[str, ...]
    level: Level
    filled: bool
    reasons: tuple[Reason, ...]

    @property
    def deciding(self) -> tuple[Reason, ...]:
        """The reasons that make it as strict as it is."""
        return tuple(reason for reason in self.reasons if reason.level is self.level)

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        plain: dict[str, Any] = {"category": self.category, "special": self.special, "columns": list(self.columns)}
        plain |= {"level": self.level.value, "filled": self.filled}
        return plain | {"reasons": [reason.to_dict() for reason in self.reasons]}


@attrs.frozen
class Effect:
    """What follows for a row beside the levels of its parts: a code, a sentence, the columns it is about."""

    code: str
    says: str
    columns: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {"code": self.code, "says": self.says, "columns": list(self.columns)}


@attrs.frozen(kw_only=True)
class Explained:
    """
    One row.

    Attributes:
        record: Its typed reference; of a row without an id, its kind and the ids that it refers to.
        kind: Its kind, in lower case.
        parts: Its cells by what is decided together.
        names: How each partner in it may be referred to.
        effects: What follows beside.
    """

    record: str
    kind: str
    parts: tuple[PartExplained, ...]
    names: tuple[PartExplained, ...]
    effects: tuple[Effect, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        names = ("parts", "names", "effects")
        plain = {name: [one.to_dict() for one in getattr(self, name)] for name in names}
        return {"record": self.record, "kind": self.kind, **plain}


@attrs.frozen(kw_only=True)
class Tally:
    """
    How many parts of one kind and category there are at each level, and for which reasons.

    Attributes:
        kind: The kind, in lower case.
        category: What the subjects are asked for.
        special: Whether it is special-category data.
        levels: How many parts are at each level, by its name.
        reasons: How many parts each code decides.
    """

    kind: str
    category: str
    special: bool
    levels: Mapping[str, int]
    reasons: Mapping[str, int]

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return attrs.asdict(self)


@attrs.frozen(kw_only=True)
class Explanation:
    """
    Why what may leave, and what may not: for the stewards, never for the audience.

    Attributes:
        project: Name of the project.
        request: What was asked for.
        today: The day that consent was judged on.
        about: The partner or the record it is about, as a typed reference; empty where it is about everything.
        rows: The rows about them; none where it is about everything.
        summary: The same in numbers, by kind and category.
        failed: Names of consent rules that did not answer, so that what they were asked about is withheld.
        keep_until: The last day on which anything may leave; None where none is set.
    """

    project: str
    request: Request
    today: date
    about: str
    rows: tuple[Explained, ...]
    summary: tuple[Tally, ...]
    failed: tuple[str, ...] = ()
    keep_until: date | None = None

    @property
    def over(self) -> bool:
        """Whether the day has passed until which the records were to be kept, so that nothing leaves at all."""
        return self.keep_until is not None and self.today > self.keep_until

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        request, day = self.request, self.request.as_of
        asked = {"purpose": request.purpose, "audiences": list(request.audiences), "level": request.level.value}
        plain: dict[str, Any] = {"project": self.project, **asked, "as_of": day.isoformat() if day else None}
        plain |= {"today": self.today.isoformat(), "about": self.about, "failed_rules": list(self.failed)}
        plain["over"] = self.over
        plain |= {"rows": [row.to_dict() for row in self.rows]}
        return plain | {"summary": [tally.to_dict() for tally in self.summary]}


def tallied(rows: Iterable[Explained]) -> tuple[Tally, ...]:
    """Return how many parts that hold something there are, by kind and category, level and reason."""
    found: dict[tuple[str, str, bool], list[PartExplained]] = {}
    for row in rows:
        for part in row.parts:
            if part.filled:
                found.setdefault((row.kind, part.category, part.special), []).append(part)
    return tuple(
        Tally(
            kind=kind,
            category=category,
            special=special,
            levels={level.value: n for level in Level if (n := sum(part.level is level for part in parts))},
            reasons=_counted(parts),
        )
        for (kind, category, special), parts in found.items()
    )


def _counted(parts: Iterable[PartExplained]) -> dict[str, int]:
    codes = [code for part in parts for code in dict.fromkeys(reason.code for reason in part.deciding)]
    return {code: codes.count(code) for code in sorted(set(codes))}
