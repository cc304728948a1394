"""Do we know each other? Ties across groups, and whom we have not reached yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs
import narwhals as nw

from coprod.engines import Frame, collect, count, stack
from coprod.engines import rows as rows_of
from coprod.equality.check import Context, EqualityCheck
from coprod.equality.grouping import GROUPED, NOT_RECORDED
from coprod.equality.inference import SAMPLED, Permutation, permutation_test
from coprod.equality.measures import e_i_expected_of_sizes, e_i_of_counts
from coprod.equality.sentences import SENTENCES
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, PersonTable, Tables
from coprod.finding import Finding, Group, Measure
from coprod.project import Project
from coprod.records import Partner, Relationship

__all__ = ["CROSS_SECTOR_TIES", "one_told_most", "told_by_each", "told_by_one"]

PAIRS = 20_000  # up to so many, chance is drawn; beyond that only the expected value is given
WORK = 4_000_000  # labels looked at in all draws
ALPHA = 0.05
MOSTLY = 1 / 3


def count_ties(study: Study) -> Iterator[GroupTable | PersonTable]:
    """Count the pairs of partners that are tied in any way, by both their groups."""
    pairs = _pairs(study)
    any_kind = pairs.select("lo", "hi", "a", "b").unique()
    crossed = any_kind.group_by("a", "b").agg(count().alias("n")).select("a", "b", "n")
    people = stack([any_kind.select("a", "b", p=end) for end in ("lo", "hi")]).unique()
    standing = people.group_by("a", "b").agg(count().alias("p")).select("a", "b", "p")
    by_kind = pairs.group_by("kind", "a", "b").agg(count().alias("n")).select("kind", "a", "b", "n")
    sizes = study.groups.group_by("group").agg(count().alias("n")).select("group", "n")
    found, stands, kinds, groups, told = collect([crossed, standing, by_kind, sizes, told_by_each(study.project)])
    numbers, behind = ({tuple(labels): n for *labels, n in each} for each in (found, stands))
    known = [(group, n) for group, n in groups if group != NOT_RECORDED]
    yield GroupTable.of("ties", ("group", "other"), ((pair, n, behind[pair]) for pair, n in numbers.items()))
    yield GroupTable.of("partners", ("group",), (((group,), n, n) for group, n in known))
    yield PersonTable("kinds", ("kind", "group", "other", "n"), kinds)
    yield PersonTable("told", ("ties",), told)
    yield from _single(study, any_kind, sum(numbers.values()))


def told_by_each(project: Project) -> Frame:
    """Return how many ties each partner told of, the source where nobody else is named: `n`."""
    ties = project.frame(Relationship).filter(nw.col("source") != nw.col("target"))
    told = ties.select(teller=nw.coalesce(nw.col("reported_by"), nw.col("source")))
    return told.group_by("teller").agg(count().alias("n")).select("n")


def told_by_one(table: PersonTable | None) -> tuple[Measure, ...]:
    """Return the largest share of the ties that one partner told of, from what `told_by_each` counted."""
    told = table.column("ties") if table else ()
    if not told:
        return ()
    return (Measure("told_by_one", max(told) / sum(told), unit="share of ties on record", n=sum(told)),)


def one_told_most(told: Sequence[Measure]) -> bool:
    """Return whether one partner told of so many ties that they are mostly one view: more than a third."""
    return any(measure.value is not None and measure.value > MOSTLY for measure in told)


def _pairs(study: Study) -> Frame:
    """Return tied pairs by kind with both groups, lower label first."""
    ties = study.project.frame(Relationship).filter(nw.col("source") != nw.col("target"))
    low, high = nw.min_horizontal("source", "target"), nw.max_horizontal("source", "target")
    folded = ties.select("kind", lo=low, hi=high).unique()
    known = study.groups.filter(nw.col("group") != NOT_RECORDED)
    first = folded.join(known.select(lo="partner", one="group"), on="lo", how="inner")
    both = first.join(known.select(hi="partner", two="group"), on="hi", how="inner")
    a, b = nw.min_horizontal("one", "two"), nw.max_horizontal("one", "two")
    return both.select("kind", "lo", "hi", a=a, b=b)


def _single(study: Study, pairs: Frame, number: int) -> Iterator[PersonTable]:
    """Yield single partners and pairs, where they are few enough to shuffle labels over."""
    if number <= PAIRS:
        everyone = [(p, g) for p, g in study.group_of.items() if g != NOT_RECORDED]
        yield PersonTable("single", ("partner", "group"), everyone)
        yield PersonTable("pairs", ("lo", "hi"), rows_of(pairs.select("lo", "hi")))


def judge_ties(tables: Tables, context: Context) -> Finding:
    """Judge whether ties cross groups as often as they would if groups did not matter."""
    inside, across = _inside_across(tables.group("ties").cells_by_labels())
    sizes = {g: tables.group("partners").number(g) for g in tables.group("partners").labels("group")}
    expected = e_i_expected_of_sizes(sizes.values())
    observed = attrs.evolve(e_i_of_counts(across, inside), even_at=expected.value)
    chance = _chance(tables.person("single"), tables.person("pairs"), context)
    told = told_by_one(tables.person("told"))
    finding = Finding(
        "unknown",
        measures=(observed, expected, *_kinds(tables.person("kinds"), expected), *told),
        groups=_groups(tables.group("ties"), sizes),
        p_value=chance.p_value if chance else None,
        smallest_p=chance.smallest_p if chance else None,
    )
    if observed.value is None or expected.value is None or len(sizes) < 2:
        return finding.saying("unknown", "one group" if observed.value is not None else "unknown")
    if one_told_most(told):
        return finding.saying("watch", "one teller")
    if observed.value >= expected.value:
        return finding.saying("even")
    return _fewer(finding, chance)


def _fewer(finding: Finding, chance: Permutation | None) -> Finding:
    """Return the finding where fewer ties cross groups than expected, by how often chance would do that."""
    if chance is None:
        return finding.saying("watch", "fewer")
    if chance.smallest_p > ALPHA:
        return finding.saying("unknown", "too few")
    return finding.saying("uneven") if chance.p_value <= ALPHA else finding.saying("even", "as chance")


def _inside_across(cells: Mapping[tuple[str, ...], int]) -> tuple[int, int]:
    inside = sum(n for (a, b), n in cells.items() if a == b)
    return inside, sum(cells.values()) - inside


def _groups(table: GroupTable, sizes: Mapping[str, int]) -> tuple[Group, ...]:
    """
    Return, for each group, how many of the ties of its partners lead to another group.

    A tie inside a group is one of both of its ends, and counts for each: so the share is what one partner sees.
    """
    found = []
    for group, size in sorted(sizes.items()):
        own = {pair: n for pair, n in table.cells_by_labels().items() if group in pair}
        inside, across = _inside_across(own)
        whole = 2 * inside + across
        found.append(Group(group, size, across, whole, across / whole if whole else None))
    return tuple(found)


def _kinds(table: PersonTable | None, expected: Measure) -> Iterator[Measure]:
    """Yield the E-I index of each kind of tie; what to expect is the same for each, since it goes by partners."""
    rows = table.rows if table else ()
    for kind in sorted({row[0] for row in rows}):
        inside, across = _inside_across({(a, b): n for k, a, b, n in rows if k == kind})
        yield attrs.evolve(e_i_of_counts(across, inside, of=kind), even_at=expected.value)


def _chance(single: PersonTable | None, pairs: PersonTable | None, context: Context) -> Permutation | None:
    """Return how often chance would put as many ties inside groups, if labels were handed out anew."""
    if single is None or pairs is None or not pairs.rows:
        return None
    place = {partner: at for at, partner in enumerate(single.column("partner"))}
    ends = [(place[lo], place[hi]) for lo, hi in pairs.rows]

    def inside(labels: Sequence[Any]) -> float:
        return len([1 for lo, hi in ends if labels[lo] == labels[hi]])  # half the time of a sum

    draws = max(99, min(SAMPLED, WORK // (len(ends) + len(place))))
    return permutation_test(single.column("group"), inside, random=context.random, listed=5_000, sampled=draws)


CROSS_SECTOR_TIES = EqualityCheck(
    name="cross-sector-ties",
    title="Do people of different groups know each other?",
    question="Do ties cross groups as often as they would if groups did not matter?",
    source="E-I index, Krackhardt and Stern 1988, against its expected value by permutation",
    reads={
        Partner: GROUPED,
        Relationship: ("source", "target", "kind", "reported_by"),
    },
    sentences=SENTENCES["cross-sector-ties"],
    ask="Who could introduce people who have not met yet?",
    count=count_ties,
    judge=judge_ties,
    theme="get to know each other",
    formula="`e_i_index` is pairs of partners tied across groups less pairs tied inside one, as a share of both,"
    " whichever way and however often they are tied; the same for each kind of tie. `e_i_expected` is what it would be"
    " if ties did not care about groups, for all kinds alike. Where fewer cross, labels are handed out anew: uneven"
    f" where chance would put as many ties inside groups in at most {ALPHA:.0%} of ways. Where one partner told of"
    " more than a third of the ties (`told_by_one`), it is worth a look at most. Ties of a day are those that"
    " had not ended by then; without a day, ended ones too.",
    undefined="No ties are on record, or only inside one group; too few partners or ties for chance to be ruled out."
    " Ties of partners whose group is not recorded are left out.",
)
