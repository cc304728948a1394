"""How much the ones with most have, and whether anyone has more than their time in the room would give them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction

from coprod.equality.measures.histogram import Histogram, histogram_of, sizes, why_nothing
from coprod.equality.measures.undefined import undefined
from coprod.finding import Measure

__all__ = ["palma", "presence_adjusted_dominance", "top_share"]

DOMINANCE = "0 follows presence, 1 is all by the one least present"
PALMA = "times what the lower 40 % have"


def top_share(values: Iterable[float], top: int = 1, *, weights: Iterable[int] | None = None, of: str = "") -> Measure:
    """
    Return the share that the *top* people with most have.

    Even is *top* of n. It changes when a group is doubled. Undefined where there is nobody or nothing to
    share, and where there are no others.

    Args:
        values: One for each person, the zeros included.
        top: How many people.
        weights: How many people have each value.
        of: What is counted.

    Source: common usage. The 90-9-1 rule (Nielsen 2006) is for hundreds of people, and no cut-off here.

    >>> top_share([1, 1, 2]).value, round(top_share([1, 1, 2], 2).value, 2)
    (0.5, 0.75)
    """
    if top < 1:
        raise ValueError(f"at least one person is at the top: {top}")
    histogram = histogram_of(values, weights)
    (n, whole), unit = sizes(histogram), f"share held by the first {top}"
    if not whole or n <= top:
        why = f"no others than the first {top}" if whole else why_nothing(n)
        return undefined("top_share", why, unit=unit, n=n, of=of)
    value = float(_first(histogram[::-1], Fraction(top)) / whole)
    return Measure("top_share", value, unit=unit, n=n, of=of, even_at=top / n)


def palma(values: Iterable[float], *, weights: Iterable[int] | None = None, of: str = "") -> Measure:
    """
    Return what the tenth with most have, as a multiple of what the lower 40 % have.

    Where a tenth of n is no whole number, the person in between counts in part. Even is 0.25. It does not see
    the middle. Undefined for fewer than ten people, where the lower 40 % have nothing, and where there is
    nothing to share.

    Source: Palma 2011; Cobham and Sumner 2013.

    >>> palma([1] * 9 + [11]).value
    2.75
    """
    histogram = histogram_of(values, weights)
    n, whole = sizes(histogram)
    lower = _first(histogram, Fraction(2 * n, 5))
    if not whole or n < 10 or not lower:
        why = "the lower 40 % have nothing" if n >= 10 else "fewer than ten people"
        return undefined("palma", why if whole else why_nothing(n), unit=PALMA, n=n, of=of)
    value = float(_first(histogram[::-1], Fraction(n, 10)) / lower)
    return Measure("palma", value, unit=PALMA, n=n, of=of, even_at=0.25)


def presence_adjusted_dominance(
    amounts: Iterable[float], presence: Iterable[float], *, weights: Iterable[int] | None = None, of: str = ""
) -> Measure:
    """
    Return how far what people did departs from how long they were there, for those who come late or leave early.

    Half the sum of the differences between each person's share of what was done and their share of the time,
    over the most it could be. 0 where what was done follows presence, 1 where the one least present did all.
    Someone without time and without anything done was not there and is left out. Undefined for one person,
    where nothing was done, and where nobody has any time.

    Args:
        amounts: What each person did, such as minutes of talk.
        presence: How long each was there, in the same order.
        weights: How many people are like this.
        of: What is counted.

    Source: ours, after the question of Paletz and Schunn 2011, whose own formula it is not.

    >>> presence_adjusted_dominance([30, 10], [60, 20]).value, presence_adjusted_dominance([0, 10], [60, 20]).value
    (0.0, 1.0)
    """
    people = _present(amounts, presence, weights)
    n, name = sum(people.values()), "presence_adjusted_dominance"
    done = sum((did * number for (did, _), number in people.items()), Fraction(0))
    time = sum((there * number for (_, there), number in people.items()), Fraction(0))
    if not done or not time or n < 2:
        why = "nobody's time is known" if done else why_nothing(n)
        alone = "one person cannot be compared"
        return undefined(name, alone if done and time else why, unit=DOMINANCE, n=n, of=of)
    apart = sum((number * abs(did / done - there / time) for (did, there), number in people.items()), Fraction(0)) / 2
    most = 1 - min(there for _, there in people) / time
    return Measure(name, float(apart / most), unit=DOMINANCE, n=n, of=of, even_at=0)


def _present(
    amounts: Iterable[float], presence: Iterable[float], weights: Iterable[int] | None
) -> Mapping[tuple[Fraction, Fraction], int]:
    """Return how many people did so much and were there so long, without those who were not there."""
    people: Counter[tuple[Fraction, Fraction]] = Counter()
    pairs = zip(amounts, presence, strict=True)
    rows = ((pair, 1) for pair in pairs) if weights is None else zip(pairs, weights, strict=True)
    for (did, there), number in rows:
        if min(did, there, number) < 0:
            raise ValueError(f"neither what was done nor time is below 0: {min(did, there, number)}")
        if number and (did or there):
            people[Fraction(did), Fraction(there)] += number
    return people


def _first(histogram: Histogram, people: Fraction) -> Fraction:
    """Return how much the first so many people of a histogram have, the last of them in part."""
    have, left = Fraction(0), people
    for value, number in histogram:
        counted = min(left, Fraction(number))
        have += counted * value
        left -= counted
    return have
