"""The countable project: rows that may at least be counted, other cells empty. Checks count on it, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from coprod.consent.groups import partner_columns, record_columns, subject_columns
from coprod.consent.ranked import Ranked
from coprod.level import Level
from coprod.project import Project
from coprod.records import Record
from coprod.schema import columns_of, kind_name
from coprod.tables import Stored, Table

__all__ = ["countable", "opened"]

COUNT, SHARE = Level.COUNT.rank, Level.SHARE.rank
SOME_WORDS = "(words)"


def countable(project: Project, ranked: Mapping[type[Record], Iterable[Ranked]]) -> Project:
    """Return the project that may be counted. It never leaves; it has no consents in it."""
    return _made(project, {kind: [one for one in found if one.there <= COUNT] for kind, found in ranked.items()}, COUNT)


def opened(project: Project, ranked: Mapping[type[Record], Iterable[Ranked]]) -> Project:
    """Return what anybody can count who has the release: rows that leave as they are, with everybody in them named."""
    named = {kind: [one for one in found if _all_named(kind, one)] for kind, found in ranked.items()}
    return _made(project, named, SHARE)


def _all_named(kind: type[Record], ranked: Ranked) -> bool:
    """Whether a row leaves as it is, and everybody whom it is about is named in it."""
    ranks, about = ranked.by_column(kind), set(subject_columns(kind))
    who = zip(partner_columns(kind), ranked.identity, strict=True)
    return ranked.there == SHARE and all(max(rank, ranks[one.name]) == SHARE for one, rank in who if one in about)


def _made(project: Project, kept: Mapping[type[Record], Sequence[Ranked]], most: int) -> Project:
    """Return a project of rows, without the cells whose rank is above *most*."""
    refs = {
        f"{kind_name(kind)}:{one.row[list(columns_of(kind)).index('id')]}"
        for kind, found in kept.items()
        if "id" in columns_of(kind)
        for one in found
    }
    tables = {kind: Table(kind, [_row(kind, one, refs, most) for one in kept.get(kind, ())]) for kind in project.kinds}
    return Project.made_of(project.name, project.settings, tables)


def _row(kind: type[Record], ranked: Ranked, refs: set[str], most: int) -> Stored:
    """Return a row with the cells emptied that are above *most*, and the references to what is."""
    closed = {name for name, rank in ranked.by_column(kind).items() if rank > most}
    if most == SHARE:  # whoever is pointed at and may not be named is not in the cell that leaves
        who = zip(partner_columns(kind), ranked.identity, strict=True)
        closed.update(column.name for column, rank in who if rank > SHARE)
    cells = dict(zip(columns_of(kind), ranked.row, strict=True))
    closed.update(name for name, column in columns_of(kind).items() if column.refs and column.many)
    for column in record_columns(kind):
        value = cells[column.name]
        if value and column.ref(value) not in refs:
            closed.add(column.name)
    left = _countable if most == COUNT else _nothing
    return tuple(left(kind, name, value) if name in closed else value for name, value in cells.items())


def _nothing(_: type[Record], __: str, ___: object) -> None:
    """Return what is left of a cell that nobody sees."""


def _countable(kind: type[Record], name: str, value: object) -> object:
    """
    Return what is left of a cell that may not be counted: nothing; of words, that there are some.

    Whether a view was answered in words is a fact about the view. Without this, a release would say that fewer were
    answered than were, because somebody did not want the words themselves to be seen.
    """
    column = columns_of(kind)[name]
    own = column.free_text and column.special and column.category == kind.about.category
    return SOME_WORDS if own and value is not None else None
