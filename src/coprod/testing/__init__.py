"""
What plugin authors test with: Hypothesis strategies, laws, and a small invented project.

`test_laws = uphold(*specs)` tries every law on what a plugin brings. `example()` needs nothing more than coprod.
All else needs the extra `coprod[testing]`; it is imported on first use, so that a missing Hypothesis is met where it
matters, with a word on how to get it.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from coprod.testing.invented import example

if TYPE_CHECKING:
    from coprod.testing import laws
    from coprod.testing.laws.indices import Index
    from coprod.testing.pairs import Pair, indistinguishable_pairs
    from coprod.testing.strategies import clocks, consent_states, projects, records, requests, settings
    from coprod.testing.trying import LawResult, Report, try_laws, uphold

__all__ = [
    "Index",
    "LawResult",
    "Pair",
    "Report",
    "clocks",
    "consent_states",
    "example",
    "indistinguishable_pairs",
    "laws",
    "projects",
    "records",
    "requests",
    "settings",
    "try_laws",
    "uphold",
]

HOMES = {
    "Index": "laws.indices",
    **dict.fromkeys(("clocks", "consent_states", "projects", "records", "requests", "settings"), "strategies"),
    **dict.fromkeys(("Pair", "indistinguishable_pairs"), "pairs"),
    **dict.fromkeys(("LawResult", "Report", "try_laws", "uphold"), "trying"),
}
"""In which module each name is."""


def __getattr__(name: str) -> Any:
    """Return what needs Hypothesis, importing it when the first of it is asked for."""
    if name not in __all__:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    importlib.import_module("coprod.testing.needs")
    if name == "laws":
        return importlib.import_module("coprod.testing.laws")
    return getattr(importlib.import_module(f"coprod.testing.{HOMES[name]}"), name)
