"""Does it all hang on one partner? How far ties lead to one, and who would be left without a tie."""

from __future__ import annotations

from collections.abc import Iterator

import narwhals as nw

from coprod.engines import collect, count, total
from coprod.equality.check import Context, EqualityCheck
from coprod.equality.checks.ties import one_told_most, told_by_one
from coprod.equality.grouping import GROUPED
from coprod.equality.measures import NOT_SHOWN, centralization_of_degrees, undefined
from coprod.equality.pairs import ends, group_of, told
from coprod.equality.sentences import SENTENCES
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, PersonTable, Tables
from coprod.finding import Finding, Group, Measure
from coprod.records import Partner, Relationship

__all__ = ["CENTRALISATION"]

MANY = 1 / 3
LEAST = 5  # partners with a tie, before one of them can be said to hold the rest
AT_ONE = "share of tied pairs"
LEFT = "share of the other partners with a tie"
CENTRALIZATION = "0 is all alike, 1 is all through one"


def count_centre(study: Study) -> Iterator[GroupTable | PersonTable]:
    """Count how often partners are named, how many others each is tied to, and how many hang on one alone."""
    each = (
        ends(study)
        .group_by("partner")
        .agg(total(nw.col("named")).alias("named"), total(nw.col("others")).alias("others"), nw.col("one").max())
    )
    own = each.with_columns(group=group_of(study, nw.col("partner"))).group_by("group", "named", "others")
    degrees = own.agg(count().alias("n")).select("group", "named", "others", "n")
    hubs = each.filter(nw.col("others") == 1).group_by("one").agg(count().alias("n")).select(nw.col("n").max())
    found, left, tellers = collect([degrees, hubs, told(study)])
    known = _with_untied(study, [(study.labels[group], *numbers) for group, *numbers in found])
    yield _by_group(known)
    yield PersonTable("degrees", ("named", "others", "n"), [row[1:] for row in known])
    yield PersonTable("hanging", ("n",), [row for row in left if row[0]])
    yield PersonTable("told", ("ties", "n"), tellers)


def _with_untied(study: Study, found: list[tuple[str, int, int, int]]) -> list[tuple[str, int, int, int]]:
    """Return the same rows, and those for the partners of each group without a tie."""
    tied: dict[str, int] = {}
    for group, _, _, n in found:
        tied[group] = tied.get(group, 0) + n
    untied = ((group, 0, 0, size.partners - tied.get(group, 0)) for group, size in study.sizes.items())
    return [*found, *(row for row in untied if row[3])]


def _by_group(found: list[tuple[str, int, int, int]]) -> GroupTable:
    """Return partners by group, and how often others name them: that stands on those who are named."""
    cells: dict[tuple[str, ...], tuple[int, int]] = {}
    for group, named, _, n in found:
        partners, (times, behind) = cells.get((group, "partners"), (0, 0))[0], cells.get((group, "named"), (0, 0))
        cells[group, "partners"] = partners + n, partners + n
        cells[group, "named"] = times + named * n, behind + (n if named else 0)
    return GroupTable.of("named", ("group", "what"), ((labels, *numbers) for labels, numbers in cells.items()))


def judge_centre(tables: Tables, context: Context) -> Finding:
    """Judge whether many partners would have no tie left without one partner."""
    table = tables.group("named")
    times = table.total(what="named")
    groups = tuple(
        Group(
            g,
            table.number(g, "partners"),
            table.number(g, "named"),
            times,
            table.number(g, "named") / times if times else None,
        )
        for g in table.labels("group")
    )
    told = told_by_one(tables.person("told"))
    central, at_one, left = _measures(tables, table.total(what="partners"))
    finding = Finding("unknown", measures=(central, at_one, left, *told), groups=groups)
    if not times:
        return finding
    if left.value is None:
        return finding.saying("unknown", "groups only" if left.reason == NOT_SHOWN else "too few")
    if one_told_most(told):
        return finding.saying("watch", "one teller")
    if (agreed := context.status(central)) != "unknown":
        return finding.saying(agreed, "agreed" if agreed == "even" else "")
    return finding.saying("watch" if left.value > MANY else "even")


def _measures(tables: Tables, partners: int) -> tuple[Measure, Measure, Measure]:
    """Return how far ties lead to one, the share of tied pairs with one, and who would be left without a tie."""
    degrees, hanging = tables.person("degrees"), tables.person("hanging")
    if degrees is None or hanging is None:
        return (
            undefined("in_degree_centralization", NOT_SHOWN, unit=CENTRALIZATION, n=partners),
            undefined("ties_at_one", NOT_SHOWN, unit=AT_ONE),
            undefined("left_without_one", NOT_SHOWN, unit=LEFT),
        )
    named = [times for times, _, n in degrees.rows for _ in range(n)]
    pairs, tied = (
        sum(others * n for _, others, n in degrees.rows) // 2,
        sum(n for _, others, n in degrees.rows if others),
    )
    central = centralization_of_degrees(named, kind="in")
    if tied < LEAST:
        why = "fewer than five partners have a tie"
        return (
            central,
            undefined("ties_at_one", why, unit=AT_ONE, n=pairs),
            undefined("left_without_one", why, unit=LEFT, n=max(tied - 1, 0)),
        )
    most, left = max(degrees.column("others")), max(hanging.column("n"), default=0)
    return (
        central,
        Measure("ties_at_one", most / pairs, unit=AT_ONE, n=pairs),
        Measure("left_without_one", left / (tied - 1), unit=LEFT, n=tied - 1),  # the one who leaves is not left
    )


CENTRALISATION = EqualityCheck(
    name="centralisation",
    title="Does it all hang on one partner?",
    question="How far do ties lead to one partner, and how many would have no tie left without that one?",
    source="Freeman 1979, in-degree, without ties to oneself; Bohnett et al. 2022 on the loss of one partner",
    reads={
        Partner: GROUPED,
        Relationship: ("source", "target", "reported_by"),
    },
    sentences=SENTENCES["centralisation"],
    ask="If one of us left tomorrow, who would lose touch, and whom could they meet now?",
    count=count_centre,
    judge=judge_centre,
    theme="get to know each other",
    formula="`in_degree_centralization` is how far the partner named most is ahead of all others, over the most that"
    " could be. `ties_at_one` is the share of tied pairs that the partner with most ties is in. `left_without_one`"
    " is the largest share of the other partners with a tie whose only tie is to one and the same partner: from"
    " more than a third on it is worth a look. No source gives a cut-off, and a partner who brings others together is"
    " normal at the start. Where one partner told of more than a third of the ties, it is worth a look at most. Ties of"
    " a day are those that had not ended by then; without a day, ended ones too.",
    undefined="No ties are on record, or fewer than five partners have one.",
)
