"""How it felt at first and at the latest gathering, by group; and where the notes say otherwise than the record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs
import narwhals as nw

from coprod.engines import Frame, count, one
from coprod.equality.checks.sharing import TOGETHER
from coprod.equality.checks.slips import ENOUGH, YES, rates_of_slips, slips_of
from coprod.equality.grouping import SMALLEST, comparable
from coprod.equality.measures import rate
from coprod.equality.rates import Rates
from coprod.equality.sentences import PHRASES
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, Tables
from coprod.finding import Finding, Measure
from coprod.records import Space

__all__ = ["otherwise_alike", "otherwise_table", "then_and_now", "told_otherwise"]

ALL = "all four"
AGREED = "written together"
LOW = 2  # 1 and 2 of 5 say no
OTHERWISE = {"contributed": "added little", "safe": "not at ease"}
"""Questions on which the record has a word too, and the sentence that says how often the notes say otherwise."""


def otherwise_alike(study: Study) -> Frame:
    """
    Return answers that are alike, on what the record calls shared.

    Columns: `group`, `shared` and `agreed` (1 where the record says that the space was to be shared, and that its
    agreement was written together), `contributed`, `safe`, `n`.
    """
    spaces = study.project.frame(Space).select("level", "agreement", space="id")
    marks = {"shared": one(nw.col("level").is_in(list(TOGETHER))), "agreed": one(nw.col("agreement") == AGREED)}
    known = spaces.select("space", **marks).filter((nw.col("shared") == 1) | (nw.col("agreed") == 1))
    columns = ("group", *marks, *OTHERWISE)
    each = slips_of(study, tuple(OTHERWISE)).join(known, on="space", how="inner")
    return each.group_by(*columns).agg(count().alias("n")).select(*columns, "n")


def otherwise_table(found: Iterable[Sequence[Any]]) -> GroupTable:
    """Return by group how many notes there are on what the record calls shared, and how many say otherwise."""
    cells: dict[tuple[str, ...], int] = {}
    for group, *holds, contributed, safe, n in found:
        for question, said, answer in zip(OTHERWISE, holds, (contributed, safe), strict=True):
            if said and answer is not None:
                for what, counts in (("notes", True), ("otherwise", answer <= LOW)):
                    cells[group, question, what] = cells.get((group, question, what), 0) + n * counts
    numbers = ((labels, n, n) for labels, n in cells.items())
    return GroupTable.of("otherwise", ("group", "question", "what"), numbers, within={"otherwise": "notes"})


def told_otherwise(finding: Finding, tables: Tables) -> Finding:
    """Return the finding with how many notes say otherwise than the record, and the sentences where some do."""
    table = tables.group("otherwise")
    groups = table.labels("group")
    measures, say = list(finding.measures), finding.say
    for question, sentence in OTHERWISE.items():
        counted = {group: _pair(table, group, question) for group in groups}
        if whole := _measure((sum(n for n, _ in counted.values()), sum(n for _, n in counted.values())), question):
            measures += [whole, *_each(counted, question)]
            say += f" + {sentence}" if whole.value and whole.n >= ENOUGH else ""
    return _with(finding, measures, say, {question: question for question in OTHERWISE})


def _pair(table: GroupTable, group: str, question: str) -> tuple[int, int]:
    return table.number(group, question, "otherwise"), table.number(group, question, "notes")


def _measure(pair: tuple[int, int], of: str) -> Measure | None:
    unit = "notes that give 1 or 2 of 5 where the record says that it was shared"
    return Measure("told_otherwise", pair[0], unit=unit, n=pair[1], of=of) if pair[1] else None


def _each(counted: Mapping[str, tuple[int, int]], question: str) -> Iterator[Measure]:
    for group, pair in sorted(counted.items()):
        if (measure := _measure(pair, f"{question}: {group}")) is not None:
            yield measure


def then_and_now(finding: Finding, first: GroupTable, latest: GroupTable, questions: Sequence[str]) -> Finding:
    """
    Return the finding with how each group felt at first and at the latest gathering, and the sentence that says it.

    The groups that changed most and least for the better are told, over all questions; and the question on which
    the notes of some group fell most, where one note more would not make up for it.
    """
    if not first.cells or not latest.cells:
        return finding
    both = {question: (rates_of_slips(first, question), rates_of_slips(latest, question)) for question in questions}
    both[ALL] = (_over(first, questions), _over(latest, questions))
    measures = [*finding.measures, *_measured(both)]
    told = _compared(*both[ALL], people=_fewest(first, latest))
    if not told:
        return _with(finding, measures, finding.say, {})
    words = _words(told)
    say = finding.say + (" + then and now" if len(told) > 1 else " + then and now, one")
    if fallen := _fell({question: both[question] for question in questions}, told):
        question, group = fallen
        say += " + fell"
        words |= {"fell": group, "fell_so": PHRASES["experience"][question], **_places("fell", question, group)}
    return _with(finding, measures, say, words)


def _over(table: GroupTable, questions: Sequence[str]) -> Rates:
    """Return by group how many answers to any of the questions say 4 or 5, and how many answers there are."""
    rates = [rates_of_slips(table, question) for question in questions]
    return {group: (sum(each[group][0] for each in rates), sum(each[group][1] for each in rates)) for group in rates[0]}


def _measured(both: Mapping[str, tuple[Rates, Rates]]) -> Iterator[Measure]:
    for question, pair in both.items():
        for when, rates in zip((f"{question}, at first", question), pair, strict=True):
            for group, (yes, answers) in sorted(rates.items()):
                yield rate(yes, answers, name="felt", of=f"{when}: {group}", unit=YES)


def _fewest(first: GroupTable, latest: GroupTable) -> dict[str, int]:
    groups = {*first.labels("group"), *latest.labels("group")}
    return {group: min(table.number(group, "any", "slips") for table in (first, latest)) for group in groups}


def _compared(then: Rates, now: Rates, people: Mapping[str, int]) -> list[str]:
    """Return the groups with enough notes on both days, the one that changed most for the better first."""
    known = [group for group in comparable(people) if then[group][1] and now[group][1]]
    return sorted(known, key=lambda group: (-_change(then[group], now[group]), group))


def _change(then: tuple[int, int], now: tuple[int, int]) -> float:
    return now[0] / now[1] - then[0] / then[1]


def _words(told: Sequence[str]) -> dict[str, str]:
    words = {"risen": told[0], **_places("risen", ALL, told[0])}
    return words | ({"other": told[-1], **_places("other", ALL, told[-1])} if len(told) > 1 else {})


def _places(word: str, question: str, group: str) -> dict[str, str]:
    return {f"{word}_then": f"{question}, at first: {group}", f"{word}_now": f"{question}: {group}"}


def _fell(both: Mapping[str, tuple[Rates, Rates]], groups: Iterable[str]) -> tuple[str, str] | None:
    """Return the question and the group of which most less say yes now than at first; None where none fell."""
    fallen = {}
    for question, (then, now) in both.items():
        for group in groups:
            before, (yes, answers) = then[group], now[group]
            enough = min(before[1], answers) >= SMALLEST
            if enough and _change(before, (min(yes + 1, answers), answers)) < 0:
                fallen[question, group] = _change(before, (yes, answers))
    return min(fallen, key=lambda each: (fallen[each], each), default=None)


def _with(finding: Finding, measures: Iterable[Measure], say: str, words: Mapping[str, str]) -> Finding:
    return attrs.evolve(finding, measures=tuple(measures), say=say, words={**finding.words, **words})
