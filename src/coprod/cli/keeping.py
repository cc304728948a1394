"""What the stewards keep beside a project: see `coprod.consent.keeping`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from coprod.consent.keeping import Keeping
from coprod.consent.ledger import Entry

if TYPE_CHECKING:
    from coprod.release import Release

__all__ = ["note", "secret_of"]


def secret_of(project: str) -> bytes:
    """Return the project's secret; it is drawn when it is first needed."""
    return Keeping(project).secret


def note(project: str, release: Release, form: str, out: Path) -> None:
    """Add a release to the ledger, and the file that it was written to."""
    ledger, request = Keeping(project).ledger, release.request
    at = datetime.now(UTC).isoformat(timespec="seconds")
    as_of = request.as_of.isoformat() if request.as_of else None
    by, level = release.findings.by, request.level.value
    with ledger.writing() as writer:
        writer.add(Entry(release.id, at, request.purpose, request.audiences, as_of, by, level))
    ledger.written(release.id, form, out)
