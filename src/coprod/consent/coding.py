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
from coprod.records import Consent, Partner, Record, Space
from coprod.schema import columns_of
from coprod.tables import Table

__all__ = ["NUMBER", "STRANGER", "code_name", "coded", "numbers", "unfilled"]

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
    return project.table(Partner).made("numbers", _people(project), lambda: keep(_numbers(project), many=True))


def coded(project: Project, kind: type[Record]) -> Frame:
    """Return a table with the number of each partner and each room that it names, under `code_name`; kept with it."""
    named = {name: start for name, start in _named(kind).items() if name not in unfilled(project, kind)}
    nobody = [nw.lit(STRANGER, dtype=nw.Int64).alias(code_name(name)) for name in _named(kind) if name not in named]
    frame = project.frame(kind)
    if named:
        frame = project.table(kind).made("coded", _people(project), lambda: _coded(project, kind, named))
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


def _people(project: Project) -> tuple[Table | None, ...]:
    """Return the tables that numbers are made of."""
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
    if kind is Consent:
        return {"who": ""}
    rooms = [kind.about.notice] if kind.about.notice in columns_of(kind) else []
    return {**{column.name: PARTNER for column in partner_columns(kind)}, **dict.fromkeys(rooms, SPACE)}


def _coded(project: Project, kind: type[Record], named: Mapping[str, str]) -> Frame:
    known = numbers(project).filter(c(NUMBER) > STRANGER)
    found = {}
    for name, start in named.items():
        text = c("id" if start else "ref").alias("text")
        found[code_name(name)] = (
            name,
            keep(known.filter(c("ref").str.starts_with(start)).select(text, NUMBER), many=True),
        )
    return beside(project.frame(kind), found, STRANGER)
