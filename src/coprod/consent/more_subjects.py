"""
Subjects that other rows bring: whoever a mention names, and each who came to a space of fewer than five people.

"About nobody" ends where a name begins.
"""

from __future__ import annotations

from collections.abc import Mapping

import narwhals as nw

from coprod.consent.answers import Asked
from coprod.consent.coding import STRANGER, code_name, coded
from coprod.consent.subjects import Levels, rank_name
from coprod.engines import Frame, keep, stack, total
from coprod.level import Level
from coprod.project import Project
from coprod.records import Attendance, Record, Space
from coprod.schema import Column, columns_of, kind_name

__all__ = ["FEW", "more_subjects"]

c = nw.col
FEW = 5  # a space of fewer people is about each who came


def more_subjects(project: Project, found: Levels, asked: Asked) -> Mapping[str, Frame]:
    """Return, by kind of record, what the further subjects of each record allow: `ref` is the record."""
    pairs = [*_mentioned(project), *_few(project)]
    if not pairs:
        return {}
    ranked = keep(_ranked(stack(pairs), found, asked))
    kinds = [kind_name(kind) for kind in project.kinds if "id" in columns_of(kind)]
    return {name: ranked.filter(c("ref").str.starts_with(f"{name}:")) for name in kinds}


def _mentioned(project: Project) -> list[Frame]:
    """Return record and subject of each row that adds a subject to a record."""
    return [
        _added(project, kind, column)
        for kind in project.kinds
        for column in columns_of(kind).values()
        if column.adds_subject_to and project.count(kind)
    ]


def _added(project: Project, kind: type[Record], column: Column) -> Frame:
    item, unless, word = column.adds_subject_to
    frame = coded(project, kind)
    if unless:
        frame = frame.filter(c(unless).is_null() | (c(unless) != nw.lit(word)))
    return frame.select(ref=c(item), subject=c(code_name(column.name)))


def _few(project: Project) -> list[Frame]:
    """Return space and partner for each who came to a space of few people; where nobody knows who, nobody."""
    if not project.count(Space):
        return []
    came = coded(project, Attendance).filter(c("came").is_null() | c("came").is_in(["yes", "part"]))
    heads = came.group_by("space").agg(total(c("people").fill_null(1)).alias("__heads"))
    spaces = project.frame(Space).select("id", "people").join(heads, left_on="id", right_on="space", how="left")
    few = spaces.filter(nw.coalesce(c("people"), c("__heads")).is_between(1, FEW - 1)).select(space=c("id"))
    named = few.join(came.select("space", code_name("partner")), on="space", how="left")
    partner = c(code_name("partner")).fill_null(STRANGER)
    return [named.select(ref=nw.concat_str(nw.lit("space:"), c("space")), subject=partner)]


def _ranked(pairs: Frame, found: Levels, asked: Asked) -> Frame:
    """Return the strictest of what each record's further subjects allow."""
    numbers = range(len(asked.pairs))
    ranks = {n: c(rank_name(n)) for n in numbers}
    joined = pairs.join(found.general, left_on="subject", right_on="who", how="left")
    if found.items is not None:
        named = found.items.select(
            c("who").alias("subject"),
            c("item").alias("ref"),
            nw.lit(1).alias("__said"),
            *[ranks[n].alias(f"__item{n}") for n in numbers],
        )
        joined = joined.join(named, on=["subject", "ref"], how="left")
        ranks = {n: nw.when(c("__said").is_null()).then(c(rank_name(n))).otherwise(c(f"__item{n}")) for n in numbers}
    filled = joined.with_columns(**{rank_name(n): e.fill_null(Level.WITHHOLD.rank) for n, e in ranks.items()})
    return filled.group_by("ref").agg(*[c(rank_name(n)).max() for n in numbers])
