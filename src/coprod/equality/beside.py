"""What a check keeps beside the group tables that it judges, and what never leaves: small numbers, single partners."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from coprod.equality.check import Context
from coprod.equality.grouping import NO_NAME, NOT_RECORDED
from coprod.equality.inference import Permutation, between_counts
from coprod.equality.measures import NOT_SHOWN, undefined
from coprod.equality.tables import PersonTable, Tables
from coprod.finding import Measure

__all__ = ["beside", "beside_table", "beside_total", "chance_of_partners", "partners_table"]

BESIDE, PARTNERS = "beside", "partners"


def beside_table(rows: Iterable[tuple[str, str, int, int]]) -> PersonTable:
    """Return the table of such numbers: the name of the measure, of what, how many, and of how many."""
    return PersonTable(BESIDE, ("name", "of", "count", "total"), rows)


def beside(tables: Tables, units: Mapping[str, str]) -> tuple[Measure, ...]:
    """
    Return such numbers as measures: a share of their total, or a plain count where there is no total.

    Args:
        tables: The tables of the check.
        units: The unit of each measure by its name; one whose unit begins with "share" is a share.
    """
    table = tables.person(BESIDE)
    if table is None:
        return tuple(undefined(name, NOT_SHOWN, unit=unit) for name, unit in units.items())
    return tuple(
        _measure(name, of, count, total, unit)
        for name, unit in units.items()
        for known, of, count, total in table.rows
        if known == name
    )


def beside_total(tables: Tables, name: str) -> int:
    """Return how many there are of one such number; 0 where the table does not leave."""
    table = tables.person(BESIDE)
    return sum(count for known, _, count, _ in table.rows if known == name) if table else 0


def partners_table(rows: Iterable[tuple[str, int, int, int]]) -> PersonTable:
    """Return the table of partners who are alike: their group, how many of how many each, how many partners."""
    return PersonTable(PARTNERS, ("group", "count", "total", "n"), rows)


def chance_of_partners(tables: Tables, context: Context) -> Permutation | None:
    """
    Return how often chance would part the rates of the groups this far; each partner counts as one draw.

    What one partner did is no several draws: who came ten times without pay is one person. None where single partners
    are not there, or nothing could differ.
    """
    table = tables.person(PARTNERS)
    if table is None:
        return None
    whole, everything = (sum(row[at] * row[3] for row in table.rows) for at in (1, 2))
    known: dict[str, Counter[int]] = {}
    for group, count, total, n in table.rows:
        if group not in {NOT_RECORDED, NO_NAME}:
            known.setdefault(group, Counter())[count * everything - total * whole] += n
    return between_counts(known, random=context.random)


def _measure(name: str, of: str, count: int, total: int, unit: str) -> Measure:
    if not unit.startswith("share"):
        return Measure(name, count, unit=unit, n=total, of=of)
    if not total:
        return undefined(name, "nothing on record", unit=unit, of=of)
    return Measure(name, count / total, unit=unit, n=total, of=of)
