"""What a release holds, ready to be told: rows by table, names of those who may be named, and what led to what."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Mapping
from functools import cached_property
from typing import Any, TypeAlias

from coprod import Release

__all__ = ["Facts", "Row"]

Row: TypeAlias = Mapping[str, Any]
WORDS = {"view": "text", "decision": "title", "goal": "text", "space": "name"}
DAYS = {"view": ("at",), "decision": ("at",), "goal": ("done", "dropped", "agreed"), "space": ("starts",)}


class Facts:
    """
    A release as it is told.

    Attributes:
        release: The release.
    """

    def __init__(self, release: Release) -> None:
        """Take a release."""
        self.release = release
        self._rows: dict[str, tuple[Row, ...]] = {}

    def rows(self, table: str) -> tuple[Row, ...]:
        """Return the rows of a table; none where the release has no such table."""
        if table not in self._rows:
            self._rows[table] = self.release.rows(table) if table in self.release.tables else ()
        return self._rows[table]

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The name of each partner who is named."""
        return {row["id"]: row["name"] for row in self.rows("partners") if row["id"] and row["name"]}

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """How each partner is told from the others: by name, else by the id that they have in this release."""
        return {row["id"]: row["name"] or row["id"] for row in self.rows("partners") if row["id"]}

    @cached_property
    def records(self) -> Mapping[str, Row]:
        """Spaces, views, decisions and goals by typed reference."""
        return {f"{kind}:{row['id']}": row for kind in WORDS for row in self.rows(f"{kind}s") if row["id"]}

    def words(self, ref: str) -> str:
        """Return the words, the title or the name of a record; empty where there is none."""
        row = self.records.get(ref)
        return (row[WORDS[ref.partition(":")[0]]] or "") if row else ""

    def place(self, row: Row) -> str:
        """Return the name of the space of a row; empty where there is none."""
        return self.words(f"space:{row['space']}")

    def day(self, ref: str) -> str:
        """Return the day or the month of a record; empty where there is none."""
        row, kind = self.records.get(ref), ref.partition(":")[0]
        return next((row[name][:10] for name in DAYS[kind] if row[name]), "") if row else ""

    def judged(self, ref: str) -> Mapping[int, int]:
        """Return how many say that a record is for the better (1), the worse (-1) or neither (0)."""
        return self._stances.get(ref, Counter())

    @cached_property
    def _stances(self) -> Mapping[str, Counter[int]]:
        found: dict[str, Counter[int]] = defaultdict(Counter)
        for row in self.rows("responses"):
            if row["stance"] is not None:
                found[row["item"]][row["stance"]] += row["people"] or 1
        return found

    @cached_property
    def _responses(self) -> Mapping[str, list[Row]]:
        """What people said to each record, by its typed reference, by day."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in sorted(self.rows("responses"), key=lambda row: (row["at"] or "", row["partner"] or "")):
            found[row["item"]].append(row)
        return found

    def fate(self, view: Row) -> tuple[str, str, str]:
        """Return what became of a view, the day, and the answer; what people say of it last comes before the record."""
        said = [row for row in self._responses.get(f"view:{view['id']}", ()) if row["fate"]]
        last = said[-1] if said else {"fate": view["fate"], "at": view["replied_at"], "text": ""}
        fate = last["fate"] if last["fate"] != "open" else ""
        return fate or "", (last["at"] or "")[:10], last["text"] or view["reply"] or ""

    def comments(self, ref: str) -> Mapping[str, tuple[str, ...]]:
        """Return what people say of a record in words, each with the names of those who say so and may be named."""
        found: dict[str, list[str]] = {}
        for row in self._responses.get(ref, ()):
            if row["text"] and not row["fate"]:
                found.setdefault(row["text"], []).extend(filter(None, [self.names.get(row["partner"])]))
        return {text: tuple(names) for text, names in found.items()}

    @cached_property
    def said_too(self) -> Mapping[str, tuple[str, ...]]:
        """The names of those who said the same, by the typed reference of a view."""
        found: dict[str, list[str]] = defaultdict(list)
        for row in self.rows("mentions"):
            if row["part"] == "said it too" and row["partner"] in self.names:
                found[row["item"]].append(self.names[row["partner"]])
        return {ref: tuple(sorted(names)) for ref, names in found.items()}

    @cached_property
    def deciders(self) -> Mapping[str, tuple[str, ...]]:
        """The names of those on record as having decided something, where both may be shown, by typed reference."""
        found: dict[str, set[str]] = defaultdict(set)
        for row in self.rows("roles"):
            if row["role"] == "decided" and row["partner"] in self.names:
                found[row["item"]].add(self.names[row["partner"]])
        return {ref: tuple(sorted(names)) for ref, names in found.items()}

    @cached_property
    def onward(self) -> Mapping[str, tuple[str, ...]]:
        """What each record led to, as far as that is in the release: the earliest first."""
        found: dict[str, set[str]] = defaultdict(set)
        for row in self.rows("influences"):
            if row["source"] in self.records and row["target"] in self.records:
                found[row["source"]].add(row["target"])
        return {ref: tuple(sorted(targets, key=lambda one: (self.day(one), one))) for ref, targets in found.items()}

    def ways(self, ref: str) -> Mapping[str, tuple[str, ...]]:
        """Return the shortest way from a record to each that it led to; of the steps, those that have words."""
        found: dict[str, tuple[str, ...]] = {ref: ()}
        waiting = deque([ref])
        while waiting:
            here = waiting.popleft()
            for target in self.onward.get(here, ()):
                if target not in found:
                    found[target] = (*found[here], target)
                    waiting.append(target)
        told = {target: way for target, way in found.items() if way and self.words(target)}
        return {target: tuple(step for step in way if self.words(step)) for target, way in told.items()}

    def paths(self, ref: str) -> list[tuple[str, ...]]:
        """Return as few of these ways as have on them all that a record led to."""
        ways = self.ways(ref)
        passed = {way[-2] for way in ways.values() if len(way) > 1}
        return [way for end, way in ways.items() if end not in passed]
