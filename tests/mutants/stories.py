"""Two people, and who of them leaves: what the tests of this folder begin with."""

from datetime import date

from tests.consent.building import released, rows

from coprod import Partner, Record

__all__ = ["ANA", "BO", "LATER", "named"]

ANA = Partner("ana", kind="person", name="Ana B", sector="citizen", joined=date(2018, 3, 15))
BO = Partner("bo", kind="person", name="Bo C")
LATER = date(2019, 6, 1)


def named(*records: Record, **more: object) -> list[str]:
    """Return the ids of partners that leave."""
    return rows(released(*records, **more), "partners", "id")
