"""What is on record about a view, a space, a decision or a goal, beside what led to it and what it led to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from coprod.records import Goal, Indicator, Response, Role
from coprod.records.decision import ROLES
from coprod.schema import kind_name
from coprod.tracing.source import Cells, Source, day_of
from coprod.tracing.steps import Fact, Step

__all__ = ["step_of"]

WORDS = {"space": "name", "view": "text", "decision": "title", "goal": "text"}
DAYS = {"space": ("starts",), "view": ("at",), "decision": ("at",), "goal": ("agreed", "done")}
STANCES = {1: "for", 0: "neither for nor against", -1: "against"}
JUDGED = {1: "for the better", 0: "neither better nor worse", -1: "for the worse"}


def step_of(source: Source, ref: str) -> Step:
    """Return what there is about one record; no more than its reference where it has no row."""
    kind, row = ref.partition(":")[0], source.records.get(ref)
    if row is None:
        return Step(ref=ref, kind=kind)
    facts = sorted(FACTS[kind](source, ref, row), key=lambda fact: (fact.day, fact.what, fact.words, fact.ref))
    return Step(
        ref=ref,
        kind=row.get("kind") or kind,
        day=next((day_of(row[name]) for name in DAYS[kind] if row[name]), ""),
        words=row[WORDS[kind]] or "",
        facts=tuple(facts),
        who=(f"partner:{row['partner']}",) if row.get("partner") else (),
    )


def _of_view(source: Source, ref: str, row: Cells) -> Iterator[Fact]:
    if row["space"]:
        same = row["space"] == row["discussed"]
        yield _place(source, "said and discussed at" if same else "said at", row["space"])
    if row["discussed"] and row["discussed"] != row["space"]:
        yield _place(source, "discussed at", row["discussed"])
    if row["fate"]:
        yield Fact("fate", row["fate"], day=day_of(row["replied_at"]))
    if (row["reply"] or "").strip():
        yield Fact("reply", row["reply"], day=day_of(row["replied_at"]))
    for response in source.about(Response, ref):
        if response["fate"]:
            own = row["partner"] and response["partner"] == row["partner"]
            what = "fate, as who said it tells" if own else "fate, as someone tells"
            yield Fact(what, response["fate"], day=day_of(response["at"]))
    yield from _stances(source, ref, STANCES)


def _of_space(source: Source, ref: str, row: Cells) -> Iterator[Fact]:
    if row["purpose"]:
        yield Fact("purpose", row["purpose"])
    yield from _roles(source, ref)


def _of_decision(source: Source, ref: str, row: Cells) -> Iterator[Fact]:
    if row["space"]:
        yield _place(source, "decided at", row["space"])
    if row["rule"]:
        yield Fact("decided by", row["rule"])
    yield from _roles(source, ref)
    yield from _stances(source, ref, STANCES)


def _of_goal(source: Source, ref: str, row: Cells) -> Iterator[Fact]:
    if row["kind"] == "outcome" and not row["agreed"] and not source.released:
        yield Fact("planned", "by nobody")
    for column in ("done", "dropped"):
        if row[column]:
            yield Fact(column, "", day=day_of(row[column]))
    if row["replaces"]:
        yield _goal(source, "took the place of", row["replaces"], row["agreed"])
    for other in source.rows[kind_name(Goal)]:
        if other["id"] and other["replaces"] == row["id"]:
            yield _goal(source, "gave way to", other["id"], other["agreed"])
    for indicator in source.rows[kind_name(Indicator)]:
        if indicator["goal"] == row["id"]:
            yield Fact("measured by", indicator["name"] or "", ref=f"indicator:{indicator['id']}")
    yield from _roles(source, ref)
    yield from _stances(source, ref, JUDGED if row["kind"] == "outcome" else STANCES)


FACTS: Mapping[str, Callable[[Source, str, Cells], Iterator[Fact]]] = {
    "space": _of_space,
    "view": _of_view,
    "decision": _of_decision,
    "goal": _of_goal,
}


def _place(source: Source, what: str, space: str) -> Fact:
    return Fact(what, source.records.get(f"space:{space}", {}).get("name") or "", ref=f"space:{space}")


def _goal(source: Source, what: str, goal: str, day: object) -> Fact:
    words = source.records.get(f"goal:{goal}", {}).get("text") or ""
    return Fact(what, words, day=day_of(day), ref=f"goal:{goal}")  # type: ignore[arg-type]  # a cell of a day column


def _roles(source: Source, ref: str) -> Iterator[Fact]:
    """Yield how many did what, naming nobody."""
    found = Counter(role["role"] for role in source.about(Role, ref) if role["role"])
    ordered = sorted(found, key=lambda role: (ROLES.index(role) if role in ROLES else len(ROLES), role))
    if found:
        yield Fact(_partly(source, "roles"), ", ".join(f"{role} ({found[role]})" for role in ordered))


def _stances(source: Source, ref: str, words: Mapping[int, str]) -> Iterator[Fact]:
    """Yield how many people are for and against, by the rules of the checks: see `equality.stances`."""
    found = Counter[int]()
    for row in _latest([row for row in source.about(Response, ref) if row["stance"] is not None]):
        found[row["stance"]] += _people(source, row)
    if said := ", ".join(f"{found[stance]} {word}" for stance, word in words.items() if found[stance]):
        yield Fact(_partly(source, "said of it"), said)


def _latest(told: Sequence[Cells]) -> Iterator[Cells]:
    """Yield what each partner said on their last day; a release may not say who it was."""
    last: dict[object, str] = {}
    for row in told:
        last[row["partner"]] = max(last.get(row["partner"], ""), day_of(row["at"]))
    yield from (row for row in told if not row["partner"] or day_of(row["at"]) == last[row["partner"]])


def _people(source: Source, row: Cells) -> int:
    """Return for how many people a partner speaks: never more than it has; an organisation of several for nobody."""
    size = source.sizes.get(row["partner"])
    if size is None:  # a release may hold what was said and not who is who
        return (row["people"] or 1) if source.released else 0
    return size if row["people"] is None else min(size, row["people"])


def _partly(source: Source, what: str) -> str:
    """Return what is counted; of a release it is no more than the part that may be shown."""
    return f"{what}, of those who may be shown" if source.released else what
