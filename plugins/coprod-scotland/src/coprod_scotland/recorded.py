"""A check: about which protected characteristics is anything on record, and about which is nothing?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from coprod import Characteristic, Context, EqualityCheck, Finding, Group, Measure, Partner, Study
from coprod.errors import NotFound
from coprod.measures import undefined
from coprod_scotland.protected import PROTECTED, protected

__all__ = ["PROTECTED_CHARACTERISTICS", "find"]

UNIT = "share of people"


def find(study: Study, context: Context) -> Finding:  # noqa: ARG001  # a check is given both
    """Return for how many people each characteristic is on record. That is no verdict, so the status is `unknown`."""
    everyone = sum(study.people.values())
    known = {name: sum(study.people[p] for p in partners) for name, partners in _partners(study).items()}
    names = [each.name for each in PROTECTED]
    measures = [_share(known.get(name, 0), everyone, name) for name in names]
    groups = [Group(name, count=count, total=everyone, share=_of(count, everyone)) for name, count in known.items()]
    some = [name for name in names if known.get(name)]
    none = [name for name in names if not known.get(name)]
    words = {
        "some": _list(f"{name} for {known[name]}" for name in some),
        "none": _list(none),
        "people": str(everyone),
    }
    say = "some" if some and none else "all" if some else "none" if everyone else "unknown"
    return Finding("unknown", say, measures=measures, groups=sorted(groups, key=lambda g: g.group), words=words)


def _partners(study: Study) -> Mapping[str, set[str]]:
    """Return who has something on record, by protected characteristic, or by name where it is none."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in study.project.records(Characteristic):
        try:
            name = protected(row.characteristic).name
        except NotFound:
            name = f"other: {row.characteristic}"
        found[name].add(row.partner)
    return found


def _share(count: int, everyone: int, of: str) -> Measure:
    if not everyone:
        return undefined("recorded", "nobody is on record", unit=UNIT, of=of)
    return Measure("recorded", count / everyone, unit=UNIT, n=everyone, of=of)


def _of(count: int, everyone: int) -> float | None:
    return count / everyone if everyone else None


def _list(words: Iterable[str]) -> str:
    return ", ".join(words)


PROTECTED_CHARACTERISTICS = EqualityCheck(
    name="protected-characteristics",
    title="What do we know about who is here?",
    question="For how many people is something on record about each of the nine protected characteristics?",
    source="Equality Act 2010, sections 4 and 149; marriage and civil partnership counts only in the first of the three"
    " aims of section 149, the other eight in all of them",
    reads=(Partner, Characteristic),
    sentences={
        "some": "Of {people} people, we know something about {some}. Nothing is on record about {none}: nobody was"
        " asked, or nobody answered.",
        "all": "Of {people} people, we know something about {some}. That does not say that anyone fares well: ask the"
        " other checks by characteristic.",
        "none": "Of {people} people, nothing is on record about any of the nine protected characteristics: nobody was"
        " asked, or nobody answered.",
        "unknown": "Nobody is on record yet.",
    },
    ask="Which of these would people be glad to be asked about, and what would we do with the answers?",
    find=find,
    theme="who could be here",
    largest=100_000,
)
