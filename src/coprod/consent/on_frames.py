"""
What may leave of each row: one rank for each cell group, computed on the frame.

The level of a cell group is the max over its subjects: the row's subjects, the cell's own, and the subjects of every
record that the row needs. A row is never more open than the record it points at.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import narwhals as nw

from coprod.asof import targets_first
from coprod.consent.answers import Asked
from coprod.consent.coding import NUMBER, code_name, coded, numbers, unfilled
from coprod.consent.groups import IDENTITY, Group, groups_of, partner_columns, record_columns, subject_columns
from coprod.consent.labels import labelled
from coprod.consent.more_subjects import more_subjects
from coprod.consent.states import RANK, Pack, Source, keyed, packs, ruled, states
from coprod.consent.subjects import Levels, levels, rank_name
from coprod.engines import Frame, keep, looked_up, rows, stack
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
PACKED = "packed"
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
        names = [rank_name(n) for n in range(len(asked.pairs))]
        known = numbers(project).select(NUMBER).join(self.allowed.general, left_on=NUMBER, right_on="who", how="left")
        self.everyone = keep(known.select(NUMBER, *[_filled(n).alias(name) for n, name in enumerate(names)]), many=True)
        self.vectors = _distinct(self.everyone, names)  # all that somebody allows
        self.places: dict[tuple[int, ...], list[Frame]] = {}
        self.most = len(rows(self.vectors)) + 1  # or nobody is asked
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
        frame, found = self._with_subjects(kind, frame, pairs)
        frame, keys = keyed(frame, [pack for source in found.values() for pack in source.packs])
        aside = {_prefix(column) for column in partner_columns(kind) if column not in subject_columns(kind)}
        terms = [prefix for prefix in found if prefix not in aside]
        subjects = {rank_name(n): _most([c(f"{prefix}{n}") for prefix in terms]) for n in pairs}
        anyone = {ANYONE: _most([c(f"{prefix}{HERE}") for prefix in terms])}
        ranks = self._ranks(kind)
        rulings = (
            states(frame, list(found.values()), self.most).with_columns(**subjects, **anyone).with_columns(**ranks)
        )
        needed = [ANYONE, *subjects] if self._pointing(kind) else []
        names = [*columns_of(kind), *([REF] if needed else []), *needed, *ranks]
        return ruled(frame, rulings, keys, [*needed, *ranks]).select(*names)

    def _with_subjects(self, kind: type[Record], frame: Frame, pairs: list[int]) -> tuple[Frame, dict[str, Source]]:
        """Put what each subject allows beside the rows; return also the sources, by what their digits begin with."""
        found: dict[str, Source] = {}
        for column in partner_columns(kind):
            if column.name not in unfilled(self.project, kind):
                frame, found[_prefix(column)] = self._with_partner(kind, frame, column, pairs)
        if kind.about.notice:
            frame, found[NOTICE] = self._with_notice(kind, frame, pairs)
        for column in record_columns(kind):
            if column.required:
                frame, found[_prefix(column)] = self._with_pointed(frame, column, pairs)
        if kind_name(kind) in self.more:
            right = self.more[kind_name(kind)].with_columns(nw.lit(1, dtype=nw.Int64).alias(HERE))
            frame, found[MORE] = _joined(frame, right, REF, MORE, pairs, missing=SHARE)
        return frame, found

    def _with_partner(self, kind: type[Record], frame: Frame, column: Column, pairs: list[int]) -> tuple[Frame, Source]:
        """Put beside a row what the partner in a column allows; an empty cell asks nobody."""
        cell = [self._number(group.pair) for group in groups_of(kind) if group.cell == column.name]
        wanted = sorted({*(pairs if column in subject_columns(kind) else cell), self._number(IDENTITY)})
        frame, found = self._asked_by(frame, column.name, _prefix(column), wanted)
        return (frame, found) if column.required else _unless(frame, c(column.name).is_null(), found)

    def _asked_by(self, frame: Frame, column: str, prefix: str, pairs: list[int]) -> tuple[Frame, Source]:
        """Put beside a row what a subject allows: of this very record where they named it, else in general."""
        on, found = code_name(column), _packs(prefix, pairs)
        ranks = _allowed(prefix, pairs, nw.lit(1, dtype=nw.Int64))
        for pack, table in zip(found, self._by_number(pairs), strict=True):
            frame = looked_up(frame, on, table.select(NUMBER, c(PACKED).alias(pack.name)))
        if self.allowed.items is None or REF not in frame.collect_schema().names():
            return frame, Source(found, self.vectors.select(*[pack.of(ranks) for pack in found]).unique())
        named = [pack.of(ranks).alias(f"__item{pack.name}") for pack in found]
        right = self.allowed.items.select(c("who").alias(on), c("item").alias(REF), *named)
        said = {pack.name: nw.coalesce(c(f"__item{pack.name}"), c(pack.name)) for pack in found}
        return frame.join(right, on=[on, REF], how="left").with_columns(**said), Source(found)

    def _by_number(self, pairs: Sequence[int]) -> list[Frame]:
        """Return packs of what everybody allows, by their number; made once for all columns that ask for the same."""
        if tuple(pairs) not in self.places:
            ranks = _allowed("", pairs, nw.lit(1, dtype=nw.Int64))
            wanted = [self.everyone.select(NUMBER, pack.of(ranks).alias(PACKED)) for pack in _packs("", pairs)]
            self.places[tuple(pairs)] = [keep(one, many=True) for one in wanted]
        return self.places[tuple(pairs)]

    def _with_notice(self, kind: type[Record], frame: Frame, pairs: list[int]) -> tuple[Frame, Source]:
        """A row that nobody signed has its space as subject: the notice that was up in the room."""
        frame, found = self._asked_by(frame, kind.about.notice, NOTICE, pairs)
        return _unless(frame, ~c(subject_columns(kind)[0].name).is_null(), found)

    def _with_pointed(self, frame: Frame, column: Column, pairs: list[int]) -> tuple[Frame, Source]:
        """Put beside a row what the subjects of the record that it points at allow, and no more than that record."""
        targets = [self.targets[name] for name in column.refs if name in self.targets]
        if not targets:  # kinds that need each other: what is first has nothing to go by
            found = _packs(_prefix(column), pairs)
            return frame.with_columns(**{pack.name: pack.fixed(WITHHOLD) for pack in found}), Source(found)
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


def _distinct(frame: Frame, names: Sequence[str]) -> Frame:
    """Return the distinct rows of ranks; as numbers they are told apart in less time."""
    found = packs("__all_", names)
    several = frame.select(*[pack.of({name: c(name) for name in names}) for pack in found]).unique()
    return keep(several, many=True).select(*[rank for pack in found for rank in pack.ranks()])


def _filled(number: int) -> nw.Expr:
    """Return the rank of a pair; who is in no answer has allowed nothing."""
    return c(rank_name(number)).fill_null(nw.lit(WITHHOLD, dtype=nw.Int64))


def _allowed(prefix: str, pairs: Sequence[int], here: nw.Expr) -> dict[str, nw.Expr]:
    """Return the digits of packs."""
    return {**{f"{prefix}{n}": _filled(n) for n in pairs}, f"{prefix}{HERE}": here}


def _joined(frame: Frame, right: Frame, on: str, prefix: str, pairs: list[int], missing: int) -> tuple[Frame, Source]:
    """Join packs of the ranks on the right; what is not there has the rank *missing* in each."""
    found, ranks = _packs(prefix, pairs), _allowed(prefix, pairs, c(HERE))
    frame = frame.join(right.select(c("ref").alias(on), *[pack.of(ranks) for pack in found]), on=on, how="left")
    filled = {pack.name: c(pack.name).fill_null(pack.fixed(missing)) for pack in found}
    return frame.with_columns(**filled), Source(found)


def _most(terms: Sequence[nw.Expr]) -> nw.Expr:
    """Return the strictest of several ranks; of none, SHARE."""
    if not terms:
        return nw.lit(SHARE, dtype=RANK)
    return terms[0] if len(terms) == 1 else nw.max_horizontal(*terms)


def _unless(frame: Frame, condition: nw.Expr, source: Source) -> tuple[Frame, Source]:
    """Put SHARE into the packs of a source where a condition holds: there is nobody to ask."""
    share = {pack.name: pack.fixed(SHARE) for pack in source.packs}
    frame = frame.with_columns(**{n: nw.when(condition).then(one).otherwise(c(n)) for n, one in share.items()})
    if source.values is None:
        return frame, source
    return frame, attrs.evolve(source, values=stack([source.values, source.values.with_columns(**share)]).unique())
