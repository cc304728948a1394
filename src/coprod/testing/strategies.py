"""
Strategies for what coprod works on, valid by default.

What they leave out, since no project takes it: control characters and lone surrogates, ids of several lines.
Whole numbers stay within what a spreadsheet keeps exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any, TypeVar

from coprod.consent.rule import ConsentState
from coprod.level import Level
from coprod.project import Project
from coprod.records import BUILT_IN, Consent, Record
from coprod.request import Request
from coprod.rows import Row
from coprod.schema import columns_of, kind_name
from coprod.settings import Settings
from coprod.testing.consents import Form, answer, first_answer
from coprod.testing.declared import AUDIENCES, CONDITIONS, PURPOSES, SIZE, categories, said, settings
from coprod.testing.drawing import DAYS, TODAY, Ids, Picks, filled, made_up_ids
from coprod.testing.needs import st
from coprod.testing.texts import IDS, rare

__all__ = ["clocks", "consent_states", "projects", "records", "requests", "settings"]

R = TypeVar("R", bound=Record)
Draw = Callable[[st.SearchStrategy[Any]], Any]

TEXTS = st.tuples(rare(), rare())
ANSWERS = st.lists(st.binary(min_size=24, max_size=24), max_size=14)
NAMES = ("Tea and talk", "=1+1 'quoted' \"twice\" <b>", "مشروع")


def records(kind: type[R], *, ids: Ids | None = None) -> st.SearchStrategy[R]:
    """
    Return records of one kind, valid by themselves.

    Args:
        kind: The record kind; a plugin's own does as well.
        ids: What they may refer to, ids by the name of their kind; by default two made up for each.
    """
    known = made_up_ids(kind) if ids is None else ids

    def make(data: bytes, texts: Sequence[str], key: str) -> dict[str, Any] | None:
        return filled(kind, Picks(data, texts), known, key=key, extras=("shoe_size",))

    values = st.builds(make, _bytes(kind), TEXTS, st.sampled_from(IDS))
    return values.filter(bool).map(lambda found: kind(**(found or {})))


def _bytes(kind: type[Record]) -> st.SearchStrategy[bytes]:
    """Return what a row of *kind* is drawn from: a byte for each cell, and a few where a cell takes two."""
    size = len(columns_of(kind)) + 6
    return st.binary(min_size=size, max_size=size)


@st.composite
def projects(
    draw: Draw,
    *,
    kinds: Iterable[type[Record]] = BUILT_IN,
    min_partners: int = 0,
    max_partners: int = 6,
) -> Project:
    """
    Return whole valid projects over *kinds*: hostile text, references of every sort, answers of every sort.

    Args:
        draw: Given by Hypothesis; leave it out.
        kinds: The record kinds; with `Consent` among them, partners and spaces answer.
        min_partners: How many partners there are at least.
        max_partners: How many there are at most.
    """
    known = tuple(dict.fromkeys(kinds))
    texts = draw(TEXTS)
    picks = Picks(draw(st.binary(min_size=SIZE, max_size=SIZE)), texts)
    name, chosen = picks.one(NAMES), said(picks, known)
    rows = {kind: draw(_rows(kind, min_partners, max_partners)) for kind in known if kind is not Consent}
    ids = {kind_name(kind): _ids(kind, len(found)) for kind, found in rows.items() if "id" in columns_of(kind)}
    made = [one for kind, found in rows.items() for one in _distinct(kind, found, texts, ids, chosen)]
    form = Form.of(chosen, categories(known), ids)
    if Consent in known and form.who:
        ticked = Picks(draw(st.binary(min_size=len(form.who), max_size=len(form.who))))
        made += [first_answer(who, form) for who in form.who if not ticked.rarely(4)]
        made += [answer(Picks(data, texts), form) for data in draw(ANSWERS)]
    return Project.from_source(name, map(_row, made), settings=chosen, kinds=known)


def _rows(kind: type[Record], low: int, high: int) -> st.SearchStrategy[list[bytes]]:
    """Return what rows are drawn from: partners between *low* and *high*, of others a few."""
    partner = kind_name(kind) == "partner"
    return st.lists(_bytes(kind), min_size=low if partner else 0, max_size=high if partner else 4)


def _row(record: Record) -> Row:
    return Row(kind=type(record), values={name: getattr(record, name) for name in columns_of(type(record))})


def _ids(kind: type[Record], count: int) -> tuple[str, ...]:
    """Return distinct ids that look like the kind's name and something hostile."""
    return tuple(f"{kind_name(kind)[:2]}{IDS[n % len(IDS)]}{'+' * (n // len(IDS))}" for n in range(count))


def _distinct(
    kind: type[Record], rows: Iterable[bytes], texts: Sequence[str], ids: Ids, chosen: Settings
) -> Iterator[Record]:
    """Return drawn rows as records, one for each key; slips without a name may be alike."""
    extras: Sequence[str] = chosen.extras.get(kind.table(), ())
    keys = [name for name, column in columns_of(kind).items() if column.key]
    named = ids.get(kind_name(kind), ())
    seen = set()
    for number, data in enumerate(rows):
        row = filled(kind, Picks(data, texts), ids, key=named[number] if named else "", extras=extras)
        if row is None:
            continue
        key = tuple(row[name] for name in keys)
        if not keys or key not in seen or (kind.about.repeats and row[kind.about.repeats] is None):
            yield kind(**_in_own_words(kind, row, chosen.words))
        seen.add(key)


def _in_own_words(
    kind: type[Record], row: Mapping[str, Any], words: Mapping[str, Mapping[str, str]]
) -> Mapping[str, Any]:
    """Return *row* with the project's own word in place of ours, where it has one."""
    own = {name: words.get(f"{kind_name(kind)}.{name}", {}) for name in row}
    swapped = {name: word for name, known in own.items() for word, ours in known.items() if ours == row[name]}
    return {**row, **swapped}


def requests(project: Project) -> st.SearchStrategy[Request]:
    """Return what may be asked of *project*: its purposes and audiences, of some day, at some level."""
    purposes = sorted(project.settings.purposes) or ["publication"]
    audiences = sorted({*project.settings.audiences, "public"})
    return st.builds(
        Request,
        st.sampled_from(purposes),
        st.one_of(*map(st.just, audiences), st.sets(st.sampled_from(audiences), min_size=1)),
        as_of=st.sampled_from([None, None, *DAYS]),
        level=st.sampled_from([*[Level.SHARE] * 9, *Level]),
    )


def clocks(project: Project) -> st.SearchStrategy[datetime]:
    """Return instants to judge consent at: around `TODAY`, and on both sides of the project's midnight."""
    days = st.sampled_from([TODAY + timedelta(days=n) for n in (0, 1, -1, 2, -2, 29, 500)])
    hours = st.sampled_from([time(12), time(), time.max])
    return st.builds(lambda day, hour: datetime.combine(day, hour, project.settings.zone).astimezone(UTC), days, hours)


def consent_states(*, categories: Iterable[str] = ()) -> st.SearchStrategy[ConsentState]:
    """Return what a rule may be asked, about *categories* where some are given."""
    return st.builds(
        ConsentState,
        category=st.sampled_from(sorted(categories) or list(ALL)),
        special=st.booleans(),
        structure=st.booleans(),
        purpose=st.sampled_from(PURPOSES),
        audience=st.sampled_from(AUDIENCES),
        public=st.booleans(),
        subject=st.sampled_from(["person", "organisation", "group", "team", "space"]),
        track=st.sampled_from(["own", "others"]),
        level=st.sampled_from(Level),
        status=st.sampled_from(["given", "renewed", "public fact"]),
        explicit=st.booleans(),
        months=st.integers(0, 60),
        capped=st.booleans(),
        authority=st.sampled_from([None, "parent", "guardian", "group"]),
        capacity=st.sampled_from([None, "adult", "12 or over", "assessed", "lacks"]),
        by_proxy=st.booleans(),
        method=st.sampled_from([None, "written", "interpreter"]),
        unmet=st.frozensets(st.sampled_from(CONDITIONS)),
        lawful_basis=st.sampled_from(["", "legitimate_interests"]),
        characteristics=st.just({}),
    )


ALL = categories(BUILT_IN)
