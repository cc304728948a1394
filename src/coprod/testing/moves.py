"""
What can be changed of a project where nobody may look. Each move changes a draft, and says in words what it did.

A move is made only where by the rules of consent nothing else can follow from it: see `indistinguishable_pairs` for
what is left alone and why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, TypeAlias

from coprod.consent.groups import subject_columns
from coprod.records import Attendance, Characteristic, Consent, Partner, Record
from coprod.schema import Column, columns_of, kind_name
from coprod.testing.draft import COUNT, PSEUDONYMISE, WITHHOLD, Draft, Item
from coprod.testing.drawing import DAYS, Picks, filled, value_of
from coprod.testing.seen import is_unsigned, month, nowhere, shown

__all__ = ["MOVES", "Move", "counted"]

Move: TypeAlias = Callable[[Draft, Picks], str]
SOME = 3


def hidden_values(draft: Draft, picks: Picks) -> str:
    """Change values of cells that are withheld: of rows that are, and of rows of which more may be seen."""
    return _change(draft, picks, "values of withheld cells", lambda item, name: item.rank(name) >= WITHHOLD)


def behind_pseudonyms(draft: Draft, picks: Picks) -> str:
    """Change words and days that do not leave with a row under a pseudonym, or with words that nobody signed."""
    if draft.numbers:
        return ""  # some may be made of them

    def dropped(item: Item, name: str) -> bool:
        column = columns_of(item.kind)[name]
        open_ = item.there <= PSEUDONYMISE and item.rank(name) <= PSEUDONYMISE
        return open_ and shown(draft, item, column) is None and item.cells[name] is not None

    said = _change(draft, picks, "words behind pseudonyms", dropped)
    return ", ".join(filter(None, [said, _days(draft, picks)]))


def _days(draft: Draft, picks: Picks) -> str:
    said = ""
    for item in draft.items:
        for name, column in columns_of(item.kind).items():
            value = item.cells[name]
            coarse = item.rank(name) == PSEUDONYMISE or (is_unsigned(draft, item) and column.quotable)
            if item.there > PSEUDONYMISE or not isinstance(value, date) or not coarse or draft.fixed(item, column):
                continue
            if item.rank(name) <= PSEUDONYMISE and picks.rarely(2):
                near = [value + timedelta(days=n) for n in (-9, -2, -1, 1, 2, 9)]
                same = [one for one in near if month(one, draft) == month(value, draft)]
                said = _set(draft, item, {name: picks.one([*same, value])}, "days of one month") or said
    return said


def _change(draft: Draft, picks: Picks, what: str, may: Callable[[Item, str], bool]) -> str:
    changed = ""
    for item in draft.items:
        for name, column in columns_of(item.kind).items():
            if may(item, name) and not draft.fixed(item, column) and picks.rarely(SOME):
                value = _other(draft, item, column, picks)
                changed = _set(draft, item, {name: value}, what) or changed
    return changed


def _other(draft: Draft, item: Item, column: Column, picks: Picks) -> Any:
    """Return another value for a cell: a word that stands nowhere else, where it may hold any."""
    kind, old = item.kind, item.cells[column.name]
    if column.type is tuple:
        return tuple(sorted({draft.canary(): draft.canary()}.items()))
    if column.free_text:
        return draft.canary() if column.required or old is None or picks.rarely(2) else None
    return value_of(kind, column, picks)


def _words(draft: Draft, kind: type[Record], column: Column) -> bool:
    """Whether that there are words at all is counted, although the words are withheld."""
    return draft.numbers and column.special and column.category == kind.about.category


def _set(draft: Draft, item: Item, cells: Mapping[str, Any], what: str) -> str:
    """Change cells of a row, unless two rows then have one key, or nothing changes; return what was done."""
    old = dict(item.cells)
    for name in cells:
        if _words(draft, item.kind, columns_of(item.kind)[name]) and (old[name] is None) != (cells[name] is None):
            return ""
    item.cells.update(cells)
    key = item.key
    taken = any(one is not item and one.key == key for one in draft.of_kind(item.kind)) if key else False
    if taken or item.cells == old:
        item.cells.update(old)
        return ""
    return what


def references(draft: Draft, picks: Picks) -> str:
    """Let rows point at something else that is withheld, or at nothing; what is withheld, at anything."""
    said = ""
    ids = draft.ids()
    for item in draft.items:
        for column in columns_of(item.kind).values():
            if not _free_reference(draft, item, column) or not picks.rarely(2):
                continue
            known = [
                ref if column.typed else ref.partition(":")[2]
                for kind in column.refs
                for ref in (f"{kind}:{key}" for key in ids.get(kind, ()))
                if item.there >= WITHHOLD or _closed(draft, kind, ref)
            ]
            said = _set(draft, item, {column.name: picks.one([None, *known])}, "references") or said
    return said


def _closed(draft: Draft, kind: str, ref: str) -> bool:
    """Whether a reference to a record is emptied: it is withheld, or a partner who allowed nothing."""
    item = next(one for one in draft.items if one.ref == ref)
    return draft.silent(item) if kind == "partner" else item.there >= WITHHOLD


def _free_reference(draft: Draft, item: Item, column: Column) -> bool:
    """Whether a reference can be changed: nobody is a subject by it, and what it names cannot be seen."""
    if not column.refs or column.many or column.required or column.subject or column.key:
        return False
    own = subject_columns(item.kind)
    if item.kind.about.notice == column.name and item.cells[own[0].name] is None:
        return False  # the notice in that room is what allowed it
    if item.there >= WITHHOLD:
        return True
    value = item.cells[column.name]
    if column.refs == ("partner",):
        return column.subject_of_cell and item.rank(column.name) >= WITHHOLD
    return value is not None and not draft.seen(column.ref(value))


def silent_people(draft: Draft, picks: Picks) -> str:
    """Add people who allowed nothing, with rows of every sort about them, and answers that allow nothing."""
    kinds = [kind for kind in draft.project.kinds if _about_partners(kind)]
    if Partner not in draft.project.kinds:
        return ""
    for _ in range(picks.one((1, 2))):
        key = draft.canary()
        draft.items.append(_person(draft, picks, key))
        for kind in kinds:
            if picks.rarely(2):
                _about(draft, picks, kind, key)
        if Consent in draft.project.kinds and picks.rarely(2):
            draft.consents.append(_closing(draft, picks, f"partner:{key}"))
    return "silent people"


def _about_partners(kind: type[Record]) -> bool:
    return kind not in {Partner, Consent} and bool(subject_columns(kind))


def _person(draft: Draft, picks: Picks, key: str) -> Item:
    values = filled(Partner, picks, draft.ids(), key=key) or {}
    kinds = [k for k in ("person", "group", "organisation") if k not in draft.project.settings.public_facts]
    values.update(id=key, kind=picks.one(kinds), name=draft.canary(), joined=None, note=draft.canary(), extras=())
    values["left"] = DAYS[0] if draft.joins else values["left"]
    return Item(Partner, values)


def _about(draft: Draft, picks: Picks, kind: type[Record], key: str) -> None:
    """Add a row about someone who allowed nothing."""
    new = draft.canary()
    values = filled(kind, picks, draft.ids(), key=new)
    if values is None:
        return
    for column in columns_of(kind).values():
        if column.free_text and not column.refs and values[column.name] is not None:
            values[column.name] = draft.canary()
        if column.adds_subject_to[1:]:
            values[column.adds_subject_to[1]] = column.adds_subject_to[2]
    values[subject_columns(kind)[0].name] = key
    item = Item(kind, values | {"extras": ()})
    if kind is Attendance and not draft.settled(item):
        item.cells["came"] = "could not"
    if draft.loose(item) and not any(one.key == item.key for one in draft.of_kind(kind)):
        draft.items.append(item)


def _closing(draft: Draft, picks: Picks, who: str) -> dict[str, Any]:
    status = picks.one(("refused", "withdrawn", "revoked"))
    note: dict[str, Any] = {"note": draft.canary(), "evidence": draft.canary(), "notice": draft.canary()}
    made = Consent(who, status=status, on=draft.asked.today, **note)
    return {name: getattr(made, name) for name in columns_of(Consent)}


def given_away(draft: Draft, picks: Picks) -> str:
    """Let what is withheld be about someone else, who allowed nothing."""
    silent = [one.cells["id"] for one in draft.of_kind(Partner) if draft.silent(one)]
    said = ""
    for item in draft.items if silent else ():
        if item.kind is Partner or item.there < WITHHOLD or not draft.loose(item) or not picks.rarely(SOME):
            continue
        own = subject_columns(item.kind)
        if own and not any(column.adds_subject_to for column in own):
            said = _set(draft, item, {picks.one(own).name: picks.one(silent)}, "whom withheld rows are about") or said
    return said


def dropped(draft: Draft, picks: Picks) -> str:
    """Leave out what is withheld, and what cannot do without it."""
    said = ""
    for item in list(draft.items):
        if item in draft.items and item.there >= WITHHOLD and picks.rarely(4):
            going = _with_what_needs_it(draft, item)
            if going is not None:
                _leave_out(draft, going)
                said = "withheld rows left out"
    return said


def _with_what_needs_it(draft: Draft, item: Item) -> list[Item] | None:
    """Return a row with all that goes when it goes; None where something would be seen to be missing."""
    going, waiting = list[Item](), [item]
    while waiting:
        one = waiting.pop()
        if one in going:
            continue
        going.append(one)
        for other, column in draft.pointing(one.ref) if one.ref else ():
            if column.required or column.subject or column.key:
                waiting.append(other)
            elif not _can_do_without(other, column):
                return None
    gone = {one.ref for one in going if one.ref}
    return going if all(_may_go(draft, one, gone) for one in going) else None


def _may_go(draft: Draft, item: Item, gone: set[str]) -> bool:
    """Whether a row can be left out with these records, and nobody sees that it is."""
    if item.there < WITHHOLD or any(item.ref in one["items"] for one in draft.consents if item.ref):
        return False
    if item.kind is Partner:
        key, name = item.cells["id"], item.cells["name"]
        return not (draft.gets(item) or draft.speaks(key) or draft.heard(key, name))
    if item.kind is Characteristic:
        return draft.loose(item) or f"partner:{item.cells['partner']}" in gone
    return draft.alone(item) or any(column.required and to in gone for column, to in item.points() if _binds(column))


def _binds(column: Column) -> bool:
    """Whether what a row decides about others is about the record in this column: an item or a space, no partner."""
    return column.refs != ("partner",)


def _can_do_without(item: Item, column: Column) -> bool:
    if item.kind.about.notice == column.name and item.cells[subject_columns(item.kind)[0].name] is None:
        return False
    return item.there >= WITHHOLD or column.refs != ("partner",) or item.rank(column.name) >= WITHHOLD


def _leave_out(draft: Draft, going: list[Item]) -> None:
    for item in going:
        for other, column in draft.pointing(item.ref) if item.ref else ():
            if other not in going:
                other.cells[column.name] = None
        draft.items.remove(item)
        if item.ref:
            key = item.cells["id"] if item.kind is Partner else None
            draft.consents[:] = [_without(one, key) for one in draft.consents if one["who"] != item.ref]


def _without(consent: dict[str, Any], partner: str | None) -> dict[str, Any]:
    """Return an answer in which a partner who is gone is told in words."""
    named = [name for name in ("given_by", "recorded_by") if partner is not None and consent[name] == partner]
    return {**consent, **dict.fromkeys(named, "someone else")}


def renamed(draft: Draft, picks: Picks) -> str:
    """Give partners other names where their name is not seen, and records other ids where nothing names them."""
    said = ""
    for item in list(draft.items):
        if not item.ref or not picks.rarely(2):
            continue
        if item.kind is Partner:
            said = _rename_partner(draft, picks, item) or said
        elif item.there >= WITHHOLD:
            _rename(draft, item)
            said = "ids of withheld records"
    return said


def _rename_partner(draft: Draft, picks: Picks, item: Item) -> str:
    key, name = item.cells["id"], item.cells["name"]
    said = ""
    if max(item.there, item.rank("name")) > 0 and not draft.heard(name):
        item.cells["name"] = draft.canary() if name is None or picks.rarely(2) else None
        said = "names that are not seen"
    if nowhere(draft, key) and not draft.speaks(key) and not draft.heard(key):
        _rename(draft, item)
        said = "ids of partners whom nothing names"
    return said


def _rename(draft: Draft, item: Item) -> None:
    old, new = item.cells["id"], draft.canary()
    was, now = item.ref, f"{kind_name(item.kind)}:{new}"
    draft.renamed[now] = draft.renamed.pop(was, old)
    for other, column in draft.pointing(was):
        other.cells[column.name] = now if column.typed else new
    for consent in draft.consents:
        consent["who"] = now if consent["who"] == was else consent["who"]
        consent["items"] = frozenset(now if one == was else one for one in consent["items"])
        for name in ("given_by", "recorded_by") if item.kind is Partner else ():
            consent[name] = {old: new, was: new}.get(consent[name], consent[name])
    item.cells["id"] = new


def metadata(draft: Draft, picks: Picks) -> str:
    """Change of the answers what decides nothing: notes, evidence, the language, who wrote it down."""
    said = ""
    for consent in draft.consents:
        if picks.rarely(2):
            consent.update({name: draft.canary() for name in ("note", "evidence", "notice", "language", "recorded_by")})
            said = "notes on answers"
    return said


def counted(draft: Draft, picks: Picks) -> Iterator[str]:
    """Yield after each of a few changes of what is only counted; whether numbers tell is for the caller to say."""
    people = [one.cells["id"] for one in draft.of_kind(Partner)]
    rows = [item for item in draft.items if item.there == COUNT and item.kind is not Partner and draft.alone(item)]
    for _ in rows[:2]:
        item = picks.one(rows)
        own = [c.name for c in subject_columns(item.kind) if c.name in item.identity]
        free = [c for c in columns_of(item.kind).values() if not draft.fixed(item, c) and item.rank(c.name) == COUNT]
        if own and people and (picks.rarely(2) or not free):
            said = _set(draft, item, {picks.one(own): picks.one(people)}, "who was counted")
        else:
            column = picks.one(free)
            said = _set(draft, item, {column.name: _other(draft, item, column, picks)}, "what was counted")
        if said:
            yield said


MOVES: Mapping[Move, tuple[str, ...]] = {
    hidden_values: ("withheld",),
    behind_pseudonyms: ("pseudonyms",),
    references: ("withheld",),
    renamed: ("withheld", "pseudonyms"),
    silent_people: ("withheld",),
    given_away: ("withheld",),
    dropped: ("withheld",),
    metadata: ("answers",),
}
"""Each move with what it is about."""
