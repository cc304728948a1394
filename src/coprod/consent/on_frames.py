"""
What may leave of each row: one rank for each cell group, computed on the frame.

The level of a cell group is the max over its subjects: the row's subjects, the cell's own, and the subjects of every
record that the row needs. A row is never more open than the record it points at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import narwhals as nw

from coprod.asof import targets_first
from coprod.consent.answers import Asked
from coprod.consent.coding import NUMBER, code_name, coded, numbers, unfilled
from coprod.consent.groups import IDENTITY, Group, groups_of, partner_columns, record_columns, subject_columns
from coprod.consent.labels import labelled
from coprod.consent.more_subjects import more_subjects
from coprod.consent.states import (
    NUMBERED,
    PLACE,
    RANK,
    Pack,
    crossed,
    few,
    keyed,
    of_places,
    packs,
    ruled,
    states,
    told_of,
)
from coprod.consent.subjects import Levels, levels, rank_name
from coprod.engines import Frame, distinct, keep, lift, looked_up, rows, stack
from coprod.level import Level
from coprod.project import Project
from coprod.records import Consent, Record
from coprod.schema import Column, columns_of, kind_name

__all__ = ["REF", "ROW", "decide", "group_name", "identity_name"]

c = nw.col
SHARE, WITHHOLD = Level.SHARE.rank, Level.WITHHOLD.rank
REF = "__ref"  # the typed reference of the record that an answer may name
ANYONE = "__anyone"  # whether the row has a subject: 1 where it does
HERE = "here"  # the same of one source of subjects
NOTICE, MORE = "__notice_", "__more_"  # what columns begin with of subjects that no column names
PACKED, STATE = "packed", "__state"
ROW = "__row"  # the rank of the key group: whether the row is there


def group_name(number: int) -> str:
    """Return the name of the column that holds the rank of a cell group."""
    return f"__group{number}"


def identity_name(column: str) -> str:
    """Return the name of the column that holds how openly the partner in *column* may be referred to."""
    return f"__identity_{column}"


def decide(project: Project, asked: Asked) -> dict[type[Record], Frame]:
    """
    Return the rows of each kind with what was decided of them.

    Beside the columns of the kind: the rank of each cell group under `group_name`, that of the key group as `__row`,
    and for each reference to a partner how openly they may be referred to, under `identity_name`.
    """
    return _Decider(project, asked).decided()


class _Decider:
    """Decides kind by kind, those first that others point at."""

    def __init__(self, project: Project, asked: Asked) -> None:
        self.project, self.asked = project, asked
        self.kinds = [kind for kind in project.kinds if kind is not Consent and project.count(kind)]
        self.allowed: Levels = labelled(project, levels(project, asked), asked)
        self.places, self.values, self.size = self._placed()
        self.packed: dict[tuple[int, ...], list[Frame]] = {}
        self.more = more_subjects(project, self.allowed, asked)
        self.targets: dict[str, Frame] = {}

    def decided(self) -> dict[type[Record], Frame]:
        frames: dict[type[Record], Frame] = {}
        for kind in targets_first(self.kinds):
            frames[kind] = self._ranked(kind)
            if self._pointing(kind):
                frames[kind] = keep(frames[kind], many=True)
                self.targets[kind_name(kind)] = frames[kind]
        return {kind: frames[kind] for kind in self.kinds}

    def _placed(self) -> tuple[Frame, Frame, int]:
        """Return the place of what each number allows, what there is at each place, and how many places there are."""
        pairs = range(len(self.asked.pairs))
        found = packs("__all_", [str(n) for n in pairs])
        names = [pack.name for pack in found]
        ranks = {str(n): _filled(n) for n in pairs}
        general = self.allowed.general.select("who", *[pack.of(ranks) for pack in found])
        known = numbers(self.project).select(NUMBER).join(general, left_on=NUMBER, right_on="who", how="left")
        silent = [c(pack.name).fill_null(pack.fixed(WITHHOLD)) for pack in found]  # who is in no answer
        known = keep(known.select(NUMBER, *silent), many=True)
        several = keep(distinct(known.select(*names)))
        listed = keep(several.with_row_index(PLACE, order_by=names).with_columns(c(PLACE).cast(NUMBERED)))
        values = listed.select(PLACE, *[rank for pack in found for rank in pack.ranks()], _here())
        size = len(rows(listed.select(PLACE)))
        nobody = lift(
            listed, {PLACE: int, HERE: int, **{str(n): int for n in pairs}}, [(size, 0, *[SHARE] * len(pairs))]
        )
        nobody = nobody.select(c(name).cast(kind).alias(name) for name, kind in values.collect_schema().items())
        places = keep(known.join(listed, on=names).select(NUMBER, PLACE), many=True)
        return places, keep(stack([values, nobody])), size + 1

    def _number(self, pair: tuple[str, bool]) -> int:
        return self.asked.pairs.index(pair)

    def _pointing(self, kind: type[Record]) -> list[type[Record]]:
        """Return the kinds whose rows need a row of this kind."""
        return [k for k in self.kinds if any(kind_name(kind) in c.refs and c.required for c in record_columns(k))]

    def _pairs(self, kind: type[Record], seen: frozenset[type[Record]] = frozenset()) -> list[int]:
        """Return what is asked of the subjects of a row: for itself, and for the rows that point at it."""
        pairs = {self._number(group.pair) for group in groups_of(kind)}
        for other in self._pointing(kind):
            if other not in seen:
                pairs.update(self._pairs(other, seen | {kind}))
        return sorted(pairs)

    def _ranked(self, kind: type[Record]) -> Frame:
        """Return the rows of a kind with the rank of each cell group, decided once for each state."""
        frame, item, pairs = coded(self.project, kind), _item(kind), self._pairs(kind)
        frame = frame if item is None else frame.with_columns(**{REF: item})
        partners = self._partners(kind)
        items = self.allowed.items is not None and item is not None
        pointing = any(column.required for column in record_columns(kind))
        if items or pointing or kind_name(kind) in self.more or not few(self.size, len(partners)):
            frame, found = self._with_subjects(kind, frame, pairs)
            every = [pack for several in found.values() for pack in several]
            frame, keys = keyed(frame, every)
            ranks, needed = self._rulings(kind, states(frame, every), list(found), pairs)
            frame = ruled(frame, ranks, keys, needed)
        else:
            ranks, needed = self._rulings(kind, crossed(self.values, list(partners), self.size), list(partners), pairs)
            # before the rows are looked up: then no step is planned twice
            ranks = keep(ranks.select(c(NUMBER).alias(STATE), *needed), many=True)
            frame = told_of(self._with_places(frame, partners), ranks, STATE, needed)
        ref = [REF] if self._pointing(kind) else []
        return frame.select(*columns_of(kind), *ref, *needed)

    def _rulings(
        self, kind: type[Record], several: Frame, prefixes: list[str], pairs: list[int]
    ) -> tuple[Frame, list[str]]:
        """Return states with what is decided of rows in them, and the names of that."""
        aside = {_prefix(column) for column in partner_columns(kind) if column not in subject_columns(kind)}
        terms = [prefix for prefix in prefixes if prefix not in aside]
        subjects = {rank_name(n): _most([c(f"{prefix}{n}") for prefix in terms]) for n in pairs}
        anyone = {ANYONE: _most([c(f"{prefix}{HERE}") for prefix in terms])}
        ranks = self._ranks(kind)
        needed = [ANYONE, *subjects] if self._pointing(kind) else []
        return several.with_columns(**subjects, **anyone).with_columns(**ranks), [*ranks, *needed]

    def _partners(self, kind: type[Record]) -> dict[str, tuple[str, nw.Expr | None]]:
        """Return the columns that name subjects, by what their digits begin with, and when a row asks nobody there."""
        found: dict[str, tuple[str, nw.Expr | None]] = {}
        for column in partner_columns(kind):
            if column.name not in unfilled(self.project, kind):
                found[_prefix(column)] = column.name, None if column.required else c(column.name).is_null()
        if kind.about.notice:  # a row that nobody signed has its space as subject: the notice that was up in the room
            found[NOTICE] = kind.about.notice, ~c(subject_columns(kind)[0].name).is_null()
        return found

    def _with_places(self, frame: Frame, partners: Mapping[str, tuple[str, nw.Expr | None]]) -> Frame:
        """Put the place of its state beside each row."""
        short, terms = of_places(self.size, len(partners)), []
        for at, (prefix, (column, unasked)) in enumerate(partners.items()):
            name, factor = f"{prefix}{PLACE}", self.size**at
            digit = (c(PLACE) * factor).cast(short).alias(name)  # for each partner, of whom there are fewer than rows
            frame = looked_up(frame, code_name(column), self.places.select(NUMBER, digit))
            nobody = nw.lit((self.size - 1) * factor, dtype=short)
            terms.append(c(name) if unasked is None else nw.when(unasked).then(nobody).otherwise(c(name)))
        return frame.with_columns(sum(terms[1:], terms[0]).alias(STATE))

    def _with_subjects(self, kind: type[Record], frame: Frame, pairs: list[int]) -> tuple[Frame, dict[str, list[Pack]]]:
        """Put what each subject allows beside the rows; return also the packs, by what their digits begin with."""
        found: dict[str, list[Pack]] = {}
        for prefix, (column, unasked) in self._partners(kind).items():
            frame, found[prefix] = self._asked_by(frame, column, prefix, self._wanted(kind, column, pairs))
            if unasked is not None:
                frame = _unless(frame, unasked, found[prefix])
        for needed in record_columns(kind):
            if needed.required:
                frame, found[_prefix(needed)] = self._with_pointed(frame, needed, pairs)
        if kind_name(kind) in self.more:
            right = self.more[kind_name(kind)].with_columns(nw.lit(1, dtype=nw.Int64).alias(HERE))
            frame, found[MORE] = _joined(frame, right, REF, MORE, pairs, missing=SHARE)
        return frame, found

    def _wanted(self, kind: type[Record], column: str, pairs: list[int]) -> list[int]:
        """Return what is asked of the subject in a column: of a row's subjects all, of others their cells and name."""
        if column == kind.about.notice:
            return pairs
        cell = [self._number(group.pair) for group in groups_of(kind) if group.cell == column]
        whole = any(column == one.name for one in subject_columns(kind))
        return sorted({*(pairs if whole else cell), self._number(IDENTITY)})

    def _asked_by(self, frame: Frame, column: str, prefix: str, pairs: list[int]) -> tuple[Frame, list[Pack]]:
        """Put beside a row what a subject allows: of this very record where they named it, else in general."""
        on, found = code_name(column), _packs(prefix, pairs)
        for pack, table in zip(found, self._by_number(pairs), strict=True):
            frame = looked_up(frame, on, table.select(NUMBER, c(PACKED).alias(pack.name)))
        if self.allowed.items is None or REF not in frame.collect_schema().names():
            return frame, found
        ranks = _allowed(prefix, pairs, nw.lit(1, dtype=nw.Int64))
        named = [pack.of(ranks).alias(f"__item{pack.name}") for pack in found]
        right = self.allowed.items.select(c("who").alias(on), c("item").alias(REF), *named)
        said = {pack.name: nw.coalesce(c(f"__item{pack.name}"), c(pack.name)) for pack in found}
        return frame.join(right, on=[on, REF], how="left").with_columns(**said), found

    def _by_number(self, pairs: Sequence[int]) -> list[Frame]:
        """Return packs of what everybody allows, by their number; made once for all columns that ask for the same."""
        if tuple(pairs) not in self.packed:
            ranks = {**{str(n): c(str(n)) for n in pairs}, HERE: c(HERE)}
            known = self.places.join(self.values, on=PLACE)
            wanted = [known.select(NUMBER, pack.of(ranks).alias(PACKED)) for pack in _packs("", pairs)]
            self.packed[tuple(pairs)] = [keep(one, many=True) for one in wanted]
        return self.packed[tuple(pairs)]

    def _with_pointed(self, frame: Frame, column: Column, pairs: list[int]) -> tuple[Frame, list[Pack]]:
        """Put beside a row what the subjects of the record that it points at allow, and no more than that record."""
        targets = [self.targets[name] for name in column.refs if name in self.targets]
        if not targets:  # kinds that need each other: what is first has nothing to go by
            found = _packs(_prefix(column), pairs)
            return frame.with_columns(**{pack.name: pack.fixed(WITHHOLD) for pack in found}), found
        ranks = [nw.max_horizontal(c(rank_name(n)), c(ROW)).alias(rank_name(n)) for n in pairs]
        right = stack([target.select(c(REF).alias("ref"), c(ANYONE).alias(HERE), *ranks) for target in targets])
        return _joined(frame.with_columns(__at=_typed(column)), right, "__at", _prefix(column), pairs, WITHHOLD)

    def _ranks(self, kind: type[Record]) -> dict[str, nw.Expr]:
        """Return the rank of the row, of each group, and of the identity of each partner that it refers to."""
        groups = groups_of(kind)
        ranks = [self._group_rank(kind, group) for group in groups]
        row = _most([rank for rank, group in zip(ranks, groups, strict=True) if group.key])
        named = {group_name(n): _most([rank, row]).cast(RANK) for n, rank in enumerate(ranks)}
        for column in partner_columns(kind):
            asked = column.name not in unfilled(self.project, kind)
            rank = c(f"{_prefix(column)}{self._number(IDENTITY)}") if asked else nw.lit(SHARE, dtype=RANK)
            named[identity_name(column.name)] = rank
        return {ROW: row.cast(RANK), **named}

    def _needs_somebody(self, kind: type[Record]) -> bool:
        """Whether a row is about somebody: not where its kind is about nobody, nor where it only joins records."""
        pointing = any(column.required for column in record_columns(kind))
        return not kind.about.nobody and (bool(subject_columns(kind)) or not pointing)

    def _group_rank(self, kind: type[Record], group: Group) -> nw.Expr:
        if kind.about.nobody and group.pair[1]:
            return nw.lit(WITHHOLD, dtype=RANK)  # nobody is there who could agree explicitly
        number = self._number(group.pair)
        rank = c(rank_name(number))
        if group.pair[1] or self._needs_somebody(kind):
            rank = nw.when(c(ANYONE) == 1).then(rank).otherwise(nw.lit(WITHHOLD, dtype=RANK))
        asked = bool(group.cell) and group.cell not in unfilled(self.project, kind)
        cell = [c(f"__{group.cell}_{number}")] if asked else []
        return _most([rank, nw.lit(self.asked.request.level.rank, dtype=RANK), *cell])


def _item(kind: type[Record]) -> nw.Expr | None:
    """Return the record that an answer may name: the row itself, or the first that a row without an id needs."""
    if "id" in columns_of(kind):
        return nw.concat_str(nw.lit(f"{kind_name(kind)}:"), c("id"))
    needed = [column for column in record_columns(kind) if column.required]
    return _typed(needed[0]) if needed else None


def _typed(column: Column) -> nw.Expr:
    """Return a reference with the kind that it is of."""
    return c(column.name) if column.typed else nw.concat_str(nw.lit(f"{column.refs[0]}:"), c(column.name))


def _prefix(column: Column) -> str:
    return f"__{column.name}_"


def _packs(prefix: str, pairs: Sequence[int]) -> list[Pack]:
    """Return packs of what subjects allow, with a last digit for whether there is one."""
    return packs(prefix, [*[f"{prefix}{n}" for n in pairs], f"{prefix}{HERE}"])


def _filled(number: int) -> nw.Expr:
    """Return the rank of a pair; who is in no answer has allowed nothing."""
    return c(rank_name(number)).fill_null(nw.lit(WITHHOLD, dtype=nw.Int64))


def _allowed(prefix: str, pairs: Sequence[int], here: nw.Expr) -> dict[str, nw.Expr]:
    """Return the digits of packs."""
    return {**{f"{prefix}{n}": _filled(n) for n in pairs}, f"{prefix}{HERE}": here}


def _joined(
    frame: Frame, right: Frame, on: str, prefix: str, pairs: list[int], missing: int
) -> tuple[Frame, list[Pack]]:
    """Join packs of the ranks on the right; what is not there has the rank *missing* in each."""
    found, ranks = _packs(prefix, pairs), _allowed(prefix, pairs, c(HERE))
    frame = frame.join(right.select(c("ref").alias(on), *[pack.of(ranks) for pack in found]), on=on, how="left")
    filled = {pack.name: c(pack.name).fill_null(pack.fixed(missing)) for pack in found}
    return frame.with_columns(**filled), found


def _most(terms: Sequence[nw.Expr]) -> nw.Expr:
    """Return the strictest of several ranks; of none, SHARE."""
    if not terms:
        return nw.lit(SHARE, dtype=RANK)
    return terms[0] if len(terms) == 1 else nw.max_horizontal(*terms)


def _unless(frame: Frame, condition: nw.Expr, found: Sequence[Pack]) -> Frame:
    """Put SHARE into packs where a condition holds: there is nobody to ask."""
    share = {pack.name: nw.when(condition).then(pack.fixed(SHARE)).otherwise(c(pack.name)) for pack in found}
    return frame.with_columns(**share)


def _here() -> nw.Expr:
    """Return the digit that says there is a subject; of the type of a rank, whichever way a row is decided."""
    return nw.lit(1, dtype=RANK).alias(HERE)
