"""
Which of a subject's answers stand, in plain Python.

Of the answers to one statement the latest stands, of two on one day the stricter. A closing ends what came before it.
Of the statements that stand the most open counts. The person's own answers and those that others gave for them are
joined by `max`, and so are the audiences. What is public about an organisation needs no answer, until it says no.

For a record that some answer names, a no that names it closes it until a later yes that names it too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

import attrs

from coprod.consent.answers import CLOSED, NO, PUBLIC_FACT, YES, Asked, Outcome
from coprod.level import Level

__all__ = ["Answer", "standing"]

WITHHOLD = Level.WITHHOLD.rank
OWN, OTHERS = False, True


@attrs.frozen
class Answer:
    """One answer: its day, whether someone else gave it, the records it names, what it says of each cell."""

    on: int
    proxy: bool
    items: frozenset[str]
    outcomes: Sequence[Outcome]


@attrs.frozen
class Event:
    """One answer as far as it is about one cell: its day, its rank, who spoke, whether it names the record."""

    on: int
    rank: int
    voice: int
    named: bool


Sources: TypeAlias = dict[str, list[Event]]
Tracks: TypeAlias = dict[bool, Sources]


def standing(answers: Iterable[Answer], asked: Asked, item: str = "", *, both: bool = False) -> tuple[int, ...]:
    """
    Return the rank of each pair that a subject's *answers* give.

    Args:
        answers: All answers of one subject.
        asked: What they are judged against.
        item: The record in question; without one, answers that name records do not count.
        both: Whether the subject's own yes and another's are both needed.
    """
    cells: dict[tuple[int, int], Tracks] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for answer in answers:
        if answer.items and item not in answer.items:
            continue
        for one in answer.outcomes:
            event = Event(answer.on, one.level.rank, one.voice, bool(answer.items))
            cells[one.pair, one.audience][answer.proxy][one.source].append(event)
    ranks = {cell: _of_tracks(tracks, both=both) for cell, tracks in cells.items()}
    audiences = range(len(asked.request.audiences))
    return tuple(
        max(ranks.get((pair, audience), WITHHOLD) for audience in audiences) for pair in range(len(asked.pairs))
    )


def _of_tracks(tracks: Tracks, *, both: bool) -> int:
    """Return the strictest of the tracks that spoke; what is public counts where nobody said no."""
    public = [event.rank for event in tracks[OWN].pop(PUBLIC_FACT, ())]
    if public and not any(event.voice == NO for event in _events(tracks)):
        return public[0]
    spoke = [sources for sources in tracks.values() if any(event.voice for event in _events({OWN: sources}))]
    if len(spoke) < (2 if both else 1):
        return WITHHOLD
    return max(_most_open(sources) for sources in spoke)


def _events(tracks: Mapping[bool, Sources]) -> Iterator[Event]:
    return (event for sources in tracks.values() for events in sources.values() for event in events)


def _most_open(sources: Sources) -> int:
    closings = sources.get(CLOSED, [])
    ranks = (_latest([*events, *closings]) for source, events in sources.items() if source != CLOSED)
    return min(ranks, default=WITHHOLD)


def _latest(events: Iterable[Event]) -> int:
    """Return the rank that stands of one source, going through its days."""
    days: dict[int, list[Event]] = defaultdict(list)
    for event in events:
        days[event.on].append(event)
    rank, shut = WITHHOLD, False
    for _, today in sorted(days.items()):
        if any(event.voice == NO for event in today):
            rank, shut = WITHHOLD, shut or any(event.named for event in today if event.voice == NO)
            continue
        heard = [event for event in today if event.named or not shut]
        shut = shut and not any(event.voice == YES for event in heard)
        rank = max((event.rank for event in heard), default=rank)
    return rank
