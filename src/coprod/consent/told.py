"""
What the states of answers tell, as columns of numbers.

All that is told the same by every state shares a column, such as the cells that one statement covers. All states that
tell the same share a row, a *telling*: thousands of states make tens of these, since most differ only in their age.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Self, TypeAlias

import attrs

from coprod.consent.answers import PUBLIC_FACT, Outcome, State
from coprod.engines import Frame, keep, lift
from coprod.level import RANKS

__all__ = ["NOTHING", "RANKED", "TELLING", "Said", "Told"]

Cell: TypeAlias = tuple[int, int]
"""What is asked for: a pair, and an audience, as their numbers."""

NOTHING = -1  # where a state says nothing of a cell
RANKED, SPOKEN = "__told", "__voice"  # what a column holds
TELLING = "__telling"  # the column that holds the number of a telling


@attrs.frozen
class Said:
    """A state, and what an answer in it says of each cell."""

    state: State
    outcomes: tuple[Outcome, ...]


@attrs.frozen
class Told:
    """
    What the states say.

    Attributes:
        tellings: The number of what each state tells; a state that tells nothing of what is asked for has none.
        columns: By name of each column, its values: a rank, or who spoke; NOTHING where a telling says nothing.
        ranks: The column of a cell, a track and a source.
        voices: The column of a cell and a track; none where all that counts is what partners said themselves.
    """

    tellings: Mapping[int, int]
    columns: Mapping[str, tuple[int, ...]]
    ranks: Mapping[tuple[Cell, bool], Mapping[str, str]]
    voices: Mapping[tuple[Cell, bool], str]

    @classmethod
    def of(cls, said: Mapping[int, Said], young: Frame | None) -> Self:
        """Return what these states say."""
        ranks: dict[tuple[Cell, bool], dict[str, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
        voices: dict[tuple[Cell, bool], dict[int, int]] = defaultdict(dict)
        for number, one in said.items():
            for outcome in one.outcomes:
                track = (outcome.pair, outcome.audience), one.state.proxy
                ranks[track][outcome.source][number] = RANKS[outcome.level]
                voices[track][number] = outcome.voice
        names: dict[tuple[str, tuple[int, ...]], str] = {}

        def name(sort: str, told: Mapping[int, int]) -> str:
            values = tuple(told.get(number, NOTHING) for number in said)
            return names.setdefault((sort, values), f"{sort}{len(names)}")

        ranked = {track: {source: name(RANKED, told) for source, told in of.items()} for track, of in ranks.items()}
        judged = young is not None or any(proxy or PUBLIC_FACT in of for (_, proxy), of in ranks.items())
        spoken = {track: name(SPOKEN, told) for track, told in voices.items() if judged}
        told = dict(zip(said, zip(*(values for _, values in names), strict=True), strict=bool(names)))
        return cls(*_tellings(told, list(names.values())), ranked, spoken)

    def cells(self, pair: int, audience: int) -> list[tuple[Mapping[str, str], str]]:
        """Return the tracks of a cell: its columns by source, and the column of who spoke."""
        tracks = [((pair, audience), proxy) for proxy in (False, True)]
        return [(self.ranks[track], self.voices.get(track, "")) for track in tracks if track in self.ranks]

    @property
    def size(self) -> int:
        """How many tellings there are."""
        return len(set(self.tellings.values()))

    def by_state(self, like: Frame) -> Frame:
        """Return `state`, and the number of what it tells."""
        return keep(_table(like, {"state": self.tellings.keys(), TELLING: self.tellings.values()}), many=True)

    def by_telling(self, like: Frame) -> Frame:
        """Return the number of each telling, and what it tells."""
        return keep(_table(like, {TELLING: range(self.size), **self.columns}))


def _tellings(
    told: Mapping[int, tuple[int, ...]], names: Sequence[str]
) -> tuple[Mapping[int, int], Mapping[str, tuple[int, ...]]]:
    """Return the number of what each state tells, and the columns of these."""
    nothing = (NOTHING,) * len(names)
    several = {
        line: number for number, line in enumerate(dict.fromkeys(one for one in told.values() if one != nothing))
    }
    columns = dict(zip(names, zip(*several, strict=True), strict=True)) if several else {}
    return {state: several[line] for state, line in told.items() if line != nothing}, columns


def _table(like: Frame, columns: Mapping[str, Iterable[int]]) -> Frame:
    """Return columns of numbers."""
    return lift(like, dict.fromkeys(columns, int), zip(*columns.values(), strict=True))
