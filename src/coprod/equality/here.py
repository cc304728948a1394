"""Who is here: how many people each group has, and how many ties run from one group to another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from coprod.equality.study import Study
from coprod.equality.tables import GroupTable
from coprod.records import Relationship
from coprod.schema import columns_of

__all__ = ["count_here"]


def count_here(study: Study) -> Iterator[GroupTable]:
    """
    Yield two tables: `people` by group, and `ties` by kind, the group they start from and the other group.

    A number of ties stands on as many people as the end with fewer partners has, since whoever knows those knows it.
    """
    sizes: dict[str, int] = defaultdict(int)
    for partner, group in study.group_of.items():
        sizes[group] += study.people[partner]
    yield GroupTable.of("people", ("group",), (((group,), n, n) for group, n in sizes.items() if n))
    yield GroupTable.of("ties", ("kind", "group", "other"), _ties(study))


def _ties(study: Study) -> Iterator[tuple[tuple[str, ...], int, int]]:
    names = list(columns_of(Relationship))
    source, target, kind = (names.index(name) for name in ("source", "target", "kind"))
    ends: dict[tuple[str, ...], set[tuple[str, str]]] = defaultdict(set)
    for row in study.project.stored(Relationship):
        if row[source] != row[target] and {row[source], row[target]} <= study.group_of.keys():
            groups = study.group_of[row[source]], study.group_of[row[target]]
            ends[row[kind], *groups].add((row[source], row[target]))
    for labels, pairs in ends.items():
        yield labels, len(pairs), min(len({pair[end] for pair in pairs}) for end in (0, 1))
