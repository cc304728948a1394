"""A row with what was decided of it."""

from __future__ import annotations

import attrs

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
