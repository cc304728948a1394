"""Answers on consent forms, drawn so that every rule of the design's section 5.3 is met often."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import attrs

from coprod.records import Consent
from coprod.records.consent import CLOSING, GRANTING, LEVELS, OPEN_ENDED
from coprod.settings import Settings
from coprod.testing.declared import CONDITIONS, scope
from coprod.testing.drawing import DAYS, Ids, Picks

__all__ = ["Form", "answer", "first_answer"]

SHAPES = (
    *("yes", "yes", "yes", "yes", "own yes", "own yes", "own yes", "item yes", "own item yes"),
    *(
        "no",
        "no item",
        "no item of a statement",
        "no cells",
        "no category",
        "no statement",
        "open",
        "own open",
    ),
)

BY_OTHERS = {"given_by": "his mother", "authority": "parent"}
RIGHTS: Sequence[dict[str, Any]] = (
    *[{}] * 12,
    *[BY_OTHERS] * 3,
    {"capacity": "adult"},
    {"capacity": "12 or over"},
    {"capacity": "12 or over"},
    {"capacity": "lacks"},
    BY_OTHERS | {"authority_until": DAYS[6]},
    BY_OTHERS | {"authority_until": DAYS[5]},
    {"given_by": "himself"},
)
ITEMS = ("view", "space", "decision", "goal", "indicator")


@attrs.frozen
class Form:
    """
    What an answer may name.

    Attributes:
        who: Who may answer: partners, and spaces for the notice in the room, as typed references.
        settings: The statements.
        categories: What answers of their own may be about.
        items: Typed references.
    """

    who: Sequence[str]
    settings: Settings
    categories: Sequence[str]
    items: Sequence[str]

    @classmethod
    def of(cls, settings: Settings, categories: Sequence[str], ids: Ids) -> Form:
        """Return the form of a project with these *ids*."""
        who, items = (_refs(kinds, ids) for kinds in (("partner", "space"), ITEMS))
        return cls(who, settings, categories, items)


def _refs(kinds: Sequence[str], ids: Ids) -> list[str]:
    return [f"{kind}:{key}" for kind in kinds for key in ids.get(kind, ())]


def first_answer(who: str, form: Form) -> Consent:
    """Return a yes to every statement, given before anything else: something to take back."""
    keys = frozenset(form.settings.permission)
    return Consent(who, status="given", statements=keys, on=max([DAYS[0], *_since(keys, form.settings)]))


def answer(picks: Picks, form: Form) -> Consent:
    """Return a yes, a refusal or a withdrawal: of statements, items, cells of its own, or everything."""
    who, on, shape = picks.one(form.who), picks.one(DAYS), picks.one(SHAPES)
    status = picks.one(OPEN_ENDED if "open" in shape else GRANTING if "yes" in shape else CLOSING)
    named = _named(shape, picks, form)
    if status in GRANTING:
        on = max([on, *_since(named.get("statements", ()), form.settings)])
    rights = dict(picks.one(RIGHTS))
    if rights.get("given_by") == "himself":
        rights["given_by"] = who.partition(":")[2] if who.startswith("partner:") else None
    until, conditions = picks.one((*[None] * 12, *DAYS[2:9])), picks.one((*[()] * 6, CONDITIONS[:1]))
    return Consent(who, status=status, on=on, until=until, conditions=frozenset(conditions), **named, **rights)


def _since(keys: Sequence[str] | frozenset[str], settings: Settings) -> list[date]:
    """Return the days from which statements were on the form; nobody ticked them earlier."""
    return [day for key in keys if (day := settings.permission[key].since)]


def _named(shape: str, picks: Picks, form: Form) -> Mapping[str, Any]:
    """Return what an answer of this *shape* names."""
    named: dict[str, Any] = {}
    if "own" in shape:
        own = scope(picks, form.categories)
        named |= own | {"level": picks.one(LEVELS), "explicit": picks.one((True, True, None, False))}
    elif "yes" in shape or "statement" in shape or shape == "open":
        named["statements"] = picks.some(sorted(form.settings.permission))
    if "item" in shape and form.items:
        named["items"] = frozenset({picks.one(form.items), picks.one(form.items)})
    if shape == "no cells":
        named |= scope(picks, form.categories)
    if shape == "no category":
        named["categories"] = frozenset({picks.one(form.categories)})
    return named
