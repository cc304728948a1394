"""Who has a say? How the views on record are spread over the people who were there."""

from __future__ import annotations

from collections.abc import Iterator

import narwhals as nw

from coprod.engines import collect, count
from coprod.equality.check import Context, EqualityCheck
from coprod.equality.grouping import GROUPED
from coprod.equality.presence import PARTS, came, flag, shares_of_views, views_by_authors
from coprod.equality.sentences import SENTENCES
from coprod.equality.shares import SHARE_BAND, Shares, chance_of_shares, spread_of_shares, tables_of_shares
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, PersonTable, Tables
from coprod.finding import Finding, Measure
from coprod.records import Attendance, Mention, Partner, View

__all__ = ["VOICE_SHARE"]


def count_voice(study: Study) -> Iterator[GroupTable | PersonTable]:
    """
    Count people and views by group.

    Over all who came or spoke, so that those who said nothing are in it; over all people where nobody noted
    who came.
    """
    people = study.groups.filter(nw.col("people") > 0)
    here = people.join(flag(came(study), "came"), on="partner", how="left")
    each = here.join(shares_of_views(study), on="partner", how="left")
    filled = each.with_columns(nw.col("came").fill_null(0), nw.col("parts").fill_null(0))
    alike = filled.group_by("came", "group", "parts", "people").agg(count().alias("n"))
    found, slips = collect([alike.select("came", "group", "parts", "people", "n"), views_by_authors(study)])
    noted = any(row[0] for row in found)
    present = [(g, parts, size, n) for was_there, g, parts, size, n in found if was_there or parts or not noted]
    yield from tables_of_shares(present, "views", scale=PARTS)
    yield PersonTable("slips", ("together", "n"), slips)


def judge_voice(tables: Tables, context: Context) -> Finding:
    """Judge whether each group has the share of views that its number would give it."""
    shares, partners = Shares.of(tables, "views"), tables.person("partners")
    chance, (status, words) = chance_of_shares(partners, context), shares.status(context)
    finding = Finding(
        status,
        measures=(*shares.ratios, *spread_of_shares(partners), *_slips(tables.person("slips"))),
        groups=shares.groups,
        words=words,
        p_value=chance.p_value if chance else None,
        smallest_p=chance.smallest_p if chance else None,
    )
    return finding.saying("unknown", shares.unknown) if status == "unknown" else finding


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


VOICE_SHARE = EqualityCheck(
    name="voice-share",
    title="Does everyone have a say?",
    question="Does each group have the share of views on record that its number of people would give it?",
    source="representation ratio (Circulation 2020;141:540); Gini 1912; Theil 1967; permutation test",
    reads={
        Partner: GROUPED,
        Attendance: ("partner", "space", "came"),
        View: ("id", "partner"),
        Mention: ("item", "partner", "part"),
    },
    sentences=SENTENCES["voice-share"],
    ask="Whose voice do we hear most, whose least, and what would change that?",
    count=count_voice,
    judge=judge_voice,
    theme="working together as equals",
    band=SHARE_BAND,
    formula="`representation_ratio` is a group's share of the views over its share of the people who came or spoke;"
    " where nobody noted who came, of all people. A view that several said together counts once, split evenly. `gini`"
    " and `theil_between_share` say how uneven it is between people, and how much of that lies between groups. Views"
    " without a name, and joint views, stand beside it.",
    undefined="No signed view is on record, or no two groups have 3 people, or it is not on record which"
    " group most people are in.",
)
