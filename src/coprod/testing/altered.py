"""Projects altered in ways that must not matter to a check, or that matter in one known way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import attrs

from coprod.equality.grouping import GROUPED
from coprod.project import Project
from coprod.records import Attendance, Consent, Partner, Record, Space
from coprod.rows import Row
from coprod.schema import Column, columns_of
from coprod.testing.draft import CANARY

__all__ = ["alone", "blanked", "renamed", "with_newcomers"]

Cells = dict[str, Any]

WHO = ("id", "kind", "people", "organisation", "sector", "here_as")
NEWCOMERS = 3  # the smallest group that may be judged


def rebuilt(project: Project, altered: Callable[[type[Record], Cells], Cells | None]) -> Project:
    """Return a project whose rows were altered one by one, without answers; None leaves a row out."""
    rows = []
    for kind in project.kinds:
        for one in project.records(kind) if kind is not Consent else ():
            cells = altered(kind, {name: getattr(one, name) for name in columns_of(kind)})
            if cells is not None:
                rows.append(Row(kind=kind, values=cells))
    return Project.from_source(project.name, rows, settings=_plain(project), kinds=project.kinds)


def _plain(project: Project) -> Any:
    """Return the settings without what names partners by their ids."""
    return attrs.evolve(project.settings, labels=())


def renamed(project: Project) -> tuple[Project, Mapping[str, str]]:
    """
    Return the project with other ids and names of partners, and the new id of each.

    The ids sort the other way round, and so do the rows: a project keeps them in the order of their keys.
    """
    partners = sorted(partner.id for partner in project.records(Partner))
    ids = {old: f"{CANARY}{len(partners) - at:03}" for at, old in enumerate(partners)}

    def altered(kind: type[Record], cells: Cells) -> Cells:
        known = columns_of(kind)
        new = {name: _renamed(known[name], value, ids) for name, value in cells.items()}
        if kind is Partner:
            new |= {"id": ids[cells["id"]], "name": f"{CANARY} the {ids[cells['id']]}"}
        return new

    return rebuilt(project, altered), ids


def _renamed(column: Column, value: Any, ids: Mapping[str, str]) -> Any:
    """Return a cell in which partners have their new ids."""
    if "partner" not in column.refs or value is None:
        return value
    if column.many:
        return frozenset(_new(column, one, ids) for one in value)
    return _new(column, value, ids)


def _new(column: Column, value: str, ids: Mapping[str, str]) -> str:
    kind, _, old = value.partition(":")
    if column.typed:
        return f"partner:{ids[old]}" if kind == "partner" else value
    return ids.get(value, value)


def blanked(project: Project, reads: Mapping[type[Record], Iterable[str]]) -> Project:
    """Return the project without the cells that are not among *reads*, as far as a row can be without them."""
    kept = {kind: {*names, *(GROUPED if kind is Partner else ())} for kind, names in reads.items()}

    def altered(kind: type[Record], cells: Cells) -> Cells:
        return {
            name: value if name in kept.get(kind, ()) else _empty(kind, name, value) for name, value in cells.items()
        }

    kept.setdefault(Partner, set(GROUPED))
    return rebuilt(project, altered)


def _empty(kind: type[Record], name: str, value: Any) -> Any:
    column = columns_of(kind)[name]
    if column.required or column.key:  # without it the row could not be, or would be another
        return value
    return column.default if column.many or column.type is tuple else None


def alone(project: Project) -> Project:
    """Return the partners of a project and which group they are in; nothing of where, when, or what they did."""

    def altered(kind: type[Record], cells: Cells) -> Cells | None:
        return {name: value if name in WHO else _empty(kind, name, value) for name, value in cells.items()}

    return rebuilt(project, lambda kind, cells: altered(kind, cells) if kind is Partner else None)


def with_newcomers(project: Project) -> Project:
    """Return the project with three people of a sector of their own, who came to every space and did nothing there."""
    known = {partner.id for partner in project.records(Partner)}
    ids = [who for who in (f"{CANARY}{n}" for n in range(NEWCOMERS)) if who not in known]
    people: list[Record] = [Partner(who, kind="person", sector=CANARY) for who in ids]
    came = [Attendance(who, space.id) for who in ids for space in project.records(Space)]
    return project.add(*people, *(came if {Attendance, Space} <= set(project.kinds) else ()))
