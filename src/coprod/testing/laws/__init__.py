"""
Laws: what is true of every spec of a family, as plain functions.

Each takes a spec and one thing that was drawn for it, and raises AssertionError with a sentence where it does not
hold. `try_laws` and `uphold` draw these things; a function can also be called with one of your own.
"""

from __future__ import annotations

from coprod.testing.laws import checks, exporters, indices, kinds, rules
from coprod.testing.laws.law import LAWS, Law

__all__ = ["LAWS", "Law", "checks", "exporters", "indices", "kinds", "rules"]
