"""Small projects for tests of consent: one statement of each level, and who said yes to which."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from coprod import Consent, Project, Record, Release, Request, Settings, app
from coprod.registry import Registry
from coprod.settings import Permission

DAY = date(2019, 1, 1)
NOW = datetime(2020, 1, 1, 12, tzinfo=UTC)
EVERYTHING = (
    "profile",
    "identity",
    "participation",
    "strengths",
    "relationships",
    "ratings",
    "views",
    "decisions",
    "experience",
    "spaces",
    "plan",
    "characteristics",
    "access",
    "outcomes",
)


def permission(level: str, categories: Iterable[str] = EVERYTHING, **more: Any) -> Permission:
    """Return a statement that covers publication to the public and to the funder."""
    scope = {"purposes": ("publication",), "audiences": ("public", "funder"), "explicit": True, **more}
    return Permission(says=level, categories=tuple(categories), level=level, **scope)


SETTINGS = Settings(
    timezone="Europe/London",
    purposes={"publication": "the report", "project": "our own work"},
    audiences={"funder": ("Scottish Government",)},
    permission={
        "share": permission("share"),
        "pseudonym": permission("pseudonymise"),
        "count": permission("count"),
        "words": permission("share", ["views"]),
        "shown": permission("share", ["views"], conditions=("show_me_first",)),
        "name": permission("share", ["identity", "profile"]),
    },
)


def yes(who: str, *statements: str, **more: Any) -> Consent:
    """Return a yes to statements."""
    return Consent(who, **{"status": "given", "statements": frozenset(statements), "on": DAY, **more})


def no(who: str, *statements: str, **more: Any) -> Consent:
    """Return a withdrawal, of everything where it names nothing."""
    return Consent(who, **{"status": "withdrawn", "statements": frozenset(statements), "on": DAY, **more})


def released(*records: Record, audience: Any = "public", settings: Settings = SETTINGS, **more: Any) -> Release:
    """Return what leaves of these records; `by` and `ledger` and the like go to `share`."""
    options = {"registry": Registry.load(), "now": NOW, "secret": b"s", "release_id": "r1", **more}
    request = options.pop("request", Request("publication", audience))
    return app.share(Project("test", records, settings=settings), request, **options)


def rows(release: Release, table: str, *columns: str) -> list[Any]:
    """Return the rows of a table, the filled cells of each, or the cells of one or more columns."""
    if len(columns) == 1:
        return [row[columns[0]] for row in release.rows(table)]
    if columns:
        return [tuple(row[column] for column in columns) for row in release.rows(table)]
    return [{name: value for name, value in row.items() if value is not None} for row in release.rows(table)]
