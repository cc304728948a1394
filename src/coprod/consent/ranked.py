"""A row with what was decided of it."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from coprod.consent.groups import groups_of
from coprod.records import Record
from coprod.tables import Stored

__all__ = ["Ranked"]


@attrs.frozen
class Ranked:
    """
    A row with what was decided of it, each level as its rank.

    Attributes:
        row: The row as it is kept.
        there: Whether the row is there at all: the rank of the group that holds its key.
        groups: The rank of each cell group, in the order of `groups_of`.
        identity: How openly each partner it refers to may be referred to, in the order of `partner_columns`.
    """

    row: Stored
    there: int
    groups: tuple[int, ...]
    identity: tuple[int, ...]

    def by_column(self, kind: type[Record]) -> Mapping[str, int]:
        """Return the rank of each cell, by column; none is more open than the row."""
        groups = zip(groups_of(kind), self.groups, strict=True)
        return {name: max(rank, self.there) for group, rank in groups for name in group.columns}
