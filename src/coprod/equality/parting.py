"""
How often chance alone would part groups as far as they are, in a whole number that each person has.

All is done in whole numbers, so that two ways that are equally far apart are never told apart by rounding. Three roads
lead to p: every way is counted where that is quick, ways are drawn where it is not, and for thousands of people the
chi-squared distribution stands in.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from operator import mul, sub
from random import Random
from typing import TypeAlias

from coprod.equality.permuting import Permutation, drawn, shuffler, weighed

__all__ = ["LARGE", "LISTED", "between_counts", "between_groups"]

LARGE = 2_000  # from so many people on, the distribution is as good as the sample
LISTED = 50_000  # up to so many ways, all are counted
ALIKE = 2_000  # and however many there are, where no more than so many differ in who has which number
PACKED = 2_000_000_000  # bits moved in counting the ways of two groups: about as long as drawing takes

Sizes: TypeAlias = tuple[int, ...]


def between_groups(groups: Mapping[str, Sequence[int]], *, random: Random) -> Permutation | None:
    """
    Return how often chance would part groups this far in a whole number that each person has.

    The statistic is the sum of squared group totals, each over the group's size: the part of the variance
    that lies between groups. The answer is exact where all ways can be counted, and does not depend on the order of
    people or on the names of groups.

    Args:
        groups: The numbers of the people of each group.
        random: Where chance comes from.

    Returns:
        The answer; None for fewer than two groups, or where all people have the same number.

    >>> between_groups({"a": [3, 1, 4, 0], "b": [2, 6, 5, 7]}, random=Random(1)).p_value
    0.11428571428571428
    """
    return between_counts({group: Counter(values) for group, values in groups.items()}, random=random)


def between_counts(groups: Mapping[str, Mapping[int, int]], *, random: Random) -> Permutation | None:
    """
    Return the same as `between_groups` from how many people of each group have which number.

    A million people who have ten numbers between them are ten rows in each group, and never a million.

    >>> between_counts({"a": {0: 2, 3: 2}, "b": {6: 1, 7: 3}}, random=Random(1)).p_value
    0.02857142857142857
    """
    known = [{value: n for value, n in group.items() if n} for group in groups.values()]
    counts = [group for group in known if group]
    if len(counts) < 2 or len(set().union(*counts)) < 2:
        return None
    if sum(sum(group.values()) for group in counts) >= LARGE:
        return _chi_squared(counts)
    each = (sorted(Counter(group).elements()) for group in counts)
    parts = sorted(each, key=lambda part: (len(part), part))
    values = sorted(value for part in parts for value in part)
    step = math.gcd(*(value - values[0] for value in values))
    return _Parting([[(value - values[0]) // step for value in part] for part in parts]).answer(random)


class _Parting:
    """Groups of whole numbers from 0 on, the smallest group first."""

    def __init__(self, parts: Sequence[Sequence[int]]) -> None:
        """Work out what every road needs."""
        self.parts = parts
        self.sizes: Sizes = tuple(map(len, parts))
        self.values = sorted(value for part in parts for value in part)
        self.whole = sum(self.values)
        common = math.lcm(*self.sizes)
        self.weights = [common // size for size in self.sizes]

    def answer(self, random: Random) -> Permutation:
        """Return p by the first road that is quick enough."""
        observed = self.spread(sum(part) for part in self.parts[:-1])
        if len(self.sizes) == 2 and self.packed_bits <= PACKED:
            return weighed([(self.spread([total]), ways) for total, ways in self.two()], observed)
        if self.ways <= LISTED or self.unlike <= ALIKE:
            return weighed([(self.spread(totals), ways) for totals, ways in self.several()], observed)
        return self.sample(observed, random)

    def spread(self, totals: Iterable[int]) -> int:
        """Return the statistic, times the same whole number always, from the totals of all groups but the last."""
        known = list(totals)
        known.append(self.whole - sum(known))
        return sum(map(mul, map(mul, known, known), self.weights))

    def sample(self, observed: int, random: Random) -> Permutation:
        """Return p from draws: people are dealt to all groups but the largest, which gets the others."""
        deck, ends = self.values[:], [sum(self.sizes[:at]) for at in range(len(self.sizes))]
        deal, cuts = shuffler(deck, random, ends[-1]), [slice(*pair) for pair in pairwise(ends)]

        def draw() -> int:
            deal()
            return self.spread([sum(deck[cut]) for cut in cuts])

        return drawn(draw, observed)

    @cached_property
    def ways(self) -> int:
        """In how many ways these people can make groups of these sizes."""
        left = math.factorial(len(self.values))
        for size in self.sizes:
            left //= math.factorial(size)
        return left

    @property
    def unlike(self) -> int:
        """At most so many ways differ in who has which number; the commonest number goes where there is room."""
        alike, several = sorted(Counter(self.values).values()), len(self.sizes) - 1
        return math.prod(math.comb(count + several, several) for count in alike[:-1])

    @property
    def slot(self) -> int:
        """So many bits hold any number of ways, in whole bytes."""
        return -(-self.ways.bit_length() // 8) * 8

    @property
    def highest(self) -> int:
        """The most that the smaller of two groups can have together."""
        return sum(self.values[-self.sizes[0] :])

    @property
    def packed_bits(self) -> int:
        """How many bits `two` moves about, at most."""
        return len(self.values) * self.sizes[0] * (self.highest + 1) * self.slot

    def two(self) -> Iterator[tuple[int, int]]:
        """
        Yield what the smaller of two groups can have together, and in how many ways.

        The ways to choose 0, 1, 2 ... people are each held in one long number, with a slot of bits for every total:
        one more person to choose from is then one shift and one sum.
        """
        size, n, slot = self.sizes[0], len(self.values), self.slot
        chosen = [1] + [0] * size
        for seen, value in enumerate(self.values, 1):
            for people in range(min(size, seen), max(0, size - n + seen - 1), -1):
                chosen[people] += chosen[people - 1] << (slot * value)
        wide = slot // 8
        found = chosen[size].to_bytes((self.highest + 1) * wide, "little")
        for total in range(self.highest + 1):
            if ways := int.from_bytes(found[total * wide : (total + 1) * wide], "little"):
                yield total, ways

    def several(self) -> Iterator[tuple[list[int], int]]:
        """Yield the totals that all groups but the last can have, and in how many ways."""
        wide = self.whole.bit_length()
        for packed, ways in self._counted(wide).items():
            yield [packed >> (wide * at) & ((1 << wide) - 1) for at in range(len(self.sizes) - 1)], ways

    def _counted(self, wide: int) -> dict[int, int]:
        """Return ways by totals, packed into one number: numbers are handed out from the rarest to the commonest."""
        open_to: dict[Sizes, dict[int, int]] = {self.sizes: {0: 1}}
        full: dict[int, int] = defaultdict(int)
        for value, count in sorted(Counter(self.values).items(), key=lambda pair: (pair[1], pair[0])):
            after: dict[Sizes, dict[int, int]] = {}
            for left, totals in open_to.items():
                for taken, ways in _handed_out(count, left):
                    rest = tuple(map(sub, left, taken))
                    more = sum(people * value << (wide * at) for at, people in enumerate(taken[:-1]))
                    # once only the last group has room, all that is left goes there
                    into = after.setdefault(rest, defaultdict(int)) if any(rest[:-1]) else full
                    for packed, number in totals.items():
                        into[packed + more] += number * ways
            open_to = after
        return full


def _handed_out(count: int, left: Sizes) -> Iterator[tuple[Sizes, int]]:
    """Yield how *count* people can go to groups with so much room *left*, and in how many ways."""
    if count == sum(left):  # the last number, and the last group: one way to go
        yield left, math.factorial(count) // math.prod(map(math.factorial, left))
        return
    if len(left) == 1:
        yield (count,), 1
        return
    for first in range(max(0, count - sum(left[1:])), min(count, left[0]) + 1):
        for rest, ways in _handed_out(count - first, left[1:]):
            yield (first, *rest), ways * math.comb(count, first)


def _chi_squared(counts: Sequence[Mapping[int, int]]) -> Permutation:
    """Return p from (n - 1) times the share of variance between groups: its mean is that of chi-squared exactly."""
    sizes = [sum(group.values()) for group in counts]
    totals = [sum(value * n for value, n in group.items()) for group in counts]
    n, squares = sum(sizes), sum(value * value * n for group in counts for value, n in group.items())
    about = Fraction(sum(totals) ** 2, n)
    between = sum((Fraction(total**2, size) for total, size in zip(totals, sizes, strict=True)), -about)
    return Permutation(_upper_tail(float((n - 1) * between / (squares - about)), len(counts) - 1), 0.0, 0)


def _upper_tail(statistic: float, freedom: int) -> float:
    """
    Return the chance that a chi-squared variable is larger, for whole degrees of freedom.

    >>> [round(_upper_tail(x, k), 4) for x, k in [(3.841459, 1), (5.991465, 2), (7.814728, 3), (9.487729, 4)]]
    [0.05, 0.05, 0.05, 0.05]
    """
    half = max(0.0, statistic) / 2
    if freedom % 2:
        tail, term, first = math.erfc(math.sqrt(half)), math.exp(-half) * math.sqrt(half / math.pi) * 2, 1.5
    else:
        tail, term, first = math.exp(-half), math.exp(-half) * half, 2.0
    for step in range((freedom - 1) // 2):
        tail += term
        term *= half / (first + step)
    return min(1.0, tail)
