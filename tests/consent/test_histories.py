"""Whatever people said in whichever order: histories that are judged once come to what each person's answers do."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations_with_replacement, pairwise, product

import attrs
import pytest
from tests.consent.building import NOW, SETTINGS, no, yes

from coprod import Consent, Partner, Project, Record, Relationship, Request, Settings
from coprod.consent.decide import asked_of, decide_frames
from coprod.consent.on_rows import decide_rows

DAYS = date(2019, 1, 1), date(2019, 1, 2)
PUBLIC = attrs.evolve(SETTINGS, public_facts=("organisation",))
BOTH = attrs.evolve(SETTINGS, held=attrs.evolve(SETTINGS.held, young_people="own and parent"))
OWN = (
    lambda who, on: yes(who, "share", on=on),
    lambda who, on: yes(who, "count", "name", on=on),
    lambda who, on: no(who, "share", on=on),
    lambda who, on: no(who, on=on),
    lambda who, on: yes(who, "share", on=on, status="requested"),
)
FOR_ANOTHER = (
    lambda who, on: yes(who, "share", on=on),
    lambda who, on: yes(who, "share", on=on, capacity="12 or over"),
    lambda who, on: yes(who, "count", on=on, given_by="partner:parent", authority="parent"),
    lambda who, on: no(who, on=on, given_by="partner:parent", authority="parent"),
)


def told(answers: Iterable[object], most: int, kind: str) -> Iterator[Record]:
    """Yield a partner for each history of so many answers on two days, what they said, and ties between neighbours."""
    said = list(product(answers, DAYS))
    histories = [one for often in range(most + 1) for one in combinations_with_replacement(said, often)]
    names = [f"{kind}{number}" for number in range(len(histories))]
    for name, history in zip(names, histories, strict=True):
        yield Partner(name, kind=kind, sector="citizen")
        yield from {answer(f"partner:{name}", on): None for answer, on in history}  # one that is there twice is no row
    yield from (Relationship(*ends, kind="knows") for ends in pairwise(names))


PROJECTS = {
    "of their own": (SETTINGS, [*told(OWN, 3, "person")]),
    "beside what is public": (PUBLIC, [*told(OWN, 2, "organisation"), *told(OWN, 1, "person")]),
    "by two": (SETTINGS, [Partner("parent", kind="person"), *told(FOR_ANOTHER, 3, "person")]),
    "by two where both are needed": (BOTH, [Partner("parent", kind="person"), *told(FOR_ANOTHER, 3, "person")]),
}


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
@pytest.mark.parametrize(("settings", "records"), PROJECTS.values(), ids=PROJECTS)
def test_every_history_of_a_few_answers(engine: str, settings: Settings, records: list[Record]) -> None:
    """Said once, twice or three times, on one day or two: the frame decides what the rows do."""
    project = Project("test", records, settings=settings)
    asked = asked_of(project, Request("publication", "public"), today=NOW.date())
    whole = {kind: sorted(map(repr, rows)) for kind, rows in decide_rows(project, asked).items()}
    found = {kind: sorted(map(repr, rows)) for kind, rows in decide_frames(project.on(engine), asked).items()}
    assert 20 < sum(isinstance(one, Consent) for one in records)
    assert whole == found
