"""What a check asks, how it counts and what it can say, as a section of a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from coprod.equality.check import EqualityCheck
from coprod.finding import IN_WORDS

__all__ = ["page", "section"]


def page(checks: Iterable[EqualityCheck]) -> str:
    """Return a section for each check, as Markdown."""
    return "\n".join(map(section, checks))


def section(check: EqualityCheck) -> str:
    """
    Return all that a check declares about itself, as Markdown.

    >>> from coprod.builtin.checks import checks
    >>> section(checks()[0]).splitlines()[0]
    '## experience'
    """
    lines = [f"## {check.name}", "", f"**{check.title}**", check.question, "", *_facts(check), "", "It can say:", ""]
    return "\n".join([*lines, *_sentences(check), ""])


def _facts(check: EqualityCheck) -> Iterator[str]:
    if check.theme:
        yield f"- Belongs to: {check.theme}"
    if check.formula:
        yield f"- Counts: {check.formula}"
    if check.undefined:
        yield f"- Cannot tell: {check.undefined}"
    if check.band:
        yield f"- Called even: `{check.band.measure or 'every measure'}` {check.band}"
    if check.agreed_only:
        yield f"- Asked only where `[agreed.{check.name}]` names the decision that allowed it."
    if check.largest is not None:
        yield f"- Asked of up to {check.largest:,} partners."
    yield f"- Reads: {'; '.join(_columns(check))}"
    yield f"- To talk about: {check.ask}"
    yield f"- Source: {check.source}"


def _columns(check: EqualityCheck) -> Iterator[str]:
    for kind, names in check.reads.items():
        yield f"`{kind.__name__}` ({', '.join(names)})"


def _sentences(check: EqualityCheck) -> Iterator[str]:
    """Yield the sentences by name, those named for a status with its word."""
    for name, sentence in check.sentences.items():
        word = next((words for status, words in IN_WORDS.items() if status == name), name)
        yield f"- *{word}*: {sentence}"
