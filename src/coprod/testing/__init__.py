"""
What plugin authors test with: Hypothesis strategies, and a small invented project.

`example()` needs nothing more than coprod. The strategies need the extra `coprod[testing]`; they are
imported on first use, so that a missing Hypothesis is met where it matters, with a word on how to get it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coprod.testing.invented import example

if TYPE_CHECKING:
    from coprod.testing.strategies import clocks, consent_states, projects, records, requests, settings

__all__ = ["clocks", "consent_states", "example", "projects", "records", "requests", "settings"]


def __getattr__(name: str) -> Any:
    """Return a strategy, importing Hypothesis when the first one is asked for."""
    if name not in __all__:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from coprod.testing import strategies

    return getattr(strategies, name)
