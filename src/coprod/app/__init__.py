"""
The verbs. The one place where consent and equality meet.

Functions take data first and options by keyword. Data flows one way: for stewards from a project to findings, for an
audience from a project and a request to a release, and from there to a file. Each is imported when it is first touched,
so that a command loads what it needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coprod.app.comparing import compare as compare
    from coprod.app.forgetting import forget as forget
    from coprod.app.people import explain as explain
    from coprod.app.people import held_about as held_about
    from coprod.app.people import receipt as receipt
    from coprod.app.sharing import export as export
    from coprod.app.sharing import share as share
    from coprod.app.tracing import trace as trace
    from coprod.app.verbs import check as check
    from coprod.app.verbs import read as read
    from coprod.app.verbs import save as save
    from coprod.app.verbs import withdraw as withdraw

_WHERE = {
    "comparing": "compare",
    "forgetting": "forget",
    "people": "explain held_about receipt",
    "sharing": "export share",
    "tracing": "trace",
    "verbs": "check read save withdraw",
}
_HOME = {name: module for module, names in _WHERE.items() for name in names.split()}

__all__ = sorted(_HOME)  # noqa: PLE0605  # derived from the table above


def __getattr__(name: str) -> Any:
    """Import a verb when it is first touched."""
    if name not in _HOME:
        raise AttributeError(f"module `coprod.app` has no attribute `{name}`")
    value = getattr(import_module(f"coprod.app.{_HOME[name]}"), name)
    globals()[name] = value
    return value
