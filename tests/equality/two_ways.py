"""Run a check in two ways: on both engines, and on what a release is judged by."""

from coprod.equality.check import Context, EqualityCheck
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, PersonTable, Tables
from coprod.finding import Finding
from coprod.project import Project


def counted(check: EqualityCheck, project: Project, by: str = "sector") -> list[GroupTable | PersonTable]:
    """Return the tables that a check counts, after holding that both engines count the same and change nothing."""
    before = {kind: project.stored(kind) for kind in project.kinds}
    one, two = (list(check.count(Study(each, by))) for each in (project, project.on("duckdb")))
    assert one == two
    assert before == {kind: project.stored(kind) for kind in project.kinds}
    cells = [cell for table in one if isinstance(table, GroupTable) for cell in table.cells]
    assert [] == [cell for cell in cells if bool(cell.number) != bool(cell.people)]
    return one


def disclosed(check: EqualityCheck, project: Project, by: str = "sector") -> Finding:
    """Return what a check finds from its group tables alone."""
    tables = [table for table in counted(check, project, by) if isinstance(table, GroupTable)]
    return check.judge(Tables(tables), Context(by=by, band=check.band, convention=check.band, disclosed=True))
