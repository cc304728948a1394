"""The ties around some partners, drawn by lot where there are many, for what plain Python counts one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from random import Random
from typing import TypeAlias

import attrs

from coprod.engines import Frame, collect, lift_columns, rows
from coprod.equality.grouping import NOT_RECORDED
from coprod.equality.pairs import arcs, partners
from coprod.equality.study import Study

__all__ = ["Around", "around"]

SEED = 20  # any will do: the same partners are asked whatever the engine, and whenever the same project is read

Ties: TypeAlias = Mapping[int, AbstractSet[int]]


@attrs.frozen
class Around:
    """
    Partners that are asked, and who is around them. Those whose group is not recorded are left out.

    Attributes:
        asked: Their numbers, as `pairs.partners` gives them.
        by_lot: Whether they were drawn, and are not all.
        before: By partner, who names it: of those asked, all.
        after: By partner, whom it names: of those asked, all; of who names them or is named, those who are named by
            somebody asked, and those who are wanted.
        group_of: The group of each of them all.
    """

    asked: AbstractSet[int]
    by_lot: bool
    before: Ties
    after: Ties
    group_of: Mapping[int, str]


def around(study: Study, most: int, wanted: AbstractSet[int] = frozenset()) -> Around:
    """
    Return the ties around all partners, or around *most* of them who are drawn by lot.

    Args:
        study: The partners and their ties.
        most: How many are asked at most.
        wanted: The numbers of partners of whom it counts whether somebody around those asked names them.
    """
    everyone, named = sum(size.partners for size in study.sizes.values()), arcs(study).select("a", "b")
    by_lot = everyone > most
    if by_lot:
        asked = _drawn(study, Random(SEED).sample(range(everyone), most))  # noqa: S311  # no secrets
        own = _some(named, asked)
        near = set(asked).union(*own)
        ahead = wanted | {b for a, b in own if a in asked}
        ties = own + rows(_among(_among(named, "a", near), "b", ahead), many=True)
    else:
        found, ties = collect([partners(study).select("code"), named])
        asked = {code for (code,) in found}
    return _around(study, asked, ties, by_lot=by_lot)


def _drawn(study: Study, places: Iterable[int]) -> set[int]:
    """Return the numbers of the partners at some places, whatever their groups are."""
    wide = len(study.labels)
    perhaps = [place * wide + at for place in places for at in range(wide)]
    return {code for (code,) in rows(_among(partners(study).select("code"), "code", perhaps), many=True)}


def _some(named: Frame, asked: AbstractSet[int]) -> list[tuple[int, int]]:
    """Return the ties from or to some partners."""
    found = collect([_among(named, "a", asked), _among(named, "b", asked)], many=True)
    return [(a, b) for ties in found for a, b in ties]


def _among(frame: Frame, column: str, numbers: Iterable[int]) -> Frame:
    """Return the rows that have one of some numbers in a column."""
    chosen = lift_columns(frame, {column: int}, {column: sorted(numbers)})
    return frame.join(chosen, on=column, how="semi")


def _around(study: Study, asked: AbstractSet[int], ties: Iterable[tuple[int, int]], *, by_lot: bool) -> Around:
    labels, wide = study.labels, len(study.labels)
    before, after, known = defaultdict[int, set[int]](set), defaultdict[int, set[int]](set), set(asked)
    for a, b in ties:
        before[b].add(a)
        after[a].add(b)
        known |= {a, b}
    group_of = {code: labels[code % wide] for code in known if labels[code % wide] != NOT_RECORDED}
    return Around(
        frozenset(asked & group_of.keys()), by_lot, _known(before, group_of), _known(after, group_of), group_of
    )


def _known(ties: Ties, group_of: Mapping[int, str]) -> Ties:
    """Return the ties between partners whose group is known."""
    return {one: {other for other in others if other in group_of} for one, others in ties.items() if one in group_of}
