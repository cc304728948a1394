"""
Few states in place of many rows: what a row's subjects allow is told by a number, and decided once for each number.

A number has a digit for each rank, from 0 to 3. A row that finds no ruling for its numbers is withheld.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce

import attrs
import narwhals as nw

from coprod.engines import Frame, keep
from coprod.level import Level

__all__ = ["RANK", "Pack", "Source", "keyed", "packs", "ruled", "states"]

c = nw.col
RANK = nw.Int8  # of ranks: ten million rows have several each
BASE = len(Level)
DIGITS = 31  # of two bits: so many fit a whole number of 64 bits
FEW = 100_000  # states; to decide so many takes less than to go through ten million rows
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


@attrs.frozen
class Source:
    """
    Where subjects of a row come from, such as a column that names a partner.

    Attributes:
        packs: The columns that hold what they allow.
        values: The numbers that these may hold, some perhaps in no row; None where only the rows tell.
    """

    packs: Sequence[Pack]
    values: Frame | None = None


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


def states(frame: Frame, sources: Sequence[Source], most: int) -> Frame:
    """
    Return the states of the rows: their keys, and the ranks that these stand for.

    Where it is known what each source may hold, and no source holds more than *most* numbers, these are all that can be
    made of them, and the rows need not be gone through; else, those of the rows.
    """
    found = [pack for source in sources for pack in source.packs]
    known = [source.values for source in sources if source.values is not None]
    if sources and len(known) == len(sources) and most ** len(sources) <= FEW:
        frame = reduce(lambda one, other: one.join(other, how="cross"), known)
    frame, keys = keyed(frame, found)
    names = [key.name for key in keys]
    return keep(frame.select(*names).unique(), many=True).select(
        *names, *[rank for key in keys for rank in key.ranks()]
    )


def ruled(frame: Frame, rulings: Frame, keys: Sequence[Pack], ranks: Sequence[str]) -> Frame:
    """Return the rows with the ranks that were decided for their states; where nothing was, WITHHOLD."""
    names = [key.name for key in keys]
    found = frame.join(rulings.select(*names, *ranks), on=names, how="left")
    return found.with_columns(**{name: c(name).fill_null(nw.lit(WITHHOLD, dtype=RANK)) for name in ranks})
