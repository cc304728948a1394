"""What the checks found, by the questions of co-production, each with its chart, its table and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coprod import Band, Finding, Group, Measure
from coprod_report.charts import bars
from coprod_report.facts import Facts
from coprod_report.page import Block, Item, Items, Para, Picture, Section, Table
from coprod_report.text import Words

__all__ = ["NOT_SHOWN", "few_answers", "findings_table", "measures_table", "what_we_asked"]

NOT_SHOWN = "not shown"  # what a finding says where too few people may be counted
GROUP = ("group", "people", "count", "of", "share")
FINDING = ("theme", "question", "status", "answer", "talk", "source")
MEASURE = ("question", "measure", "of whom", "value", "low", "high", "n", "reason")


def few_answers(findings: Sequence[Finding]) -> bool:
    """Whether most questions have no answer here."""
    return 2 * sum(one.status == "unknown" for one in findings) > len(findings)


def what_we_asked(facts: Facts, words: Words) -> Section:
    """Return each finding under its theme; those without an answer by the reason why, with no empty frames."""
    found = facts.release.findings
    themes = dict.fromkeys(one.theme for one in found if one.status != "unknown")
    parts = [
        Section(
            f"asked-{number}",
            f"{theme[0].upper()}{theme[1:]}" if theme else words.say("asked, other"),
            parts=[_finding(one, facts, words) for one in found if one.theme == theme and one.status != "unknown"],
        )
        for number, theme in enumerate(themes, 1)
    ]
    if without := [one for one in found if one.status == "unknown"]:
        parts.append(Section("no-answer", words.say("asked, no answer"), _without(without, words)))
    return Section("asked", words.say("asked"), parts=parts)


def _without(findings: Sequence[Finding], words: Words) -> Iterator[Block]:
    """Yield each reason once, and under it the questions that it holds for, with what to talk about."""
    for answer in dict.fromkeys(one.sentence for one in findings):
        same = [one for one in findings if one.sentence == answer]
        yield Para(answer)
        yield Items(
            Item(_title(one), details=[words.say("asked, talk", ask=one.ask)] if one.ask else ()) for one in same
        )


def _title(finding: Finding) -> str:
    return finding.title or finding.check


def _finding(finding: Finding, facts: Facts, words: Words) -> Section:
    status = finding.status_in_words.capitalize()
    blocks: list[Block] = [Para(words.say("asked, status", status=status, answer=finding.sentence))]
    blocks += _numbers(finding, words)
    if ranges := _ranges(finding, words):
        blocks.append(ranges)
    blocks.append(Items(map(Item, _how_sure(finding, facts, words))))
    if finding.ask:
        blocks.append(Para(words.say("asked, talk", ask=finding.ask)))
    if finding.source:
        blocks.append(Para(words.say("asked, source", source=finding.source)))
    return Section(f"finding-{finding.check}", _title(finding), blocks)


def _numbers(finding: Finding, words: Words) -> Iterator[Block]:
    if not finding.groups:
        return
    head = [words.say(f"column, {name}") for name in GROUP]
    caption = words.say("asked, table", title=_title(finding))
    table = Table(
        caption, head, (_cells(one, words) for one in finding.groups), name=f"groups-{finding.check}"
    ).filled()
    shares = [(one.group, one.share) for one in finding.groups if one.share is not None]
    if not shares:
        yield table
        return
    said = words.join("and", (words.say("times", what=group, number=words.percent(share)) for group, share in shares))
    yield Picture(bars(shares, words.say("column, share")), words.say("asked, chart", bars=said), table)


def _cells(group: Group, words: Words) -> Sequence[str]:
    numbers = [_number(value) for value in (group.n, group.count, group.total)]
    return [group.group, *numbers, "" if group.share is None else words.percent(group.share)]


def _ranges(finding: Finding, words: Words) -> Table | None:
    """Return from where to where each number may be, where that is known."""
    rows = [
        (_name(one, words), *(_value(one, name, words) for name in ("value", "low", "high")))
        for one in finding.measures
        if one.low is not None and one.high is not None
    ]
    head = [words.say(f"column, {name}") for name in ("measure", "value", "low", "high")]
    caption = words.say("asked, sure", title=_title(finding))
    return Table(caption, head, rows, name=f"sure-{finding.check}") if rows else None


def _how_sure(finding: Finding, facts: Facts, words: Words) -> Iterator[str]:
    """Yield how far chance could go, what was called even, and who was compared."""
    chance = finding.p_adjusted if finding.p_adjusted is not None else finding.p_value
    if chance is not None:
        times = round(chance * 100)
        yield words.say("asked, chance", times=times) if times else words.say("asked, rarely")
    if finding.band:
        yield from _band(finding.band, facts, words)
    yield _grouping(finding.by, words)


def _grouping(by: str, words: Words) -> str:
    """Return what people were compared by."""
    if by in {"", "everyone"}:
        return words.say("asked, together")
    return words.say("asked, by", by=words.known(f"by {by}") or by.partition(":")[2] or by)


def _name(measure: Measure, words: Words) -> str:
    return words.say("of", what=measure.unit, of=measure.of) if measure.of else measure.unit


def _value(measure: Measure, name: str, words: Words) -> str:
    """Return a number of a measure: shares in per cent, others with two places."""
    value: float | None = getattr(measure, name)
    return words.percent(value) if value is not None and measure.unit.startswith("share") else _number(value)


def _band(band: Band, facts: Facts, words: Words) -> Iterator[str]:
    """Yield what was called even, and who says so."""
    names = {(True, True): "band, between", (True, False): "band, from", (False, True): "band, to"}
    if name := names.get((band.low is not None, band.high is not None)):
        low, high = (None if end is None else f"{end:g}" for end in (band.low, band.high))
        yield words.say(name, low=low, high=high)
    if not band.agreed:
        yield words.say("band, convention", source=band.source)
    elif decision := facts.words(f"decision:{band.decision}"):
        yield words.say("band, decided", decision=decision)
    else:
        yield words.say("band, agreed")


def _number(value: float | None) -> str:
    """Return a number as people write it: whole where it is whole, else with two places."""
    if value is None:
        return ""
    return f"{int(value)}" if value == int(value) else f"{value:.2f}"


def findings_table(facts: Facts, words: Words) -> Table:
    """Return every finding as a row."""
    rows = [
        (one.theme, _title(one), one.status_in_words, one.sentence, one.ask, one.source)
        for one in facts.release.findings
    ]
    return Table(words.say("asked"), [words.say(f"column, {name}") for name in FINDING], rows, name="findings")


def measures_table(facts: Facts, words: Words) -> Table:
    """Return every number behind the findings as a row; one that is not known with the reason why."""
    rows = [
        (
            _title(one),
            measure.unit,
            measure.of,
            *(_value(measure, name, words) for name in ("value", "low", "high")),
            _number(measure.n),
            measure.reason,
        )
        for one in facts.release.findings
        for measure in one.measures
    ]
    return Table(
        words.say("asked, measures"), [words.say(f"column, {name}") for name in MEASURE], rows, name="measures"
    )
