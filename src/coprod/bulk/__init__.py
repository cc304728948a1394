"""
Large tables, checked as a whole: the same questions as for each row, and the same answers.

Cells that are plainly good are told by expressions over the frame. Of all others each distinct value goes through
`read_cell` once. So what a cell may hold is said in one place, `coprod.cells`, and a table of ten million rows becomes
no Python objects but those of its odd values.
"""

from coprod.bulk.barred import barred_in
from coprod.bulk.found import Found
from coprod.bulk.known import KnownIds
from coprod.bulk.table import LargeTable
from coprod.engines.typed import Unusable

__all__ = ["Found", "KnownIds", "LargeTable", "Unusable", "barred_in"]
