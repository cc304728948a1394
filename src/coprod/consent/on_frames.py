"""
What may leave of each row: one rank for each cell group, computed on the frame.

The level of a cell group is the max over its subjects: the row's subjects, the cell's own, and the subjects of every
record that the row needs. A row is never more open than the record it points at.
"""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw

from coprod.asof import targets_first
from coprod.consent.answers import Asked
from coprod.consent.groups import IDENTITY, Group, groups_of, partner_columns, record_columns, subject_columns
from coprod.consent.labels import labelled
from coprod.consent.more_subjects import more_subjects
from coprod.consent.subjects import Levels, levels, rank_name
from coprod.engines import Frame, keep, rows, stack
from coprod.level import Level
from coprod.project import Project
from coprod.records import Consent, Record
from coprod.schema import Column, columns_of, kind_name

__all__ = ["REF", "ROW", "decide", "group_name", "identity_name"]

c = nw.col
SHARE, WITHHOLD = Level.SHARE.rank, Level.WITHHOLD.rank
RANK = nw.Int8  # of ranks: ten million rows have several each
REF = "__ref"  # the typed reference of the record that an answer may name
ANYONE = "__anyone"  # whether the row has a subject
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
        self.partners = keep(_bare(self.allowed.general, "partner:"))
        self.more = more_subjects(project, self.allowed, asked)
        self.targets: dict[str, Frame] = {}
        self.empty: dict[type[Record], frozenset[str]] = {}

    def decided(self) -> dict[type[Record], Frame]:
        frames: dict[type[Record], Frame] = {}
        for kind in targets_first(self.kinds):
            frames[kind] = self._ranked(kind)
            if self._pointing(kind):
                frames[kind] = keep(frames[kind])
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
        """Return the rows of a kind with the rank of each cell group."""
        frame = self.project.frame(kind)
        item = _item(kind)
        frame = frame if item is None else frame.with_columns(**{REF: item})
        pairs = self._pairs(kind)
        frame, terms = self._with_subjects(kind, frame, pairs)
        subjects = {rank_name(n): _most([c(f"{term}{n}") for term in terms]) for n in pairs}
        return self._with_groups(kind, frame.with_columns(**subjects, **self._anyone(kind)), pairs)

    def _anyone(self, kind: type[Record]) -> dict[str, nw.Expr]:
        """Return whether each row has a subject: 1 where its columns name one, else as what it points at has."""
        own = subject_columns(kind)
        if kind.about.notice or any(column.required for column in own):
            return {ANYONE: nw.lit(1, dtype=nw.Int64)}
        found = [nw.when(~c(column.name).is_null()).then(nw.lit(1)).otherwise(nw.lit(0)) for column in own]
        found += [c(f"{_prefix(column)}anyone") for column in record_columns(kind) if column.required]
        found += (
            [nw.when(c("__more_here") == 1).then(nw.lit(1)).otherwise(nw.lit(0))]
            if kind_name(kind) in self.more
            else []
        )
        return {ANYONE: _most(found).cast(nw.Int64)}

    def _with_subjects(self, kind: type[Record], frame: Frame, pairs: list[int]) -> tuple[Frame, list[str]]:
        """Join what each subject allows; return the prefixes of the columns that hold it."""
        terms = []
        for column in partner_columns(kind):
            frame, prefix = self._with_partner(kind, frame, column, pairs)
            terms += [prefix] if column in subject_columns(kind) else []
        if kind.about.notice:
            frame = self._with_notice(kind, frame, pairs)
            terms.append("__notice_")
        for column in record_columns(kind):
            if column.required:
                frame = self._with_pointed(frame, column, pairs)
                terms.append(_prefix(column))
        if kind_name(kind) in self.more:
            more = self.more[kind_name(kind)]
            frame = _joined(frame, more, REF, pairs, "__more_", missing=SHARE)
            here = more.select(c("who").alias(REF), __more_here=nw.lit(1, dtype=nw.Int64))
            frame = frame.join(here, on=REF, how="left")
            terms.append("__more_")
        return frame, terms

    def _with_partner(self, kind: type[Record], frame: Frame, column: Column, pairs: list[int]) -> tuple[Frame, str]:
        """Join what the partner in a column allows; an empty cell asks nobody."""
        cell = [self._number(group.pair) for group in groups_of(kind) if group.cell == column.name]
        wanted = sorted({*(pairs if column in subject_columns(kind) else cell), self._number(IDENTITY)})
        prefix = _prefix(column)
        names = [f"{prefix}{n}" for n in wanted]
        if column.name in self._empty(kind):
            frame = frame.with_columns(**dict.fromkeys(names, nw.lit(SHARE, dtype=RANK)))
        else:
            frame = self._asked_by(frame, "partner:", column.name, wanted, prefix)
        if not column.required:
            frame = frame.with_columns(**{name: _unless(c(column.name).is_null(), c(name)) for name in names})
        return frame.with_columns(**{identity_name(column.name): c(f"{prefix}{self._number(IDENTITY)}")}), prefix

    def _empty(self, kind: type[Record]) -> frozenset[str]:
        """Return the references to partners that no row of a kind fills: a join would find nobody to ask."""
        if kind not in self.empty:
            names = [column.name for column in partner_columns(kind) if not column.required]
            self.empty[kind] = frozenset(_unfilled(self.project.frame(kind), names)) if names else frozenset()
        return self.empty[kind]

    def _asked_by(self, frame: Frame, start: str, on: str, pairs: list[int], prefix: str) -> Frame:
        """Join what subjects allow, of this very record where they named it, else in general."""
        general = self.partners if start == "partner:" else _bare(self.allowed.general, start)
        if self.allowed.items is None or REF not in frame.collect_schema().names():
            return _joined(frame, general, on, pairs, prefix)
        named = _bare(self.allowed.items, start).select(
            c("who").alias(on), c("item").alias(REF), nw.lit(1).alias("__said"), *_as(pairs, "__item")
        )
        frame = frame.join(general.select(c("who").alias(on), *_as(pairs, prefix)), on=on, how="left")
        frame = frame.join(named, on=[on, REF], how="left")
        said = {
            f"{prefix}{n}": nw.when(c("__said").is_null()).then(c(f"{prefix}{n}")).otherwise(c(f"__item{n}"))
            for n in pairs
        }
        frame = frame.with_columns(**{name: e.fill_null(nw.lit(WITHHOLD, dtype=RANK)) for name, e in said.items()})
        return frame.drop("__said", *[f"__item{n}" for n in pairs])

    def _with_notice(self, kind: type[Record], frame: Frame, pairs: list[int]) -> Frame:
        """A row that nobody signed has its space as subject: the notice that was up in the room."""
        signer = c(subject_columns(kind)[0].name)
        frame = frame.with_columns(__room=nw.when(signer.is_null()).then(c(kind.about.notice)))
        frame = self._asked_by(frame, "space:", "__room", pairs, "__notice_")
        ranks = {f"__notice_{n}": _unless(~signer.is_null(), c(f"__notice_{n}")) for n in pairs}
        return frame.with_columns(**ranks).drop("__room")

    def _with_pointed(self, frame: Frame, column: Column, pairs: list[int]) -> Frame:
        """Join the subjects of the record that a row points at, and the rank of that record itself."""
        found = [self.targets[name] for name in column.refs if name in self.targets]
        if not found:  # kinds that need each other: what is first has nothing to go by
            nothing = {f"{_prefix(column)}{n}": nw.lit(WITHHOLD, dtype=RANK) for n in pairs}
            return frame.with_columns(**nothing, **{f"{_prefix(column)}anyone": nw.lit(1, dtype=nw.Int64)})
        ranks = [nw.max_horizontal(c(rank_name(n)), c(ROW)).alias(rank_name(n)) for n in pairs]
        right = stack([target.select(c(REF).alias("who"), ANYONE, *ranks) for target in found])
        frame = frame.with_columns(__at=_typed(column))
        frame = _joined(frame, right, "__at", pairs, _prefix(column))
        anyone = right.select(c("who").alias("__at"), c(ANYONE).alias(f"{_prefix(column)}anyone"))
        return frame.join(anyone, on="__at", how="left").drop("__at")

    def _with_groups(self, kind: type[Record], frame: Frame, pairs: list[int]) -> Frame:
        """Return the columns of the kind, the rank of each group, and the identity of each partner it refers to."""
        groups = groups_of(kind)
        ranks = [self._group_rank(kind, group) for group in groups]
        row = _most([rank for rank, group in zip(ranks, groups, strict=True) if group.key])
        kept = [*columns_of(kind), *([REF, ANYONE] if self._pointing(kind) else [])]
        kept += [identity_name(column.name) for column in partner_columns(kind)]
        kept += [rank_name(n) for n in pairs] if self._pointing(kind) else []
        named = {group_name(n): _most([rank, row]).cast(RANK) for n, rank in enumerate(ranks)}
        return frame.select(*kept, row.cast(RANK).alias(ROW), **named)

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
        cell = [c(f"__{group.cell}_{number}")] if group.cell else []
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


def _as(pairs: Sequence[int], prefix: str) -> list[nw.Expr]:
    return [c(rank_name(n)).cast(RANK).alias(f"{prefix}{n}") for n in pairs]


def _joined(frame: Frame, right: Frame, on: str, pairs: list[int], prefix: str, missing: int = WITHHOLD) -> Frame:
    """Join ranks under *prefix*; who is not on the right has allowed nothing."""
    frame = frame.join(right.select(c("who").alias(on), *_as(pairs, prefix)), on=on, how="left")
    names = [f"{prefix}{n}" for n in pairs]
    return frame.with_columns(**{name: c(name).fill_null(nw.lit(missing, dtype=RANK)) for name in names})


def _most(terms: Sequence[nw.Expr]) -> nw.Expr:
    """Return the strictest of several ranks; of none, SHARE."""
    if not terms:
        return nw.lit(SHARE, dtype=RANK)
    return terms[0] if len(terms) == 1 else nw.max_horizontal(*terms)


def _unless(condition: nw.Expr, rank: nw.Expr) -> nw.Expr:
    """Return SHARE where a condition holds: there is nobody to ask."""
    return nw.when(condition).then(nw.lit(SHARE, dtype=RANK)).otherwise(rank)


def _unfilled(frame: Frame, names: Sequence[str]) -> list[str]:
    """Return the columns that are empty in every row."""
    (filled,) = rows(frame.select(*[(~c(name).is_null()).max().alias(name) for name in names]))
    return [name for name, is_ in zip(names, filled, strict=True) if not is_]


def _bare(general: Frame, start: str) -> Frame:
    """Return the rows of one kind of subject, by id."""
    return general.filter(c("who").str.starts_with(start)).with_columns(who=c("who").str.slice(len(start)))
