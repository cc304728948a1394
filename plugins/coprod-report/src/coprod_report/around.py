"""The map of partners and ties, and what people bring."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from coprod_report.charts import dots
from coprod_report.facts import Facts
from coprod_report.page import Block, Para, Picture, Section, Table
from coprod_report.text import Words

__all__ = ["strengths", "ties"]

MOST_DOTS = 60  # partners on a map: with more, names run into each other, and the tables alone tell

Pairs = Counter[tuple[str, str]]


def ties(facts: Facts, words: Words) -> Section:
    """Return the partners who may be shown, and who knows and helps whom where both ends agreed to show it."""
    rows = _ties(facts)
    tied = {end for row in rows for end in row[:2]}
    known = {ref: label for ref, label in facts.labels.items() if ref in facts.names or label in tied}
    blocks: list[Block] = []
    if known:
        blocks = [Para(words.say("map, only" if rows else "map, nobody tied")), *_drawn(known, rows, words)]
        blocks.append(_partners(known, facts, words))
    if unnamed := len(facts.labels) - len(known):
        blocks.append(Para(words.number("map, unnamed", unnamed)))
    return Section("map", words.say("map"), blocks)


def _ties(facts: Facts) -> list[tuple[str, str, str]]:
    found = [
        (facts.labels[row["source"]], facts.labels[row["target"]], row["kind"] or "")
        for row in facts.rows("relationships")
        if {row["source"], row["target"]} <= facts.labels.keys() and row["source"] != row["target"]
    ]
    return sorted(set(found))


def _drawn(known: Mapping[str, str], rows: Sequence[tuple[str, str, str]], words: Words) -> Iterator[Block]:
    """Yield the ties as a map with its table, or as the table alone where a map would be too full."""
    if not rows:
        return
    head = [words.say(f"column, {name}") for name in ("from", "to", "tie")]
    table = Table(words.say("map, table"), head, rows, name="ties")
    if len(known) > MOST_DOTS:
        yield Para(words.say("map, large"))
        yield table
        return
    pairs = Pairs((min(a, b), max(a, b)) for a, b, _ in rows)
    names = sorted(set(known.values()))  # by name: the same ties make the same map, and nobody is ranked
    drawn = dots(names, [(a, b, times) for (a, b), times in sorted(pairs.items())])
    yield Picture(drawn, _says(pairs, words), table)


def _partners(known: Mapping[str, str], facts: Facts, words: Words) -> Table:
    rows = sorted((known[row["id"]], row["sector"] or "") for row in facts.rows("partners") if row["id"] in known)
    head = [words.say(f"column, {name}") for name in ("partner", "sector")]
    return Table(words.say("map, partners"), head, rows, name="partners").filled()


def _says(pairs: Pairs, words: Words) -> str:
    degrees = Counter(end for pair in pairs for end in pair)
    most = sorted(degrees.items(), key=lambda one: (-one[1], one[0]))[:3]
    return words.say("map, says", most=words.join("and", (words.say("times", what=a, number=n) for a, n in most)))


def strengths(facts: Facts, words: Words) -> Section:
    """Return what people bring, who, and how often an exchange used it."""
    offered: dict[str, set[str]] = {}
    for row in facts.rows("strengths"):
        if row["strength"]:
            offered.setdefault(row["strength"], set()).add(facts.labels.get(row["partner"]) or words.say("someone"))
    if not offered:
        return Section("strengths", words.say("strengths"))
    used = Counter(row["strength"] for row in facts.rows("exchanges") if row["strength"])
    rows = [(what, words.join("and", sorted(who)), str(used[what])) for what, who in sorted(offered.items())]
    head = [words.say(f"column, {name}") for name in ("strength", "offered", "used")]
    said = words.number("strengths, number", len(rows), used=sum(1 for what in offered if used[what]))
    table = Table(words.say("strengths, table"), head, rows, name="strengths")
    return Section("strengths", words.say("strengths"), [Para(said), table])
