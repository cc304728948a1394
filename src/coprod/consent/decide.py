"""Decide what may leave, over plain rows where a project is small and on the frame where it is not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import attrs

from coprod.consent.answers import Asked
from coprod.consent.groups import groups_of, pairs_of, partner_columns, record_columns
from coprod.consent.ranked import Ranked
from coprod.consent.rule import ConsentRule
from coprod.project import Project
from coprod.records import Consent, Partner, Record
from coprod.request import Request
from coprod.schema import columns_of
from coprod.tables import in_order

__all__ = ["SMALL", "as_of", "asked_of", "decide", "decide_frames"]

SMALL = 50_000  # rows; below this, planning the queries takes longer than deciding


def asked_of(
    project: Project,
    request: Request,
    *,
    today: date,
    rules: Iterable[ConsentRule] = (),
    honours: Iterable[str] = (),
) -> Asked:
    """Return everything that the answers in a project are judged against."""
    known = tuple(sorted(rules, key=lambda rule: rule.name))
    named = tuple(sorted({name for rule in known for name in rule.characteristics}))
    kinds = [kind for kind in project.kinds if kind is not Consent]
    return Asked(
        request,
        project.settings,
        pairs_of(kinds),
        known,
        today,
        frozenset(honours) | request.honours,
        structures=frozenset(kind.about.category for kind in kinds if is_structure(kind)),
        newest=_newest(project, request, today),
        named=named,
    )


def _newest(project: Project, request: Request, today: date) -> date | None:
    """
    Return the day on which the last of those joined who would get it as partners; None where nobody does so.

    Whose day is not on record may have come after any answer: then it is the last day that there is.
    """
    if not any(project.settings.joins(audience) for audience in request.audiences):
        return None
    there = [one for one in project.records(Partner) if one.left is None or one.left >= today]
    if request.recipients is not None:
        there = [project.get(Partner, key) for key in request.recipients]
    return max((one.joined or date.max for one in there), default=None)


def is_structure(kind: type[Record]) -> bool:
    """Whether rows of a kind tie a partner to another partner, or to a record that they need."""
    partners = partner_columns(kind)
    return "id" not in columns_of(kind) and bool(partners) and len([*partners, *record_columns(kind)]) > 1


def decide(project: Project, asked: Asked) -> Mapping[type[Record], list[Ranked]]:
    """Return the rows of each kind with what was decided of them."""
    from coprod.consent.on_rows import decide_rows

    rows = sum(project.count(kind) for kind in project.kinds)
    return decide_rows(project, asked) if rows <= SMALL else decide_frames(project, asked)


def as_of(
    project: Project, whole: Mapping[type[Record], Sequence[Ranked]], day: date
) -> dict[type[Record], list[Ranked]]:
    """Return the rows that were there at the end of *day*, as they were then, with what was decided of each."""
    from coprod.asof import survivors

    tables = {kind: project.table(kind) for kind in whole}
    ranked = {kind: {in_order(one.row): one for one in rows} for kind, rows in whole.items()}
    return {
        kind: [attrs.evolve(ranked[kind][in_order(project.stored(kind)[number])], row=row) for number, row in rows]
        for kind, rows in survivors(tables, day, project.settings.zone).items()
    }


def decide_frames(project: Project, asked: Asked) -> dict[type[Record], list[Ranked]]:
    """Return the same, decided on the frame."""
    from coprod.consent.on_frames import ROW, decide, group_name, identity_name
    from coprod.engines import collect

    frames = decide(project, asked)
    names = {
        kind: [
            *columns_of(kind),
            ROW,
            *[group_name(n) for n in range(len(groups_of(kind)))],
            *[identity_name(column.name) for column in partner_columns(kind)],
        ]
        for kind in frames
    }
    found = collect([frame.select(*names[kind]) for kind, frame in frames.items()])
    return {kind: [_ranked(kind, row) for row in rows] for kind, rows in zip(frames, found, strict=True)}


def _ranked(kind: type[Record], row: tuple[object, ...]) -> Ranked:
    columns, groups = len(columns_of(kind)), len(groups_of(kind))
    there, ranks = row[columns], row[columns + 1 :]
    return Ranked(row[:columns], there, ranks[:groups], ranks[groups:])  # type: ignore[arg-type]  # ranks are whole numbers
