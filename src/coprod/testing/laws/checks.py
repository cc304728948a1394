"""What is true of every equality check."""

from __future__ import annotations

import importlib.util
import math
from typing import Any

from coprod.equality.check import Context, EqualityCheck
from coprod.equality.run import run_check
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, Tables
from coprod.finding import Finding
from coprod.project import Project
from coprod.records import Partner
from coprod.schema import columns_of
from coprod.testing.altered import alone, blanked, renamed, with_newcomers
from coprod.testing.draft import CANARY
from coprod.testing.laws.law import hold, law
from coprod.testing.needs import st
from coprod.testing.strategies import projects

__all__ = [
    "answers_always",
    "changes_nothing",
    "copes_with_group_tables_alone",
    "counts_the_silent",
    "finds_the_same_on_another_engine",
    "finds_the_same_twice",
    "finds_the_same_whatever_people_are_called",
    "judges_by_its_tables_alone",
    "names_nobody",
    "never_calls_nothing_even",
    "reads_only_what_it_names",
    "says_how_many_people",
    "speaks_of_no_group_of_one_or_two",
]

SMALLEST = 3  # people in a group that a sentence may speak of


def drawn(_: EqualityCheck) -> st.SearchStrategy[Any]:
    """Return projects."""
    return projects(max_partners=10)


def two_of_them(_: EqualityCheck) -> st.SearchStrategy[Any]:
    """Return two projects."""
    return st.tuples(projects(), projects())


@law("equality_checks", drawn, shrinks=False)
def finds_the_same_twice(check: EqualityCheck, project: Project) -> None:
    """Asked the same of the same project, a check finds the same."""
    _same(_found(check, project), _found(check, project), "the second time")


@law("equality_checks", drawn, shrinks=False)
def finds_the_same_whatever_people_are_called(check: EqualityCheck, project: Project) -> None:
    """Whatever the ids and names of partners, and so whatever the order of rows, a check finds the same."""
    _same(
        _found(check, _asked_alone(project)),
        _found(check, renamed(project)[0]),
        "with other ids and names in another order",
    )


@law("equality_checks", drawn, shrinks=False)
def finds_the_same_on_another_engine(check: EqualityCheck, project: Project) -> None:
    """Where DuckDB is installed, a check finds the same on it as on Polars."""
    if importlib.util.find_spec("duckdb") is not None:
        _same(_found(check, project), _found(check, project.on("duckdb")), "on DuckDB")


@law("equality_checks", drawn, shrinks=False)
def changes_nothing(check: EqualityCheck, project: Project) -> None:
    """A check changes nothing of the project that it looks at."""
    before = {kind: tuple(project.stored(kind)) for kind in project.kinds}
    said = repr(project.settings)
    run_check(check, project)
    hold(before == {kind: tuple(project.stored(kind)) for kind in project.kinds}, "it changed a row")
    hold(said == repr(project.settings), "it changed a setting")


@law("equality_checks", two_of_them, shrinks=False)
def judges_by_its_tables_alone(check: EqualityCheck, example: tuple[Project, Project]) -> None:
    """What a check judges hangs on its tables alone, whatever was counted since."""
    if check.count is None:
        return
    one = Tables(check.count(Study(example[0])))
    before = _judged(check, one)
    _judged(check, Tables(check.count(Study(example[1]))))
    _same(before, _judged(check, one), "once another project had been counted")


@law("equality_checks", drawn, shrinks=False)
def copes_with_group_tables_alone(check: EqualityCheck, project: Project) -> None:
    """A check judges without tables of single people, as it has to in a release, and points at nobody."""
    if check.count is not None:
        tables = [table for table in check.count(Study(project)) if isinstance(table, GroupTable)]
        hold(not _judged(check, Tables(tables), disclosed=True).evidence, "it points at people that it cannot know of")


@law("equality_checks", drawn, shrinks=False)
def reads_only_what_it_names(check: EqualityCheck, project: Project) -> None:
    """Columns that a check does not name among those it reads do not matter to it."""
    without = blanked(project, check.reads)
    _same(_found(check, _asked_alone(project)), _found(check, without), "once all that it does not name was empty")


@law("equality_checks", drawn, shrinks=False)
def says_how_many_people(check: EqualityCheck, project: Project) -> None:
    """Each figure of a group of partners stands with the size of the group."""
    labels = set(Study(project).group_of.values())
    for one in run_check(check, project).groups:
        sized = one.group not in labels or one.count is None or one.n is not None
        hold(sized, f"it says {one.count} of `{one.group}`, and not of how many")


@law("equality_checks", drawn, shrinks=False)
def never_calls_nothing_even(check: EqualityCheck, project: Project) -> None:
    """Where nothing is on record that a check looks at, but who the partners are, nothing is called even."""
    found = run_check(check, Project("Nothing yet") if set(check.reads) == {Partner} else alone(project))
    hold(found.status != "even", f"it says: {found.answer}")


@law("equality_checks", drawn, shrinks=False)
def speaks_of_no_group_of_one_or_two(check: EqualityCheck, project: Project) -> None:
    """No sentence speaks of a group of one or two people: it would be about those."""
    found = run_check(check, project, by="sector")
    labels = set(Study(project, "sector").group_of.values())
    small = {one.group for one in found.groups if one.group in labels and one.n is not None and one.n < SMALLEST}
    spoken_of = small & set(found.words.values())
    hold(not spoken_of, f"it speaks of {sorted(spoken_of)}: {found.answer}")


@law("equality_checks", drawn, shrinks=False)
def names_nobody(check: EqualityCheck, project: Project) -> None:
    """No partner's id or name is in what a check says."""
    found = run_check(check, renamed(project)[0])
    hold(CANARY not in found.to_markdown(), f"it names someone: {found.answer}")


@law("equality_checks", drawn, tier="should", shrinks=False)
def counts_the_silent(check: EqualityCheck, project: Project) -> None:
    """People who came and did nothing are among those counted: what is counted goes over people, not over deeds."""
    groups = run_check(check, with_newcomers(project), by="sector").groups
    people = {group.group: group.n or 0 for group in groups}
    hold(not groups or people.get(CANARY, 0) >= SMALLEST, f"three people who said nothing are not in {people}")


@law("equality_checks", drawn, tier="should", shrinks=False)
def answers_always(check: EqualityCheck, project: Project) -> None:
    """Whatever is on record, a check answers and does not raise; where it cannot tell it says so."""
    error = run_check(check, project).error
    hold(not error, f"it raised {error}")


def _asked_alone(project: Project) -> Project:
    """Return the project as the altered ones are: without answers, which no check looks at."""
    return blanked(project, {kind: tuple(columns_of(kind)) for kind in project.kinds})


def _found(check: EqualityCheck, project: Project) -> Finding:
    return run_check(check, project)


def _judged(check: EqualityCheck, tables: Tables, *, disclosed: bool = False) -> Finding:
    assert check.judge is not None  # noqa: S101  # the spec holds that it goes with `count`
    return check.judge(tables, Context(by="here_as", band=check.band, convention=check.band, disclosed=disclosed))


def _same(one: Finding, other: Finding, when: str) -> None:
    """Hold that two findings are equal, numbers to the ninth place."""
    left, right = one.to_dict(), other.to_dict()
    for name in left:
        hold(_alike(left[name], right[name]), f"{when} it found another `{name}`: {left[name]!r}, then {right[name]!r}")


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float | int):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_alike, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_alike(one[name], other[name]) for name in one)
    return bool(one == other)
