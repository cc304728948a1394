"""
Whole numbers for partners and spaces: what is kept of somebody is found by their number, much quicker than by their id.

Numbers are given once and kept with the tables that they were made of. They mean nothing, and never leave.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import narwhals as nw

from coprod.consent.groups import partner_columns
from coprod.engines import Frame, beside, keep, lift, rows, stack
from coprod.project import Project
from coprod.records import Partner, Record, Space
from coprod.schema import columns_of
from coprod.tables import Table

__all__ = ["NUMBER", "STRANGER", "code_name", "coded", "known", "numbers", "people", "unfilled"]

c = nw.col
STRANGER = 0  # the number of whoever is in no table: nobody answers under it
NUMBER = "number"
PARTNER, SPACE = "partner:", "space:"
LISTED, SUBJECT = "listed", "space"


def code_name(column: str) -> str:
    """Return the name of the column that holds the numbers of those whom a column names."""
    return f"__code_{column}"


def numbers(project: Project) -> Frame:
    """
    Return `number`, `id`, `ref` and `subject` of each partner and each space, and of the stranger, who has none.

    Numbers are counted from 1. The subject is the kind of a partner, or `space`.
    """
    return project.table(Partner).made("numbers", people(project), lambda: keep(_numbers(project), many=True))


def coded(project: Project, kind: type[Record]) -> Frame:
    """Return a table with the number of each partner and each room that it names, under `code_name`; kept with it."""
    named = {name: start for name, start in _named(kind).items() if name not in unfilled(project, kind)}
    nobody = [nw.lit(STRANGER, dtype=nw.Int64).alias(code_name(name)) for name in _named(kind) if name not in named]
    frame = project.frame(kind)
    if named:
        frame = project.table(kind).made("coded", people(project), lambda: _coded(project, kind, named))
    return frame.with_columns(*nobody) if nobody else frame


def unfilled(project: Project, kind: type[Record]) -> frozenset[str]:
    """Return the references to partners that no row of a kind fills: a look-up would find nobody."""
    optional = [column.name for column in partner_columns(kind) if not column.required]
    return project.table(kind).made("unfilled", (), lambda: _unfilled(project.frame(kind), optional))


def _unfilled(frame: Frame, names: Sequence[str]) -> frozenset[str]:
    if not names:
        return frozenset()
    (filled,) = rows(frame.select(*[(~c(name).is_null()).max().alias(name) for name in names]), many=True)
    return frozenset(name for name, is_ in zip(names, filled, strict=True) if not is_)


def people(project: Project) -> tuple[Table | None, ...]:
    """Return the tables that numbers are made of: with others, what was made of them is made anew."""
    return tuple(project.table(kind) if kind in project.kinds else None for kind in (Partner, Space))


def _numbers(project: Project) -> Frame:
    partners = project.frame(Partner)
    found = [partners.select("id", ref=_ref(PARTNER), subject="kind")]
    if project.count(Space):
        found.append(project.frame(Space).select("id", ref=_ref(SPACE), subject=nw.lit(SUBJECT)))
    listed = stack(found).with_row_index(LISTED, order_by="ref")
    known = listed.select("id", "ref", "subject", (c(LISTED).cast(nw.Int64) + 1).alias(NUMBER))
    stranger = lift(partners, {"id": str, "ref": str, "subject": str, NUMBER: int}, [(None, None, "", STRANGER)])
    return stack([known, stranger]).sort(NUMBER)


def _ref(start: str) -> nw.Expr:
    return nw.concat_str(nw.lit(start), c("id"))


def _named(kind: type[Record]) -> dict[str, str]:
    """Return the columns that name a partner or a room, and what stands before such an id in a reference."""
    rooms = [kind.about.notice] if kind.about.notice in columns_of(kind) else []
    return {**{column.name: PARTNER for column in partner_columns(kind)}, **dict.fromkeys(rooms, SPACE)}


def _coded(project: Project, kind: type[Record], named: Mapping[str, str]) -> Frame:
    return beside(project.frame(kind), known(project, named), STRANGER)


def known(project: Project, named: Mapping[str, str]) -> dict[str, tuple[str, Frame]]:
    """Return what `beside` takes: by the name of each new column, a column of *named* and the numbers of its texts."""
    return {code_name(name): (name, _texts(project, start)) for name, start in named.items()}


def _texts(project: Project, start: str) -> Frame:
    """Return `text` and `number` of each id that has a *start* in a reference; of none, of each reference."""
    return project.table(Partner).made(f"texts {start}", people(project), lambda: _texts_of(numbers(project), start))


def _texts_of(listed: Frame, start: str) -> Frame:
    text = c("id" if start else "ref").alias("text")
    kept = listed.filter((c(NUMBER) > STRANGER) & c("ref").str.starts_with(start))
    return keep(kept.select(text, NUMBER), many=True)
