"""A check: do people from the most deprived areas come, as many as there are?"""

from __future__ import annotations

from collections.abc import Mapping

from coprod import Characteristic, Context, EqualityCheck, Finding, Group, Measure, Population, Study
from coprod.finding import Band, Status
from coprod.measures import representation_ratio, undefined
from coprod_scotland.placed import Placed, counted, placed
from coprod_scotland.simd import QUINTILES

__all__ = ["SIMD_QUINTILES", "find"]

UNIT = "share of people whose SIMD is known"
ENOUGH = 5  # people; of fewer, a sentence would be about them
MOST_DEPRIVED = 1
NAMES = {q: {1: "1, most deprived", 5: "5, least deprived"}.get(q, str(q)) for q in QUINTILES}

BAND = Band(
    low=0.8,
    source="at least 0.8 of what there could be, as reports on medical trials have it (Circulation 2020;141:540)",
    measure="representation_ratio",
)


def find(study: Study, context: Context) -> Finding:
    """Return how the people here are spread over the quintiles, set beside those who could be here."""
    here = placed(study)
    there = counted(study.project, here.version)
    total = sum(here.people.values())
    ratios = [_ratio(here.people, there, q) for q in QUINTILES]
    status, say = _status(ratios[0], here, there, context)
    return Finding(
        status,
        say,
        measures=(_share("here", here.people), _share("there", there), *ratios),
        groups=[_group(q, here.people[q], total) for q in QUINTILES if q in here.people],
        words={"version": f"SIMD{here.version}", "left_out": _left_out(here)},
        evidence=here.left_out,
    )


def _status(most: Measure, here: Placed, there: Mapping[int, int], context: Context) -> tuple[Status, str]:
    total = sum(here.people.values())
    if total < ENOUGH:
        return "unknown", "too few" if total else "unknown"
    if most.value is None:
        return "unknown", "none there" if there else "no population"
    status = context.status(most)
    if status != "uneven":
        return status, status
    one_more = {**here.people, MOST_DEPRIVED: here.people.get(MOST_DEPRIVED, 0) + 1}
    status = "watch" if context.status(_ratio(one_more, there, MOST_DEPRIVED)) == "even" else "uneven"
    return status, status


def _ratio(here: Mapping[int, int], there: Mapping[int, int], quintile: int) -> Measure:
    people, could = sum(here.values()), sum(there.values())
    return representation_ratio(here.get(quintile, 0), people, there.get(quintile, 0), could, of=NAMES[quintile])


def _share(name: str, people: Mapping[int, int]) -> Measure:
    """Return the share that lives in the most deprived quintile."""
    total = sum(people.values())
    if not total:
        return undefined(name, "no SIMD is on record", unit=UNIT)
    return Measure(name, people.get(MOST_DEPRIVED, 0) / total, unit=UNIT, n=total)


def _group(quintile: int, people: int, total: int) -> Group:
    return Group(NAMES[quintile], n=people, count=people, total=total, share=people / total if total else None)


def _left_out(here: Placed) -> str:
    number = len(here.left_out)
    return f" Not counted: {number} on record without one clear quintile of that version." if number else ""


HERE = (
    "By {version}, {here:percent} of the {here.n} people whose area is known live in the most deprived fifth of areas"
)

SIMD_QUINTILES = EqualityCheck(
    name="simd-quintiles",
    title="Do people from the most deprived areas come?",
    question="Is the most deprived fifth of areas as common among us as among the people who could be here?",
    source="Scottish Index of Multiple Deprivation; it ranks areas and says nothing about the means of any one person",
    reads=(Characteristic, Population),
    sentences={
        "even": HERE + ", and {there:percent} of those who could be here.{left_out}",
        "watch": HERE + ", and {there:percent} of those who could be here. One person more would close the"
        " gap.{left_out}",
        "uneven": HERE + ", but {there:percent} of those who could be here.{left_out}",
        "no population": HERE + ". We have no counts of our whole area to set beside it: a fifth of Scotland is not a"
        " fifth of every place.{left_out}",
        "none there": HERE + ", and none of those who could be here by the counts of our area.{left_out}",
        "too few": "We know the SIMD of too few people to compare.{left_out}",
        "unknown": "We know the SIMD of nobody.{left_out}",
    },
    ask="What does it cost to come, in money and in time, for people who have little of either?",
    find=find,
    theme="who could be here",
    band=BAND,
    largest=100_000,
)
