"""
The projects of an area together, through disclosure control.

Each project counts the people who agreed to be counted for this purpose, to this audience. The numbers are added up,
and nobody sees them before disclosure control has: as for a release, and more strictly in three ways. Whoever knows
the numbers of one project can take them off, so the rest has to be large enough as well. What any of the projects
released, one by one or all of them together, can be taken off too. And someone who is in several projects is counted
in each, so the threshold is as many times as high. What leaves is kept in the ledger of each project.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from coprod.app.portfolio import Broken, each, opened, said
from coprod.errors import CoprodError, HeldBack
from coprod.project import Project
from coprod.records import Partner
from coprod.request import Request
from coprod.settings import Agreed, Settings, Thresholds

if TYPE_CHECKING:
    from coprod.consent.ledger import Entry, Writer
    from coprod.counts import Counts
    from coprod.equality.check import EqualityCheck
    from coprod.equality.tables import GroupTable
    from coprod.finding import Findings

__all__ = ["Area", "roll_up"]

COARSER = ("sector", "here_as", "everyone")
NOT_COUNTED = {"error": "it failed", "not agreed": "not agreed there", "too large": "too many partners"}
PREFIX = "area-"  # of the id of a roll-up in a ledger
Key: TypeAlias = tuple[str, str]


@attrs.frozen
class Area:
    """
    What the checks find in the projects of an area taken together.

    Attributes:
        area: The area; empty where the projects name none.
        projects: Their names.
        findings: What was found among the people who agreed to be counted.
        left_out: By check, the projects in which it was not counted, and why.
        counts: The numbers, as they leave.
    """

    area: str
    projects: tuple[str, ...]
    findings: Findings
    left_out: Mapping[str, Sequence[str]]
    counts: tuple[Counts, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        left_out = {check: list(names) for check, names in self.left_out.items()}
        plain = {**self.findings.to_dict(), "left_out": left_out}
        return {"area": self.area, "projects": list(self.projects)} | {k: v for k, v in plain.items() if k != "project"}


@attrs.frozen
class _Counted:
    """What one project counted, by grouping; it does not leave the stewards' machine."""

    path: str
    name: str
    settings: Settings
    people: tuple[str, ...]
    tables: Mapping[str, tuple[GroupTable, ...]]
    open: Mapping[str, tuple[GroupTable, ...]]
    left_out: Mapping[str, str]


def roll_up(
    paths: Iterable[str | Path],
    request: Request,
    *,
    by: str = "here_as",
    only: Iterable[str] = (),
    plugins: Iterable[str] = (),
    jobs: int = 1,
    now: datetime | None = None,
    keep: bool = True,
) -> tuple[Area | Broken, ...]:
    """
    Return what the checks find by area, in the order of their names; before them, the projects that are broken.

    Args:
        paths: Where the projects are.
        request: Who will see it, and what for; a project that does not declare both is reported, and not counted.
        by: The grouping; a coarser one is used where its groups would be too small.
        only: Names of checks; by default all that ship.
        plugins: Names of plugins to load beside those that a project names.
        jobs: How many processes share the work; more than one needs joblib.
        now: The instant that consent is judged at, aware; by default this one.
        keep: Whether the numbers are added to the ledger of each project; without it they may not leave.
    """
    from coprod.app.arguments import registry_of

    extra, names = tuple(plugins), tuple(dict.fromkeys(only))
    known = registry_of(extra)
    checks = [known.equality_check(name) for name in names] or [one.spec for one in known.equality_checks.values()]
    by = "here_as" if by == "team" else by  # the name of a team is its identity, which is not asked of numbers
    groupings = (by, *COARSER[COARSER.index(by) + 1 :]) if by in COARSER else (by, *COARSER)
    task = _Count(request, dict.fromkeys(groupings), tuple(one.name for one in checks), extra, now or datetime.now(UTC))
    different = dict.fromkeys(map(_place, paths))  # counted twice, a project would hide in itself
    done = each(task, list(different), jobs)
    found = [one for one in done if isinstance(one, _Counted)]
    areas = sorted({one.settings.area for one in found})
    together = [_Together(area, [one for one in found if one.settings.area == area], request) for area in areas]
    return (
        *(one for one in done if isinstance(one, Broken)),
        *(one.judged(checks, list(groupings), task.now, keep=keep) for one in together),
    )


@attrs.frozen
class _Count:
    """Counts one project; made of plain values, so that another process can have it."""

    request: Request
    groupings: Mapping[str, None]
    checks: tuple[str, ...]
    plugins: tuple[str, ...]
    now: datetime

    def __call__(self, path: str) -> _Counted | Broken:
        """Return what was counted, or what is wrong."""
        try:
            return self._counted(path)
        except (CoprodError, OSError) as error:
            return Broken(path, said(error))

    def _counted(self, path: str) -> _Counted:
        from coprod.app.arguments import declared, today_of
        from coprod.consent.decide import asked_of
        from coprod.consent.shown import shown

        project, registry = opened(path, self.plugins)
        today = today_of(project, self.now)
        declared(project, self.request)
        until = project.settings.held.keep_until
        if until and today > until:
            raise HeldBack(f"{path}: these records were to be kept until {until}: nothing leaves after that day")
        rules = [one.spec for one in registry.consent_rules.values()]
        decided = shown(project, asked_of(project, self.request, today=today, rules=rules, honours=()))
        if self.request.as_of is not None:
            decided = decided.at(self.request.as_of)
        checks = [registry.equality_check(name) for name in self.checks]
        return self._by_grouping(path, project, decided.countable(), decided.opened(), checks)

    def _by_grouping(
        self, path: str, project: Project, counted: Project, shown: Project, checks: Sequence[EqualityCheck]
    ) -> _Counted:
        found: dict[str, tuple[GroupTable, ...]] = {}
        known: dict[str, tuple[GroupTable, ...]] = {}
        left_out: dict[str, str] = {}
        for by in self.groupings:
            found[by], known[by], findings = _tables(counted, shown, checks, by)
            left_out = {one.check: NOT_COUNTED[one.say] for one in findings if one.say in NOT_COUNTED}
        people = tuple(one.id for one in counted.records(Partner))
        return _Counted(path, project.name, project.settings, people, found, known, left_out)


def _tables(
    counted: Project, shown: Project, checks: Sequence[EqualityCheck], by: str
) -> tuple[tuple[GroupTable, ...], tuple[GroupTable, ...], Findings]:
    """Return what is counted by one grouping, and of that what anybody can see; nothing is judged on it."""
    from coprod.equality.run import run_for_release

    kept: list[tuple[GroupTable, ...]] = []

    def keep(tables: Sequence[GroupTable], open_tables: Sequence[GroupTable]) -> Sequence[GroupTable]:
        kept.extend((tuple(tables), tuple(open_tables)))
        return [attrs.evolve(table, cells=()) for table in tables]

    findings = run_for_release(counted, checks, protect=keep, opened=shown, by=by).findings
    return kept[0], kept[1], findings


@attrs.frozen
class _Together:
    """The projects of one area."""

    area: str
    projects: list[_Counted]
    request: Request

    def judged(self, checks: Sequence[EqualityCheck], groupings: Sequence[str], now: datetime, *, keep: bool) -> Area:
        """Return what the checks find in the numbers of all, as far as they may be shown."""
        from coprod.app.sharing import _shown
        from coprod.consent.disclosure import BASE, as_counts
        from coprod.equality.run import run_for_release

        grouping = next((by for by in groupings[:-1] if self._large_enough(by)), groupings[-1])
        with ExitStack() as stack:
            books = self._books(stack) if keep else []
            kept = [book.entries for book in books] if keep else self._kept()
            earlier = [table for entries in kept for entry in entries for table in entry.tables]
            earlier += list(_all_released(kept, grouping))
            disclosed = run_for_release(
                Project(self._name, [], settings=self._settings),
                checks,
                protect=lambda tables, _: self._protected(tables, grouping, earlier),
                by=grouping,
                as_of=self.request.as_of,
            )
            base = BASE if self.request.public else 1
            counts = tuple(_shown(as_counts(table, grouping, base)) for table in disclosed.tables)
            for book in books:
                book.add(self._entry(grouping, counts, now))
        names = tuple(one.name for one in self.projects)
        return Area(self.area, names, disclosed.findings, self._left_out(), counts)

    @property
    def _name(self) -> str:
        return f"{self.area or 'no area named'}, {len(self.projects)} project{'s'[: len(self.projects) != 1]}"

    @property
    def _settings(self) -> Settings:
        """The strictest thresholds, times the number of projects that one person is in; checks that some agreed to."""
        often = max(Counter(person for one in self.projects for person in one.people).values(), default=1)
        limits = [one.settings.thresholds for one in self.projects]
        return Settings(
            area=self.area,
            thresholds=Thresholds(
                public=often * max(limit.public for limit in limits), named=often * max(limit.named for limit in limits)
            ),
            agreed={
                name: Agreed(decision="of each project")
                for one in self.projects
                for name, agreed in one.settings.agreed.items()
                if agreed.decision
            },
        )

    def _large_enough(self, by: str) -> bool:
        """Whether the people of each group who are not shown are enough, and still are without any one project."""
        from coprod.consent.disclosure import threshold

        least = threshold(self._settings, self.request)
        sizes = [_hidden(one, by) for one in self.projects]
        everyone = sum(sizes, Counter[str]())
        rests = [everyone, *(everyone - one for one in sizes)]
        return everyone.total() >= 2 * least and all(n >= least for rest in rests for n in rest.values() if n)

    def _protected(
        self, tables: Sequence[GroupTable], grouping: str, earlier: Sequence[Counts]
    ) -> Sequence[GroupTable]:
        """Return the sums of all tables after disclosure control; each project's own are taken for known."""
        from coprod.consent.disclosure import as_counts, protect

        keys = [(table.check, table.name) for table in tables]
        sums = _added_up(one.tables[grouping] for one in self.projects)
        seen = _added_up(one.open[grouping] for one in self.projects)
        whole = [sums.get(key, table) for key, table in zip(keys, tables, strict=True)]
        known = [seen.get(key, attrs.evolve(table, cells=())) for key, table in zip(keys, whole, strict=True)]
        own = [as_counts(table, grouping, 1) for one in self.projects for table in one.tables[grouping]]
        alone = [] if len(self.projects) == 1 else own  # with itself, a project has nobody to keep from
        return protect(whole, self._settings, self.request, opened=known, earlier=[*earlier, *alone], grouping=grouping)

    def _books(self, stack: ExitStack) -> list[Writer]:
        """Open the ledgers of all projects, in the order of their paths, so that two roll-ups cannot wait in a ring."""
        from coprod.consent.keeping import Keeping

        paths = sorted(one.path for one in self.projects)
        return [stack.enter_context(Keeping(path).ledger.writing()) for path in paths]

    def _kept(self) -> list[tuple[Entry, ...]]:
        """Return what is in the ledgers."""
        from coprod.consent.keeping import Keeping

        return [Keeping(one.path).ledger.entries() for one in self.projects]

    def _left_out(self) -> dict[str, Sequence[str]]:
        found: dict[str, Sequence[str]] = {}
        for one in self.projects:
            for check, why in one.left_out.items():
                found[check] = (*found.get(check, ()), f"{one.name}: {why}")
        return found

    def _entry(self, grouping: str, counts: tuple[Counts, ...], now: datetime) -> Entry:
        from coprod.consent.ledger import Entry

        return Entry(
            release=f"{PREFIX}{secrets.token_hex(8)}",
            at=now.astimezone(UTC).isoformat(timespec="seconds"),
            purpose=self.request.purpose,
            audiences=self.request.audiences,
            as_of=self.request.as_of.isoformat() if self.request.as_of else None,
            by=grouping,
            level=self.request.level.value,
            tables=counts,
            touched={},
        )


def _all_released(ledgers: Iterable[Sequence[Entry]], grouping: str) -> Iterator[Counts]:
    """Yield what can be added up from the last numbers that each project released by itself."""
    from coprod.counts import Count

    found: dict[Counts, Counter[tuple[str, ...]]] = {}
    for entries in ledgers:
        own = [entry for entry in entries if not entry.release.startswith(PREFIX)]
        last = {(t.check, t.name): t for entry in own for t in entry.tables if t.grouping == grouping}
        for table in last.values():
            added = found.setdefault(attrs.evolve(table, cells=()), Counter())
            added.update({cell.labels: cell.number for cell in table.cells if cell.number is not None})
    for table, numbers in found.items():
        yield attrs.evolve(table, cells=[Count(labels, number) for labels, number in numbers.items()])


def _place(path: str | Path) -> str:
    found = Path(path).resolve()
    return str(found.parent if found.name == "coprod.toml" else found)


def _hidden(project: _Counted, by: str) -> Counter[str]:
    """Return how many people each group has who are counted, and not shown by name."""
    whole, shown = (
        {cell.labels[0]: cell.people or 0 for t in tables if (t.check, t.name) == ("", "people") for cell in t.cells}
        for tables in (project.tables[by], project.open[by])
    )
    return Counter({group: people - shown.get(group, 0) for group, people in whole.items()})


def _added_up(projects: Iterable[Sequence[GroupTable]]) -> dict[Key, GroupTable]:
    """Return the sums of the tables of several projects, by check and name."""
    from coprod.equality.tables import Cell

    found: dict[Key, GroupTable] = {}
    for table in (table for tables in projects for table in tables):
        before = found.get((table.check, table.name), attrs.evolve(table, cells=()))
        if (before.by, before.scale) != (table.by, table.scale):
            raise ValueError(f"table `{table.name}` of `{table.check}` is counted in two ways, and cannot be added up")
        cells = {cell.labels: cell for cell in before.cells}
        for cell in table.cells:
            old = cells.get(cell.labels, Cell(cell.labels, 0, 0))
            cells[cell.labels] = Cell(
                cell.labels, (old.number or 0) + (cell.number or 0), (old.people or 0) + (cell.people or 0)
            )
        within = {**before.within, **table.within}
        found[table.check, table.name] = attrs.evolve(before, cells=cells.values(), within=within)
    return found
