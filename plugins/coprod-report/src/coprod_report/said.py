"""What people said and what became of it: every view that may be shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from coprod_report.facts import Facts, Row
from coprod_report.page import Block, Item, Items, Para, Section, Table
from coprod_report.text import Words

__all__ = ["comments", "speaker", "stances", "step", "views_table", "you_said"]

ASKS = {"idea", "proposal", "concern", "question"}  # kinds of view that ask for an answer
MANY = 60  # views in one list: more than that are parted by month
VIEW = ("day", "place", "who", "view", "kind", "fate", "reply", "led", "others", "comments")


def you_said(facts: Facts, words: Words) -> Section:
    """Return every view whose words may be shown, by day: those with an answer, those that wait for one, the others."""
    shown = _shown(facts)
    became = {id(row): tuple(_became(facts, words, row)) for row in shown}
    answered = [row for row in shown if became[id(row)]]
    waiting = [row for row in shown if not became[id(row)] and row["kind"] in ASKS]
    other = [row for row in shown if not became[id(row)] and row["kind"] not in ASKS]
    parts = [
        _part(f"said-{name}", words.say(f"said, {name}"), rows, facts, words)
        for name, rows in (("answered", answered), ("waiting", waiting), ("other", other))
        if rows
    ]
    blocks: list[Block] = [Para(words.number("said, number", len(shown)))] if shown else []
    if shown and len(other) == len(shown):  # there is nothing that they could be "too"
        blocks, parts = [*blocks, *parts[0].blocks], list(parts[0].parts)
    return Section("said", words.say("said"), blocks, parts)


def _shown(facts: Facts) -> list[Row]:
    rows = (row for row in facts.rows("views") if row["text"])
    return sorted(rows, key=lambda row: (row["at"] or "", row["id"] or "", row["text"]))


def _part(name: str, title: str, rows: Sequence[Row], facts: Facts, words: Words) -> Section:
    if len(rows) <= MANY:
        return Section(name, title, [_list(rows, facts, words)])
    months = [(month, list(same)) for month, same in groupby(rows, key=lambda row: (row["at"] or "")[:7])]
    parts = [
        Section(
            f"{name}-{month or 'undated'}",
            words.day(month) if month else words.say("undated"),
            [_list(same, facts, words)],
        )
        for month, same in months
    ]
    return Section(name, title, parts=parts)


def _list(rows: Sequence[Row], facts: Facts, words: Words) -> Items:
    return Items(Item(speaker(facts, words, row), row["text"], _details(facts, words, row)) for row in rows)


def speaker(facts: Facts, words: Words, view: Row) -> str:
    """Return who said something, as far as they are named."""
    name = facts.names.get(view["partner"])
    return words.say("said, by", name=name) if name else words.say("said, someone")


def _details(facts: Facts, words: Words, row: Row) -> Iterator[str]:
    ref = f"view:{row['id']}"
    yield from _where(facts, words, row)
    if too := facts.said_too.get(ref):
        yield words.say("said, too", names=words.join("and", too))
    yield from _became(facts, words, row)
    yield from comments(facts, words, ref)
    if others := stances(facts, words, ref, ("agree", "disagree", "neither")):
        yield words.say("said, others", stances=others)


def comments(facts: Facts, words: Words, ref: str) -> Iterator[str]:
    """Yield what people say of a record in words, with their names as far as they may be named."""
    for text, names in facts.comments(ref).items():
        yield words.say("comment", names=words.join("and", names) or words.say("someone"), text=text)


def _where(facts: Facts, words: Words, row: Row) -> Iterator[str]:
    day, place = words.day(row["at"][:10]) if row["at"] else "", facts.place(row)
    if day and place:
        yield words.say("said, day and place", day=day, place=place)
    elif day or place:
        yield words.say("said, day" if day else "said, place", day=day, place=place)
    elsewhere = facts.words(f"space:{row['discussed']}")
    if elsewhere and row["discussed"] != row["space"]:
        yield words.say("said, discussed", place=elsewhere)
    if through := row["through"]:
        yield words.say("said, through", name=facts.names.get(through, through))


def _became(facts: Facts, words: Words, row: Row) -> Iterator[str]:
    """Yield what became of a view: its fate, the answer, and what it led to."""
    fate, day, reply = facts.fate(row)
    if fate:
        yield words.say("said, fate, day" if day else "said, fate", fate=fate, day=words.day(day) if day else "")
    if reply:
        yield words.say("said, reply", reply=reply)
    for path in facts.paths(f"view:{row['id']}") if row["id"] else ():
        yield words.say("said, led", what=words.join("then", (step(facts, words, ref) for ref in path)))


def step(facts: Facts, words: Words, ref: str) -> str:
    """Return the words of a record, with its day."""
    what, day = facts.words(ref), facts.day(ref)
    return words.say("with day", what=what, day=words.day(day)) if day else what


def stances(facts: Facts, words: Words, ref: str, names: tuple[str, str, str]) -> str:
    """Return how many think what of a record; *names* are those of for, against, and neither."""
    judged = facts.judged(ref)
    pairs = zip(names, (judged[1], judged[-1], judged[0]), strict=True)
    return words.join("and", (words.say(name, number=number) for name, number in pairs if number))


def views_table(facts: Facts, words: Words) -> Table:
    """Return the same views as rows."""
    rows = [_row(facts, words, row) for row in _shown(facts)]
    return Table(words.say("said"), [words.say(f"column, {name}") for name in VIEW], rows, name="views")


def _row(facts: Facts, words: Words, row: Row) -> tuple[str, ...]:
    fate, _, reply = facts.fate(row)
    ref = f"view:{row['id']}"
    day, who = words.day(row["at"][:10]) if row["at"] else "", facts.names.get(row["partner"], "")
    led = words.join("and", (step(facts, words, path[-1]) for path in facts.paths(ref)))
    others = stances(facts, words, ref, ("agree", "disagree", "neither"))
    said = words.join("next", comments(facts, words, ref))
    return day, facts.place(row), who, row["text"], row["kind"] or "", fate, reply, led, others, said
