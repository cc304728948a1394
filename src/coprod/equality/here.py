"""Who is here: how many people each group has, and how many ties run from one group to another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import narwhals as nw

from coprod.engines import collect, count, distinct
from coprod.equality.pairs import arcs, group_of, kinds
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable
from coprod.records import Relationship
from coprod.schema import columns_of

__all__ = ["count_here"]

FEW = 1_000  # ties; below this, planning the queries takes longer than going through them


def count_here(study: Study) -> Iterator[GroupTable]:
    """
    Yield two tables: `people` by group, and `ties` by kind, the group they start from and the other group.

    A number of ties stands on as many people as the end with fewer partners has, since whoever knows those knows it.
    """
    people = ((group, size.people) for group, size in study.sizes.items() if size.people)
    yield GroupTable.of("people", ("group",), (((group,), n, n) for group, n in people))
    yield GroupTable.of("ties", ("kind", "group", "other"), _ties(study))


def _ties(study: Study) -> Iterator[tuple[tuple[str, ...], int, int]]:
    few = study.project.count(Relationship) <= FEW
    return _one_by_one(study) if few else _together(study)


def _one_by_one(study: Study) -> Iterator[tuple[tuple[str, ...], int, int]]:
    names = list(columns_of(Relationship))
    source, target, kind = (names.index(name) for name in ("source", "target", "kind"))
    tied: dict[tuple[str, ...], set[tuple[str, str]]] = defaultdict(set)
    for row in study.project.stored(Relationship):
        if row[source] != row[target] and {row[source], row[target]} <= study.group_of.keys():
            groups = study.group_of[row[source]], study.group_of[row[target]]
            tied[row[kind], *groups].add((row[source], row[target]))
    for labels, pairs in tied.items():
        yield labels, len(pairs), min(len({pair[end] for pair in pairs}) for end in (0, 1))


def _together(study: Study) -> Iterator[tuple[tuple[str, ...], int, int]]:
    known = arcs(study).with_columns(group=group_of(study, nw.col("a")), other=group_of(study, nw.col("b")))
    cell = ("kind", "group", "other")
    numbers = known.group_by(*cell).agg(count().alias("n")).select(*cell, "n")
    ends = (distinct(known.select(*cell, end)) for end in ("a", "b"))
    found, *having = collect([numbers, *(e.group_by(*cell).agg(count().alias("n")).select(*cell, "n") for e in ends)])
    people: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for *labels, n in (row for each in having for row in each):
        people[tuple(labels)].append(n)
    words, groups = kinds(study), study.labels
    for kind, group, other, n in found:
        yield (words[kind], groups[group], groups[other]), n, min(people[kind, group, other])
