"""
The verbs. The one place where consent and equality meet.

Functions take data first and options by keyword. Data flows one way: for stewards from a project to findings, for an
audience from a project and a request to a release, and from there to a file.
"""

from coprod.app.comparing import compare
from coprod.app.forgetting import forget
from coprod.app.people import explain, held_about, receipt
from coprod.app.sharing import export, share
from coprod.app.tracing import trace
from coprod.app.verbs import check, read, save, withdraw

__all__ = [
    "check",
    "compare",
    "explain",
    "export",
    "forget",
    "held_about",
    "read",
    "receipt",
    "save",
    "share",
    "trace",
    "withdraw",
]
