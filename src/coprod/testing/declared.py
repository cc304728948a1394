"""What `coprod.toml` may say, drawn so that its parts meet: statements, audiences, labels, own words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from coprod.records import BUILT_IN, Record
from coprod.records.consent import LEVELS
from coprod.schema import columns_of
from coprod.settings import Agreed, ConsentDefaults, Held, Label, Permission, Settings, Thresholds
from coprod.testing.drawing import DAYS, SECTORS, Picks
from coprod.testing.needs import st
from coprod.testing.texts import rare

__all__ = ["AUDIENCES", "CONDITIONS", "PURPOSES", "categories", "scope", "settings"]

PURPOSES = ("publication", 'research & "talks"')
AUDIENCES = ("partners", "funder")
CONDITIONS = ("credit_me", "show_me_first")
ZONES = ("Europe/London", "UTC", "Pacific/Kiritimati", "America/St_Johns")
EXTRA = ("shoe_size", "how they heard", '=1+1 "quoted"')
OWN_WORDS: Mapping[str, Mapping[str, str]] = {
    "goal.kind": {"dream": "vision", "festival": "festival"},
    "decision.rule": {"we all nodded": "consensus"},
}
LABELS: Sequence[tuple[Label, ...]] = (
    (),
    (),
    (Label(partner="pa1", covers={"sector": SECTORS[0]}),),
    (
        Label(partner="pa1", covers={"kind": "group"}),
        Label(partner="pa007", covers={"area": "the east side"}),
    ),
)
SIZE = 80
"""Bytes that settings are drawn from."""


def settings(*, kinds: Iterable[type[Record]] = BUILT_IN) -> st.SearchStrategy[Settings]:
    """
    Return valid settings: statements over the categories of *kinds*, audiences, labels, extra columns.

    Plugins are never named, and the form of dates is always the one that everybody understands.
    """
    known, data = tuple(kinds), st.binary(min_size=SIZE, max_size=SIZE)
    return st.builds(lambda data, *texts: said(Picks(data, texts), known), data, rare(), rare())


def categories(kinds: Iterable[type[Record]]) -> tuple[str, ...]:
    """Return the categories that the columns of *kinds* are in, those of consent itself left out."""
    return tuple(sorted({c.category for kind in kinds for c in columns_of(kind).values()} - {"consent"}))


def scope(picks: Picks, known: Sequence[str]) -> dict[str, frozenset[str]]:
    """Return cells by name: some categories, purposes and audiences."""
    return {
        "categories": picks.some(known),
        "purposes": picks.some(PURPOSES),
        "audiences": picks.some(("public", *AUDIENCES)),
    }


def _permission(picks: Picks, known: Sequence[str]) -> Permission:
    """Return a statement on the form."""
    named: dict[str, Any] = {name: tuple(sorted(found)) for name, found in scope(picks, known).items()}
    return Permission(
        says=picks.text(),
        level=picks.one(LEVELS[:3]),
        explicit=picks.one((True, True, True, False)),
        conditions=picks.one((*[()] * 6, CONDITIONS[:1], CONDITIONS)),
        since=picks.one((*[None] * 9, *DAYS[1:8:2])),
        **named,
    )


def _held(picks: Picks) -> Held:
    young = picks.one(("own", "own and parent"))
    return Held(young_people=young, keep_until=picks.one((None, *DAYS)), contact=picks.text())


def said(picks: Picks, kinds: Sequence[type[Record]]) -> Settings:
    """Return settings as *picks* has it."""
    known = categories(kinds)
    return Settings(
        permission={f"{n + 1}": _permission(picks, known) for n in range(picks.one((2, 1, 3)))},
        public_facts=picks.one(((), ("organisation",), ("organisation", "group"))),
        held=_held(picks),
        labels=picks.one(LABELS),
        consent=ConsentDefaults(until=picks.one((*[None] * 6, *DAYS[5:8])), method="written"),
        timezone=picks.one(ZONES),
        sectors=picks.one(({}, dict.fromkeys(SECTORS, "job"))),
        audiences={"partners": ("partners",), "funder": ("The =1+1 fund", "b")},
        purposes=dict.fromkeys(PURPOSES, picks.text()),
        extras=picks.one(({}, {kind.table(): EXTRA for kind in kinds})),
        words=picks.one(({}, OWN_WORDS)),
        agreed=picks.one(({}, {"voice-share": Agreed(low=0.5, high=1.5, on=DAYS[0], decision="d1")})),
        thresholds=picks.one((Thresholds(), Thresholds(public=20, named=6))),
        about=picks.text(),
        starts=picks.one((None, *DAYS)),
    )
