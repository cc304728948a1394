"""
Why each part of each row may leave as openly as it may, and no more.

The levels are those of the engine. The reasons are gathered beside it, subject by subject, and the strictest of them is
the level: a test holds that for every part of generated projects. Nothing here holds the content of a cell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import attrs

from coprod.asof import survivors, targets_first
from coprod.consent.answers import Asked
from coprod.consent.decide import there_on
from coprod.consent.explanation import Effect, Explained, PartExplained, Reason
from coprod.consent.groups import IDENTITY, Group, partner_columns, record_columns
from coprod.consent.names import Register
from coprod.consent.on_rows import Decider, Shape
from coprod.consent.ranked import Ranked
from coprod.consent.reasons import Why, called, in_words
from coprod.consent.releasing import mentioned
from coprod.level import Level
from coprod.project import Project
from coprod.records import Partner, Record
from coprod.schema import Column, columns_of, kind_name
from coprod.tables import Stored

__all__ = ["explained"]

SHARE, PSEUDONYMISE, COUNT, WITHHOLD = Level
NOT_TOLD = "?"  # stands for words about someone who is not a partner


@attrs.frozen
class Asking:
    """Someone who is asked: who, of which record, why, and whether that is a record that the row needs."""

    who: str
    ref: str
    because: str
    record: str = ""


@attrs.frozen
class Target:
    """A record that others may need: who is asked about it (None: nobody), and how openly it is there."""

    asking: tuple[Asking, ...] | None
    there: Level


@attrs.frozen
class Row:
    """One row on its way through: its shape, its name, what was decided, who is asked."""

    shape: Shape
    name: str
    ref: str
    ranked: Ranked
    asking: tuple[Asking, ...] | None
    needs: tuple[tuple[str, Target | None], ...]

    def cell(self, column: str) -> Any:
        """Return what stands in a column."""
        return self.ranked.row[self.shape.at[column]]

    def about(self) -> frozenset[str]:
        """Return the partners that it is about or refers to, as typed references."""
        asked = {one.who for one in self.asking or ()}
        cells = {f"partner:{self.ranked.row[at]}" for at in self.shape.partners if self.ranked.row[at] is not None}
        return frozenset(asked | cells)

    @property
    def there(self) -> Level:
        """How openly the row is there at all."""
        return Level.of_rank(self.ranked.there)


def explained(
    project: Project, asked: Asked, *, wanted: Callable[[Row], bool] = lambda _: True, day: date | None = None
) -> Iterator[Explained]:
    """
    Yield why each part of each row may leave as openly as it may.

    Args:
        project: The project.
        asked: What the answers in it are judged against.
        wanted: Which rows to explain.
        day: The day the data is of; None for all of it. Who is asked does not change with it.
    """
    explainer = _Explainer(project, asked)
    for kind, rows in explainer.rows(day).items():
        for row in rows:
            if wanted(row):
                yield explainer.explain(kind, row)


class _Engine(Decider):
    """The engine itself, which also tells whom it asks of a record beside those who are in it."""

    def further(self) -> Iterator[tuple[str, str, str]]:
        """Yield record, subject, and why they are one."""
        yield from ((ref, f"partner:{who}", "mention") for ref, who in self._mentioned())
        yield from ((ref, f"partner:{who}", "small space") for ref, who in self._few())


class _Explainer:
    """Goes the way of the engine once more, and keeps who was asked in place of what they allowed."""

    def __init__(self, project: Project, asked: Asked) -> None:
        self.project, self.asked = project, asked
        engine = _Engine(project, asked)
        self.kinds, self.number = engine.kinds, engine.number
        self.ranked = engine.decided()
        self.why = Why(project, asked, engine.said)
        self.seen: dict[str, Target] = {}
        self.further: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for ref, who, because in engine.further():
            self.further[ref].append((who, because))
        self.register = Register.of(project.records(Partner))
        self.named = mentioned(self.ranked)
        self.going: set[str] = set()

    def rows(self, day: date | None) -> Mapping[type[Record], Sequence[Row]]:
        """Return all rows that were there on a day, by kind, in the order of the project."""
        found: dict[type[Record], list[Row]] = {}
        for kind in targets_first(self.kinds):
            names = _names(kind, self.project.stored(kind), self.why.partners)
            rows = zip(names, self.ranked[kind], strict=True)
            found[kind] = [self._row(Shape.of(kind), name, ranked) for name, ranked in rows]
        if day is not None:
            found = self._on(found, day)
        return {kind: found[kind] for kind in self.kinds}

    def _on(self, found: Mapping[type[Record], Sequence[Row]], day: date) -> dict[type[Record], list[Row]]:
        whole = {kind: [row.ranked for row in rows] for kind, rows in found.items()}
        zone = self.project.settings.zone
        then = there_on(whole, day, zone)
        plain = survivors({kind: [one.row for one in rows] for kind, rows in whole.items()}, day, zone)
        by_day = {(kind, number) for kind, rows in plain.items() for number, _ in rows}
        return {
            kind: [
                attrs.evolve(rows[number], ranked=attrs.evolve(rows[number].ranked, row=row))
                for number, row in then.get(kind, ())
                if rows[number].ranked.there < WITHHOLD.rank
                or (kind, number) in by_day  # what stays in is not told by it
            ]
            for kind, rows in found.items()
        }

    def _row(self, shape: Shape, name: str, ranked: Ranked) -> Row:
        """Return a row with who is asked about it, in the order in which the engine asks."""
        ref, row = shape.item(ranked.row), ranked.row
        needs = tuple((column.ref(row[at]), self.seen.get(column.ref(row[at]))) for at, column in shape.pointing)
        asking = [Asking(f"partner:{row[at]}", ref, "row") for at in shape.subjects if row[at] is not None]
        if shape.notice is not None and row[shape.subjects[0]] is None:
            room = row[shape.notice]
            asking.append(Asking(f"space:{room}" if room else "", ref, "notice"))
        for target, known in needs:
            below = (Asking("", target, "reference"),) if known is None else known.asking or ()
            asking += [attrs.evolve(one, record=one.record or target) for one in below]
        if shape.id is not None:
            asking += [Asking(who, ref, because) for who, because in self.further.get(ref, ())]
        found = Row(shape, name, ref, ranked, tuple(dict.fromkeys(asking)) or None, needs)
        if shape.id is not None:
            self.seen[ref] = Target(found.asking, found.there)
        if self._goes(found):
            self.going.add(name)
        return found

    def explain(self, kind: type[Record], row: Row) -> Explained:
        """Return a row with the reasons for each of its parts."""
        return Explained(
            record=row.name,
            kind=kind_name(kind),
            parts=tuple(self._part(row, number, group) for number, group in enumerate(row.shape.groups)),
            names=tuple(self._name(row, number, column) for number, column in enumerate(partner_columns(kind))),
            effects=tuple(self._effects(kind, row)),
        )

    def _part(self, row: Row, number: int, group: Group) -> PartExplained:
        reasons = [*self._reasons(row, group)]
        if not group.key and row.there > SHARE:
            says = f"The row itself may {in_words(row.there)}."
            reasons.append(Reason(code="row", level=row.there, says=says))
        return PartExplained(
            category=group.pair[0],
            special=group.pair[1],
            columns=group.columns,
            level=Level.of_rank(row.ranked.groups[number]),
            filled=any(row.cell(name) is not None for name in group.columns),
            reasons=tuple(dict.fromkeys(reasons)),
        )

    def _reasons(self, row: Row, group: Group) -> Iterator[Reason]:
        """Yield the reasons for a group of cells, but for that of the row itself."""
        level = self.asked.request.level
        if level > SHARE:
            yield Reason(code="request_level", level=level, says=f"The request asks that it {in_words(level)}.")
        if group.pair[1] and (row.shape.kind.about.nobody or row.asking is None):
            says = "It is special-category data, and there is nobody who could agree to it."
            yield Reason(code="nobody_can_agree", level=WITHHOLD, says=says)
            return
        yield from self._pointed(row)
        number = self.number[group.pair]
        for one in row.asking or ():
            yield from self._asked(one, number)
        cell = row.cell(group.cell) if group.cell else None
        if cell is not None:
            yield from self._asked(Asking(f"partner:{cell}", row.ref, "cell"), number)
        if row.asking is None and cell is None:
            yield Reason(code="about_nobody", level=SHARE, says="It is about nobody, so nobody has to be asked.")

    def _pointed(self, row: Row) -> Iterator[Reason]:
        for target, known in row.needs:
            there = WITHHOLD if known is None else known.there
            if there > SHARE:
                says = f"It needs {target}, which may {in_words(there)}."
                yield Reason(code="reference", level=there, says=says, record=target)

    def _asked(self, one: Asking, number: int) -> Iterator[Reason]:
        if not one.who:
            says = f"It needs {one.ref}, which needs it in turn." if one.because == "reference" else NO_ROOM
            yield Reason(code="nobody_asked", level=WITHHOLD, says=says, because=one.because, record=one.record)
            return
        for reason in self.why.of(one.who, one.ref, number):
            yield attrs.evolve(reason, because=reason.because or one.because, record=one.record)

    def _name(self, row: Row, number: int, column: Column) -> PartExplained:
        """Return how openly the partner in a column may be referred to."""
        who = row.cell(column.name)
        reasons = () if who is None else self._asked(Asking(f"partner:{who}", row.ref, "name"), self.number[IDENTITY])
        return PartExplained(
            category=IDENTITY[0],
            special=False,
            columns=(column.name,),
            level=Level.of_rank(row.ranked.identity[number]),
            filled=who is not None,
            reasons=tuple(dict.fromkeys(reasons)),
        )

    def _nameless(self, row: Row) -> dict[str, str]:
        """Return the partners who may not be referred to, by column."""
        columns = partner_columns(row.shape.kind)
        worst = PSEUDONYMISE.rank if self.asked.request.public else COUNT.rank
        return {
            column.name: row.cell(column.name)
            for column, rank in zip(columns, row.ranked.identity, strict=True)
            if row.cell(column.name) is not None and max(rank, row.ranked.there) >= worst
        }

    def _unsigned(self, row: Row) -> bool:
        """Whether nobody's name may stand under a row that can do without one."""
        if not row.shape.kind.about.notice:
            return False
        column = next(iter(columns_of(row.shape.kind)[c.name] for c in partner_columns(row.shape.kind)))
        return row.cell(column.name) is None or column.name in self._nameless(row)

    def _goes(self, row: Row) -> bool:
        """Whether the row leaves as a row, as far as names and what it needs decide that."""
        if row.there > PSEUDONYMISE or self._lacks_a_name(row):
            return False
        needs = [target for target, _ in row.needs]
        return all(target in self.going for target in needs) and not (needs and self._unsigned(row))

    def _lacks_a_name(self, row: Row) -> list[str]:
        """Return the partners without whose name the row cannot leave."""
        columns = columns_of(row.shape.kind)
        return [who for name, who in self._nameless(row).items() if columns[name].required]

    def _effects(self, kind: type[Record], row: Row) -> Iterator[Effect]:
        """Yield what follows for a row that may leave."""
        if row.there > PSEUDONYMISE:
            return
        for who in dict.fromkeys(self._lacks_a_name(row)):
            says = f"{self._called(who)} may not be named to them, and a row like this needs the name: it only counts."
            yield Effect("partner_not_named", says)
        for target in (target for target, _ in row.needs if target not in self.going):
            yield Effect("reference_stays", f"It needs {target}, which does not leave: it only counts.")
        if self._unsigned(row):
            says = "a slip without a name is counted, and not shown" if row.needs else "it leaves without a name"
            yield Effect("unsigned", f"No name may stand under it: {says}.")
        if dropped := [*self._dropped(kind, row)]:
            yield Effect("words_left_out", "Under a made-up name, free words are left out.", tuple(dropped))
        if naming := [*self._naming(kind, row)]:
            says = "It names a partner, and may not do so: the words are kept back. A Mention says who they are about."
            yield Effect("names_a_partner", says, tuple(naming))

    def _called(self, who: str) -> str:
        return called(f"partner:{who}") if f"partner:{who}" in self.why.partners else "Someone who is not a partner"

    def _texts(self, kind: type[Record], row: Row) -> Iterator[tuple[Column, Level]]:
        """Yield the columns with free words in them, as far as these may leave."""
        unsigned = self._unsigned(row)
        for rank, group in zip(row.ranked.groups, row.shape.groups, strict=True):
            for name in group.columns:
                column = columns_of(kind)[name]
                free = column.type in {str, frozenset, tuple} and not (column.words or column.refs)
                skipped = name == "id" or column.category == "identity" or (unsigned and not column.quotable)
                if free and not skipped and row.cell(name) is not None and rank <= PSEUDONYMISE.rank:
                    yield column, Level.of_rank(rank)

    def _dropped(self, kind: type[Record], row: Row) -> Iterator[str]:
        return (column.name for column, level in self._texts(kind, row) if level > SHARE and not column.label)

    def _naming(self, kind: type[Record], row: Row) -> Iterator[str]:
        own = self._may_be_named(kind, row)
        for column, level in self._texts(kind, row):
            allowed = own if level is SHARE else frozenset()
            if (level is SHARE or column.label) and not self.register.found_in(row.cell(column.name)) <= allowed:
                yield column.name

    def _may_be_named(self, kind: type[Record], row: Row) -> frozenset[str]:
        """Return the partners whose names may stand in the texts of the row."""
        if self._unsigned(row) or row.there is PSEUDONYMISE:
            return frozenset()
        pairs = zip(partner_columns(kind), row.ranked.identity, strict=True)
        own = {row.cell(column.name) for column, rank in pairs if rank == SHARE.rank}
        return frozenset(own - {None}) | self.named.get(row.ref if row.shape.id is not None else "", frozenset())


NO_ROOM = "Nobody's name is under it, and no space whose notice could have asked."


def _names(kind: type[Record], rows: Iterable[Stored], partners: Iterable[str]) -> Iterator[str]:
    """Yield what a row is called: its typed reference, or its kind and the ids that it refers to; never its words."""
    at = {name: number for number, name in enumerate(columns_of(kind))}
    known = frozenset(partners)
    mine = {column.name for column in partner_columns(kind)}
    columns = [c.name for c in columns_of(kind).values() if c.name in mine | {c.name for c in record_columns(kind)}]
    seen: dict[str, int] = defaultdict(int)
    for row in rows:
        if "id" in at:
            yield f"{kind_name(kind)}:{row[at['id']]}"
            continue
        cells = {name: row[at[name]] for name in columns if row[at[name]] is not None}
        parts = (NOT_TOLD if n in mine and f"partner:{cell}" not in known else cell for n, cell in cells.items())
        name = f"{kind_name(kind)}:{'|'.join(parts)}"
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name} ({seen[name]})"
