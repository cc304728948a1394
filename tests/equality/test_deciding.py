"""Who decided what."""

from tests.equality.building import people, project, room

from coprod.engines import rows
from coprod.equality.deciding import in_decisions, who_decided
from coprod.equality.study import Study
from coprod.records import Decision, Partner, Role

NAMES = ("decision", "partner", "group", "people", "deciding")


def test_who_decided():
    """Those with the role; else, by consensus, those who came. An organisation is there, as nobody."""
    nhs = Partner("nhs", kind="organisation", sector="b")
    decisions = [
        Decision("d1", title="Tea", space="s1", rule="consensus"),
        Decision("d2", title="Cake", space="s1", rule="consensus"),
        Decision("d3", title="Scones", space="s1"),
    ]
    roles = [
        Role("nhs", "decision:d2", "decided"),
        Role("a1", "decision:d3", "shaped"),
        Role("a1", "space:s1", "hosted"),
    ]
    tea = project(people(a=2), nhs, room("a1", "nhs"), decisions, roles)

    for each in (tea, tea.on("duckdb")):
        study = Study(each, "sector")
        found = who_decided(study)
        assert [("d1", "a1", "a", 1, 1), ("d2", "nhs", "b", 0, 0)] == sorted(rows(found.select(*NAMES)))
        assert found is who_decided(study)
        had = [("d2", "nhs", "decided"), ("d3", "a1", "shaped")]
        assert had == sorted(rows(in_decisions(study).select("decision", "partner", "role")))
