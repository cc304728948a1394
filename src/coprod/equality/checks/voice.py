"""Who has a say? How the views on record are spread over the people who were there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

import narwhals as nw

from coprod.engines import Frame, collect, count
from coprod.equality.check import Context, EqualityCheck
from coprod.equality.grouping import NOT_RECORDED, comparable
from coprod.equality.inference import Permutation, between_groups
from coprod.equality.measures import NOT_SHOWN, gini, representation_ratio, theil_between_share, undefined
from coprod.equality.presence import PARTS, authors, came, flag, shares_of_views
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, PersonTable, Tables
from coprod.finding import Band, Finding, Group, Measure
from coprod.records import Attendance, Mention, Partner, View

__all__ = ["VOICE_SHARE"]

Row = tuple[str, int, int, int]
"""Partners who are alike: their group, parts of views each, people each, and how many partners they are."""


def count_voice(study: Study) -> Iterator[GroupTable | PersonTable]:
    """
    Count people and views by group.

    Over all who came or spoke, so that those who said nothing are in it; over all people where nobody noted
    who came.
    """
    people = study.groups.filter(nw.col("people") > 0)
    here = people.join(flag(came(study.project), "came"), on="partner", how="left")
    each = here.join(shares_of_views(study.project), on="partner", how="left")
    filled = each.with_columns(nw.col("came").fill_null(0), nw.col("parts").fill_null(0))
    alike = filled.group_by("came", "group", "parts", "people").agg(count().alias("n"))
    found, slips = collect([alike.select("came", "group", "parts", "people", "n"), _together(study)])
    noted = any(row[0] for row in found)
    present = [(g, parts, size, n) for was_there, g, parts, size, n in found if was_there or parts or not noted]
    yield from _by_group(present)
    yield PersonTable("partners", ("group", "parts", "people", "n"), present)
    yield PersonTable("slips", ("together", "n"), [(together or 0, n) for together, n in slips])


def _together(study: Study) -> Frame:
    """Return how many views so many partners said together; 0 partners is a view without a name."""
    views = study.project.frame(View).select(view="id")
    signed = authors(study.project).group_by("view").agg(count().alias("together"))
    counted = views.join(signed, on="view", how="left").group_by("together").agg(count().alias("n"))
    return counted.select("together", "n")


def _by_group(present: list[Row]) -> Iterator[GroupTable]:
    people, parts, speakers = ({group: 0 for group, *_ in present} for _ in range(3))
    for group, said, size, n in present:
        people[group] += size * n
        parts[group] += said * n
        speakers[group] += size * n if said else 0
    yield GroupTable.of("people", ("group",), (((g,), n, n) for g, n in people.items()))
    yield GroupTable.of("views", ("group",), (((g,), n, speakers[g]) for g, n in parts.items()), scale=PARTS)


def judge_voice(tables: Tables, context: Context) -> Finding:
    """Judge whether each group has the share of views that its number would give it."""
    people = {group: tables.group("people").number(group) for group in tables.group("people").labels("group")}
    parts = {group: tables.group("views").number(group) for group in people}
    ratios = {group: _ratio(group, people, parts) for group in people}
    chance = _chance(tables.person("partners"), context)
    finding = Finding(
        "unknown",
        measures=(*ratios.values(), *_spread(tables.person("partners")), *_slips(tables.person("slips"))),
        groups=_groups(people, parts),
        p_value=chance.p_value if chance else None,
        smallest_p=chance.smallest_p if chance else None,
    )
    known = {g: ratio.value for g in comparable(people) if (ratio := ratios[g]).value is not None}
    if len(known) < 2:
        return finding.saying("unknown", "one group" if sum(parts.values()) else "unknown")
    ends = [min(known, key=lambda g: (known[g], g)), max(known, key=lambda g: (known[g], g))]
    if all(context.status(ratios[group]) == "even" for group in ends):
        return finding.saying("even")
    flipped = _one_view_over(parts, *ends)
    by_chance = all(context.status(_ratio(group, people, flipped)) == "even" for group in ends)
    return finding.saying("watch" if by_chance else "uneven", least=ends[0], most=ends[1])


def _one_view_over(parts: Mapping[str, int], least: str, most: str) -> Mapping[str, int]:
    """Return the parts if one view of the group with the most had come from the group with the least."""
    moved = min(PARTS, parts[most])
    return {**parts, least: parts[least] + moved, most: parts[most] - moved}


def _ratio(group: str, people: Mapping[str, int], parts: Mapping[str, int]) -> Measure:
    everyone, views = sum(people.values()), sum(parts.values())
    return representation_ratio(parts[group], views, people[group], everyone, of=group)


def _groups(people: Mapping[str, int], parts: Mapping[str, int]) -> tuple[Group, ...]:
    """Return each group with its views, out of all; a view said together is counted in fractions."""
    whole = sum(parts.values())
    views = {group: float(Fraction(number, PARTS)) for group, number in parts.items()}
    return tuple(
        Group(group, people[group], views[group], whole / PARTS, parts[group] / whole if whole else None)
        for group in sorted(people)
    )


def _chance(table: PersonTable | None, context: Context) -> Permutation | None:
    """Return how often chance would part the groups this far; each partner counts as one draw."""
    if table is None:
        return None
    everyone, views = (sum(row[at] * row[3] for row in table.rows) for at in (2, 1))
    known: dict[str, list[int]] = {}
    for group, said, size, n in table.rows:
        if group != NOT_RECORDED:
            known.setdefault(group, []).extend([said * everyone - size * views] * n)
    return between_groups(known, random=context.random)


def _spread(table: PersonTable | None) -> tuple[Measure, Measure]:
    """Return how views are spread over people, each person of a group with an even part of its views."""
    if table is None:
        return (
            undefined("gini", NOT_SHOWN, unit="0 is even, 1 is all by one"),
            undefined("theil_between_share", NOT_SHOWN, unit="share of the unevenness"),
        )
    values = [said / size for _, said, size, _ in table.rows]
    weights = [size * n for _, _, size, n in table.rows]
    return gini(values, weights=weights), theil_between_share(values, table.column("group"), weights=weights)


def _slips(table: PersonTable | None) -> tuple[Measure, ...]:
    """Return how much of the talk has no name, and how much was said by several together."""
    if table is None:
        return ()
    views = sum(n for _, n in table.rows)
    unsigned = sum(n for together, n in table.rows if not together)
    joint = sum(n for together, n in table.rows if together > 1)
    return (
        Measure("unsigned_views", unsigned, unit="views without a name", n=views),
        Measure("joint_views", joint, unit="views that several said together", n=views),
    )


UNEVEN = (
    "For its size, the group “{least}” has {representation_ratio[least]:percent} of an even share of the"
    " views on record, and “{most}” has {representation_ratio[most]:percent}."
)

VOICE_SHARE = EqualityCheck(
    name="voice-share",
    title="Does everyone have a say?",
    question="Does each group have the share of views on record that its number of people would give it?",
    source="representation ratio (Circulation 2020;141:540); Gini 1912; Theil 1967; permutation test",
    reads=(Partner, Attendance, View, Mention),
    sentences={
        "even": "Every group has about the share of the views on record that its number would give it.",
        "uneven": UNEVEN,
        "watch": UNEVEN + " That can be chance.",
        "one group": "There are no two groups large enough to compare.",
        "unknown": "No signed views are on record yet.",
    },
    ask="Whose voice do we hear most, whose least, and what would change that?",
    count=count_voice,
    judge=judge_voice,
    theme="working together as equals",
    band=Band(
        low=0.8,
        high=1.2,
        source="0.8 to 1.2 as in reports on who takes part in trials",
        measure="representation_ratio",
    ),
)
