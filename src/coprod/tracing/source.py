"""What there is to follow: rows of a project, or of a release and no more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeAlias

import attrs

from coprod.project import Project
from coprod.records import Decision, Goal, Indicator, Influence, Partner, Record, Response, Role, Space, View
from coprod.release import Release
from coprod.schema import columns_of, kind_name
from coprod.tracing.steps import Link

__all__ = ["FOLLOWED", "Source", "day_of", "source_of"]

FOLLOWED = (Space, View, Decision, Goal)
READ = (*FOLLOWED, Influence, Response, Role, Indicator, Partner)
REPLACED = "took its place"

Cells: TypeAlias = Mapping[str, Any]
Links: TypeAlias = Mapping[str, tuple[Link, ...]]


@attrs.frozen(kw_only=True)
class Source:
    """
    What there is to follow.

    Attributes:
        name: Name of the project.
        released: Whether it is what a release holds, where an empty cell may be one that was held back.
        rows: Rows by the name of their kind, each as a mapping of column to value.
        items: Rows by the name of their kind and the item that they are about.
        records: The rows that can be followed, by typed reference.
        sizes: How many people each partner stands for, as the checks count them; none for an organisation of several.
        onward: What each led to.
        back: What led to each.
    """

    name: str
    released: bool
    rows: Mapping[str, tuple[Cells, ...]]
    items: Mapping[tuple[str, str], list[Cells]]
    records: Mapping[str, Cells]
    sizes: Mapping[str, int]
    onward: Links
    back: Links

    def about(self, kind: type[Record], ref: str) -> Iterable[Cells]:
        """Return the rows of one kind whose `item` is *ref*."""
        return self.items.get((kind_name(kind), ref), ())

    @property
    def refs(self) -> frozenset[str]:
        """All that can be traced: what has a row, and what a link names."""
        return frozenset({*self.records, *self.onward, *self.back})


def source_of(whole: Project | Release) -> Source:
    """Return what there is to follow in a project, or in what a release holds."""
    rows = {kind_name(kind): tuple(_rows(whole, kind)) for kind in READ}
    records = {f"{kind_name(kind)}:{row['id']}": row for kind in FOLLOWED for row in rows[kind_name(kind)] if row["id"]}
    links = [(row["source"], row["target"], row["how"] or "") for row in rows[kind_name(Influence)]]
    links += [(f"goal:{row['replaces']}", f"goal:{row['id']}", REPLACED) for row in _replacing(rows[kind_name(Goal)])]
    items: dict[tuple[str, str], list[Cells]] = defaultdict(list)
    for kind in (Response, Role):
        for row in rows[kind_name(kind)]:
            items[kind_name(kind), row["item"]].append(row)
    return Source(
        name=whole.project if isinstance(whole, Release) else whole.name,
        released=isinstance(whole, Release),
        rows=rows,
        items=items,
        records=records,
        sizes={row["id"]: _people(row) for row in rows[kind_name(Partner)] if row["kind"]},
        onward=_links((source, Link(target, how)) for source, target, how in links),
        back=_links((target, Link(source, how)) for source, target, how in links),
    )


def _rows(whole: Project | Release, kind: type[Record]) -> Iterable[Cells]:
    if isinstance(whole, Release):
        return whole.rows(kind) if kind in whole.kinds else ()
    return ({name: getattr(record, name) for name in columns_of(kind)} for record in whole.records(kind))


def _replacing(goals: Iterable[Cells]) -> Iterable[Cells]:
    """Return the goals that took the place of another."""
    return (row for row in goals if row["id"] and row["replaces"])


def _people(partner: Cells) -> int:
    if partner["kind"] == "organisation":
        return 1 if partner["people"] == 1 else 0
    return {"person": 1, "group": partner["people"] or 0}.get(partner["kind"], 0)


def _links(pairs: Iterable[tuple[str, Link]]) -> Links:
    found: dict[str, set[Link]] = defaultdict(set)
    for ref, link in pairs:
        found[ref].add(link)
    return {ref: tuple(sorted(links, key=attrs.astuple)) for ref, links in found.items()}


def day_of(value: date | str | None) -> str:
    """
    Return the day of a day, of an instant, or of what a release says of one; empty where there is none.

    >>> day_of("2019-01-17T13:40+00:00"), day_of("2019-01"), day_of(None)
    ('2019-01-17', '2019-01', '')
    """
    return "" if value is None else (value if isinstance(value, str) else value.isoformat())[: len("2019-01-17")]
