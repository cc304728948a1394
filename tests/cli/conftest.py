"""A small project in files, and the command as a function."""

from pathlib import Path

import attrs
import pytest
from tests.installing import installer

from coprod.cli import main, terminal

TOML = """\
coprod = 1
name = "Tea and talk"
about = "Invented neighbours who meet."
starts = 2019-01-01
timezone = "Europe/London"

[audiences]
funder = ["Council"]

[purposes]
publication = "the public report"

[permission.1]
says = "My name and what I say may be public."
categories = ["identity", "profile", "views", "participation"]
purposes = ["publication"]
audiences = ["public"]
level = "share"
explicit = true
"""

SHEETS = {
    "partners": """\
id,kind,name,sector,here_as
ana,person,Ana Bell,citizen,own experience
bo,person,Bo Crow,citizen,own experience
cy,person,Cy Dunn,council,job
di,person,Di Eld,citizen,own experience
""",
    "spaces": "id,name,starts\ns1,First tea,2019-02-03 18:00\n",
    "attendances": "partner,space,came\nana,s1,yes\nbo,s1,yes\ncy,s1,yes\n",
    "views": """\
id,partner,space,at,kind,text
v1,ana,s1,2019-02-03 18:10,idea,A bench by the door
v2,bo,s1,2019-02-03 18:20,concern,The path is dark
""",
    "consents": "who,status,statements,on\nana,given,1,2019-02-03\n",
}


@attrs.frozen
class Ran:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def no_progress(monkeypatch):
    """Let no busy machine put progress among the problems that a test looks for."""
    monkeypatch.setattr(terminal, "PATIENCE", 3600.0)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The folder of a project in which Ana agreed to everything and the others to nothing; Di never came."""
    folder = tmp_path / "tea"
    folder.mkdir()
    (folder / "coprod.toml").write_text(TOML, "utf-8")
    for name, text in SHEETS.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return folder


@pytest.fixture
def coprod(capsys):
    """Run the command in this process."""

    def run(*arguments: object) -> Ran:
        code = main([str(argument) for argument in arguments])
        return Ran(code, *capsys.readouterr())

    return run


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Install plugins for the length of a test."""
    return installer(tmp_path / "site", monkeypatch)
