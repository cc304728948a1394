"""
Gathering what a project holds about a partner, without telling them what is somebody else's.

What they said, they get in their own words. Another person is named only where the partner told us of that tie, or
where that person lets partners or everyone see their name; organisations, groups and teams are named. A rating goes to
its rater alone. A keeper's note is kept back where the row is also about another person, or where it names one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from coprod.consent.decide import asked_of
from coprod.consent.groups import IDENTITY, partner_columns, subject_columns
from coprod.consent.held import HeldAbout, Led, ReleaseHeld, RowHeld, Said
from coprod.consent.names import Register
from coprod.consent.on_rows import Subjects
from coprod.consent.rule import ConsentRule
from coprod.consent.statements_of import audience_in_words, statements_of
from coprod.level import Level
from coprod.project import Project
from coprod.records import Consent, Decision, Goal, Influence, Mention, Partner, Record, Response, View
from coprod.request import Request
from coprod.schema import Column, columns_of
from coprod.statements import PUBLIC

if TYPE_CHECKING:
    from coprod.consent.ledger import Ledger

__all__ = ["gathered"]

TOLD = {
    View: ("text", "reply", "fate", "kind", "topic", "at", "replied_at"),
    Response: ("text",),
}  # told above the rows
SOMEONE = "someone else"
FIRST = date(1, 1, 1)  # a response without a day is older than any other


def gathered(
    project: Project, partner: str, *, today: date, ledger: Ledger | None, rules: Sequence[ConsentRule]
) -> HeldAbout:
    """
    Return everything held about a partner.

    Args:
        project: The project.
        partner: The partner's id.
        today: The day on which it is looked up.
        ledger: What was released; None where that is not looked at.
        rules: The consent rules, which also decide whether another person may be named.
    """
    found = _Gathering(project, partner, today, rules)
    return HeldAbout(
        project=project.name,
        partner=partner,
        today=today,
        said=tuple(found.said()),
        named_in=tuple(one.item for one in found.mentions if one.part not in {"said it too", SOMEONE}),
        spoke_for=tuple(one.ref for one in project.records(View) if one.through == partner),
        statements=statements_of(project, f"partner:{partner}", today),
        held=project.settings.held,
        rows={kind.table(): rows for kind in project.kinds if (rows := tuple(found.rows(kind)))},
        pointed_at=found.pointed_at(),
        releases=None if ledger is None else tuple(_releases(project, partner, ledger)),
    )


class _Gathering:
    """What is looked up once for all rows."""

    def __init__(self, project: Project, partner: str, today: date, rules: Sequence[ConsentRule]) -> None:
        self.project, self.partner, self.today, self.rules = project, partner, today, rules
        self.mentions = [one for one in project.records(Mention) if one.partner == partner]
        self.register = Register.of(project.records(Partner))
        self.open = {one.id for one in project.records(Partner) if one.kind != "person" and one.people not in {1, 2}}

    def said(self) -> Iterator[Said]:
        """Yield what they said, the oldest first."""
        too = {one.item for one in self.mentions if one.part == "said it too"}
        views = [one for one in self.project.records(View) if one.partner == self.partner or one.ref in too]
        found = [self._view(one) for one in views]
        answers = (one for one in self.project.records(Response) if one.partner == self.partner and one.text)
        found += [Said(ref=one.item, how="answered", at=_cell(one.at), text=one.text or "") for one in answers]
        yield from sorted(found, key=lambda one: (one.at, one.ref))

    def _view(self, view: View) -> Said:
        words = {name: _cell(getattr(view, name)) for name in ("at", "kind", "topic", "text", "reply", "replied_at")}
        how = "said it" if view.partner == self.partner else "said it too"
        led = tuple(self._led(view.ref))
        return Said(ref=view.ref, how=how, fate=self._fate(view), led_to=led, **words)

    def _fate(self, view: View) -> str:
        """Return what became of a view: as the latest response has it, else as its own row does."""
        told = [one for one in self.project.records(Response) if one.item == view.ref and one.fate]
        latest = max(told, key=lambda one: one.at or FIRST, default=None)
        return (latest.fate if latest else view.fate) or ""

    @cached_property
    def _influences(self) -> Mapping[str, Sequence[Influence]]:
        found: dict[str, list[Influence]] = defaultdict(list)
        for one in self.project.records(Influence):
            found[one.source].append(one)
        return found

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        decisions = {one.ref: one.title for one in self.project.records(Decision)}
        return decisions | {one.ref: one.text for one in self.project.records(Goal)}

    def _led(self, ref: str) -> Iterator[Led]:
        """Yield what came of something that was said, and what came of that."""
        seen, front = {ref}, [ref]
        while front:
            source = front.pop(0)
            for one in self._influences.get(source, ()):
                if one.target not in seen:
                    seen.add(one.target)
                    front.append(one.target)
                    through = source if source != ref else ""
                    title, how = self._titles.get(one.target, ""), one.how or ""
                    yield Led(one.target, self._without_others(title), self._without_others(how), through)

    def _without_others(self, text: str) -> str:
        """Return a text that others wrote, or nothing where it names another person."""
        return "" if self._names_others(text) else text

    def rows(self, kind: type[Record]) -> Iterator[RowHeld]:
        """Yield the rows of a kind that are about them."""
        for record in self.project.records(kind):
            if self._mine(kind, record):
                yield self._row(kind, record)

    def _mine(self, kind: type[Record], record: Record) -> bool:
        if isinstance(record, Consent):
            return record.who == f"partner:{self.partner}"
        if isinstance(record, View):
            return record.partner == self.partner  # of what they said for others, the words are not theirs
        return any(getattr(record, column.name) == self.partner for column in subject_columns(kind))

    def _row(self, kind: type[Record], record: Record) -> RowHeld:
        others = self._others(kind, record)
        rated_it = self._rated_it(kind, record)
        told_it = rated_it and "reported_by" in columns_of(kind)  # of other rows nobody knows who told them
        cells, back = {}, []
        for name, column in columns_of(kind).items():
            value = getattr(record, name)
            if value in {None, (), frozenset()} or name in TOLD.get(kind, ()):
                continue
            if self._kept_back(column, value, others=bool(others), rated_it=rated_it):
                back.append(name)
            elif column.refs == ("partner",) and value in others and not told_it and not self._named(value):
                cells[name] = SOMEONE
            else:
                cells[name] = _cell(value)
        return RowHeld(cells, tuple(back))

    def _others(self, kind: type[Record], record: Record) -> frozenset[str]:
        """Return the other partners in a row, who are not organisations, groups or teams."""
        cells = {getattr(record, column.name) for column in partner_columns(kind)} - {None, self.partner}
        known = {one.id for one in self.project.records(Partner)} if cells else set()
        return frozenset(cells & known) - self.open

    def _rated_it(self, kind: type[Record], record: Record) -> bool:
        """Whether the ratings in a row are theirs: of who reported it, else of whom it names first."""
        first = next((getattr(record, column.name) for column in subject_columns(kind)), None)
        return bool((getattr(record, "reported_by", None) or first) == self.partner)

    def _kept_back(self, column: Column, value: Any, *, others: bool, rated_it: bool) -> bool:
        if column.category == "ratings":
            return not rated_it
        if column.category in {"notes", "other"}:  # a keeper wrote it
            return others or self._names_others(_cell(value))
        return False

    def _names_others(self, text: str) -> bool:
        return not self.register.found_in(text) <= self.open | {self.partner}

    def _named(self, other: str) -> bool:
        """Whether another person lets this partner, or everyone, see their name."""
        return any(said.of(f"partner:{other}")[number] == Level.SHARE.rank for said, number in self._answers)

    @cached_property
    def _answers(self) -> Sequence[tuple[Subjects, int]]:
        """What everyone answered about being named, for each purpose, to partners and to everyone."""
        settings = self.project.settings
        found = []
        for purpose in settings.purposes:
            for audience in (PUBLIC, *filter(settings.joins, settings.audiences)):
                request = Request(purpose, audience, recipients=(self.partner,))
                asked = asked_of(self.project, request, today=self.today, rules=self.rules)
                found.append((Subjects(self.project, asked), asked.pairs.index(IDENTITY)))
        return found

    def pointed_at(self) -> Mapping[str, int]:
        """Return how many rows about others point at them, by table and column."""
        found: Counter[str] = Counter()
        for kind in self.project.kinds:
            columns = [column for column in columns_of(kind).values() if column.refs == ("partner",)]
            for record in self.project.records(kind) if columns else ():
                if not self._mine(kind, record):
                    pointing = [column.name for column in columns if getattr(record, column.name) == self.partner]
                    found.update(f"{kind.table()}, {name}" for name in pointing)
        return dict(sorted(found.items()))


def _releases(project: Project, partner: str, ledger: Ledger) -> Iterator[ReleaseHeld]:
    settings = project.settings
    for entry, how in ledger.touching(partner):
        yield ReleaseHeld(
            release=entry.release,
            at=entry.at,
            purpose=settings.purposes.get(entry.purpose) or entry.purpose,
            audiences=tuple(audience_in_words(one, settings) for one in entry.audiences),
            as_of=entry.as_of or "",
            how=tuple(map(_how, how.split(", "))),
        )


def _how(how: str) -> str:
    made_up = how.removeprefix("pseudonym ")
    in_words = {"name": "by name", "words": "in words, with no name"}
    return in_words.get(how) or (f"under the made-up name {made_up}" if made_up != how else how)


def _cell(value: Any) -> str:
    """Return what stands in a cell as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, frozenset):
        return "; ".join(sorted(value))
    if isinstance(value, tuple):
        return "; ".join(f"{name}: {text}" for name, text in value)
    return value.isoformat() if isinstance(value, date) else str(value)
