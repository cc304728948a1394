"""Shares of people and of views: rates, who is here against who could be, one group beside another."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction

from coprod.equality.measures.undefined import undefined
from coprod.finding import Measure

__all__ = [
    "FOUR_FIFTHS",
    "disparities",
    "disparity",
    "four_fifths",
    "one_flip",
    "rate",
    "representation_ratio",
    "response_rate",
    "uptake",
]

FOUR_FIFTHS = 0.8
Z = 1.959963984540054  # 95 % of a normal distribution lie within so many standard deviations
Rates = Mapping[str, tuple[int, int]]
"""By group: how many of how many."""


def rate(
    count: int,
    total: int,
    *,
    of: str = "",
    name: str = "rate",
    unit: str = "share",
    why: str = "",
    draws: int | None = None,
) -> Measure:
    """
    Return *count* of *total* as a share, with its 95 % Wilson interval.

    Undefined where *total* is 0.

    Args:
        count: How many.
        total: Of how many.
        of: Whose share it is.
        name: Name of the measure, where it has one of its own.
        unit: What is counted.
        why: The reason to give where there is nothing to count.
        draws: Of how many draws by lot *total* is made up, where these are fewer: the interval is that of so many.
            It is too wide rather than too narrow, since no draw can differ more from the others than by all or nothing.

    Source: Wilson 1927.

    >>> rate(3, 4).value
    0.75
    """
    _within(count, total)
    if not total:
        return undefined(name, why or "nothing to count", unit=unit, of=of)
    on = draws or total
    low, high = _wilson(count / total * on if on != total else count, on)
    return Measure(name, count / total, unit=unit, n=total, of=of, low=low, high=high)


def representation_ratio(count: int, total: int, among: int, everyone: int, *, of: str = "", scale: int = 1) -> Measure:
    """
    Return a group's share of something, as a multiple of its share of the people who could have it.

    1 is even. A group with nothing has 0. Undefined where nothing was counted, or nobody of the group is
    among the people who could have it. The 0.8 to 1.2 band is a convention from reports on medical trials.

    Its 95 % interval is the Wilson interval of the group's share, divided by its share of the people. It takes each
    thing counted as had on its own: where a few people have many, it is narrower than it should be.

    Args:
        count: What the group has.
        total: What all have.
        among: How many people the group has.
        everyone: How many people there are.
        of: The group.
        scale: Of how many parts a whole is made, where *count* and *total* are parts.

    Source: participation-to-prevalence ratio, Circulation 2020;141:540; Wilson 1927.

    >>> ratio = representation_ratio(1765, 2471, 50, 100)
    >>> [round(number, 4) for number in (ratio.low, ratio.value, ratio.high)]
    [1.3923, 1.4286, 1.4635]
    """
    _within(count, total)
    _within(among, everyone)
    if not total or not among:
        why = "nobody of this group to compare with" if total else "nothing was counted"
        return undefined("representation_ratio", why, unit="times its share", n=everyone, of=of)
    value = float(Fraction(count, total) / Fraction(among, everyone))
    low, high = (end * everyone / among for end in _wilson(count / scale, total / scale))
    return Measure(
        "representation_ratio", value, unit="times its share", n=everyone, of=of, low=low, high=high, even_at=1
    )


def response_rate(answered: int, asked: int, *, of: str = "") -> Measure:
    """
    Return the share of views asking for an answer that got one in words.

    Undefined where nothing was asked.

    Source: IAP2 spectrum: from "consult" on, feedback is promised on every view.

    >>> response_rate(3, 4).value
    0.75
    """
    return rate(answered, asked, of=of, name="response_rate", unit="share of views", why="nobody asked")


def uptake(taken_up: int, not_taken_up: int, *, of: str = "") -> Measure:
    """
    Return the share of settled views that were taken up, as they were or adapted.

    Views that are open, parked or withdrawn are not settled either way: show them beside it. Undefined where
    nothing was settled.

    Source: Font, Smith, Galais and Alarcon 2018, on the fate of 571 proposals.

    >>> uptake(3, 1).value
    0.75
    """
    return rate(
        taken_up,
        taken_up + not_taken_up,
        of=of,
        name="uptake",
        unit="share of views",
        why="nothing was settled",
    )


def disparities(rates: Rates, *, least: int = 5) -> tuple[Measure, ...]:
    """
    Return the rate of each group as a share of the rate of the group that fares best.

    Only groups that stand on at least *least* are compared. Under two such groups, or with a best rate of 0, nothing
    is: then the one measure returned is undefined.

    Each has the 95 % interval of the risk ratio, on its logarithm, with half a case added to all four cells where one
    of them is empty; the best group, which is compared with itself, is 1 by definition.

    Source: 29 CFR 1607.4 D, 1978; Katz, Baptista, Azen and Pike 1978 for the interval.

    >>> [round(d.value, 3) for d in disparities({"men": (48, 255), "women": (52, 395)})]
    [1.0, 0.699]
    """
    known = _known(rates, least)
    best = max(known.values(), default=Fraction(0))
    if len(known) < 2 or not best:
        why = "fewer than two groups are large enough" if len(known) < 2 else "no group has any"
        return (undefined("disparity", why, unit="share of the best rate", n=_total(rates, rates)),)
    top = max(known, key=lambda g: (known[g], g))
    return tuple(_disparity(g, top, rates, float(r / best)) for g, r in known.items())


def _disparity(group: str, top: str, rates: Rates, value: float) -> Measure:
    low, high = (1.0, 1.0) if group == top else _risk_ratio(rates[group], rates[top])
    return Measure(
        "disparity",
        value,
        unit="share of the best rate",
        n=_total(rates, [group]),
        of=group,
        low=min(low, value),  # half a case more in every cell may lie to one side of it
        high=max(high, value),
        even_at=1,
    )


def disparity(rates: Rates, *, least: int = 5) -> Measure:
    """
    Return the lowest of the `disparities`; `of` says which group it is.

    >>> disparity({"men": (48, 255), "women": (52, 395)}).of
    'women'
    """
    return min(disparities(rates, least=least), key=lambda d: (d.value or 0, d.of))


def four_fifths(measure: Measure) -> bool | None:
    """
    Return whether a disparity keeps the four-fifths rule: it breaks it strictly below 0.8.

    None where the disparity is undefined.

    A United States rule of thumb about hiring, a convention here; it is not law in the United Kingdom.

    >>> four_fifths(disparity({"a": (60, 100), "b": (48, 100)}))
    True
    """
    return None if measure.value is None else measure.value >= FOUR_FIFTHS


def one_flip(rates: Rates, *, least: int = 5) -> bool:
    """
    Return whether one case would turn it round.

    One more for the group that fares worst, one less for the best.

    Such a difference is too small to build on. False where fewer than two groups can be compared.

    Source: the official questions and answers on 29 CFR 1607.4 D.

    >>> one_flip({"a": (4, 6), "b": (3, 6)}), one_flip({"a": (9, 10), "b": (2, 10)})
    (True, False)
    """
    known = _known(rates, least)
    if len(known) < 2:
        return False
    best, worst = max(known, key=lambda g: (known[g], g)), min(known, key=lambda g: (known[g], g))
    up, down = Fraction(rates[worst][0] + 1, rates[worst][1]), Fraction(rates[best][0] - 1, rates[best][1])
    return up > down


def _known(rates: Rates, least: int) -> Mapping[str, Fraction]:
    for count, total in rates.values():
        _within(count, total)
    return {group: Fraction(count, total) for group, (count, total) in rates.items() if total >= max(least, 1)}


def _total(rates: Rates, groups: Mapping[str, object] | list[str]) -> int:
    return sum(rates[group][1] for group in groups)


def _within(count: int, total: int) -> None:
    if not 0 <= count <= total:
        raise ValueError(f"{count} of {total} is no share")


def _risk_ratio(one: tuple[int, int], other: tuple[int, int]) -> tuple[float, float]:
    """Return the ends of the 95 % interval of the ratio of two rates."""
    more = 0.5 if 0 in {one[0], one[1] - one[0], other[0], other[1] - other[0]} else 0.0
    (a, n), (c, m) = ((count + more, total + 2 * more) for count, total in (one, other))
    middle, half = math.log(a / n / (c / m)), Z * math.sqrt(1 / a - 1 / n + 1 / c - 1 / m)
    return math.exp(middle - half), math.exp(middle + half)


def _wilson(count: float, total: float) -> tuple[float, float]:
    """Return the ends of the 95 % Wilson interval, inside 0 and 1."""
    share, spread = count / total, Z * Z / total
    middle = (share + spread / 2) / (1 + spread)
    half = Z * math.sqrt(share * (1 - share) / total + spread / (4 * total)) / (1 + spread)
    # the ends are exact where all have it or nobody has, and no rounding says otherwise
    return max(0.0, middle - half) if count else 0.0, min(1.0, middle + half) if count < total else 1.0
