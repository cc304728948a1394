"""Small invented projects for the tests of checks."""

from collections.abc import Iterable
from datetime import date, datetime
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from coprod.equality.check import EqualityCheck
from coprod.equality.run import run_check
from coprod.finding import Finding
from coprod.project import Project
from coprod.records import Attendance, Decision, Experience, Partner, Record, Role, Space, View
from coprod.settings import Settings

LONDON = ZoneInfo("Europe/London")
DAY = date(2019, 1, 17)
NOON = datetime(2019, 1, 17, 12, tzinfo=LONDON)


def person(who: str, group: str | None = None, **more: Any) -> Partner:
    """A person, with a sector as their group."""
    return Partner(who, kind="person", sector=group, **more)


def people(**sizes: int) -> list[Partner]:
    """So many persons of each sector, with ids such as `citizen1`."""
    return [person(f"{group}{n}", group) for group, size in sizes.items() for n in range(1, size + 1)]


def views(*said: str, **more: Any) -> list[View]:
    """A view for each id of a partner; `-` is a view without a name."""
    return [
        View(f"v{n}", partner=None if who == "-" else who, **{"kind": "idea", "at": NOON, **more})
        for n, who in enumerate(said, 1)
    ]


def slips(group: str, *answers: int, space: str = "s1") -> list[Experience]:
    """A slip without a name for each answer, the same to all four questions."""
    return [Experience(space=space, here_as=group, valued=a, listened=a, contributed=a, safe=a) for a in answers]


def room(*who: str, space: str = "s1", starts: datetime | None = NOON) -> list[Record]:
    """A space, and who came."""
    return [Space(space, name="Tea", starts=starts), *(Attendance(one, space) for one in who)]


def decided(*who: str) -> list[Record]:
    """A decision, and who decided it."""
    return [Decision("d1", title="Tea"), *(Role(one, "decision:d1", "decided") for one in who)]


def project(*records: Record | Iterable[Record], settings: Settings | None = None) -> Project:
    """A project of records and lists of records."""
    flat = [one for each in records for one in ([each] if isinstance(each, Record) else each)]
    return Project("Tea", flat, settings=settings)


def found(check: EqualityCheck, *records: Record | Iterable[Record], by: str = "sector") -> Finding:
    """What a check finds in a project of these records, without an error."""
    finding = run_check(check, project(*records), by=by)
    assert finding.error is None
    return finding


def chance(seed: int = 1) -> Random:
    """A source of chance that is the same each time."""
    return Random(seed)  # noqa: S311  # statistics, no secrets
