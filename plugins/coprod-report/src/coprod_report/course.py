"""How the project went: what came of it, who decided what and where, and what happened when."""

from __future__ import annotations

from collections.abc import Iterator

from coprod_report.charts import events
from coprod_report.facts import Facts, Row
from coprod_report.page import Picture, Section, Table
from coprod_report.said import comments
from coprod_report.text import Words

__all__ = ["came_of_it", "decisions", "happened", "timeline"]

OUTCOME = ("outcome", "planned", "day", "better", "worse", "neither", "comments")
MEASURED = ("indicator", "of whom", "day", "value")
DECISION = ("decision", "day", "place", "rule", "deciders", "comments")
EVENT = ("day", "kind", "event")
MANY = 300  # marks on a line through time: of more than that, one for each month


def _head(names: tuple[str, ...], words: Words) -> list[str]:
    return [words.say(f"column, {name}") for name in names]


def happened(facts: Facts) -> list[Row]:
    """Return the outcomes that have come, by day: those that nobody had planned, and planned ones that are done."""
    rows = [row for row in facts.rows("goals") if row["kind"] == "outcome" and row["text"]]
    rows = [row for row in rows if row["done"] or not row["agreed"]]
    return sorted(rows, key=lambda row: (row["done"] or "", row["id"]))


def came_of_it(facts: Facts, words: Words) -> Section:
    """Return what came of the project, planned or not, and how people judged it."""
    rows = [_outcome(facts, words, row) for row in happened(facts)]
    tables = [
        Table(words.say("came, table"), _head(OUTCOME, words), rows, name="outcomes"),
        Table(words.say("came, measured"), _head(MEASURED, words), _measured(facts, words), name="measurements"),
    ]
    return Section("came", words.say("came"), [table.filled() for table in tables if table.rows])


def _outcome(facts: Facts, words: Words, row: Row) -> tuple[str, ...]:
    judged = facts.judged(f"goal:{row['id']}")
    planned = words.say("yes" if row["agreed"] else "no")
    numbers = [str(judged[stance]) if judged else "" for stance in (1, -1, 0)]
    said = words.join("next", comments(facts, words, f"goal:{row['id']}"))
    return row["text"], planned, words.day(row["done"]) if row["done"] else "", *numbers, said


def _measured(facts: Facts, words: Words) -> list[tuple[str, ...]]:
    """Return what was measured of whom, as far as it may be shown: by indicator, by whom, by day."""
    names = {row["id"]: row["name"] for row in facts.rows("indicators") if row["name"]}
    rows = [
        (names[row["indicator"]], facts.labels.get(row["partner"], ""), row["at"] or "", row["value"])
        for row in facts.rows("measurements")
        if row["indicator"] in names and row["value"] is not None
    ]
    return [(name, whose, words.day(at[:10]) if at else "", f"{value:g}") for name, whose, at, value in sorted(rows)]


def decisions(facts: Facts, words: Words) -> Section:
    """Return what was decided, where, how, and by whom, as far as that may be shown."""
    found = sorted(
        (row for row in facts.rows("decisions") if row["title"]), key=lambda row: (row["at"] or "", row["id"])
    )
    rows = [_decision(facts, words, row) for row in found]
    table = Table(words.say("decisions, table"), _head(DECISION, words), rows, name="decisions")
    return Section("decisions", words.say("decisions"), [table.filled()] if rows else [])


def _decision(facts: Facts, words: Words, row: Row) -> tuple[str, ...]:
    ref = f"decision:{row['id']}"
    day, who = words.day(row["at"][:10]) if row["at"] else "", words.join("and", facts.deciders.get(ref, ()))
    return row["title"], day, facts.place(row), row["rule"] or "", who, words.join("next", comments(facts, words, ref))


def timeline(facts: Facts, words: Words) -> Section:
    """Return what happened when: gatherings, decisions, and what was agreed, changed, done and dropped."""
    found = sorted(set(_events(facts, words)))
    title = words.say("timeline")
    if not found:
        return Section("timeline", title)
    rows = [(words.day(day), kind, what) for day, kind, what in found]
    table = Table(words.say("timeline, table"), _head(EVENT, words), rows, name="timeline")
    says = words.say("timeline, says", first=words.day(found[0][0]), last=words.day(found[-1][0]))
    length = 7 if len(found) > MANY else 10
    marks = list(dict.fromkeys((day[:length], kind) for day, kind, _ in found))
    return Section("timeline", title, [Picture(events(marks), says, table)])


def _events(facts: Facts, words: Words) -> Iterator[tuple[str, str, str]]:
    for ref in facts.records:
        kind, what = ref.partition(":")[0], facts.words(ref)
        if kind in {"space", "decision"} and what and facts.day(ref):
            yield facts.day(ref), words.say("gathering" if kind == "space" else "decision"), what
    for row in facts.rows("goals"):
        if row["text"]:
            yield from _of_goal(facts, words, row)


def _of_goal(facts: Facts, words: Words, row: Row) -> Iterator[tuple[str, str, str]]:
    before = facts.words(f"goal:{row['replaces']}")
    if row["agreed"] and before:
        yield row["agreed"], words.say("changed in the plan"), words.say("in place of", what=row["text"], before=before)
    elif row["agreed"]:
        yield row["agreed"], words.say("agreed"), row["text"]
    if row["done"]:
        yield row["done"], words.say("done" if row["agreed"] else "unforeseen"), row["text"]
    if row["dropped"]:
        yield row["dropped"], words.say("dropped"), row["text"]
