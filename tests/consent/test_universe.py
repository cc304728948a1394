"""
Everything that can be said in a small world: all logs of up to two answers, decided by the engine and by the oracle.

The world: two people, each answering for themselves or through somebody; ordinary and special data; two audiences;
three days; eight things to say, about everything or about one quote. For this world the agreement is not sampled, it is
complete. `HYPOTHESIS_PROFILE=deep` goes through all logs of three answers as well, which takes about twenty minutes.
"""

from __future__ import annotations

import itertools
import math
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import attrs
import pytest
from tests.oracle import Oracle

from coprod import Consent, Level, Partner, Record, Request, Settings
from coprod.consent.answers import Asked
from coprod.consent.on_rows import Subjects, strictest
from coprod.records.consent import GRANTING
from coprod.schema import Column
from coprod.settings import Permission

DAYS = (date(2019, 1, 1), date(2019, 1, 2), date(2019, 1, 3))
TODAY, AUDIENCES, QUOTE = DAYS[-1], ("funder", "public"), "view:v1"
PAIRS = (("access", True), ("views", False))
EVENTS = 3 if os.environ.get("HYPOTHESIS_PROFILE") == "deep" else 2
ALL = frozenset({"views", "access"})
SETTINGS = Settings(
    purposes={"publication": "the report"},
    audiences={"funder": ("The fund",)},
    permission={
        "all": Permission(
            says="all",
            categories=tuple(ALL),
            purposes=("publication",),
            audiences=AUDIENCES,
            level="share",
            explicit=True,
        ),
        "few": Permission(
            says="few", categories=("views",), purposes=("publication",), audiences=("public",), level="count"
        ),
    },
)
OWN = {"purposes": "publication", "status": "given"}
SAID: Sequence[dict[str, Any]] = (
    {"status": "given", "statements": "all"},
    {"status": "given", "statements": "few"},
    {**OWN, "categories": "views", "audiences": "funder", "level": "share"},
    {**OWN, "categories": ALL, "audiences": AUDIENCES, "level": "pseudonymise", "explicit": True},
    {"status": "withdrawn", "statements": "all"},
    {"status": "withdrawn", "categories": "access"},
    {"status": "withdrawn"},
    {"status": "requested", "statements": "all"},
)
BY: Sequence[dict[str, Any]] = ({}, {"given_by": "a parent", "authority": "parent"})
PARTNERS = (Partner("ana", kind="person"), Partner("bo", kind="person"))
PEOPLE = tuple(partner.ref for partner in PARTNERS)
WORLD = tuple(
    Consent(who, on=day, **by, **said, items=items)
    for who, by, day, said, items in itertools.product(PEOPLE, BY, DAYS, SAID, ((), (QUOTE,)))
)
SAME = {id(one): number % (len(WORLD) // 2) for number, one in enumerate(WORLD)}  # what the other said alike
NOTHING = (Level.WITHHOLD.rank,) * len(PAIRS)
WHOLE = Consent(PEOPLE[0], status="withdrawn", on=TODAY)


@attrs.frozen
class Log:
    """As much of a project as an answer is held against."""

    answers: Sequence[Consent]
    settings: Settings = SETTINGS
    kinds = (Consent, Partner)

    def records(self, kind: type[Record]) -> Sequence[Record]:
        """Return the answers, and two partners."""
        return self.answers if kind is Consent else PARTNERS if kind is Partner else ()


def asked(*audiences: str) -> Asked:
    """Return what the answers are held against."""
    return Asked(Request("publication", audiences), SETTINGS, PAIRS, (), TODAY, frozenset())


EACH, BOTH = tuple(asked(audience) for audience in AUDIENCES), asked(*AUDIENCES)
Found = dict[tuple[str, str], tuple[int, ...]]


def decided(log: Sequence[Consent], asked: Asked) -> Found:
    """Return what the engine says each of the two allows, of the quote and of anything else."""
    said = Subjects(Log(log), asked)  # type: ignore[arg-type]  # it asks no more of a project
    return {(who, item): said.of(who, item) for who in PEOPLE for item in ("", QUOTE)}


def slowly(log: Sequence[Consent], known: dict[tuple[int, ...], Found]) -> Found:
    """Return the same for each audience by the oracle. It is asked once about what one person said, whoever it was."""
    found = {}
    for who in PEOPLE:
        mine = tuple(sorted(SAME[id(one)] for one in log if one.who == who))
        if mine not in known:
            known[mine] = _by_oracle([WORLD[number] for number in mine])
        found.update({(who, item): ranks for (_, item), ranks in known[mine].items()})
    return found


def _by_oracle(log: Sequence[Consent]) -> Found:
    oracle, who = Oracle(Log(log), BOTH.request, TODAY), PEOPLE[0]
    columns = [Column(name="", type=str, required=False, category=name, special=special) for name, special in PAIRS]
    return {
        (who, item): tuple(
            oracle.allows(who, frozenset({item or "view:v2"}), column, to).rank
            for to in AUDIENCES
            for column in columns
        )
        for item in ("", QUOTE)
    }


def logs() -> Iterator[tuple[Consent, ...]]:
    """Yield every log, whatever the order of its answers."""
    for size in range(EVENTS + 1):
        yield from itertools.combinations_with_replacement(WORLD, size)


@pytest.fixture(scope="module")
def world(untraced) -> dict[str, int]:
    """How many logs break each law, and how many logs and decisions there are."""
    known: dict[tuple[int, ...], Found] = {}
    broken = Counter(law for log in logs() for law in _broken(log, known))
    number = math.comb(len(WORLD) + EVENTS, EVENTS)
    return {**broken, "logs": number, "decisions": number * len(PEOPLE) * 2 * len(PAIRS) * len(AUDIENCES)}


def _broken(log: Sequence[Consent], known: dict[tuple[int, ...], Found]) -> Iterator[str]:
    """Yield the laws that a log breaks."""
    funder, both = decided(log, EACH[0]), decided(log, BOTH)
    public = decided((*reversed(log), *log[:1]), EACH[1])  # in another order, and one twice
    closed = decided((WHOLE, *log), EACH[0])
    slow = slowly(log, known)
    if any(slow[key][: len(PAIRS)] != funder[key] for key in both):
        yield "P16"
    if any(slow[key][len(PAIRS) :] != public[key] for key in both):
        yield "P5"
    if both != {key: strictest([funder[key], public[key]]) for key in both}:
        yield "P10"
    for (who, item), ranks in both.items():
        if ranks != NOTHING and not any(one.who == who and one.status in GRANTING for one in log):
            yield "P1"
        if closed[who, item] != (funder[who, item] if who != WHOLE.who else NOTHING):
            yield "P7" if who == WHOLE.who else "P13"
        if any(one < alone for one, alone in zip(_of_both(both, item), ranks, strict=True)):
            yield "P3"
    if any(_of_both(closed, item) != NOTHING for item in ("", QUOTE)):
        yield "P2"


def _of_both(found: Found, item: str) -> tuple[int, ...]:
    """Return what the engine makes of something that is about both."""
    return strictest([found[who, item] for who in PEOPLE])


@pytest.mark.parametrize("law", ["P1", "P2", "P3", "P5", "P7", "P10", "P13", "P16"])
def test_a_law_holds_for_every_log(law: str, world: dict[str, int]) -> None:
    """
    No log of the world breaks a law.

    P1: who gave no yes is withheld. P2, P3: a second subject only tightens, and their no closes. P5: order and
    duplicates change nothing. P7: after a withdrawal of everything nothing is left. P10: of two audiences the
    stricter. P13: nobody's answers change what another allows. P16: the oracle says the same.
    """
    assert 0 == world.get(law, 0)


def test_the_world_is_not_empty(world: dict[str, int]) -> None:
    """How much was decided: a smaller world would prove less."""
    assert world["logs"] >= 18_000
    assert world["decisions"] >= 290_000
    levels = {rank for log in itertools.islice(logs(), 500) for ranks in decided(log, BOTH).values() for rank in ranks}
    assert {0, 1, 2, 3} == levels
