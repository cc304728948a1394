"""Numbers as they leave: tables by labels, after disclosure control."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

import attrs

__all__ = ["Count", "Counts", "groups_and_ties"]

Attributes: TypeAlias = dict[str, Any]


def _words(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(words)


@attrs.frozen
class Count:
    """
    One number of a table.

    Attributes:
        labels: What it is about, one label for each column of the table's `by`.
        number: The number, in units of one part in the table's `scale`; None where it is not shown.
    """

    labels: tuple[str, ...] = attrs.field(converter=_words)
    number: int | None


def _counts(counts: Iterable[Count]) -> tuple[Count, ...]:
    return tuple(sorted(counts, key=lambda count: count.labels))


@attrs.frozen(kw_only=True)
class Counts:
    """
    A table of whole numbers that went through disclosure control.

    Attributes:
        check: The check that counted it; empty for coprod's own counts of people and ties.
        name: Its name among the tables of the check.
        by: What each label is: `group`, `what`, `question` ...
        grouping: What the groups are, such as `here_as`.
        cells: The numbers, in the order of their labels.
        scale: Of how many parts a whole is made.
        base: What the numbers are rounded to; 1 where they are exact.
    """

    check: str = ""
    name: str
    by: tuple[str, ...] = attrs.field(converter=_words)
    grouping: str = ""
    cells: tuple[Count, ...] = attrs.field(converter=_counts)
    scale: int = 1
    base: int = 1

    def to_dict(self) -> dict[str, Any]:
        """Return the table as JSON has it."""
        return attrs.asdict(self)

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> Counts:
        """Return the table that `to_dict` wrote."""
        return cls(**{**plain, "cells": [Count(cell["labels"], cell["number"]) for cell in plain["cells"]]})


def groups_and_ties(counts: Iterable[Counts]) -> tuple[dict[str, Attributes], list[tuple[str, str, Attributes]]]:
    """
    Return groups as nodes and the ties between them as edges, as far as their numbers may be shown.

    A group stands for all of its people who agreed to be counted, those who are named elsewhere included.
    """
    tables = {table.name: table for table in counts if not table.check}
    if not {"people", "ties"} <= tables.keys():
        return {}, []
    people, ties = tables["people"], tables["ties"]
    nodes: dict[str, Attributes] = {
        f"group:{cell.labels[0]}": {"record": "group", "by": people.grouping, "people": cell.number}
        for cell in people.cells
        if cell.number
    }
    edges: list[tuple[str, str, Attributes]] = []
    for cell in ties.cells:
        kind, source, target = cell.labels
        ends = f"group:{source}", f"group:{target}"
        if cell.number and nodes.keys() >= set(ends):
            edges.append((*ends, {"record": "ties", "kind": kind, "number": cell.number}))
    return nodes, edges
