"""
What may leave of each row of a small project: the same decision as `on_frames`, over plain rows.

Planning a query costs a small project more than the whole decision; a test holds the two equal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

import attrs

from coprod.asof import targets_first
from coprod.consent.answers import Asked, Outcome, State, outcomes
from coprod.consent.groups import IDENTITY, Group, groups_of, partner_columns, record_columns, subject_columns
from coprod.consent.ranked import Ranked
from coprod.consent.standing import Answer, standing
from coprod.level import Level
from coprod.project import Project
from coprod.records import Attendance, Characteristic, Consent, Partner, Record, Space
from coprod.schema import Column, columns_of, kind_name
from coprod.tables import Stored

__all__ = ["Decider", "Shape", "decide_rows"]

SHARE, WITHHOLD = Level.SHARE.rank, Level.WITHHOLD.rank
FEW = 5  # a space of fewer people is about each who came
STRANGER = ""  # no partner has this id: somebody came whom nobody can ask
Vector: TypeAlias = tuple[int, ...]
"""One rank for each pair that is asked for."""


def decide_rows(project: Project, asked: Asked) -> dict[type[Record], list[Ranked]]:
    """Return the rows of each kind with what was decided of them."""
    return Decider(project, asked).decided()


class Decider:
    """Decides kind by kind, those first that others point at."""

    def __init__(self, project: Project, asked: Asked) -> None:
        self.project, self.asked = project, asked
        self.kinds = [kind for kind in project.kinds if kind is not Consent and project.count(kind)]
        self.nothing = (WITHHOLD,) * len(asked.pairs)
        self.number = {pair: n for n, pair in enumerate(asked.pairs)}
        self.said = Subjects(project, asked)
        self.more = self._more()
        self.targets: dict[str, tuple[Vector | None, int]] = {}

    def decided(self) -> dict[type[Record], list[Ranked]]:
        """Return the rows of each kind with what was decided of them."""
        done = {kind: self._ranked(kind) for kind in targets_first(self.kinds)}
        return {kind: done[kind] for kind in self.kinds}

    def _ranked(self, kind: type[Record]) -> list[Ranked]:
        shape = Shape.of(kind)
        found = []
        for row in self.project.stored(kind):
            item = shape.item(row)
            subjects = self._subjects(shape, row, item)
            ranks = [self._group(shape, group, row, item, subjects) for group in shape.groups]
            there = max((rank for rank, group in zip(ranks, shape.groups, strict=True) if group.key), default=WITHHOLD)
            if shape.id is not None:
                self.targets[item] = (subjects, there)
            found.append(
                Ranked(row, there, tuple(max(rank, there) for rank in ranks), self._identity(shape, row, item))
            )
        return found

    def _subjects(self, shape: Shape, row: Stored, ref: str) -> Vector | None:
        """Return the strictest of what all subjects of a row allow; None where it has none."""
        vectors = [self.said.of(f"partner:{row[at]}", ref) for at in shape.subjects if row[at] is not None]
        if shape.notice is not None and row[shape.subjects[0]] is None:
            room = row[shape.notice]
            vectors.append(self.said.of(f"space:{room}", ref) if room else self.nothing)
        vectors += [subjects for subjects, _ in self._pointed(shape, row) if subjects]
        if shape.id is not None and ref in self.more:
            vectors.append(self.more[ref])
        return strictest(vectors) if vectors else None

    def _pointed(self, shape: Shape, row: Stored) -> Iterator[tuple[Vector | None, int]]:
        """Yield what the subjects of each record that a row needs allow, and the rank of that record itself."""
        for at, column in shape.pointing:
            yield self.targets.get(column.ref(row[at]), (self.nothing, WITHHOLD))

    def _group(self, shape: Shape, group: Group, row: Stored, ref: str, subjects: Vector | None) -> int:
        if group.pair[1] and (shape.kind.about.nobody or subjects is None):
            return WITHHOLD  # nobody is there who could agree explicitly
        if subjects is None and shape.needs_somebody:
            return WITHHOLD  # nobody is there who could agree, and it is not about nobody
        number = self.number[group.pair]
        ranks = [there for _, there in self._pointed(shape, row)]
        ranks += [subjects[number]] if subjects else []
        cell = row[shape.at[group.cell]] if group.cell else None
        ranks += [self.said.of(f"partner:{cell}", ref)[number]] if cell is not None else []
        return max([self.asked.request.level.rank, *ranks])

    def _identity(self, shape: Shape, row: Stored, ref: str) -> Vector:
        """Return how openly each partner that the row refers to may be referred to."""
        number = self.number[IDENTITY]
        return tuple(
            SHARE if row[at] is None else self.said.of(f"partner:{row[at]}", ref)[number] for at in shape.partners
        )

    def _more(self) -> Mapping[str, Vector]:
        """Return what further subjects of records allow: whoever a mention names, and each who came where few did."""
        found: dict[str, list[Vector]] = defaultdict(list)
        for ref, who in (*self._mentioned(), *self._few()):
            found[ref].append(self.said.of(f"partner:{who}", ref))
        return {ref: strictest(vectors) for ref, vectors in found.items()}

    def _mentioned(self) -> Iterator[tuple[str, str]]:
        for kind in self.kinds:
            names = list(columns_of(kind))
            for column in columns_of(kind).values():
                if column.adds_subject_to:
                    item, unless, word = column.adds_subject_to
                    for row in self.project.stored(kind):
                        if not unless or row[names.index(unless)] != word:
                            yield row[names.index(item)], row[names.index(column.name)]

    def _few(self) -> Iterator[tuple[str, str]]:
        names = list(columns_of(Attendance))
        partner, space, came, people = (names.index(name) for name in ("partner", "space", "came", "people"))
        here = [row for row in self.project.stored(Attendance) if row[came] in {None, "yes", "part"}]
        heads: dict[str, int] = defaultdict(int)
        for row in here:
            heads[row[space]] += 1 if row[people] is None else row[people]
        counted = {space.id: space.people for space in self.project.records(Space)}
        heads.update({key: number for key, number in counted.items() if number is not None})
        few = {key for key, number in heads.items() if 0 < number < FEW}
        yield from ((f"space:{row[space]}", row[partner]) for row in here if row[space] in few)
        known = {row[space] for row in here}
        yield from ((f"space:{key}", STRANGER) for key in few if key not in known)


@attrs.frozen
class Shape:
    """Where in a row of one kind the things are that a decision needs."""

    kind: type[Record]
    groups: tuple[Group, ...]
    at: Mapping[str, int]
    id: int | None
    notice: int | None
    subjects: tuple[int, ...]
    partners: tuple[int, ...]
    pointing: tuple[tuple[int, Column], ...]

    def item(self, row: Stored) -> str:
        """Return the record that an answer may name: the row itself, or the first that a row without an id needs."""
        if self.id is not None:
            return f"{kind_name(self.kind)}:{row[self.id]}"
        return self.pointing[0][1].ref(row[self.pointing[0][0]]) if self.pointing else ""

    @property
    def needs_somebody(self) -> bool:
        """Whether a row is about somebody: not where its kind is about nobody, nor where it only joins records."""
        return not self.kind.about.nobody and bool(self.subjects or not self.pointing)

    @classmethod
    def of(cls, kind: type[Record]) -> Shape:
        """Return the shape of a kind."""
        at = {name: number for number, name in enumerate(columns_of(kind))}
        return cls(
            kind=kind,
            groups=groups_of(kind),
            at=at,
            id=at.get("id"),
            notice=at.get(kind.about.notice),
            subjects=tuple(at[column.name] for column in subject_columns(kind)),
            partners=tuple(at[column.name] for column in partner_columns(kind)),
            pointing=tuple((at[column.name], column) for column in record_columns(kind) if column.required),
        )


class Subjects:
    """What each subject allows, in general and of single records."""

    def __init__(self, project: Project, asked: Asked) -> None:
        """Read the answers of a project."""
        self.asked = asked
        self.nothing = (WITHHOLD,) * len(asked.pairs)
        self.answers = _answers(project, asked)
        self.named = {(who, item) for who, all_ in self.answers.items() for answer in all_ for item in answer.items}
        self.young = _young(project, asked)
        self.labels = _labels(project)
        self.known: dict[tuple[str, str], Vector] = {}

    def of(self, who: str, ref: str = "") -> Vector:
        """Return what *who* allows of the record *ref*, or in general."""
        all_ = (who, *self.labels.get(who, ()))
        item = ref if any((one, ref) in self.named for one in all_) else ""
        if (who, item) not in self.known:
            self.known[who, item] = strictest([self._alone(one, item) for one in all_])
        return self.known[who, item]

    def _alone(self, who: str, item: str) -> Vector:
        answers = self.answers.get(who)
        if not answers:
            return self.nothing
        return standing(answers, self.asked, item if (who, item) in self.named else "", both=who in self.young)


def strictest(vectors: Sequence[Vector]) -> Vector:
    """Return the strictest rank of each pair."""
    return tuple(map(max, *vectors)) if len(vectors) > 1 else vectors[0]


def _answers(project: Project, asked: Asked) -> Mapping[str, Sequence[Answer]]:
    """Return the answers of each subject so far, those of partners whose facts are public before all others."""
    judged: dict[State, tuple[Outcome, ...]] = {}
    found: dict[str, list[Answer]] = defaultdict(list)
    kinds = {f"partner:{partner.id}": partner.kind for partner in project.records(Partner)}
    values = _characteristics(project)
    for who, on, items, state in (*_public(project, asked), *_events(project, asked, kinds, values)):
        if state not in judged:
            judged[state] = tuple(outcomes(state, asked))
        found[who].append(Answer(on, state.proxy, items, judged[state]))
    return found


def _public(project: Project, asked: Asked) -> Iterator[tuple[str, int, frozenset[str], State]]:
    for partner in project.records(Partner):
        if partner.kind in asked.settings.public_facts and partner.people not in {1, 2}:
            state = State.public_fact(partner.kind, tuple("" for _ in asked.named))
            yield f"partner:{partner.id}", 0, frozenset(), state


def _events(
    project: Project, asked: Asked, kinds: Mapping[str, str], values: Mapping[tuple[str, str], str]
) -> Iterator[tuple[str, int, frozenset[str], State]]:
    for consent in project.records(Consent):
        if consent.on <= asked.today:
            characteristics = tuple(values.get((consent.who, name), "") for name in asked.named)
            state = State.of(consent, asked, kinds.get(consent.who, "space"), characteristics)
            yield consent.who, consent.on.toordinal(), consent.items, state


def _characteristics(project: Project) -> Mapping[tuple[str, str], str]:
    """Return each partner's value of each characteristic; `more than one` where they gave several."""
    found: dict[tuple[str, str], str] = {}
    for one in project.records(Characteristic):
        key = f"partner:{one.partner}", one.characteristic
        found[key] = one.value if found.get(key, one.value) == one.value else "more than one"
    return found


def _young(project: Project, asked: Asked) -> frozenset[str]:
    """Return who needs their own yes and a parent's, where the project says so."""
    if asked.settings.held.young_people != "own and parent":
        return frozenset()
    return frozenset(
        one.who for one in project.records(Consent) if one.capacity == "12 or over" and one.on <= asked.today
    )


def _labels(project: Project) -> Mapping[str, tuple[str, ...]]:
    """Return the communities whose expectation is one more subject, for each partner that one covers."""
    found: dict[str, tuple[str, ...]] = {}
    for label in project.settings.labels:
        for partner in project.records(Partner):
            seen = {"here_as": project.settings.sectors.get(partner.sector or "")}
            if all(
                (getattr(partner, column, None) or seen.get(column)) == value for column, value in label.covers.items()
            ):
                who = f"partner:{partner.id}"
                found[who] = (*found.get(who, ()), f"partner:{label.partner}")
    return found
