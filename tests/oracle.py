"""
The slow and obvious consent decision, from sections 5.1 to 5.6 of the design: plain loops over plain records.

`level` is the level of one cell group of one row. `effective` is that of a cell as an audience meets it: no
more open than the group that holds the row's key. What the text leaves open, and how it is read here, is
marked "Read as".
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import attrs

from coprod.consent.rule import ConsentRule, ConsentState, Ruling
from coprod.level import Level
from coprod.project import Project
from coprod.records import Attendance, Consent, Experience, Partner, Record, Space, View
from coprod.records.consent import CLOSING, GRANTING
from coprod.schema import columns_of, kind_name
from coprod.settings import Settings

STRANGER = "somebody who is no partner"  # has agreed to nothing
CAME = ("yes", "part", None)
SMALL = 5


class Group(NamedTuple):
    """What the columns of a cell group share; *cell* is the column whose partner is a subject of it alone."""

    category: str
    special: bool
    cell: str = ""


class Plain:
    """A project whose records are made once and not at each call; `level` takes it or the project itself."""

    def __init__(self, project: Project) -> None:
        self.settings: Settings = project.settings
        self.kinds = {kind_name(kind): kind for kind in project.kinds}
        self.rows = {kind: project.records(kind) for kind in project.kinds}
        self.by_ref = {row.ref: row for rows in self.rows.values() for row in rows if hasattr(row, "id")}

    def records(self, kind: type[Record]) -> Sequence[Any]:
        """All records of one kind."""
        return self.rows.get(kind, ())


@attrs.frozen
class Ask:
    """What is asked, and when: one audience at a time."""

    purpose: str
    audience: str
    today: date
    honours: frozenset[str]
    cap: Level
    rules: Sequence[ConsentRule]


def groups(kind: type[Record]) -> Mapping[Group, tuple[str, ...]]:
    """The columns of *kind* by cell group, in order."""
    found: dict[Group, tuple[str, ...]] = {}
    for name, column in columns_of(kind).items():
        group = Group(column.category, column.special, name if column.subject_of_cell else "")
        found[group] = (*found.get(group, ()), name)
    return found


def key_group(kind: type[Record]) -> Group | None:
    """The group that decides whether a row is there; None for a kind without a key, which never leaves."""
    keys = (column for column in columns_of(kind).values() if column.key)
    return next((Group(column.category, column.special) for column in keys), None)


def level(
    project: Project | Plain,
    kind: type[Record],
    row: Record,
    group: Group,
    *,
    purpose: str,
    audiences: Collection[str],
    now: datetime,
    honours: Collection[str] = frozenset(),
    cap: Level = Level.SHARE,
    rules: Sequence[ConsentRule] = (),
) -> Level:
    """How openly the cells of *group* in *row* may leave: the strictest over all audiences and *cap*."""
    plain = project if isinstance(project, Plain) else Plain(project)
    today = now.astimezone(plain.settings.zone).date()
    asked = (Ask(purpose, audience, today, frozenset(honours), cap, rules) for audience in audiences)
    return max([cap, *(for_one_audience(plain, kind, row, group, ask) for ask in asked)])


def effective(project: Project | Plain, kind: type[Record], row: Record, group: Group, **asked: Any) -> Level:
    """The level of *group*, no more open than the group that says whether the row is there."""
    key = key_group(kind)
    if key is None:
        return Level.WITHHOLD
    return max(level(project, kind, row, group, **asked), level(project, kind, row, key, **asked))


def levels(project: Project, **asked: Any) -> Iterator[tuple[type[Record], Record, Group, Level]]:
    """Every cell group of every row, and its effective level."""
    plain = Plain(project)
    for kind in plain.rows:
        for row in plain.records(kind):
            for group in groups(kind):
                yield kind, row, group, effective(plain, kind, row, group, **asked)


def for_one_audience(plain: Plain, kind: type[Record], row: Record, group: Group, ask: Ask) -> Level:
    """The level for one audience: max over subjects, and over the rows that required references name."""
    if kind is Consent:
        return Level.WITHHOLD  # who allowed what is for the subject and the stewards
    found = set(subjects(plain, row))  # each with the record it is a subject of
    about_nobody = kind.about.nobody or (not has_subject_column(kind) and bool(named(plain, row)) and not found)
    if group.cell and getattr(row, group.cell) is not None:
        found.add((f"partner:{getattr(row, group.cell)}", row.ref))
    result = Level.SHARE if (found or about_nobody) else Level.WITHHOLD
    if group.special and (kind.about.nobody or not found):
        result = Level.WITHHOLD  # nobody could have agreed explicitly
    about = {row.ref: row, **plain.by_ref}
    for who, ref in sorted(found | labels(plain, found)):
        result = max(result, of_one_subject(plain, who, kind, row, about[ref], group, ask))
    for other in named(plain, row):
        if isinstance(other, Partner):
            continue  # Read as: they are a subject already, and 5.5 decides by their identity what names them
        result = max(result, for_one_audience(plain, type(other), other, needed_key(type(other)), ask))
    return result


def needed_key(kind: type[Record]) -> Group:
    """The key group of a kind that can be referred to."""
    key = key_group(kind)
    assert key is not None  # only a record with an id is referred to, and an id is a key
    return key


# --- Whom a row is about


def named(plain: Plain, row: Record) -> list[Record]:
    """The rows that the required references of *row* name, partners too."""
    refs = []
    for name, column in columns_of(type(row)).items():
        if column.refs and column.required and not column.many:
            value = getattr(row, name)
            refs.append(value if column.typed else f"{column.refs[0]}:{value}")
    return [plain.by_ref[ref] for ref in refs if ref in plain.by_ref]  # words name no row


def has_subject_column(kind: type[Record]) -> bool:
    """Whether rows of *kind* say by themselves whom they are about."""
    return any(column.subject for column in columns_of(kind).values())


def subjects(plain: Plain, row: Record) -> Iterator[tuple[str, str]]:  # noqa: C901  # one place, as the design has it
    """Typed references of whom the whole row is about: its own subjects, and those of the rows it needs."""
    for name, column in columns_of(type(row)).items():
        if column.subject and getattr(row, name) is not None:
            ref = f"partner:{getattr(row, name)}"
            yield (ref if ref in plain.by_ref else STRANGER), row.ref
    if isinstance(row, View | Experience) and row.partner is None:
        yield (f"space:{row.space}" if row.space else STRANGER), row.ref
    if isinstance(row, Space) and is_small(plain, row):
        came = [f"partner:{a.partner}" for a in plain.records(Attendance) if a.space == row.id and a.came in CAME]
        for who in came or [STRANGER]:  # Read as: few came and nobody knows who, so nobody has agreed
            yield who, row.ref
    for kind in plain.rows:
        for name, column in columns_of(kind).items():
            if column.adds_subject_to:
                yield from spoken_of(plain, kind, name, column.adds_subject_to, row)
    for other in named(plain, row):
        if isinstance(other, Partner):
            yield other.ref, row.ref
        elif other != row:
            yield from subjects(plain, other)


def spoken_of(
    plain: Plain, kind: type[Record], name: str, adds: Sequence[str], row: Record
) -> Iterator[tuple[str, str]]:
    """Whom mentions make a subject of *row*."""
    item, exception, word = adds
    for mention in plain.records(kind):
        if getattr(mention, item) == row.ref and not (exception and getattr(mention, exception) == word):
            ref = f"partner:{getattr(mention, name)}"
            yield (ref if ref in plain.by_ref else STRANGER), row.ref


def is_small(plain: Plain, space: Space) -> bool:
    """Whether fewer than five people came; 0, or nobody recorded, is not small."""
    came = (a for a in plain.records(Attendance) if a.space == space.id and a.came in CAME)
    heads = space.people if space.people is not None else sum(1 if a.people is None else a.people for a in came)
    return 0 < heads < SMALL


def labels(plain: Plain, found: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
    """The communities that speak, besides the partners themselves, for the partners in *found*."""
    return {
        (f"partner:{label.partner}", ref)
        for label in plain.settings.labels
        for who, ref in found
        if isinstance(row := plain.by_ref.get(who), Partner)
        if all(getattr(row, column, None) == value for column, value in label.covers.items())
    }


# --- What one of them allows


def of_one_subject(
    plain: Plain, who: str, kind: type[Record], row: Record, about: Record, group: Group, ask: Ask
) -> Level:
    """
    The level that one subject allows for one cell: own answers and others', and public facts.

    *about* is the record whose subject they are: a "no" to a quote by the one who is quoted is a no to what hangs on
    it, and that is what an answer about an item is asked of.
    """
    if who == STRANGER:
        return Level.WITHHOLD
    events = [c for c in plain.records(Consent) if c.who == who and c.on <= ask.today]
    items = [about] if hasattr(about, "id") else named(plain, about)  # Read as: "yes to s1" is to my row there too
    cell = Cell(plain, who, kind, frozenset(r.ref for r in items), group, ask)
    if is_public_fact(cell) and not any(c.status in CLOSING and cell.covered_by(c) for c in events):
        return cell.ruled(Level.SHARE, ConsentState(status="public fact", level=Level.SHARE), None)
    tracks = {own: [c for c in events if is_own(c) is own] for own in (True, False)}
    spoke = {own: any(c.status in GRANTING + CLOSING and cell.covered_by(c) for c in tracks[own]) for own in tracks}
    both = plain.settings.held.young_people == "own and parent" and any(c.capacity == "12 or over" for c in events)
    asked = [own for own in tracks if spoke[own] or both]
    return max((cell.track(tracks[own], own=own) for own in asked), default=Level.WITHHOLD)


def is_own(event: Consent) -> bool:
    """Whether they answered for themselves."""
    return event.given_by is None or event.given_by == event.who.partition(":")[2]


def is_public_fact(cell: Cell) -> bool:
    """Whether it is a fact, declared public, about an organisation that is not one or two people."""
    row = cell.plain.by_ref.get(cell.who)
    if not isinstance(row, Partner) or row.kind not in cell.plain.settings.public_facts or row.people in {1, 2}:
        return False
    return not cell.group.special and cell.group.category not in {"views", "experience"}


@attrs.frozen
class Cell:
    """One subject's cell: category, purpose, audience, items; and what an answer about it is held against."""

    plain: Plain
    who: str
    kind: type[Record]
    items: frozenset[str]
    group: Group
    ask: Ask

    def in_scope(self, scope: Any) -> bool:
        """Whether a statement, or an answer's own cells, take it in; what a refusal leaves out is all."""
        ask = (
            (scope.categories, self.group.category),
            (scope.purposes, self.ask.purpose),
            (scope.audiences, self.ask.audience),
        )
        return all(value in names or (not names and isinstance(scope, Consent)) for names, value in ask)

    def covered_by(self, event: Consent, statement: str = "") -> bool:
        """Whether an answer is about this cell, by a statement (or by *statement* alone) or by itself."""
        if event.items and not event.items & self.items:
            return False
        if not event.statements:
            return self.in_scope(event)
        keys = event.statements & ({statement} if statement else event.statements)
        return any(self.in_scope(self.plain.settings.permission[key]) for key in keys)

    def track(self, events: Sequence[Consent], *, own: bool) -> Level:
        """The most open level among the statements, and the answers of their own cells, that stand."""
        found = [self.standing(events, key, own=own) for key in ("", *self.plain.settings.permission)]
        return min(found, default=Level.WITHHOLD)

    def standing(self, events: Sequence[Consent], statement: str, *, own: bool) -> Level:
        """
        What the latest answer gives, by one statement, or by own cells where *statement* is empty.

        Of two on one day the stricter. An item closed by name stays closed until a later yes names it. Read
        as: a yes to this statement; and a later "requested" or "unknown" suspends what it asks about.
        """
        result, shut = Level.WITHHOLD, set[str]()
        for day in sorted({c.on for c in events}):
            today = [c for c in events if c.on == day and self.answers(c, statement)]
            if noes := [c for c in today if c.status in CLOSING]:
                shut |= {item for c in noes for item in c.items & self.items}
                result = Level.WITHHOLD
                continue
            heard = [c for c in today if not shut - c.items]
            if any(c.status in GRANTING for c in heard):
                shut = set()
            result = max((self.given(c, statement, own=own) for c in heard), default=result)
        return result

    def answers(self, event: Consent, statement: str) -> bool:
        """Whether an answer counts for *statement*: it names it, or it closes all of its cells."""
        closes_all = event.status in CLOSING and not event.statements
        same = statement in event.statements if statement else not event.statements
        return (closes_all or same) and self.covered_by(event, statement if event.statements else "")

    def given(self, event: Consent, statement: str, *, own: bool) -> Level:
        """What one answer gives as of today, before and after the rules."""
        said: Any = self.plain.settings.permission[statement] if statement else event
        until = event.until or self.plain.settings.consent.until
        unmet = frozenset({*event.conditions, *(said.conditions)} - self.ask.honours)
        refused = (
            event.status not in GRANTING
            or (until is not None and self.ask.today > until)
            or (event.authority_until is not None and self.ask.today > event.authority_until)
            or (own and event.capacity == "lacks")
            or (statement and said.since is not None and said.since > self.ask.today)
            or (self.group.special and not said.explicit)
            or unmet
        )
        base = Level.WITHHOLD if refused else Level(said.level)
        state = ConsentState(
            level=base,
            track="own" if own else "others",
            status=event.status,
            explicit=bool(said.explicit),
            authority=event.authority,
            capacity=event.capacity,
            by_proxy=not own,
            method=event.method or self.plain.settings.consent.method or None,
            unmet=unmet,
        )
        return self.ruled(base, state, event.on)

    def ruled(self, base: Level, state: ConsentState, on: date | None) -> Level:
        """What the rules leave of an answer; one that fails leaves nothing."""
        if not self.ask.rules:
            return base
        about = self.plain.by_ref[self.who]
        full = attrs.evolve(
            state,
            category=self.group.category,
            special=self.group.special,
            structure=ties(self.kind),
            purpose=self.ask.purpose,
            audience=self.ask.audience,
            public=self.ask.audience == "public",
            subject=about.kind if isinstance(about, Partner) else "space",
            months=whole_months(on, self.ask.today) if on else 0,
            capped=self.ask.cap > base,
            lawful_basis=self.plain.settings.held.lawful_basis,
        )
        asked = [r for r in self.ask.rules if r.categories is None or self.group.category in r.categories]
        return max([base, *(ruling(rule, full) for rule in asked)])


def ties(kind: type[Record]) -> bool:
    """Whether rows tie a partner to another, or to a record that they need."""
    refs = [c for c in columns_of(kind).values() if c.refs and (c.required or c.subject)]
    return len(refs) > 1 and any("partner" in c.refs for c in refs)


def whole_months(on: date, today: date) -> int:
    """How many whole months have passed."""
    return (today.year - on.year) * 12 + today.month - on.month - (today.day < on.day)


def ruling(rule: ConsentRule, state: ConsentState) -> Level:
    """What a rule says; whatever is no ruling withholds."""
    try:
        answer = rule.decide(state)
    except Exception:  # noqa: BLE001  # whatever a rule raises, it withholds
        return Level.WITHHOLD
    return answer.level if type(answer) is Ruling and type(answer.level) is Level else Level.WITHHOLD
