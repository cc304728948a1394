"""Whose SIMD is on record, and how many people of the area live where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import attrs

from coprod import Characteristic, Population, Project, Study
from coprod.errors import InvalidInput, Problem
from coprod_scotland.simd import CODINGS, Simd

__all__ = ["Placed", "counted", "placed", "simd_of"]


@attrs.frozen
class Placed:
    """
    People by quintile, in the version that most of them have.

    Attributes:
        version: That version; empty where nobody has any.
        people: How many people live in areas of each quintile.
        left_out: Typed references of rows that say no version or no quintile, or two, or another version.
    """

    version: str = ""
    people: Mapping[int, int] = attrs.field(factory=dict, hash=False)
    left_out: tuple[str, ...] = ()


def simd_of(characteristic: str, value: str) -> Simd:
    """
    Return what a characteristic such as `SIMD2020v2` and its value say together; the value may say it all.

    Raises:
        InvalidInput: the version or the quintile is missing, or the two name different versions.

    >>> print(simd_of("SIMD", "SIMD2020v2 Q1"), simd_of("SIMD 2016 quintile", "4"))
    SIMD2020v2 Q1 SIMD2016 Q4
    """
    try:
        alone = Simd.read(value)
    except InvalidInput:
        return Simd.read(f"{characteristic} {value}")
    named = [version for version in CODINGS if version in "".join(characteristic.split()).casefold()]
    if named and alone.version not in named:
        raise InvalidInput([Problem(f"a quintile of {characteristic}", column=characteristic, value=value)])
    return alone


def placed(study: Study) -> Placed:
    """Return the people of a study by the quintile of the area that they live in."""
    by_version: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    rows = [row for row in study.project.records(Characteristic) if _is_simd(row.characteristic)]
    said = {row.ref: _read(row) for row in rows}
    for row in rows:
        if found := said[row.ref]:
            by_version[found.version][row.partner].add(found.quintile)
    if not by_version:
        return Placed(left_out=tuple(said))
    version = max(by_version, key=lambda v: (len(by_version[v]), list(CODINGS).index(v)))
    one = {partner: min(quintiles) for partner, quintiles in by_version[version].items() if len(quintiles) == 1}
    people: dict[int, int] = defaultdict(int)
    for partner, quintile in one.items():
        people[quintile] += study.people[partner]
    used = {row.ref for row in rows if row.partner in one and (found := said[row.ref]) and found.version == version}
    return Placed(version, people, tuple(ref for ref in said if ref not in used))


def counted(project: Project, version: str) -> Mapping[int, int]:
    """
    Return how many people live in areas of each quintile, as `population.csv` has it; empty where it does not.

    The counts are those of the latest day, for the whole area of the project, said by its name or by none.
    """
    rows = [(row, found) for row, found in _population(project) if found.version == version]
    latest = max(((row.on, row.area or "") for row, _ in rows), default=None)
    people: dict[int, int] = defaultdict(int)
    for row, found in rows:
        if (row.on, row.area or "") == latest:
            people[found.quintile] += row.count
    return people


def _population(project: Project) -> Iterator[tuple[Population, Simd]]:
    for row in project.records(Population):
        here = row.area in {None, project.settings.area}
        if here and _is_simd(row.characteristic) and (found := _read(row)):
            yield row, found


def _read(row: Characteristic | Population) -> Simd | None:
    try:
        return simd_of(row.characteristic, row.value)
    except InvalidInput:
        return None


def _is_simd(characteristic: str) -> bool:
    return characteristic.strip().casefold().startswith("simd")
