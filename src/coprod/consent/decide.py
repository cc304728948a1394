"""Decide what may leave, over plain rows where a project is small and on the frame where it is not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

import attrs

from coprod.consent.answers import Asked
from coprod.consent.groups import groups_of, pairs_of, partner_columns, record_columns
from coprod.consent.ranked import Ranked
from coprod.consent.rule import ConsentRule
from coprod.level import Level
from coprod.project import Project
from coprod.records import Consent, Partner, Record
from coprod.request import Request
from coprod.schema import columns_of
from coprod.tables import Stored

__all__ = ["as_of", "asked_of", "decide", "decide_frames", "is_large", "there_on"]

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

    return decide_frames(project, asked) if is_large(project) else decide_rows(project, asked)


def is_large(project: Project) -> bool:
    """Whether a project has so many rows that it is decided on its engine."""
    return sum(project.count(kind) for kind in project.kinds) > SMALL


def as_of(
    project: Project, whole: Mapping[type[Record], Sequence[Ranked]], day: date
) -> dict[type[Record], list[Ranked]]:
    """Return the rows that were there at the end of *day*, as they were then, with what was decided of each."""
    return {
        kind: [attrs.evolve(whole[kind][number], row=row) for number, row in left]
        for kind, left in there_on(whole, day, project.settings.zone).items()
    }


def there_on(
    whole: Mapping[type[Record], Sequence[Ranked]], day: date, zone: ZoneInfo
) -> dict[type[Record], list[tuple[int, Stored]]]:
    """
    Return the rows that were there at the end of *day*, as they were then, each with its number among its kind.

    A day that may not be seen as openly as its row is not looked at: else a few looks back would tell it.
    """
    from coprod.asof import survivors

    rows = {kind: [_without_closed_days(kind, one) for one in found] for kind, found in whole.items()}
    return survivors(rows, day, zone)


def _without_closed_days(kind: type[Record], ranked: Ranked) -> Stored:
    most = min(ranked.there, Level.COUNT.rank)  # a row that stays in has no day that others may go by
    closed = {name for name, rank in ranked.by_column(kind).items() if rank > most}
    days = {name for name in closed if columns_of(kind)[name].time}
    if not days:
        return ranked.row
    return tuple(None if name in days else cell for name, cell in zip(columns_of(kind), ranked.row, strict=True))


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
    found = collect([frame.select(*names[kind]) for kind, frame in frames.items()], many=True)
    return {kind: [_ranked(kind, row) for row in rows] for kind, rows in zip(frames, found, strict=True)}


def _ranked(kind: type[Record], row: tuple[object, ...]) -> Ranked:
    columns, groups = len(columns_of(kind)), len(groups_of(kind))
    there, ranks = row[columns], row[columns + 1 :]
    return Ranked(row[:columns], there, ranks[:groups], ranks[groups:])  # type: ignore[arg-type]  # ranks are whole numbers
