"""
Disclosure control: what numbers may leave.

`grid` lists the numbers of a table with those it implies, `system` sorts them, `blanks` decides which are not shown
and proves that the small ones cannot be told, `differences` compares with what left before, `linked` and `nested`
with what leaves beside it, `protecting` does all of that.
"""

from coprod.consent.disclosure.differences import as_counts
from coprod.consent.disclosure.limits import BASE, threshold
from coprod.consent.disclosure.protecting import protect

__all__ = ["BASE", "as_counts", "protect", "threshold"]
