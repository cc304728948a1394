"""What checks have in common that compare a group's share of something with its share of people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction

import attrs
import narwhals as nw

from coprod.engines import Frame
from coprod.equality.check import Context
from coprod.equality.grouping import NOT_RECORDED, comparable
from coprod.equality.inference import Permutation, between_counts
from coprod.equality.measures import NOT_SHOWN, gini, representation_ratio, theil_between_share, undefined
from coprod.equality.presence import was_there
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, PersonTable, Tables
from coprod.finding import Band, Group, Measure, Status
from coprod.records import Attendance

__all__ = ["SHARE_BAND", "Row", "Shares", "chance_of_shares", "seats", "spread_of_shares", "tables_of_shares"]

SHARE_BAND = Band(
    low=0.8,
    high=1.2,
    source="0.8 to 1.2 as in reports on who takes part in trials",
    measure="representation_ratio",
)

Row = tuple[str, int, int, int]
"""Partners who are alike: their group, parts of what is shared each, people each, and how many partners they are."""


def seats(study: Study, *more: str, spaces: Frame | None = None) -> Frame:
    """
    Return who came to which space, for all of it or part of it: `partner`, `space`, `group`, `people`, `seats`.

    Where it was noted how many people of a group came, so many seats were theirs; else one for each of its people.

    Args:
        study: The study.
        more: Columns of Attendance that are wanted too.
        spaces: The only spaces that are asked for, where these are few: `space`.
    """
    rows = study.project.frame(Attendance).select("partner", "space", "came", *more, noted="people")
    there = rows.filter(was_there())
    if spaces is not None:
        there = there.join(spaces.select("space"), on="space", how="semi")
    known = there.join(study.groups.filter(nw.col("people") > 0), on="partner", how="inner")
    noted, people = nw.col("noted").cast(nw.Int64), nw.col("people")
    some = nw.when(noted < people).then(noted).otherwise(people)
    return known.select("partner", "space", "group", "people", *more, seats=some)


def tables_of_shares(rows: Iterable[Row], name: str, *, scale: int = 1) -> Iterator[GroupTable | PersonTable]:
    """Yield `people` and *name* by group, and `partners` for chance; a number stands on those who have some of it."""
    known = list(rows)
    people, parts, having = ({group: 0 for group, *_ in known} for _ in range(3))
    for group, amount, size, n in known:
        people[group] += size * n
        parts[group] += amount * n
        having[group] += size * n if amount else 0
    yield GroupTable.of("people", ("group",), (((g,), n, n) for g, n in people.items()))
    yield GroupTable.of(name, ("group",), (((g,), n, having[g]) for g, n in parts.items()), scale=scale)
    yield PersonTable("partners", ("group", "parts", "people", "n"), known)


@attrs.frozen(kw_only=True)
class Shares:
    """
    What each group has of something, beside how many people it has.

    Attributes:
        parts: What each group has, in parts.
        people: How many people each group has.
        among: What its share is compared with, where that is not its people: their seats in several rooms.
        scale: Of how many parts a whole is made.
        unit: How many parts one more is: by default a whole.
    """

    parts: Mapping[str, int]
    people: Mapping[str, int]
    among: Mapping[str, int] = attrs.field(default=attrs.Factory(lambda self: self.people, takes_self=True))
    scale: int = 1
    unit: int = attrs.field(default=attrs.Factory(lambda self: self.scale, takes_self=True))

    @classmethod
    def of(cls, tables: Tables, name: str) -> Shares:
        """Return the shares in the tables that `tables_of_shares` makes."""
        counted, whole = tables.group("people"), tables.group(name)
        people = {group: counted.number(group) for group in counted.labels("group")}
        return cls(parts={group: whole.number(group) for group in people}, people=people, scale=whole.scale)

    @property
    def whole(self) -> int:
        """What all groups have together, in parts."""
        return sum(self.parts.values())

    @property
    def ratios(self) -> tuple[Measure, ...]:
        """The representation ratio of each group."""
        return tuple(self._ratio(group) for group in self.people)

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups for a finding; what was done together is counted in fractions."""
        return tuple(self._group(group) for group in sorted(self.people))

    @property
    def unknown(self) -> str:
        """Name of the sentence that says why nothing can be compared."""
        if not self.whole:
            return "unknown"
        return "not recorded" if self._mostly_not_recorded else "one group"

    @property
    def _mostly_not_recorded(self) -> bool:
        # they are in what every group is compared with, so all groups could have more than an even share
        return self.people.get(NOT_RECORDED, 0) * 2 > sum(self.people.values())

    def status(self, context: Context) -> tuple[Status, dict[str, str]]:
        """
        Return what the band says of the groups with the least and with the most, and which they are.

        `watch` where one more for the one, and one less for the other, brings both inside; `unknown` where no two
        groups can be compared, and where the group of most people is not on record: see `unknown`.
        """
        if self._mostly_not_recorded:
            return "unknown", {}
        known = {g: ratio.value for g in comparable(self.people) if (ratio := self._ratio(g)).value is not None}
        if len(known) < 2:
            return "unknown", {}
        least, most = min(known, key=lambda g: (known[g], g)), max(known, key=lambda g: (known[g], g))
        words = {"least": least, "most": most}
        if _inside(self.ratios, words.values(), context):
            return "even", words
        moved = min(self.unit, self.parts[most])
        parts = {**self.parts, least: self.parts[least] + moved, most: self.parts[most] - moved}
        turned = _inside(attrs.evolve(self, parts=parts).ratios, words.values(), context)
        return ("watch" if turned else "uneven"), words

    def _ratio(self, group: str) -> Measure:
        own, everyone = self.among[group], sum(self.among.values())
        return representation_ratio(self.parts[group], self.whole, own, everyone, of=group, scale=self.unit)

    def _group(self, group: str) -> Group:
        parts, whole = self.parts[group], self.whole
        count, share = float(Fraction(parts, self.scale)), parts / whole if whole else None
        return Group(group, self.people[group], count, whole / self.scale, share)


def _inside(ratios: Iterable[Measure], ends: Collection[str], context: Context) -> bool:
    return all(context.status(ratio) == "even" for ratio in ratios if ratio.of in ends)


def chance_of_shares(table: PersonTable | None, context: Context) -> Permutation | None:
    """Return how often chance would part the groups this far; each partner counts as one draw."""
    if table is None:
        return None
    everyone, whole = (sum(row[at] * row[3] for row in table.rows) for at in (2, 1))
    known: dict[str, Counter[int]] = {}
    for group, parts, size, n in table.rows:
        if group != NOT_RECORDED:
            known.setdefault(group, Counter())[parts * everyone - size * whole] += n
    return between_counts(known, random=context.random)


def spread_of_shares(table: PersonTable | None) -> tuple[Measure, Measure]:
    """Return how it is spread over people, each person of a group with an even part of what is the group's."""
    if table is None:
        return (
            undefined("gini", NOT_SHOWN, unit="0 is even, 1 is all by one"),
            undefined("theil_between_share", NOT_SHOWN, unit="share of the unevenness"),
        )
    values = [parts / size for _, parts, size, _ in table.rows]
    weights = [size * n for _, _, size, n in table.rows]
    return gini(values, weights=weights), theil_between_share(values, table.column("group"), weights=weights)
