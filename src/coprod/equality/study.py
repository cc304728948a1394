"""What a check gets to count: a project, and who is in which group."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

import attrs
import narwhals as nw

from coprod.engines import Frame, count, keep, rows, total
from coprod.equality.grouping import groups_of
from coprod.project import Project

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Size", "Study"]


@attrs.frozen
class Size:
    """How many partners a group has, and how many people they stand for."""

    partners: int
    people: int


class Study:
    """
    A project under one grouping.

    Attributes:
        project: The project: how it is now, or was on a day.
        past: The project with all that ever was by then, ended ties and strengths too: for checks that ask whether
            people ever met. Where no day is asked for it is the project itself.
        by: The grouping: here_as, sector, kind, area, team, everyone or `characteristic:NAME`.

    >>> from coprod import Partner, Project
    >>> study = Study(Project("Tea", [Partner("ana", kind="person", sector="citizen")]), "sector")
    >>> study.group_of["ana"], study.people["ana"]
    ('citizen', 1)
    """

    def __init__(self, project: Project, by: str = "here_as", *, past: Project | None = None) -> None:
        """
        Take a project and a grouping, and what ever was by the day of the project.

        Raises:
            NotFound: there is no such grouping.
        """
        self.project = project
        self.past = project if past is None else past
        self.by = by
        self.groups: Frame = keep(groups_of(project, by))
        """Every partner as a lazy frame: `partner`, `group`, `people`; worked out once, since all checks ask for it."""
        self.graph_by = ""
        """Which networkx, and with which backend, went through the last graph that was asked for."""
        self._once: dict[Callable[[Study], Frame], Frame] = {}

    @cached_property
    def sizes(self) -> Mapping[str, Size]:
        """How large each group is, in order of labels; counted on the engine, however many partners there are."""
        numbers = count().alias("partners"), total(nw.col("people")).alias("people")
        found = rows(self.groups.group_by("group").agg(*numbers).select("group", "partners", "people"))
        return {group: Size(*size) for group, *size in sorted(found)}

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of the groups, in order."""
        return tuple(self.sizes)

    @cached_property
    def _rows(self) -> tuple[tuple[str, str, int], ...]:
        return tuple(sorted(rows(self.groups.select("partner", "group", "people"))))

    @cached_property
    def group_of(self) -> Mapping[str, str]:
        """
        The group of every partner by id; "not recorded" where nothing is.

        A row for every partner: for plain Python over small projects. What is asked of a million partners is counted on
        `groups`.
        """
        return {partner: group for partner, group, _ in self._rows}

    @cached_property
    def people(self) -> Mapping[str, int]:
        """How many people every partner stands for, by id."""
        return {partner: people for partner, _, people in self._rows}

    def once(self, make: Callable[[Study], Frame]) -> Frame:
        """Return what a function makes of this study, worked out once for all checks that ask for it."""
        if make not in self._once:
            self._once[make] = keep(make(self))
        return self._once[make]

    def graph(self, kind: str | None = None) -> nx.DiGraph[str]:
        """Return partners by id with their `group`, and relationships of one kind, or of all, as edges."""
        from coprod.equality.networks import in_use, partner_graph

        self.graph_by = in_use()
        return partner_graph(self, kind)
