"""Communities' own expectations: a label is one more subject of all that is about its people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import narwhals as nw

from coprod.consent.answers import Asked
from coprod.consent.coding import NUMBER, STRANGER, code_name, coded, numbers
from coprod.consent.subjects import Levels, rank_name
from coprod.engines import Frame, rows, stack
from coprod.level import Level
from coprod.project import Project
from coprod.records import Partner
from coprod.schema import columns_of

__all__ = ["labelled"]

c = nw.col


def labelled(project: Project, found: Levels, asked: Asked) -> Levels:
    """Return what subjects allow, joined with what each community allows that they belong to."""
    alone = found
    for label in project.settings.labels:
        who = _number(project, f"partner:{label.partner}")
        covered = _covered(project, label.covers)
        ranks = _general(alone, who, asked)
        items = found.items
        if items is not None and alone.items is not None:
            items = _items(found, alone.items, who, covered, ranks, asked)
        found = Levels(_capped(found.general, covered, ranks), items)
    return found


def _covered(project: Project, covers: Mapping[str, str]) -> Frame:
    """Return the partners whose columns have the values that a label names."""
    partners = coded(project, Partner)
    for sector, here_as in project.settings.sectors.items():  # how most of their sector are here, where they do not say
        theirs = c("here_as").is_null() & (c("sector") == nw.lit(sector)).fill_null(value=False)
        partners = partners.with_columns(here_as=nw.when(theirs).then(nw.lit(here_as)).otherwise(c("here_as")))
    for column, value in covers.items():
        known = column in columns_of(Partner)
        partners = partners.filter(c(column) == nw.lit(value)) if known else partners.head(0)
    return partners.select(who=c(code_name("id")), __covered=nw.lit(1, dtype=nw.Int64))


def _number(project: Project, ref: str) -> int:
    """Return the number of a community; that of the stranger, who has agreed to nothing, where it is not there."""
    found = rows(numbers(project).filter(c("ref") == nw.lit(ref)).select(NUMBER))
    return int(found[0][0]) if found else STRANGER


def _general(found: Levels, who: int, asked: Asked) -> list[nw.Expr]:
    """Return what the community itself allows in general, for each pair."""
    mine = found.general.filter(c("who") == nw.lit(who))
    said = rows(mine.select(*[rank_name(n) for n in range(len(asked.pairs))]))
    ranks = said[0] if said else [None] * len(asked.pairs)
    return [nw.lit(Level.WITHHOLD.rank if rank is None else rank, dtype=nw.Int64) for rank in ranks]


def _items(found: Levels, alone: Frame, who: int, covered: Frame, ranks: list[nw.Expr], asked: Asked) -> Frame:
    """Return what subjects allow of single records, where they or their community named these."""
    numbers = range(len(asked.pairs))
    items = cast("Frame", found.items)
    own = alone.filter(c("who") == nw.lit(who)).select(
        "item", *[c(rank_name(n)).alias(f"__own{n}") for n in numbers], __said=nw.lit(1)
    )
    more = (
        covered.select("who")
        .join(own.select("item"), how="cross")
        .join(items.select("who", "item"), on=["who", "item"], how="anti")
    )
    general = more.join(found.general, on="who", how="left")
    every = stack([items, general.select(*items.collect_schema().names())]).join(own, on="item", how="left")
    said = [nw.when(c("__said").is_null()).then(rank).otherwise(c(f"__own{n}")) for n, rank in enumerate(ranks)]
    return _capped(every, covered, [one.fill_null(Level.WITHHOLD.rank) for one in said]).select(
        *items.collect_schema().names()
    )


def _capped(frame: Frame, covered: Frame, ranks: list[nw.Expr]) -> Frame:
    joined = frame.join(covered, on="who", how="left")
    capped = {
        rank_name(n): nw.when(c("__covered") == 1)
        .then(nw.max_horizontal(c(rank_name(n)).fill_null(Level.WITHHOLD.rank), rank))
        .otherwise(c(rank_name(n)))
        for n, rank in enumerate(ranks)
    }
    return joined.with_columns(**capped).drop("__covered")
