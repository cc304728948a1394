"""
Few states in place of many rows: what a row's subjects allow is told by a number, and decided once for each number.

Where it is known what each subject may allow, each of these has a place from 0 up, and so has each state that can be
made of them: a row finds its ruling by its place. Else a number has a digit for each rank, from 0 to 3, and a row that
finds no ruling for its numbers is withheld.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Any

import attrs
import narwhals as nw

from coprod.engines import Frame, distinct, keep, rows
from coprod.level import Level

__all__ = [
    "NUMBERED",
    "PLACE",
    "RANK",
    "Pack",
    "crossed",
    "few",
    "keyed",
    "of_places",
    "packs",
    "placed",
    "ruled",
    "states",
    "told_of",
]

c = nw.col
RANK = nw.Int8  # of ranks: ten million rows have several each
PLACE = "place"
NUMBERED = nw.Int32  # of places, for the same reason
BASE = len(Level)
DIGITS = 31  # of two bits: so many fit a whole number of 64 bits
SHORT = 2**15 - 1  # places that fit 16 bits
FEW = 100_000  # states; to decide so many takes less than to go through ten million rows once more
WITHHOLD = Level.WITHHOLD.rank


@attrs.frozen
class Pack:
    """
    A number in place of several ranks.

    Attributes:
        name: The column that holds it.
        digits: The columns that it stands for, from the lowest digit up.
    """

    name: str
    digits: tuple[str, ...]

    def of(self, ranks: Mapping[str, nw.Expr]) -> nw.Expr:
        """Return the number whose digits are these ranks."""
        terms = (ranks[name].cast(nw.Int64) * BASE**at for at, name in enumerate(self.digits))
        return sum(terms, nw.lit(0, dtype=nw.Int64)).alias(self.name)

    def fixed(self, rank: int) -> nw.Expr:
        """Return the number whose digits are all this rank."""
        return nw.lit(sum(rank * BASE**at for at in range(len(self.digits))), dtype=nw.Int64)

    def ranks(self) -> list[nw.Expr]:
        """Return the ranks again."""
        return [(c(self.name) // BASE**at % BASE).cast(RANK).alias(name) for at, name in enumerate(self.digits)]


def packs(prefix: str, digits: Sequence[str]) -> list[Pack]:
    """Return packs for these columns, as many as it takes."""
    return [Pack(f"{prefix}pack{at}", tuple(digits[at : at + DIGITS])) for at in range(0, len(digits), DIGITS)]


def keyed(frame: Frame, found: Iterable[Pack]) -> tuple[Frame, list[Pack]]:
    """Return a frame with its packs joined into as few as hold them: the key of each row's state."""
    keys, terms = [Pack("__key0", ())], [nw.lit(0, dtype=nw.Int64)]
    for pack in found:
        if len(keys[-1].digits) + len(pack.digits) > DIGITS:
            keys.append(Pack(f"__key{len(keys)}", ()))
            terms.append(nw.lit(0, dtype=nw.Int64))
        terms[-1] = terms[-1] + c(pack.name) * BASE ** len(keys[-1].digits)
        keys[-1] = attrs.evolve(keys[-1], digits=keys[-1].digits + pack.digits)
    return frame.with_columns(**{key.name: term for key, term in zip(keys, terms, strict=True)}), keys


def states(frame: Frame, found: Iterable[Pack]) -> Frame:
    """Return the states of the rows: their keys, and the ranks that these stand for."""
    frame, keys = keyed(frame, found)
    names = [key.name for key in keys]
    return keep(distinct(frame.select(*names)), many=True).select(
        *names, *[rank for key in keys for rank in key.ranks()]
    )


def few(size: int, subjects: int) -> bool:
    """Return whether few states can be made of what *subjects* allow, each one of *size* things."""
    return bool(subjects) and size**subjects <= FEW


def of_places(size: int, subjects: int) -> Any:
    """Return the shortest type that holds the places of states: of ten million rows each has several."""
    return nw.Int16 if size**subjects <= SHORT else NUMBERED


def placed(prefixes: Sequence[str], size: int) -> nw.Expr:
    """Return the place of a row's state, from the places of what each subject allows, one of *size*."""
    terms = (c(f"{prefix}{PLACE}") * size**at for at, prefix in enumerate(prefixes))
    return sum(terms, nw.lit(0, dtype=NUMBERED)).cast(NUMBERED)


def crossed(values: Frame, prefixes: Sequence[str], size: int) -> Frame:
    """
    Return each state that can be made of what subjects may allow, with its place as `number`.

    Args:
        values: What a subject may allow: its place under `PLACE`, and any other columns.
        prefixes: What the columns of each subject begin with.
        size: How many rows *values* has.
    """
    names = values.collect_schema().names()
    several = [values.select(*[c(name).alias(f"{prefix}{name}") for name in names]) for prefix in prefixes]
    made = reduce(lambda one, other: one.join(other, how="cross"), several)
    number = placed(prefixes, size).cast(of_places(size, len(prefixes)))
    return keep(made.with_columns(number=number))


def told_of(frame: Frame, rulings: Frame, on: str, ranks: Sequence[str]) -> Frame:
    """
    Return the rows that have a ruling, with the ranks of it.

    Many a rank is the same in every state, or is the first rank again: ten million rows need not look for it.
    """
    first, *others = ranks
    same = _same(rulings, first, others)
    found = frame.join(rulings.select(on, *[name for name in ranks if name not in same]), on=on)
    return found.with_columns(**same) if same else found


def _same(rulings: Frame, first: str, others: Sequence[str]) -> dict[str, nw.Expr]:
    """Return what some ranks are by other names than their own; a rank that is null is the same as nothing."""
    asked = [
        one.alias(f"{name} {at}")
        for name in others
        for at, one in enumerate(
            (c(name).fill_null(-1).min(), c(name).max(), (c(name) == c(first)).fill_null(value=False).min())
        )
    ]
    ((*told,),) = rows(rulings.select(*asked)) if others else ((),)
    same: dict[str, nw.Expr] = {}
    for name, low, high, is_first in zip(others, told[::3], told[1::3], told[2::3], strict=True):
        if is_first or low == high:
            same[name] = c(first) if is_first else nw.lit(low, dtype=RANK)
    return same


def ruled(frame: Frame, rulings: Frame, keys: Sequence[Pack], ranks: Sequence[str]) -> Frame:
    """Return the rows with the ranks that were decided for their states; where nothing was, WITHHOLD."""
    names = [key.name for key in keys]
    found = frame.join(rulings.select(*names, *ranks), on=names, how="left")
    return found.with_columns(**{name: c(name).fill_null(nw.lit(WITHHOLD, dtype=RANK)) for name in ranks})
