"""Decisions in which control was shared: on each topic, and in gatherings that set out to decide together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs
import narwhals as nw

from coprod.engines import Frame, count, distinct, one, total
from coprod.equality.check import Context
from coprod.equality.deciding import who_decided
from coprod.equality.grouping import NOT_RECORDED
from coprod.equality.stances import has
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable
from coprod.finding import Finding, Measure
from coprod.records import Decision, Space

__all__ = ["TOGETHER", "decided_as_declared", "said_as_declared", "shared_by", "table_of_shared", "who_shares"]

OWN = "own experience"
BY_EXPERIENCE = "here_as"
TOGETHER = ("collaborate", "empower")
"""Levels of a space that promise to decide together, of those of IAP2."""

Rows = Iterable[tuple[str | None, int, int]]


def shared_by(study: Study, decided: Frame, column: str) -> tuple[Frame, Frame]:
    """
    Return how many decisions there are by a column of them and `shared`, and on how many people they stand.

    Args:
        study: The study.
        decided: Who decided, as of `who_decided`, with the column.
        column: What decisions are told apart by.
    """
    each = decided.with_columns(shared=_shared(study.by))
    numbers = distinct(each.select("decision", column, "shared")).group_by(column, "shared").agg(count().alias("n"))
    of_partner = each.group_by(column, "partner", "people").agg(nw.col("shared").max())
    people = of_partner.group_by(column, "shared").agg(total(nw.col("people")).alias("n"))
    return numbers.select(column, "shared", "n"), people.select(column, "shared", "n")


def _shared(by: str) -> nw.Expr:
    """Return 1 for decisions made with someone here from own experience; or by people of several groups; else 0."""
    people, group = nw.col("people") > 0, nw.col("group")
    if by == BY_EXPERIENCE:
        return one(people & (group == OWN)).max().over("decision")
    known = nw.when(people & (group != NOT_RECORDED)).then(group)
    return one(known.min().over("decision") != known.max().over("decision"))


def table_of_shared(name: str, column: str, found: Rows, having: Rows, without: str = "") -> GroupTable:
    """Return the decisions by a column, and those that were shared; *without* stands where the column is empty."""
    cells: dict[tuple[str, ...], list[int]] = {}
    for at, rows in enumerate((found, having)):
        for label, shared, n in rows:
            for what in ("decisions", "shared") if shared else ("decisions",):
                cells.setdefault((label or without, what), [0, 0])[at] += n
    # someone decided, though it may be only an organisation
    counted = ((labels, number, max(1, people)) for labels, (number, people) in cells.items())
    return GroupTable.of(name, (column, "what"), counted, within={"shared": "decisions"})


def who_shares(context: Context) -> dict[str, str]:
    """Return who has to have a part in a decision for it to be shared, as a word for sentences."""
    own = context.by == BY_EXPERIENCE
    return {"who": "someone here from their own experience" if own else "people of more than one group"}


def decided_as_declared(study: Study) -> tuple[Frame, Frame]:
    """Return the decisions made in spaces that set out to decide together, as of `shared_by`, by their `level`."""
    spaces = study.project.frame(Space).filter(nw.col("level").is_in(list(TOGETHER))).select("level", space="id")
    decisions = study.project.frame(Decision).filter(has("space")).select("space", decision="id")
    there = decisions.join(spaces, on="space", how="inner").select("decision", "level")
    return shared_by(study, who_decided(study).join(there, on="decision", how="inner"), "level")


def said_as_declared(finding: Finding, table: GroupTable, context: Context, *, groups: int) -> Finding:
    """
    Return the finding, with what gatherings set out to be beside who decided there.

    Args:
        finding: The finding so far.
        table: Those decisions by level, as of `table_of_shared`.
        context: The context.
        groups: How many groups there are; where there is one alone, no decision could have been shared.
    """
    measures = tuple(_declared(table))
    if not measures:
        return finding
    everything = measures[0]
    told = attrs.evolve(
        finding, measures=(*finding.measures, *measures), words={**finding.words, **who_shares(context)}
    )
    if groups < 2 and context.by != BY_EXPERIENCE:
        return told
    as_declared = everything.value == everything.n
    return told.saying(told.status, told.say + (" + as declared" if as_declared else " + not as declared"))


def _declared(table: GroupTable) -> Iterator[Measure]:
    """Yield of how many of those decisions control was shared, of how many it was not, and that by level."""
    shared, decisions = table.total(what="shared"), table.total(what="decisions")
    if not decisions:
        return
    unit = "decisions made where people set out to decide together"
    yield Measure("shared_as_declared", shared, unit=unit, n=decisions)
    yield Measure("not_as_declared", decisions - shared, unit=unit, n=decisions)
    for level in TOGETHER:
        some, n = table.number(level, "shared"), table.number(level, "decisions")
        if n:
            yield Measure("shared_as_declared", some, unit=unit, n=n, of=level)
