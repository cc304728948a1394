"""What may be counted, and what anybody can count who has the release: the same as `countable`, on the frame."""

from __future__ import annotations

from collections.abc import Mapping

import narwhals as nw

from coprod.consent.countable import SOME_WORDS
from coprod.consent.groups import partner_columns, record_columns, subject_columns
from coprod.consent.large.ranks import COUNT, ROW, SHARE, identity_of, name_rank, rank_of
from coprod.engines import Frame, keep, lift, stack
from coprod.project import Project
from coprod.records import Record
from coprod.schema import Column, columns_of, kind_name
from coprod.tables import Table, stored_types

__all__ = ["countable", "opened", "references"]

c = nw.col
HERE = "__here_"
Frames = Mapping[type[Record], Frame]


def countable(project: Project, frames: Frames) -> Project:
    """Return the project that may be counted. It never leaves; it has no consents in it."""
    return _made(project, {kind: frame.filter(c(ROW) <= COUNT) for kind, frame in frames.items()}, COUNT)


def opened(project: Project, frames: Frames) -> Project:
    """Return what anybody can count who has the release: rows that leave as they are, with everybody in them named."""
    return _made(project, {kind: frame.filter(*_all_named(kind)) for kind, frame in frames.items()}, SHARE)


def _all_named(kind: type[Record]) -> list[nw.Expr]:
    """Return what holds of a row that leaves as it is, and in which everybody whom it is about is named."""
    about = {column.name for column in subject_columns(kind)}
    who = [column for column in partner_columns(kind) if column.name in about]
    named = [nw.max_horizontal(name_rank(column), rank_of(kind, column.name)) == SHARE for column in who]
    return [c(ROW) == SHARE, *named]


def _made(project: Project, kept: Frames, most: int) -> Project:
    """Return a project of rows, without the cells whose rank is above *most*."""
    tables: dict[type[Record], Table] = {}
    for kind in project.kinds:
        if kind in kept:
            frame, joined = _row(kind, kept, most)
            tables[kind] = _Kept(kind, frame=frame) if joined else Table(kind, frame=frame)
        else:
            none = lift(next(iter(kept.values())), stored_types(kind), []) if kept else None
            tables[kind] = Table(kind, () if none is None else None, frame=none)
    return Project.made_of(project.name, project.settings, tables)


class _Kept(Table):
    """A table whose frame is computed when somebody first asks for it, and then kept: most checks ask for few."""

    __slots__ = ("_done",)

    def frame(self) -> Frame:
        """Return the rows as a lazy frame."""
        if not hasattr(self, "_done"):
            self._frame = keep(super().frame())
            self._done = True
        return self._frame  # type: ignore[return-value]  # it was just kept


def _row(kind: type[Record], kept: Frames, most: int) -> tuple[Frame, bool]:
    """Return the rows with the cells emptied that are above *most*, and whether that took a join."""
    frame, pointing = kept[kind], record_columns(kind)
    for column in pointing:
        here = references(column, {known: found.select("id") for known, found in kept.items() if _has_id(known)})
        mark = f"{HERE}{column.name}"
        if here is None:
            frame = frame.with_columns(nw.lit(None, dtype=nw.Int8).alias(mark))
        else:
            frame = frame.join(here.with_columns(nw.lit(1, dtype=nw.Int8).alias(mark)), on=column.name, how="left")
    cells = {name: _cell(kind, column, most) for name, column in columns_of(kind).items()}
    return frame.select(**cells), bool(pointing)


def _has_id(kind: type[Record]) -> bool:
    return "id" in columns_of(kind)


def references(column: Column, ids: Frames) -> Frame | None:
    """
    Return what a column may refer to, in its own name and as it writes it; None where nothing is there.

    Args:
        column: The column.
        ids: By kind, a frame with the column `id`.
    """
    found = [_written(column, kind, frame) for kind, frame in ids.items() if kind_name(kind) in column.refs]
    if not found:
        return None
    return stack(found)


def _written(column: Column, kind: type[Record], frame: Frame) -> Frame:
    ref = nw.concat_str(nw.lit(f"{kind_name(kind)}:"), c("id")) if column.typed else c("id")
    return frame.select(ref.alias(column.name))


def _cell(kind: type[Record], column: Column, most: int) -> nw.Expr:
    """Return a cell, or what is left of it where it is above *most* or refers to what is."""
    value = c(column.name)
    if column.refs and column.many:  # nobody was asked about each of several
        return _left(kind, column, most)
    open_ = rank_of(kind, column.name) <= most
    if most == SHARE and column in partner_columns(kind):  # whoever may not be named is not in the cell that leaves
        open_ &= identity_of(column) <= SHARE
    if column in record_columns(kind):
        open_ &= ~c(f"{HERE}{column.name}").is_null()
    return nw.when(open_).then(value).otherwise(_left(kind, column, most))


def _left(kind: type[Record], column: Column, most: int) -> nw.Expr:
    """Return what is left of a cell that may not be counted: nothing; of words, that there are some."""
    nothing = nw.when(nw.lit(value=False)).then(c(column.name))
    own = column.free_text and column.special and column.category == kind.about.category
    if most == SHARE or not own:
        return nothing
    return nw.when(~c(column.name).is_null()).then(nw.lit(SOME_WORDS))
