"""At which step do we lose people: coming, saying something, being heard, being taken up?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs
import narwhals as nw

from coprod.engines import collect, count, total
from coprod.equality.beside import chance_of_partners, partners_table
from coprod.equality.check import Context, EqualityCheck
from coprod.equality.fates import fates_of_views
from coprod.equality.grouping import GROUPED, comparable
from coprod.equality.inference import Permutation
from coprod.equality.measures import rate
from coprod.equality.presence import attendance, flag, shares_of_views
from coprod.equality.rates import FOUR_FIFTHS_BAND, Comparison, Rates, compare, groups_with, rates_by_group
from coprod.equality.sentences import PHRASES, SENTENCES
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, PersonTable, Tables
from coprod.finding import Finding, Measure
from coprod.records import Attendance, Decision, Mention, Partner, Response, Role, View

__all__ = ["INFLUENCE_FUNNEL"]

STAGES = {
    "space": ("came", "people"),
    "voice": ("spoke", "people"),
    "audience": ("heard", "views"),
    "influence": ("taken", "settled"),
}
"""The steps in order, each with what is counted, and of how much."""

OF_VIEWS = ("views", "heard", "settled", "taken")
NESTED = {"came": "people", "spoke": "people", "heard": "views", "settled": "views", "taken": "settled"}


def count_funnel(study: Study) -> Iterator[GroupTable | PersonTable]:
    """Count people, who came and who spoke, and their views at each step, by group."""
    people = study.groups.filter(nw.col("people") > 0)
    came = attendance(study).select("partner", "came")
    spoke = flag(shares_of_views(study).select("partner"), "spoke")
    known = study.once(fates_of_views).drop_nulls("partner")
    views = known.with_columns(settled=nw.col("taken") + nw.col("declined")).group_by("partner")
    of_views = views.agg(count().alias("views"), *(total(nw.col(name)).alias(name) for name in OF_VIEWS[1:]))
    each = people
    for frame in (came, spoke, of_views):
        each = each.join(frame, on="partner", how="left")
    names = ("came", "spoke", *OF_VIEWS)
    numbers = {name: nw.col(name).fill_null(0) for name in names}
    filled = each.with_columns(**numbers | {"came": nw.min_horizontal(numbers["came"], nw.col("people"))})
    alike = filled.group_by("group", "people", *names).agg(count().alias("n")).select("group", "people", *names, "n")
    [found] = collect([alike])
    yield _by_group(found)
    yield PersonTable("steps", ("group", "people", *names, "n"), found)


def _by_group(rows: Sequence[tuple[str, int, int, int, int, int, int, int, int]]) -> GroupTable:
    cells: dict[tuple[str, ...], tuple[int, int]] = {}
    for group, people, came, spoke, *views, n in rows:
        of_people = {"people": people, "came": came, "spoke": spoke * people}
        counted = {**{what: (number, number) for what, number in of_people.items()}}
        counted |= {what: (number, people if number else 0) for what, number in zip(OF_VIEWS, views, strict=True)}
        for what, (number, stands_on) in counted.items():
            before = cells.get((group, what), (0, 0))
            cells[group, what] = (before[0] + number * n, before[1] + stands_on * n)
    return GroupTable.of(
        "funnel", ("group", "what"), ((labels, *pair) for labels, pair in cells.items()), within=NESTED
    )


def judge_funnel(tables: Tables, context: Context) -> Finding:
    """Judge at which step, the first that stands out, a group falls behind the one that gets furthest."""
    table = tables.group("funnel")
    rates = {stage: rates_by_group(table, *pair) for stage, pair in STAGES.items()}
    people = {
        stage: {group: table.people(group, whole) for group in rates[stage]} for stage, (_, whole) in STAGES.items()
    }
    compared = {stage: compare(rates[stage], people[stage], context) for stage in STAGES}
    stage = min(STAGES, key=lambda each: ("uneven", "watch", "even", "unknown").index(compared[each].status))
    status = compared[stage].status
    chance = _chance(tables, stage, context)
    finding = Finding(
        status,
        measures=(*(measure for each in STAGES for measure in _measures(each, rates[each], compared[each])),),
        groups=groups_with(rates[stage], people[stage]),
        words=_words(stage, rates[stage], people[stage], compared[stage]),
        p_value=chance.p_value if chance else None,
        smallest_p=chance.smallest_p if chance else None,
    )
    if status == "unknown":
        return finding.saying(
            "unknown", "few" if any(table.total(what=what) for what, _ in STAGES.values()) else "unknown"
        )
    if status == "even" and any(each.status != "even" for each in compared.values()):
        return finding.saying("unknown", "part")
    return finding


def _chance(tables: Tables, stage: str, context: Context) -> Permutation | None:
    """Return how often chance would part the groups this far at one step; each partner counts as one draw."""
    steps = tables.person("steps")
    if steps is None:
        return None
    alike = []
    for group, people, came, spoke, *views, n in steps.rows:
        each = {"people": people, "came": came, "spoke": spoke * people, **dict(zip(OF_VIEWS, views, strict=True))}
        count, whole = (each[name] for name in STAGES[stage])
        if whole:
            alike.append((group, count, whole, n))
    return chance_of_partners(Tables([partners_table(alike)]), context)


def _measures(stage: str, rates: Rates, comparison: Comparison) -> Iterator[Measure]:
    """Yield the rate of all and of each group at one step, and the lowest as a share of the best."""
    yield rate(*(sum(pair[at] for pair in rates.values()) for at in (0, 1)), of=stage)
    yield from (rate(*pair, of=f"{stage}: {group}") for group, pair in sorted(rates.items()))
    least = comparison.measure
    yield attrs.evolve(least, of=f"{stage}: {least.of}" if least.of else stage)


def _words(stage: str, rates: Rates, people: Mapping[str, int], comparison: Comparison) -> dict[str, str]:
    if not comparison.words:
        return {}
    # disparity compares those with five or more: `least` of the measure
    known = [group for group in comparable(people) if rates[group][1] >= FEWEST]
    most = max(known, key=lambda group: (rates[group][0] / rates[group][1], group))
    least = comparison.words["least"]
    return {
        "least": least,
        "most": most,
        "step": PHRASES["influence-funnel"][stage],
        "here": f"{stage}: {least}",
        "there": f"{stage}: {most}",
    }


FEWEST = 5  # as `disparity` compares


INFLUENCE_FUNNEL = EqualityCheck(
    name="influence-funnel",
    title="Where do we lose people on the way?",
    question="Who came, who spoke, whose views were heard, whose were taken up? Where does a group fall behind?",
    source="space, voice, audience, influence: Lundy 2007; four-fifths rule",
    reads={
        Partner: GROUPED,
        Attendance: ("partner", "space", "came", "people"),
        View: ("id", "partner", "space", "kind", "discussed", "fate", "reply"),
        Mention: ("item", "partner", "part"),
        Response: ("partner", "item", "fate", "at"),
        Decision: ("id", "space", "rule"),
        Role: ("partner", "item", "role"),
    },
    sentences=SENTENCES["influence-funnel"],
    ask="What would have to change at this step, and whom could we ask?",
    count=count_funnel,
    judge=judge_funnel,
    theme="all views expressed and discussed, yet keeping to plan",
    band=FOUR_FIFTHS_BAND,
    formula="At each step the `rate` of each group, and `disparity`, the lowest as a share of the best: people who came"
    " and people who said a view, of all people; views that someone else who decides heard, of views that ask for an"
    " answer; views taken up or adapted, of those settled either way. The first step with a gap is told."
    " How often chance would part the groups this far is asked of that step, each partner being one draw.",
    undefined="Where no two groups have three people, and five people or views, at any step.",
)
