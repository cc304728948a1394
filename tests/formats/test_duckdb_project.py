"""A project as one DuckDB file."""

import subprocess
import sys

import duckdb
import pytest

import coprod
from coprod.errors import InvalidInput, WriteFailed
from coprod.formats import duckdb_project, large_tables
from coprod.records import Partner

HOLD = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"


@pytest.fixture(params=[5_000, -1])
def large(request, monkeypatch):
    """Once with all tables small, once with all large."""
    monkeypatch.setattr(large_tables, "LARGE", request.param)
    monkeypatch.setattr(duckdb_project, "LARGE", request.param)


@pytest.fixture
def held(tmp_path, small):
    """A project that another process holds open for writing."""
    path = tmp_path / "p.duckdb"
    coprod.save(small, path)
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    other.stdout.readline()
    yield path
    other.communicate("")


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("engine", [None, "duckdb"])
def test_round_trip(tmp_path, small, engine):
    """What is saved reads back equal, from either engine, and reading leaves the file as it was."""
    path = tmp_path / "p.duckdb"
    coprod.save(small.on(engine) if engine else small, path)
    before = path.read_bytes()

    assert small == coprod.read(path, engine=engine)
    assert before == path.read_bytes()


def test_problems_name_table_and_row(tmp_path, small):
    """A row that is wrong is named by file, table and row."""
    path = tmp_path / "p.duckdb"
    coprod.save(small, path)
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE partners SET kind = 'persn'")
        connection.execute("CREATE TABLE partnrs AS SELECT 1 AS id")

    with pytest.raises(InvalidInput) as caught:
        coprod.read(path)

    places = {(one.file, one.sheet, one.column, one.value) for one in caught.value.problems}
    assert {("p.duckdb", "partners", "kind", "persn"), ("p.duckdb", "partnrs", "", "partnrs")} == places


def test_a_file_without_settings(tmp_path):
    """A database of somebody else's says what it lacks."""
    path = tmp_path / "p.duckdb"
    duckdb.connect(str(path)).close()

    with pytest.raises(InvalidInput, match="expected a table `coprod` with the settings"):
        coprod.read(path)


def test_no_database(tmp_path, small):
    """Bytes that are no database are neither read nor written over."""
    path = tmp_path / "p.duckdb"
    path.write_bytes(b"tea" * 5000)

    with pytest.raises(InvalidInput, match="expected a DuckDB file"):
        coprod.read(path)
    with pytest.raises(WriteFailed, match="no DuckDB file"):
        coprod.save(small, path)
    assert b"tea" * 5000 == path.read_bytes()


def test_a_file_that_another_process_holds(held, small):
    """A clear error, on reading and on saving; nothing half-written is left."""
    with pytest.raises(InvalidInput, match="expected a file that no other program is writing"):
        coprod.read(held)
    with pytest.raises(WriteFailed, match="another program has it open"):
        coprod.save(small, held)
    assert [".coprod", "p.duckdb"] == sorted(path.name for path in held.parent.iterdir())


def test_forgetting(tmp_path, small):
    """The file is written anew without them."""
    path = tmp_path / "p.duckdb"
    coprod.save(small, path)
    someone = small.records(Partner)[0].id

    coprod.forget(path, someone)

    assert someone not in {one.id for one in coprod.read(path).records(Partner)}
