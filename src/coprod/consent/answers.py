"""
What one answer gives: the base that no plugin can block, then the rules, which can only tighten.

An answer is seen here as a *state*: coded facts without ids, instants or content. There are few of them, whatever the
size of the project, so each is judged once, in plain Python, and the outcome is joined back to the rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any, Self, TypeAlias

import attrs

from coprod.consent.groups import Pair
from coprod.consent.rule import ConsentRule, ConsentState, Ruling
from coprod.level import Level
from coprod.records.consent import CLOSING, GRANTING, Consent
from coprod.request import Request
from coprod.settings import Permission, Settings

__all__ = ["CLOSED", "NO", "PUBLIC_FACT", "YES", "Asked", "Judged", "Outcome", "State", "outcomes"]

PUBLIC_FACT = "public fact"
CLOSED = "closed"  # the source of what a refusal or withdrawal closes
FAILED = "rule_failed"
ASKED, YES, NO = 0, 1, 2  # what somebody said; who was only asked has not spoken
OWN = "own"  # the source of what an answer's own cells give
NEVER_PUBLIC_FACTS = ("views", "experience")  # what people said and felt is no fact about an organisation


@attrs.frozen
class State:
    """
    The coded facts of one answer, as `coprod.consent.subjects` writes them for each row.

    `reaches` says whether all who would get it as partners had joined by the day of the answer.
    """

    status: str
    statements: frozenset[str]
    categories: frozenset[str]
    purposes: frozenset[str]
    audiences: frozenset[str]
    level: str
    explicit: bool
    conditions: frozenset[str]
    live: bool
    proxy: bool
    authority: str
    capacity: str
    months: int
    method: str
    subject: str
    reaches: bool = True
    characteristics: tuple[str, ...] = ()

    @classmethod
    def public_fact(cls, subject: str, characteristics: tuple[str, ...]) -> Self:
        """Return the state of a partner whose facts need no permission."""
        no: frozenset[str] = frozenset()
        return cls(
            status=PUBLIC_FACT,
            statements=no,
            categories=no,
            purposes=no,
            audiences=no,
            level="",
            explicit=False,
            conditions=no,
            live=True,
            proxy=False,
            authority="",
            capacity="",
            months=0,
            method="",
            subject=subject,
            characteristics=characteristics,
        )

    @classmethod
    def of(cls, consent: Consent, asked: Asked, subject: str, characteristics: tuple[str, ...]) -> Self:
        """Return the coded facts of an answer; what it leaves empty is as the project's `[consent]` says."""
        defaults, today = asked.settings.consent, asked.today
        ends = [day for day in (consent.until or defaults.until, consent.authority_until) if day]
        months = (today.year - consent.on.year) * 12 + today.month - consent.on.month - (consent.on.day > today.day)
        return cls(
            status=consent.status,
            statements=consent.statements,
            categories=consent.categories,
            purposes=consent.purposes,
            audiences=consent.audiences,
            level=consent.level or "",
            explicit=bool(consent.explicit),
            conditions=consent.conditions,
            live=all(today <= day for day in ends),
            proxy=consent.given_by not in {None, consent.who, consent.who.partition(":")[2]},
            authority=consent.authority or "",
            capacity=consent.capacity or "",
            months=months,
            method=consent.method or defaults.method,
            subject=subject,
            reaches=asked.newest is None or consent.on >= asked.newest,
            characteristics=characteristics,
        )

    @property
    def grants(self) -> bool:
        """Whether it is a yes that still holds, by someone who can give it."""
        can = self.proxy or self.capacity != "lacks"
        return (self.status in GRANTING or self.status == PUBLIC_FACT) and self.live and can


@attrs.frozen
class Asked:
    """Everything that an answer is judged against: the request, the form, the rules, today."""

    request: Request
    settings: Settings
    pairs: tuple[Pair, ...]
    rules: tuple[ConsentRule, ...]
    today: date
    honours: frozenset[str]
    structures: frozenset[str] = frozenset()  # categories of rows that tie partners to partners or records
    newest: date | None = None  # the day on which the last of the partners who would get it joined
    named: tuple[str, ...] = ()  # characteristics that some rule names, in the order of State.characteristics
    failed: set[str] = attrs.field(factory=set, eq=False)  # names of rules that did not answer, for the stewards


@attrs.frozen
class Outcome:
    """
    What one answer says of one cell to one audience.

    Attributes:
        pair: Which cell, as an index into the pairs asked for.
        audience: Which audience, as an index into the audiences asked for.
        source: The statement it answers, `own` for its own cells, or `closed`.
        level: What it gives.
        voice: Whether somebody said yes (1) or no (2) here, or was only asked, or need not be asked (0).
        rulings: What rules said, by name.
    """

    pair: int
    audience: int
    source: str
    level: Level
    voice: int
    rulings: Mapping[str, Ruling] = attrs.field(factory=dict)


Cell: TypeAlias = tuple[int, int, str, "Permission | None"]
"""An audience and a pair, as indexes, and what an answer says of them through: its source, and what it covers."""

WHICH = ("statements", "categories", "purposes", "audiences")  # facts that say which cells an answer is about alone
GIVER = ("subject", "characteristics", "months", "method")  # facts that say who gave it, when and how, and not of what


def _without(names: Sequence[str]) -> attrgetter[tuple[Any, ...]]:
    """Return what takes all facts of a state but some, so that a fact that is new is among them."""
    return attrgetter(*[field.name for field in attrs.fields(State) if field.name not in names])


_GIVEN, _SCOPE = _without(WHICH), _without(GIVER)


@attrs.frozen
class Judged:
    """
    What was found for other states: many differ only in which cells they are about, or only in who gave them and when.

    Attributes:
        levels: What `_level` returned, by what is given, and by audience, pair, source and whether that is a statement.
        cells: What an answer is about, by the facts that this depends on.
    """

    levels: dict[tuple[Any, ...], dict[tuple[int, int, str, bool], tuple[Level, dict[str, Ruling]]]] = attrs.field(
        factory=dict
    )
    cells: dict[tuple[Any, ...], tuple[Cell, ...]] = attrs.field(factory=dict)


def outcomes(state: State, asked: Asked, judged: Judged | None = None) -> Iterator[Outcome]:
    """
    Yield what an answer in this *state* says of each cell that is asked for.

    *judged* is what was found for other states.
    """
    judged = Judged() if judged is None else judged
    known, scope_of, voice = judged.levels.setdefault(_GIVEN(state), {}), _SCOPE(state), _voice(state)
    if scope_of not in judged.cells:
        judged.cells[scope_of] = tuple(_cells(state, asked))
    for number, index, source, scope in judged.cells[scope_of]:
        cell = number, index, source, bool(state.statements)
        if cell not in known:
            known[cell] = _level(state, asked, asked.request.audiences[number], asked.pairs[index], scope)
        level, rulings = known[cell]
        yield Outcome(index, number, source, level, voice, rulings)


def _cells(state: State, asked: Asked) -> Iterator[Cell]:
    """Yield what an answer is about, of what is asked for."""
    for number, audience in enumerate(asked.request.audiences):
        for index, pair in enumerate(asked.pairs):
            for source, scope in _sources(state, asked, audience, pair):
                yield number, index, source, scope


def _voice(state: State) -> int:
    return YES if state.status in GRANTING else NO if state.status in CLOSING else ASKED


def _sources(state: State, asked: Asked, audience: str, pair: Pair) -> Iterator[tuple[str, Permission | None]]:
    """Yield what this answer says of one cell through: statements, its own cells, or a closing."""
    if state.status == PUBLIC_FACT:
        if not pair[1] and pair[0] not in NEVER_PUBLIC_FACTS:
            yield PUBLIC_FACT, PUBLIC_FACTS
    elif state.statements:
        for key in sorted(state.statements):
            statement = asked.settings.permission.get(key)
            if statement and _covers(
                statement.categories, statement.purposes, statement.audiences, asked, audience, pair
            ):
                yield key, statement
    elif state.status in GRANTING:
        if _covers(state.categories, state.purposes, state.audiences, asked, audience, pair):
            yield OWN, _own_cells(state)
    elif _closes(state, asked, audience, pair):  # who asks again does not limit it to what they name, either
        yield (CLOSED, None) if state.status in CLOSING else (OWN, _own_cells(state))


def _covers(
    categories: Sequence[str] | frozenset[str],
    purposes: Sequence[str] | frozenset[str],
    audiences: Sequence[str] | frozenset[str],
    asked: Asked,
    audience: str,
    pair: Pair,
) -> bool:
    return pair[0] in categories and asked.request.purpose in purposes and audience in audiences


def _closes(state: State, asked: Asked, audience: str, pair: Pair) -> bool:
    """Whether a no covers a cell: what it does not name, it does not limit."""
    named = (
        (state.categories, pair[0]),
        (state.purposes, asked.request.purpose),
        (state.audiences, audience),
    )
    return all(not words or word in words for words, word in named)


def _own_cells(state: State) -> Permission:
    return Permission(says="", categories=(), purposes=(), audiences=(), level=state.level, explicit=state.explicit)


PUBLIC_FACTS = Permission(says="", categories=(), purposes=(), audiences=(), level="share")


def _level(
    state: State, asked: Asked, audience: str, pair: Pair, scope: Permission | None
) -> tuple[Level, dict[str, Ruling]]:
    """Return the base, joined with what the rules that are asked about this category say."""
    unmet = frozenset() if scope is None else (frozenset(scope.conditions) | state.conditions) - asked.honours
    base = _base(state, asked, audience, pair, scope, unmet)
    if base is Level.WITHHOLD:
        return base, {}
    seen = _seen(state, asked, audience, pair, base, scope)
    rulings = {
        rule.name: ruling(rule, seen) for rule in asked.rules if rule.categories is None or pair[0] in rule.categories
    }
    asked.failed.update(name for name, one in rulings.items() if one.reason.startswith(FAILED))
    return max([base, *(one.level for one in rulings.values())]), rulings


def _base(
    state: State, asked: Asked, audience: str, pair: Pair, scope: Permission | None, unmet: frozenset[str]
) -> Level:
    if scope is None or not state.grants or unmet:
        return Level.WITHHOLD
    if asked.settings.joins(audience) and not state.reaches:
        return Level.WITHHOLD  # somebody would get it who was not there when this was agreed
    if (pair[1] and not scope.explicit) or (scope.since and asked.today < scope.since):
        return Level.WITHHOLD
    return max(Level(scope.level), asked.request.level)


def _seen(state: State, asked: Asked, audience: str, pair: Pair, base: Level, scope: Permission | None) -> ConsentState:
    given = Level(scope.level) if scope else base
    return ConsentState(
        category=pair[0],
        special=pair[1],
        structure=pair[0] in asked.structures,
        purpose=asked.request.purpose,
        audience=audience,
        public=audience == "public",
        subject=state.subject,
        track="others" if state.proxy else "own",
        level=base,
        status=state.status,
        explicit=bool(scope and scope.explicit),
        months=state.months,
        review_months=asked.settings.consent.review_months,
        capped=given < base,
        authority=state.authority or None,
        capacity=state.capacity or None,
        by_proxy=state.proxy,
        method=state.method or None,
        lawful_basis=asked.settings.held.lawful_basis,
        characteristics=dict(zip(asked.named, (value or None for value in state.characteristics), strict=True)),
    )


def ruling(rule: ConsentRule, state: ConsentState) -> Ruling:
    """
    Return what a rule says of a state that shows it only the characteristics it names.

    Raising, None, or anything else than a ruling withholds: a report that does not come out is a nuisance, one that
    should not have come out cannot be called back.
    """
    named = {name: state.characteristics.get(name) for name in sorted(rule.characteristics)}
    try:
        said = rule.decide(attrs.evolve(state, characteristics=named))
    except Exception as error:  # noqa: BLE001  # whatever a plugin raises, it withholds
        return Ruling(Level.WITHHOLD, f"{FAILED}: {type(error).__name__}")
    if type(said) is not Ruling or type(said.level) is not Level:
        return Ruling(Level.WITHHOLD, f"{FAILED}: it did not answer with a ruling")
    return said
