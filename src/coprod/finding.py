"""
What a check found: a status, one plain sentence, the numbers behind it and how sure they are.

An author of a check makes a `Finding` from what only the check knows; coprod fills in the rest. Sentences are
templates that the check declares by name: a place such as `{gini:.2f}`, `{uptake:percent}`, `{gap.n}` or
`{uptake[least]:percent}` is filled by a measure, and `{least}` by a word that the finding gives.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from string import Formatter
from typing import Any, Literal, TypeAlias, overload

import attrs

from coprod.errors import NotFound, did_you_mean
from coprod.markup import markdown

__all__ = ["AGREED", "IN_WORDS", "Band", "Finding", "Findings", "Group", "Measure", "Status", "places", "render"]

Status: TypeAlias = Literal["even", "uneven", "watch", "unknown"]

IN_WORDS: Mapping[Status, str] = {
    "even": "even",
    "uneven": "uneven",
    "watch": "worth a look",
    "unknown": "we cannot tell",
}
"""How each status is said to people."""

AGREED = " This is about the people who agreed to be counted."
"""What the answer of a released finding ends with."""

PLACE = re.compile(r"(?P<name>\w+)(?:\[(?P<word>\w+)\])?(?:\.(?P<part>n|of|low|high|unit))?")


@attrs.frozen
class Measure:
    """
    One number with its unit, how many people or ties it stands on, and how sure it is; or why there is none.

    Attributes:
        name: Name of the function that computed it, such as `gini`.
        value: The number; None where it is not defined, and then *reason* says why.
        unit: What it is counted in.
        n: How many people, partners, views or ties it stands on.
        of: Whose it is: the group, or the kind of relationship.
        reason: Why there is no value.
        low, high: Ends of its 95 % interval, where one is known.
        even_at: The value it has when all is even.
    """

    name: str
    value: float | None
    unit: str = attrs.field(kw_only=True)
    n: int = attrs.field(kw_only=True)
    of: str = attrs.field(default="", kw_only=True)
    reason: str = attrs.field(default="", kw_only=True)
    low: float | None = attrs.field(default=None, kw_only=True)
    high: float | None = attrs.field(default=None, kw_only=True)
    even_at: float | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        """Hold that a measure has a value or a reason, never both and never neither."""
        if (self.value is None) != bool(self.reason):
            raise ValueError(f"`{self.name}` needs a value or the reason why there is none, and not both")
        if any(number is not None and not math.isfinite(number) for number in (self.value, self.low, self.high)):
            raise ValueError(f"`{self.name}` is not a number: give None and a reason")

    def __format__(self, spec: str) -> str:
        """Return the value as a sentence shows it: `percent`, or any format of a number."""
        return _shown(self.value, spec)

    def to_dict(self) -> dict[str, Any]:
        """Return the measure as JSON has it."""
        names = ("name", "value", "unit", "n", "of", "reason", "low", "high")
        return {name: getattr(self, name) for name in names}


def _shown(value: float | None, spec: str) -> str:
    if value is None:
        return "not known"
    if spec == "percent":
        return _percent(value)
    if not spec:
        return str(int(value)) if value == int(value) else f"{value:.2f}"
    return format(value, spec)


def _percent(share: float) -> str:
    """Return a share in per cent; all and nothing are said only where they are true."""
    if 0 < share < 0.005:
        return "less than 1%"
    if 0.995 <= share < 1:
        return "more than 99%"
    return f"{math.floor(share * 100 + 0.5)}%"


@attrs.frozen
class Group:
    """
    The numbers of one group.

    Attributes:
        group: Its label.
        n: How many people it stands for.
        count: How many of *total*; what is counted is in the check's question.
        total: Out of how many.
        share: Count as a share of total.
    """

    group: str
    n: int | None = None
    count: float | None = None
    total: float | None = None
    share: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the group as JSON has it."""
        return attrs.asdict(self)


@attrs.frozen(kw_only=True)
class Band:
    """
    Between which values a measure is called even, and who says so.

    Attributes:
        low, high: The ends, both included; None where there is none.
        source: The convention it comes from, such as "four-fifths rule".
        measure: The measure it is about; empty for any.
        agreed: Whether the partners agreed it.
        on: The day they did.
        decision: The id of that decision.
    """

    low: float | None = None
    high: float | None = None
    source: str = ""
    measure: str = ""
    agreed: bool = False
    on: date | None = None
    decision: str = ""

    def status(self, measure: Measure) -> Status:
        """Return whether *measure* lies in the band; `unknown` where it has no value."""
        if measure.value is None:
            return "unknown"
        below = self.low is not None and measure.value < self.low
        above = self.high is not None and measure.value > self.high
        return "uneven" if below or above else "even"

    def __str__(self) -> str:
        """Return the band and where it comes from."""
        ends = [
            f"from {self.low:g}" if self.low is not None else "",
            f"to {self.high:g}" if self.high is not None else "",
        ]
        day = f" on {self.on}" if self.on else ""
        whose = f"agreed by the partners{day}" if self.agreed else f"a convention: {self.source}"
        decision = f" (decision {self.decision})" if self.decision else ""
        return f"{' '.join(filter(None, ends))}, {whose}{decision}"


def _texts(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(given)


def _words(given: Mapping[str, str]) -> dict[str, str]:
    return dict(given)


def _groups(given: Iterable[Group]) -> tuple[Group, ...]:
    return tuple(given)


def _measures(given: Measure | Iterable[Measure]) -> tuple[Measure, ...]:
    return (given,) if isinstance(given, Measure) else tuple(given)


@attrs.frozen
class Finding:
    """
    What a check found.

    An author gives what stands before `check`; coprod fills in what comes after it.

    Attributes:
        status: even, uneven, watch or unknown.
        say: Name of the sentence that says it, by default the status; of several, joined by ` + `: `uneven + outside`.
        measures: The numbers, undefined ones included.
        groups: The numbers by group.
        words: Labels for places in the sentence, such as the group with the lowest share.
        evidence: Typed references such as `partner:ana`, for stewards who ask for names.
        p_value: How often chance alone would do this.
        smallest_p: The smallest p that so few people could give.
        check, title, question, theme, ask, source: As the check declares them.
        by: The grouping.
        as_of: The day of the data.
        band: The band that was applied.
        p_adjusted: The p-value after all checks of one report are taken together.
        error: What went wrong, where the check could not be done.
        computed_by: For stewards, which networkx and which of its backends went through a graph, where one was made.
        answer: The sentence.
    """

    status: Status = attrs.field(validator=attrs.validators.in_(tuple(IN_WORDS)))
    say: str = attrs.Factory(lambda self: self.status, takes_self=True)
    measures: tuple[Measure, ...] = attrs.field(default=(), kw_only=True, converter=_measures)
    groups: tuple[Group, ...] = attrs.field(default=(), kw_only=True, converter=_groups)
    words: Mapping[str, str] = attrs.field(factory=dict, kw_only=True, converter=_words, hash=False)
    evidence: tuple[str, ...] = attrs.field(default=(), kw_only=True, converter=_texts)
    p_value: float | None = attrs.field(default=None, kw_only=True)
    smallest_p: float | None = attrs.field(default=None, kw_only=True)
    check: str = attrs.field(default="", kw_only=True)
    title: str = attrs.field(default="", kw_only=True)
    question: str = attrs.field(default="", kw_only=True)
    theme: str = attrs.field(default="", kw_only=True)
    ask: str = attrs.field(default="", kw_only=True)
    source: str = attrs.field(default="", kw_only=True)
    by: str = attrs.field(default="", kw_only=True)
    as_of: date | None = attrs.field(default=None, kw_only=True)
    band: Band | None = attrs.field(default=None, kw_only=True)
    p_adjusted: float | None = attrs.field(default=None, kw_only=True)
    error: str | None = attrs.field(default=None, kw_only=True)
    computed_by: str = attrs.field(default="", kw_only=True)
    answer: str = attrs.field(default="", kw_only=True)

    @property
    def status_in_words(self) -> str:
        """The status as people read it."""
        return IN_WORDS[self.status]

    @property
    def sentence(self) -> str:
        """The answer without the words on whom it is about, for a page that says those once, above all else."""
        return self.answer.removesuffix(AGREED)

    def measure(self, name: str, of: str = "") -> Measure:
        """
        Return the measure of this name and of this group or kind; the first where *of* is left out.

        Raises:
            NotFound: there is none.
        """
        return _find(self.measures, name, of)

    def saying(self, status: Status, say: str = "", **words: str) -> Finding:
        """Return the same numbers with another status and sentence, and *words* for its places."""
        return attrs.evolve(self, status=status, say=say or status, words={**self.words, **words})

    def to_dict(self) -> dict[str, Any]:
        """Return the finding as JSON has it."""
        plain = (
            "check",
            "title",
            "question",
            "status",
            "answer",
            "ask",
            "p_value",
            "p_adjusted",
            "smallest_p",
        )
        return {
            **{name: getattr(self, name) for name in plain},
            "band": str(self.band) if self.band else None,
            "source": self.source,
            **({"computed_by": self.computed_by} if self.computed_by else {}),
            "measures": [measure.to_dict() for measure in self.measures],
            "groups": [group.to_dict() for group in self.groups],
        }

    def to_markdown(self) -> str:
        """Return the finding as a section of Markdown, safe whatever the labels hold."""
        parts = [
            f"## {markdown(self.title or self.check)}",
            f"**{self.status_in_words.capitalize()}.** {markdown(self.answer)}",
        ]
        if self.groups:
            parts.append("\n".join(_table_md(self.groups)))
        if lines := [f"- {markdown(line)}" for line in _lines(self)]:
            parts.append("\n".join(lines))
        parts += [f"*{name}:* {markdown(text)}" for name, text in _notes(self) if text]
        return "\n\n".join(parts) + "\n"

    def _repr_html_(self) -> str:
        """Return the finding as HTML for a notebook, with every text escaped."""
        from coprod.notebook import heading, listed, paragraph, table

        title = self.title or self.check
        cells = [_cells(group) for group in self.groups]
        numbers = table(f"By group: {title}", GROUP_COLUMNS, cells, [group.share for group in self.groups])
        answer = paragraph(self.answer, f"{self.status_in_words.capitalize()}.")
        notes = "".join(paragraph(text, f"{name}:") for name, text in _notes(self))
        return heading(title) + answer + numbers + listed(_lines(self)) + notes + _for_whom([self])


def _find(measures: Iterable[Measure], name: str, of: str) -> Measure:
    found = [measure for measure in measures if measure.name == name]
    exact = [measure for measure in found if measure.of == of]
    if exact or (found and not of):
        return (exact or found)[0]
    hint = did_you_mean(name, {measure.name for measure in measures})
    raise NotFound(f"no measure `{name}`{f' of `{of}`' if of else ''}. {hint}".strip())


def places(sentence: str) -> tuple[str, ...]:
    """
    Return the names that a sentence has places for.

    Raises:
        ValueError: a place is not one that a measure or a word could fill.

    >>> places("{uptake:percent} of {uptake.n} ideas of {least}")
    ('uptake', 'uptake', 'least')
    """
    fields = [(name, conversion) for _, name, _, conversion in Formatter().parse(sentence) if name is not None]
    matches = [(name, PLACE.fullmatch(name) if not conversion else None) for name, conversion in fields]
    for name, match in matches:
        if match is None:
            raise ValueError(f"`{{{name}}}` is no place for a measure or a word: {sentence}")
    return tuple(match["name"] for _, match in matches if match)


def render(sentence: str, measures: Iterable[Measure], words: Mapping[str, str]) -> str:
    """
    Return a sentence with its places filled.

    Raises:
        NotFound: no measure and no word fills a place.

    >>> rate = Measure("rate", 0.25, of="carer", unit="share", n=4)
    >>> render("{least} had {rate[least]:percent}", [rate], {"least": "carer"})
    'carer had 25%'
    """
    known = tuple(measures)
    parts = []
    for text, name, spec, _ in Formatter().parse(sentence):
        parts += [text, "" if name is None else _fill(name, spec or "", known, words)]
    return "".join(parts)


def _fill(place: str, spec: str, measures: Sequence[Measure], words: Mapping[str, str]) -> str:
    match = PLACE.fullmatch(place)
    if match is None:
        raise NotFound(f"nothing fills the place `{place}`")
    name, word, part = match["name"], match["word"], match["part"]
    if word is None and part is None and name in words:
        return format(words[name], spec)
    if word is not None and word not in words:
        raise NotFound(f"the finding gives no word `{word}`")
    measure = _find(measures, name, words[word] if word else "")
    if part is None:
        return format(measure, spec)
    value = getattr(measure, part)
    return value if isinstance(value, str) else _shown(value, spec)


GROUP_COLUMNS = ("group", "people", "count", "of", "share")


def _cells(group: Group) -> tuple[str, ...]:
    numbers = ("" if x is None else _shown(x, "") for x in (group.n, group.count, group.total))
    return (group.group, *numbers, "" if group.share is None else _percent(group.share))


def _table_md(groups: Iterable[Group]) -> Iterator[str]:
    yield "| " + " | ".join(GROUP_COLUMNS) + " |"
    yield "|---|---:|---:|---:|---:|"
    for group in groups:
        yield "| " + " | ".join(map(markdown, _cells(group))) + " |"


def _lines(finding: Finding) -> Iterator[str]:
    """Yield the measures in words, and how far chance could go."""
    for m in finding.measures:
        of = f" of {m.of}" if m.of else ""
        value = f"{m.value:.3g} ({m.unit}; n = {m.n})" if m.value is not None else f"not defined: {m.reason}"
        interval = f", from {m.low:.3g} to {m.high:.3g}" if m.low is not None and m.high is not None else ""
        yield f"{m.name}{of}: {value}{interval}"
    if finding.p_value is not None:
        smallest = f"; the smallest so few could give is {finding.smallest_p:.3g}" if finding.smallest_p else ""
        together = (
            f", {finding.p_adjusted:.3g} with all checks taken together" if finding.p_adjusted is not None else ""
        )
        yield f"p = {finding.p_value:.3g}{together}{smallest}"


def _for_whom(found: Sequence[Finding]) -> str:
    """Return whom the numbers are about, for a notebook, which is often handed on."""
    from coprod.notebook import paragraph

    if not found:
        return ""
    if all(one.answer.endswith(AGREED) for one in found):
        return paragraph(AGREED.strip())
    return paragraph("For those who keep the records. What others may see goes through coprod.share.")


def _notes(finding: Finding) -> tuple[tuple[str, str], ...]:
    band = str(finding.band) if finding.band else ""
    notes = (("To talk about", finding.ask), ("Called even", band), ("Source", finding.source))
    return (*notes, ("Computed by", finding.computed_by))


def _findings(given: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(given)


@attrs.frozen(repr=False)
class Findings(Sequence[Finding]):
    """
    The findings of one report; `findings["being-heard"]` picks one.

    Attributes:
        found: The findings, in the order of the checks.
        project: Name of the project.
        as_of: The day of the data.
        by: The grouping.
    """

    found: tuple[Finding, ...] = attrs.field(default=(), converter=_findings)
    project: str = attrs.field(default="", kw_only=True)
    as_of: date | None = attrs.field(default=None, kw_only=True)
    by: str = attrs.field(default="", kw_only=True)

    @overload
    def __getitem__(self, key: int | str) -> Finding: ...
    @overload
    def __getitem__(self, key: slice) -> Findings: ...
    def __getitem__(self, key: int | str | slice) -> Finding | Findings:
        """Return a finding by place or by the name of its check, or several by a slice."""
        if isinstance(key, slice):
            return attrs.evolve(self, found=self.found[key])
        if isinstance(key, int):
            return self.found[key]
        for finding in self.found:
            if finding.check == key:
                return finding
        raise NotFound(f"no finding of `{key}`. {did_you_mean(key, (f.check for f in self.found))}".strip())

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.found)

    def to_dict(self) -> dict[str, Any]:
        """Return the report as JSON has it."""
        as_of = self.as_of.isoformat() if self.as_of else None
        found = [finding.to_dict() for finding in self.found]
        return {"project": self.project, "as_of": as_of, "by": self.by, "findings": found}

    def to_markdown(self) -> str:
        """Return the report as Markdown."""
        day = f" as of {self.as_of}" if self.as_of else ""
        head = f"# {markdown(self.project)}\n\nBy {markdown(self.by)}{day}.\n"
        return "\n".join([head, *(finding.to_markdown() for finding in self.found)])

    def _repr_html_(self) -> str:
        """Return each question with its answer as HTML for a notebook; one finding shows its numbers."""
        from coprod.notebook import paragraph, table

        rows = [(one.title or one.check, one.status_in_words, one.answer.removesuffix(AGREED)) for one in self.found]
        shown = table(f"{self.project}, by {self.by or 'everyone'}", ("question", "status", "answer"), rows)
        return (shown or paragraph("No question was asked.")) + _for_whom(self.found)

    def __repr__(self) -> str:
        """Return each check with its status."""
        found = ", ".join(f"{finding.check}: {finding.status_in_words}" for finding in self.found)
        return f"<Findings of {self.project!r}: {found or 'none'}>"
