"""`docs/how-to/scale.md` can be done from top to bottom, on Spark and with a real PostgreSQL server."""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from tests.test_docs import DOCS, ROOT, Reader, blocks_of

PAGE = DOCS / "how-to/scale.md"
TABLES = """\
create table people (id text primary key, kind text not null, sector text, joined date);
create table notes (id text primary key, person text references people, said_at timestamptz, kind text, words text);
insert into people values ('ana', 'person', 'citizen', '2019-03-01'), ('bo', 'person', 'health', null);
insert into notes values ('n1', 'ana', '2019-05-14 18:00+01', 'idea', 'A bench'), ('n2', 'bo', null, 'concern', 'No');
"""


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder with the examples, where the page is followed."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples", ignore=shutil.ignore_patterns(".coprod"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def council():
    """Where a PostgreSQL server with the tables of the page is: one of our own, which nobody but this machine sees."""
    initdb = shutil.which("initdb")
    if initdb is None or importlib.util.find_spec("adbc_driver_postgresql") is None:
        pytest.skip("there is no PostgreSQL server, or no driver for it")
    binaries = Path(initdb).resolve().parent
    someone = {"user": "postgres", "group": "postgres"} if os.getuid() == 0 else {}  # root may not run it
    folder = Path(tempfile.mkdtemp(prefix="coprod-pg-"))
    if someone:
        shutil.chown(folder, *someone.values())

    def run(name, *words, **options):
        command = [binaries / name, *words]
        return subprocess.run(command, check=True, capture_output=True, cwd=folder, **someone, **options)

    run("initdb", "-D", folder / "data", "-A", "trust", "-U", "keeper")
    run("pg_ctl", "-D", folder / "data", "-o", f"-c listen_addresses= -k {folder}", "-l", folder / "log", "-w", "start")
    try:
        run("createdb", "-h", folder, "-U", "keeper", "council")
        run("psql", "-h", folder, "-U", "keeper", "-q", "council", input=TABLES.encode())
        yield folder
    finally:
        run("pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")
        shutil.rmtree(folder)


def follow(reader):
    """Do all that the page says and that can be done here."""
    for block in blocks_of(PAGE):
        reader.follow(block)


def test_on_spark(here, strict, capsys):
    """The page, with what needs Spark."""
    follow(Reader(capsys, has={"spark"}))


def test_from_postgresql(here, council, capsys, monkeypatch):
    """The page, with what needs PostgreSQL."""
    monkeypatch.setenv("PGHOST", str(council))
    monkeypatch.setenv("PGUSER", "keeper")
    follow(Reader(capsys, has={"postgresql"}))
