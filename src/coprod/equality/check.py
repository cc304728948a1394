"""What an equality check is: a question, its sentences, and how it is counted and judged."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from random import Random
from typing import Any, TypeAlias

import attrs

from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, PersonTable, Tables
from coprod.errors import InvalidInput, Problem, did_you_mean
from coprod.finding import IN_WORDS, Band, Finding, Measure, Status, places
from coprod.records import Record
from coprod.schema import INHERITED, columns_of

__all__ = ["OWN_SENTENCES", "Context", "EqualityCheck"]

NAME = re.compile(r"[a-z][a-z0-9-]*")

OWN_SENTENCES: Mapping[str, str] = {
    "unknown": "There is not enough on record to tell.",
    "not shown": "Too few people can be counted here to show this.",
    "not agreed": "The partners have not agreed to count this.",
    "stewards only": "Only those who keep the records can see this.",
    "too large": "This project is too large for this question.",
    "error": "This question could not be answered.",
}
"""What coprod itself says where a check has no sentence of that name."""

Count: TypeAlias = Callable[[Study], Iterable[GroupTable | PersonTable]]
Judge: TypeAlias = Callable[[Tables, "Context"], Finding]
Find: TypeAlias = Callable[[Study, "Context"], Finding]
Names: TypeAlias = tuple[str, ...]


@attrs.frozen(kw_only=True)
class Context:
    """
    What a check may know beside what it counted.

    Attributes:
        by: The grouping.
        as_of: The day of the data; None for all of it.
        band: The band that holds: the partners' own, else the check's convention.
        random: Where chance comes from; seeded, so that the same data give the same answer.
        disclosed: Whether the tables went through disclosure control, so that there are no person tables.
        convention: The check's own band, for measures that the partners' band is not about.
    """

    by: str
    as_of: date | None = None
    band: Band | None = None
    random: Random = attrs.field(factory=lambda: Random(0), repr=False)  # noqa: S311  # no secrets
    disclosed: bool = False
    convention: Band | None = None

    def status(self, measure: Measure) -> Status:
        """Return what the band that holds says of *measure*; `unknown` without a band or a value."""
        band = next((b for b in (self.band, self.convention) if b and b.measure in {"", measure.name}), None)
        return band.status(measure) if band else "unknown"


def _columns(reads: Iterable[type[Record]] | Mapping[type[Record], Iterable[str]]) -> Mapping[type[Record], Names]:
    """Return the columns that are read of each kind; kinds alone stand for all their columns."""
    if isinstance(reads, Mapping):
        return {kind: tuple(names) for kind, names in reads.items()}
    known = (kind for kind in reads if isinstance(kind, type) and issubclass(kind, Record))
    return {kind: tuple(name for name in columns_of(kind) if name not in INHERITED) for kind in known}


def _named(sentences: Mapping[str, str]) -> dict[str, str]:
    return dict(sentences)


@attrs.frozen(kw_only=True)
class EqualityCheck:
    """
    One plain question and how it is answered: in two steps, or by one function that stays with the stewards.

    Attributes:
        name: Its name: lower-case letters, digits and hyphens.
        title: The question in a few words, as people see it.
        question: What it asks, in full.
        source: Where the question and its measures come from.
        reads: The columns that it looks at, by record kind: `{View: ("id", "kind")}`. A tuple of kinds stands for all
            their columns.
        sentences: What it can say, by name; the names of statuses are the sentences said by default.
        ask: A question for the partners to talk about.
        count: From a study to group tables and person tables.
        judge: From those tables to a finding; a pure function.
        find: From a study to a finding, in place of count and judge.
        theme: What it belongs to, in the words of the project.
        band: The named convention that it goes by, unless the partners agreed a band.
        largest: Up to how many partners it is asked.
        formula: How its numbers come about, in one or two sentences.
        undefined: When it cannot tell.
        agreed_only: Whether it is asked only where `[agreed]` names the decision that allowed it.

    Raises:
        InvalidInput: something is missing or cannot work.
    """

    name: str
    title: str
    question: str
    source: str
    reads: Mapping[type[Record], Names] = attrs.field(converter=_columns, hash=False)
    sentences: Mapping[str, str] = attrs.field(converter=_named, hash=False)
    ask: str
    count: Count | None = None
    judge: Judge | None = None
    find: Find | None = None
    theme: str = ""
    band: Band | None = None
    largest: int | None = None
    formula: str = ""
    undefined: str = ""
    agreed_only: bool = False

    def __attrs_post_init__(self) -> None:
        """Report all that is wrong with it at once."""
        problems = [*_texts(self), *_sentences(self), *_steps(self)]
        if problems:
            raise InvalidInput(problems)

    def sentence(self, name: str) -> str:
        """Return what it says by one name, or by several joined by ` + `; raises KeyError where there is none."""
        return " ".join(self.sentences.get(one) or OWN_SENTENCES[one] for one in name.split(" + "))


def _texts(check: EqualityCheck) -> Iterator[Problem]:
    if not isinstance(check.name, str) or not NAME.fullmatch(check.name):
        expected = "a name of lower-case letters, digits and hyphens, beginning with a letter"
        yield _problem(check, "name", expected, check.name)
    for field in ("title", "question", "source", "ask"):
        if not str(getattr(check, field) or "").strip():
            yield _problem(check, field, "a text")
    yield from _reads(check)


def _reads(check: EqualityCheck) -> Iterator[Problem]:
    if not check.reads:
        yield _problem(check, "reads", "the record kinds that it looks at, such as (View,)")
    for kind, names in check.reads.items():
        known = columns_of(kind)
        for name in names:
            if name not in known:
                expected = f"a column of {kind.__name__}. {did_you_mean(name, known)}".strip()
                yield _problem(check, "reads", expected, f"{kind.__name__}.{name}")


def _sentences(check: EqualityCheck) -> Iterator[Problem]:
    if not set(check.sentences) & set(IN_WORDS):
        yield _problem(check, "sentences", f"a sentence for some status: {', '.join(IN_WORDS)}")
    for name, sentence in check.sentences.items():
        if not str(sentence).strip():
            yield _problem(check, f"sentences.{name}", "a sentence")
            continue
        try:
            places(sentence)
        except ValueError as error:
            yield _problem(check, f"sentences.{name}", f"places that a measure or a word can fill ({error})")


def _steps(check: EqualityCheck) -> Iterator[Problem]:
    given = [getattr(check, name) is not None for name in ("count", "judge", "find")]
    if given not in ([True, True, False], [False, False, True]):
        yield _problem(check, "count, judge, find", "`count` and `judge`, or `find` alone")
    for name in ("count", "judge", "find"):
        step = getattr(check, name)
        if step is not None and not callable(step):
            yield _problem(check, name, "a function", step)


def _problem(check: EqualityCheck, column: str, expected: str, value: Any = "") -> Problem:
    return Problem(expected, file=f"check {check.name}", column=column, value=str(value))
