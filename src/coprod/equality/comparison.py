"""What each check found on two days, side by side."""

from __future__ import annotations

import html
from collections.abc import Iterator
from datetime import date
from typing import Any, Literal, TypeAlias

import attrs

from coprod.errors import NotFound, did_you_mean
from coprod.finding import Finding, Measure
from coprod.markup import markdown

__all__ = ["Change", "Comparison", "Verdict"]

Verdict: TypeAlias = Literal["more even", "less even", "cannot tell"]

VERDICTS: tuple[Verdict, ...] = ("more even", "less even", "cannot tell")

SENTENCES = {
    "more even": "It is more even than it was.",
    "less even": "It is less even than it was.",
    "either day": "There is nothing to compare on either day.",
    "start": "On {start} there is nothing to compare with.",
    "end": "On {end} there is nothing to compare with.",
    "side by side": "We can only put the two days side by side: no value of this number is known to be even.",
    "not sure": "We cannot tell if this changed: how sure the numbers are is not known.",
    "overlap": "We cannot tell if this changed: the numbers of the two days are too near each other.",
}


@attrs.frozen
class Change:
    """
    What one check found on two days.

    Attributes:
        before: What it found on the earlier day.
        after: What it found on the later day.
        first, second: The measure that is compared, as it was on each day; None where there is none.
        verdict: more even, less even, or cannot tell.
        why: What that comes from: `apart` and `overlap` speak of the intervals; `start`, `end` and `either day` say
            when there is nothing to compare; `not sure` has no interval; `side by side` has no value that is even.
    """

    before: Finding
    after: Finding
    first: Measure | None = attrs.field(default=None, kw_only=True)
    second: Measure | None = attrs.field(default=None, kw_only=True)
    verdict: Verdict = attrs.field(default="cannot tell", kw_only=True)
    why: str = attrs.field(kw_only=True)

    @property
    def check(self) -> str:
        """Name of the check."""
        return self.after.check

    @property
    def title(self) -> str:
        """The question in a few words."""
        return self.after.title or self.after.check

    @property
    def anything(self) -> bool:
        """Whether the status changed, or it is more even or less even."""
        return self.before.status != self.after.status or self.verdict != "cannot tell"

    @property
    def sentence(self) -> str:
        """What changed, in plain words."""
        sentence = SENTENCES[self.why if self.verdict == "cannot tell" else self.verdict]
        return sentence.format(start=self.before.as_of, end=self.after.as_of)

    @property
    def numbers(self) -> str:
        """The measure that is compared, on the one day and on the other; empty where there is none."""
        known = self.second or self.first
        if known is None or self.why == "either day":
            return ""
        even = f" (even is {known.even_at:.3g})" if known.even_at is not None else ""
        return f"{known.name}{even}: {_shown(self.first)}, then {_shown(self.second)}"

    def to_dict(self) -> dict[str, Any]:
        """Return the change as JSON has it."""
        return {
            "check": self.check,
            "title": self.title,
            "verdict": self.verdict,
            "why": self.why,
            "sentence": self.sentence,
            "compared": [measure.to_dict() if measure else None for measure in (self.first, self.second)],
            "before": self.before.to_dict(),
            "after": self.after.to_dict(),
        }


@attrs.frozen(kw_only=True)
class Comparison:
    """
    What the checks found on two days; `comparison["being-heard"]` picks one.

    Attributes:
        project: Name of the project.
        start: The earlier day.
        end: The later day.
        by: The grouping.
        changes: A change for each check, in the order of the checks.
    """

    project: str
    start: date
    end: date
    by: str
    changes: tuple[Change, ...]

    @property
    def summary(self) -> str:
        """How many questions changed, in one line."""
        more, less, open_ones = (sum(change.verdict == verdict for change in self) for verdict in VERDICTS)
        questions = "1 question" if len(self) == 1 else f"{len(self)} questions"
        return f"Of {questions}: more even {more}, less even {less}; for {open_ones} we cannot tell."

    def __getitem__(self, check: str) -> Change:
        """
        Return the change of one check.

        Raises:
            NotFound: that check was not asked.
        """
        for change in self.changes:
            if change.check == check:
                return change
        hint = did_you_mean(check, (change.check for change in self.changes))
        message = f"no change of `{check}`. {hint}".strip()
        raise NotFound(message)

    def __iter__(self) -> Iterator[Change]:
        """Yield the changes."""
        return iter(self.changes)

    def __len__(self) -> int:
        """Return how many checks were asked."""
        return len(self.changes)

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as JSON has it."""
        return {
            "project": self.project,
            "from": self.start.isoformat(),
            "to": self.end.isoformat(),
            "by": self.by,
            "summary": self.summary,
            "changes": [change.to_dict() for change in self.changes],
        }

    def to_markdown(self) -> str:
        """Return the comparison as Markdown, safe whatever the labels hold."""
        days = f"From {self.start} to {self.end}, by {markdown(self.by)}. {self.summary}"
        parts = [f"# {markdown(self.project)}", days]
        for change in self.changes:
            parts += [f"## {markdown(change.title)}", f"**{change.verdict.capitalize()}.** {markdown(change.sentence)}"]
            lines = [*_answers(change), *filter(None, [change.numbers])]
            parts.append("\n".join(f"- {markdown(line)}" for line in lines))
        return "\n\n".join(parts) + "\n"

    def _repr_html_(self) -> str:
        """Return the comparison as HTML for a notebook, with every text escaped."""
        return f"<p>From {self.start} to {self.end}, by {html.escape(self.by)}. {self.summary}</p>" + "".join(
            f"<h3>{html.escape(change.title)}</h3><p><b>{change.verdict.capitalize()}.</b>"
            f" {html.escape(change.sentence)}</p><ul>{''.join(_items(change))}</ul>"
            for change in self.changes
        )


def _items(change: Change) -> Iterator[str]:
    for line in (*_answers(change), *filter(None, [change.numbers])):
        yield f"<li>{html.escape(line)}</li>"


def _answers(change: Change) -> Iterator[str]:
    """Yield what the check said on each day."""
    for finding in (change.before, change.after):
        yield f"{finding.as_of}, {finding.status_in_words}: {finding.answer}"


def _shown(measure: Measure | None) -> str:
    if measure is None or measure.value is None:
        return "not known"
    of = f" for {measure.of}" if measure.of else ""
    sure = f", from {measure.low:.3g} to {measure.high:.3g}" if None not in {measure.low, measure.high} else ""
    return f"{measure.value:.3g}{of} (n = {measure.n}{sure})"
