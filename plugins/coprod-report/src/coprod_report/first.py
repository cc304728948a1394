"""The first screen: who we are, what changed, who decided, what we cannot tell, what to talk about, who answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from coprod import Finding, Measure
from coprod_report.asked import NOT_SHOWN
from coprod_report.course import happened
from coprod_report.facts import Facts, Row
from coprod_report.page import Block, Item, Items, Para, Section, Table
from coprod_report.said import speaker, stances, step
from coprod_report.stories import WORSE, Story, chosen
from coprod_report.text import Words

__all__ = ["about_table", "first_screen", "lead"]

MOST = 3  # of anything in a list
FEELS, FELT = "experience", ("valued", "listened", "contributed", "safe")
DECIDES = "decision-share"
PEOPLE = "people"
URGENT = ("uneven", "watch", "even", "unknown")
JUDGED = ("for the better", "for the worse", "no change")


def lead(facts: Facts, words: Words) -> Iterator[str]:
    """Yield for whom the page was made, and what it holds."""
    release, about = facts.release, facts.release.about
    if about.starts and about.ends:
        yield words.say("period", starts=words.day(about.starts), ends=words.day(about.ends))
    elif about.starts:
        yield words.say("since", starts=words.day(about.starts))
    if release.as_of:
        yield words.say("as of", day=words.day(release.as_of))
    yield words.say("for", audiences=words.join("and", about.audiences), purpose=about.purpose)
    yield words.say("held")
    counts = [table for table in release.counts if not table.check and table.name == PEOPLE]
    numbers = [cell.number for table in counts for cell in table.cells]
    number = sum(n for n in numbers if n) if None not in numbers else 0
    exact = all(table.base == 1 for table in counts)
    yield words.say(("counted" if exact else "counted, about") if number > 1 else "counted, unknown", number=number)


def first_screen(facts: Facts, words: Words) -> Iterator[Section]:
    """Yield the sections of the first screen, in their order."""
    yield Section("who", words.say("who"), [Para(_who(facts, words))])
    yield _changed(facts, words)
    yield _unplanned(facts, words)
    yield Section("feels", words.say("feels"), _feels(facts, words))
    yield Section("decided", words.say("decided"), _decided(facts, words))
    yield Section("unknown", words.say("unknown"), map(Para, _unknown(facts, words)))
    yield _talk(facts, words)
    yield Section("answers", words.say("answers"), map(Para, _who_answers(facts, words)))


def _who(facts: Facts, words: Words) -> str:
    says = facts.release.about.says
    if says:
        return words.say("who, says", says=says)
    sectors = sorted({row["sector"] for row in facts.rows("partners") if row["sector"]})
    return words.say("who, sectors", sectors=words.join("and", sectors)) if sectors else words.say("who, nothing")


def _changed(facts: Facts, words: Words) -> Section:
    told = chosen(facts)
    if not told:
        return Section("changed", words.say("changed"), [Para(words.say("changed, none"))])
    items = Items(Item(speaker(facts, words, s.view), s.view["text"], _path(facts, words, s)) for s in told)
    return Section("changed", words.say("changed"), [items])


def _path(facts: Facts, words: Words, story: Story) -> Iterator[str]:
    """Yield what came of a view, step by step, and how people judged the last of it."""
    if not story.way:
        fate, _, reply = facts.fate(story.view)
        yield words.say("said, fate", fate=fate)
        yield words.say("said, reply", reply=reply)
        return
    *between, end = story.way
    for ref in between:
        yield words.say(f"step, {_kind(facts, ref)}", what=step(facts, words, ref))
    name = "step, worse" if story.worth == WORSE else f"step, {_kind(facts, end)}"
    yield words.say(name, what=step(facts, words, end))
    if judged := stances(facts, words, end, JUDGED):
        yield words.say("judged", judged=judged)


def _kind(facts: Facts, ref: str) -> str:
    """Return what sort of step it is: what somebody said, a gathering, a decision, the plan, or a change."""
    kind, row = ref.partition(":")[0], facts.records[ref]
    if kind != "goal":
        return kind
    return "change" if row["done"] or (row["kind"] == "outcome" and not row["agreed"]) else "plan"


def _unplanned(facts: Facts, words: Words) -> Section:
    rows = [row for row in happened(facts) if not row["agreed"]]
    rows.sort(key=lambda row: -sum(facts.judged(f"goal:{row['id']}").values()))  # what most people judged, first
    if not rows:
        return Section("unplanned", words.say("unplanned"), [Para(words.say("unplanned, none"))])
    blocks: list[Block] = [Items(_outcome(facts, words, row) for row in rows[:MOST])]
    if len(rows) > MOST:
        blocks.append(Para(words.number("unplanned, more", len(rows) - MOST)))
    return Section("unplanned", words.say("unplanned"), blocks)


def _outcome(facts: Facts, words: Words, row: Row) -> Item:
    ref = f"goal:{row['id']}"
    judged = stances(facts, words, ref, JUDGED)
    return Item(step(facts, words, ref), details=[words.say("judged", judged=judged)] if judged else [])


def _of(facts: Facts, check: str) -> Finding | None:
    return next((one for one in facts.release.findings if one.check == check), None)


def _feels(facts: Facts, words: Words) -> Iterator[Block]:
    """Yield how many said yes to each question, at first and now, and how it feels in words."""
    finding = _of(facts, FEELS)
    if finding is None:
        yield Para(words.say("feels, not asked"))
        return
    known = {one.of: one for one in finding.measures if one.name == "rate" and one.value is not None}
    items = [Item(said) for name in FELT if (said := _felt(name, known, words))]
    if items:
        yield Items(items)
    rounded = any(table.base > 1 for table in facts.release.counts if table.check == FEELS)
    if items and rounded:
        yield Para(words.say("feels, rounded"))
    yield Para(finding.sentence)


def _felt(name: str, known: Mapping[str, Measure], words: Words) -> str:
    now, first, what = known.get(name), known.get(f"{name}, at first"), words.say(f"felt, {name}")
    if now is None:
        return ""
    places = {"what": what, "yes": _yes(now), "all": now.n}
    if first is None:
        return words.say("felt", **places)
    return words.say("felt, then", **places, yes_then=_yes(first), all_then=first.n)


def _yes(rate: Measure) -> int:
    return round((rate.value or 0) * rate.n)


def _decided(facts: Facts, words: Words) -> Iterator[Block]:
    finding, rows = _of(facts, DECIDES), [row for row in facts.rows("decisions") if row["title"]]
    yield Para(words.number("decided, number", len(rows)))
    rules = Counter(row["rule"] for row in rows if row["rule"])
    if rules:
        yield Para(words.number("decided, how", len(rows), rules=_times(rules, words)))
    names = Counter(name for row in rows for name in facts.deciders.get(f"decision:{row['id']}", ()))
    if names:
        yield Para(words.number("decided, who", len(rows), names=_times(names, words)))
    places = Counter(place for row in rows if (place := facts.place(row)))
    if places:
        yield Para(words.number("decided, where", sum(places.values()), places=_times(places, words)))
    if places and sum(places.values()) < len(rows):
        yield Para(words.number("decided, elsewhere", len(rows) - sum(places.values())))
    if finding is not None and (finding.say != NOT_SHOWN or not rows):
        yield Para(finding.sentence)


def _times(found: Counter[str], words: Words) -> str:
    """Return the few that there are most of, each with its number."""
    most = sorted(found.items(), key=lambda one: (-one[1], one[0]))[:MOST]
    if most[0][1] == 1:
        return words.join("and", (what for what, _ in most))
    return words.join("and", (words.say("times", what=what, number=number) for what, number in most))


def _unknown(facts: Facts, words: Words) -> Iterator[str]:
    findings = facts.release.findings
    few = sum(one.status == "unknown" and one.say == NOT_SHOWN for one in findings)
    other = sum(one.status == "unknown" for one in findings) - few
    if not few + other:
        yield words.say("unknown, none" if findings else "unknown, nothing asked")
        return
    some = few + other < len(findings)
    yield words.say("unknown, all" if some else "unknown, each", all=len(findings), number=few + other)
    if 2 * few > len(findings):
        yield words.say("small")
    elif few:
        yield words.number("unknown, few", few)
    yield words.say("unknown, list")


def _talk(facts: Facts, words: Words) -> Section:
    found = sorted((one for one in facts.release.findings if one.ask), key=lambda one: URGENT.index(one.status))
    asks = list(dict.fromkeys(one.ask for one in (*_of_each_theme(found), *found)))[:MOST]
    return Section("talk", words.say("talk"), [Items(map(Item, asks))] if asks else [Para(words.say("talk, none"))])


def _of_each_theme(found: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the first finding of each theme, so that three questions are about three things."""
    seen: set[str] = set()
    for one in found:
        if one.theme not in seen:
            seen.add(one.theme)
            yield one


def _who_answers(facts: Facts, words: Words) -> Iterator[str]:
    about = facts.release.about
    if about.controllers:
        yield words.number("answers, who", len(about.controllers), controllers=words.join("and", about.controllers))
    yield words.say("answers, contact", contact=about.contact) if about.contact else words.say("answers, nobody")
    yield words.say("answers, mine")
    yield words.say("answers, stop", how=about.withdraw_by) if about.withdraw_by else words.say("answers, stop, tell")
    if about.already_out:
        yield about.already_out
    if about.complaints:
        yield words.say("answers, complain", complaints=about.complaints)


def about_table(facts: Facts, words: Words) -> Table:
    """Return for whom the page is, what it holds and who answers for it, which tables alone would not tell."""
    lines = (*lead(facts, words), *_who_answers(facts, words))
    return Table(words.say("answers"), [words.say("column, page")], [[line] for line in lines], name="about")
