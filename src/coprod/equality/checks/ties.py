"""Do we know each other? Ties across groups, and whom we have not reached yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs
import narwhals as nw

from coprod.engines import Frame, collect, count, distinct, total
from coprod.equality.check import Context, EqualityCheck
from coprod.equality.grouping import GROUPED, NOT_RECORDED
from coprod.equality.inference import SAMPLED, Permutation, permutation_test
from coprod.equality.measures import e_i_expected_of_sizes, e_i_of_counts
from coprod.equality.pairs import ends, group_of, pairs_by_kind, partners
from coprod.equality.pairs import kinds as kinds_of
from coprod.equality.pairs import told as told_of
from coprod.equality.sentences import SENTENCES
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, PersonTable, Tables
from coprod.finding import Finding, Group, Measure
from coprod.records import Partner, Relationship

__all__ = ["CROSS_SECTOR_TIES", "one_told_most", "told_by_one"]

PAIRS = 20_000  # up to so many, chance is drawn; beyond that only the expected value is given
WORK = 4_000_000  # labels looked at in all draws
ALPHA = 0.05
MOSTLY = 1 / 3


def count_ties(study: Study) -> Iterator[GroupTable | PersonTable]:
    """Count the pairs of partners that are tied in any way, by both their groups."""
    crossing = ends(study).with_columns(own=group_of(study, nw.col("partner"))).group_by("own", "other")
    crossed = crossing.agg(total(nw.col("others")).alias("n"), count().alias("p")).select("own", "other", "n", "p")
    found, kinds, told = collect([crossed, _by_kind(study), told_of(study)])
    known = {group: size.partners for group, size in study.sizes.items() if group != NOT_RECORDED}
    cells = _crossed(study, found)
    yield GroupTable.of("ties", ("group", "other"), ((pair, *numbers) for pair, numbers in cells.items()))
    yield GroupTable.of("partners", ("group",), (((group,), n, n) for group, n in known.items()))
    yield PersonTable("kinds", ("kind", "group", "other", "n"), _named(study, kinds))
    yield PersonTable("told", ("ties", "n"), told)
    yield from _single(study, sum(n for n, _ in cells.values()))


def _crossed(study: Study, found: Iterable[tuple[int, int, int, int]]) -> dict[tuple[str, ...], tuple[int, int]]:
    """Return tied pairs and the partners in them, by both groups: each side counted the pairs that it is in."""
    cells: dict[tuple[str, ...], tuple[int, int]] = {}
    for own, other, n, tied in found:
        groups = (study.labels[min(own, other)], study.labels[max(own, other)])
        if NOT_RECORDED not in groups:
            pairs, people = cells.get(groups, (0, 0))
            cells[groups] = (pairs + n, people + tied)
    return {groups: (pairs // 2, people) for groups, (pairs, people) in cells.items()}


def _by_kind(study: Study) -> Frame:
    """Return tied pairs by kind and both groups: `kind`, `a`, `b`, `n`."""
    first, second = (group_of(study, nw.col(end)) for end in ("lo", "hi"))
    pairs = pairs_by_kind(study).select("kind", first=first, second=second)
    cells = pairs.with_columns(a=nw.min_horizontal("first", "second"), b=nw.max_horizontal("first", "second"))
    return cells.group_by("kind", "a", "b").agg(count().alias("n")).select("kind", "a", "b", "n")


def _named(study: Study, found: Iterable[tuple[int, int, int, int]]) -> Iterator[tuple[str, str, str, int]]:
    words = kinds_of(study)
    for kind, a, b, n in found:
        groups = (study.labels[a], study.labels[b])
        if NOT_RECORDED not in groups:
            yield (words[kind], *groups, n)


def told_by_one(table: PersonTable | None) -> tuple[Measure, ...]:
    """Return the largest share of the ties that one partner told of, from what `told` counted."""
    rows = table.rows if table else ()
    if not rows:
        return ()
    ties = sum(told * n for told, n in rows)
    return (Measure("told_by_one", max(told for told, _ in rows) / ties, unit="share of ties on record", n=ties),)


def one_told_most(told: Sequence[Measure]) -> bool:
    """Return whether one partner told of so many ties that they are mostly one view: more than a third."""
    return any(measure.value is not None and measure.value > MOSTLY for measure in told)


def _single(study: Study, number: int) -> Iterator[PersonTable]:
    """Yield single partners and pairs, where they are few enough to shuffle labels over."""
    if number <= PAIRS:
        everyone, pairs = collect([partners(study), distinct(pairs_by_kind(study).select("lo", "hi"))])
        known = {code: (one, study.labels[code % len(study.labels)]) for one, code in everyone}
        kept = {code: partner for code, partner in known.items() if partner[1] != NOT_RECORDED}
        yield PersonTable("single", ("partner", "group"), kept.values())
        tied = ((lo, hi) for lo, hi in pairs if lo in kept and hi in kept)
        yield PersonTable("pairs", ("lo", "hi"), (tuple(sorted((kept[lo][0], kept[hi][0]))) for lo, hi in tied))


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
