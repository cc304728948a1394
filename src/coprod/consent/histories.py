"""
What people said in the order in which they said it: a *history*, without its days.

Most people answer once or twice, and of the others' histories of two answers many are the same: these are judged once.
Who answered more often has a history of their own.
"""

from __future__ import annotations

import narwhals as nw

from coprod.consent.told import NOTHING, RANKED, TELLING, Told
from coprod.engines import Frame, count, distinct, keep, stack

__all__ = ["HISTORY", "histories", "latest_of", "said_by"]

c = nw.col
HISTORY = "__history"  # the number of a history
TWO = 2
FIT = 2**31 // 4_000_000  # tellings, so that their number beside a day is one of 32 bits; no day has a higher number


def said_by(events: Frame, told: Told) -> Frame:
    """Return `who` said what (a telling) on which day; what tells nothing of what is asked for is left out."""
    known = told.by_state(events)
    return events.select("who", "on", "state").join(known, on="state").select("who", "on", TELLING)


def latest_of(spoken: Frame, told: Told, tellings: Frame) -> Frame:
    """Return for each subject, in each column, the latest day with its strictest rank, packed in one number."""
    packed = {
        name: nw.when(c(name) > NOTHING).then(c("on") * 4 + c(name)).otherwise(nw.lit(NOTHING, dtype=nw.Int64))
        for name in told.columns
        if name.startswith(RANKED)
    }
    joined = spoken.join(tellings, on=TELLING).with_columns(**packed)
    return joined.group_by("who").agg(*[c(name).max() for name in told.columns])


def histories(spoken: Frame, told: Told) -> tuple[Frame, Frame]:
    """
    Return which history is whose, and what is said in each: as if it were a subject, under `who`.

    A history of two answers is told by what was said first and last, and by whether that was on one day. Said twice is
    as said once.
    """
    size = told.size
    at = (c("on") * size + c(TELLING)).cast(nw.Int32 if size <= FIT else nw.Int64)  # shorter numbers are grouped faster
    ends = (
        spoken.select("who", at=at)
        .group_by("who")
        .agg(c("at").min().alias("low"), c("at").max().alias("high"), count().alias("n"))
    )
    later = nw.when(c("low") // size < c("high") // size).then(_fixed(1)).otherwise(_fixed(0))
    both = (c("low").cast(nw.Int64) % size * size + c("high").cast(nw.Int64) % size) * TWO + later
    own = c("who") + TWO * size**2
    whose = keep(ends.select("who", nw.when(c("n") <= TWO).then(both).otherwise(own).alias(HISTORY)), many=True)
    return whose, _answers(spoken, whose, size)


def _answers(spoken: Frame, whose: Frame, size: int) -> Frame:
    """Return what is said in each history, on days that are counted from 1 where there are two answers at most."""
    short, history = c(HISTORY) < TWO * size**2, c(HISTORY)
    several = keep(distinct(whose.filter(short).select(HISTORY)))
    first = several.select(who=history, on=_fixed(1), **{TELLING: history // (TWO * size)})
    last = several.select(who=history, on=history % TWO + 1, **{TELLING: history // TWO % size})
    long = spoken.join(whose.filter(~short), on="who").select("on", TELLING, who=history)
    return stack([first, last, long])


def _fixed(number: int) -> nw.Expr:
    return nw.lit(number, dtype=nw.Int64)
