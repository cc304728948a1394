"""Slips on how a gathering felt: of the first and of the latest that had enough of them, by group."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import time

import attrs
import narwhals as nw

from coprod.engines import Frame, collect, count, rows
from coprod.equality.check import Context
from coprod.equality.grouping import NOT_RECORDED
from coprod.equality.inference import Permutation, between_groups
from coprod.equality.rates import Rates
from coprod.equality.sentences import PHRASES
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, PersonTable, Tables
from coprod.finding import Finding
from coprod.records import Experience, Space

__all__ = [
    "ENOUGH",
    "YES",
    "Gatherings",
    "Slip",
    "chance_of_slips",
    "gatherings",
    "none_told",
    "rates_of_slips",
    "said_of",
    "slips_by_group",
    "slips_of",
    "tables_of_gatherings",
    "told_of",
]

GOOD = 4  # 4 and 5 of 5 say yes
ENOUGH = 5  # slips from so many make a space one to compare
LATER = " + later"
YES = "share who say 4 or 5 of 5"

Slip = tuple[str, tuple[int | None, ...], int]
"""Slips that are alike: the group, the answers, how many."""


@attrs.frozen(kw_only=True)
class Gatherings:
    """
    The slips of gatherings.

    Attributes:
        first: Of the first with enough slips, where there is a later one.
        latest: Of the latest with enough slips.
        one: Of one with enough slips, where nobody noted a day of any of those.
        few: How many slips there are, where no gathering has enough.
        later: How many gatherings after the latest have too few slips.
    """

    first: Iterable[Slip] = ()
    latest: Iterable[Slip] = ()
    one: Iterable[Slip] = ()
    few: int = 0
    later: int = 0


def slips_of(study: Study, questions: Sequence[str]) -> Frame:
    """Return each slip with its group: `space`, `group`, an answer to each question."""
    slips = study.project.frame(Experience).select("partner", "here_as", "space", *questions)
    who = study.groups.select("partner", "group")
    named = slips.join(who, on="partner", how="left").with_columns(_group_of_slip(study.by))
    return named.select("space", "group", *questions)


def _alike(study: Study, questions: Sequence[str], spaces: Collection[str]) -> Frame:
    """Return slips of some spaces that are alike: `space`, `group`, an answer to each question, how many they are."""
    these = slips_of(study, questions).filter(nw.col("space").is_in(sorted(spaces)))
    alike = these.group_by("space", "group", *questions).agg(count().alias("n"))
    return alike.select("space", "group", *questions, "n")


def _sizes(study: Study, questions: Sequence[str]) -> Frame:
    """Return how many slips each space has that answer something: `space`, `n`."""
    silent = nw.all_horizontal(*(nw.col(question).is_null() for question in questions), ignore_nulls=False)
    told = study.project.frame(Experience).select("space", *questions).filter(~silent)
    return told.group_by("space").agg(count().alias("n")).select("space", "n")


def _group_of_slip(by: str) -> nw.Expr:
    """Return the group of a slip: of who signed it; else what it says itself, where that is the grouping."""
    own = {"here_as": nw.col("here_as"), "everyone": nw.lit("everyone")}.get(by, nw.lit(None, dtype=nw.String))
    unsigned = nw.when(nw.col("partner").is_null()).then(own)
    return nw.coalesce(nw.col("group"), unsigned, nw.lit(NOT_RECORDED)).alias("group")


def days_of_slips(study: Study) -> tuple[Frame, Frame]:
    """Return when each space began, and the latest day on its slips: `space` and the day."""
    spaces = study.project.frame(Space).drop_nulls("starts").select("starts", space="id")
    noted = study.project.frame(Experience).drop_nulls("at")
    by_day = noted.group_by("space").agg(nw.col("at").max())
    return spaces.select("space", "starts"), by_day.select("space", "at")


def gatherings(study: Study, questions: Sequence[str]) -> Gatherings:
    """
    Return the first and the latest gathering that had enough slips, of those with a day if there are any.

    Slips are counted by space first, and looked at one by one only for the two spaces that are told of: a programme
    has thousands of spaces. The day of a space is when it began, else the latest on its slips.
    """
    counted, starts, noted = collect([_sizes(study, questions), *days_of_slips(study)])
    sizes: dict[str, int] = dict(counted)
    days = {space: (day, time.min) for space, day in noted}
    days |= {space: (start.date(), start.time()) for space, start in starts}
    enough = [space for space, n in sizes.items() if n >= ENOUGH]
    dated = sorted((space for space in enough if space in days), key=lambda space: (days[space], space))
    told = [dated[0], dated[-1]] if dated else [max(enough, key=lambda space: (sizes[space], space))] if enough else []
    if not told:
        return Gatherings(few=sum(sizes.values()))
    by_space: dict[str, list[Slip]] = {}
    for space, group, *answers, n in rows(_alike(study, questions, told)):
        if any(answer is not None for answer in answers):
            by_space.setdefault(space, []).append((group, tuple(answers), n))
    if not dated:
        return Gatherings(one=by_space[told[0]])
    first, last = told
    later = sum(days[space] > days[last] for space in sizes if space in days)
    return Gatherings(first=by_space[first] if len(dated) > 1 else (), latest=by_space[last], later=later)


def tables_of_gatherings(found: Gatherings, questions: Sequence[str]) -> Iterator[GroupTable | PersonTable]:
    """Yield slips of the latest gathering, or of one without a day, and how many there are where they are too few."""
    yield slips_by_group("latest", found.latest, questions)
    yield slips_by_group("one", found.one, questions)
    yield GroupTable.of("few", ("what",), [(("slips",), found.few, found.few)] if found.few else [])
    yield PersonTable("later", ("gatherings",), [(found.later,)])


def told_of(tables: Tables) -> tuple[GroupTable, str]:
    """Return the slips that are told of, and which gathering they are from, in words."""
    latest = tables.group("latest")
    return (
        (latest, PHRASES["experience"]["latest"])
        if latest.cells
        else (tables.group("one"), PHRASES["experience"]["one"])
    )


def said_of(finding: Finding, tables: Tables) -> Finding:
    """Return the finding, with a word on later gatherings that have too few slips to be told of."""
    later = tables.person("later")
    return finding.saying(finding.status, finding.say + LATER) if later and sum(later.column("gatherings")) else finding


def none_told(tables: Tables) -> str:
    """Return what to say where no gathering has enough slips."""
    return "too few" if tables.group("few").cells else "unknown"


def slips_by_group(name: str, slips: Iterable[Slip], questions: Sequence[str]) -> GroupTable:
    """Return how many slips each group has, and by question how many answer it and how many say 4 or 5."""
    cells: dict[tuple[str, ...], int] = {}
    for group, answers, n in slips:
        cells[group, "any", "slips"] = cells.get((group, "any", "slips"), 0) + n
        for question, answer in zip(questions, answers, strict=True):
            given = answer is not None
            for what, yes in (("answers", given), ("yes", given and (answer or 0) >= GOOD)):
                cells[group, question, what] = cells.get((group, question, what), 0) + n * yes
    numbers = ((labels, n, n) for labels, n in cells.items())
    return GroupTable.of(name, ("group", "question", "what"), numbers, within={"yes": "answers", "answers": "slips"})


def rates_of_slips(table: GroupTable, question: str) -> Rates:
    """Return by group how many slips say 4 or 5 to a question, of those that answer it."""
    groups = table.labels("group") if table.cells else ()
    return {g: (table.number(g, question, "yes"), table.number(g, question, "answers")) for g in groups}


def chance_of_slips(table: PersonTable | None, context: Context) -> Permutation | None:
    """Return how often chance would part the groups this far in what people answered on the whole."""
    known: dict[str, list[int]] = {}
    for group, score, n in table.rows if table else ():
        if group != NOT_RECORDED:
            known.setdefault(group, []).extend([score] * n)
    return between_groups(known, random=context.random)
