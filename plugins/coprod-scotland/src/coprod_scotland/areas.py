"""A check: are the areas that we wrote as codes council areas of today?"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from coprod import Context, EqualityCheck, Finding, Group, Measure, Partner, Population, Project, Study
from coprod.errors import NotFound
from coprod.measures import undefined
from coprod_scotland.councils import RETIRED, code_of, council, is_code

__all__ = ["COUNCIL_AREAS", "find"]

UNIT = "share of areas written as codes"


@attrs.frozen
class Place:
    """
    An area as somebody wrote it.

    Attributes:
        text: The words or the code.
        people: How many people it is noted for.
        ref: The record that it stands in; empty for the project's own.
    """

    text: str
    people: int = 0
    ref: str = ""

    @property
    def wrong(self) -> str:
        """What is wrong with this code, in words; empty where nothing is."""
        try:
            found = council(self.text)
        except NotFound as error:
            return str(error).rstrip(".")
        if self.text == found.code:
            return ""
        return f"`{self.text}` is {'now' if code_of(self.text) in RETIRED else 'written'} {found}"


def find(study: Study, context: Context) -> Finding:  # noqa: ARG001  # a check is given both
    """Return how many areas are codes of today, and what the others should be."""
    codes = [place for place in places(study.project, study) if is_code(place.text)]
    if not codes:
        return Finding("unknown", measures=undefined("current", "no area is written as a code", unit=UNIT))
    wrong = [place for place in codes if place.wrong]
    current = Measure("current", 1 - len(wrong) / len(codes), unit=UNIT, n=len(codes))
    return Finding(
        "watch" if wrong else "even",
        measures=current,
        groups=tuple(_groups(codes)),
        words={"mend": "; ".join(sorted({place.wrong for place in wrong}))},
        evidence=[place.ref for place in wrong if place.ref],
    )


def places(project: Project, study: Study) -> Iterator[Place]:
    """Yield every area on record: of the project, of its partners, of those who could be here."""
    if project.settings.area:
        yield Place(project.settings.area)
    for partner in project.records(Partner):
        if partner.area:
            yield Place(partner.area, study.people[partner.id], partner.ref)
    for counted in project.records(Population):
        if counted.area:
            yield Place(counted.area, ref=counted.ref)


def _groups(codes: list[Place]) -> Iterator[Group]:
    """Yield the people of each council area, those with an older code of it among them."""
    people: dict[str, int] = {}
    for place in codes:
        try:
            area = str(council(place.text))
        except NotFound:
            area = place.text
        people[area] = people.get(area, 0) + place.people
    yield from (Group(area, n=number) for area, number in sorted(people.items()) if number)


COUNCIL_AREAS = EqualityCheck(
    name="council-areas",
    title="Which council areas are we in?",
    question="Are the areas that we wrote as codes council areas of today? Names of places are left as they are.",
    source="the codes of the 32 council areas, as the README of coprod-scotland lists them with their sources",
    reads=(Partner, Population),
    sentences={
        "even": "We wrote {current.n:.0f} areas as codes, and each is the code that a council area has today.",
        "watch": "{current:percent} of the areas that we wrote as codes have the code of today. To put right: {mend}.",
        "unknown": "No area on record is written as the code of a council area.",
    },
    ask="Which tables do we want to set beside ours, and which codes do they use?",
    find=find,
    theme="who could be here",
    largest=100_000,
)
